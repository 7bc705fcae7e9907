"""Packages that somebody made anew, with every digest right, but whose parts contradict each other: each is refused, in words."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.exchange.pack.pack_file import Packages
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.editing.edits import SetApproved
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.journal.chain import entry_digest
from gongshu_desktop.services.journal.histories import stretch
from gongshu_desktop.services.ports import Change, Entry, MemoRecord, MemoState
from gongshu_desktop.services.signing.refusal import MemoRefused
from tests.services.two_pcs import DECIDABLE, Pc


@pytest.fixture
def case(one: Pc) -> str:
    """A case in 复核 on the first PC."""
    id = one.bring_in(DECIDABLE)
    one.accept(id)
    one.write_opinion(id, "材料齐全")
    one.submit(id)
    return id


def issued(one: Pc, case: str) -> str:
    one.agree(case)
    memo = one.approve(case)
    one.sign(memo, *Role)
    return memo


def packed(pc: Pc, case: str) -> Package:
    return Packages(pc.office.policies).read(pc.pack(case)).package


def refused(pc: Pc, package: Package, why: str) -> None:
    content = Packages(pc.office.policies).write(package).content
    with pytest.raises(HandOverRefused, match=why):
        pc.read(content)


def raised(case: Case, fen: int) -> Case:
    claim = replace(case.claims[0], approved=fen, approved_reason="会议决定")
    return replace(case, claims=(claim, *case.claims[1:]))


def drawn_for(pc: Pc, case: Case, like: MemoRecord) -> MemoRecord:
    with pc.office.store.open_uow() as uow:
        return replace(pc.office.memos._drawn(uow, case, None, ()), id=like.id)


def rewritten(entry: Entry, previous: str, **other: object) -> Entry:
    made = replace(entry, previous=previous, **other)  # type: ignore[arg-type] # by name
    told = made.sequence, made.at.isoformat(), made.person, made.action, made.case, made.changes, made.previous
    return replace(made, digest=entry_digest(*told))


def by(package: Package, old: str, new: str, name: str | None, actions: tuple[str, ...] = ()) -> Package:
    """The package, with what one person did (the ``actions`` of it) done by another id, chained anew."""
    histories = []
    for history in package.histories:
        made: list[Entry] = []
        for entry in history.entries:
            linked = bool(made) and entry.sequence == made[-1].sequence + 1
            theirs = entry.person == old and (not actions or entry.action in actions)
            previous = made[-1].digest if linked else entry.previous
            made.append(rewritten(entry, previous, person=new if theirs else entry.person))
        people = dict(history.people) | ({} if name is None else {new: name})
        histories.append(stretch(history.office, people, made))
    passages = tuple(
        replace(item, person=new, name=name or item.name) if item.person == old and not actions else item
        for item in package.case.passages
    )
    return replace(
        package,
        case=replace(package.case, passages=passages),
        histories=tuple(histories),
        rests=tuple(item.sha256 for item in histories),
    )


# --- the case and its journal -----------------------------------------------------------------------------------------


def test_another_opinion_or_time_than_the_journal_has(one: Pc, other: Pc, case: str) -> None:
    one.agree(case)
    package = packed(one, case)
    *before, last = package.case.passages
    for forged in (replace(last, opinion="金额应为三倍，同意"), replace(last, at=last.at + timedelta(days=1))):
        refused(other, replace(package, case=replace(package.case, passages=(*before, forged))), "操作日志不一致")


def test_a_step_that_was_left_out(one: Pc, other: Pc, case: str) -> None:
    one.clock.pass_seconds(60)
    one.office.stages.make(case, Move.SEND_BACK, one.person(Role.CHECKER), "不实")
    one.submit(case)
    package = packed(one, case)
    shortened = package.case.passages[:2]
    refused(other, replace(package, case=replace(package.case, passages=shortened)), "操作日志不一致")


def test_another_amount_than_was_approved(one: Pc, other: Pc, case: str) -> None:
    one.agree(case)
    one.approve(case)
    package = packed(one, case)
    (memo,) = package.memos
    forged = raised(package.case, 9_999_900)
    refused(other, replace(package, case=forged, memos=()), "审定额与批准时")
    refused(other, replace(package, case=forged, memos=(drawn_for(one, forged, memo),)), "审定额与批准时")
    refused(other, replace(package, memos=()), "待签的意见书有0份")


# --- what was listed for payment ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "items",
    ["", "[", "[" * 20_000, "{}", "[1]", '[{"measure": "3.2.1", "title": "奖励", "amount": "1"}]']
    + [f'[{{"measure": "3.2.1", "title": "奖励", "amount": 1{zeros}}}]' for zeros in ("0" * 18, "0" * 5_000)],
    ids=range(8),
)
def test_a_listed_payment_that_nobody_can_read(one: Pc, other: Pc, case: str, items: str) -> None:
    package = packed(one, case)
    (history,) = package.histories
    last = history.entries[-1]
    listed = rewritten(
        last,
        last.digest,
        sequence=last.sequence + 1,
        action=OfficeAct.PAYABLE.value,
        changes=(Change(subject="paper/items", new=items),),
    )
    made = stretch(history.office, history.people, (*history.entries, listed))
    refused(other, replace(package, histories=(made,), rests=(made.sha256,)), "拨付汇总表读不出内容")


# --- the memo and the case ----------------------------------------------------------------------------------------------


def recording(package: Package, memo: MemoRecord) -> Package:
    """The package with that memo for its own, its journal saying that this one was drawn up."""
    histories = []
    for history in package.histories:
        made: list[Entry] = []
        for entry in history.entries:
            linked = bool(made) and entry.sequence == made[-1].sequence + 1
            told = {f"memo[{memo.id}]": memo.base_digest, f"memo[{memo.id}]/receipt": memo.receipt}
            changes = tuple(replace(item, new=told.get(item.subject, item.new)) for item in entry.changes)
            made.append(rewritten(entry, made[-1].digest if linked else entry.previous, changes=changes))
        histories.append(stretch(history.office, history.people, made))
    return replace(package, memos=(memo,), histories=tuple(histories), rests=tuple(item.sha256 for item in histories))


def test_a_memo_that_awards_another_amount_than_the_case(one: Pc, other: Pc, case: str) -> None:
    one.agree(case)
    one.approve(case)
    package = packed(one, case)
    (memo,) = package.memos
    forged = drawn_for(one, raised(package.case, 8_800_000_000), memo)
    refused(other, replace(package, memos=(forged,)), "与所附的操作日志不一致")
    refused(other, recording(package, forged), "意见书与案卷不一致：.*审定")
    other.read(Packages(other.office.policies).write(package).content)


def test_nobody_signs_a_sum_that_the_case_does_not_have(one: Pc, case: str) -> None:
    one.agree(case)
    memo = one.office.memos.get(one.approve(case))
    with one.office.store.open_uow() as uow:
        stored = uow.cases.get(case)
        line = next(item for item in uow.cases.summaries() if item.id == case)
        uow.cases.save(raised(stored, 8_800_000_000), line)
        uow.commit()
    said = json.loads(memo_receipt(memo.pdf))["memo"]["total"]
    assert one.office.memos.awarded(memo) == said != 8_800_000_000
    with pytest.raises(MemoRefused, match="意见书与案卷不一致"):
        one.sign(memo.id, Role.EXAMINER)


# --- the states of memos ------------------------------------------------------------------------------------------------


def test_a_replaced_memo_does_not_stand_again(one: Pc, other: Pc, case: str) -> None:
    issued(one, case)
    one.clock.pass_seconds(60)
    one.office.stages.make(case, Move.CORRECT, one.person(Role.APPROVER), "算错")
    one.submit(case)
    one.agree(case)
    session = one.office.desk.open(case, one.person(Role.APPROVER))
    session.apply(SetApproved(session.case.claims[0].measure, 1_000_000, "更正"))
    session.save()
    one.sign(one.approve(case), *Role)
    package = packed(one, case)
    old, new = package.memos
    swapped = replace(old, state=MemoState.ISSUED), replace(new, state=MemoState.SUPERSEDED)
    refused(other, replace(package, memos=swapped), "状态与其签名或取代关系不一致")
    other.take(Packages(other.office.policies).write(package).content)


def test_a_standing_memo_stays_while_it_is_corrected(one: Pc, other: Pc, case: str) -> None:
    issued(one, case)
    one.clock.pass_seconds(60)
    one.office.stages.make(case, Move.CORRECT, one.person(Role.APPROVER), "算错")
    package = packed(one, case)
    (memo,) = package.memos
    refused(other, replace(package, memos=()), "签发过1次")
    refused(other, replace(package, memos=(replace(memo, state=MemoState.SUPERSEDED),)), "状态与其签名")
    refused(other, replace(package, memos=(replace(memo, signed_by=("x", "y", "z")),)), "与所附的操作日志不一致")


def test_a_memo_that_nobody_drew_up(one: Pc, other: Pc, case: str) -> None:
    junk = b"%PDF-1.4 junk"
    digest = hashlib.sha256(junk).hexdigest()
    package = packed(one, case)
    memo = MemoRecord(
        id="junk",
        case=case,
        number=package.case.number,
        state=MemoState.SUPERSEDED,
        pdf=junk,
        base_digest=digest,
        receipt="sha256:0",
        drawn=package.origin.made,
    )
    refused(other, replace(package, memos=(memo,)), "与所附的操作日志不一致")


# --- what is sealed -----------------------------------------------------------------------------------------------------


def test_a_sealed_case_comes_home_as_it_went(one: Pc, case: str) -> None:
    issued(one, case)
    package = packed(one, case)
    history = package.histories[-1]
    last = history.entries[-1]
    noted = rewritten(last, last.digest, sequence=last.sequence + 1, action="noted", changes=())
    longer = (*package.histories[:-1], stretch(history.office, history.people, (*history.entries, noted)))
    package = replace(package, histories=longer, rests=tuple(item.sha256 for item in longer))
    one.read(Packages(one.office.policies).write(package).content)
    claim, applicant = package.case.claims[0], package.case.applicant
    (name, table), *_rest = claim.tables.items()
    note = replace(
        claim, tables={**claim.tables, name: replace(table, note="另有说明")}
    )  # the memo's particulars lack it
    for forged, why in (
        (replace(package.case, claims=(replace(claim, opinion="不同意"),)), "意见书与案卷不一致"),
        (replace(package.case, applicant=replace(applicant, name="别的公司")), "意见书与案卷不一致"),
        (replace(package.case, year=2017), "没有接收"),
        (replace(package.case, claims=(note,)), "没有经过退回或更正"),
    ):
        refused(one, replace(package, case=forged), why)


# --- who ----------------------------------------------------------------------------------------------------------------


def test_a_registered_person_under_another_name(one: Pc, other: Pc, case: str) -> None:
    package = packed(one, case)
    approver = other.person(Role.APPROVER).id
    refused(other, by(package, one.person(Role.EXAMINER).id, approver, "李复核"), "写作李复核")


def test_somebody_without_a_name(one: Pc, other: Pc, case: str) -> None:
    refused(other, by(packed(one, case), one.person(Role.EXAMINER).id, "a1", None, ("edit",)), "没有写明姓名")


def test_who_examined_has_not_checked(one: Pc, other: Pc, case: str) -> None:
    one.agree(case)
    package = packed(one, case)
    examiner, checker = one.person(Role.EXAMINER).id, one.person(Role.CHECKER).id
    refused(other, by(package, examiner, "a1", "李复核"), "李复核既是")
    refused(other, by(package, examiner, checker, "李复核", ("edit",)), "李复核既是")


@pytest.mark.parametrize("unseen", ["\u034f", "\U000e0100", "\ufe00", "\u3164"])
def test_a_name_with_characters_that_show_nothing(one: Pc, other: Pc, case: str, unseen: str) -> None:
    forged = by(packed(one, case), one.person(Role.EXAMINER).id, "a1", f"李{unseen}复核")
    with pytest.raises(CaseFileRefused, match="控制字符"):
        other.read(Packages(other.office.policies).write(forged).content)
