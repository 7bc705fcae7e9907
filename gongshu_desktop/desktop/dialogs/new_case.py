"""新建案卷: by hand. The credit code is checked while it is typed; the measures to claim are ticked from the policy."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.new_case_form import NewCase, NewCaseForm
from gongshu_desktop.desktop.policies import every_policy
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.editing.basics import basics_problems
from gongshu_desktop.review.editing.edit_types import AddClaim, EditRefused, SetBasics
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


class NewCaseDialog(Dialog):
    """Asks for what a new case needs. ``wanted`` is what was entered, once accepted."""

    def __init__(
        self,
        policies: Sequence[Policy],
        year: int,
        subdistricts: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        intro = _("案卷号由程序按年度顺序编排；其余内容可在审核中补充。")
        super().__init__("new", _("新建案卷"), intro, width=900, parent=parent)
        self.wanted: NewCase | None = None
        columns = QHBoxLayout()
        columns.setSpacing(28)
        self._form = NewCaseForm(policies, year, {"subdistricts": subdistricts})
        self._form.policy_changed.connect(self._show_measures)
        columns.addWidget(self._form, 5)
        columns.addLayout(self._build_measures(), 4)
        self.body.addLayout(columns)
        self._form.changed.connect(lambda: self.show_problem(""))
        self.add_buttons(_("建立案卷"))
        self._show_measures(self._form.policy())
        self._form.begin()

    def _build_measures(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(text(_("申报事项"), "section"))
        self._list = ScrolledColumn("new.measures", _("申报事项"), spacing=2)
        self._list.setMinimumHeight(310)
        column.addWidget(self._list, 1)
        self._ticks: dict[str, QCheckBox] = {}
        return column

    def _show_measures(self, policy: Policy) -> None:
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        self._ticks = {}
        for row, measure in enumerate(policy.measures):
            tick = QCheckBox(measure.title)
            tick.setObjectName(f"new.measure.{measure.id}")
            tick.setAccessibleName(f"{measure.id} {measure.title}")
            tick.setToolTip(measure.quote)
            self._ticks[measure.id] = tick
            grid.addWidget(tick, row, 0)
            grid.addWidget(text(f"{measure.clause} · {measure.id}", "small"), row, 1)
        grid.setRowStretch(len(policy.measures), 1)
        self._list.setWidget(inside)

    def accept(self) -> None:
        """Check everything; close only when the case can be made."""
        entered = self._form.entered(tuple(id for id, tick in self._ticks.items() if tick.isChecked()))
        if isinstance(entered, str):
            self.show_problem(entered)
            return
        basics = SetBasics(applicant=entered.applicant, makerspace=entered.makerspace, year=entered.year)
        problems = list(basics_problems(basics, self._form.policy()))
        if problems:
            self.show_problem("\n".join(problems))
            return
        self.wanted = entered
        super().accept()


def _make(surroundings: Surroundings, wanted: NewCase, person: Person) -> str:
    desk = surroundings.program.desk
    case = desk.create(wanted.policy, wanted.year, wanted.applicant, wanted.makerspace, person)
    session = desk.open(case, person)
    for measure in wanted.measures:
        session.apply(AddClaim(measure))
    session.save()
    return case


def create_case(surroundings: Surroundings, subdistricts: Sequence[str], then: Callable[[str], None]) -> None:
    """Ask for a new case, make it, and hand over its id. ``subdistricts``: those entered before, offered again."""
    person = surroundings.navigator.person
    if person is None:
        surroundings.navigator.notify(_("请先在“单位”中登记人员，再办理案卷。"))
        return
    library, year = surroundings.program.policies, surroundings.program.clock().year

    def ask(policies: Mapping[str, Policy]) -> None:
        dialog = NewCaseDialog(tuple(policies.values()), year, subdistricts, surroundings.owner)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if chosen and dialog.wanted is not None:
            _create(surroundings, dialog.wanted, person, then)

    surroundings.tasks.submit(lambda _progress: every_policy(library), ask, owner=surroundings.owner)


def _create(surroundings: Surroundings, wanted: NewCase, person: Person, then: Callable[[str], None]) -> None:
    def failed(error: Exception) -> None:
        words = str(error) if isinstance(error, EditRefused) else _("案卷没有建成，未写入任何内容。")
        surroundings.prompts.problem(words, error)

    work = partial(_make, surroundings, wanted, person)
    surroundings.tasks.submit(lambda _progress: work(), then, failed, owner=surroundings.owner, title=_("正在建立案卷"))
