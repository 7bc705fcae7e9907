"""What the policy file says of one measure: conditions, facts with their evidence, how the amount comes about, readings."""

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import Pill, selectable, text
from gongshu_desktop.policy.model import Award, Criterion, Fact, Kind, Measure
from gongshu_desktop.wording import _


def kind_words(kind: Kind) -> str:
    """What sort of value a fact takes, as people call it."""
    return {
        Kind.MONEY: _("金额"),
        Kind.NUMBER: _("数值"),
        Kind.COUNT: _("数目"),
        Kind.DATE: _("日期"),
        Kind.TEXT: _("文字"),
        Kind.YES_NO: _("是 / 否"),
        Kind.CHOICE: _("选项"),
        Kind.CREDIT_CODE: _("信用代码"),
        Kind.TABLE: _("明细表"),
    }[kind]


class MeasureDetails(ScrolledColumn):
    """The right-hand side of the policy screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("policy.details", _("事项说明"), spacing=14, parent=parent)
        self._theme = theme
        self.body.setContentsMargins(18, 16, 18, 18)

    def show_measure(self, measure: Measure) -> None:
        """Show one measure."""
        clear(self.body)
        self.body.addLayout(self._head(measure))
        self._section(_("条件"), (self._criterion(item) for item in measure.criteria))
        self._section(_("事实与佐证"), (self._fact(item) for item in measure.facts))
        self._section(_("金额"), self._amount(measure))
        self._section(_("口径"), (text(f"“{item.phrase}” — {item.question}", wrap=True) for item in measure.readings))
        if measure.note:
            self._section(_("说明"), iter((text(measure.note, "soft", wrap=True),)))
        self.body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _head(self, measure: Measure) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(text(measure.title, "heading"))
        referral = measure.award is Award.REFERRAL
        row.addWidget(Pill(_("推荐") if referral else _("补助"), "accent" if referral else "ok"))
        if measure.discretionary:
            row.addWidget(Pill(_("酌情"), "neutral"))
        row.addStretch(1)
        column.addLayout(row)
        parts = [
            measure.clause,
            measure.id,
            measure.payee if referral else _("拨付{payee}").format(payee=measure.payee),
            measure.frequency,
        ]
        column.addWidget(text(" · ".join(part for part in parts if part), "small", wrap=True))
        return column

    def _section(self, title: str, widgets: Iterator[QWidget]) -> None:
        inside = list(widgets)
        if not inside:
            return
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(text(title, "section"))
        for widget in inside:
            column.addWidget(widget)
        self.body.addLayout(column)

    def _criterion(self, criterion: Criterion) -> QWidget:
        card = Card("sunken", spacing=3)
        row = QHBoxLayout()
        row.addWidget(text(criterion.name, wrap=True), 1)
        row.addWidget(text(_("审核人判断") if criterion.judgement else _("由事实判定"), "small"))
        card.body.addLayout(row)
        if criterion.rule and criterion.rule != criterion.name:
            card.body.addWidget(selectable(text(criterion.rule, "small", wrap=True)))
        if criterion.hint:
            card.body.addWidget(text(criterion.hint, "small", wrap=True))
        if criterion.evidence:
            card.body.addWidget(text(_("佐证：") + _("、").join(criterion.evidence), "small", wrap=True))
        return card

    def _fact(self, fact: Fact) -> QWidget:
        card = Card("sunken", spacing=3)
        row = QHBoxLayout()
        row.addWidget(text(fact.name, wrap=True), 1)
        unit = f" · {fact.unit}" if fact.unit else ""
        row.addWidget(text(kind_words(fact.kind) + unit, "small"))
        card.body.addLayout(row)
        if fact.columns:
            card.body.addWidget(text(_("、").join(column.name for column in fact.columns), "small", wrap=True))
        if fact.hint:
            card.body.addWidget(text(fact.hint, "small", wrap=True))
        if fact.evidence:
            card.body.addWidget(text(_("佐证：") + _("、").join(fact.evidence), "small", wrap=True))
        return card

    def _amount(self, measure: Measure) -> Iterator[QWidget]:
        if measure.amount_rule:
            yield selectable(text(measure.amount_rule, wrap=True))
        elif measure.award is Award.REFERRAL:
            yield text(_("推荐给其他部门办理，本单位不拨付金额。"), "soft", wrap=True)
        if measure.ceiling_rule:
            yield selectable(text(_("限额：") + measure.ceiling_rule, "soft", wrap=True))
