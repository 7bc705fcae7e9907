"""A payment table knows what the tables before it listed: nobody is paid twice, and nothing is paid on what is being corrected."""

import json
from dataclasses import replace

import pytest

from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.review.papers.payment import PaymentSummary
from gongshu_desktop.review.papers.publicity import PublicityList
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.journal.acts import Act, OfficeAct
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.paper_kinds import PaperKind, PaperRefused
from gongshu_desktop.services.papers.payment_batches import on_record
from gongshu_desktop.services.ports import Change, MemoState
from tests.document.memo_samples import policy
from tests.services.test_papers import Desk

ANNUAL = "01-annual-at-every-threshold"
RENT = "11-rent-leap-year-over-1000-square-metres"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def paid(desk: Desk, *, draft: bool = False) -> PaymentSummary:
    desk.papers.of_year(PaperKind.PAYMENT, 2016, draft=draft)
    assert isinstance(desk.pages.last, PaymentSummary)
    return desk.pages.last


def correcting(desk: Desk, case: Case) -> None:
    """The correction of an issued case has begun."""
    moved = replace(case, stage=Stage.EXAMINATION)
    desk.store.tables.cases[case.id] = moved
    desk.store.tables.summaries[case.id] = replace(desk.store.tables.summaries[case.id], stage=Stage.EXAMINATION)
    desk.moved(case, Act.CORRECT)


def reissued(desk: Desk, case: Case, amount: int) -> None:
    """The case is issued again, with another approved amount for its only measure."""
    (claim,) = case.claims
    again = replace(case, stage=Stage.ISSUED, claims=(replace(claim, approved=amount, approved_reason="更正"),))
    old = desk.store.tables.memos[f"m-{case.id}"]
    desk.store.tables.memos[old.id] = replace(old, state=MemoState.SUPERSEDED)
    desk.store.tables.cases[case.id] = again
    desk.store.tables.summaries[case.id] = replace(desk.store.tables.summaries[case.id], stage=Stage.ISSUED)
    desk.add_memo(again, MemoState.ISSUED, f"m2-{case.id}")


def lists(desk: Desk) -> list[dict[str, str]]:
    return [
        {change.subject: change.new or "" for change in entry.changes}
        for entry in desk.store.tables.journal
        if entry.action == OfficeAct.LIST
    ]


def test_the_next_batch_lists_what_is_new_and_the_journal_keeps_each(desk: Desk) -> None:
    desk.add(ANNUAL, Stage.ISSUED, number=1)
    first = paid(desk)
    assert (first.batch, first.total, first.back) == (1, 10_000_000, 0)
    desk.add(RENT, Stage.ISSUED, number=2)
    second = paid(desk)
    assert (second.batch, second.settled) == (2, 1)
    assert [row.number for row in second.rows] == ["拱众审〔2016〕2号"]
    assert [said["paper/batch"] for said in lists(desk)] == ["1", "2"]
    assert PaymentSummary.from_json(json.loads(lists(desk)[0]["paper/content"])) == first
    own = [entry for entry in desk.store.tables.journal if entry.action == OfficeAct.PAYABLE]
    assert [(entry.case, entry.told("paper/batch")) for entry in own] == [("c1", "1"), ("c2", "2")]
    said = [change_words(change, policy(), {}) for change in own[0].changes]
    assert said == ["文书 · 批次：1", "文书 · 累计列入拨付：100,000.00元", "", ""]


def test_a_table_made_again_is_the_last_one_as_it_was(desk: Desk) -> None:
    desk.add(ANNUAL, Stage.ISSUED)
    first = paid(desk)
    desk.store.clock.pass_seconds(86_400)
    assert paid(desk) == paid(desk, draft=True) == first
    told = lists(desk)
    assert [said.get("paper/reprint", "") for said in told] == ["", "true"]
    assert "paper/content" not in told[1]
    assert told[0]["paper/digest"] == told[1]["paper/digest"]


def test_a_batch_that_somebody_made_meanwhile_is_not_made_twice(desk: Desk) -> None:
    """Two windows composed the same batch; the second would pay what the first has listed."""
    desk.add(ANNUAL, Stage.ISSUED, number=1)
    mine = paid(desk, draft=True)
    desk.add(RENT, Stage.ISSUED, number=2)
    assert paid(desk).batch == mine.batch == 1
    with desk.store() as uow, pytest.raises(PaperRefused, match="第1批拨付汇总表刚刚已编制"):
        on_record(uow, mine, "")
    assert [entry.case for entry in desk.store.tables.journal if entry.action == OfficeAct.PAYABLE] == ["c1", "c2"]


def test_a_draft_pays_nobody(desk: Desk) -> None:
    desk.add(ANNUAL, Stage.ISSUED)
    assert paid(desk, draft=True).batch == paid(desk, draft=True).batch == 1
    assert lists(desk) == []
    assert paid(desk).total == 10_000_000


@pytest.mark.parametrize(("amount", "now", "back"), [(9_000_000, 0, 1_000_000), (0, 0, 10_000_000)])
def test_what_was_listed_too_much_is_claimed_back(desk: Desk, amount: int, now: int, back: int) -> None:
    case = desk.add(ANNUAL, Stage.ISSUED)
    paid(desk)
    reissued(desk, case, amount)
    second = paid(desk)
    (row,) = second.rows
    assert (row.before, row.total, row.now, row.back) == (10_000_000, amount, now, back)
    assert (second.batch, second.total, second.back) == (2, now, back)
    assert sum(item.amount for item in second.measures) == now - back
    assert [said.get("paper/back") for said in lists(desk)] == [None, str(back)]
    assert paid(desk) == second


def test_what_is_being_corrected_is_left_out_and_named(desk: Desk) -> None:
    case = desk.add(ANNUAL, Stage.ISSUED, number=1)
    desk.add(RENT, Stage.ISSUED, number=2)
    correcting(desk, case)
    first = paid(desk)
    assert [row.number for row in first.rows] == ["拱众审〔2016〕2号"]
    assert first.correcting == ("拱众审〔2016〕1号",)
    with pytest.raises(PaperRefused, match="拱众审〔2016〕1号正在更正"):
        paid(desk)
    desk.papers.of_year(PaperKind.PUBLICITY, 2016)
    public = desk.pages.last
    assert isinstance(public, PublicityList)
    assert public.correcting == first.correcting
    assert [row.number for row in public.rows] == ["拱众审〔2016〕2号"]
    reissued(desk, case, 9_000_000)
    assert [(row.number, row.now) for row in paid(desk).rows] == [("拱众审〔2016〕1号", 9_000_000)]


def test_the_ledger_says_what_was_listed(desk: Desk) -> None:
    case = desk.add(ANNUAL, Stage.ISSUED)
    paid(desk)
    reissued(desk, case, 9_000_000)
    paid(desk)
    desk.papers.of_year(PaperKind.LEDGER, 2016)
    book = desk.pages.last
    assert isinstance(book, YearLedger)
    assert (book.batches, book.listed) == (2, 9_000_000)


def test_tables_of_which_only_the_total_is_known_are_told(desk: Desk) -> None:
    desk.add(ANNUAL, Stage.ISSUED)
    old = {"paper/kind": "payment", "paper/year": "2016", "paper/total": "10000000"}
    for year in ("2016", "2015"):
        with desk.store() as uow:
            changes = tuple(Change(subject=name, new=value) for name, value in {**old, "paper/year": year}.items())
            uow.journal.write(person="", action=OfficeAct.LIST, case=None, changes=changes)
            uow.commit()
    assert paid(desk).untold == 1


def test_a_table_that_cannot_be_read_stops_the_next(desk: Desk) -> None:
    desk.add(ANNUAL, Stage.ISSUED)
    paid(desk)
    entry = desk.store.tables.journal[-1]
    changes = tuple(replace(item, new="{}") if item.subject == "paper/content" else item for item in entry.changes)
    desk.store.tables.journal[-1] = replace(entry, changes=changes)
    with pytest.raises(PaperRefused, match="读不出内容"):
        paid(desk)


def test_a_corrected_memo_bears_its_mark() -> None:
    from gongshu_desktop.review.memo.decided import Correction
    from gongshu_desktop.review.papers.grants import grant
    from tests.document.memo_samples import example, memo

    content: MemoContent = memo(example(ANNUAL))
    correction = Correction(
        ordinal=2,
        number=content.number,
        drawn="2016-12-01",
        sha256="",
        reason="",
        by="",
        on="2016-12-02",
        measures=(),
        before=0,
        after=0,
    )
    assert grant(content, "2016-12-20").mark == ""
    assert grant(replace(content, correction=correction), "2016-12-20").mark == "（第二次更正）"
    assert grouped(grant(content, "2016-12-20").total) == "100,000.00"
