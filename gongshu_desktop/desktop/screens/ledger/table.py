"""The ledger's table: keyboard and mouse; what can be spared is left out before names become unreadable."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gongshu_desktop.desktop.screens.ledger.model import Column, LedgerModel, stages_shown
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.wording import _

_SAMPLES = {
    Column.NUMBER: "拱众审〔2016〕1234号",
    Column.SUBDISTRICT: "拱宸桥街道",
    Column.STAGE: "已签发已",
    Column.CLAIMED: "88,888,888.88",
    Column.COMPUTED: "88,888,888.88",
    Column.GRANTED: "88,888,888.88",
    Column.ISSUED: "2016-12-08",
    Column.PEOPLE: "欧阳静 / 沈伟民 / 陆海燕",
}
_NAME_SAMPLE = "示例众创空间管理有限公司"
_SPARE = (Column.PEOPLE, Column.SUBDISTRICT, Column.ISSUED)


class LedgerTable(QTableView):
    """``opened`` tells the row that was double-clicked or opened by Enter."""

    opened = Signal(int)

    def __init__(self, theme: Theme, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger.rows")
        self.setAccessibleName(_("年度台账"))
        self.setProperty("role", "ledger")
        model.setParent(self)
        self.setModel(model)
        self.setFont(theme.font("body"))
        self.setShowGrid(True)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 16)
        rows.hide()
        self._set_up_columns(model)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def _set_up_columns(self, model: LedgerModel) -> None:
        header = self.horizontalHeader()
        header.setObjectName("ledger.headings")
        header.setAccessibleName(_("列标题"))
        header.setHighlightSections(False)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        measure = self.fontMetrics().horizontalAdvance
        for column, sample in _SAMPLES.items():
            title = str(model.headerData(column, Qt.Orientation.Horizontal))
            longest = [sample, title, *(stages_shown() if column is Column.STAGE else ())]
            self.setColumnWidth(column, max(map(measure, longest)) + 26)
        self._widths = {column: self.columnWidth(column) for column in _SAMPLES}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - self.fontMetrics().horizontalAdvance(_NAME_SAMPLE) - sum(self._widths.values())
        for column in _SPARE:
            self.setColumnHidden(column, room < 0)
            room += self._widths[column] if room < 0 else 0
