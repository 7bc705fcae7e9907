"""Packages that somebody made to keep a PC busy: refused soon, and whoever reads one can stop."""

import hashlib
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from gongshu_desktop.exchange.json_source import parse
from gongshu_desktop.exchange.pack.pack_file import LARGEST_TEXT, Packages
from gongshu_desktop.review.case import Evidence
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.arrival_journal import expect_people_apart
from gongshu_desktop.services.handover.package import Package
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.chain import entry_digest
from gongshu_desktop.services.journal.histories import stretch
from gongshu_desktop.services.journal.whereabouts import Counted, HandOverAct
from tests.services.two_pcs import DECIDABLE, Pc

SOON = 20.0
"""Seconds. Without the bounds each of these takes minutes."""


@pytest.fixture
def package(one: Pc) -> Package:
    """Of a case whose memo waits for its signatures."""
    id = one.bring_in(DECIDABLE)
    one.accept(id)
    one.submit(id)
    one.agree(id)
    one.approve(id)
    return Packages(one.office.policies).read(one.pack(id)).package


class Stopped(Exception):
    """Somebody stopped it."""


class Asked:
    """Whether to go on: so often yes, then no."""

    def __init__(self, most: int) -> None:
        self.left = most

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Stopped


def with_entries(package: Package, count: int, people: int) -> Package:
    """The package with so many more entries, by so many people who examined the case."""
    (history,) = package.histories
    made = list(history.entries)
    for number in range(count):
        last = made[-1]
        sequence, at, person = last.sequence + 1, last.at + timedelta(seconds=1), f"p{number % people}"
        digest = entry_digest(sequence, at.isoformat(), person, Act.EDIT, last.case, (), last.digest)
        made.append(
            replace(
                last, sequence=sequence, at=at, person=person, action=Act.EDIT, changes=(), previous=last.digest,
                digest=digest,
            )
        )  # fmt: skip
    told = stretch(
        history.office, {**history.people, **{f"p{number}": f"某{number}" for number in range(people)}}, made
    )
    return replace(package, histories=(told,), rests=(told.sha256,))


def test_of_many_memos_to_be_signed_none_is_drawn_again(other: Pc, package: Package) -> None:
    (memo,) = package.memos
    many = replace(package, memos=tuple(replace(memo, id=f"m{number}") for number in range(40)))
    content = Packages(other.office.policies).write(many).content
    with pytest.raises(HandOverRefused, match="待签的意见书有40份"):
        other.office.taking_over.preview(content, Asked(20))


def test_whoever_reads_one_can_stop(other: Pc, package: Package) -> None:
    content = Packages(other.office.policies).write(package).content
    for most in range(4):
        with pytest.raises(Stopped):
            other.office.taking_over.preview(content, Asked(most))


def test_more_entries_than_any_case_has_are_refused(other: Pc, package: Package) -> None:
    files = Packages(other.office.policies)
    with pytest.raises(CaseFileRefused, match="操作日志合计应不超过50000条"):
        files.read(files.write(with_entries(package, 50_000, 1)).content)


def test_thousands_of_people_are_held_apart_soon(package: Package) -> None:
    begun = time.monotonic()
    many = with_entries(package, 20_000, 20_000)
    expect_people_apart(many, ())
    checker = next(item for item in package.case.passages if item.role is Role.CHECKER)
    twice = replace(checker, person="p19999", name="某7")
    with pytest.raises(HandOverRefused, match="既是"):
        expect_people_apart(replace(many, case=replace(many.case, passages=(twice,))), ())
    assert time.monotonic() - begun < SOON


def test_a_scan_that_thousands_of_documents_name_is_looked_through_once(other: Pc, package: Package) -> None:
    scan = b"\x89PNG\r\n\x1a\n" + bytes(20_000_000)
    sha256 = hashlib.sha256(scan).hexdigest()
    documents = tuple(
        Evidence(key=f"e{n}", title=f"第{n}份", sha256=sha256, media_type="image/png", size=len(scan), pages=None)
        for n in range(8_000)
    )
    files = Packages(other.office.policies)
    case = replace(package.case, evidence=(*package.case.evidence, *documents))
    content = files.write(replace(package, case=case, attachments={**package.attachments, sha256: scan})).content
    begun = time.monotonic()
    assert len(files.read(content).package.case.evidence) >= len(documents)
    assert time.monotonic() - begun < SOON


def test_takings_over_that_were_undone_are_counted_soon() -> None:
    begun = time.monotonic()
    found = Counted[int]()
    for number in range(100_000):
        found.follow(Act.EDIT, number)
        found.follow(HandOverAct.UNDO, number)
    found.follow(HandOverAct.TAKE_OVER, 1)
    found.follow(HandOverAct.UNDO, 2)
    assert len(found.acts) == 100_000
    assert time.monotonic() - begun < SOON


def test_a_file_of_nothing_but_brackets_takes_no_memory() -> None:
    with pytest.raises(CaseFileRefused, match="应不超过4000000项"):
        parse(b"[" + b"{}," * 3_000_000 + b"{}]", LARGEST_TEXT)
    assert parse(b"[" + b"{}," * 1_000 + b"{}]", LARGEST_TEXT)
