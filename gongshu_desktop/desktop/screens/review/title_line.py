"""The first line of a measure's page: its title, how it stands now, its clause, whom it pays and how often."""

from PySide6.QtWidgets import QHBoxLayout

from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.screens.review.terms import outcome_text
from gongshu_desktop.desktop.widgets.texts import Pill, text
from gongshu_desktop.policy.model import Award, Measure
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.wording import _


class TitleLine(QHBoxLayout):
    """The line of one measure."""

    def __init__(self, measure: Measure) -> None:
        super().__init__()
        self.setSpacing(10)
        self.addWidget(text(measure.title, "heading"))
        self._pill = Pill()
        self._pill.setObjectName(f"review.page.{measure.id}.state")
        self.addWidget(self._pill)
        self.addStretch(1)
        parts = [
            f"{measure.clause} {measure.heading}".strip(),
            _("拨付{payee}").format(payee=measure.payee),
            measure.frequency,
        ]
        if measure.award is Award.REFERRAL:
            parts[1] = _("推荐事项，不拨付")
        self.addWidget(text(" · ".join(part for part in parts if part), "small"))

    def show_state(self, state: MeasureState) -> None:
        """Show how the measure stands, with the amount approved where it is not the one computed."""
        shown, tone = outcome_text(state.measure, state.assessed, state.waiting)
        approved = state.claim.approved
        if approved is not None and approved != state.assessed.amount:
            shown = _("{state} · 审定 {amount}").format(state=shown, amount=grouped(approved))
        self._pill.show_state(shown, tone.value)
