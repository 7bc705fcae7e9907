"""Moving cases between people, over both stores: what is incomplete does not go on, and nobody acts twice."""

import pytest

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.editing.edits import SetApproved, SetFact, SetFactNote, SetVerdict, Side
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.ports import StoredFile
from tests.services.offices import APPROVAL, CASES, EXAMPLES, POLICY, TestOffice

GOOD = CASES / "case-13.json"


def test_the_way_of_a_case_with_what_everybody_said(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(GOOD)
    office.approve(case_id)
    examiner = office.people[Role.EXAMINER]
    case = office.desk.open(case_id, examiner).case
    assert case.stage is Stage.SIGNING
    assert [(item.name, item.opinion) for item in case.passages[1:]] == [
        ("王经办", "同意"),
        ("李复核", "同意"),
        ("张批准", APPROVAL),
    ]
    summary = office.desk.summaries()[0]
    assert (summary.stage, summary.approved, summary.people[Role.CHECKER]) == (
        Stage.SIGNING,
        0,
        office.people[Role.CHECKER].id,
    )
    assert [entry.action for entry in office.desk.journal(case_id)] == [
        "import",
        "accept",
        "submit",
        "agree",
        "approve",
        "draw-up",
    ]


def test_an_undetermined_measure_blocks_submitting_until_it_is_decided(office: TestOffice) -> None:
    case_id = office.bring_in(EXAMPLES / "03-annual-judgement-pending.json")
    examiner = office.people[Role.EXAMINER]
    office.stages.make(case_id, Move.ACCEPT, examiner)
    with pytest.raises(MoveRefused, match="尚未算定"):
        office.stages.make(case_id, Move.SUBMIT, examiner, "请复核")
    session = office.desk.open(case_id, examiner)
    action = office.stages.actions(session.case, examiner)[0]
    assert (action.move, action.possible, action.mine) == (Move.SUBMIT, False, True)
    session.apply(SetVerdict("3.2.1", "产业定位明晰", Result.MET, "现场查看"))
    assert office.stages.actions(session.case, examiner)[0].possible
    session.save()
    assert office.stages.make(case_id, Move.SUBMIT, examiner, "请复核").stage is Stage.CHECK


def test_each_level_states_an_opinion(office: TestOffice) -> None:
    case_id = office.bring_in(GOOD)
    examiner = office.people[Role.EXAMINER]
    office.stages.make(case_id, Move.ACCEPT, examiner)
    for silence in ("", " \n"):
        with pytest.raises(MoveRefused, match="意见"):
            office.stages.make(case_id, Move.SUBMIT, examiner, silence)
    with pytest.raises(MoveRefused, match="控制字符"):
        office.stages.make(case_id, Move.SUBMIT, examiner, "\x00")


def test_only_who_has_the_role_moves_the_case(office: TestOffice) -> None:
    case_id = office.bring_in(GOOD)
    with pytest.raises(MoveRefused, match="没有经办人的职责"):
        office.stages.make(case_id, Move.ACCEPT, office.people[Role.CHECKER])
    with pytest.raises(MoveRefused, match="登记"):
        office.memos.approve_and_draw(case_id, office.people[Role.APPROVER], "同意")


def test_who_edited_a_case_cannot_check_it(office: TestOffice) -> None:
    both = office.offices.save_person("两职", [Role.EXAMINER, Role.CHECKER])
    case_id = office.bring_in(GOOD)
    office.stages.make(case_id, Move.ACCEPT, office.people[Role.EXAMINER])
    session = office.desk.open(case_id, both)
    session.apply(SetFact("3.2.1", "企业数", Side.VERIFIED, 13))
    session.save()
    office.stages.make(case_id, Move.SUBMIT, office.people[Role.EXAMINER], "请复核")
    with pytest.raises(MoveRefused, match="已以经办人的身份"):
        office.stages.make(case_id, Move.AGREE, both, "同意")


def test_who_brought_a_case_in_cannot_check_it(office: TestOffice) -> None:
    both = office.offices.save_person("两职", [Role.EXAMINER, Role.CHECKER])
    preview = office.desk.preview(StoredFile(path=GOOD, content=GOOD.read_bytes()))
    case_id = office.desk.import_case(preview, both)
    office.stages.make(case_id, Move.ACCEPT, office.people[Role.EXAMINER])
    office.stages.make(case_id, Move.SUBMIT, office.people[Role.EXAMINER], "请复核")
    with pytest.raises(MoveRefused, match="已以经办人的身份"):
        office.stages.make(case_id, Move.AGREE, both, "同意")
    assert office.stages.make(case_id, Move.AGREE, office.people[Role.CHECKER], "同意").stage is Stage.DECISION


def test_no_case_comes_to_be_signed_without_a_memo(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(GOOD)
    examiner, checker, approver = (office.people[role] for role in Role)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    office.stages.make(case_id, Move.SUBMIT, examiner, "请复核")
    office.stages.make(case_id, Move.AGREE, checker, "同意")
    with pytest.raises(ValueError, match="approve"):
        office.stages.make(case_id, Move.APPROVE, approver, APPROVAL)
    assert office.desk.summaries()[0].stage is Stage.DECISION
    memo = office.memos.approve_and_draw(case_id, approver, APPROVAL)
    assert office.memos.of_case(case_id) == (memo,)


def test_the_journal_says_what_was_approved(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(EXAMPLES / "01-annual-at-every-threshold.json")
    office.stages.make(case_id, Move.ACCEPT, office.people[Role.EXAMINER])
    session = office.desk.open(case_id, office.people[Role.EXAMINER])
    session.apply(SetApproved("3.2.1", 8_000_000, "预算所限"))
    session.save()
    office.submit_and_decide(case_id, *(office.people[role] for role in Role))
    entry = office.desk.journal(case_id)[-2]
    assert entry.action == "approve"
    assert {change.subject: change.new for change in entry.changes}["3.2.1/=approved"] == "8000000"
    assert APPROVAL in [change.new for change in entry.changes if change.subject == "opinion"]


def test_what_cannot_be_printed_is_said_before_it_is_too_late(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    case_id = office.bring_in(GOOD)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    session = office.desk.open(case_id, examiner)
    session.apply(SetFactNote("3.2.1", "企业数", "见名册😀"))
    session.save()
    found = [finding for finding in session.findings if finding.code == "unprintable"]
    assert [(item.measure, item.target) for item in found] == [("3.2.1", "企业数")]
    with pytest.raises(MoveRefused, match=r"U\+1F600"):
        office.stages.make(case_id, Move.SUBMIT, examiner, "请复核")
    session.undo()
    session.save()
    with pytest.raises(MoveRefused, match="意见"):
        office.stages.make(case_id, Move.SUBMIT, examiner, "请复核😀")
    assert office.stages.make(case_id, Move.SUBMIT, examiner, "请复核").stage is Stage.CHECK


def test_the_final_decision_waits_for_every_reading_that_the_case_uses(office: TestOffice) -> None:
    examiner, checker, approver = (office.people[role] for role in Role)
    case_id = office.bring_in(GOOD)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    office.stages.make(case_id, Move.SUBMIT, examiner, "请复核")
    office.stages.make(case_id, Move.AGREE, checker, "同意")
    with pytest.raises(MoveRefused, match=r"3\.2\.1\.whose-capital"):
        office.memos.approve_and_draw(case_id, approver, APPROVAL)
    office.offices.adopt(POLICY, "3.2.1.whose-capital", "operator", approver, "会议纪要1号")
    with pytest.raises(MoveRefused, match="不一致"):
        office.memos.approve_and_draw(case_id, approver, APPROVAL)
    office.clock.pass_seconds(60)
    office.offices.adopt(POLICY, "3.2.1.whose-capital", "tenants", approver, "会议纪要2号")
    office.memos.approve_and_draw(case_id, approver, APPROVAL)
    assert office.desk.summaries()[0].stage is Stage.SIGNING


def test_sending_back_needs_a_reason_and_leads_to_examination(office: TestOffice) -> None:
    examiner, checker, _approver = (office.people[role] for role in Role)
    case_id = office.bring_in(GOOD)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    office.stages.make(case_id, Move.SUBMIT, examiner, "请复核")
    with pytest.raises(MoveRefused, match="理由"):
        office.stages.make(case_id, Move.SEND_BACK, checker, "")
    assert office.stages.make(case_id, Move.SEND_BACK, checker, "名册缺页").stage is Stage.EXAMINATION
    summary = office.desk.summaries()[0]
    assert (summary.stage, summary.returned, dict(summary.people)) == (Stage.EXAMINATION, True, {})
    assert office.desk.open(case_id, examiner).editable
