"""台账: what the office's other cases claim and were awarded, for prefilling and for finding what is claimed twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gongshu_desktop.review.case import Case, Stage
from gongshu_desktop.review.conflicts import Prior, same_name
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.services.ports import CaseSummary, PolicyLibrary, UnitOfWork
from gongshu_desktop.services.summary import approved_amount


def adopted_options(uow: UnitOfWork, policy: str) -> Mapping[str, str]:
    """The office's adopted option of each reading of a policy: the latest counts."""
    latest = sorted(uow.office.readings(policy), key=lambda reading: reading.at)
    return {reading.key: reading.option for reading in latest}


class Ledger:
    """Reads each other case once and again only when it has changed; the work list only when anything was journalled."""

    def __init__(self, policies: PolicyLibrary) -> None:
        self._policies = policies
        self._read: dict[str, tuple[datetime, tuple[Prior, ...]]] = {}
        self._listed: tuple[str, Sequence[CaseSummary]] = ("", ())

    def priors(self, uow: UnitOfWork, case: Case) -> tuple[Prior, ...]:
        """Claims of the same makerspace or applicant, and all that was awarded (an enterprise may have moved)."""
        name = same_name(case.makerspace.name)
        found: list[Prior] = []
        for summary in self._summaries(uow):
            related = same_name(summary.makerspace) == name or summary.uscc == case.applicant.uscc
            if summary.id != case.id and (related or summary.stage is Stage.ISSUED):
                found += self._of(uow, summary)
        return tuple(found)

    def _summaries(self, uow: UnitOfWork) -> Sequence[CaseSummary]:
        head = uow.journal.head()
        digest = "" if head is None else head.digest
        if not digest or self._listed[0] != digest:
            self._listed = digest, uow.cases.summaries()
        return self._listed[1]

    def _of(self, uow: UnitOfWork, summary: CaseSummary) -> tuple[Prior, ...]:
        known = self._read.get(summary.id)
        if known is not None and known[0] == summary.changed:
            return known[1]
        found = self._claims(uow.cases.get(summary.id))
        self._read[summary.id] = (summary.changed, found)
        return found

    def _claims(self, case: Case) -> tuple[Prior, ...]:
        if case.policy not in self._policies.ids():
            return ()
        policy = self._policies.get(case.policy)
        issued = case.stage is Stage.ISSUED
        assessment = policy.assess(case_inputs(case, policy), derive=False) if issued else None
        return tuple(
            Prior(
                case=case.id,
                number=case.number,
                year=case.year,
                applicant=case.applicant,
                makerspace=case.makerspace,
                stage=case.stage,
                claim=claim,
                awarded=None if assessment is None else approved_amount(case, claim.measure, assessment),
            )
            for claim in case.claims
        )
