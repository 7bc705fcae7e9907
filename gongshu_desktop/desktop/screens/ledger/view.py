"""台账: the cases of a year as the year's ledger has them, their sums, and the papers of the year: lists, register, memos."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.memo_batch import save_all_memos
from gongshu_desktop.desktop.dialogs.papers import paper_words, problem_words, show_paper
from gongshu_desktop.desktop.dialogs.publicity import ask_publicity
from gongshu_desktop.desktop.policies import newest
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.ledger.model import LedgerModel
from gongshu_desktop.desktop.screens.ledger.state import Offered, ShownLedger, begin_with, read_offered
from gongshu_desktop.desktop.screens.ledger.table import LedgerTable
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import choice
from gongshu_desktop.desktop.widgets.surfaces import EmptyState, PageHead
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind
from gongshu_desktop.wording import _


class LedgerScreen(Screen):
    """A year's ledger and papers, under one policy."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._offered = Offered(years=(), policies={})
        self._shown: ShownLedger | None = None
        self._reading: Progress | None = None
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 10)
        column.setSpacing(8)
        column.addWidget(self._build_head())
        column.addLayout(self._build_papers())
        column.addWidget(self._build_list(), 1)
        column.addLayout(self._build_foot())

    # --- building ------------------------------------------------------------------------------------------------

    def _build_head(self) -> PageHead:
        head = PageHead(_("台账"))
        self._year = choice("ledger.year", _("选择年度"), ())
        self._year.activated.connect(lambda _index: self._year_chosen())
        self._policy = choice("ledger.policy", _("选择政策"), ())
        self._policy.setMaximumWidth(560)
        self._policy.activated.connect(lambda _index: self._read())
        head.beside.addWidget(self._year)
        head.beside.addWidget(self._policy, 1)
        head.beside.addStretch(0)
        self._draft = QCheckBox(_("标为草稿"))
        self._draft.setObjectName("ledger.draft")
        self._draft.setAccessibleName(_("标为草稿"))
        self._draft.setToolTip(_("名单、汇总表和台账的每一页印上“草稿”"))
        head.buttons.addWidget(self._draft)
        return head

    def _build_papers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        theme = self.surroundings.theme
        uses = (
            ("publicity", "document", paper_words(PaperKind.PUBLICITY), self._publicity),
            ("payment", "document", paper_words(PaperKind.PAYMENT), self._payment),
            ("paper", "document", paper_words(PaperKind.LEDGER), partial(self._list, PaperKind.LEDGER)),
            ("readings", "reading", paper_words(PaperKind.READINGS), self._register),
            ("memos", "save", _("全部意见书"), self._memos),
        )
        self._buttons = {}
        for name, icon, words, use in uses:
            button = Button(f"{words}…", f"ledger.{name}", parent=self).with_icon(theme, icon)
            button.clicked.connect(lambda _checked=False, use=use: use())
            button.setEnabled(False)  # until it is known what there is to list
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_list(self) -> QStackedWidget:
        theme = self.surroundings.theme
        self._model = LedgerModel(theme)
        self._table = LedgerTable(theme, self._model)
        self._table.opened.connect(self._open)
        self._empty = EmptyState(theme, "table", "", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        return self._pages

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(24)
        self._count = text("", "small")
        self._sums = text("", "strong")
        self._sums.setObjectName("ledger.sums")
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._sums)
        return row

    # --- which year ----------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Read the years anew; the chosen one stays."""
        program = self.surroundings.program
        self.surroundings.tasks.submit(lambda _progress: read_offered(program), self._show_offered, owner=self)

    def _show_offered(self, offered: Offered) -> None:
        self._offered, years = offered, offered.years
        chosen = self._year.currentData() or begin_with(years)
        self._year.clear()
        for item in years:
            self._year.addItem(_("{year} 年度").format(year=item.year), item.year)
        self._year.setCurrentIndex(max(0, self._year.findData(chosen)))
        for widget in (self._year, self._policy, self._draft):
            widget.setVisible(bool(years))
        for name, button in self._buttons.items():
            button.setEnabled(bool(years) or name == "readings")
        if years:
            self._year_chosen()
        else:
            self._say_empty(_("还没有案卷"), _("有了案卷，这里按年度列出台账，并制作名单和汇总表。"))

    def _year_chosen(self) -> None:
        year, chosen = self._year.currentData(), self._policy.currentData()
        policies = next((item.policies for item in self._offered.years if item.year == year), ())
        self._policy.clear()
        for id in policies:
            self._policy.addItem(self._policy_words(self._offered.policies[id]), id)
        self._policy.setCurrentIndex(max(0, self._policy.findData(chosen)))
        self._policy.setEnabled(len(policies) > 1)
        self._read()

    @staticmethod
    def _policy_words(policy: Policy) -> str:
        return f"{policy.number} {policy.title}"

    # --- the ledger ----------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read the ledger in the background; what was being read for another year is given up."""
        if self._reading is not None:
            self._reading.cancel()
        year, policy, program = (
            int(self._year.currentData()),
            str(self._policy.currentData()),
            self.surroundings.program,
        )

        def read(progress: Progress) -> ShownLedger:
            ledger = program.papers.ledger(year, policy, progress.step)
            return ShownLedger(ledger=ledger, cases={item.number: item.id for item in program.desk.summaries()})

        self._reading = self.surroundings.tasks.submit(
            read, partial(self._show, year, policy), self._failed, owner=self, title=_("正在读取台账")
        )

    def _show(self, year: int, policy: str, shown: ShownLedger) -> None:
        if (year, policy) != (self._year.currentData(), self._policy.currentData()):
            return  # another was chosen meanwhile
        self._shown = shown
        ledger = shown.ledger
        self._model.set_rows(ledger.rows)
        self._pages.setCurrentWidget(self._table)
        if ledger.rows:
            self._table.selectRow(0)
        self._count.setText(_count_words(ledger))
        said = _("申报 {claimed} 元　测算 {computed} 元　审定（已签发）{granted} 元")
        amounts = {"claimed": ledger.claimed, "computed": ledger.computed, "granted": ledger.granted}
        self._sums.setText(said.format(**{name: grouped(fen) for name, fen in amounts.items()}))
        tip = _("测算额只合计已算定的案卷；审定额只合计已签发的意见书，与公示名单、拨付汇总表一致。")
        self._sums.setToolTip(tip)

    def _failed(self, error: Exception) -> None:
        self._say_empty(_("台账没有读出"), problem_words(error))

    def _say_empty(self, title: str, words: str) -> None:
        self._shown = None
        self._model.set_rows(())
        self._count.setText("")
        self._sums.setText("")
        self._empty.say(title, words)
        self._pages.setCurrentWidget(self._empty)

    def _open(self, row: int) -> None:
        case = self._shown.cases.get(self._model.row(row).number) if self._shown else None
        if case is not None:
            self.surroundings.navigator.open_case(case)

    # --- the papers ----------------------------------------------------------------------------------------------

    def _list(self, kind: PaperKind, choices: PaperChoices | None = None) -> None:
        year, policy, draft = self._year.currentData(), self._policy.currentData(), self._draft.isChecked()
        program, person = self.surroundings.program, self.surroundings.navigator.person
        by = "" if person is None else person.id
        show_paper(
            self.surroundings,
            f"{paper_words(kind)} {_('{year} 年度').format(year=year)}",
            lambda step: program.papers.of_year(
                kind, year, choices or PaperChoices(), policy=policy, draft=draft, by=by, progress=step
            ),
        )

    def _payment(self) -> None:
        """A batch that is made changes what the next one lists: nobody makes one by looking."""
        said = _(
            "正式编制的一批记入操作日志，以后各批只列新签发的和更正的差额；没有新增的，重出最近一批。\n\n"
            "只想看一看的，请取消，勾选“标为草稿”后再点。"
        )
        if self._draft.isChecked() or self.surroundings.prompts.confirm(_("正式编制拨付汇总表？"), said, _("正式编制")):
            self._list(PaperKind.PAYMENT)

    def _publicity(self) -> None:
        choices = ask_publicity(self.surroundings)
        if choices is not None:
            self._list(PaperKind.PUBLICITY, choices)

    def _register(self) -> None:
        program, policies, draft = self.surroundings.program, self._offered.policies, self._draft.isChecked()
        policy = policies.get(self._policy.currentData()) or newest(policies)
        show_paper(
            self.surroundings,
            f"{paper_words(PaperKind.READINGS)} {policy.number}",
            lambda _step: program.papers.register(policy.id, draft=draft),
        )

    def _memos(self) -> None:
        save_all_memos(self.surroundings, int(self._year.currentData()))


def _count_words(ledger: YearLedger) -> str:
    """How many cases there are, and how many are issued; of those that were handed over, only that they are not counted."""
    issued = sum(row.granted is not None for row in ledger.counted)
    gone = len(ledger.rows) - len(ledger.counted)
    said = _("共 {count} 案，已签发 {issued} 案")
    if gone:
        said = _("共 {count} 案，已移交 {gone} 案（不计入合计），已签发 {issued} 案")
    return said.format(count=len(ledger.rows), issued=issued, gone=gone)
