"""The memos that stand: issued and not replaced. What lists and notices say is read from their own sealed content."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.model import Award as Kind
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.receipt import inputs_from
from gongshu_desktop.review.case import Applicant, Case, Claim, FactEntry, Makerspace, TableEntry, TableRow
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.papers.grants import Grant, OpenAmount, grant
from gongshu_desktop.review.plain_values import UnexpectedValue
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.memos.receipts import ReadReceipt, receipt_of
from gongshu_desktop.services.memos.register import IssueRegister
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import MemoRecord, OpenUnitOfWork, UnitOfWork
from gongshu_desktop.services.records import CaseSummary, StoreError
from gongshu_desktop.services.summary import known_total
from gongshu_desktop.wording import _

Progress = Callable[[int, int], None]
"""How many of how many are done. What it raises (a stop asked for) ends the work; what is done stays done."""


def no_progress(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGrant:
    """A case's line in the work list, and what its standing memo grants (None: there is none).

    ``claimed`` and ``computed`` (fen) are the memo's own; None without a memo, ``claimed`` also where none is named,
    ``computed`` where it is open.
    """

    summary: CaseSummary
    grant: Grant | None
    claimed: int | None = None
    computed: int | None = None
    people: tuple[str, ...] = ()
    """The three whose opinions the memo bears, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What a memo awards for one measure, and on what: ``amount`` in fen, ``claim`` with the verified values."""

    number: str
    year: int
    applicant: Applicant
    makerspace: Makerspace
    claim: Claim
    amount: int | None


def standing_memo(uow: UnitOfWork, case_id: str) -> MemoRecord | None:
    """The issued memo of a case that nothing has replaced yet."""
    found = uow.memos.standing(case_id).get(case_id)
    return None if found is None else uow.memos.get(found)


def content_of(memo: MemoRecord, read_receipt: ReadReceipt) -> MemoContent:
    """What a memo says.

    Raises:
        PaperRefused: when its file does not hold the content that is on record.
    """
    try:
        return MemoContent.from_json(receipt_of(memo, read_receipt)["memo"])
    except (UnexpectedValue, ValueError, KeyError, TypeError) as error:
        raise PaperRefused(_("{number}的文件读不出内容：{reason}").format(number=memo.number, reason=error)) from error


def awarded(memo: MemoRecord, read_receipt: ReadReceipt, policy: Policy) -> tuple[Award, ...]:
    """What a memo awards, measure by measure: its own decided amounts over the values that it was decided on.

    Raises:
        PaperRefused: when its file does not hold the content that is on record.
    """
    try:
        document = receipt_of(memo, read_receipt)
        said, inputs = document["memo"], inputs_from(document["receipt"], policy)
        # Only what is needed: a ledger reads a thousand memos when a first case is opened.
        basics = {detail["label"]: str(detail["text"]) for detail in said["basics"]}
        amounts = {item["id"]: _amount(item) for item in said["measures"]}
    except (ValueError, KeyError, TypeError) as error:
        raise PaperRefused(_("{number}的文件读不出内容：{reason}").format(number=memo.number, reason=error)) from error
    applicant = Applicant(name=basics.get("申报单位", ""), uscc=basics.get("统一社会信用代码", ""), roles=())
    space = Makerspace(
        name=basics.get("众创空间", ""), subdistrict=basics.get("所在街道", ""), level=basics.get("空间级别", "")
    )
    return awarded_by_content(memo.number, applicant, space, inputs, amounts)


def _amount(item: Mapping[str, Any]) -> int | None:
    """What a measure in a memo's plain content gives in fen; None for one that gives no money of this office."""
    amount = item["approved"] if item["award"] == Kind.SUBSIDY.value else None
    if amount is not None and type(amount) is not int:
        raise ValueError(f"{item['id']}: {amount!r}")
    return amount


def awarded_by_content(
    number: str, applicant: Applicant, makerspace: Makerspace, inputs: CaseInputs, amounts: Mapping[str, int | None]
) -> tuple[Award, ...]:
    """The awards over given values, with the decided amounts (fen) by measure."""
    return tuple(
        Award(
            number=number,
            year=inputs.year,
            applicant=applicant,
            makerspace=makerspace,
            claim=_claim(claim, amounts.get(claim.measure)),
            amount=amounts.get(claim.measure),
        )
        for claim in inputs.claims
    )


def _claim(inputs: ClaimInputs, approved: int | None) -> Claim:
    facts: dict[str, FactEntry] = {}
    tables: dict[str, TableEntry] = {}
    for name, value in inputs.facts.items():
        if isinstance(value, tuple):
            rows = tuple(TableRow(key=f"k{index}", verified=dict(row)) for index, row in enumerate(value))
            tables[name] = TableEntry(rows=rows, verified=True)
        elif value is not None:
            facts[name] = FactEntry(verified=value)
    return Claim(measure=inputs.measure, approved=approved, facts=facts, tables=tables)


def case_grants(
    open_uow: OpenUnitOfWork,
    read_receipt: ReadReceipt,
    register: IssueRegister,
    summaries: Sequence[CaseSummary],
    progress: Progress,
) -> Iterator[CaseGrant]:
    """What each case's standing memo grants, one case in memory at a time.

    Raises:
        PaperRefused: names every memo that cannot be read or is not the one that was issued; a list without it would have
            another sum.
    """
    problems: list[str] = []
    for done, summary in enumerate(summaries):
        progress(done, len(summaries))
        try:
            found = _granted(open_uow, read_receipt, register, summary)
        except (PaperRefused, StoreError) as problem:
            problems.append(str(problem))
            continue
        yield found
    progress(len(summaries), len(summaries))
    if problems:
        raise PaperRefused("\n".join(problems))


def require_own_year(
    open_uow: OpenUnitOfWork,
    read_receipt: ReadReceipt,
    register: IssueRegister,
    everything: Sequence[CaseSummary],
    year: int,
) -> None:
    """Refuse to make a year's list when a case that was issued has been moved out of its year behind the program's back.

    Number and year of a row can both be changed; so each case that was issued and bears another year is asked for its memo,
    whose file the journal knows.

    Raises:
        PaperRefused: names the cases, with the year of the memo and that of the row.
    """
    problems: list[str] = []
    for summary in everything:
        if summary.id not in register.by_case or summary.year == year:
            continue
        try:
            with open_uow() as uow:
                memo = standing_memo(uow, summary.id)
            register.require_standing(summary, memo)
            if memo is not None:
                _expect_year(memo, receipt_of(memo, read_receipt)["memo"].get("year"), summary)
        except (PaperRefused, StoreError) as problem:
            problems.append(str(problem))
    if problems:
        raise PaperRefused("\n".join(problems))


def _expect_year(memo: MemoRecord, year: object, summary: CaseSummary) -> None:
    if year != summary.year:
        words = _("{number}是{year}年度的意见书，案卷却记为{other}年度，数据可能被改动过，不能采用。请用备份查明。")
        raise PaperRefused(words.format(number=memo.number, year=year, other=summary.year))


def _granted(
    open_uow: OpenUnitOfWork, read_receipt: ReadReceipt, register: IssueRegister, summary: CaseSummary
) -> CaseGrant:
    with open_uow() as uow:
        memo = standing_memo(uow, summary.id)
        register.require_standing(summary, memo)
        if memo is None:
            return CaseGrant(summary=summary, grant=None)
        issued = register.days.get(memo.id) or issued_on(uow.cases.get(summary.id))
    content = content_of(memo, read_receipt)
    _expect_year(memo, content.year, summary)
    try:
        granted = grant(content, issued)
    except OpenAmount as problem:
        raise PaperRefused(_("{number}的审定额没有确定，不能列入名单。").format(number=memo.number)) from problem
    computed = [item.computed for item in content.measures if item.subsidy]
    return CaseGrant(
        summary=summary,
        grant=granted,
        claimed=known_total(item.claimed for item in content.measures),
        computed=None if None in computed else sum(amount or 0 for amount in computed),
        people=tuple(item.name for role in Role for item in content.opinions if item.role is role),
    )


def issued_on(case: Case) -> str:
    """The day on which the case was last issued (ISO), where no entry of the journal says it; "" if never."""
    days = [passage.at.date().isoformat() for passage in case.passages if passage.destination is Stage.ISSUED]
    return days[-1] if days else ""
