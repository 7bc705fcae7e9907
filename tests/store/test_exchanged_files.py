"""What others did to the data folder while the program was not running: taken away, exchanged, or put in its way."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gongshu_desktop.review.case import Case
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import StoreDamaged, StoreGone, StoreInUse, StoreUnavailable, open_store, restore_backup
from gongshu_desktop.store.reading import read_store

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]


@pytest.fixture
def killed(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> Path:
    """A data folder whose last work lies in the log, as a kill leaves it."""
    with open_store(tmp_path / "live") as live:
        with live.open_uow() as uow:
            uow.cases.add(a_case("k"), shown(a_case("k")))
            uow.commit()
        shutil.copytree(tmp_path / "live", tmp_path / "data")
    assert (tmp_path / "data" / "gongshu.db-wal").stat().st_size > 0
    return tmp_path / "data"


def _in_quarantine(folder: Path) -> Path:
    return (folder / "gongshu.db").rename(folder.parent / "quarantine.db")


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_no_new_office_begins_over_the_log_of_one_that_is_gone(tmp_path: Path, ending: str) -> None:
    log = tmp_path / f"gongshu.db{ending}"
    log.write_bytes(b"what was saved last")
    with pytest.raises(StoreGone, match=log.name):
        open_store(tmp_path)
    assert log.read_bytes() == b"what was saved last"
    assert not (tmp_path / "gongshu.db").exists()


def test_a_file_that_returns_finds_its_log(killed: Path, a_case: CaseOf) -> None:
    away = _in_quarantine(killed)
    with pytest.raises(StoreGone):
        open_store(killed)
    away.rename(killed / "gongshu.db")
    with open_store(killed) as store, store.open_uow() as uow:
        assert uow.cases.get("k") == a_case("k")


def test_an_empty_log_stands_in_nobodys_way(tmp_path: Path) -> None:
    for ending in ("-wal", "-journal", "-shm"):
        (tmp_path / f"gongshu.db{ending}").touch()
    open_store(tmp_path).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gongshu.db", "gongshu.lock"]


def test_a_backup_that_is_put_back_spares_the_log_of_a_file_that_is_gone(tmp_path: Path, killed: Path) -> None:
    with open_store(tmp_path / "other") as other:
        backup = other.backup(tmp_path / "copy.db")
    log = (killed / "gongshu.db-wal").read_bytes()
    _in_quarantine(killed)
    aside = restore_backup(killed, backup)
    assert aside is not None
    assert Path(f"{aside}-wal").read_bytes() == log
    open_store(killed).close()


@pytest.mark.parametrize("lay", [Path.symlink_to, Path.hardlink_to])
def test_another_file_is_not_emptied_through_the_name_of_the_lock(
    tmp_path: Path, lay: Callable[[Path, Path], None]
) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"precious")
    (tmp_path / "data").mkdir()
    lay(tmp_path / "data" / "gongshu.lock", victim)
    with pytest.raises(StoreUnavailable, match=r"gongshu\.lock"):
        open_store(tmp_path / "data")
    assert victim.read_bytes() == b"precious"


@pytest.mark.parametrize(
    "said",
    [
        b"[" * 3000,
        b'{"user":"u","computer":"c","since":"x","process":1e999}',
        b'{"user":"u","computer":"c","since":"x","process":' + b"9" * 4000 + b"}",
        b'{"user":"u","computer":"c","since":"x","process":-1}',
        b'{"user":"u","computer":"c","since":"x"}',
        bytes(range(256)),
    ],
)
def test_a_lock_that_makes_no_sense_is_nobodys(tmp_path: Path, said: bytes) -> None:
    (tmp_path / "gongshu.lock").write_bytes(said)
    with open_store(tmp_path):
        (tmp_path / "gongshu.lock").write_bytes(said)
        with pytest.raises(StoreInUse) as refusal:
            open_store(tmp_path)
    assert refusal.value.holder is None


def test_a_pipe_as_a_lock_is_refused_in_words(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gongshu.lock")
    with pytest.raises(StoreUnavailable, match=r"gongshu\.lock"):
        open_store(tmp_path)


def _pipe(log: Path) -> None:
    os.mkfifo(log)


def _endless(log: Path) -> None:
    with log.open("wb") as file:
        file.truncate(40 * 2**30)  # takes no room on the disk, but all of it where it is copied to


@pytest.mark.parametrize("lay", [_pipe, _endless])
@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_an_odd_log_is_refused_at_once(tmp_path: Path, lay: Callable[[Path], None], ending: str) -> None:
    open_store(tmp_path).close()
    lay(tmp_path / f"gongshu.db{ending}")
    with pytest.raises(StoreDamaged, match=f"gongshu.db{ending}"):
        open_store(tmp_path)
    with pytest.raises(StoreDamaged, match=f"gongshu.db{ending}"), read_store(tmp_path):
        pass
    assert (tmp_path / f"gongshu.db{ending}").exists()
