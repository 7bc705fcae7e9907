"""The power goes in the midst of it: no half package under the final name, and the other PC's data as they were or as they should be."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap
from gongshu_desktop.exchange.pack.pack_file import Packages
from gongshu_desktop.review.stage import Role
from tests.services.two_pcs import DECIDABLE, Pc, pcs

ROOT = Path(__file__).parents[2]

EXPORT = """
import os, signal, sys
from pathlib import Path
from gongshu_desktop import bootstrap
from gongshu_desktop.host.whole_file import put_whole
folder, case, out, where = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
office = bootstrap.open_office(folder)
person = office.offices.people()[0]
prepared = office.handing_over.prepare(case, person, "二号机")

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def write(content, mark):
    def before():
        if where == "before-mark":
            die()
        mark()
        if where == "after-mark":
            die()
    put_whole(out, content, before)

office.handing_over.hand_over(prepared, write)
"""

IMPORT = """
import os, signal, sys
from pathlib import Path
from gongshu_desktop import bootstrap
from gongshu_desktop.store.journal import JournalLines
folder, package, where = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
office = bootstrap.open_office(folder)
person = office.offices.people()[0]
preview = office.taking_over.preview(package.read_bytes())
written = JournalLines.write

def write(self, **values):
    if where == "before-journal":
        os.kill(os.getpid(), signal.SIGKILL)
    entry = written(self, **values)
    if where == "before-commit":
        os.kill(os.getpid(), signal.SIGKILL)
    return entry

JournalLines.write = write
print("ready", flush=True)
office.taking_over.take_over(preview, person)
"""


def run(script: str, *arguments: object) -> int:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120).returncode


def prepared(folder: Path) -> tuple[str, bytes]:
    """Two PCs in the folder, a case on the first; its id and its package."""
    with pcs(folder) as (one, _other):
        id = one.bring_in(DECIDABLE)
        one.accept(id)
        one.attach(id, content=b"\x89PNG\r\n\x1a\n" + os.urandom(3_000_000))
        package = one.office.handing_over.prepare(id, one.person(Role.EXAMINER), "二号机").file.content
    return id, package


@pytest.mark.parametrize(("where", "marked"), [("before-mark", ""), ("after-mark", "二号机")])
def test_killed_while_handing_over(tmp_path: Path, where: str, marked: str) -> None:
    """No package is out of which this PC knows nothing; at worst it is marked, and is taken back."""
    id, _package = prepared(tmp_path)
    out = tmp_path / "stick" / "出.gspack"
    out.parent.mkdir()
    assert run(EXPORT, tmp_path / "pc0", id, out, where) == -signal.SIGKILL
    assert not out.exists()
    office = bootstrap.open_office(tmp_path / "pc0")
    try:
        assert office.handing_over.elsewhere(id) == marked
    finally:
        office.close()
    if not marked:
        assert run(EXPORT, tmp_path / "pc0", id, out, "never") == 0
        office = bootstrap.open_office(tmp_path / "pc0")
        try:
            assert Packages(office.policies).read(out.read_bytes()).package.case.id == id
        finally:
            office.close()


@pytest.mark.parametrize("where", ["before-journal", "before-commit"])
def test_killed_while_taking_over(tmp_path: Path, where: str) -> None:
    id, package = prepared(tmp_path)
    file = tmp_path / "来.gspack"
    file.write_bytes(package)
    assert run(IMPORT, tmp_path / "pc1", file, where) == -signal.SIGKILL
    _expect_nothing_or_all(tmp_path / "pc1", id, file, here=False)


def test_killed_at_any_moment_while_taking_over(tmp_path: Path) -> None:
    id, package = prepared(tmp_path)
    file = tmp_path / "来.gspack"
    file.write_bytes(package)
    for wait in (0.0, 0.01, 0.03, 0.06, 0.12):
        command = [sys.executable, "-c", IMPORT, str(tmp_path / "pc1"), str(file), "never"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            process.kill()
        if _expect_nothing_or_all(tmp_path / "pc1", id, file, here=None):
            break


def _expect_nothing_or_all(folder: Path, id: str, file: Path, *, here: bool | None) -> bool:
    """Whether the case is there, whole; the journal fits either way."""
    office = bootstrap.open_office(folder)
    pc = Pc(office, office.clock)  # type: ignore[arg-type] # only looked at
    try:
        found = [item.id for item in office.desk.summaries()] == [id]
        assert here in (None, found)
        assert pc.journal_holds()
        if found:
            assert pc.case(id) == Packages(office.policies).read(file.read_bytes()).package.case
        else:
            assert not list(office.desk.journal(id))
        return found
    finally:
        office.close()
