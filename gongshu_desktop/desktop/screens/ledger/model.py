"""年度台账 as Qt sees it: read-only rows, as they stand on paper."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.review.papers.ledger import LedgerRow
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.wording import _

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, in their order."""

    NUMBER = 0
    NAME = 1
    SUBDISTRICT = 2
    STAGE = 3
    CLAIMED = 4
    COMPUTED = 5
    GRANTED = 6
    ISSUED = 7
    PEOPLE = 8


_RIGHT = (Column.CLAIMED, Column.COMPUTED, Column.GRANTED)


def _headings() -> dict[Column, str]:
    return {
        Column.NUMBER: _("案卷号"),
        Column.NAME: _("众创空间 / 申报单位"),
        Column.SUBDISTRICT: _("街道"),
        Column.STAGE: _("阶段"),
        Column.CLAIMED: _("申报额（元）"),
        Column.COMPUTED: _("测算额（元）"),
        Column.GRANTED: _("审定额（元）"),
        Column.ISSUED: _("签发日期"),
        Column.PEOPLE: _("经办 / 复核 / 批准"),
    }


class LedgerModel(QAbstractTableModel):
    """Rows are those of the ledger."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._headings = _headings()
        self._rows: tuple[LedgerRow, ...] = ()

    def set_rows(self, rows: tuple[LedgerRow, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, row: int) -> LedgerRow:
        """The case in that row."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[Column(section)]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[column]}：{_shown(row, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.STAGE and row.handed_to:
            return _("已移交给“{to}”（{stage}）").format(to=row.handed_to, stage=words.stage(row.stage))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.makerspace}\n{row.applicant}\n{row.uscc}" if column is Column.NAME else _shown(row, column)
        return None

    def _colour(self, row: LedgerRow, column: Column) -> QColor:
        if row.handed_to:
            return self._theme.colour("text_soft")
        if column is Column.COMPUTED and row.computed is None:
            return self._theme.colour("warn_text")
        if column is Column.STAGE:
            tone = words.stage_tone(row.stage, returned=row.returned)
            names = {"neutral": "text_soft", "accent": "accent_soft_text"}
            return self._theme.colour(names.get(tone, f"{tone}_text"))
        return self._theme.colour("text")


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _shown(row: LedgerRow, column: Column) -> str:
    texts = {
        Column.NUMBER: row.number or _("未编号"),
        Column.NAME: f"{row.makerspace} / {row.applicant}",
        Column.SUBDISTRICT: row.subdistrict or words.NOTHING,
        Column.STAGE: _stage(row),
        Column.CLAIMED: words.amount(row.claimed),
        Column.COMPUTED: _("待核") if row.computed is None else words.amount(row.computed),
        Column.GRANTED: words.amount(row.granted),
        Column.ISSUED: row.issued or words.NOTHING,
        Column.PEOPLE: " / ".join(name or words.NOTHING for name in row.people),
    }
    return texts[column]


def stages_shown() -> tuple[str, ...]:
    """Everything that can stand in the column of stages."""
    return (*map(words.stage, Stage), words.handed_over(), words.returned(), _("更正中"))


def _stage(row: LedgerRow) -> str:
    if row.handed_to:
        return words.handed_over()
    if row.correcting:
        return _("更正中")
    return words.returned() if row.returned else words.stage(row.stage)
