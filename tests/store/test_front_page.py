"""What the window shows first is what the records say, read without the machinery for changes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import CaseSummary, Person, StoreError
from gongshu_desktop.store import Store

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]

PEOPLE = (
    Person(id="p2", name="陆明", roles=(Role.CHECKER, Role.APPROVER), post="科长"),
    Person(id="p1", name="沈一", roles=(Role.EXAMINER,), active=False),
)


def test_it_says_what_the_repositories_say(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as uow:
        for name in ("k1", "k2"):
            uow.cases.add(a_case(name), shown(a_case(name)))
        for person in PEOPLE:
            uow.office.save_person(person)
        uow.commit()
    with store.open_uow() as uow:
        assert list(store.front_page.summaries()) == list(uow.cases.summaries())
        assert list(store.front_page.people()) == list(uow.office.people()) == list(PEOPLE)
    assert [line.id for line in store.front_page.summaries()] == ["k1", "k2"]


def test_it_waits_for_nobody_who_writes(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as uow:
        uow.cases.add(a_case("k1"), shown(a_case("k1")))
        assert store.front_page.summaries() == []
        uow.commit()
    assert [line.id for line in store.front_page.summaries()] == ["k1"]


def test_what_cannot_be_read_is_told_in_words(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as tool:
        tool.execute("PRAGMA writable_schema = ON")
        tool.execute("UPDATE sqlite_master SET sql = 'nonsense' WHERE name = 'people'")
        tool.commit()
    with pytest.raises(StoreError, match=r"gongshu\.db"):
        store.front_page.people()
