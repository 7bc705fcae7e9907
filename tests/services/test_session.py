"""A case open for review: amounts follow each edit, everything can be taken back, nothing that was saved is ever lost."""

import threading
from dataclasses import replace

import pytest

from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddClaim,
    AddRow,
    EditRefused,
    RenameEvidence,
    SetApproved,
    SetBasics,
    SetFact,
    SetFactNote,
    SetVerdict,
    Side,
)
from gongshu_desktop.review.passage import Actor
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.desk.evidence import EvidenceRefused
from gongshu_desktop.services.desk.session import CaseMoved, ReviewSession, Surroundings
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.summary import summarise
from tests.review.samples import POLICY, a_case
from tests.services.fakes import APPROVER, CHECKER, EXAMINER, FakeStore, FakeUnitOfWork

PNG = b"\x89PNG\r\n\x1a\n...."


def opened(person: Person = EXAMINER, stage: Stage = Stage.EXAMINATION) -> tuple[ReviewSession, FakeStore]:
    """A session on a stored case with nothing claimed."""
    store = FakeStore()
    session = ReviewSession(
        a_case(stage=stage),
        POLICY,
        open_uow=store,
        clock=store.clock,
        surroundings=Surroundings(actor=Actor(id=person.id, name=person.name, roles=person.roles)),
    )
    with store() as uow:
        uow.cases.add(session.case, summarise(session.case, POLICY, session.assessment, (), store.clock.now))
        uow.commit()
    return session, store


def complete(session: ReviewSession) -> None:
    """Verify everything that A.1 needs."""
    session.apply(AddClaim("A.1"))
    session.apply(SetFact("A.1", "企业数", Side.VERIFIED, 12))
    session.apply(SetFact("A.1", "税收", Side.VERIFIED, 1))
    session.apply(SetVerdict("A.1", "产业定位明晰", Result.MET, "专注智能硬件"))


def test_the_amount_follows_each_edit() -> None:
    session, _ = opened()
    complete(session)
    assert session.assessment.subsidy_total == 10_000_000
    session.apply(SetFact("A.1", "企业数", Side.VERIFIED, 9))
    assert session.assessment.of("A.1").outcome is Outcome.INELIGIBLE
    assert session.assessment.receipt


def test_typing_one_field_is_one_step_to_undo_and_a_pause_begins_another() -> None:
    session, store = opened()
    session.apply(AddClaim("A.1"))
    for number in (1, 12, 125):
        session.apply(SetFact("A.1", "企业数", Side.VERIFIED, number))
        store.clock.pass_seconds(1)
    store.clock.pass_seconds(60)
    session.apply(SetFact("A.1", "企业数", Side.VERIFIED, 13))
    session.apply(SetFactNote("A.1", "企业数", "两家已迁出"))
    assert session.undo()
    assert session.undo()
    assert session.case.claim("A.1").facts["企业数"].verified == 125
    assert session.undo()
    assert "企业数" not in session.case.claim("A.1").facts
    while session.redo():
        pass
    assert session.case.claim("A.1").facts["企业数"].note == "两家已迁出"
    assert session.undo()
    session.apply(SetFact("A.1", "税收", Side.VERIFIED, 5))
    assert not session.can_redo


def test_saving_writes_the_case_and_one_journal_entry_with_old_and_new_values() -> None:
    session, store = opened()
    assert session.save() is None
    complete(session)
    states = [session.dirty]
    assert session.save() == session.saved_at == store.clock.now
    states.append(session.dirty)
    assert store.tables.cases["c1"] == session.case
    assert store.tables.summaries["c1"].computed == 10_000_000
    entry = store.tables.journal[-1]
    assert (entry.person, entry.action, entry.case) == ("p1", "edit", "c1")
    assert ("A.1/企业数/verified", None, "12") in {(change.subject, change.old, change.new) for change in entry.changes}
    session.undo()
    states.append(session.dirty)
    session.redo()
    states.append(session.dirty)
    assert states == [True, False, True, False]


def test_a_save_that_fails_leaves_everything_unsaved_and_can_be_repeated() -> None:
    session, store = opened()
    session.apply(AddClaim("A.1"))
    store.failing = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        session.save()
    assert session.dirty
    assert store.tables.cases["c1"].claims == ()
    store.failing = None
    session.save()
    assert len(store.tables.cases["c1"].claims) == 1


def test_edits_go_on_while_a_worker_saves() -> None:
    session, store = opened()
    session.apply(AddClaim("A.1"))
    stop = threading.Event()

    def save_until_told() -> None:
        while not stop.is_set():
            session.save()

    worker = threading.Thread(target=save_until_told)
    worker.start()
    for number in range(200):
        session.apply(SetFact("A.1", "企业数", Side.VERIFIED, number))
    stop.set()
    worker.join()
    session.save()
    assert store.tables.cases["c1"] == session.case
    assert session.case.claim("A.1").facts["企业数"].verified == 199
    news = [change.new for entry in store.tables.journal for change in entry.changes if "企业数" in change.subject]
    assert news[-1] == "199"


def test_a_case_that_was_moved_on_is_not_overwritten() -> None:
    session, store = opened()
    session.apply(AddClaim("A.1"))
    store.tables.cases["c1"] = replace(store.tables.cases["c1"], stage=Stage.CHECK)
    with pytest.raises(CaseMoved, match="复核"):
        session.save()


class Slow:
    """A store in which a transaction waits at its end until it is let go."""

    def __init__(self, store: FakeStore) -> None:
        self.store, self.reached, self.go_on = store, threading.Event(), threading.Event()

    def __call__(self) -> FakeUnitOfWork:
        unit = self.store()
        commit = unit.commit

        def slowly() -> None:
            self.reached.set()
            assert self.go_on.wait(10)
            commit()

        unit.commit = slowly  # type: ignore[method-assign]
        return unit


def test_what_is_undone_during_a_save_is_not_taken_for_saved() -> None:
    session, store = opened()
    complete(session)
    session.save()
    slow = Slow(store)
    again = ReviewSession(session.case, POLICY, open_uow=slow, clock=store.clock, surroundings=session.surroundings)
    again.apply(SetFactNote("A.1", "企业数", "误"))
    worker = threading.Thread(target=again.save)
    worker.start()
    assert slow.reached.wait(10)
    again.undo()
    during = again.dirty
    slow.go_on.set()
    again.save()
    worker.join()
    assert (during, again.dirty) == (True, False)
    assert store.tables.cases["c1"] == again.case == session.case


def test_what_somebody_else_saved_meanwhile_is_not_overwritten() -> None:
    first, store = opened()
    complete(first)
    first.save()
    around = replace(first.surroundings, version=store.tables.versions["c1"])
    one, other = (
        ReviewSession(first.case, POLICY, open_uow=store, clock=store.clock, surroundings=around) for _ in range(2)
    )
    one.apply(SetFactNote("A.1", "企业数", "一"))
    one.save()
    one.apply(SetFactNote("A.1", "企业数", "二"))
    one.save()
    other.apply(SetFactNote("A.1", "税收", "三"))
    with pytest.raises(CaseMoved, match="别处"):
        other.save()
    assert other.dirty
    assert store.tables.cases["c1"] == one.case


def test_a_document_is_stored_without_touching_the_case_and_then_added_under_free_names() -> None:
    session, store = opened()
    evidence = session.store("合同.png", PNG)
    assert not session.case.evidence
    assert store.tables.attachments[evidence.sha256] == PNG
    session.attach("合同.png", PNG + b"2")
    added = session.add_stored(evidence)
    assert (added.title, added.pages, len({item.key for item in session.case.evidence})) == ("合同 (2)", 1, 2)


def test_particulars_are_taken_back_one_by_one() -> None:
    session, _ = opened()
    year = session.case.year
    session.apply(SetBasics(year=year + 1))
    session.apply(SetBasics(applicant=replace(session.case.applicant, phone="1")))
    session.apply(SetBasics(applicant=replace(session.case.applicant, phone="12")))
    session.apply(SetBasics(applicant=replace(session.case.applicant, contact="王")))
    session.undo()
    assert session.case.applicant.phone == "12"
    session.undo()
    assert session.case.year == year + 1
    keys = [session.attach(name, PNG + name.encode()).key for name in ("甲.png", "乙.png")]
    for key in keys:
        session.apply(RenameEvidence(key, f"新{key}"))
    session.undo()
    assert [item.title for item in session.case.evidence] == [f"新{keys[0]}", "乙"]


@pytest.mark.parametrize("stage", [Stage.CHECK, Stage.DECISION, Stage.SIGNING, Stage.ISSUED])
def test_nobody_edits_content_after_it_was_submitted(stage: Stage) -> None:
    for person in (EXAMINER, CHECKER, APPROVER):
        session, _ = opened(person, stage)
        with pytest.raises(EditRefused):
            session.apply(AddClaim("A.1"))
        with pytest.raises(EditRefused):
            session.attach("a.png", PNG)


def test_who_decides_may_set_approved_amounts_and_nothing_else() -> None:
    session, store = opened()
    complete(session)
    session.save()
    decided = replace(store.tables.cases["c1"], stage=Stage.DECISION)
    actor = Actor(id=APPROVER.id, name=APPROVER.name, roles=APPROVER.roles)
    session = ReviewSession(decided, POLICY, open_uow=store, clock=store.clock, surroundings=Surroundings(actor=actor))
    store.tables.cases["c1"] = decided
    assert not session.editable
    assert session.decidable
    session.apply(SetApproved("A.1", 9_000_000, ""))
    assert [finding.code for finding in session.findings if finding.severity == "error"] == ["approved-without-reason"]
    session.apply(SetApproved("A.1", 9_000_000, "预算所限"))
    session.save()
    assert store.tables.journal[-1].action == "decide"
    with pytest.raises(EditRefused):
        session.apply(AcceptClaimed("A.1"))


def test_documents_are_told_by_their_content_and_named_apart() -> None:
    session, store = opened()
    first = session.attach(r"C:\扫描\合同.PDF", b"%PDF-1.7 ...")
    second = session.attach("合同.png", PNG)
    assert (first.title, first.media_type, second.title, second.media_type) == (
        "合同",
        "application/pdf",
        "合同 (2)",
        "image/png",
    )
    assert session.evidence_bytes(second.key) == PNG
    assert len(store.tables.attachments) == 2
    for name, content in (("表.xlsx", b"PK\x03\x04"), ("空.pdf", b""), ("大.png", PNG + bytes(50 * 1024 * 1024))):
        with pytest.raises(EvidenceRefused, match=name):
            session.attach(name, content)


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    session, _ = opened()
    session.apply(AddClaim("A.2"))
    session.apply(AddRow("A.2", "活动", "n1"))
    before = session.case
    session.apply(AcceptClaimed("A.2", "活动"))
    session.save()
    assert session.case is before
