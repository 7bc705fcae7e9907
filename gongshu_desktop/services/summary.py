"""The line of the work list that is stored beside each case, so that lists, searches and sums need not open any case."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Award, Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.passage import Standing, acted
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.review.sweep import Finding, errors
from gongshu_desktop.services.records import CaseSummary


def summarise(
    case: Case, policy: Policy, assessment: Assessment, findings: Sequence[Finding], changed: datetime
) -> CaseSummary:
    """What the work list says of a case; amounts in fen."""
    return CaseSummary(
        id=case.id,
        number=case.number,
        policy=case.policy,
        year=case.year,
        makerspace=case.makerspace.name,
        applicant=case.applicant.name,
        uscc=case.applicant.uscc,
        subdistrict=case.makerspace.subdistrict,
        stage=case.stage,
        returned=case.stage is Stage.EXAMINATION and bool(case.passages) and case.passages[-1].returned,
        claimed=known_total(claim.claimed for claim in case.claims),
        computed=assessment.subsidy_total,
        subtotal=assessment.subtotal,
        approved=approved_total(case, policy, assessment),
        pending=len(errors(findings)),
        changed=changed,
        initials=f"{initials(case.makerspace.name)} {initials(case.applicant.name)}",
        people=acted(case),
    )


def summary_of(case: Case, standing: Standing, changed: datetime) -> CaseSummary:
    """What the work list says of a case that stands so."""
    return summarise(case, standing.policy, standing.assessment, standing.findings, changed)


def known_total(amounts: Iterable[int | None]) -> int | None:
    """What the amounts (fen) that are named add up to; None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def approved_total(case: Case, policy: Policy, assessment: Assessment) -> int | None:
    """审定额 of the whole case in fen: what was set, else what was computed; None while either is open or no decision fell."""
    if case.stage not in {Stage.SIGNING, Stage.ISSUED}:
        return None
    total = 0
    for claim in case.claims:
        if policy.measure(claim.measure).award is Award.SUBSIDY:
            amount = approved_amount(case, claim.measure, assessment)
            if amount is None:
                return None
            total += amount
    return total


def approved_amount(case: Case, measure: str, assessment: Assessment) -> int | None:
    """审定额 of one measure in fen: what was set, else what was computed."""
    approved = case.claim(measure).approved
    return assessment.of(measure).amount if approved is None else approved


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Pinyin initials of a name, lower case, for the search: 示例众创空间 → slzckj."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionaries take a while to load

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
