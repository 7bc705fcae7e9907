"""The memo from the final decision to three good signatures, over both stores, with real keys and real pages."""

import hashlib
import json
from dataclasses import replace

import pytest

from gongshu_desktop.document.fonts.faces import UnprintableCharacter
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.review.editing.edits import SetApproved, SetFactNote
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.font_choices import BUNDLED
from gongshu_desktop.services.ports import MemoState, SignatureVerdict, UnusableKey, WrongPassphrase
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.services.verification.report_json import as_json
from gongshu_desktop.services.verification.verification import VerificationReport, verify
from gongshu_desktop.services.verification.words import in_plain_words
from gongshu_desktop.wiring import verifying
from tests.services.offices import APPROVAL, CASES, EXAMPLES, PASSPHRASE, TestOffice, approve_undrawn

SMALL = EXAMPLES / "01-annual-at-every-threshold.json"


def checked(office: TestOffice, pdf: bytes, trust: bytes | None = None) -> VerificationReport:
    """What verifying says."""
    known = office.offices.trust() if trust is None else trust
    return verify(pdf, known, verifying(now=office.clock))


def approved(office: TestOffice) -> str:
    """A case whose final decision has fallen."""
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    office.approve(case_id)
    return case_id


def test_three_signatures_issue_the_memo_and_its_case_and_all_of_it_verifies(office: TestOffice) -> None:
    case_id = approved(office)
    pdf = office.issue(case_id)
    (memo,) = office.memos.of_case(case_id)
    assert (memo.state, memo.signed_by) == (MemoState.ISSUED, tuple(office.people[role].id for role in Role))
    assert office.memos.on_record(memo.base_digest) == memo
    assert office.desk.summaries()[0].stage is Stage.ISSUED
    report = checked(office, pdf)
    assert report.ok
    assert report.signatures.base_digest == memo.base_digest
    assert report.differences == ()
    assert in_plain_words(report)[-1] == "结论：全部成立"
    assert json.loads(json.dumps(as_json(report)))["ok"] is True
    actions = [entry.action for entry in office.desk.journal(case_id)][-5:]
    assert actions == ["draw-up", "sign", "sign", "sign", "issue"]


def test_drawing_up_twice_gives_the_same_memo(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    examiner, checker, approver = (office.people[role] for role in Role)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    office.stages.make(case_id, Move.SUBMIT, examiner, "同意")
    office.stages.make(case_id, Move.AGREE, checker, "同意")
    approve_undrawn(office, case_id, approver)
    assert office.memos.of_case(case_id) == ()
    first = office.memos.draw_up(case_id, examiner)
    assert office.memos.draw_up(case_id, approver) == first
    assert first.base_digest == hashlib.sha256(first.pdf).hexdigest()


def test_a_case_is_not_approved_when_its_memo_cannot_be_drawn(office: TestOffice) -> None:
    office.adopt_all()
    examiner, checker, approver = (office.people[role] for role in Role)
    case_id = office.bring_in(SMALL)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    office.stages.make(case_id, Move.SUBMIT, examiner, "请复核")
    office.stages.make(case_id, Move.AGREE, checker, "同意")
    named = office.offices.office()
    assert named is not None
    office.offices.rename("测试局😀", named.prefix, by=approver.id)
    with pytest.raises(UnprintableCharacter):
        office.memos.approve_and_draw(case_id, approver, APPROVAL)
    assert office.desk.summaries()[0].stage is Stage.DECISION
    assert office.memos.of_case(case_id) == ()
    office.offices.rename("测试局", named.prefix, by=approver.id)
    memo = office.memos.approve_and_draw(case_id, approver, APPROVAL)
    assert office.desk.summaries()[0].stage is Stage.SIGNING
    assert office.memos.of_case(case_id) == (memo,)
    office.issue(case_id)


def test_signing_keeps_its_order_its_person_and_its_key(office: TestOffice) -> None:
    case_id = approved(office)
    memo = office.memos.draw_up(case_id, office.people[Role.APPROVER])
    examiner, checker, _ = (office.people[role] for role in Role)
    with pytest.raises(MemoRefused, match="经办人王经办"):
        office.memos.sign(memo.id, checker, office.keys[Role.CHECKER], PASSPHRASE)
    with pytest.raises(UnusableKey, match="王经办"):
        office.memos.sign(memo.id, examiner, office.keys[Role.CHECKER], PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        office.memos.sign(memo.id, examiner, office.keys[Role.EXAMINER], "wrong")
    assert office.memos.get(memo.id) == memo


def test_before_the_final_decision_there_is_only_a_draft(office: TestOffice) -> None:
    case_id = office.bring_in(SMALL)
    with pytest.raises(MemoRefused, match="登记"):
        office.memos.draw_up(case_id, office.people[Role.APPROVER])
    draft = office.memos.draft(office.desk.open(case_id, office.people[Role.EXAMINER]).case)
    report = checked(office, draft)
    assert report.figures_agree
    assert not report.ok


def test_sending_back_voids_a_memo_that_not_all_have_signed(office: TestOffice) -> None:
    case_id = approved(office)
    memo = office.memos.draw_up(case_id, office.people[Role.APPROVER])
    memo = office.memos.sign(memo.id, office.people[Role.EXAMINER], office.keys[Role.EXAMINER], PASSPHRASE)
    office.stages.make(case_id, Move.SEND_BACK, office.people[Role.APPROVER], "名册有误")
    assert office.memos.get(memo.id).state is MemoState.SUPERSEDED
    with pytest.raises(MemoRefused):
        office.memos.sign(memo.id, office.people[Role.CHECKER], office.keys[Role.CHECKER], PASSPHRASE)
    office.submit_and_decide(case_id, *(office.people[role] for role in Role))
    office.issue(case_id)
    assert [memo.state for memo in office.memos.of_case(case_id)] == [MemoState.SUPERSEDED, MemoState.ISSUED]


def test_a_correction_is_a_new_memo_that_names_the_one_it_replaces(office: TestOffice) -> None:
    case_id = approved(office)
    first = office.issue(case_id)
    examiner, checker, approver = (office.people[role] for role in Role)
    office.stages.make(case_id, Move.CORRECT, approver, "企业数有误")
    (before,) = office.memos.of_case(case_id)
    assert before.state is MemoState.ISSUED
    session = office.desk.open(case_id, examiner)
    session.apply(SetFactNote("3.2.1", "企业数", "更正"))
    session.save()
    office.submit_and_decide(case_id, examiner, checker, approver)
    second = office.issue(case_id)
    old, new = office.memos.of_case(case_id)
    assert (old.state, new.state, new.replaces) == (MemoState.SUPERSEDED, MemoState.ISSUED, old.id)
    assert old.pdf == first
    report = checked(office, second)
    assert report.ok
    assert report.content is not None
    assert before.number in report.content.replaces


def test_an_approved_amount_of_its_own_stands_in_the_memo_with_its_reason(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    examiner = office.people[Role.EXAMINER]
    session = office.desk.open(case_id, examiner)
    session.apply(SetApproved("3.2.1", 9_000_000, "预算所限"))
    session.save()
    office.approve(case_id)
    report = checked(office, office.issue(case_id))
    assert report.ok
    assert report.content is not None
    assert (report.content.total, report.content.measures[0].approved_reason) == (9_000_000, "预算所限")
    assert office.desk.summaries()[0].approved == 9_000_000


def test_a_memo_with_one_changed_byte_does_not_hold(office: TestOffice) -> None:
    pdf = bytearray(office.issue(approved(office)))
    pdf[len(pdf) // 3] ^= 1
    report = checked(office, bytes(pdf))
    assert not report.ok
    assert report.signatures.verdict is not SignatureVerdict.INTACT


def test_without_the_trust_file_nobody_is_known(office: TestOffice) -> None:
    report = checked(office, office.issue(approved(office)), b"")
    assert not report.ok
    assert report.signatures.verdict is SignatureVerdict.UNKNOWN_SIGNER
    assert report.figures_agree


def test_figures_that_the_receipt_does_not_give_are_named(office: TestOffice) -> None:
    """Somebody with a way to draw memos prints another amount over an honest receipt."""
    case_id = approved(office)
    case = office.desk.open(case_id, office.people[Role.EXAMINER]).case

    def forged(content, *, draft, receipt, fonts=BUNDLED):  # type: ignore[no-untyped-def] # as MemoDrawing
        measure = replace(content.measures[0], computed=20_000_000, approved=20_000_000)
        lying = replace(content, measures=(measure,), total=20_000_000)
        document = {**json.loads(receipt), "memo": lying.to_json()}
        return draw_memo(lying, draft=draft, receipt=json.dumps(document).encode())

    office.memos._drawing = forged
    report = checked(office, office.memos.draft(case))
    assert report.figures_agree is False
    assert any("200,000.00元" in words and "100,000.00元" in words for words in report.differences)


def test_the_demonstrations_great_case_goes_all_the_way(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(CASES / "case-01.json")
    office.approve(case_id)
    report = checked(office, office.issue(case_id))
    assert report.ok
    assert report.content is not None
    assert report.content.total == 117_492_000


def test_another_engines_figures_are_not_taken_for_ours(office: TestOffice) -> None:
    """A receipt that names another engine must not open a way around the comparison."""
    case_id = approved(office)
    case = office.desk.open(case_id, office.people[Role.EXAMINER]).case

    def forged(content, *, draft, receipt, fonts=BUNDLED):  # type: ignore[no-untyped-def] # as MemoDrawing
        measure = replace(content.measures[0], computed=9_000_000_000, approved=9_000_000_000)
        lying = replace(content, measures=(measure,), total=9_000_000_000, engine="gongshu-engine/0")
        document = json.loads(receipt)
        document["receipt"]["engine"] = "gongshu-engine/0"
        return draw_memo(lying, draft=draft, receipt=json.dumps({**document, "memo": lying.to_json()}).encode())

    office.memos._drawing = forged
    report = checked(office, office.memos.draft(case))
    assert report.figures_agree is None
    assert not report.ok


def test_the_same_award_approved_twice_is_signed_once(office: TestOffice) -> None:
    office.adopt_all()
    first, second = office.bring_in(SMALL), office.bring_in(SMALL)
    for case_id in (first, second):
        office.approve(case_id)
    office.issue(first)
    with pytest.raises(MemoRefused, match="不得重复"):
        office.issue(second)


def test_a_memo_that_is_not_the_one_on_record_is_not_signed(office: TestOffice) -> None:
    case_id = approved(office)
    if not office.memos.of_case(case_id):
        office.memos.draw_up(case_id, office.people[Role.APPROVER])
    (memo,) = office.memos.of_case(case_id)
    with office.open_uow() as uow:
        uow.memos.save(replace(memo, pdf=memo.pdf + b"\n"))
        uow.commit()
    with pytest.raises(MemoRefused, match="操作日志"):
        office.issue(case_id)
