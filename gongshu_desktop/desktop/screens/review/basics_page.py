"""申报信息: the particulars of the case, taken up with every keystroke as soon as they make sense."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from gongshu_desktop.desktop.screens.review.fields import Choice
from gongshu_desktop.desktop.screens.review.history_keys import HistoryFilter
from gongshu_desktop.desktop.screens.review.parts import allow
from gongshu_desktop.desktop.screens.review.state import Snapshot
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.numbers import plain
from gongshu_desktop.review.case import Applicant, Case, Makerspace
from gongshu_desktop.review.editing.basics import basics_problems
from gongshu_desktop.review.editing.edits import SetBasics, parse_value
from gongshu_desktop.wording import _

_AREA = Fact(name="载体面积", kind=Kind.NUMBER, unit="㎡", minimum=0)
_DAY = Fact(name="收件日期", kind=Kind.DATE)


class BasicsPage(ScrolledColumn):
    """The form of the particulars. Text that does not make sense yet stays in its field, with the reason below."""

    edited = Signal(object)
    drafts_changed = Signal()

    def __init__(self, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__("review.basics", _("申报信息"), spacing=14, parent=parent)
        self._policy = policy
        self._case: Case | None = None
        self._history = HistoryFilter(self)
        self._problems: dict[str, str] = {}
        self._fields: dict[str, Field] = {}
        self._roles: dict[str, QCheckBox] = {}
        self.body.setContentsMargins(18, 14, 18, 24)
        self.body.addWidget(text(_("申报信息"), "heading"))
        self._build_case()
        self._build_applicant()
        self._build_makerspace()
        self.body.addStretch(1)

    # --- building ---

    def _card(self, title: str) -> QGridLayout:
        card = Card()
        card.body.addWidget(text(title, "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        self.body.addWidget(card)
        return grid

    def _line(
        self, grid: QGridLayout, place: tuple[int, int, int], name: str, title: str, take: Callable[[str], None]
    ) -> None:
        edit = line(f"review.basics.{name}", title)
        edit.textEdited.connect(take)
        edit.installEventFilter(self._history)
        self._fields[name] = Field(title, edit)
        row, column, span = place
        grid.addWidget(self._fields[name], row, column, 1, span)

    def _list(self, grid: QGridLayout, place: tuple[int, int, int], name: str, title: str, words: str) -> None:
        """A closed list of the policy, or free text where the policy has none."""
        options = self._policy.vocabulary.get(words)
        if options is None:
            self._line(grid, place, name, title, lambda value: self._space(name, **{name: value}))
            return
        box = Choice()
        box.setObjectName(f"review.basics.{name}")
        box.setAccessibleName(title)
        box.addItems(["", *options] if name == "type" else list(options))
        box.textActivated.connect(lambda value: self._space(name, **{name: value}))
        self._fields[name] = Field(title, box)
        row, column, span = place
        grid.addWidget(self._fields[name], row, column, 1, span)

    def _build_case(self) -> None:
        grid = self._card(_("案卷"))
        self._line(grid, (0, 0, 1), "number", _("编号"), lambda value: self._put("number", SetBasics(number=value)))
        self._line(grid, (0, 1, 1), "received", _("收件日期"), self._take_day)
        self._line(grid, (1, 0, 1), "year", _("申报年度"), self._take_year)

    def _build_applicant(self) -> None:
        grid = self._card(_("申报单位"))
        take = self._applicant
        self._line(grid, (0, 0, 1), "name", _("名称"), lambda value: take("name", name=value))
        self._line(
            grid, (0, 1, 1), "uscc", _("统一社会信用代码"), lambda value: take("uscc", uscc=value.strip().upper())
        )
        self._line(grid, (1, 0, 1), "contact", _("联系人"), lambda value: take("contact", contact=value))
        self._line(grid, (1, 1, 1), "phone", _("联系电话"), lambda value: take("phone", phone=value))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        for role in self._policy.vocabulary.get("roles", ()):
            box = QCheckBox(role)
            box.setObjectName(f"review.basics.role.{role}")
            box.clicked.connect(self._take_roles)
            self._roles[role] = box
            row.addWidget(box)
            holder.setFocusProxy(holder.focusProxy() or box)
        row.addStretch(1)
        self._fields["roles"] = Field(_("申报身份"), holder)
        grid.addWidget(self._fields["roles"], 2, 0, 1, 2)

    def _build_makerspace(self) -> None:
        grid = self._card(_("众创空间"))
        self._line(grid, (0, 0, 1), "space", _("名称"), lambda value: self._space("space", name=value))
        self._list(grid, (0, 1, 1), "subdistrict", _("所在街道"), "subdistricts")
        self._list(grid, (1, 0, 1), "level", _("级别"), "levels")
        self._list(grid, (1, 1, 1), "type", _("类型"), "types")
        self._line(grid, (2, 0, 1), "address", _("地址"), lambda value: self._space("address", address=value))
        self._line(grid, (2, 1, 1), "area", _("载体面积（㎡）"), self._take_area)

    # --- typing ---

    def _put(self, name: str, edit: SetBasics) -> None:
        """Take a change up if it makes sense; else say why not, and keep what was typed in sight."""
        problem = next(iter(basics_problems(edit, self._policy)), "")
        self._say(name, problem)
        if not problem:
            self.edited.emit(edit)

    def _say(self, name: str, problem: str) -> None:
        self._problems.pop(name, None)
        if problem:
            self._problems[name] = problem
        self._fields[name].show_problem(problem)
        self.drafts_changed.emit()

    def _applicant(self, field: str, **values: object) -> None:
        if self._case is not None:
            changed: Applicant = replace(self._case.applicant, **values)  # type: ignore[arg-type]
            self._put(field, SetBasics(applicant=changed))

    def _space(self, field: str, **values: object) -> None:
        if self._case is not None:
            changed: Makerspace = replace(self._case.makerspace, **values)  # type: ignore[arg-type]
            self._put(field, SetBasics(makerspace=changed))

    def _take_roles(self) -> None:
        self._applicant("roles", roles=tuple(role for role, box in self._roles.items() if box.isChecked()))

    def _take_year(self, value: str) -> None:
        if value.strip().isdecimal():
            self._put("year", SetBasics(year=int(value)))
        else:
            self._say("year", _("请填写四位年份。"))

    def _take_day(self, value: str) -> None:
        try:
            day = parse_value(_DAY, value)
        except ValueError as problem:
            self._say("received", str(problem))
            return
        self._say("received", "" if day else _("请填写日期，例如 2016-09-10。"))
        if day is not None:
            self.edited.emit(SetBasics(received=day))  # type: ignore[arg-type]

    def _take_area(self, value: str) -> None:
        try:
            self._space("area", area=parse_value(_AREA, value))
        except ValueError as problem:
            self._say("area", str(problem))

    # --- showing ---

    def show_case(self, snapshot: Snapshot) -> None:
        """Show the particulars as they stand."""
        if snapshot.case is self._case and snapshot.editable == self._fields["number"].control.isEnabled():
            return
        case = self._case = snapshot.case
        applicant, space = case.applicant, case.makerspace
        self._show("number", case.number)
        self._show("year", str(case.year))
        self._show("received", case.received.isoformat() if case.received else "")
        for name, value in (("name", applicant.name), ("uscc", applicant.uscc)):
            self._show(name, value)
        self._show("contact", applicant.contact)
        self._show("phone", applicant.phone)
        self._show("space", space.name)
        for name in ("subdistrict", "level", "type", "address"):
            self._show(name, getattr(space, name))
        self._show("area", "" if space.area is None else plain(space.area))
        for role, box in self._roles.items():
            box.setChecked(role in applicant.roles)
        for field in self._fields.values():
            allow(field.control, snapshot.editable)

    def _show(self, name: str, value: str) -> None:
        control = self._fields[name].control
        if name in self._problems:
            return
        if isinstance(control, QComboBox):
            if control.findText(value) < 0 and value:
                control.addItem(value)
            control.setCurrentText(value)
        elif (
            isinstance(control, QLineEdit)
            and control.text() != value
            and control.text().strip().upper() != value.upper()
        ):
            control.setText(value)

    def enter(self) -> None:
        """Come here from the list by keyboard."""
        self.reveal("name")

    def reveal(self, target: str) -> None:
        """Put the focus on a particular."""
        name = {"applicant.roles": "roles", "claims": "number"}.get(target, target.rpartition(".")[2])
        field = self._fields.get(name, self._fields["number"])
        field.control.setFocus()
        self.ensureWidgetVisible(field)

    def problems(self) -> list[str]:
        """What stands in fields and does not make sense yet."""
        return list(self._problems.values())
