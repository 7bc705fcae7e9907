"""What a person agrees to with a step: the three sums, approved amounts that differ, and the hints that are still open."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.sums import sums
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.review.findings import Severity
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.wording import _

_MOST_HINTS = 6
_HINTS_HEIGHT = 150


class StepSummary(QWidget):
    """Stands above the opinion in the dialog of a step."""

    def __init__(self, session: ReviewSession, *, deciding: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_amounts(session, deciding=deciding))
        for line in differing(session):
            column.addWidget(text(line, "small", wrap=True))
        hints = open_hints(session)
        if hints:
            column.addWidget(_all_hints(hints) if deciding and len(hints) > _MOST_HINTS else _hints(hints))


def _hints(hints: Sequence[str]) -> QWidget:
    card = Card("warn", spacing=2)
    card.body.addWidget(text(_("仍有 {count} 条提示").format(count=len(hints)), "warn"))
    for hint in hints[:_MOST_HINTS]:
        card.body.addWidget(text(f"· {hint}", "small", wrap=True))
    if len(hints) > _MOST_HINTS:
        card.body.addWidget(text(_("另有 {count} 条").format(count=len(hints) - _MOST_HINTS), "small"))
    return card


def _all_hints(hints: Sequence[str]) -> QWidget:
    """Every hint: whoever decides answers for each of them."""
    card = Card("warn", spacing=4)
    card.body.addWidget(text(_("仍有 {count} 条提示").format(count=len(hints)), "warn"))
    listed = ScrolledColumn("step.hints", _("未处理的提示"), spacing=2)
    for hint in hints:
        listed.body.addWidget(text(f"· {hint}", "small", wrap=True))
    listed.body.addStretch(1)
    listed.setMinimumHeight(_HINTS_HEIGHT)
    listed.setMaximumHeight(_HINTS_HEIGHT)
    card.body.addWidget(listed)
    return card


def _amounts(session: ReviewSession, *, deciding: bool) -> QGridLayout:
    found = sums(session.case, session.policy, session.assessment, deciding=deciding)
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(2)
    for number, (caption, amount) in enumerate(
        (
            (_("申报合计"), words.amount(found.claimed)),
            (_("测算合计"), words.amount(found.computed)),
            (_("审定合计"), _("待批准") if found.approved is None else words.amount(found.approved)),
        )
    ):
        grid.addWidget(text(caption, "small"), 0, number)
        figure = text(amount, "strong")
        figure.setObjectName(f"step.sum.{number}")
        grid.addWidget(figure, 1, number)
    grid.setColumnStretch(3, 1)
    shown = found.computed if found.approved is None else found.approved
    if shown is not None:
        said = _("测算合计人民币{words}") if found.approved is None else _("审定合计人民币{words}")
        spelled = text(said.format(words=in_words(shown)), "small", wrap=True)
        spelled.setObjectName("step.words")
        grid.addWidget(spelled, 2, 0, 1, 4)
    return grid


def differing(session: ReviewSession) -> list[str]:
    """Each approved amount that is not the computed one, with its reason."""
    lines = []
    for claim in session.case.claims:
        computed = session.assessment.of(claim.measure).amount
        if claim.approved is not None and claim.approved != computed:
            lines.append(
                _("{measure} {title}：测算 {computed}，审定 {approved}。理由：{reason}").format(
                    measure=claim.measure,
                    title=session.policy.measure(claim.measure).title,
                    computed=words.amount(computed),
                    approved=words.amount(claim.approved),
                    reason=claim.approved_reason or words.NOTHING,
                )
            )
    return lines


def open_hints(session: ReviewSession) -> list[str]:
    """What does not stand in the way, but should be known before the step."""
    return [
        f"{finding.measure} {finding.text}" if finding.measure else finding.text
        for finding in session.findings
        if finding.severity is not Severity.ERROR
    ]
