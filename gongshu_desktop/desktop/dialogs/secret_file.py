"""Writing a key that exists nowhere else: it is not given up because a stick is full or was pulled out."""

from pathlib import Path

from gongshu_desktop.desktop.dialogs.export import safe_name
from gongshu_desktop.desktop.prompts import Prompts
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.wording import _


class SecretFile:
    """Where a new key is to go: chosen before it is made, asked for again as long as it cannot be written."""

    def __init__(self, title: str, name: str, ending: str) -> None:
        self._title, self._suggested = title, f"{safe_name(name)}.{ending}"
        self._kinds = _("密钥文件 (*.{ending})").format(ending=ending)
        self._path: Path | None = None

    def choose(self, prompts: Prompts) -> bool:
        """Ask where; False when the person gives up."""
        self._path = prompts.save_file(self._title, self._suggested, self._kinds)
        return self._path is not None

    def keep(self, content: bytes, prompts: Prompts) -> bool:
        """Write it; False only when the person says that it may be lost."""
        while True:
            if self._path is not None:
                try:
                    put_whole(self._path, content)
                except OSError as error:
                    said = _("写不进 {file}。密钥还没有保存，请换一个位置。").format(file=self._path)
                    prompts.problem(said, error)
                else:
                    return True
            if not self.choose(prompts) and prompts.confirm(
                _("放弃这个密钥？"),
                _("密钥只在此刻存在，不保存就再也找不回来。"),
                _("放弃"),
                danger=True,
            ):
                return False
