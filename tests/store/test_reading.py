"""A record that is only read: not one byte of its folder changes, whatever state it was left in and whoever has it open."""

import hashlib
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from gongshu_desktop.host import places
from gongshu_desktop.review.case import Case
from gongshu_desktop.selftest.stored import unpack
from gongshu_desktop.services.ports import Change, UnitOfWork
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import (
    StoreChangedWhileRead,
    StoreDamaged,
    StoreForeign,
    StoreNewer,
    StoreOnNetwork,
    StoreUnavailable,
    open_store,
    restore_backup,
)
from gongshu_desktop.store.reading import ReadStore, _begins_as_a_log, read_store

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]


def bytes_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Nothing in the folder is another file, or holds another byte, after the block."""
    before = bytes_of(folder)
    yield
    assert bytes_of(folder) == before


def fill(uow: UnitOfWork, case: Case, line: CaseSummary) -> None:
    uow.cases.add(case, line)
    uow.journal.write(person="p", action="edit", case=case.id, changes=(Change(subject="n", new="1"),))
    uow.commit()


def what_stands(folder: Path) -> list[str]:
    with read_store(folder) as store, store.open_uow() as uow:
        assert uow.journal.verify() is None
        return [item.id for item in uow.cases.summaries()]


@pytest.fixture
def folder(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> Path:
    """A data folder at rest."""
    with open_store(tmp_path / "data") as store, store.open_uow() as uow:
        fill(uow, a_case("k"), shown(a_case("k")))
    return tmp_path / "data"


def test_a_record_at_rest_is_read_without_a_change(folder: Path) -> None:
    with untouched(folder):
        assert what_stands(folder) == ["k"]


def test_what_is_only_read_takes_no_change(folder: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    with (
        untouched(folder),
        read_store(folder) as store,
        pytest.raises(StoreUnavailable),
        store.open_uow() as uow,
    ):
        fill(uow, a_case("m"), shown(a_case("m")))


AT_WORK = """
import sys
from pathlib import Path
from gongshu_desktop.store import open_store
with open_store(Path(sys.argv[1])) as store:
    for line in sys.stdin:
        with store.open_uow() as uow:
            uow.journal.write(person="p", action=line.strip(), case=None, changes=())
            uow.commit()
        print("saved", flush=True)
"""


def test_a_record_is_read_while_the_program_has_it_open(folder: Path) -> None:
    """The program is another process, as it is for the auditor: two connections of one process share SQLite's index."""
    child = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(folder)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None

    def work(act: str) -> None:
        print(act, file=child.stdin, flush=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "saved\n"

    def last(store: ReadStore) -> str:
        with store.open_uow() as uow:
            head = uow.journal.head()
            assert head is not None
            return head.action

    with child:
        work("one")
        assert (folder / "gongshu.db-shm").exists()
        with untouched(folder), read_store(folder) as store:
            assert last(store) == "one"
        with read_store(folder) as store:
            work("two")
            assert last(store) == "two"
            with store.open_uow() as uow:
                assert uow.journal.verify() is None
                work("three")  # who reads keeps nobody from writing
        child.stdin.close()
    assert child.returncode == 0
    with untouched(folder), read_store(folder) as store:
        assert last(store) == "three"


@pytest.mark.parametrize("left", [("-wal", "-shm"), ("-wal",), ()])
def test_what_a_killed_program_left_is_read_as_it_lies(
    folder: Path, tmp_path: Path, a_case: CaseOf, shown: SummaryOf, left: tuple[str, ...]
) -> None:
    with open_store(folder) as live:
        with live.open_uow() as uow:
            fill(uow, a_case("m"), shown(a_case("m")))
        copy = tmp_path / "copy"
        copy.mkdir()
        for ending in ("", *left):
            shutil.copy(f"{live.path}{ending}", copy)
    with untouched(copy):
        assert what_stands(copy) == (["k", "m"] if left else ["k"])


def left_open(folder: Path, copy: Path, case: Case, line: CaseSummary) -> None:
    """A copy of the folder as a kill leaves it: one more case in the log only."""
    with open_store(folder) as store:
        with store.open_uow() as uow:
            fill(uow, case, line)
        copy.mkdir()
        for ending in ("", "-wal", "-shm"):
            shutil.copy(folder / f"gongshu.db{ending}", copy)


def test_a_link_to_the_file_is_read_with_the_log_beside_the_file(
    folder: Path, tmp_path: Path, a_case: CaseOf, shown: SummaryOf
) -> None:
    left_open(folder, tmp_path / "copy", a_case("m"), shown(a_case("m")))
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "gongshu.db").symlink_to(tmp_path / "copy" / "gongshu.db")
    with untouched(tmp_path):
        assert what_stands(tmp_path / "link") == ["k", "m"]
    assert _begins_as_a_log(tmp_path / "copy" / "gongshu.db-wal"), "a log of SQLite's own needs no copy"
    on_a_share = {tmp_path / "copy": "nfs"}
    with pytest.raises(StoreOnNetwork), read_store(tmp_path / "link", network=on_a_share.get):
        pass


@pytest.mark.parametrize(
    "log",
    [b"\xff" * 100, bytes.fromhex("377f0682") + b"\xff" * 96, bytes.fromhex("377f0682") + bytes(28)],
    ids=["no log", "no checksum", "nothing but a header"],
)
def test_a_log_that_is_damaged_with_its_index_is_read_as_sqlite_finds_it(folder: Path, log: bytes) -> None:
    with closing(sqlite3.connect(folder / "gongshu.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    (folder / "gongshu.db-wal").write_bytes(log)
    (folder / "gongshu.db-shm").write_bytes(b"\xff" * 32768)
    with untouched(folder):
        assert what_stands(folder) == ["k"]


def test_a_change_that_was_interrupted_is_read_as_undone(folder: Path, tmp_path: Path) -> None:
    """As a kill in the midst of an upgrade leaves it: the rollback journal beside the file must be played back."""
    path, copy = folder / "gongshu.db", tmp_path / "copy"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE cases SET number = hex(randomblob(50000))")
        connection.execute("CREATE TABLE filler AS SELECT randomblob(400000) AS x")
        shutil.copytree(folder, copy)
        connection.execute("ROLLBACK")
    assert (copy / "gongshu.db-journal").stat().st_size > 0
    with untouched(copy):
        assert what_stands(copy) == ["k"]


def test_what_is_wrong_with_a_copy_is_said_of_the_folders_own_file(folder: Path) -> None:
    """The copy is gone by then: nobody could keep it, as the message asks."""
    path = folder / "gongshu.db"
    whole = path.read_bytes()
    Path(f"{path}-journal").write_bytes(bytes(512))
    for content, problem in ((whole[:-1], StoreDamaged), (b"x" * 5000, StoreForeign)):
        path.write_bytes(content)
        with untouched(folder), pytest.raises(problem) as refusal:
            what_stands(folder)
        assert str(path) in str(refusal.value)
        assert "gongshu-reading-" not in str(refusal.value)


def name_a_super_journal(path: Path, victim: Path) -> None:
    """A rollback journal that SQLite plays back into the file, and then deletes what it names."""
    victim.write_text("only here", encoding="utf-8")
    content = path.read_bytes()
    size, pages = int.from_bytes(content[16:18], "big"), int.from_bytes(content[28:32], "big")
    magic, name, first = bytes.fromhex("d9d505f920a163d7"), str(victim).encode(), content[:size]
    header = magic + struct.pack(">IIIII", 1, 0, pages, 512, size)
    record = struct.pack(">I", 1) + first + struct.pack(">I", sum(first[size - 200 : 0 : -200]))
    end = struct.pack(">I", 2**30 // size + 1) + name + struct.pack(">II", len(name), sum(name)) + magic
    Path(f"{path}-journal").write_bytes(header.ljust(512, b"\0") + record + end)


def test_a_journal_that_names_another_file_is_never_played_back(folder: Path, tmp_path: Path) -> None:
    path, victim = folder / "gongshu.db", tmp_path / "thesis.txt"
    name_a_super_journal(path, victim)
    shutil.copytree(folder, tmp_path / "for SQLite")
    with untouched(tmp_path), pytest.raises(StoreDamaged, match="另一个文件") as told, read_store(folder):
        pass
    assert str(path) in str(told.value)
    (tmp_path / "new").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "gongshu.db").symlink_to(path)
    for place in (folder, tmp_path / "linked"):
        with pytest.raises(StoreDamaged, match="另一个文件"):
            open_store(place)
        with pytest.raises(StoreDamaged, match="另一个文件"):
            restore_backup(tmp_path / "new", place / "gongshu.db")
    assert victim.exists()
    with closing(sqlite3.connect(tmp_path / "for SQLite" / "gongshu.db")) as connection:
        connection.execute("SELECT * FROM cases").fetchall()
    assert not victim.exists(), "the journal was no danger to begin with"


def test_a_journal_beside_the_place_of_a_restored_backup_is_not_played_into_it(folder: Path, tmp_path: Path) -> None:
    backup, victim = tmp_path / "backup.db", tmp_path / "thesis.txt"
    shutil.copy(folder / "gongshu.db", backup)
    name_a_super_journal(folder / "gongshu.db", victim)
    (folder / "gongshu.db-journal").rename(folder / "gongshu.db.restored-journal")
    restore_backup(folder, backup)
    assert victim.exists()
    assert what_stands(folder) == ["k"]


def test_an_older_record_is_read_in_a_copy(tmp_path: Path) -> None:
    for packed in sorted(places.released().glob("*.db.gz")):
        folder = unpack(packed, tmp_path / packed.name).parent
        with untouched(folder):
            assert what_stands(folder)


def test_a_copy_that_a_kill_has_left_goes_with_the_next_and_one_in_use_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, kept = tmp_path / "temporary", tmp_path / "kept"
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for name, hours in (("gongshu-reading-left", 25), ("gongshu-reading-used", 23), ("somebody-elses", 25)):
        (temporary / name).mkdir(parents=True)
        (temporary / name / "gongshu.db").write_bytes(b"x")
        os.utime(temporary / name, (time.time() - hours * 3600,) * 2)
    kept.mkdir()
    (temporary / "gongshu-reading-link").symlink_to(kept)
    os.utime(temporary / "gongshu-reading-link", (0, 0), follow_symlinks=False)
    packed = next(iter(sorted(places.released().glob("*.db.gz"))))
    assert what_stands(unpack(packed, tmp_path / "old").parent)
    left = sorted(item.name for item in temporary.iterdir())
    assert left == ["gongshu-reading-link", "gongshu-reading-used", "somebody-elses"]
    assert kept.is_dir()


def test_a_file_that_changes_under_a_reading_that_does_not_look_is_told(folder: Path) -> None:
    path = folder / "gongshu.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    assert sorted(file.name for file in folder.iterdir()) == ["gongshu.db", "gongshu.lock"]
    with pytest.raises(StoreChangedWhileRead, match="读取时"), read_store(folder):
        path.write_bytes(path.read_bytes())


READS = """
import ctypes, os, sys
from pathlib import Path
if os.geteuid() == 0:  # root heeds no permissions unless it gives that right away
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert libc.capset(header, data) == 0
folder = Path(sys.argv[1])
try:
    (folder / "x").write_bytes(b"")
except PermissionError:
    from gongshu_desktop.store.reading import read_store
    with read_store(folder) as store, store.open_uow() as uow:
        print(*(item.id for item in uow.cases.summaries()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="permissions of POSIX, capabilities of Linux")
@pytest.mark.parametrize("log", ["delete", "wal"])
def test_a_folder_that_may_only_be_read_is_read(folder: Path, log: str) -> None:
    with closing(sqlite3.connect(folder / "gongshu.db")) as connection:
        connection.execute(f"PRAGMA journal_mode = {log}").fetchone()
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    try:
        with untouched(folder):
            ran = subprocess.run(
                [sys.executable, "-c", READS, str(folder)],
                cwd=Path(__file__).parents[2],
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "k\n", "")
    finally:
        folder.chmod(0o755)


def test_what_cannot_be_read_is_refused_in_words(folder: Path, tmp_path: Path) -> None:
    path = folder / "gongshu.db"
    with pytest.raises(StoreUnavailable, match="没有数据库"), read_store(tmp_path):
        pass
    assert [item.name for item in tmp_path.iterdir()] == ["data"]
    with pytest.raises(StoreOnNetwork), read_store(folder, network=lambda _folder: "nfs"):
        pass
    whole = path.read_bytes()
    for content, problem in ((b"x" * 5000, StoreForeign), (whole[:-1], StoreDamaged), (b"", StoreDamaged)):
        path.write_bytes(content)
        with untouched(folder), pytest.raises(problem), read_store(folder):
            pass
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with untouched(folder), pytest.raises(StoreNewer), read_store(folder):
        pass
