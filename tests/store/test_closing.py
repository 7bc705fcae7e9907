"""After the end: the folder may be another program's, so nothing of a closed store touches the file any more."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from gongshu_desktop.review.case import Case
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import StoreUnavailable, open_store
from gongshu_desktop.store.front_page import FrontPage
from gongshu_desktop.store.gate import Gate

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]


def journal(path: Path) -> bytes:
    """How the file says that it is written: 1 1 with a rollback journal, 2 2 with a log."""
    with path.open("rb") as file:
        return file.read(20)[18:]


def test_the_front_page_of_a_closed_store_is_shut_and_the_file_stays_at_rest(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert store.front_page.people() == []
    store.close()
    for ask in (store.front_page.people, store.front_page.summaries):
        with pytest.raises(StoreUnavailable, match="已经关闭"):
            ask()
    assert journal(store.path) == b"\x01\x01"
    assert not list(tmp_path.glob("gongshu.db-*"))


def test_the_front_page_leaves_the_journal_as_it_is_and_makes_no_file(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    page = FrontPage(tmp_path / "gongshu.db", Gate())
    assert page.summaries() == []
    assert journal(tmp_path / "gongshu.db") == b"\x01\x01"
    with pytest.raises(StoreUnavailable):
        FrontPage(tmp_path / "other.db", Gate()).people()
    assert not (tmp_path / "other.db").exists()


def test_a_unit_of_work_begun_before_the_end_writes_no_more(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    store = open_store(tmp_path)
    idle, reading, writing = store.open_uow(), store.open_uow(), store.open_uow()
    with idle, reading, writing:
        assert reading.cases.summaries() == []
        writing.cases.add(a_case("k"), shown(a_case("k")))
        store.close()
        with pytest.raises(StoreUnavailable, match="已经关闭"):
            writing.commit()
        with open_store(tmp_path) as other:
            for late in (idle, reading, writing):
                with pytest.raises(StoreUnavailable, match="已经关闭"):
                    late.cases.add(a_case("k"), shown(a_case("k")))
                with pytest.raises(StoreUnavailable, match="已经关闭"):
                    late.cases.summaries()
            with other.open_uow() as uow:
                uow.cases.add(a_case("new"), shown(a_case("new")))
                uow.commit()
                assert [line.id for line in uow.cases.summaries()] == ["new"]


def test_the_end_waits_for_what_is_passing() -> None:
    gate, closing_ = Gate(), threading.Event()

    def close() -> None:
        gate.close()
        closing_.set()

    with gate.passing():
        thread = threading.Thread(target=close)
        thread.start()
        while not gate.closed:
            pass
        assert not closing_.wait(0.05)
    assert closing_.wait(5)
    thread.join()
    with pytest.raises(StoreUnavailable, match="已经关闭"), gate.passing():
        pass
    assert not gate.close()
