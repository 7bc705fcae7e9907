"""台账: what the office's other cases claim and were awarded, for prefilling and for finding what is claimed twice.

What was awarded stands in the memos that stand (``standing``), whatever has become of their cases since: a case whose
memo is being corrected has still been awarded what the memo says. Nothing is assessed again for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.conflicts import Prior, Priors, perhaps_same_space
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.passage import Standing
from gongshu_desktop.review.printing import Unprintable, nothing_unprintable, printing_findings
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.review.sweep import sweep
from gongshu_desktop.services.journal import histories
from gongshu_desktop.services.journal.case_differences import against_journal
from gongshu_desktop.services.memos.anchors import Anchors
from gongshu_desktop.services.memos.beside_case import bound_scans, contradiction
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import IssueRegister, SignatureChecks, StrictCheck, issue_register
from gongshu_desktop.services.memos.standing import Award, awarded, awarded_by_content, content_of
from gongshu_desktop.services.office.adopted import adopted_options
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import MemoRecord, PolicyLibrary, SignatureReport, UnitOfWork, UnreadableDocument
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.services.summary import approved_amount


def no_reader(_pdf: bytes) -> bytes:
    """For ledgers that were wired without a reader: to forget what was awarded would be worse than to stop."""
    raise RuntimeError("this ledger was given nothing to read memos with")


def no_check(_pdf: bytes, _trust: bytes) -> SignatureReport:
    """For ledgers that can check no signature: a memo of which the journal holds no digest is then nobody's."""
    raise UnreadableDocument("this ledger was given nothing to check signatures with")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """The work list, how often each case was written, and whose memo stands, as of one entry of the journal."""

    head: str
    register: IssueRegister | None = None
    summaries: Sequence[CaseSummary] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    standing: Mapping[str, str] = field(default_factory=dict)


class Ledger:
    """Reads each memo once, each case once a version, and the work list only when anything was journalled."""

    def __init__(
        self,
        policies: PolicyLibrary,
        read_receipt: ReadReceipt = no_reader,
        *,
        unprintable: Unprintable = nothing_unprintable,
        check: StrictCheck = no_check,
    ) -> None:
        self._policies, self._read_receipt, self.unprintable = policies, read_receipt, unprintable
        self.anchors = Anchors(read_receipt)
        self._checks = SignatureChecks(check, self.anchors)
        self._awards: dict[str, tuple[Prior, ...]] = {}
        self._claims: dict[str, tuple[int, tuple[Prior, ...]]] = {}
        self._listed = _Listed(head="")

    def standing(self, uow: UnitOfWork, case: Case) -> Standing:
        """How the case stands by what is on record now: assessment, findings, adopted readings. Every use case asks here."""
        policy = self._policies.get(case.policy)
        assessment = policy.assess(case_inputs(case, policy))
        options = adopted_options(uow, case.policy)
        findings = sweep(case, policy, assessment, adopted=options, priors=self.priors(uow, case))
        findings = (*findings, *printing_findings(case, self.unprintable))
        return Standing(policy=policy, assessment=assessment, findings=findings, adopted=options)

    def content(self, memo: MemoRecord) -> MemoContent:
        """What a memo says. Raises PaperRefused when its file does not hold the content that is on record."""
        return content_of(memo, self._read_receipt)

    def contradiction(self, uow: UnitOfWork, memo: MemoRecord, case: Case) -> str:
        """What the memo says otherwise than its case, in words; "" when they say the same."""
        entries = uow.journal.of_case(case.id)
        scans = bound_scans((*entries, *(entry for entry, _history in histories.elsewhere(entries))))
        return contradiction(memo, case, self._policies.get(case.policy), self._read_receipt, scans)

    def against_journal(self, uow: UnitOfWork, case: Case) -> str:
        """In what the stored case is not as the journal says, in words; "" when it is in everything."""
        return against_journal(uow, case, self._policies)

    def priors(self, uow: UnitOfWork, case: Case) -> Priors:
        """All that was awarded (an enterprise may have moved), and what the same makerspace or applicant claims elsewhere."""
        listed, name, uscc = self._list(uow), case.makerspace.name, case.applicant.uscc
        found: list[Prior] = []
        for summary in listed.summaries:
            if summary.id == case.id:
                continue
            memo = listed.standing.get(summary.id)
            if memo is not None:
                found += self._awarded(uow, summary, memo)
            related = perhaps_same_space(name, uscc, summary.makerspace, summary.uscc)
            if related and summary.stage is not Stage.ISSUED:
                found += self._claimed(uow, summary, listed.versions.get(summary.id, 0))
        return Priors(found)

    def _list(self, uow: UnitOfWork) -> _Listed:
        head = uow.journal.head()
        digest = "" if head is None else head.digest
        if not digest or self._listed.head != digest:
            self._listed = _Listed(
                head=digest,
                register=issue_register(uow, self._checks, chain=False),
                summaries=uow.cases.summaries(),
                versions=uow.cases.versions(),
                standing=uow.memos.standing(),
            )
        return self._listed

    def _awarded(self, uow: UnitOfWork, summary: CaseSummary, memo: str) -> tuple[Prior, ...]:
        known = self._awards.get(memo)
        if known is None:
            known = tuple(_prior(summary.id, award) for award in self._read(uow, summary, memo))
            self._awards[memo] = known
        return known

    def _read(self, uow: UnitOfWork, summary: CaseSummary, memo: str) -> Sequence[Award]:
        register, record = self._list(uow).register, uow.memos.get(memo)
        if summary.policy not in self._policies.ids():
            return self._read_without_policy(uow, summary, record, register)
        policy = self._policies.get(summary.policy)
        try:
            if register is not None:
                register.require_standing(summary, record)  # by the rule of the lists: only what was issued has awarded
            return awarded(record, self._read_receipt, policy)
        except PaperRefused:
            if register is not None and summary.id not in register.by_case:
                return ()  # nobody has issued anything for it: a row that somebody put there awards nothing
            # A damaged file must not make an award forgotten: the case itself still says what it was about.
            case = uow.cases.get(summary.id)
            inputs = case_inputs(case, policy)
            assessment = policy.assess(inputs, derive=False)
            amounts = {claim.measure: approved_amount(case, claim.measure, assessment) for claim in case.claims}
            return awarded_by_content(record.number, case.applicant, case.makerspace, inputs, amounts)

    def _read_without_policy(
        self, uow: UnitOfWork, summary: CaseSummary, record: MemoRecord, register: IssueRegister | None
    ) -> Sequence[Award]:
        """What a memo awards whose policy is not among those of this program: its own amounts, over the values of its case."""
        case = uow.cases.get(summary.id)
        try:
            if register is not None:
                register.require_standing(summary, record)
            amounts = {item.id: item.approved for item in self.content(record).measures if item.subsidy}
        except PaperRefused:
            if register is not None and summary.id not in register.by_case:
                return ()
            amounts = {claim.measure: claim.approved for claim in case.claims}
        return tuple(
            Award(
                number=record.number,
                year=case.year,
                applicant=case.applicant,
                makerspace=case.makerspace,
                claim=replace(claim, approved=amounts.get(claim.measure)),
                amount=amounts.get(claim.measure),
            )
            for claim in case.claims
        )

    def _claimed(self, uow: UnitOfWork, summary: CaseSummary, version: int) -> tuple[Prior, ...]:
        known = self._claims.get(summary.id)
        if known is not None and known[0] == version:
            return known[1]
        case = uow.cases.get(summary.id)
        found = tuple(_claims(case)) if case.policy in self._policies.ids() else ()
        self._claims[summary.id] = (version, found)
        return found


def _claims(case: Case) -> Iterator[Prior]:
    for claim in case.claims:
        yield Prior(
            case=case.id,
            number=case.number,
            year=case.year,
            applicant=case.applicant,
            makerspace=case.makerspace,
            stage=case.stage,
            claim=claim,
        )


def _prior(case: str, award: Award) -> Prior:
    return Prior(
        case=case,
        number=award.number,
        year=award.year,
        applicant=award.applicant,
        makerspace=award.makerspace,
        stage=Stage.ISSUED,
        claim=award.claim,
        awarded=award.amount,
    )
