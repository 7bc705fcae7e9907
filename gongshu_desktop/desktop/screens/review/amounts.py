"""The three amounts of a measure: 申报额, 测算额, 审定额. Another approved amount than the computed one needs its reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.fields import TextField
from gongshu_desktop.desktop.screens.review.note_line import NoteLine
from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import set_property, text
from gongshu_desktop.desktop.words import NOTHING
from gongshu_desktop.desktop.words import amount as in_figures
from gongshu_desktop.policy.model import Award, Fact, Kind, Measure
from gongshu_desktop.policy.money import from_fen, to_fen
from gongshu_desktop.policy.values import Number
from gongshu_desktop.review.editing.edits import SetApproved, SetClaimedAmount
from gongshu_desktop.wording import _


class Amounts(QFrame):
    """Claimed and approved amount to type in, the computed one between them."""

    edited = Signal(object)

    def __init__(self, theme: Theme, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = measure
        self._name = f"review.amounts.{measure.id}"
        self._computed: int | None = None
        self._approved: int | None = None
        self._reason = ""
        self._draft: int | None = None
        self.setObjectName(self._name)
        self.claimed = self._field(theme, "claimed", _("申报额"))
        self.computed = text(NOTHING, "strong")
        self.computed.setObjectName(f"{self._name}.computed")
        self.approved = self._field(theme, "approved", _("审定额"))
        self.reason = NoteLine(f"{self._name}.reason", _("审定额的理由"), _("审定额与测算额不同，请写明理由"), self)
        self._ask = text("", "problem", wrap=True)
        self._ask.setObjectName(f"{self._name}.ask")
        self._restore = Button(_("按测算额"), f"{self._name}.restore", "link")
        self._lay_out()
        self.claimed.changed.connect(lambda value: self.edited.emit(SetClaimedAmount(measure.id, _fen(value))))
        self.approved.changed.connect(self._approved_typed)
        self.reason.written.connect(self._reason_written)
        self._restore.clicked.connect(self._take_back)

    def _field(self, theme: Theme, what: str, title: str) -> TextField:
        fact = Fact(name=title, kind=Kind.MONEY, unit="元", minimum=0)
        return TextField(theme, f"{self._name}.{what}", fact, title, self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(text(_("金额"), "section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        for number, (title, widget) in enumerate(
            ((_("申报额"), self.claimed), (_("测算额"), self.computed), (_("审定额"), self.approved))
        ):
            grid.addWidget(text(title, "small"), 0, number)
            grid.addWidget(widget, 1, number, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number, 1)
        self.computed.setMinimumHeight(30)
        column.addLayout(grid)
        column.addWidget(self.reason)
        row = QHBoxLayout()
        row.addWidget(self._ask, 1)
        row.addWidget(self._restore)
        column.addLayout(row)

    # --- the approved amount ---

    def _approved_typed(self, value: object) -> None:
        """The amount is taken up at once; while its reason is missing that is said, and stands in the way."""
        amount = _fen(value)
        if amount is not None and amount == self._computed:
            self.edited.emit(SetApproved(self._measure.id, amount, ""))
            return
        self.edited.emit(SetApproved(self._measure.id, amount, self._reason if amount is not None else ""))

    def _reason_written(self, reason: str) -> None:
        self.edited.emit(SetApproved(self._measure.id, self._approved, reason))

    def _take_back(self) -> None:
        """Back to the computed amount; the reason goes with the amount that it explained."""
        self.edited.emit(SetApproved(self._measure.id, None, ""))
        self.approved.setFocus()

    def show_state(self, state: MeasureState) -> None:
        """Show the three amounts as they stand."""
        claim, assessed = state.claim, state.assessed
        self._computed, self._approved, self._reason = assessed.amount, claim.approved, claim.approved_reason
        self.claimed.show_value(_yuan(claim.claimed))
        self.claimed.set_editable(state.editable)
        waiting = assessed.amount is None and state.measure.award is Award.SUBSIDY
        self.computed.setText(_("待核") if waiting else in_figures(assessed.amount))
        self.approved.line.setPlaceholderText(_("按测算额") if assessed.amount is None else in_figures(assessed.amount))
        self.approved.show_value(_yuan(claim.approved))
        self.approved.set_editable(state.decidable)
        self._show_reason(state)
        # a recommendation has no amounts; one that was entered all the same must be in sight to be cleared
        subsidy = state.measure.award is Award.SUBSIDY
        appear(self, subsidy or claim.approved is not None or claim.claimed is not None)

    def _show_reason(self, state: MeasureState) -> None:
        differs = self._approved is not None and self._approved != self._computed
        missing = differs and not self._reason.strip()
        self.reason.show_note(self._reason)
        self.reason.setReadOnly(not state.decidable)
        appear(self.reason, differs or bool(self._reason))
        set_property(self.reason, "problem", "true" if missing else "false")
        deciding = state.decidable and not state.editable
        ask = (
            _("审定额与测算额不同，须写明理由；未写明前不能批准。")
            if deciding
            else _("审定额与测算额不同，须写明理由；未写明前不能提交。")
        )
        self._ask.setText(ask if missing else "")
        appear(self._ask, missing)
        appear(self._restore, self._approved is not None and state.decidable)


def _fen(value: object) -> int | None:
    return to_fen(value) if isinstance(value, Number) and not isinstance(value, bool) else None


def _yuan(fen: int | None) -> Number | None:
    return None if fen is None else from_fen(fen)
