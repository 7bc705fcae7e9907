"""What the review screen shows at one moment: frozen values, drawn by the view, made by the presenter. No Qt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gongshu_desktop.policy.assessment import Assessment, MeasureAssessment
from gongshu_desktop.policy.model import Measure, Policy
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.review.case import Case, Claim, Evidence
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.review.what_if import if_as_claimed


class SaveStatus(StrEnum):
    """Where the last change stands. SAVED is only ever said after the transaction was committed."""

    UNTOUCHED = "untouched"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveState:
    """The saved state with its time, or with what went wrong in words."""

    status: SaveStatus = SaveStatus.UNTOUCHED
    at: datetime | None = None
    reason: str = ""


class Tone(StrEnum):
    """The few tones in which a state is said; the theme gives each its colours."""

    GOOD = "ok"
    WARN = "warn"
    BAD = "danger"
    INFO = "accent"
    QUIET = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The case as it stands, with its assessment, what is still in the way, and the measure that is looked at.

    ``locked`` says in words why nothing can be edited; empty when it can. ``decidable``: approved amounts and opinions may
    be set (also by the one who decides). ``waiting`` counts what stands in the way, by measure. ``chosen`` is a measure's
    id, or "" for the particulars of the case.
    """

    case: Case
    policy: Policy
    assessment: Assessment
    findings: tuple[Finding, ...]
    chosen: str
    waiting: Mapping[str | None, int]
    locked: str = ""
    decidable: bool = True
    can_undo: bool = False
    can_redo: bool = False

    @property
    def editable(self) -> bool:
        """Whether this person may edit this case now."""
        return not self.locked

    @property
    def standing_in_the_way(self) -> int:
        """How many findings must be settled before the case can move on."""
        return sum(self.waiting.values())

    def claimed(self, measure: str) -> bool:
        """Whether the case claims that measure."""
        return any(claim.measure == measure for claim in self.case.claims)

    def page(self, measure: str) -> "MeasureState":
        """What the page of one claimed measure shows."""
        asked, assessed = self.policy.measure(measure), self.assessment.of(measure)
        open_still = assessed.outcome is Outcome.UNDETERMINED
        return MeasureState(
            measure=asked,
            claim=self.case.claim(measure),
            assessed=assessed,
            if_as_claimed=if_as_claimed(self.case, self.policy, asked) if open_still else None,
            chosen_readings=self.case.readings,
            evidence=self.case.evidence,
            waiting=unresolved(assessed, self.waiting),
            editable=self.editable,
            decidable=self.decidable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureState:
    """One claimed measure: what the policy asks, what the case says, what comes out.

    ``if_as_claimed``: the amount in fen if everything that is open turned out as claimed; None if it is not open.
    """

    measure: Measure
    claim: Claim
    assessed: MeasureAssessment
    chosen_readings: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    waiting: int
    if_as_claimed: int | None
    editable: bool
    decidable: bool


def blocking(findings: Sequence[Finding]) -> Mapping[str | None, int]:
    """How many findings stand in the way, by measure (None: of the case itself)."""
    return Counter(finding.measure for finding in findings if finding.severity is Severity.ERROR)


def unresolved(assessed: MeasureAssessment, waiting: Mapping[str | None, int]) -> int:
    """How many things of a measure still stand in the way; at least one while it is undetermined."""
    found = waiting.get(assessed.measure, 0)
    return max(found, 1) if assessed.outcome is Outcome.UNDETERMINED else found
