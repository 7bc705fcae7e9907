"""导出: a case as a case file, wherever the person wants it."""

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.wording import _


def safe_name(number: str) -> str:
    """A file name made of a case's number."""
    kept = "".join(sign if sign not in '\\/:*?"<>|' and sign.isprintable() else "_" for sign in number).strip(" .")
    return kept or "case"


def export_case(surroundings: Surroundings, case: str, number: str) -> None:
    """Ask where to, and write the case file there."""
    path = surroundings.prompts.save_file(
        _("导出案卷文件"), f"{safe_name(number)}.gscase", _("案卷文件 (*.gscase *.json)")
    )
    if path is None:
        return

    def failed(error: Exception) -> None:
        if isinstance(error, OSError):
            surroundings.prompts.problem(
                _("写不进 {file}。请换一个位置，或检查磁盘空间与权限。").format(file=path), error
            )
        else:
            surroundings.prompts.problem(_("案卷没有导出。"), error)

    surroundings.tasks.submit(
        lambda _progress: put_whole(path, surroundings.program.desk.export(case)),
        lambda _none: surroundings.navigator.notify(_("已导出到 {file}").format(file=path)),
        failed,
        owner=surroundings.owner,
        title=_("正在导出"),
    )
