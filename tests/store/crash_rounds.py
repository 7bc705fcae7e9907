"""Kills a program that is editing, again and again, and looks at what is left: run by ``test_crash``, also by hand.

    python -m tests.store.crash_rounds FOLDER ROUNDS SEED

Each round forks a child that opens the store and edits through the unit of work; after each commit it says so through a pipe.
It is killed (SIGKILL) at a random moment: while opening, writing or closing. Then the file must be whole, the journal's chain
must hold, the case must be exactly what its last journal entry says, and nothing that was called saved may be missing.
"""

import contextlib
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    Evidence,
    FactEntry,
    Makerspace,
    TableEntry,
    TableRow,
)
from gongshu_desktop.services.ports import Change
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import Store, open_store

MEASURES, ROWS = ("3.2.1", "3.2.5", "3.3.1"), 12
ROUNDS_A_FILE = 25
LONGEST_LIFE = 0.09
LONGEST_MOMENT = 0.008


def beginning() -> Case:
    """The case before the first edit."""
    table = TableEntry(rows=tuple(TableRow(key=f"k{n}", claimed={"支出": 1}, verified={}) for n in range(ROWS)))
    return Case(
        id="k",
        policy="gongshu-2016-10",
        year=2016,
        number="1号",
        applicant=Applicant(name="某某公司", uscc="91330105MA27X00000", roles=("主办方",)),
        makerspace=Makerspace(name="某某众创空间", subdistrict="祥符街道", level="市级"),
        claims=tuple(Claim(measure=measure, tables={"活动": table}) for measure in MEASURES),
    )


def edited(case: Case, number: int) -> Case:
    """The edit of that number: one cell, one fact, the number of the case; now and then a document."""
    place = number % len(MEASURES)
    claim = case.claims[place]
    table = claim.tables["活动"]
    rows = list(table.rows)
    row = number % ROWS
    rows[row] = replace(rows[row], verified={"支出": number, "已备案": number % 2 == 0})
    changed = replace(
        claim,
        claimed=number,
        facts={"企业数": FactEntry(claimed=number, verified=number, note=f"第{number}次")},
        tables={"活动": replace(table, rows=tuple(rows), verified=True)},
    )
    claims = (*case.claims[:place], changed, *case.claims[place + 1 :])
    return replace(case, number=f"{number}号", claims=claims)


def content(number: int) -> bytes:
    """A document of some pages."""
    return f"%PDF {number} ".encode() * 3000


def summary(case: Case) -> CaseSummary:
    """The work list's line."""
    return CaseSummary(
        id=case.id,
        number=case.number,
        policy=case.policy,
        year=case.year,
        makerspace=case.makerspace.name,
        applicant=case.applicant.name,
        uscc=case.applicant.uscc,
        subdistrict=case.makerspace.subdistrict,
        stage=case.stage,
        returned=False,
        claimed=1,
        computed=None,
        subtotal=0,
        approved=None,
        pending=0,
        changed=datetime.now(UTC),
    )


def save_edit(store: Store, case: Case, number: int) -> Case:
    """One edit, saved with its journal entry in one transaction."""
    case = edited(case, number)
    with store.open_uow() as uow:
        if number % 5 == 0:
            sha256 = uow.attachments.put(content(number), "application/pdf")
            document = Evidence(key=str(number), title=f"附件{number}", sha256=sha256, size=len(content(number)))
            case = replace(case, evidence=(*case.evidence[-3:], document))
        uow.cases.save(case, summary(case))
        uow.journal.write(person="z", action="edit", case="k", changes=(Change(subject="number", new=str(number)),))
        uow.commit()
    return case


def edit_until_killed(folder: Path, case: Case, number: int, pipe: int) -> None:
    """The child's life."""
    store = open_store(folder)
    while True:
        number += 1
        case = save_edit(store, case, number)
        os.write(pipe, b"%d\n" % number)
        if number % 17 == 0:
            store.close()
            store = open_store(folder)


def one_life(folder: Path, case: Case, number: int, saves: int, seconds: float) -> int:
    """Let a child edit until it has called so many edits saved, and a moment longer, then kill it.

    Gives the number of the last edit that it called saved. Waiting for its word and not for the clock keeps the kill in
    the midst of saving on a slow machine as well.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            edit_until_killed(folder, case, number, writing)
        os._exit(1)
    os.close(writing)
    said = b""
    while said.count(b"\n") < saves and (word := os.read(reading, 4096)):
        said += word
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child must die by our hand, not of an error"
    with os.fdopen(reading, "rb") as rest:
        lines = (said + rest.read()).decode().split("\n")[:-1]
    return int(lines[-1]) if lines else number


def states(case: Case, number: int) -> Iterator[tuple[int, Case]]:
    """What the case was after each edit from there on."""
    while True:
        yield number, case
        number += 1
        case = edited(case, number)
        if number % 5 == 0:
            sha256 = hashlib.sha256(content(number)).hexdigest()
            document = Evidence(key=str(number), title=f"附件{number}", sha256=sha256, size=len(content(number)))
            case = replace(case, evidence=(*case.evidence[-3:], document))


def look(folder: Path, case: Case, number: int, saved: int) -> tuple[int, Case]:
    """Open what is left and check it; the number of the last edit that is there, and the case."""
    with open_store(folder) as store:
        with closing(sqlite3.connect(store.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with store.open_uow() as uow:
            assert uow.journal.verify() is None
            head, back = uow.journal.head(), uow.cases.get("k")
            assert head is not None
            last = int(head.changes[0].new or 0)
            assert saved <= last <= saved + 1, f"called saved: {saved}, there: {last}"
            expected = next(state for reached, state in states(case, number) if reached == last)
            assert back == expected, f"the case is not what it was after edit {last}"
            for document in back.evidence:
                assert uow.attachments.get(document.sha256) == content(int(document.key))
    return last, back


def main(folder: Path, rounds: int, seed: int) -> dict[str, int]:
    """All rounds; what happened in them."""
    chance = random.Random(seed)
    kills = saves = idle = unreported = 0
    while kills < rounds:
        place = folder / f"file{kills}"
        case, number = beginning(), 0
        with open_store(place) as store, store.open_uow() as uow:
            uow.cases.add(case, summary(case))
            uow.journal.write(person="z", action="add", case="k", changes=(Change(subject="number", new="0"),))
            uow.commit()
        for round_ in range(min(ROUNDS_A_FILE, rounds - kills)):
            if round_ % 4 == 0:  # at any moment of opening, too
                saved = one_life(place, case, number, 0, chance.uniform(0.001, LONGEST_LIFE))
            else:
                saved = one_life(place, case, number, chance.randint(1, 6), chance.uniform(0, LONGEST_MOMENT))
            last, back = look(place, case, number, saved)
            saves += last - number
            idle += last == number
            unreported += last - saved
            case, number = back, last
            kills += 1
    return {"kills": kills, "saves": saves, "idle": idle, "unreported": unreported}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
