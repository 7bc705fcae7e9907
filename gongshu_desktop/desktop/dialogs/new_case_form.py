"""The particulars of a new case: policy and year, applicant, makerspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from gongshu_desktop.desktop.widgets.fields import Field, choice, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.numbers import parse_number
from gongshu_desktop.review.case import Applicant, Makerspace
from gongshu_desktop.review.editing.basics import EARLIEST_YEAR, LATEST_YEAR
from gongshu_desktop.review.values import valid_code
from gongshu_desktop.wording import _

_CODE_LENGTH = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What was entered for a new case; not yet checked against the policy."""

    policy: str
    year: int
    applicant: Applicant
    makerspace: Makerspace
    measures: tuple[str, ...]


class NewCaseForm(QWidget):
    """``changed`` on every keystroke, ``policy_changed`` when another policy is chosen.

    ``used``: what was entered before in lists that the policy leaves open ("subdistricts"), offered again.
    """

    changed = Signal()
    policy_changed = Signal(object)

    def __init__(
        self, policies: Sequence[Policy], year: int, used: Mapping[str, Sequence[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._used = used
        self._policies = {policy.id: policy for policy in policies}
        newest = max(policies, key=lambda policy: policy.effective)
        self._lists: dict[str, QComboBox] = {}
        self._roles: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        self._build_basis(newest, year)
        self._build_applicant()
        self._build_makerspace()
        self._fill(newest)

    def begin(self) -> None:
        """Put the focus where typing begins."""
        self._name.setFocus()

    def _build_basis(self, newest: Policy, year: int) -> None:
        options = [(policy.number, policy.id) for policy in self._policies.values()]
        self._policy = choice("new.policy", _("政策"), options, newest.id)
        self._policy.setMinimumContentsLength(18)
        self._policy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._policy.currentIndexChanged.connect(lambda _index: self._fill(self.policy()))
        self._year = QSpinBox()
        self._year.setObjectName("new.year")
        self._year.setAccessibleName(_("申报年度"))
        self._year.lineEdit().setTextMargins(7, 0, 0, 0)
        self._year.setRange(EARLIEST_YEAR, LATEST_YEAR)
        self._year.setValue(min(year, newest.issued.year) if len(self._policies) == 1 else year)
        self._grid.addWidget(Field(_("政策"), self._policy), 0, 0, 1, 3)
        self._grid.addWidget(Field(_("申报年度"), self._year), 0, 3)

    def _build_applicant(self) -> None:
        self._name = line("new.applicant", _("申报单位名称"))
        self._code = line("new.uscc", _("统一社会信用代码"), placeholder=_("18 位，按营业执照填写"))
        self._code.setMaxLength(_CODE_LENGTH + 6)
        self._code_field = Field(_("统一社会信用代码"), self._code)
        self._code.textEdited.connect(self._check_code)
        self._contact = line("new.contact", _("联系人"))
        self._phone = line("new.phone", _("联系电话"))
        self._roles_row = QHBoxLayout()
        self._roles_row.setSpacing(16)
        roles = QVBoxLayout()
        roles.setSpacing(4)
        roles.addWidget(text(_("申报身份"), "section"))
        roles.addLayout(self._roles_row)
        roles.addStretch()
        self._grid.addWidget(Field(_("申报单位名称"), self._name), 1, 0, 1, 4)
        self._grid.addWidget(self._code_field, 2, 0, 1, 2)
        self._grid.addLayout(roles, 2, 2, 1, 2)
        self._grid.addWidget(Field(_("联系人"), self._contact), 3, 0, 1, 2)
        self._grid.addWidget(Field(_("联系电话"), self._phone), 3, 2, 1, 2)
        self._name.textEdited.connect(self.changed)

    def _build_makerspace(self) -> None:
        self._space = line("new.makerspace", _("众创空间名称"))
        self._space.textEdited.connect(self.changed)
        self._address = line("new.address", _("地址"))
        self._area = line("new.area", _("载体面积（㎡）"))
        for name, caption in (("subdistricts", _("所在街道")), ("levels", _("级别")), ("types", _("类型"))):
            self._lists[name] = choice(f"new.{name}", caption, [])
        self._grid.addWidget(Field(_("众创空间名称"), self._space), 4, 0, 1, 4)
        self._grid.addWidget(Field(_("所在街道"), self._lists["subdistricts"]), 5, 0, 1, 2)
        self._grid.addWidget(Field(_("级别"), self._lists["levels"]), 5, 2)
        self._grid.addWidget(Field(_("类型"), self._lists["types"]), 5, 3)
        self._grid.addWidget(Field(_("地址"), self._address), 6, 0, 1, 3)
        self._grid.addWidget(Field(_("载体面积（㎡）"), self._area), 6, 3)
        for column in range(4):
            self._grid.setColumnStretch(column, 1)

    def _fill(self, policy: Policy) -> None:
        for name, box in self._lists.items():
            known = policy.vocabulary.get(name)
            box.clear()
            box.setEditable(known is None)
            for item in self._used.get(name, ()) if known is None else known:
                box.addItem(item, item)
            box.setPlaceholderText(_("请选择"))
            box.setCurrentIndex(-1)
        for tick in self._roles.values():
            self._roles_row.removeWidget(tick)
            tick.deleteLater()
        self._roles = {}
        for number, role in enumerate(policy.vocabulary.get("roles", ())):
            tick = QCheckBox(role)
            tick.setObjectName(f"new.role.{number}")
            tick.setAccessibleName(role)
            tick.setChecked(number == 0)
            self._roles[role] = tick
            self._roles_row.addWidget(tick)
        self.policy_changed.emit(policy)

    def _check_code(self, typed: str) -> None:
        self.changed.emit()
        code = typed.strip().upper()
        if code != typed:
            at = self._code.cursorPosition()
            self._code.setText(code)
            self._code.setCursorPosition(min(at, len(code)))
        if valid_code(code):
            self._code_field.show_good(_("校验位正确"))
        elif len(code) < _CODE_LENGTH:
            self._code_field.show_problem("")
        elif len(code) > _CODE_LENGTH:
            self._code_field.show_problem(_("多了 {count} 位，应为 18 位").format(count=len(code) - _CODE_LENGTH))
        else:
            self._code_field.show_problem(_("校验位不对，请对照营业执照核对"))

    def policy(self) -> Policy:
        """The chosen policy."""
        return self._policies[str(self._policy.currentData())]

    def entered(self, measures: tuple[str, ...]) -> NewCase | str:
        """What was entered, with these measures to claim; or, in words, what cannot be read."""
        area = self._area.text().strip()
        try:
            number = parse_number(area) if area else None
        except ValueError:
            return _("载体面积“{typed}”不是数字。").format(typed=area)
        return NewCase(
            policy=self.policy().id,
            year=self._year.value(),
            applicant=Applicant(
                name=self._name.text().strip(),
                uscc=self._code.text().strip().upper(),
                roles=tuple(role for role, tick in self._roles.items() if tick.isChecked()),
                contact=self._contact.text().strip(),
                phone=self._phone.text().strip(),
            ),
            makerspace=Makerspace(
                name=self._space.text().strip(),
                subdistrict=self._lists["subdistricts"].currentText().strip(),
                level=self._lists["levels"].currentText().strip(),
                type=self._lists["types"].currentText().strip(),
                address=self._address.text().strip(),
                area=number,
            ),
            measures=measures,
        )
