"""Opinions for a step that are one click away: none that the case itself contradicts. No Qt.

They go into the record, so they stay Chinese in every language.
"""

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.sweep_facts import evidence_words, without_evidence


def phrases(move: Move, case: Case, policy: Policy, assessment: Assessment) -> tuple[str, ...]:
    """What may be said with the move as the case stands."""
    missing = evidence_words(
        [name for claim in case.claims for name in without_evidence(claim, policy.measure(claim.measure))]
    )
    return {
        Move.SUBMIT: (_submitted(case, assessment, missing),),
        Move.AGREE: (f"经复核，{missing or '事实清楚'}，计算无误，同意。",),
        Move.APPROVE: ("同意。",),
        Move.SEND_BACK: ("佐证材料不足，请补充后重新提交。", "核定值与佐证材料不一致，请重新核对。"),
        Move.CORRECT: ("发现核定事实有误，需更正原意见书。",),
        Move.ACCEPT: (),
    }[move]


def _submitted(case: Case, assessment: Assessment, missing: str) -> str:
    failed = [item.title for item in assessment.measures if item.outcome is Outcome.INELIGIBLE]
    parts = ["经审核", missing or "材料齐全"]
    if failed:
        parts.append(
            f"{'、'.join(failed)}不符合条件" if len(failed) <= 2 else f"{failed[0]}等{len(failed)}项不符合条件"
        )
    return f"{'，'.join(parts)}，{_proposed(case, assessment, some=bool(failed))}。"


def _proposed(case: Case, assessment: Assessment, *, some: bool) -> str:
    """What is proposed: by the amounts that the memo will have."""
    outcomes = {item.outcome for item in assessment.measures}
    rest = "其余事项" if some else ""
    if Outcome.ELIGIBLE in outcomes:
        decided = any(claim.approved not in (None, assessment.of(claim.measure).amount) for claim in case.claims)
        return f"{rest}拟同意按{'审定' if decided else '测算'}金额予以扶持"
    return f"{rest}拟同意推荐" if Outcome.REFERRED in outcomes else "拟不予扶持"
