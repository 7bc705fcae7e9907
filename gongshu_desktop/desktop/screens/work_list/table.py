"""The table of the work list: keyboard and mouse, sorting by heading, column widths that are kept."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.work_list.delegate import CaseDelegate
from gongshu_desktop.desktop.screens.work_list.model import CaseModel
from gongshu_desktop.desktop.screens.work_list.state import Column
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _

# Wide enough for the longest usual content, as digits or characters of the body font.
_SAMPLES = {
    Column.NUMBER: "拱众审〔2016〕1234号",
    Column.SUBDISTRICT: "拱宸桥街道",
    Column.STAGE: "",
    Column.CLAIMED: "88,888,888.88",
    Column.COMPUTED: "88,888,888.88",
    Column.APPROVED: "88,888,888.88",
    Column.PENDING: "",
    Column.CHANGED: "最近办理",
}
_NAME_SAMPLE = "示例众创空间管理有限公司"
_ARROW = 16
"""Room for the arrow of the order beside a heading: Qt 6.9 writes no heading below it."""
_SPARE = (Column.CHANGED, Column.SUBDISTRICT, Column.PENDING)
"""What is left out, in this order, when there is not room for everything."""


def _longest_stage() -> str:
    """The widest word of a stage in the present language, with room for the pill around it."""
    return max((words.returned(), *(words.stage(stage) for stage in Stage)), key=len) + "已"


def _signature() -> str:
    """Whose signature a case waits for, in the present language, with a usual name."""
    return _("待{name}签署").format(name="示例人")


class CaseTable(QTableView):
    """``opened`` and ``menu_wanted`` tell the case, ``sort_wanted`` the column."""

    opened = Signal(object)
    menu_wanted = Signal(object)
    sort_wanted = Signal(object)

    def __init__(self, theme: Theme, model: CaseModel, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cases.list")
        self.setAccessibleName(_("案卷列表"))
        self._model, self._settings = model, settings
        model.setParent(self)
        self._menu_place = QPoint()
        self._delegate = CaseDelegate(theme)
        self._delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up_rows()
        self._set_up_columns(theme)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.summary(index.row())))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._context_menu)

    def _set_up_rows(self) -> None:
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._delegate.row_height)
        rows.hide()

    def _set_up_columns(self, theme: Theme) -> None:
        header = self.horizontalHeader()
        header.setObjectName("cases.headings")
        header.setAccessibleName(_("列标题"))
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setMinimumSectionSize(56)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(lambda section: self.sort_wanted.emit(Column(section)))
        self.setFont(theme.font("body"))
        for column, sample in _SAMPLES.items():
            title = str(self._model.headerData(column, Qt.Orientation.Horizontal))
            widest = _longest_stage() if column is Column.STAGE else sample or _signature()
            heading = self.fontMetrics().horizontalAdvance(title) + _ARROW
            width = max(self.fontMetrics().horizontalAdvance(widest), heading)
            self.setColumnWidth(column, width + 30)
        self._widths: dict[Column, int] = {column: header.sectionSize(column) for column in Column}
        for column, width in zip(Column, self._settings.widths("cases.list"), strict=False):
            self.setColumnWidth(column, width)
            self._widths[column] = width
        header.sectionResized.connect(self._resized)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if section != Column.NAME and self.horizontalHeader().underMouse():
            self._widths[Column(section)] = new
            self._settings.keep_widths("cases.list", [self._widths[column] for column in Column])

    def show_rows(self, rows: tuple[CaseSummary, ...], order: Column, *, descending: bool) -> None:
        """Show these cases; the one that was chosen stays chosen while it is listed."""
        chosen = self.currentIndex()
        case = self._model.summary(chosen.row()).id if chosen.isValid() else None
        place = self.verticalScrollBar().value()
        self._model.set_rows(rows)
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(order, direction)
        row = self._model.row_of(case) if case is not None else None
        if rows:
            self.selectRow(row if row is not None else 0)
        self.verticalScrollBar().setValue(place if row is not None else 0)

    def menu_place(self) -> QPoint:
        """Where the menu that was asked for is to open, on the screen."""
        return self._menu_place

    def _context_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if not index.isValid():  # asked for by keyboard, with the pointer elsewhere
            index = self.currentIndex()
            point = self.visualRect(index).center()
        if index.isValid():
            self._menu_place = self.viewport().mapToGlobal(point)
            self.menu_wanted.emit(self._model.summary(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._model.summary(self.currentIndex().row()))
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QModelIndex())
        super().leaveEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        if index.row() != self._delegate.hovered:
            self._delegate.hovered = index.row()
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out the columns that can be spared before the names become unreadable."""
        header = self.horizontalHeader()
        fixed: dict[Column, int] = {column: self._widths[column] for column in Column if column is not Column.NAME}
        # not viewport(): to find out what kind of widget it is, PySide makes every kind that there is, at the worst moment
        room = (
            self.maximumViewportSize().width()
            - self.fontMetrics().horizontalAdvance(_NAME_SAMPLE)
            - sum(fixed.values())
        )
        for column in _SPARE:
            hide = room < 0
            header.setSectionHidden(column, hide)
            room += fixed[column] if hide else 0
