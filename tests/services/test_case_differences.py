"""A stored case against its journal: whatever is done to it, the journal says the same; and what nobody did stops every decision."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.editing.changes import first_changes
from gongshu_desktop.review.editing.edits import AddClaim, AddRow, Edit, EditRefused, SetApproved, SetClaimedAmount
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.passage import Actor, Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.session import ReviewSession, Surroundings
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.journal.acts import Act, journalled
from gongshu_desktop.services.journal.case_differences import against_journal
from gongshu_desktop.services.ports import OpenUnitOfWork
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.services.summary import summarise
from tests.exchange.policies import Bundled, bundled
from tests.review.samples import a_case
from tests.services.against_journal import contradictions, problems
from tests.services.fakes import EXAMINER, FakeStore
from tests.services.offices import EXAMPLES, PASSPHRASE, TestOffice, approve_undrawn
from tests.services.test_session_properties import edits
from tests.services.two_pcs import Pc

SMALL = EXAMPLES / "01-annual-at-every-threshold.json"


def opened() -> tuple[ReviewSession, FakeStore]:
    """A session on a case that was just created."""
    store = FakeStore()
    case = a_case(policy=bundled().id)
    around = Surroundings(actor=Actor(id=EXAMINER.id, name=EXAMINER.name, roles=EXAMINER.roles))
    session = ReviewSession(case, bundled(), open_uow=store, clock=store.clock, surroundings=around)
    with store() as uow:
        uow.cases.add(case, summarise(case, bundled(), session.assessment, (), store.clock.now))
        uow.journal.write(person=EXAMINER.id, action=Act.CREATE, case=case.id, changes=journalled(first_changes(case)))
        uow.commit()
    return session, store


@given(st.lists(edits() | st.sampled_from(("save", "undo", "redo")), max_size=30))
@settings(max_examples=80, deadline=None)
def test_whatever_is_edited_undone_and_saved_the_journal_says_the_same(steps: list[Edit | str]) -> None:
    session, store = opened()
    for measure in ("3.2.1", "3.2.5", "3.3.2"):
        session.apply(AddClaim(measure))
    acts: dict[str, Callable[[], object]] = {"save": session.save, "undo": session.undo, "redo": session.redo}
    for step in (*steps, "save"):
        store.clock.pass_seconds(60)
        try:
            acts[step]() if isinstance(step, str) else session.apply(step)
        except EditRefused:
            continue
        if step == "save":
            assert contradictions(store) == []


# --- what nobody did ----------------------------------------------------------------------------------------------------


def altered(open_uow: OpenUnitOfWork, case_id: str, change: Callable[[Case], Case]) -> None:
    """What somebody does who writes to the file, and not to the journal."""
    with open_uow() as uow:
        line = next(line for line in uow.cases.summaries() if line.id == case_id)
        uow.cases.save(change(uow.cases.get(case_id)), line)
        uow.commit()


def richer(case: Case) -> Case:
    first, *rest = case.claims
    name = next(name for name, entry in first.facts.items() if type(entry.verified) is int)
    entry = replace(first.facts[name], verified=777)
    return replace(case, claims=(replace(first, facts={**first.facts, name: entry}), *rest))


def with_a_reason(case: Case) -> Case:
    """A reason for an amount that nobody has set, which the memo leaves out."""
    first, *rest = case.claims
    return replace(case, claims=(replace(first, approved_reason="口头指示"), *rest))


def test_a_value_that_nobody_entered_stops_every_step_forward(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    examiner = office.people[Role.EXAMINER]
    office.stages.make(case_id, Move.ACCEPT, examiner)
    altered(office.open_uow, case_id, richer)
    before = office.desk.journal(case_id)
    with pytest.raises(MoveRefused, match=r"核定值：操作日志第.*案卷中却是“777"):
        office.stages.make(case_id, Move.SUBMIT, examiner, "同意")
    assert office.desk.journal(case_id) == before
    assert office.desk.summaries()[0].stage is Stage.EXAMINATION


def test_checker_approver_and_drawing_up_are_stopped_and_sending_back_leads_out(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    examiner, checker, approver = (office.people[role] for role in Role)
    office.stages.make(case_id, Move.ACCEPT, examiner)
    with office.open_uow() as uow:
        sound = uow.cases.get(case_id)
    office.stages.make(case_id, Move.SUBMIT, examiner, "同意")
    altered(office.open_uow, case_id, richer)
    with pytest.raises(MoveRefused, match="数据可能被改动过"):
        office.stages.make(case_id, Move.AGREE, checker, "同意")
    altered(office.open_uow, case_id, lambda case: replace(case, claims=sound.claims))
    office.stages.make(case_id, Move.AGREE, checker, "同意")
    altered(office.open_uow, case_id, richer)
    with pytest.raises(MoveRefused, match="数据可能被改动过"):
        office.memos.approve_and_draw(case_id, approver, "同意")
    office.stages.make(case_id, Move.SEND_BACK, approver, "数据有异")
    altered(office.open_uow, case_id, lambda case: replace(case, claims=sound.claims))
    office.stages.make(case_id, Move.SUBMIT, examiner, "同意")
    office.stages.make(case_id, Move.AGREE, checker, "同意")
    approve_undrawn(office, case_id, approver)
    altered(office.open_uow, case_id, richer)
    with pytest.raises(MemoRefused, match="数据可能被改动过"):
        office.memos.draw_up(case_id, approver)
    assert office.memos.of_case(case_id) == ()


def test_nobody_signs_for_a_case_that_says_what_the_memo_does_not_show(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    office.approve(case_id)
    memo = office.memos.draw_up(case_id, office.people[Role.APPROVER])
    altered(office.open_uow, case_id, with_a_reason)
    with pytest.raises(MemoRefused, match="审定额的理由"):
        office.memos.sign(memo.id, office.people[Role.EXAMINER], office.keys[Role.EXAMINER], PASSPHRASE)
    assert office.memos.get(memo.id) == memo


def test_a_name_that_only_the_row_had_is_nobodys_also_when_it_was_put_right(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    case_id = office.bring_in(SMALL)
    with office.open_uow() as uow:
        uow.office.save_person(replace(examiner, name="王伪"))  # by a hand: the journal knows nothing of it
        uow.commit()
    office.stages.make(case_id, Move.ACCEPT, examiner)
    office.offices.save_person(examiner.name, examiner.roles, id=examiner.id)
    with pytest.raises(MoveRefused, match="王伪"):
        office.stages.make(case_id, Move.SUBMIT, examiner, "同意")


def test_a_case_that_nobody_entered_goes_nowhere(one: Pc) -> None:
    case_id = one.bring_in(SMALL)
    with one.office.store.open_uow() as uow:
        line = uow.cases.summaries()[0]
        stray = replace(uow.cases.get(case_id), id="stray", number="拱众审〔2016〕99号")
        uow.cases.add(stray, line)
        uow.commit()
    assert any("没有这一案" in said for said in contradictions(one.office.store.open_uow))
    altered(one.office.store.open_uow, case_id, richer)
    with pytest.raises(HandOverRefused, match="数据可能被改动过"):
        one.pack(case_id)


# --- cases that went about ----------------------------------------------------------------------------------------------


def test_taken_over_taken_back_undone_and_corrected_there_is_no_contradiction(one: Pc, other: Pc) -> None:
    case = one.bring_in(SMALL)
    one.accept(case)
    content = one.pack(case)
    taken = other.take(content)
    assert problems(other.office.store) == ()
    other.office.taking_over.undo(taken, other.person(Role.CHECKER))
    assert problems(other.office.store) == ()
    other.take(content)
    other.attach(case)
    other.write_opinion(case, "补充")
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "先办")
    one.write_opinion(case, "本机也写")
    one.office.taking_over.undo(one.take(other.pack(case), choose=True), one.person(Role.CHECKER))
    assert problems(one.office.store) == ()
    one.submit(case)
    one.agree(case)
    one.sign(one.approve(case), *Role)
    one.office.stages.make(case, Move.CORRECT, one.person(Role.APPROVER), "算错")
    session = one.office.desk.open(case, one.person(Role.EXAMINER))
    session.apply(SetApproved(session.case.claims[0].measure, 100, "更正"))
    session.save()
    assert problems(one.office.store) == ()
    other.take(one.pack(case), choose=True)
    for pc in (one, other):
        assert problems(pc.office.store) == ()


def test_it_is_quick_beside_a_signature() -> None:
    """Two hundred rows, each entered by itself; a signature takes half a second."""
    session, store = opened()
    session.apply(AddClaim("3.2.5"))
    session.apply(SetClaimedAmount("3.2.5", 1))
    table = next(fact for fact in bundled().measure("3.2.5").facts if fact.columns)
    numbers = [column.name for column in table.columns if column.kind.value in {"money", "number"}]
    for number in range(200):
        session.apply(AddRow("3.2.5", table.name, f"r{number}", dict.fromkeys(numbers, number)))
        session.save()
    case = session.case
    assert bundled().assess(case_inputs(case, bundled()))
    with store() as uow:
        against_journal(uow, case, Bundled())
        began = time.process_time()
        assert against_journal(uow, case, Bundled()) == ""
        assert time.process_time() - began < 0.1
