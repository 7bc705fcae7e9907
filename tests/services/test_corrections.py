"""A corrected memo says what was corrected, why, by whom and when, and can be told apart from the one that it replaces."""

import hashlib
from dataclasses import replace
from pathlib import Path

from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.review.editing.edits import SetApproved
from gongshu_desktop.review.memo.check import memo_differences
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.decided import CorrectedMeasure
from gongshu_desktop.review.memo.flat import particulars
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.memos.beside_case import contradiction
from gongshu_desktop.services.memos.standing import content_of
from gongshu_desktop.services.verification.record_comparison import Records
from gongshu_desktop.services.verification.verification import verify
from gongshu_desktop.wiring import verifying
from tests.document.test_memo import bare, text_of
from tests.services.offices import EXAMPLES, TestOffice

SMALL = EXAMPLES / "01-annual-at-every-threshold.json"


def corrected(office: TestOffice, case: str, amount: int, reason: str) -> bytes:
    """The case corrected to another approved amount; the memo with three signatures."""
    examiner, checker, approver = (office.people[role] for role in Role)
    office.clock.pass_seconds(86_400)
    office.stages.make(case, Move.CORRECT, approver, reason)
    session = office.desk.open(case, examiner)
    session.apply(SetApproved("3.2.1", amount, "预算所限"))
    session.save()
    office.submit_and_decide(case, examiner, checker, approver)
    return office.issue(case)


def issued(office: TestOffice) -> str:
    office.adopt_all()
    case = office.bring_in(SMALL)
    office.approve(case)
    office.issue(case)
    return case


def said(office: TestOffice, case: str) -> MemoContent:
    return content_of(office.memos.of_case(case)[-1], memo_receipt)


def test_it_says_what_why_who_and_when(office: TestOffice, tmp_path: Path) -> None:
    case = issued(office)
    (first,) = office.memos.of_case(case)
    pdf = corrected(office, case, 9_000_000, "企业数有误。")
    told = said(office, case).correction
    assert told is not None
    assert (told.ordinal, told.reason, told.by) == (1, "企业数有误。", "张批准")
    assert told.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert told.measures == (CorrectedMeasure(id="3.2.1", title="年度奖励", before=10_000_000, after=9_000_000),)
    text = bare(text_of(pdf, tmp_path, "-raw"))
    for wanted in (
        "审核意见书（更正）",
        "号（更正）第1页",
        "三、更正事项",
        "批准人张批准提出更正，理由：企业数有误。",
        "3.2.1年度奖励100,000.0090,000.00−10,000.00",
        "合计100,000.0090,000.00−10,000.00",
        f"被替代文件SHA-256{told.sha256}",
    ):
        assert bare(wanted) in text, wanted
    assert said(office, case).number == first.number


def test_a_second_correction_counts_on_and_names_the_reason_that_went(office: TestOffice) -> None:
    case = issued(office)
    corrected(office, case, 9_000_000, "企业数有误。")
    examiner, checker, approver = (office.people[role] for role in Role)
    office.stages.make(case, Move.CORRECT, approver, "仍有误。")
    session = office.desk.open(case, examiner)
    session.apply(SetApproved("3.2.1", None))
    session.save()
    office.submit_and_decide(case, examiner, checker, approver)
    office.issue(case)
    told = said(office, case).correction
    assert told is not None
    assert (told.mark, told.measures[0].reason) == ("（第二次更正）", "预算所限")
    assert (told.before, told.after) == (9_000_000, 10_000_000)


def test_it_verifies_and_is_compared_with_the_record(office: TestOffice) -> None:
    case = issued(office)
    pdf = corrected(office, case, 9_000_000, "企业数有误。")
    report = verify(pdf, office.offices.trust(), verifying(now=office.clock))
    assert report.ok
    found = Records(office.open_uow, office.policies).compare(report)
    assert found is not None
    assert found.differing == ()
    content = report.content
    assert content is not None
    assert content.correction is not None
    told = content.correction
    for forged in (
        replace(told, reason="笔误。"),
        replace(told, by="别人"),
        replace(told, sha256="ab" * 32),
        replace(told, after=1),
    ):
        found = Records(office.open_uow, office.policies).compare(
            replace(report, content=replace(content, correction=forged))
        )
        assert found is not None
        assert [item.heading for item in found.differing] == ["更正"]


def test_its_amounts_are_those_of_the_memo(office: TestOffice) -> None:
    case = issued(office)
    corrected(office, case, 9_000_000, "企业数有误。")
    memo, content = office.memos.of_case(case)[-1], said(office, case)
    told = content.correction
    assert told is not None
    policy = office.policies.get("gongshu-2016-10")
    with office.open_uow() as uow:
        stored = uow.cases.get(case)
    assert contradiction(memo, stored, policy, memo_receipt) == ""
    from gongshu_desktop.review.inputs import case_inputs

    inputs = case_inputs(stored, policy)
    for forged in (
        replace(told, before=1),
        replace(told, after=1),
        replace(told, measures=()),
        replace(told, measures=(replace(told.measures[0], after=1),)),
    ):
        found = memo_differences(replace(content, correction=forged), inputs, policy.assess(inputs), policy)
        assert list(found) == ["“更正事项”所列金额与意见书的审定额不一致。"]


def test_a_first_memo_says_nothing_of_corrections(office: TestOffice) -> None:
    content = said(office, issued(office))
    assert content.correction is None
    assert "correction" not in content.to_json()
    assert not any(item.heading == "更正" for item in particulars(content))
