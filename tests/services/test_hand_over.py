"""A case goes from one PC to another and back: two data folders, real files."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.exchange.pack.pack_file import Packages
from gongshu_desktop.review.editing.edits import EditRefused, SetBasics, SetOpinion
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.desk import DeskRefused
from gongshu_desktop.services.desk.session import CaseMoved
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.handover.arrival import HandOverRefused, Relation
from gongshu_desktop.services.handover.arrival_words import warnings
from gongshu_desktop.services.handover.handing_over import HandingOver
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.chain import holds
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.ports import MemoState, UnitOfWork
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.services.verification.signature_standing import then_words
from tests.services.against_journal import problems
from tests.services.two_pcs import DECIDABLE, NAMES, PICTURE, Pc, pcs, send

MORE = PaperChoices(more=("营业执照复印件",))


@pytest.fixture(autouse=True)
def nothing_contradicts_the_journal(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever went about between the two, each record is as its journal says."""
    two: tuple[Pc, ...] = request.getfixturevalue("two") if "two" in request.fixturenames else ()
    yield
    for pc in two:
        assert problems(pc.office.store) == ()


@pytest.fixture
def case(one: Pc) -> str:
    """A case in 审核 on the first PC, with a scan."""
    id = one.bring_in(DECIDABLE)
    one.accept(id)
    one.attach(id)
    return id


# --- what arrives -----------------------------------------------------------------------------------------------------


def test_a_case_arrives_with_everything(one: Pc, other: Pc, case: str) -> None:
    one.write_opinion(case, "材料齐全\n拟同意")
    one.submit(case)
    preview = other.read(one.pack(case))
    assert (preview.relation, preview.here, preview.undoable) == (Relation.NEW, None, True)
    other.office.taking_over.take_over(preview, other.person(Role.CHECKER))
    assert other.case(case) == one.case(case)
    (scan,) = [item for item in other.case(case).evidence if item.sha256]
    with other.office.store.open_uow() as uow:
        assert uow.attachments.get(scan.sha256) == PICTURE
    assert [line.number for line in other.office.desk.summaries()] == [one.case(case).number]
    assert other.journal_holds()


def test_it_goes_on_there_to_the_issued_memo_and_comes_home(one: Pc, other: Pc, case: str) -> None:
    """The examiner on one PC, the checker and the approver on the other, each signing at his own."""
    one.submit(case)
    send(one, other, case)
    other.agree(case)
    memo = other.approve(case)
    send(other, one, case, Role.APPROVER)
    one.sign(memo, Role.EXAMINER)
    send(one, other, case)
    other.sign(memo, Role.CHECKER, Role.APPROVER)
    assert other.case(case).stage is Stage.ISSUED
    send(other, one, case, Role.APPROVER)
    assert one.case(case) == other.case(case)
    (here,), (there,) = one.office.memos.of_case(case), other.office.memos.of_case(case)
    assert here == there
    assert here.state is MemoState.ISSUED
    assert one.journal_holds()
    assert other.journal_holds()


def test_lists_dossiers_and_comparisons_know_a_memo_that_was_issued_elsewhere(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    one.sign(one.approve(case), *Role)
    send(one, other, case)
    (memo,) = other.office.memos.of_case(case)
    assert other.office.papers.of_year(PaperKind.LEDGER, 2016).pdf.startswith(b"%PDF-")
    assert other.office.papers.of_case(PaperKind.DOSSIER, other.case(case)).pdf.startswith(b"%PDF-")
    compared = other.office.compare(other.office.verify(memo.pdf, other.office.offices.trust()))
    assert compared is not None
    assert {role: signed.name for role, signed in compared.signed.items()} == NAMES
    assert [field for field in compared.differing if field.heading == "签署"] == []


def test_the_time_of_a_signature_that_a_package_brought_is_not_called_witnessed(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    memo = one.approve(case)
    one.sign(memo, Role.EXAMINER, Role.CHECKER)
    send(one, other, case, Role.CHECKER)
    other.sign(memo, Role.APPROVER)
    report = other.office.verify(other.office.memos.get(memo).pdf, other.office.offices.trust())
    compared = other.office.compare(report)
    assert compared is not None
    came = {item.role: compared.signed[item.role] for item in report.signatures.signatures}
    for item in report.signatures.signatures:
        said, doubt = then_words(item, report.signatures, came[item.role])
        assert not doubt
        here = item.role is Role.APPROVER
        assert ("时间与本机操作日志第" in said, "未经本机见证" in said) == (here, not here)
        ended = replace(item, now=("expired",))
        assert then_words(ended, report.signatures, came[item.role])[1] is not here, "the verdict hangs on that time"
    first = report.signatures.signatures[0]
    later = replace(came[first.role], at=first.at + timedelta(days=1)) if first.at else came[first.role]
    said, doubt = then_words(first, report.signatures, later)
    assert "移交包所附的操作日志（本机第" in said
    assert doubt


def test_what_comes_back_in_a_package_does_not_hide_what_this_pc_saw_itself(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    memo = one.approve(case)
    one.sign(memo, Role.EXAMINER)
    send(one, other, case)
    other.sign(memo, Role.CHECKER)
    send(other, one, case, Role.CHECKER)
    compared = one.office.compare(one.office.verify(one.office.memos.get(memo).pdf, one.office.offices.trust()))
    assert compared is not None
    assert {role: signed.received is None for role, signed in compared.signed.items()} == {
        Role.EXAMINER: True,
        Role.CHECKER: False,
    }


def test_a_correction_on_the_other_pc_replaces_the_memo_here_too(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    one.sign(one.approve(case), *Role)
    send(one, other, case)
    other.office.stages.make(case, Move.CORRECT, other.person(Role.APPROVER), "金额有误")
    other.write_opinion(case, "更正")
    other.submit(case)
    other.agree(case)
    other.sign(other.approve(case), *Role)
    send(other, one, case)
    states = [memo.state for memo in one.office.memos.of_case(case)]
    assert states == [MemoState.SUPERSEDED, MemoState.ISSUED]
    assert one.office.papers.of_year(PaperKind.LEDGER, 2016).pdf.startswith(b"%PDF-")


def test_the_history_of_the_other_pc_is_readable_and_holds(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    other.write_opinion(case, "补充意见")
    send(other, one, case)
    send(one, other, case)
    entries = one.office.desk.journal(case)
    came = other.office.taking_over.history(case)
    content = [entry.digest for entry in entries if entry.action not in set(HandOverAct)]
    assert set(content) <= {entry.digest for entry, _history in came}
    assert all(holds(entry) for entry, _history in came)
    assert {history.people[entry.person] for entry, history in came} == {NAMES[Role.EXAMINER], NAMES[Role.CHECKER]}
    assert len({entry.digest for entry, _history in came}) == len(came)


def test_notices_that_were_issued_elsewhere_keep_their_numbers(one: Pc, other: Pc, case: str) -> None:
    """Two notices of one case never bear one number, on whatever PC each was issued."""
    first = one.office.papers.issue(PaperKind.SUPPLEMENT, case, one.person(Role.EXAMINER), MORE)
    send(one, other, case)
    second = other.office.papers.issue(PaperKind.SUPPLEMENT, case, other.person(Role.EXAMINER), MORE)
    assert first.number != second.number
    assert [item.number for item in other.office.papers.issued(case)] == [first.number, second.number]
    assert other.office.papers.issued_pdf(first) == one.office.papers.issued_pdf(first)
    send(other, one, case)
    assert [item.number for item in one.office.papers.issued(case)] == [first.number, second.number]


def test_a_case_without_a_number_gets_one_and_a_taken_number_gives_way(one: Pc, other: Pc, case: str) -> None:
    mine = other.bring_in(DECIDABLE)
    assert other.case(mine).number == one.case(case).number
    preview = other.read(one.pack(case))
    assert preview.same_number is not None
    assert preview.same_number.id == mine
    assert preview.similar
    other.office.taking_over.take_over(preview, other.person(Role.CHECKER))
    assert other.case(case).number == preview.number != other.case(mine).number
    said = [(item.subject, item.old, item.new) for item in other.office.desk.journal(case)[-1].changes]
    assert ("handover/number", one.case(case).number, preview.number) in said


def renumber(pc: Pc, case: str, number: str) -> None:
    session = pc.office.desk.open(case, pc.person(Role.EXAMINER))
    session.apply(SetBasics(number=number))
    session.save()


def test_a_number_of_too_many_digits_gives_way_and_the_preview_says_so(one: Pc, other: Pc, case: str) -> None:
    """Nothing counts on from such a number; the case that has it here already keeps it."""
    slip, next_here = "拱众审〔2016〕999999999号", other.office.desk.next_number(2016)
    renumber(one, case, slip)
    preview = other.read(one.pack(case))
    assert (preview.number, preview.same_number) == (next_here, None)
    assert [said for said, _tone in warnings(preview) if slip in said and next_here in said]
    other.office.taking_over.take_over(preview, other.person(Role.CHECKER))
    assert other.case(case).number == next_here
    renumber(other, case, slip)
    assert one.read(other.pack(case)).number == slip


def test_a_number_of_too_many_digits_stays_where_it_is_on_a_memo(one: Pc, other: Pc, case: str) -> None:
    slip = "拱众审〔2016〕999999999号"
    renumber(one, case, slip)
    one.submit(case)
    one.agree(case)
    one.approve(case)
    preview = other.read(one.pack(case))
    assert preview.number == slip
    assert not [said for said, _tone in warnings(preview) if slip in said]


def test_a_number_that_stands_on_a_memo_does_not_give_way(one: Pc, other: Pc, case: str) -> None:
    other.bring_in(DECIDABLE)
    one.submit(case)
    one.agree(case)
    one.approve(case)
    with pytest.raises(HandOverRefused, match="已有意见书，不能改编"):
        other.read(one.pack(case))
    assert len(other.office.desk.summaries()) == 1


def test_a_reading_that_is_adopted_otherwise_is_told(one: Pc, other: Pc, case: str) -> None:
    policy = other.office.policies.get("gongshu-2016-10")
    content = one.pack(case)
    adopted = other.opened(content).package.adopted
    assert adopted
    key = adopted[0].key
    another = next(option for option in policy.readings[key].options if option != adopted[0].option)
    assert other.read(content).readings == ()
    other.office.offices.adopt(policy.id, key, another, other.person(Role.APPROVER), "另行通知")
    (apart,) = other.read(content).readings
    assert apart.here == policy.readings[key].options[another]


# --- who may do what --------------------------------------------------------------------------------------------------


def test_who_examined_cannot_check_on_another_pc(one: Pc, other: Pc, case: str) -> None:
    """Under his own registration, and under another one in the same name."""
    one.submit(case)
    send(one, other, case)
    checking = (Role.CHECKER,)
    same = other.office.offices.save_person(NAMES[Role.EXAMINER], checking, id=other.person(Role.EXAMINER).id)
    with pytest.raises(MoveRefused, match="已以经办人的身份办过本案"):
        other.office.stages.make(case, Move.AGREE, same, "同意")


@pytest.mark.parametrize("name", ["王经办", "王 经办", "王经办　"])
def test_who_examined_is_known_by_name_on_a_pc_that_registered_people_itself(tmp_path: Path, name: str) -> None:
    with pcs(tmp_path, 1) as (one,), pcs(tmp_path / "apart", 1) as (apart,):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        one.submit(id)
        send(one, apart, id)
        again = apart.office.offices.save_person(name.strip(), (Role.CHECKER,))
        with pytest.raises(MoveRefused, match="已以经办人的身份办过本案"):
            apart.office.stages.make(id, Move.AGREE, again, "同意")
        apart.office.stages.make(id, Move.AGREE, apart.person(Role.CHECKER), "同意")


def test_who_only_typed_values_elsewhere_cannot_check_either(tmp_path: Path) -> None:
    with pcs(tmp_path, 1) as (one,), pcs(tmp_path / "apart", 1) as (apart,):
        id = one.bring_in(DECIDABLE)
        helper = one.office.offices.save_person("赵帮办", (Role.EXAMINER,))
        one.accept(id)
        session = one.office.desk.open(id, helper)
        session.apply(SetOpinion(session.case.claims[0].measure, "代填"))
        session.save()
        one.submit(id)
        send(one, apart, id)
        again = apart.office.offices.save_person("赵帮办", (Role.CHECKER,))
        with pytest.raises(MoveRefused, match="已以经办人的身份办过本案"):
            apart.office.stages.make(id, Move.AGREE, again, "同意")
        # and so on a third PC, over the second
        with pcs(tmp_path / "third", 1) as (third,):
            send(apart, third, id, Role.CHECKER)
            once_more = third.office.offices.save_person("赵帮办", (Role.CHECKER,))
            with pytest.raises(MoveRefused, match="已以经办人的身份办过本案"):
                third.office.stages.make(id, Move.AGREE, once_more, "同意")


def test_taking_over_is_no_examining(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    other.take(one.pack(case), Role.CHECKER)
    other.agree(case)
    assert other.case(case).stage is Stage.DECISION
    acted = other.case(case).acted(Role.CHECKER)
    assert acted is not None
    assert acted.person == other.person(Role.CHECKER).id


# --- the mark ---------------------------------------------------------------------------------------------------------


def test_a_case_that_was_handed_over_is_closed_here(one: Pc, case: str) -> None:
    session = one.office.desk.open(case, one.person(Role.EXAMINER))
    one.pack(case, to="二号机 沈")
    assert one.office.handing_over.elsewhere(case) == "二号机 沈"
    assert one.office.front_page.handed_over() == {case: "二号机 沈"}
    session.apply(SetOpinion(session.case.claims[0].measure, "晚了"))
    with pytest.raises(CaseMoved, match="已移交给“二号机 沈"):
        session.save()
    fresh = one.office.desk.open(case, one.person(Role.EXAMINER))
    assert not fresh.editable
    with pytest.raises(EditRefused, match="已移交给“二号机 沈"):
        fresh.apply(SetOpinion(fresh.case.claims[0].measure, "不行"))
    with pytest.raises(MoveRefused, match="已移交给“二号机 沈"):
        one.submit(case)
    with pytest.raises(PaperRefused, match="已移交给“二号机 沈"):
        one.office.papers.issue(PaperKind.SUPPLEMENT, case, one.person(Role.EXAMINER))
    with pytest.raises(HandOverRefused, match="已移交给“二号机 沈"):
        one.pack(case)


def test_nothing_is_signed_or_deleted_that_was_handed_over(one: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    memo = one.approve(case)
    one.pack(case)
    with pytest.raises(MemoRefused, match="已移交"):
        one.sign(memo, Role.EXAMINER)
    registered = one.bring_in(DECIDABLE)
    one.pack(registered)
    with pytest.raises(DeskRefused, match="已移交"):
        one.office.desk.delete(registered, one.person(Role.EXAMINER))


def test_taking_back_needs_a_reason_and_opens_it_again(one: Pc, case: str) -> None:
    one.pack(case)
    with pytest.raises(HandOverRefused, match="理由"):
        one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "  ")
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "U 盘丢失")
    assert one.office.front_page.handed_over() == {}
    one.write_opinion(case, "继续")
    (entry,) = [item for item in one.office.desk.journal(case) if item.action == HandOverAct.TAKE_BACK]
    assert ("handover/reason", "U 盘丢失") in [(change.subject, change.new) for change in entry.changes]
    with pytest.raises(HandOverRefused, match="没有移交"):
        one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "再来")


def test_the_journal_says_to_whom_and_with_which_digest(one: Pc, other: Pc, case: str) -> None:
    digest = other.opened(one.pack(case)).digest
    entry = one.office.desk.journal(case)[-1]
    assert [(item.subject, item.new) for item in entry.changes] == [
        ("handover/to", "二号机"),
        ("handover/digest", digest),
    ]


def test_the_journal_says_for_whom_the_package_was_and_only_a_new_number(one: Pc, other: Pc, case: str) -> None:
    other.take(one.pack(case, to="二号机"))
    said = {item.subject: item.new for item in other.office.desk.journal(case)[-1].changes}
    assert said["handover/to"] == "二号机"
    assert "handover/number" not in said
    assert other.office.handing_over.elsewhere(case) == ""
    assert case not in other.office.front_page.handed_over()


@pytest.mark.parametrize(
    ("to", "why"), [("", "移交给谁"), (" ", "移交给谁"), ("坏\u202e名", "控制字符"), ("长" * 101, "不超过")]
)
def test_for_whom_is_asked_in_words(one: Pc, case: str, to: str, why: str) -> None:
    with pytest.raises(HandOverRefused, match=why):
        one.office.handing_over.prepare(case, one.person(Role.EXAMINER), to)


# --- earlier, later, apart --------------------------------------------------------------------------------------------


def test_what_comes_home_shows_field_by_field_what_changed(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    other.write_opinion(case, "新意见")
    other.submit(case)
    preview = one.read(other.pack(case, to="一号机"))
    assert preview.relation is Relation.CONTINUES
    assert preview.elsewhere == "二号机"
    measure = one.case(case).claims[0].measure
    assert (f"{measure}/=opinion", None, "新意见") in [(item.subject, item.old, item.new) for item in preview.changes]
    assert [step.name for step in preview.steps] == [NAMES[Role.EXAMINER]]


def test_the_same_package_brings_nothing_twice(one: Pc, other: Pc, case: str) -> None:
    content = one.pack(case)
    other.take(content)
    with pytest.raises(HandOverRefused, match="已有此包的全部内容"):
        other.read(content)
    other.write_opinion(case, "其后")
    with pytest.raises(HandOverRefused, match="已有此包的全部内容"):
        other.read(content)
    with pytest.raises(HandOverRefused, match="已有此包的全部内容"):
        one.read(content)


def test_a_case_comes_home_though_nothing_was_done_to_it(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    preview = one.read(other.pack(case))
    assert (preview.relation, preview.changes, preview.elsewhere) == (Relation.CONTINUES, (), "二号机")
    one.office.taking_over.take_over(preview, one.person(Role.EXAMINER))
    assert one.office.handing_over.elsewhere(case) == ""
    assert other.office.handing_over.elsewhere(case) == "二号机"


def test_what_was_taken_back_unchanged_may_still_go_on_with_what_comes(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    other.write_opinion(case, "对方的意见")
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "催办")
    preview = one.read(other.pack(case))
    assert (preview.relation, preview.elsewhere) == (Relation.CONTINUES, "")
    one.office.taking_over.take_over(preview, one.person(Role.EXAMINER))
    assert one.case(case) == other.case(case)


def test_changed_on_both_pcs_is_never_merged_in_silence(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "急件")
    one.write_opinion(case, "我的")
    other.write_opinion(case, "对方的")
    content, before = other.pack(case), one.case(case)
    preview = one.read(content)
    assert preview.relation is Relation.DIVERGED
    measure = before.claims[0].measure
    assert [(item.subject, item.old, item.new) for item in preview.changes] == [
        (f"{measure}/=opinion", "我的", "对方的")
    ]
    with pytest.raises(HandOverRefused, match="须选定"):
        one.office.taking_over.take_over(preview, one.person(Role.EXAMINER))
    assert one.case(case) == before
    one.take(content, choose=True)
    assert one.case(case) == other.case(case)
    entry = one.office.desk.journal(case)[-1]
    said = {(change.subject, change.old, change.new) for change in entry.changes}
    assert (f"{measure}/=opinion", "我的", "对方的") in said
    assert ("handover/chosen", None, "true") in said
    # what was chosen is what counts from now on: the next package goes on from it
    other.office.handing_over.take_back(case, other.person(Role.EXAMINER), "继续")
    other.write_opinion(case, "对方的二稿")
    assert one.read(other.pack(case)).relation is Relation.CONTINUES


def test_different_steps_on_two_pcs_are_refused(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    send(one, other, case)
    other.agree(case)
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "急件")
    one.office.stages.make(case, Move.SEND_BACK, one.person(Role.CHECKER), "退回重看")
    before = one.case(case)
    with pytest.raises(HandOverRefused, match="各自办理了不同的步骤"):
        one.read(other.pack(case))
    assert one.case(case) == before


def test_an_issued_case_here_is_never_changed(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    one.sign(one.approve(case), *Role)
    send(one, other, case)
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "留在本机")
    other.office.stages.make(case, Move.CORRECT, other.person(Role.APPROVER), "有误")
    before = one.case(case), one.office.memos.of_case(case)
    with pytest.raises(HandOverRefused, match="已签发，案卷封存"):
        one.read(other.pack(case, Role.APPROVER))
    assert (one.case(case), one.office.memos.of_case(case)) == before


def test_a_case_with_a_signed_memo_here_gives_way_to_nothing_else(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    memo = one.approve(case)
    one.sign(memo, Role.EXAMINER)
    send(one, other, case)
    other.sign(memo, Role.CHECKER)
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "急件")
    one.sign(memo, Role.CHECKER)
    with pytest.raises(HandOverRefused, match="已有签名的意见书，案卷封存"):
        one.read(other.pack(case))


def test_a_case_that_changed_after_the_preview_is_not_taken(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    other.write_opinion(case, "新")
    preview = one.read(other.pack(case))
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "急件")
    one.write_opinion(case, "其间")
    with pytest.raises(HandOverRefused, match="预览之后有改动"):
        one.office.taking_over.take_over(preview, one.person(Role.EXAMINER), choose=True)


def test_a_case_that_changed_while_it_was_packed_is_not_handed_over(one: Pc, case: str) -> None:
    prepared = one.office.handing_over.prepare(case, one.person(Role.EXAMINER), "二号机")
    one.write_opinion(case, "其间")
    with pytest.raises(HandOverRefused, match="在此期间有改动"):
        one.office.handing_over.hand_over(prepared, lambda _content, mark: mark())
    assert one.office.handing_over.elsewhere(case) == ""


def test_a_package_that_could_not_be_written_leaves_no_mark(one: Pc, case: str) -> None:
    prepared = one.office.handing_over.prepare(case, one.person(Role.EXAMINER), "二号机")

    def full(_content: bytes, _mark: object) -> None:
        raise OSError(28, "No space left on device")

    def pulled_out(_content: bytes, mark: object) -> None:
        assert callable(mark)
        mark()
        raise OSError(5, "Input/output error")

    for write in (full, pulled_out):
        with pytest.raises(OSError, match=r"space|error"):
            one.office.handing_over.hand_over(prepared, write)
        assert one.office.handing_over.elsewhere(case) == ""
        prepared = one.office.handing_over.prepare(case, one.person(Role.EXAMINER), "二号机")


@pytest.mark.parametrize("broken_in", [KeyboardInterrupt(), MemoryError()], ids=lambda error: type(error).__name__)
def test_whatever_breaks_in_before_the_file_is_there_leaves_no_mark(
    one: Pc, case: str, broken_in: BaseException
) -> None:
    prepared = one.office.handing_over.prepare(case, one.person(Role.EXAMINER), "二号机")

    def stopped(_content: bytes, mark: Callable[[], None]) -> None:
        mark()
        raise broken_in

    with pytest.raises(type(broken_in)):
        one.office.handing_over.hand_over(prepared, stopped)
    assert one.office.handing_over.elsewhere(case) == ""


def test_a_mark_that_cannot_be_taken_back_is_told(one: Pc, case: str) -> None:
    locked: list[bool] = []

    def open_uow() -> UnitOfWork:
        if locked:
            raise StoreError("locked")
        return one.office.store.open_uow()

    office = one.office
    ledger = Ledger(office.policies, memo_receipt, check=office.signing.check)
    handing_over = HandingOver(open_uow, office.policies, one.clock, Packages(office.policies), ledger)

    def pulled_out(_content: bytes, mark: Callable[[], None]) -> None:
        mark()
        locked.append(True)
        raise OSError(5, "Input/output error")

    prepared = handing_over.prepare(case, one.person(Role.EXAMINER), "二号机")
    with pytest.raises(HandOverRefused, match=r"已记为移交，移交包却没有写成.*收回"):
        handing_over.hand_over(prepared, pulled_out)
    office.handing_over.take_back(case, one.person(Role.EXAMINER), "没有写成")
    assert office.handing_over.elsewhere(case) == ""


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_a_new_case_is_taken_back_in_one_step(one: Pc, other: Pc, case: str) -> None:
    content = one.pack(case)
    taken = other.take(content)
    other.office.taking_over.undo(taken, other.person(Role.CHECKER))
    assert other.office.desk.summaries() == () or list(other.office.desk.summaries()) == []
    assert other.journal_holds()
    other.take(content)
    assert other.case(case) == one.case(case)


def test_what_came_home_is_taken_back_with_its_steps_and_its_memo(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    before = one.case(case)
    send(one, other, case)
    other.agree(case)
    other.approve(case)
    taken = one.take(other.pack(case, Role.APPROVER))
    assert one.case(case).stage is Stage.SIGNING
    one.office.taking_over.undo(taken, one.person(Role.CHECKER))
    assert one.case(case) == before
    assert one.office.memos.of_case(case) == ()
    assert one.office.handing_over.elsewhere(case) == "二号机"
    assert one.office.front_page.handed_over() == {case: "二号机"}
    assert one.journal_holds()


def test_after_further_work_it_is_not_taken_back(one: Pc, other: Pc, case: str) -> None:
    taken = send(one, other, case)
    other.write_opinion(case, "其后")
    with pytest.raises(HandOverRefused, match="接收后已有改动"):
        other.office.taking_over.undo(taken, other.person(Role.CHECKER))


def test_a_sealed_memo_is_not_taken_back(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    one.sign(one.approve(case), *Role)
    content = one.pack(case)
    assert not other.read(content).undoable
    taken = other.take(content)
    with pytest.raises(HandOverRefused, match="封存的意见书"):
        other.office.taking_over.undo(taken, other.person(Role.CHECKER))
    assert other.case(case).stage is Stage.ISSUED


def test_what_was_undone_is_not_held_against_the_work_of_the_other_pc(one: Pc, other: Pc, case: str) -> None:
    """The package lists the undone stretch still, for an entry holds it; what it says the case rests on is without."""
    measure = one.case(case).claims[0].measure
    send(one, other, case)
    other.write_opinion(case, "二号机所写")
    one.office.taking_over.undo(one.take(other.pack(case)), one.person(Role.CHECKER))
    assert [entry for entry, _history in one.office.taking_over.history(case)] == []
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "包不对")
    one.write_opinion(case, "一号机所写")
    content = one.pack(case)
    other.office.handing_over.take_back(case, other.person(Role.EXAMINER), "没有接收")
    preview = other.read(content)
    assert preview.relation is Relation.DIVERGED
    with pytest.raises(HandOverRefused, match="须选定"):
        other.office.taking_over.take_over(preview, other.person(Role.CHECKER))
    assert [claim.opinion for claim in other.case(case).claims if claim.measure == measure] == ["二号机所写"]
    # what was chosen counts, and the undone work does not come back with it
    other.take(content, choose=True)
    assert other.case(case) == one.case(case)
    assert one.read(other.pack(case)).relation is Relation.CONTINUES
    assert one.journal_holds()
    assert other.journal_holds()


def test_what_was_taken_over_again_after_an_undoing_counts_again(one: Pc, other: Pc, case: str) -> None:
    send(one, other, case)
    other.write_opinion(case, "二号机所写")
    content = other.pack(case)
    one.office.taking_over.undo(one.take(content), one.person(Role.CHECKER))
    one.take(content)
    assert "二号机所写" in [claim.opinion for claim in one.case(case).claims]
    with pytest.raises(HandOverRefused, match="已有此包的全部内容"):
        one.read(content)
    one.write_opinion(case, "其后")
    back = one.pack(case)
    assert other.read(back).relation is Relation.CONTINUES
    assert Act.EDIT in [entry.action for entry, _history in one.office.taking_over.history(case)]


def test_who_examined_only_what_was_undone_may_check(one: Pc, other: Pc, case: str) -> None:
    checker = other.person(Role.CHECKER)
    other.office.offices.save_person(checker.name, (Role.EXAMINER, Role.CHECKER), id=checker.id)
    send(one, other, case)
    session = other.office.desk.open(case, other.person(Role.CHECKER))
    session.apply(SetOpinion(session.case.claims[0].measure, "复核人所写"))
    session.save()
    content = other.pack(case)
    one.office.taking_over.undo(one.take(content), one.person(Role.CHECKER))
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "包不对")
    one.submit(case)
    one.agree(case)
    assert one.case(case).stage is Stage.DECISION


# --- memos that nobody vouches for ------------------------------------------------------------------------------------


def test_a_signed_memo_of_strangers_is_not_taken(tmp_path: Path) -> None:
    with pcs(tmp_path, 1) as (one,), pcs(tmp_path / "apart", 1) as (apart,):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        one.submit(id)
        one.agree(id)
        one.sign(one.approve(id), *Role)
        with pytest.raises(HandOverRefused, match="签名核对未通过"):
            apart.read(one.pack(id))
        assert not list(apart.office.desk.summaries())


def test_a_forged_memo_is_not_taken(one: Pc, other: Pc, case: str) -> None:
    """The package is repacked with another memo's bytes, every digest in it made anew."""
    one.submit(case)
    one.agree(case)
    one.sign(one.approve(case), *Role)
    package = other.opened(one.pack(case)).package
    files = Packages(other.office.policies)
    (memo,) = package.memos
    spoilt = bytearray(memo.pdf)
    spoilt[len(spoilt) // 3] ^= 1
    for forged in (
        replace(memo, pdf=bytes(spoilt)),
        replace(memo, receipt="sha256:" + "0" * 64),
        replace(memo, number="拱众审〔2016〕999号"),
    ):
        with pytest.raises(HandOverRefused):
            other.read(files.write(replace(package, memos=(forged,))).content)
    with pytest.raises(HandOverRefused, match="没有意见书"):
        other.read(files.write(replace(package, memos=())).content)
    assert not list(other.office.desk.summaries())


def overlaid(pdf: bytes, words: str) -> bytes:
    """The same memo with something else written over its first page."""
    sheet, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(sheet)
    canvas.setFont("Helvetica", 40)
    canvas.drawString(100, 400, words)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(sheet) as over:
        document.pages[0].add_overlay(over.pages[0], pikepdf.Rectangle(document.pages[0].mediabox))
        document.save(out)
    return out.getvalue()


def test_a_memo_to_be_signed_whose_pages_its_receipt_does_not_give_is_not_taken(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    one.agree(case)
    one.approve(case)
    package = other.opened(one.pack(case)).package
    (memo,) = package.memos
    pdf = overlaid(memo.pdf, "999 999 999")
    forged = replace(memo, pdf=pdf, base_digest=hashlib.sha256(pdf).hexdigest())
    content = Packages(other.office.policies).write(replace(package, memos=(forged,))).content
    with pytest.raises(HandOverRefused, match="重新绘制的页面与文件中的页面不一致"):
        other.read(content)
    assert not list(other.office.desk.summaries())


def test_steps_that_no_journal_tells_of_are_not_taken(one: Pc, other: Pc, case: str) -> None:
    one.submit(case)
    package = other.opened(one.pack(case)).package
    last = package.case.passages[-1]
    forged = replace(
        package.case, passages=(*package.case.passages[:-1], replace(last, person="somebody", name="某人"))
    )
    with pytest.raises(HandOverRefused, match="与所附的操作日志不一致"):
        other.read(Packages(other.office.policies).write(replace(package, case=forged)).content)
