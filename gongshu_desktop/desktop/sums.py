"""The three sums of a case: claimed, computed, approved. A referral has no amount and enters none of them. No Qt."""

from dataclasses import dataclass

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Award, Policy
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """In fen; None where it cannot be said. ``so_far`` is what is computed without the ``waiting`` open measures."""

    claimed: int | None
    computed: int | None
    so_far: int
    waiting: int
    approved: int | None


def sums(case: Case, policy: Policy, assessment: Assessment, *, deciding: bool = False) -> Sums:
    """The sums as the case stands. What nobody approved otherwise is approved as computed, once the case is approved.

    Before that there is an approved sum only where somebody set an amount by hand, or for the one who is ``deciding``.
    """
    subsidies = {item.id for item in policy.measures if item.award is Award.SUBSIDY}
    claims = [claim for claim in case.claims if claim.measure in subsidies]
    claimed = [claim.claimed for claim in claims if claim.claimed is not None]
    final = [claim.approved if claim.approved is not None else assessment.of(claim.measure).amount for claim in claims]
    decided = deciding or case.stage in {Stage.SIGNING, Stage.ISSUED}
    said = decided or any(claim.approved is not None for claim in claims)
    known = [amount for amount in final if amount is not None]
    return Sums(
        claimed=sum(claimed) if claimed else None,
        computed=assessment.subsidy_total,
        so_far=assessment.subtotal,
        waiting=sum(item.outcome is Outcome.UNDETERMINED and item.measure in subsidies for item in assessment.measures),
        approved=sum(known) if said and known and len(known) == len(final) else None,
    )
