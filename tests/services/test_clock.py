"""A clock that stands before the journal: nothing is signed or moved on, the journal shows each step back, a signature is in doubt."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, cli
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.journal.acts import ClockAct
from gongshu_desktop.services.journal.clock import TOLERANCE, behind, confirm_clock, steps_back
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.services.verification.record_comparison import Records
from gongshu_desktop.services.verification.verification import Conclusion, verify
from gongshu_desktop.services.verification.words import Here, concluded, in_plain_words
from gongshu_desktop.wiring import verifying
from tests.services.fakes import FakeClock
from tests.services.offices import EXAMPLES, PASSPHRASE, TestOffice, office_over
from tests.services.two_pcs import DECIDABLE, Pc

CASE = EXAMPLES / "01-annual-at-every-threshold.json"
WEEK = timedelta(days=7)


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestOffice]:
    with office_over(request.param, tmp_path / "data") as opened:
        opened.adopt_all()
        yield opened


def told(office: TestOffice) -> str:
    with office.open_uow() as uow:
        return behind(uow, office.clock())


def test_no_case_is_moved_on_and_nothing_signed_under_a_clock_before_the_journal(office: TestOffice) -> None:
    examiner, approver = office.people[Role.EXAMINER], office.people[Role.APPROVER]
    case = office.bring_in(CASE)
    before, office.clock.now = office.clock.now, office.clock.now - WEEK
    with pytest.raises(MoveRefused) as refusal:
        office.stages.make(case, Move.ACCEPT, examiner)
    for moment in (before, office.clock.now):
        assert f"{moment.astimezone():%Y-%m-%d %H:%M:%S}" in str(refusal.value)
    # What is not refused (taking a case in) leaves an entry of the wrong time; that makes the clock no better.
    office.bring_in(EXAMPLES / "06-investment-whole-multiples.json")
    with pytest.raises(MoveRefused, match="早于操作日志"):
        office.stages.make(case, Move.ACCEPT, examiner)
    office.clock.now = before
    office.approve(case)
    memo = office.memos.draw_up(case, approver)
    office.clock.now -= WEEK
    with pytest.raises(MemoRefused, match="早于操作日志"):
        office.memos.sign(memo.id, examiner, office.keys[Role.EXAMINER], PASSPHRASE)
    office.clock.now += WEEK
    office.issue(case)
    with office.open_uow() as uow:
        assert uow.cases.get(case).stage is Stage.ISSUED
        (step,) = steps_back(uow)
    assert (step.before.at, step.entry.at, step.settled) == (before, before - WEEK, False)


def test_small_corrections_and_other_zones_are_no_step_back(office: TestOffice) -> None:
    case = office.bring_in(CASE)
    office.clock.now -= TOLERANCE
    office.stages.make(case, Move.ACCEPT, office.people[Role.EXAMINER])
    office.clock.now = office.clock.now.astimezone(timezone(timedelta(hours=-8)))
    assert told(office) == ""
    office.clock.now += timedelta(minutes=1)
    office.submit_and_decide(case, *(office.people[role] for role in Role))
    office.clock.now = office.clock.now.astimezone(timezone(timedelta(hours=9)))
    office.issue(case)
    with office.open_uow() as uow:
        assert list(steps_back(uow)) == []


def test_whoever_knows_that_the_clock_was_ahead_answers_for_it(office: TestOffice) -> None:
    """Else one entry of a year that is yet to come would stop all signing until then."""
    examiner = office.people[Role.EXAMINER]
    right, office.clock.now = office.clock.now, office.clock.now + 500 * WEEK
    case = office.bring_in(CASE)
    office.clock.now = right + timedelta(hours=1)
    assert "早于操作日志" in told(office)
    confirm_clock(office.open_uow, office.clock, by=examiner.id)
    confirm_clock(office.open_uow, office.clock, by=examiner.id)  # there is nothing left to answer for
    assert told(office) == ""
    office.stages.make(case, Move.ACCEPT, examiner)
    office.clock.now -= WEEK
    assert "早于操作日志" in told(office)
    with office.open_uow() as uow:
        (entry,) = uow.journal.of_act(ClockAct.CONFIRM)
        assert [(step.entry.sequence, step.settled) for step in steps_back(uow)] == [(entry.sequence, True)]
        assert entry.person == examiner.id


def test_a_signature_that_is_older_than_an_earlier_step_of_its_case_is_in_doubt(tmp_path: Path) -> None:
    with office_over("memory", tmp_path) as office:
        office.adopt_all()
        office.clock.now += 2 * WEEK
        case = office.bring_in(CASE)
        office.clock.now -= WEEK
        confirm_clock(office.open_uow, office.clock, by="")  # a confirmation does not make the signature any younger
        office.approve(case)
        pdf = office.issue(case)
        office.clock.now += 2 * WEEK
        report = verify(pdf, office.offices.trust(), verifying(now=office.clock))
        compared = Records(office.open_uow, office.policies).compare(report)
        here = Here(office="测试局", root=office.offices.fingerprint(), compared=compared)
        assert report.conclusion is Conclusion.HOLDS
        assert concluded(report, here) is Conclusion.UNCONFIRMED
        assert sum("早于本案此前的一步" in line for line in in_plain_words(report, here)) == 3


def test_a_case_from_a_pc_whose_clock_is_ahead_is_moved_on_and_signed(two: tuple[Pc, Pc]) -> None:
    """Its steps bear the times of that PC; the journal here those of this one."""
    one, other = two
    case = one.bring_in(DECIDABLE)
    one.clock.pass_seconds(3_000)
    one.accept(case)
    one.submit(case)
    package = one.pack(case)
    other.clock.now -= timedelta(seconds=2_900)
    other.take(package)
    assert other.office.clock_guard.behind() == ""
    other.agree(case)
    memo = other.approve(case)
    other.sign(memo, *Role)
    report = other.office.verify(other.office.memos.get(memo).pdf, other.office.offices.trust())
    assert concluded(report, other.office.beside(report)) is Conclusion.HOLDS


def test_the_check_of_the_journal_lists_each_step_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = FakeClock()
    office = bootstrap.open_office(tmp_path, now=clock)
    with closing(office):
        for day in (5, 6, 3, 4, 7, 1, 8):
            clock.now = datetime(2016, 12, day, 9, tzinfo=UTC)
            office.offices.save_person(f"人员{day}", (Role.EXAMINER,))
    assert cli.main(["--data", str(tmp_path), "journal", "check"]) == 0
    said = capsys.readouterr().out
    assert [f"第{entry}条的时间" in said for entry in range(1, 8)] == [False, True, True, False, True, True, False]
    assert cli.main(["--data", str(tmp_path), "journal", "check", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps_back"]
    assert [(step["before"], step["entry"], step["confirmed"]) for step in steps] == [(2, 3, False), (5, 6, False)]
