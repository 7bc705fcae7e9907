"""The lists over a year's cases: 公示名单, 拨付汇总表, 年度台账; the first two from the memos that stand, to the fen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.papers import ledger, payment, publicity
from gongshu_desktop.review.papers.grants import Grant
from gongshu_desktop.review.papers.ledger import LedgerRow, YearLedger
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.payment import PaymentSummary
from gongshu_desktop.review.papers.publicity import PublicityList
from gongshu_desktop.review.stage import Role, Stage, stage_words
from gongshu_desktop.services.journal.names import Names, names
from gongshu_desktop.services.journal.settled import stage_told
from gongshu_desktop.services.journal.whereabouts import all_handed_over
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import IssueRegister, SignatureChecks, issue_register
from gongshu_desktop.services.memos.standing import CaseGrant, Progress, case_grants, require_own_year
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.papers.payment_batches import batches_of, listed_elsewhere, next_or_last
from gongshu_desktop.services.ports import Clock, OpenUnitOfWork, PolicyLibrary, UnitOfWork
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """The office's name, the policy, the year's cases under it in the order of their numbers, and what was issued.

    ``gone``: to whom cases were handed over; whoever has them now lists and pays them.
    """

    office: str
    policy: Policy
    summaries: Sequence[CaseSummary]
    register: IssueRegister
    gone: Mapping[str, str]


class YearPapers:
    """Composes the lists of a year."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        read_receipt: ReadReceipt,
        checks: SignatureChecks,
    ) -> None:
        self._open_uow, self._policies, self._clock = open_uow, policies, clock
        self._read_receipt, self._checks = read_receipt, checks

    def content(
        self, kind: PaperKind, year: int, choices: PaperChoices, policy: str | None, progress: Progress
    ) -> Paper:
        """What a list says.

        Raises:
            PaperRefused: when there is nothing to list, several policies to choose from, or a memo that cannot be read.
        """
        if kind is PaperKind.LEDGER:
            return self.ledger(year, policy, progress)
        listed = self._listed(year, policy)
        with self._open_uow() as uow:
            _expect_told(uow, listed.summaries, names(uow))
        gone = sum(summary.id in listed.gone for summary in listed.summaries)
        grants, correcting = self._grants(listed, year, gone, progress)
        if kind is PaperKind.PAYMENT:
            return self._payment(listed, year, grants, correcting, gone)
        if kind is not PaperKind.PUBLICITY:
            raise PaperRefused(_("这种文书不是按年度制作的。"))
        if (choices.begin is None) != (choices.end is None):
            raise PaperRefused(_("公示期的起止日期请都填写，或都不填写。"))
        if choices.begin and choices.end and choices.end < choices.begin:
            raise PaperRefused(_("公示期的截止日期不能早于起始日期。"))
        return publicity.compose(
            grants,
            listed.policy,
            year,
            listed.office,
            self._clock(),
            begin=choices.begin,
            end=choices.end,
            contact=choices.contact,
            handed_over=gone,
            correcting=correcting,
        )

    def _payment(self, listed: _Listed, year: int, grants: list[Grant], correcting: list[str], gone: int) -> Paper:
        """The next batch of the payment table, or the last one where nothing is new."""
        with self._open_uow() as uow:
            before = batches_of(uow, year, payment.basis_of(listed.policy), listed.policy.id)
            elsewhere = listed_elsewhere(uow)
        batch = payment.compose(
            grants,
            listed.policy,
            year,
            listed.office,
            self._clock(),
            handed_over=gone,
            earlier=before.made,
            elsewhere=elsewhere,
            correcting=correcting,
            untold=before.untold,
        )
        return next_or_last(batch, before)

    def _grants(self, listed: _Listed, year: int, gone: int, progress: Progress) -> tuple[list[Grant], list[str]]:
        """What the memos grant of the cases that are here, and the numbers of those that are being corrected.

        Raises PaperRefused when there is none.
        """
        here = [summary for summary in listed.summaries if summary.id not in listed.gone]
        found = case_grants(self._open_uow, self._read_receipt, listed.register, here, progress)
        standing = [(item.grant, item.summary) for item in found if item.grant is not None]
        grants = [grant for grant, summary in standing if summary.stage is Stage.ISSUED]
        correcting = [grant.number for grant, summary in standing if summary.stage is not Stage.ISSUED]
        if standing:
            return grants, correcting
        if gone:
            words = _("{year}年度在本机没有可列入的审核意见书：另有{count}件案卷已移交，不计入。")
            raise PaperRefused(words.format(year=year, count=gone))
        raise PaperRefused(_("{year}年度还没有已签发的审核意见书。").format(year=year))

    def ledger(self, year: int, policy: str | None, progress: Progress) -> YearLedger:
        """What the ledger says.

        Raises:
            PaperRefused: as ``content`` does.
        """
        listed = self._listed(year, policy)
        with self._open_uow() as uow:
            known = names(uow)
            _expect_told(uow, listed.summaries, known)
            paid = batches_of(uow, year, payment.basis_of(listed.policy), listed.policy.id)
        people = known.rows
        found = case_grants(self._open_uow, self._read_receipt, listed.register, listed.summaries, progress)
        rows = [_ledger_row(item, people, listed.gone.get(item.summary.id, "")) for item in found]
        return ledger.compose(rows, year, listed.office, self._clock(), batches=len(paid.made), listed=paid.listed)

    def _listed(self, year: int, policy: str | None) -> _Listed:
        with self._open_uow() as uow:
            office, everything = uow.office.office(), uow.cases.summaries()
            register, gone = issue_register(uow, self._checks), all_handed_over(uow)
        register.require_all({summary.id: summary for summary in everything})
        require_own_year(self._open_uow, self._read_receipt, register, everything, year)
        known = [summary for summary in everything if summary.year == year]
        chosen, summaries = self._under_one_policy(known, year, policy)
        summaries.sort(key=lambda summary: number_order(summary.number))
        name = office.name if office else ""
        return _Listed(office=name, policy=chosen, summaries=summaries, register=register, gone=gone)

    def _under_one_policy(
        self, known: Sequence[CaseSummary], year: int, policy: str | None
    ) -> tuple[Policy, list[CaseSummary]]:
        ids = sorted({summary.policy for summary in known})
        if policy is None:
            if not ids:
                raise PaperRefused(_("{year}年度没有案卷。").format(year=year))
            if len(ids) > 1:
                words = "、".join(ids)
                raise PaperRefused(
                    _("{year}年度的案卷适用几个政策，请选定一个：{policies}").format(year=year, policies=words)
                )
            policy = ids[0]
        return self._policies.get(policy), [summary for summary in known if summary.policy == policy]


def total_of(content: Paper) -> int:
    """What a list of a year comes to, in fen."""
    if isinstance(content, YearLedger):
        return content.granted
    return content.total if isinstance(content, PaymentSummary | PublicityList) else 0


def number_order(number: str) -> tuple[tuple[int, int | str], ...]:
    """拱众审〔2016〕10号 comes after 9号; cases without a number come last."""
    parts: list[tuple[int, int | str]] = []
    digits = ""
    for letter in f"{number or chr(0x10FFFF)}\n":
        if letter in "0123456789":
            digits += letter
            continue
        if digits:
            parts.append((0, int(digits)))
            digits = ""
        parts.append((1, letter))
    return tuple(parts)


def _expect_told(uow: UnitOfWork, summaries: Sequence[CaseSummary], known: Names) -> None:
    """Names and stages must be those of the journal: the rows lie open to whoever has the disk. Raises PaperRefused."""
    problems = [known.problem] if known.problem else []
    for summary in summaries:
        told = stage_told(uow.journal.of_case(summary.id))
        if summary.stage is not told and (told is not None or summary.stage is Stage.ISSUED):
            words = _(
                "{number}按操作日志处于“{told}”阶段，案卷却记为“{stage}”，数据可能被改动过，不能采用。请用备份查明。"
            )
            before = _("未签发") if told is None else stage_words(told)
            problems.append(words.format(number=summary.number, told=before, stage=stage_words(summary.stage)))
    if problems:
        raise PaperRefused("\n".join(problems))


def _ledger_row(item: CaseGrant, people: Mapping[str, str], handed_to: str) -> LedgerRow:
    """An issued case as its memo has it; one that is open or being corrected, as the case stands now."""
    summary, grant = item.summary, item.grant
    sealed = grant is not None and summary.stage is Stage.ISSUED
    said = grant if grant is not None and sealed else summary
    return LedgerRow(
        number=said.number,
        applicant=said.applicant,
        uscc=said.uscc,
        makerspace=said.makerspace,
        subdistrict=said.subdistrict,
        stage=summary.stage,
        returned=summary.returned,
        correcting=grant is not None and summary.stage is not Stage.ISSUED,
        claimed=item.claimed if sealed else summary.claimed,
        computed=item.computed if sealed else summary.computed,
        granted=None if grant is None else grant.total,
        issued="" if grant is None else grant.issued,
        people=item.people if sealed else tuple(people.get(summary.people.get(role, ""), "") for role in Role),
        handed_to=handed_to,
    )
