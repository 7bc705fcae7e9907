"""What the calculation comes to: the amount in figures and 大写, against what was claimed; or plainly what is missing."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.screens.review.terms import amount_word
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import selectable, set_property, text
from gongshu_desktop.desktop.words import amount as in_figures
from gongshu_desktop.policy.model import Award
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.wording import _


class ResultBlock(QWidget):
    """The foot of the calculation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(1)
        self._what = text("", "small")
        self.amount = selectable(text("", "amount"))
        self.amount.setObjectName("review.derivation.amount")
        self.amount.setAccessibleName(_("测算额"))
        self.in_words = selectable(text("", "small", wrap=True))
        self.in_words.setObjectName("review.derivation.words")
        self._claimed = text("", "small")
        self._claimed.setObjectName("review.derivation.claimed")
        self._compare = text("", "small", wrap=True)
        self._compare.setObjectName("review.derivation.compare")
        head = QHBoxLayout()
        head.addWidget(self._what)
        head.addStretch(1)
        head.addWidget(self._claimed)
        column.addLayout(head)
        self.approved = selectable(text("", "strong", wrap=True))
        self.approved.setObjectName("review.derivation.approved")
        for label in (self.amount, self.in_words, self._compare, self.approved):
            column.addWidget(label)
        self._missing = Card("warn", spacing=2)
        self._missing.body.setContentsMargins(12, 8, 12, 8)
        self._missing_text = text("", "warn", wrap=True)
        self._missing_text.setObjectName("review.derivation.missing")
        self._missing.body.addWidget(self._missing_text)
        column.addSpacing(4)
        column.addWidget(self._missing)

    def show_state(self, state: MeasureState) -> None:
        """Show what comes out as things stand."""
        if state.measure.award is Award.REFERRAL:
            self._show_referral(state)
        else:
            self._show_subsidy(state)
        undetermined = state.assessed.outcome is Outcome.UNDETERMINED
        set_property(self.amount, "tone", "warn" if undetermined else "")
        appear(self.in_words, bool(self.in_words.text()))
        self._claimed.setText(_claimed(state))
        self._compare.setText(_against_claimed(state))
        appear(self._compare, bool(self._compare.text()))
        self.approved.setText(_approved(state))
        appear(self.approved, bool(self.approved.text()))
        self._missing_text.setText(_waiting_for(state) if undetermined else "")
        appear(self._missing, bool(self._missing_text.text()))

    def _show_referral(self, state: MeasureState) -> None:
        ceiling = state.assessed.ceiling
        self._what.setText(_("推荐事项，无补助金额"))
        if ceiling is None:
            self.amount.setText(amount_word(state.measure, state.assessed))
            self.in_words.setText("")
        else:
            self.amount.setText(_("最高 {amount} 元").format(amount=in_figures(ceiling)))
            self.in_words.setText(_("仅为推荐的上限，不计入补助合计"))

    def _show_subsidy(self, state: MeasureState) -> None:
        amount = state.assessed.amount
        self._what.setText(_("测算额"))
        self.amount.setText(_("待核") if amount is None else _("{amount} 元").format(amount=in_figures(amount)))
        self.in_words.setText("" if amount is None else in_words(amount))


def _against_claimed(state: MeasureState) -> str:
    claimed, computed = state.claim.claimed, state.assessed.amount
    if claimed is None or computed is None or state.measure.award is Award.REFERRAL or computed == claimed:
        return ""
    words = _("比申报额核减 {amount} 元") if computed < claimed else _("比申报额多 {amount} 元")
    return words.format(amount=in_figures(abs(claimed - computed)))


def _approved(state: MeasureState) -> str:
    """The approved amount where it is not the computed one: that is what will be paid."""
    approved = state.claim.approved
    if approved is None or approved == state.assessed.amount:
        return ""
    return _("审定额 {amount} 元（{words}）").format(amount=in_figures(approved), words=in_words(approved))


def _claimed(state: MeasureState) -> str:
    if state.claim.claimed is None:
        return ""
    return _("申报额 {amount}").format(amount=in_figures(state.claim.claimed))


def _waiting_for(state: MeasureState) -> str:
    """What the result waits for, in words: facts and cells without a verified value, conditions without a verdict."""
    facts = dict.fromkeys(f"{item.fact} {item.column}" if item.column else item.fact for item in state.assessed.missing)
    judgements = {criterion.name for criterion in state.measure.criteria if criterion.judgement}
    verdicts = [
        item.criterion
        for item in state.assessed.criteria
        if item.criterion in judgements and item.result.value == "pending"
    ]
    parts = []
    if facts:
        parts.append(_("尚缺核定值：{facts}").format(facts="、".join(facts)))
    if verdicts:
        parts.append(_("尚无结论：{criteria}").format(criteria="、".join(verdicts)))
    if state.if_as_claimed is not None:
        amount = in_figures(state.if_as_claimed)
        parts.append(_("若各项均属实并与申报一致，测算额为 {amount} 元").format(amount=amount))
    return "\n".join(parts)
