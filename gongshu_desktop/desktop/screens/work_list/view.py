"""案卷: the work list. Search, filter chips, the table, and the sums over what is listed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.work_list.chips import FilterChips
from gongshu_desktop.desktop.screens.work_list.model import CaseModel, headings
from gongshu_desktop.desktop.screens.work_list.state import Catalogue, Column, Filter, Listing, Pick, marked
from gongshu_desktop.desktop.screens.work_list.table import CaseTable
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import line
from gongshu_desktop.desktop.widgets.surfaces import EmptyState, PageHead, dropped_files
from gongshu_desktop.desktop.widgets.texts import ElidedText, Keycap, text
from gongshu_desktop.host.opening import CASES, PACKAGES
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _

_TYPING_MS = 90


class WorkListScreen(Screen):
    """The cases of the office."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._catalogue = Catalogue((), None)
        self._handed: Mapping[str, str] = {}
        self._filter = Filter()
        self._loaded = False
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        page = surroundings.theme.metric("page")
        column.setContentsMargins(page, 12, page, 10)
        column.setSpacing(8)
        column.addWidget(self._build_head())
        column.addLayout(self._build_filters())
        column.addWidget(self._build_list(), 1)
        column.addLayout(self._build_foot())
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)

    def _typed(self) -> None:
        self._box.setClearButtonEnabled(
            True
        )  # only now: its icon is looked for all over the system, and the start would wait
        self._typing.start()

    # --- building ------------------------------------------------------------------------------------------------

    def _build_head(self) -> PageHead:
        theme = self.surroundings.theme
        head = PageHead(_("案卷"))
        self._box = line("cases.search", _("查找案卷"), placeholder=_("单位、空间、拼音首字母、信用代码、案卷号或状态"))
        self._box.setProperty("kind", "search")
        self._box.addAction(theme.icon("search", "text_muted", size=16), QLineEdit.ActionPosition.LeadingPosition)
        self._box.setMaximumWidth(480)
        self._box.setTextMargins(0, 0, 56, 0)
        self._box.textChanged.connect(self._typed)
        self._box.returnPressed.connect(self._search_now)
        for keys, act in (("Esc", self._leave_search), ("Down", self._table_focus)):
            shortcut = QShortcut(QKeySequence(keys), self._box, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        inside = QHBoxLayout(self._box)
        inside.setContentsMargins(0, 0, 8, 0)
        self._cap = Keycap(QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText))
        inside.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignRight)
        find = QAction(self)
        find.setShortcuts([QKeySequence("Ctrl+K"), QKeySequence("Ctrl+F")])
        find.triggered.connect(self._to_search)
        self.addAction(find)
        head.beside.addWidget(self._box, 1)
        head.beside.addStretch(0)
        take_in = Button(_("导入"), "cases.import", keys="Ctrl+O").with_icon(theme, "import")
        take_in.clicked.connect(self._import_chosen)
        new = Button(_("新建案卷"), "cases.new", "primary", keys="Ctrl+N").with_icon(theme, "plus")
        new.clicked.connect(self._create)
        head.buttons.addWidget(take_in)
        head.buttons.addWidget(new)
        return head

    def _build_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._chips = FilterChips()
        self._chips.changed.connect(self._chips_changed)
        row.addWidget(self._chips)
        self._order = ElidedText("", "small")
        self._order.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._order, 1)
        return row

    def _build_list(self) -> QStackedWidget:
        theme = self.surroundings.theme
        self._model = CaseModel(self.surroundings.program.clock)
        self._table = CaseTable(theme, self._model, self.surroundings.settings)
        self._table.opened.connect(self._open)
        self._table.sort_wanted.connect(self._sort)
        self._table.menu_wanted.connect(self._show_menu)
        self._empty = EmptyState(theme, "cases", "", "")
        self._empty_new = Button(_("新建第一个案卷"), "cases.first", "primary")
        self._empty_new.clicked.connect(self._create)
        self._empty_clear = Button(_("显示全部案卷"), "cases.clear")
        self._empty_clear.clicked.connect(self._show_all)
        self._empty_office = Button(_("去登记人员"), "cases.office", "primary")
        self._empty_office.clicked.connect(lambda: self.surroundings.navigator.go("office"))
        self._empty.buttons.addWidget(self._empty_office)
        self._empty.buttons.addWidget(self._empty_new)
        self._empty.buttons.addWidget(self._empty_clear)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        return self._stack

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self._count = text("", "soft")
        row.addWidget(self._count)
        self._sums = {}
        for key, caption in (("claimed", _("申报")), ("computed", _("测算")), ("approved", _("审定（含未签发）"))):
            row.addSpacing(20)
            row.addWidget(text(caption, "soft"))
            self._sums[key] = text("", "strong")
            row.addWidget(self._sums[key])
        self._open_amounts = text("", "warn")
        row.addSpacing(8)
        row.addWidget(self._open_amounts)
        row.addStretch(1)
        self._saved = text("", "small")
        row.addWidget(self._saved)
        return row

    # --- what is listed ------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        self.reload()
        self._table.setFocus()

    def reload(self) -> None:
        """Read the cases anew."""
        program, person, handed = self.surroundings.program, self.surroundings.navigator.person, self._handed
        self.surroundings.tasks.submit(
            lambda _progress: Catalogue(marked(program.front_page.summaries(), handed), person),
            self._arrived,
            owner=self,
        )

    def _arrived(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._loaded = True
        self._list()
        program = self.surroundings.program
        self.surroundings.tasks.submit(lambda _progress: program.front_page.handed_over(), self._mark, owner=self)

    def _mark(self, handed: Mapping[str, str]) -> None:
        """The whole journal is looked through for these, the first time: the list does not wait for it."""
        if handed != self._handed:
            self._handed = handed
            self.reload()

    def show_filter(self, wanted: Filter) -> None:
        """List what this filter asks for."""
        self._filter = wanted
        self._list()

    def _list(self) -> None:
        listing = self._catalogue.listing(self._filter)
        self._table.show_rows(listing.rows, self._filter.order, descending=self._filter.descending)
        self._chips.show_listing(listing, self._filter)
        self._show_sums(listing)
        self._stack.setCurrentWidget(self._table if listing.rows or not self._loaded else self._empty)
        self._say_empty(listing)
        self._saved.setText(self._safety())

    def _safety(self) -> str:
        """What is safe: saved when, backed up when."""
        saved, backup = self.surroundings.navigator.saved_at, self.surroundings.settings.backed_up()
        parts = []
        if saved is not None:
            parts.append(_("已保存 {time}").format(time=words.clock(saved)))
        if backup is not None:
            parts.append(_("{time} 已备份").format(time=f"{backup.astimezone():%m-%d %H:%M}"))
        return " · ".join(parts)

    def _show_sums(self, listing: Listing) -> None:
        count = len(listing.rows)
        self._count.setText(_("所列 {count} 件").format(count=f"{count:,}"))
        self._sums["claimed"].setText(grouped(listing.claimed))
        self._sums["computed"].setText(grouped(listing.computed))
        self._sums["approved"].setText(grouped(listing.approved))
        waiting = _("其中 {count} 件尚有待核，测算只计已定部分").format(count=listing.undetermined)
        self._open_amounts.setText(waiting if listing.undetermined else "")
        order = headings()[self._filter.order].removesuffix(_("（元）"))
        self._order.setText(_("按{column}排序").format(column=order))

    def _say_empty(self, listing: Listing) -> None:
        nothing_at_all, nobody = listing.total == 0, self.surroundings.navigator.person is None
        if nobody and nothing_at_all:
            words_ = _("先建立单位，登记经办人、复核人和批准人，就可以开始办理案卷。")
            self._empty.say(_("第一步：登记本单位人员"), words_)
        elif nothing_at_all:
            self._empty.say(_("还没有案卷"), _("手工新建，或把案卷文件（.gscase）、移交包（.gspack）拖到这里导入。"))
        else:
            self._empty.say(_("没有符合条件的案卷"), _("换一个词，或去掉筛选条件再看。"))
        self._empty_office.setVisible(nobody and nothing_at_all)
        self._empty_new.setVisible(nothing_at_all and not nobody)
        self._empty_clear.setVisible(not nothing_at_all)

    def _search_now(self) -> None:
        self._typing.stop()
        self._search()
        self._table.setFocus()

    def _search(self) -> None:
        self._cap.setVisible(not self._box.text())
        self.show_filter(replace(self._filter, text=self._box.text()))

    def _to_search(self) -> None:
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def _leave_search(self) -> None:
        self._box.clear()
        self._search_now()

    def _table_focus(self) -> None:
        self._table.setFocus()

    def _chips_changed(self, pick: Pick, year: int | None, subdistrict: str | None) -> None:
        self.show_filter(replace(self._filter, pick=pick, year=year, subdistrict=subdistrict))

    def _sort(self, column: Column) -> None:
        descending = not self._filter.descending if column is self._filter.order else column >= Column.CLAIMED
        self.show_filter(replace(self._filter, order=column, descending=descending))

    def _show_all(self) -> None:
        self._box.clear()
        self.show_filter(Filter(order=self._filter.order, descending=self._filter.descending))

    # --- what is done with a case --------------------------------------------------------------------------------

    def _open(self, summary: CaseSummary) -> None:
        self.surroundings.navigator.open_case(summary.id)

    def _create(self) -> None:
        from gongshu_desktop.desktop.dialogs.new_case import create_case  # noqa: PLC0415 - the list is shown before

        create_case(self.surroundings, self._catalogue.subdistricts, self.surroundings.navigator.open_case)

    def _import_chosen(self) -> None:
        kinds = _("案卷文件、移交包 (*.gscase *.json *.gspack)")
        self._import(self.surroundings.prompts.open_files(_("选择要导入的案卷文件或移交包"), kinds))

    def _import(self, paths: Sequence[Path]) -> None:
        from gongshu_desktop.desktop.dialogs.taking_in import take_in  # noqa: PLC0415

        for path in paths:
            take_in(self.surroundings, path, self.reload)

    def _show_menu(self, summary: CaseSummary) -> None:
        from gongshu_desktop.desktop.screens.work_list.case_menu import CaseMenu  # noqa: PLC0415

        CaseMenu(self.surroundings, summary, self.reload, self).popup(self._table.menu_place())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event, (*CASES, *PACKAGES)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._import(dropped_files(event, (*CASES, *PACKAGES)))
