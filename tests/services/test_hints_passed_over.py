"""Whoever approves although the program still warns says why: in his opinion, in the journal and in the memo."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gongshu_desktop import wording
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.verification.record_comparison import RecordComparison, Records
from gongshu_desktop.services.verification.verification import verify
from gongshu_desktop.wiring import verifying
from tests.document.test_memo import bare, text_of
from tests.services.offices import APPROVAL, EXAMPLES, POLICY, TestOffice

SMALL = EXAMPLES / "01-annual-at-every-threshold.json"


def to_decide(office: TestOffice) -> str:
    """A case whose facts have no evidence, before its final decision."""
    office.adopt_all()
    examiner, checker, _approver = (office.people[role] for role in Role)
    case = office.bring_in(SMALL)
    office.stages.make(case, Move.ACCEPT, examiner)
    office.stages.make(case, Move.SUBMIT, examiner, "请复核")
    office.stages.make(case, Move.AGREE, checker, "同意")
    return case


def beside(office: TestOffice, pdf: bytes) -> RecordComparison:
    report = verify(pdf, office.offices.trust(), verifying(now=office.clock))
    assert report.figures_agree
    assert report.pages_redrawn
    found = Records(office.open_uow, office.policies).compare(report)
    assert found is not None
    return found


def test_open_hints_are_answered_for_or_nothing_is_approved(office: TestOffice) -> None:
    case, approver = to_decide(office), office.people[Role.APPROVER]
    for silence in ("同意", "同意。对程序提示的说明： "):
        with pytest.raises(MoveRefused, match="条提示未处理"):
            office.memos.approve_and_draw(case, approver, silence)
    with office.open_uow() as uow:
        stored = uow.cases.get(case)
    assert stored.stage is Stage.DECISION
    (action, _back) = office.stages.actions(stored, approver)
    assert action.possible
    assert len(action.hints) == 4


def test_the_memo_lists_them_with_the_answer_in_chinese_and_verifies(office: TestOffice, tmp_path: Path) -> None:
    case, approver = to_decide(office), office.people[Role.APPROVER]
    wording.speak("en")
    try:
        office.memos.approve_and_draw(case, approver, APPROVAL)
    finally:
        wording.speak("zh")
    pdf = office.issue(case)
    text = bare(text_of(pdf, tmp_path, "-raw"))
    assert "五、程序提示及处理批准时，审核程序尚有下列4条提示未处理：" in text
    assert "13.2.1条件“产业定位明晰”判为符合，但既无说明也无佐证。" in text
    assert re.search(r"处理情况：批准人张批准\d+年\d+月\d+日说明：示例案卷，材料另行核对。", text)
    assert "八、审核结论及签署" in text
    assert text.count("无佐证") > 3
    (memo,) = office.memos.of_case(case)
    assert len(content_of(memo, memo_receipt).hints) == 4
    found = beside(office, pdf)
    assert found.differing == ()
    assert any(field.heading == "程序提示" for field in found.fields)


def test_the_journal_keeps_them(office: TestOffice) -> None:
    case = to_decide(office)
    memo = office.memos.approve_and_draw(case, office.people[Role.APPROVER], APPROVAL)
    entry = office.desk.journal(case)[-2]
    policy = office.policies.get(POLICY)
    said = [change_words(change, policy, {}) for change in entry.changes if "hint[" in change.subject]
    assert len(said) == 4
    assert said[0] == "年度奖励 · 未处理的提示：条件“产业定位明晰”判为符合，但既无说明也无佐证。"
    assert [hint.text for hint in content_of(memo, memo_receipt).hints] == [
        change.new for change in entry.changes if "hint[" in change.subject
    ]


def test_a_memo_that_keeps_silent_about_them_differs_from_the_record(office: TestOffice) -> None:
    case = to_decide(office)
    office.memos.approve_and_draw(case, office.people[Role.APPROVER], APPROVAL)
    report = verify(office.issue(case), office.offices.trust(), verifying(now=office.clock))
    assert report.content is not None
    told = replace(report.content, hints=report.content.hints[:1])
    found = Records(office.open_uow, office.policies).compare(replace(report, content=told))
    assert found is not None
    assert [field.caption for field in found.differing] == ["提示2", "提示3", "提示4"]
