"""Opening the data folder: one program at a time, only good files, only on this PC's disks."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gongshu_desktop.review.case import Case
from gongshu_desktop.services.records import CaseSummary, StoreError
from gongshu_desktop.store import (
    Store,
    StoreDamaged,
    StoreForeign,
    StoreInUse,
    StoreOnNetwork,
    StoreRefused,
    StoreUnavailable,
    open_store,
    restore_backup,
)
from gongshu_desktop.store.errors import translated
from gongshu_desktop.store.location import mounted_system, network_share, windows_share

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]

HOLDS_THE_FOLDER = """
import sys
from pathlib import Path
from gongshu_desktop.store import open_store
store = open_store(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def filled(folder: Path, case: Case, line: CaseSummary, count: int = 1) -> Path:
    """A closed file with some cases in it."""
    with open_store(folder) as store, store.open_uow() as uow:
        for number in range(count):
            uow.cases.add(replace(case, id=f"k{number}"), line)
        uow.commit()
    return folder / "gongshu.db"


# --- one program at a time ---------------------------------------------------------------------------------------------


def test_the_second_program_is_told_who_has_the_folder(tmp_path: Path) -> None:
    with open_store(tmp_path):
        with pytest.raises(StoreInUse) as refused:
            open_store(tmp_path)
        holder = refused.value.holder
        assert holder is not None
        assert holder.process == os.getpid()
        assert holder.computer in str(refused.value)
        assert holder.user in str(refused.value)
        assert re.search(r"自 \d{4}-\d\d-\d\d \d\d:\d\d 起", str(refused.value))
    open_store(tmp_path).close()


def test_a_killed_program_leaves_the_folder_free(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_FOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreInUse) as refused:
            open_store(tmp_path)
        assert refused.value.holder is not None
        assert refused.value.holder.process == other.pid
        other.send_signal(signal.SIGKILL)
    assert json.loads((tmp_path / "gongshu.lock").read_text())["process"] == other.pid
    with open_store(tmp_path):
        pass
    assert (tmp_path / "gongshu.lock").read_text() == ""


def test_a_lock_file_that_makes_no_sense_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "gongshu.lock").write_bytes(b"\xff{[")
    open_store(tmp_path).close()


def test_a_closed_store_writes_no_more(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="已经关闭"):
        store.open_uow()
    with pytest.raises(StoreUnavailable, match="已经关闭"):
        store.backup(tmp_path / "usb" / "copy.db")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="不能建立数据文件夹"):
        open_store(tmp_path / "file" / "data")


# --- bad files ---------------------------------------------------------------------------------------------------------


def refused(folder: Path, kind: type[StoreError]) -> StoreError:
    """The refusal; nothing in the folder changed by it."""
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(kind) as told:
        open_store(folder)
    after = {file.name: file.read_bytes() for file in folder.iterdir() if file.name != "gongshu.lock"}
    assert after == {name: content for name, content in before.items() if name != "gongshu.lock"}
    assert str(folder) in str(told.value)
    return told.value


@pytest.mark.parametrize("content", [b"not a database at all", b"PK\x03\x04" + bytes(5000), b"SQLite format 2\x00"])
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gongshu.db").write_bytes(content)
    refused(tmp_path, StoreForeign)


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "gongshu.db")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    refused(tmp_path, StoreForeign)


def test_an_empty_file_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "gongshu.db").write_bytes(b"")
    assert "空的" in str(refused(tmp_path, StoreDamaged))


@pytest.mark.parametrize("keep", [100, 4096, 0.3, 0.9, -1])
def test_a_truncated_file_is_refused_untouched(tmp_path: Path, a_case: CaseOf, shown: SummaryOf, keep: float) -> None:
    path = filled(tmp_path, a_case("k"), shown(a_case("k")), 50)
    content = path.read_bytes()
    length = int(len(content) * keep) if 0 < keep < 1 else int(keep)
    path.write_bytes(content[:length])
    refused(tmp_path, StoreDamaged)


def test_a_scrambled_page_is_refused_untouched(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    path = filled(tmp_path, a_case("k"), shown(a_case("k")), 50)
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 64] = os.urandom(64)
    path.write_bytes(content)
    refused(tmp_path, StoreDamaged)


def test_a_file_without_revision_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "gongshu.db")) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
    refused(tmp_path, StoreDamaged)


def test_after_a_crash_the_log_is_played_back(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    live = open_store(tmp_path / "live")
    with live.open_uow() as uow:
        uow.cases.add(a_case("k"), shown(a_case("k")))
        uow.commit()
    shutil.copytree(tmp_path / "live", tmp_path / "crashed")  # what a power cut leaves on the disk
    live.close()
    assert (tmp_path / "crashed" / "gongshu.db-wal").stat().st_size > 0
    with open_store(tmp_path / "crashed") as store, store.open_uow() as uow:
        assert uow.cases.get("k") == a_case("k")


@pytest.mark.parametrize("name", ["数据 100%", "a#b?c", "it's; DROP", "x" * 200])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    open_store(tmp_path / name).close()
    with open_store(tmp_path / name) as store:
        store.backup(tmp_path / f"copy of {name}.db")
    assert (tmp_path / name / "gongshu.db").is_file()


# --- the disk ----------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_costs_nothing(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.open_uow() as uow:
        uow.cases.add(a_case("k"), shown(a_case("k")))
        uow.commit()
    with store.units().engine.connect() as connection:  # the one connection that the pool hands out next
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with store.open_uow() as uow, pytest.raises(StoreUnavailable, match="磁盘空间不足"):
        uow.attachments.put(bytes(100_000), "application/pdf")
    with store.open_uow() as uow:
        assert [line.id for line in uow.cases.summaries()] == ["k"]


def test_a_disk_without_room_for_the_logs_index_is_full_and_not_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite calls both an error of the disk; only one of them asks for a new disk."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert "磁盘出错" in str(translated(error, tmp_path / "gongshu.db"))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=20_000))
    assert "磁盘空间不足" in str(translated(error, tmp_path / "gongshu.db"))


def test_a_backup_that_does_not_fit_is_not_begun(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    with pytest.raises(StoreUnavailable, match="磁盘空间不足"):
        store.backup(tmp_path / "usb" / "copy.db")
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_file_held_by_another_tool_is_told(store: Store, a_case: CaseOf, shown: SummaryOf) -> None:
    with store.units().engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as tool:
        tool.execute("BEGIN IMMEDIATE")
        with store.open_uow() as uow, pytest.raises(StoreUnavailable, match="其他程序占用"):
            uow.cases.add(a_case("k"), shown(a_case("k")))
        tool.execute("ROLLBACK")
    with store.open_uow() as uow:
        uow.cases.add(a_case("k"), shown(a_case("k")))
        uow.commit()


def test_every_connection_has_the_settings(store: Store) -> None:
    with store.units().engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "recursive_triggers")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
    }


# --- backups -----------------------------------------------------------------------------------------------------------


def test_a_backup_restores_what_was_there(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    with open_store(tmp_path / "data") as store:
        with store.open_uow() as uow:
            uow.cases.add(a_case("k"), shown(a_case("k")))
            uow.attachments.put(b"%PDF", "application/pdf")
            uow.commit()
        with store.open_uow() as writing:
            writing.cases.remove("k")  # not committed: not in the copy
            backup = store.backup(tmp_path / "usb" / "copy.db")
        with store.open_uow() as uow:
            uow.cases.remove("k")
            uow.commit()
    assert [file.name for file in backup.parent.iterdir()] == ["copy.db"]
    aside = restore_backup(tmp_path / "data", backup)
    assert aside is not None
    assert aside.is_file()
    with open_store(tmp_path / "data") as store, store.open_uow() as uow:
        assert uow.cases.get("k") == a_case("k")


def test_an_unusable_backup_does_not_replace_the_file(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    path = filled(tmp_path / "data", a_case("k"), shown(a_case("k")), 50)
    before = path.read_bytes()
    damaged, foreign = tmp_path / "damaged.db", tmp_path / "foreign.db"
    damaged.write_bytes(before[: len(before) // 2])
    foreign.write_bytes(b"something else")
    with pytest.raises(StoreDamaged):
        restore_backup(path.parent, damaged)
    with pytest.raises(StoreForeign):
        restore_backup(path.parent, foreign)
    assert path.read_bytes() == before


def test_a_damaged_file_is_replaced_by_its_backup(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    path = filled(tmp_path / "data", a_case("k"), shown(a_case("k")))
    with open_store(path.parent) as store:
        backup = store.backup(tmp_path / "copy.db")
        with pytest.raises(StoreInUse):
            restore_backup(path.parent, backup)
    path.write_bytes(b"scrambled")
    with pytest.raises(StoreForeign):
        open_store(path.parent)
    aside = restore_backup(path.parent, backup)
    assert aside is not None
    assert aside.read_bytes() == b"scrambled"
    with open_store(path.parent) as store, store.open_uow() as uow:
        assert uow.cases.get("k0").number == a_case("k").number


def test_a_restore_that_cannot_go_on_record_changes_nothing(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> None:
    path = filled(tmp_path / "data", a_case("k"), shown(a_case("k")))
    with open_store(path.parent) as store:
        backup = store.backup(tmp_path / "copy.db")
    before = path.read_bytes()
    times = iter([datetime(2026, 1, 5, tzinfo=UTC)])

    def clock() -> datetime:
        """The lock file says when; then the entry would."""
        for at in times:
            return at
        raise StoreUnavailable("the disk is full")

    with pytest.raises(StoreUnavailable, match="full"):
        restore_backup(path.parent, backup, clock=clock)
    assert path.read_bytes() == before
    assert {item.name for item in path.parent.iterdir()} == {"gongshu.db", "gongshu.lock"}


def test_a_backup_beside_the_live_file_is_refused(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="另选位置"):
        store.backup(store.path)


# --- threads -----------------------------------------------------------------------------------------------------------


def test_many_threads_write_one_after_the_other(store: Store) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _number in range(10):
                with store.open_uow() as uow:
                    uow.journal.head()
                    uow.journal.write(person="p", action="a", case=None, changes=())
                    uow.commit()
        except StoreRefused as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.open_uow() as uow:
        head = uow.journal.head()
        assert head is not None
        assert head.sequence == 80
        assert uow.journal.verify() is None


# --- where the folder lies ---------------------------------------------------------------------------------------------

MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/share /mnt/office\040files cifs rw 0 0
server:/export /home nfs4 rw 0 0
/dev/sdb1 /home/zhang ext4 rw 0 0
sshfs#x /media/x fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "system"),
    [
        ("/srv/data", "ext4"),
        ("/mnt/office files/data", "cifs"),
        ("/mnt/office", "ext4"),
        ("/home/li", "nfs4"),
        ("/home/zhang/data", "ext4"),
        ("/media/x", "fuse.sshfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(folder: str, system: str) -> None:
    assert mounted_system(Path(folder), MOUNTS) == system


@pytest.mark.parametrize(
    ("folder", "share"),
    [
        (r"C:\Users\zhang\data", None),
        (r"Z:\data", "Z:\\"),
        (r"\\server\share\data", r"\\server"),
        (r"\\?\UNC\server\share\data", r"\\server"),
        (r"\\?\C:\data", None),
        (r"//server/share", r"\\server"),
    ],
)
def test_windows_shares_are_known(folder: str, share: str | None) -> None:
    assert windows_share(folder, lambda root: 4 if root == "Z:\\" else 3) == share


def test_this_disk_is_no_share(tmp_path: Path) -> None:
    assert network_share(tmp_path) is None


def test_a_network_share_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(StoreOnNetwork, match="cifs"):
        open_store(tmp_path, network=lambda _folder: "cifs")
    assert list(tmp_path.iterdir()) == []
