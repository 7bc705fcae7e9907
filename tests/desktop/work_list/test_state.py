"""The work list's search, filters, order and sums."""

import time
from dataclasses import replace

import pytest

from gongshu_desktop.desktop.screens.work_list.state import Catalogue, Column, Filter, Pick, waits_for
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.records import CaseSummary
from tests.desktop.fakes import PEOPLE, summary

CASES = tuple(summary(number) for number in range(1, 55))


def found(**wanted: object) -> tuple[CaseSummary, ...]:
    return Catalogue(CASES, PEOPLE[0]).listing(replace(Filter(), **wanted)).rows  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "运河创客工场7",
        "YHCKGC7",
        "yhck 7号",
        "拱众审〔2016〕7号",
        "91330105MA27X0007",
        "91330105ma27x0007",
        "小河 审核 〔2016〕7号",
    ],
)
def test_a_case_is_found_by_whatever_one_knows_of_it(typed: str) -> None:
    case = replace(CASES[6], initials="slyhckgc7", uscc="91330105MA27X0007Q")
    catalogue = Catalogue((*CASES[:6], case, *CASES[7:]), None)

    assert case in catalogue.listing(Filter(text=typed)).rows
    assert len(catalogue.listing(Filter(text=typed)).rows) < 10


def test_every_word_must_be_found() -> None:
    assert found(text="运河 祥符") == ()


def test_filters_work_together_and_the_sums_are_over_what_is_listed() -> None:
    listing = Catalogue(CASES, None).listing(Filter(pick=Pick.ISSUED, year=2016))

    assert listing.rows
    assert {(item.stage, item.year) for item in listing.rows} == {(Stage.ISSUED, 2016)}
    assert listing.claimed == sum(item.claimed or 0 for item in listing.rows)
    assert listing.approved == sum(item.approved or 0 for item in listing.rows)
    assert listing.undetermined == sum(1 for item in listing.rows if item.computed is None)


def test_the_chips_count_within_the_other_filters() -> None:
    listing = Catalogue(CASES, None).listing(Filter(pick=Pick.ISSUED, year=2016))

    assert listing.counts[Pick.ALL] == sum(1 for item in CASES if item.year == 2016)
    assert listing.counts[Pick.ISSUED] == len(listing.rows)


@pytest.mark.parametrize("order", list(Column))
def test_every_column_sorts_both_ways(order: Column) -> None:
    up, down = found(order=order, descending=False), found(order=order, descending=True)

    assert {item.id for item in up} == {item.id for item in CASES}
    if order is Column.CLAIMED:
        assert [item.claimed for item in up] == sorted(item.claimed or 0 for item in CASES)
        assert [item.claimed for item in down] == sorted((item.claimed or 0 for item in CASES), reverse=True)


def test_a_case_that_names_no_amount_comes_before_those_of_nought_and_adds_nothing() -> None:
    cases = [replace(CASES[number], claimed=claimed) for number, claimed in enumerate((5, 0, None))]

    listing = Catalogue(cases, None).listing(Filter(order=Column.CLAIMED, descending=False))

    assert [item.claimed for item in listing.rows] == [None, 0, 5]
    assert listing.claimed == 5


def test_numbers_sort_as_numbers() -> None:
    numbers = [item.number for item in found(order=Column.NUMBER, descending=False, year=2016)]

    assert numbers.index("拱众审〔2016〕7号") < numbers.index("拱众审〔2016〕14号")


@pytest.mark.parametrize(
    ("stage", "role", "people", "waits"),
    [
        (Stage.EXAMINATION, Role.EXAMINER, {}, True),
        (Stage.EXAMINATION, Role.CHECKER, {}, False),
        (Stage.CHECK, Role.CHECKER, {Role.EXAMINER: "other"}, True),
        (Stage.CHECK, Role.CHECKER, {Role.EXAMINER: "me"}, False),
        (Stage.DECISION, Role.APPROVER, {Role.EXAMINER: "a", Role.CHECKER: "b"}, True),
        (Stage.EXAMINATION, Role.EXAMINER, {Role.EXAMINER: "other"}, False),
        (Stage.ISSUED, Role.APPROVER, {}, False),
    ],
)
def test_what_waits_for_me(stage: Stage, role: Role, people: dict[Role, str], waits: bool) -> None:
    me = replace(PEOPLE[0], id="me", roles=(role,))

    assert waits_for(replace(CASES[0], stage=stage, people=people), me) is waits


@pytest.mark.parametrize(("signer", "waits"), [("me", True), ("other", False), ("", False)])
def test_a_signature_waits_for_whose_turn_it_is(signer: str, waits: bool) -> None:
    people = dict(zip(Role, ("other", "me", "third"), strict=True))

    case = replace(CASES[0], stage=Stage.SIGNING, people=people, signer=signer)

    assert waits_for(case, replace(PEOPLE[0], id="me")) is waits


def test_a_hundred_thousand_cases_are_filtered_within_a_tenth_of_a_second() -> None:
    catalogue = Catalogue([summary(number) for number in range(1, 100_001)], PEOPLE[0])
    catalogue.listing(Filter())

    best = min(_seconds(catalogue, Filter(text=typed)) for typed in ("运河", "99991", "运河 审核"))

    assert best < 0.1


def _seconds(catalogue: Catalogue, wanted: Filter) -> float:
    begun = time.perf_counter()
    catalogue.listing(wanted)
    return time.perf_counter() - begun


def test_what_was_handed_over_counts_for_no_stage_here() -> None:
    here, there = summary(2, Stage.CHECK), replace(summary(8, Stage.CHECK), handed_to="二号机", returned=True)
    catalogue = Catalogue([here, there], PEOPLE[1])
    counts = catalogue.listing(Filter()).counts
    assert (counts[Pick.ALL], counts[Pick.CHECK], counts[Pick.MINE], counts[Pick.RETURNED]) == (2, 1, 1, 0)
    assert counts[Pick.HANDED_OVER] == 1
    assert catalogue.listing(Filter(pick=Pick.HANDED_OVER)).rows == (there,)
