"""A stored file of every released structure: opened, upgraded, read. How they are made: see ``released/build.py``."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap
from gongshu_desktop.host import places
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.selftest.stored import StepFailed, lengthened, stored_files, unpack
from gongshu_desktop.services.ports import MemoState, SignatureVerdict
from gongshu_desktop.store import migration
from tests.store.released.build import PICTURE, WHEN, furnish, main
from tests.store.test_migration import with_step

FILES = sorted(places.released().glob("*.db.gz"))
REVISIONS = [file.name.removesuffix(".db.gz") for file in FILES]


def test_there_is_one_for_every_revision() -> None:
    assert tuple(REVISIONS) == migration.known_revisions(places.migrations())


@pytest.mark.parametrize("packed", FILES, ids=REVISIONS)
def test_it_is_what_its_name_says_with_something_in_every_table(tmp_path: Path, packed: Path) -> None:
    path = unpack(packed, tmp_path / "data")
    assert migration.inspect(path, thorough=True) == packed.name.removesuffix(".db.gz")
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        empty = [name for name in tables if not connection.execute(f"SELECT 1 FROM {name}").fetchone()]
    assert empty == []


@pytest.mark.parametrize("packed", FILES, ids=REVISIONS)
def test_it_is_opened_upgraded_and_read(tmp_path: Path, packed: Path) -> None:
    path = unpack(packed, tmp_path / "拱墅区 数据" / "一")
    old = migration.inspect(path, thorough=True)
    office = bootstrap.open_office(path.parent, now=lambda: datetime(2016, 12, 6, 12, tzinfo=UTC), rounds=1000)
    with closing(office):
        lines = {line.stage: line for line in office.desk.summaries()}
        assert set(lines) == {Stage.ISSUED, Stage.EXAMINATION}
        assert lines[Stage.ISSUED].approved == 10_000_000
        (memo,) = office.memos.of_case(lines[Stage.ISSUED].id)
        assert memo.state is MemoState.ISSUED
        assert office.signing.check(memo.pdf, office.offices.trust()).verdict is SignatureVerdict.INTACT
        examiner = next(person for person in office.offices.people() if person.name == "陈静")
        session = office.desk.open(lines[Stage.EXAMINATION].id, examiner)
        assert len(session.case.claims) == 8
        assert session.case.readings == {"3.2.1.whose-capital": "tenants"}
        (evidence,) = session.case.evidence
        with office.store.open_uow() as uow:
            assert uow.attachments.get(evidence.sha256) == PICTURE.read_bytes()
            assert uow.journal.verify() is None
        assert len(office.offices.readings("gongshu-2016-10")) == 12
        assert office.desk.journal(session.case.id)
    assert migration.inspect(path, thorough=True) == migration.HEAD
    backups = list((path.parent / "backups").glob("*.db")) if old != migration.HEAD else []
    assert len(backups) == (old != migration.HEAD)


@pytest.mark.parametrize("packed", FILES, ids=REVISIONS)
def test_it_survives_a_step_that_is_yet_to_come(tmp_path: Path, packed: Path) -> None:
    path = unpack(packed, tmp_path / "data")
    steps = with_step(tmp_path, "9999", migration.HEAD)
    migration.prepare(path, migrations=steps, now=lambda: WHEN, interrupted=False, head="9999")
    assert migration.inspect(path, thorough=True) == "9999"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM people WHERE telephone_9999 = ''").fetchone() == (3,)


def test_the_recipe_still_fills_every_table(tmp_path: Path) -> None:
    """So that the file of the next revision can be made on the day when it is needed."""
    office = bootstrap.open_office(tmp_path, now=lambda: WHEN, rounds=1000)
    with closing(office):
        furnish(office)
    with closing(sqlite3.connect(tmp_path / "gongshu.db")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        assert [name for name in tables if not connection.execute(f"SELECT 1 FROM {name}").fetchone()] == []


def test_a_released_file_is_never_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    before = FILES[-1].read_bytes()
    assert main() == 2
    assert "does not change" in capsys.readouterr().err
    assert FILES[-1].read_bytes() == before


# --- the self-test's own steps ----------------------------------------------------------------------------------------


def test_the_self_test_reads_them_all_and_goes_one_step_further(tmp_path: Path) -> None:
    said = stored_files(tmp_path / "拱墅区 (自检)")
    assert said.startswith(f"{len(FILES)}个旧文件可读")


def test_the_self_test_fails_on_a_memo_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that cannot fail would be worse than none."""
    import gzip

    stored = tmp_path / "released"
    stored.mkdir()
    path = unpack(FILES[0], tmp_path / "data")
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        pdf = bytearray(connection.execute("SELECT pdf FROM memos").fetchone()[0])
        pdf[pdf.index(b"stream\n") + 40] ^= 1
        connection.execute("UPDATE memos SET pdf = ?", (bytes(pdf),))
        for _name, sql in triggers:  # whoever takes them out can put them back
            connection.execute(sql)
        connection.commit()
    (stored / FILES[0].name).write_bytes(gzip.compress(path.read_bytes()))
    monkeypatch.setattr(places, "released", lambda: stored)
    with pytest.raises(StepFailed):
        stored_files(tmp_path / "test")
    shutil.rmtree(stored)
    with pytest.raises(StepFailed, match="没有随程序附带"):
        stored_files(tmp_path / "again")


@pytest.mark.parametrize("length", range(60, 130))
def test_a_long_path_has_the_length_that_was_asked_for(length: int) -> None:
    place = lengthened(Path("/tmp/gongshu-selftest-abc"), length)
    assert len(str(place)) == length
    assert all(part == part.strip() and len(part.encode()) < 256 for part in place.parts)
