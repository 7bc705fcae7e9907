"""The work list as Qt sees it: read-only rows over case summaries."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.work_list.state import Column
from gongshu_desktop.review.stage import role_words
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _

Index = QModelIndex | QPersistentModelIndex
SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1
_RIGHT = (Column.CLAIMED, Column.COMPUTED, Column.APPROVED)


def headings() -> dict[Column, str]:
    """The words over the columns."""
    return {
        Column.NUMBER: _("案卷号"),
        Column.NAME: _("众创空间 / 申报单位"),
        Column.SUBDISTRICT: _("街道"),
        Column.STAGE: _("阶段"),
        Column.CLAIMED: _("申报额（元）"),
        Column.COMPUTED: _("测算额（元）"),
        Column.APPROVED: _("审定额（元）"),
        Column.PENDING: _("未决"),
        Column.CHANGED: _("最近办理"),
    }


class CaseModel(QAbstractTableModel):
    """Rows are case summaries; ``SUMMARY_ROLE`` gives the whole summary to the delegate."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._rows: tuple[CaseSummary, ...] = ()
        self._clock = clock
        self._headings = headings()

    def set_rows(self, rows: tuple[CaseSummary, ...]) -> None:
        """Show these cases."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def summary(self, row: int) -> CaseSummary:
        """The case in that row."""
        return self._rows[row]

    def row_of(self, case: str) -> int | None:
        """The row of a case; None when it is not listed."""
        return next((row for row, item in enumerate(self._rows) if item.id == case), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._rows[index.row()]
        column = Column(index.column())
        if role == SUMMARY_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(item, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[column]}:{self._shown(item, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return _tip(item, column) if role == Qt.ItemDataRole.ToolTipRole else None

    def _shown(self, item: CaseSummary, column: Column) -> str:
        amounts = {Column.CLAIMED: item.claimed, Column.APPROVED: item.approved}
        if column in amounts:
            return words.amount(amounts[column])
        texts = {
            Column.NUMBER: item.number,
            Column.NAME: f"{item.makerspace}\n{item.applicant}",
            Column.SUBDISTRICT: item.subdistrict,
            Column.STAGE: _state(item),
        }
        if column in texts:
            return texts[column]
        if column is Column.COMPUTED:
            return _("待核") if item.computed is None else words.amount(item.computed)
        if column is Column.PENDING:
            if item.signer and not item.handed_to:
                return _signature(item)
            waiting = item.pending and not item.handed_to
            return _("{count} 项待办").format(count=item.pending) if waiting else words.NOTHING
        return words.ago(item.changed, self._clock())


def _tip(item: CaseSummary, column: Column) -> str | None:
    if column is Column.CHANGED:
        return words.moment(item.changed)
    if column is Column.PENDING and item.signer and not item.handed_to:
        return _signature(item)
    if column is Column.STAGE and item.handed_to:
        return _("已移交给“{to}”（{stage}）").format(to=item.handed_to, stage=words.stage(item.stage))
    return None


def _signature(item: CaseSummary) -> str:
    """Whose signature the case waits for."""
    role = next((role_words(role) for role, person in item.people.items() if person == item.signer), "")
    return _("待{name}签署").format(name=item.signer_name or role)


def _state(item: CaseSummary) -> str:
    if item.handed_to:
        return words.handed_over()
    return words.returned() if item.returned else words.stage(item.stage)
