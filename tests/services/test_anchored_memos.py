"""What a memo says of the journal, on the PC that drew it up and on another one; and shapes of it that we never write."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.memo.unsigned_copy import without_marks
from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.document.signatures.likeness import alike
from gongshu_desktop.exchange.pack.pack_file import Packages
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.anchor import KEY, MisshapenAnchor, anchor_in
from gongshu_desktop.services.journal.histories import stretch
from gongshu_desktop.services.memos.anchors import Anchored, AnchorStanding
from gongshu_desktop.services.memos.composing import composed
from gongshu_desktop.services.ports import Entry
from gongshu_desktop.services.verification.journal_check import Given, JournalCheck, JournalReport
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport, Verifying, verify
from gongshu_desktop.services.verification.words import concluded
from gongshu_desktop.store import restore_backup
from tests.document.memo_samples import DRAWN as DRAWN_AT
from tests.document.memo_samples import Library, everything, policy
from tests.document.office import OPINIONS, office, signed_by_all
from tests.services.offices import EXAMPLES
from tests.services.test_forged_packages import issued, packed, rewritten
from tests.services.two_pcs import DECIDABLE, Pc, pcs, send

GOOD: dict[str, object] = {"sequence": 7, "digest": "a" * 64, "first": "b" * 64}
FORGED: list[object] = [
    None,
    [],
    "7",
    {**GOOD, "sequence": 0},
    {**GOOD, "sequence": -7},
    {**GOOD, "sequence": True},
    {**GOOD, "sequence": 7.0},
    {**GOOD, "sequence": "7"},
    {**GOOD, "sequence": 2**53},
    {**GOOD, "digest": "a" * 63},
    {**GOOD, "digest": "A" * 64},
    {**GOOD, "digest": "a" * 63 + "\n"},
    {**GOOD, "digest": "g" * 64},
    {**GOOD, "digest": 7},
    {**GOOD, "first": None},
    {**GOOD, "more": 1},
    {"sequence": 7, "digest": "a" * 64},
    {**GOOD, "sequence": 1},
]


@pytest.fixture
def case(one: Pc) -> str:
    """A case in 复核 on the first PC."""
    id = one.bring_in(DECIDABLE)
    one.accept(id)
    one.submit(id)
    return id


def check(pc: Pc, *pdfs: bytes) -> JournalReport:
    checking = JournalCheck(pc.office.store.open_uow, pc.office.signing.check, memo_receipt)
    return checking.run([Given(name=f"{number}.pdf", pdf=pdf) for number, pdf in enumerate(pdfs)])


def beside(pc: Pc, pdf: bytes) -> tuple[Anchored, Conclusion]:
    report = pc.office.verify(pdf, pc.office.offices.trust())
    here = pc.office.beside(report)
    assert here.journal is not None
    return here.journal, concluded(report, here)


# --- on this PC and on another one ---------------------------------------------------------------------------------------


def test_a_memo_is_anchored_where_it_was_drawn_up_and_only_there(one: Pc, other: Pc, case: str) -> None:
    memo = issued(one, case)
    pdf = one.office.memos.get(memo).pdf
    with one.office.store.open_uow() as uow:
        (drawn,) = [entry for entry in uow.journal.of_act("draw-up") if entry.case == case]
        anchor = anchor_in(json.loads(memo_receipt(pdf)))
        assert anchor is not None
        assert uow.journal.digest_of(anchor.sequence) == anchor.digest
        assert uow.journal.digest_of(1) == anchor.first
        assert anchor.sequence < drawn.sequence <= anchor.sequence + 2  # at most the approval is between
    found, conclusion = beside(one, pdf)
    assert (found.standing, conclusion) == (AnchorStanding.AGREES, Conclusion.HOLDS)
    found, conclusion = beside(other, pdf)  # it has never heard of the case: its journal raises no alarm
    assert (found.standing, conclusion) == (AnchorStanding.ELSEWHERE, Conclusion.NOT_ISSUED_HERE)
    assert check(other, pdf).ok


def test_a_draft_says_nothing_of_the_journal(one: Pc, case: str) -> None:
    assert KEY not in json.loads(memo_receipt(one.office.memos.draft(one.case(case))))


@pytest.mark.parametrize("elsewhere", [0, 3])
def test_one_that_came_with_a_package_agrees_with_what_came_with_it(
    one: Pc, other: Pc, case: str, elsewhere: int
) -> None:
    """The journals of the two PCs have entries of the same numbers: that must not be taken for a contradiction."""
    one.agree(case)
    for _number in range(elsewhere):
        one.adopt()  # what the first PC journals besides stays there, and the memo is anchored in it
    memo = one.approve(case)
    one.sign(memo, *Role)
    send(one, other, case)
    report = check(other)
    assert [found.standing for found in report.memos] == [AnchorStanding.AGREES_ELSEWHERE]
    assert report.ok
    found, conclusion = beside(other, other.office.memos.get(memo).pdf)
    assert (found.standing, conclusion) == (AnchorStanding.AGREES_ELSEWHERE, Conclusion.HOLDS)
    assert "与随移交包来的操作日志相符" in "".join(_lines(other, memo))
    assert [found.standing for found in check(one).memos] == [AnchorStanding.AGREES]


def _lines(pc: Pc, memo: str) -> list[str]:
    from gongshu_desktop.services.verification.words import in_plain_words

    report: VerificationReport = pc.office.verify(pc.office.memos.get(memo).pdf, pc.office.offices.trust())
    return list(in_plain_words(report, pc.office.beside(report)))


def test_one_drawn_there_signed_here_and_issued_there_agrees_on_both(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    other.agree(case)
    memo = other.approve(case)
    send(other, one, case, Role.APPROVER)
    one.sign(memo, Role.EXAMINER)
    send(one, other, case)
    other.sign(memo, Role.CHECKER, Role.APPROVER)
    send(other, one, case, Role.APPROVER)
    assert [found.standing for found in check(one).memos] == [AnchorStanding.AGREES_ELSEWHERE]
    assert [found.standing for found in check(other).memos] == [AnchorStanding.AGREES]


def test_a_package_whose_journal_is_not_what_its_memo_signed_is_refused(one: Pc, other: Pc, case: str) -> None:
    issued(one, case)
    package = packed(one, case)
    content = Packages(other.office.policies).write(_chained_anew(package)).content
    with pytest.raises(HandOverRefused, match="所记载的操作日志与所附的不符"):
        other.read(content)


def _chained_anew(package: Package) -> Package:
    """The journal in it written anew from an earlier beginning, every digest right."""
    (history,) = package.histories
    made: list[Entry] = []
    for entry in history.entries:
        linked = bool(made) and entry.sequence == made[-1].sequence + 1
        made.append(rewritten(entry, made[-1].digest if linked else "1" * 64))
    told = stretch(history.office, history.people, made)
    return replace(package, histories=(told,), rests=(told.sha256,))


def test_what_the_record_says_came_from_elsewhere_must_have_come(one: Pc, case: str) -> None:
    """A memo on record that no package brought was drawn up here: it is no excuse that its journal begins otherwise."""
    memo = issued(one, case)
    record = one.office.memos.get(memo)
    with one.office.store.open_uow() as uow:
        said = json.loads(memo_receipt(record.pdf))
        said[KEY]["first"] = "c" * 64
        found = one.office._ledger.anchors.__class__(lambda _pdf: canonical_bytes(said)).of(uow, record)
    assert found.standing is AnchorStanding.REWRITTEN
    assert found.own


# --- shapes ---------------------------------------------------------------------------------------------------------------


def test_what_we_write_is_read() -> None:
    anchor = anchor_in({KEY: GOOD})
    assert anchor is not None
    assert anchor.to_json() == GOOD
    assert anchor_in({KEY: {"sequence": 1, "digest": "b" * 64, "first": "b" * 64}}) is not None
    assert anchor_in({}) is None


@pytest.mark.parametrize("said", FORGED)
def test_what_we_never_write_is_refused(said: object) -> None:
    with pytest.raises(MisshapenAnchor):
        anchor_in({KEY: said})


def verified(**anchored: object) -> VerificationReport:
    """A memo that all three have signed over that anchor, verified."""
    content, attached, _assessment = composed(everything(), policy(), None, (), (), DRAWN_AT)
    said = tuple(replace(item, opinion=OPINIONS[item.role]) for item in content.opinions)  # what signed_by_all signs
    content = replace(content, opinions=said)
    receipt = canonical_bytes({**json.loads(attached), "memo": content.to_json(), **anchored})
    pdf = signed_by_all(draw_memo(content, draft=False, receipt=receipt))
    tools = Verifying(
        policies=Library(),
        signing=office().signing,
        redraw=draw_memo,
        alike=alike,
        codes=OfficePaperCodes(),
        without_marks=without_marks,
    )
    return verify(pdf, office().trust, tools)


def test_the_strict_check_takes_an_anchor_and_the_lack_of_one() -> None:
    report = verified(journal=GOOD)
    assert report.conclusion is Conclusion.HOLDS, report.differences
    assert report.anchor is not None
    assert report.anchor.to_json() == GOOD
    report = verified()
    assert (report.conclusion, report.anchor) == (Conclusion.HOLDS, None)


@pytest.mark.parametrize("said", [None, {**GOOD, "sequence": -1}, {**GOOD, "digest": "zz"}])
def test_the_strict_check_refuses_another_shape_though_three_have_signed_it(said: object) -> None:
    report = verified(journal=said)
    assert report.conclusion is Conclusion.NOT_COMPARABLE
    assert report.differences == ("核算凭据中记载的操作日志位置不成形，不能采信。",)


# --- an older backup -------------------------------------------------------------------------------------------------------


def test_a_memo_that_comes_home_after_an_older_backup_is_told_and_locks_nobody_out(tmp_path: Path) -> None:
    """What was lost with the backup stays lost: that is said for ever, but the office can go on."""
    with pcs(tmp_path) as (one, other):
        backup = one.office.back_up(tmp_path / "backup.db")
        case = one.bring_in(DECIDABLE)
        one.accept(case)
        one.submit(case)
        issued(one, case)
        send(one, other, case)
        clock, keys, package = one.clock, one.keys, other.pack(case, Role.APPROVER, "一号机")
    restore_backup(tmp_path / "pc0", backup, clock=clock)
    office = bootstrap.open_office(tmp_path / "pc0", now=clock, rounds=1_000)
    try:
        again = Pc(office, clock)
        again.keys = keys
        again.take(package)
        report = check(again)
        assert [found.standing for found in report.memos] == [AnchorStanding.CUT_OFF]
        assert not report.ok
        another = again.bring_in(EXAMPLES / "01-annual-at-every-threshold.json")
        again.accept(another)
        again.submit(another)
        issued(again, another)
    finally:
        office.close()
