"""What a power cut leaves: a log that ends anywhere, torn or with rubbish. What is read back is one of the saved states, whole."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from gongshu_desktop.review.case import Case
from gongshu_desktop.services.ports import Change
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import Store, open_store
from gongshu_desktop.store.errors import StoreUnavailable

CaseOf = Callable[[str], Case]
SummaryOf = Callable[[Case], CaseSummary]
SAVES = 12


def edit(store: Store, case: Case, line: CaseSummary, number: int) -> None:
    """One save with its journal entry."""
    with store.open_uow() as uow:
        uow.cases.save(replace(case, number=f"{number}号"), line)
        uow.journal.write(person="p", action="edit", case=case.id, changes=(Change(subject="n", new=str(number)),))
        uow.commit()


@pytest.fixture
def cut_off(tmp_path: Path, a_case: CaseOf, shown: SummaryOf) -> Path:
    """The folder as it was on the disk in the midst of work: the last saves stand in the log only."""
    case, line = a_case("k"), shown(a_case("k"))
    with open_store(tmp_path / "live") as store:
        with store.open_uow() as uow:
            uow.cases.add(case, line)
            uow.journal.write(person="p", action="edit", case="k", changes=(Change(subject="n", new="0"),))
            uow.commit()
        for number in range(1, SAVES + 1):
            edit(store, case, line, number)
        shutil.copytree(tmp_path / "live", tmp_path / "cut")
    return tmp_path / "cut"


def reached(folder: Path) -> int:
    """The number of the last save that is there, with the case and the journal agreeing on it."""
    with open_store(folder) as store, store.open_uow() as uow:
        head = uow.journal.head()
        assert uow.journal.verify() is None
        if head is None:
            assert uow.cases.summaries() == []
            return -1
        number = int(head.changes[0].new or 0)
        assert uow.cases.get("k").number == (f"{number}号" if number else "拱众审〔2016〕1号")
        return number


def test_a_whole_log_gives_every_save(cut_off: Path) -> None:
    (cut_off / "gongshu.db-shm").unlink()  # shared memory does not outlive the power
    assert reached(cut_off) == SAVES


def test_a_torn_log_gives_one_of_the_saved_states(cut_off: Path, tmp_path: Path) -> None:
    chance = random.Random(11)
    log = (cut_off / "gongshu.db-wal").read_bytes()
    found = set()
    for number in range(40):
        folder = tmp_path / f"torn{number}"
        shutil.copytree(cut_off, folder)
        length = chance.randrange(len(log))
        rubbish = chance.randbytes(chance.choice([0, 100, 9000]))
        (folder / "gongshu.db-wal").write_bytes(log[:length] + rubbish)
        (folder / "gongshu.db-shm").unlink()
        found.add(reached(folder))
    assert found <= set(range(-1, SAVES + 1))
    assert len(found) > 4, "cut at many places, many states must have come back"


# --- a disk that takes no more -----------------------------------------------------------------------------------------

FILLS_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.store import open_store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(Path(sys.argv[1])) as store:
    with store.open_uow() as uow:
        kept = uow.attachments.put(b"kept", "application/pdf")
        uow.journal.write(person="p", action="kept", case=None, changes=())
        uow.commit()
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
    try:
        with store.open_uow() as uow:
            uow.attachments.put(bytes(5_000_000), "application/pdf")
            uow.commit()
        print("written?")
    except StoreError as error:
        print(type(error).__name__)
    with store.open_uow() as uow:
        assert uow.attachments.get(kept) == b"kept"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with store.open_uow() as uow:
        uow.attachments.put(bytes(5_000_000), "application/pdf")
        uow.journal.write(person="p", action="again", case=None, changes=())
        uow.commit()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_takes_no_more_costs_nothing_and_work_goes_on(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FILLS_THE_DISK, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "StoreUnavailable\n", "")
    with open_store(tmp_path) as store, store.open_uow() as uow:
        assert uow.journal.verify() is None
        head = uow.journal.head()
        assert head is not None
        assert head.action == "again"


BEGINS_ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.store import open_store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    open_store(Path(sys.argv[1])).close()
except StoreError as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("room", [0, 10, 10_000, 60_000])
def test_a_disk_that_is_full_from_the_beginning_is_told_in_words(tmp_path: Path, room: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", BEGINS_ON_A_FULL_DISK, str(tmp_path), str(room)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "StoreUnavailable\n", "")
    assert not list(tmp_path.glob("gongshu.db*"))
    with open_store(tmp_path):
        assert (tmp_path / "gongshu.db").exists()


def test_a_new_file_is_begun_only_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))
    with pytest.raises(StoreUnavailable, match="空间不足"):
        open_store(tmp_path)
    assert not list(tmp_path.glob("gongshu.db*"))
