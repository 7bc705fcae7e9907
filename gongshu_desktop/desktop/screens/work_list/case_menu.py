"""What can be done with one case from the work list."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from gongshu_desktop.desktop.dialogs.export import export_case
from gongshu_desktop.desktop.dialogs.memo import show_memo
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.desk.desk import DeskRefused
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _


class CaseMenu(QMenu):
    """Open, export, hand over, look at the memo, delete while only registered. ``changed`` is called after a change."""

    def __init__(
        self, surroundings: Surroundings, summary: CaseSummary, changed: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("cases.menu")
        self.setAccessibleName(summary.number)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._around, self._summary, self._changed = surroundings, summary, changed
        theme = surroundings.theme
        self.addAction(theme.icon("open"), _("打开"), self._open)
        self.addAction(theme.icon("export"), _("导出案卷文件…"), self._export)
        if summary.stage in (Stage.SIGNING, Stage.ISSUED):
            self.addAction(theme.icon("document"), _("查看审核意见书…"), self._show_memo)
        self.addSeparator()  # what follows changes what can be done with the case here
        if summary.handed_to:
            self.addAction(theme.icon("undo"), _("收回移交…"), self._take_back)
        else:
            self.addAction(theme.icon("forward"), _("移交给另一台电脑…"), self._hand_over)
        if summary.stage is Stage.REGISTERED and not summary.handed_to:
            self.addSeparator()
            self.addAction(theme.icon("delete", "danger_text"), _("删除…"), self._delete)

    def _open(self) -> None:
        self._around.navigator.open_case(self._summary.id)

    def _export(self) -> None:
        export_case(self._around, self._summary.id, self._summary.number)

    def _hand_over(self) -> None:
        from gongshu_desktop.desktop.dialogs.hand_over import hand_over  # noqa: PLC0415 - not with every menu

        hand_over(self._around, self._summary.id, self._changed)

    def _take_back(self) -> None:
        from gongshu_desktop.desktop.dialogs.hand_over import take_back  # noqa: PLC0415

        take_back(self._around, self._summary.id, self._changed)

    def _show_memo(self) -> None:
        around, program, case = self._around, self._around.program, self._summary.id
        around.tasks.submit(
            lambda _progress: program.memos.of_case(case),
            lambda found: show_memo(around, found[-1]) if found else None,
            owner=around.owner,
        )

    def _delete(self) -> None:
        around, case, changed = self._around, self._summary.id, self._changed
        person, program = around.navigator.person, around.program
        said = _("{number} {name} 还在登记阶段。删除后不能恢复，操作日志保留。").format(
            number=self._summary.number, name=self._summary.makerspace
        )
        if person is None or not around.prompts.confirm(_("删除这个案卷？"), said, _("删除"), danger=True):
            return

        def failed(error: Exception) -> None:
            around.prompts.problem(str(error) if isinstance(error, DeskRefused) else _("案卷没有删除。"), error)

        around.tasks.submit(
            lambda _progress: program.desk.delete(case, person), lambda _none: changed(), failed, owner=around.owner
        )
