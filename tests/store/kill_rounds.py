"""Three long acts killed (SIGKILL) at a random moment each: signing a memo, upgrading the data, handing an update over.

Afterwards the office opens, what was called done is there, work goes on, and no file that bears its final name is half a file.
Run as a process of its own: ``python -m tests.store.kill_rounds FOLDER KILLS SEED`` (kills of each act).
"""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongshu_desktop import bootstrap
from gongshu_desktop.document.update.check import SignedUpdates
from gongshu_desktop.host import places
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.selftest.stored import unpack
from gongshu_desktop.services.journal.acts import OfficeAct, record_act
from gongshu_desktop.services.ports import MemoState, SignatureVerdict, StoredFile
from gongshu_desktop.services.update.folder import FOLDER
from gongshu_desktop.services.update.updating import BACKUPS, Updates
from gongshu_desktop.store import migration
from tests.packaging.update_stick import FakeInstalling, stick
from tests.services.offices import APPROVAL
from tests.store.released.build import EXAMPLES, PEOPLE, SECRET, WHEN

DATA = "gongshu.db"
MAINTAINER = Ed25519PrivateKey.generate()
Say = Callable[[str], None]
Work = Callable[[Path, Say], None]
Look = Callable[[Path, list[str]], None]


def opened(folder: Path) -> OpenOffice:
    """The office in a data folder, on the day of its signatures."""
    return bootstrap.open_office(folder, now=lambda: WHEN, rounds=1000)


def one_life(work: Work, folder: Path, seconds: float | None) -> tuple[bool, list[str]]:
    """Let a child work, and kill it after so long (never, if None): whether the kill came in time, and what it called done."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            work(folder, lambda word: bytes_written(writing, word))
            os._exit(0)
        os._exit(1)
    os.close(writing)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read().splitlines()
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child must die by our hand, not of an error"
    return os.WIFSIGNALED(status), said


def bytes_written(pipe: int, word: str) -> None:
    """One line to the parent, in one piece."""
    os.write(pipe, f"{word}\n".encode())


def expect_whole(folder: Path) -> None:
    """Each database that bears its final name is whole."""
    for file in (folder / DATA, *(folder / BACKUPS).glob("*.db")):
        assert migration.inspect(file, thorough=True) in {"0001", migration.HEAD}, file


def expect_no_rests(folder: Path) -> None:
    """Once the office was opened and has done the act, nothing unfinished lies about."""
    rests = [
        file for file in folder.rglob("*") if file.name.endswith((".part", ".new", ".restored", "-journal", "-wal"))
    ]
    assert rests == []


# --- signing ------------------------------------------------------------------------------------------------------------


class Signing:
    """One memo, drawn up; signed three times and written to a file each time."""

    def __init__(self, folder: Path) -> None:
        self.template = folder
        office = opened(folder)
        with closing(office):
            for name, role, post in PEOPLE:
                office.offices.save_person(name, (role,), post=post)
            root = office.offices.found("拱墅区审核工作组", "拱众审", SECRET)
            ids = {person.roles[0]: person.id for person in office.offices.people()}
            self.keys = {role: office.offices.issue_key(id, root, SECRET, SECRET) for role, id in ids.items()}
            self.people = {person.roles[0]: person for person in office.offices.people()}
            policy = office.policies.get("gongshu-2016-10")
            for key, reading in policy.readings.items():
                office.offices.adopt(policy.id, key, reading.suggested, self.people[Role.APPROVER], "会议纪要1号")
            self.case = self._decided(office)

    def _decided(self, office: OpenOffice) -> str:
        examiner, checker, approver = (self.people[role] for role in Role)
        path = next(EXAMPLES.glob("01-*.json"))
        case = office.desk.import_case(office.desk.preview(StoredFile(path=path, content=path.read_bytes())), examiner)
        office.stages.make(case, Move.ACCEPT, examiner)
        office.stages.make(case, Move.SUBMIT, examiner, "拟同意。")
        office.stages.make(case, Move.AGREE, checker, "复核无误。")
        office.memos.approve_and_draw(case, approver, APPROVAL)
        return case

    def prepare(self, folder: Path) -> None:
        """A copy to work in."""
        shutil.copytree(self.template, folder / "data")

    def work(self, folder: Path, say: Say) -> None:
        """Sign on, from wherever it stands."""
        office = opened(folder / "data")
        with closing(office):
            (memo,) = office.memos.of_case(self.case)
            for role in list(Role)[len(memo.signed_by) :]:
                memo = office.memos.sign(memo.id, self.people[role], self.keys[role], SECRET)
                say(f"{len(memo.pdf)} {hashlib.sha256(memo.pdf).hexdigest()}")
                put_whole(folder / "memo.pdf", memo.pdf)

    def look(self, folder: Path, said: list[str]) -> None:
        """Every signature that was called given is there; the rest can be given."""
        expect_whole(folder / "data")
        office = opened(folder / "data")
        with closing(office):
            (memo,) = office.memos.of_case(self.case)
            assert len(memo.signed_by) >= len(said)
            for line in said:
                length, digest = line.split()
                assert hashlib.sha256(memo.pdf[: int(length)]).hexdigest() == digest
            report = office.signing.check(memo.pdf, office.offices.trust())
            assert len(report.signatures) == len(memo.signed_by)
            assert all(item.good for item in report.signatures)
            written = folder / "memo.pdf"
            assert not written.exists() or memo.pdf.startswith(written.read_bytes())
            with office.store.open_uow() as uow:
                assert uow.journal.verify() is None
                issued = uow.cases.get(self.case).stage is Stage.ISSUED
            assert issued == (len(memo.signed_by) == len(Role)) == (memo.state is MemoState.ISSUED)
        self.work(folder, lambda _word: None)
        office = opened(folder / "data")
        with closing(office):
            (memo,) = office.memos.of_case(self.case)
            report = office.signing.check(memo.pdf, office.offices.trust())
            assert (memo.state, report.verdict, report.complete) == (MemoState.ISSUED, SignatureVerdict.INTACT, True)
        expect_no_rests(folder / "data")


# --- the upgrade of the data --------------------------------------------------------------------------------------------


class Migrating:
    """A data folder of the first structure, opened by this program."""

    def prepare(self, folder: Path) -> None:
        """The stored file of that structure."""
        unpack(places.released() / "0001.db.gz", folder / "data")

    def work(self, folder: Path, say: Say) -> None:
        """Open it, which upgrades it."""
        with closing(opened(folder / "data")):
            say("upgraded")

    def look(self, folder: Path, said: list[str]) -> None:
        """It is of the one structure or of the other, whole, and of the new one once it was opened."""
        expect_whole(folder / "data")
        found = migration.inspect(folder / "data" / DATA, thorough=True)
        assert found == migration.HEAD or not said
        office = opened(folder / "data")
        with closing(office):
            memos = [memo for line in office.desk.summaries() for memo in office.memos.of_case(line.id)]
            assert [memo.state for memo in memos] == [MemoState.ISSUED]
            check = office.signing.check(memos[0].pdf, office.offices.trust())
            assert check.verdict is SignatureVerdict.INTACT
            with office.store.open_uow() as uow:
                assert uow.journal.verify() is None
        expect_whole(folder / "data")
        assert list((folder / "data" / BACKUPS).glob("*-0001.db"))
        expect_no_rests(folder / "data")


# --- the update of the program ------------------------------------------------------------------------------------------


class HandingOver:
    """An update on a stick: checked, the data backed up, the installer handed over, the package put in a folder."""

    def __init__(self, folder: Path) -> None:
        self.stick = stick(folder / "stick", MAINTAINER)
        self.installer = next(self.stick.glob("*.exe")).read_bytes()
        self.public = folder / "maintainer.pem"
        self.public.write_bytes(MAINTAINER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    def prepare(self, folder: Path) -> None:
        """A data folder, and one for the package."""
        unpack(places.released() / f"{migration.HEAD}.db.gz", folder / "data")
        (folder / "to").mkdir()

    def work(self, folder: Path, say: Say) -> None:
        """Both ways of handing it over."""
        office = opened(folder / "data")
        with closing(office):
            office.tidy()
            updates = Updates(
                SignedUpdates(self.public, "0.1.0"),
                FakeInstalling(),
                office.offices.trust,
                office.back_up,
                lambda: datetime.now(UTC),
                folder / "data",
                record=lambda act, values: record_act(office.store.open_uow, act, values),
            )
            backup = updates.install(updates.check(self.stick))
            say(str(backup))
            if not any((folder / "to").glob("*.exe")):
                updates.put(updates.check(self.stick), folder / "to")
                say("put")

    def look(self, folder: Path, said: list[str]) -> None:
        """Backups and packages are whole or not there; what was called done stands in the journal."""
        expect_whole(folder / "data")
        for line in said:
            assert line == "put" or Path(line).exists()
        put = [file for file in (folder / "to").iterdir() if not file.name.startswith(".")]
        assert [file.read_bytes() for file in put] == [self.installer] * len(put)
        assert put or "put" not in said
        self.work(folder, lambda _word: None)
        office = opened(folder / "data")
        with closing(office):
            office.tidy()
            with office.store.open_uow() as uow:
                assert uow.journal.verify() is None
                assert len(uow.journal.of_act(OfficeAct.PUT_UPDATE)) >= ("put" in said)
                assert len(uow.journal.of_act(OfficeAct.UPDATE)) >= len([line for line in said if line != "put"])
        assert not (folder / "data" / FOLDER).exists()
        expect_no_rests(folder / "data")


def rounds(chance: random.Random, act: Signing | Migrating | HandingOver, folder: Path, kills: int) -> dict[str, float]:
    """So many kills of an act, anywhere in the time that it takes; what happened."""
    for name in ("cold", "warm"):  # modules are loaded by the first look, so the second one takes what all others take
        whole = folder / name
        act.prepare(whole)
        began = time.monotonic()
        killed, said = one_life(act.work, whole, None)
        takes = time.monotonic() - began
        assert not killed
        act.look(whole, said)
    done = words = 0
    while done < kills:
        place = folder / f"round{done}"
        act.prepare(place)
        killed, said = one_life(act.work, place, chance.uniform(0, takes))
        act.look(place, said)
        shutil.rmtree(place)
        done += killed
        words += len(said)
    return {"kills": done, "words": words, "seconds": round(takes, 3)}


def main(folder: Path, kills: int, seed: int) -> dict[str, dict[str, float]]:
    """All three acts."""
    chance = random.Random(seed)
    for name in ("signing", "update"):
        (folder / name).mkdir()
    acts: dict[str, Signing | Migrating | HandingOver] = {
        "signing": Signing(folder / "template"),
        "migrating": Migrating(),
        "handing-over": HandingOver(folder / "update"),
    }
    return {name: rounds(chance, act, folder / name, kills) for name, act in acts.items()}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
