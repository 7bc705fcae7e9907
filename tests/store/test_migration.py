"""Making, checking and upgrading the file: what the migrations build is what the row classes say, and a failure costs nothing."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from gongshu_desktop.host import places
from gongshu_desktop.review.case import Case
from gongshu_desktop.selftest.stored import unpack
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import StoreDamaged, StoreNewer, UpgradeFailed, migration, open_store
from gongshu_desktop.store import schema as schema_of
from gongshu_desktop.store.backup import KEPT, back_up
from gongshu_desktop.store.rows import Row

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)

NEXT = '''"""A next step."""

from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE people ADD COLUMN telephone_{revision} TEXT NOT NULL DEFAULT ''")
    {then}
'''


def schema(connection: sqlite3.Connection, *kinds: str) -> dict[str, str]:
    """The DDL by name, without the layout that two ways of writing it differ in."""
    marks = ", ".join("?" * len(kinds))
    query = f"SELECT name, sql FROM sqlite_schema WHERE type IN ({marks}) AND sql IS NOT NULL"
    return {
        name: re.sub(r"\s+", " ", re.sub(r"\s*([(),])\s*", r"\1", sql)).strip()
        for name, sql in connection.execute(query, kinds)
        if name != "alembic_version"
    }


def test_the_migrations_build_what_the_row_classes_say(tmp_path: Path) -> None:
    migration.run_migrations(tmp_path / "migrated.db", places.migrations())
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    Row.metadata.create_all(declared)
    declared.dispose()
    with (
        closing(sqlite3.connect(tmp_path / "migrated.db")) as one,
        closing(sqlite3.connect(tmp_path / "declared.db")) as other,
    ):
        assert schema(one, "table", "index") == schema(other, "table", "index")


def test_the_program_knows_the_last_revision() -> None:
    assert migration.known_revisions(places.migrations())[-1] == migration.HEAD


def test_a_new_file_carries_our_mark_and_is_complete(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        path = store.path
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gongshu.db", "gongshu.lock"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x47534454,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_failed_creation_leaves_no_file(tmp_path: Path) -> None:
    steps = with_step(tmp_path, "0003", "0002", then="raise RuntimeError")
    with pytest.raises(RuntimeError):
        migration.create(tmp_path / "gongshu.db", steps)
    assert [file.name for file in tmp_path.iterdir()] == ["migrations"]


@pytest.mark.parametrize("revision", schema_of.DIGESTS)
def test_the_structure_of_each_revision_is_known(tmp_path: Path, revision: str) -> None:
    """Made from nothing; and as the released files have it, before and after their upgrade."""
    steps = tmp_path / "migrations"
    later = [f"{found}*" for found in schema_of.DIGESTS if found > revision]
    shutil.copytree(places.migrations(), steps, ignore=shutil.ignore_patterns("__pycache__", *later))
    migration.create(tmp_path / "gongshu.db", steps)
    released = unpack(places.released() / f"{revision}.db.gz", tmp_path / "released")
    for path in (tmp_path / "gongshu.db", released):
        with closing(sqlite3.connect(path)) as connection:
            assert schema_of.digest(connection) == schema_of.DIGESTS[revision]
        assert migration.inspect(path, thorough=False) == revision
    prepare(released, places.migrations(), migration.HEAD)
    assert migration.inspect(released, thorough=False) == migration.HEAD


def test_every_revision_has_its_digest() -> None:
    assert tuple(schema_of.DIGESTS) == migration.known_revisions(places.migrations())


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER memos_not_deleted",
        "DROP INDEX {index}",
        "ALTER TABLE people ADD COLUMN more TEXT",
        "CREATE TABLE t (a)",
    ],
)
def test_a_file_whose_structure_was_changed_is_not_opened_without_a_word(tmp_path: Path, change: str) -> None:
    with open_store(tmp_path) as store:
        path = store.path
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        connection.execute(change.format(index=connection.execute(query).fetchone()[0]))
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="触发器被改动"):
        open_store(tmp_path)
    assert path.read_bytes() == before


# --- upgrades ----------------------------------------------------------------------------------------------------------


def with_step(folder: Path, revision: str, before: str, then: str = "pass") -> Path:
    """The migrations, copied, with one more step."""
    copy = folder / "migrations"
    if not copy.exists():
        shutil.copytree(places.migrations(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    step = NEXT.format(revision=revision, before=before, then=then)
    (copy / "versions" / f"{revision}_next.py").write_text(step, encoding="utf-8")
    return copy


@pytest.fixture
def old_file(tmp_path: Path, a_case: Callable[[str], Case], shown: Callable[[Case], CaseSummary]) -> Path:
    """A file of revision 0002 with a case in it."""
    with open_store(tmp_path / "data") as store:
        with store.open_uow() as uow:
            uow.cases.add(a_case("k"), shown(a_case("k")))
            uow.commit()
        return store.path


def columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {line[1] for line in connection.execute("PRAGMA table_info(people)")}


def prepare(path: Path, steps: Path, head: str, now: datetime = NOW) -> None:
    migration.prepare(path, migrations=steps, now=lambda: now, interrupted=False, head=head)


def test_an_older_file_is_backed_up_and_upgraded(tmp_path: Path, old_file: Path) -> None:
    steps = with_step(tmp_path, "0003", "0002")
    prepare(old_file, steps, "0003")
    assert "telephone_0003" in columns(old_file)
    assert migration.inspect(old_file, thorough=True) == "0003"
    (backup,) = (old_file.parent / "backups").iterdir()
    assert migration.inspect(backup, thorough=True) == "0002"
    with closing(sqlite3.connect(old_file)) as connection:
        assert connection.execute("SELECT id FROM cases").fetchall() == [("k",)]


def test_a_file_of_the_first_structure_is_brought_up_to_date(tmp_path: Path) -> None:
    """As an office has it that began with the first version; what stands in it stays."""
    steps = tmp_path / "migrations"
    shutil.copytree(places.migrations(), steps, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    path = tmp_path / "data" / "gongshu.db"
    path.parent.mkdir()
    migration.create(path, steps)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO office VALUES (1, '测试局', '拱众审', X'')")
        connection.commit()
    assert migration.inspect(path, thorough=True) == "0001"
    with open_store(path.parent) as store, store.open_uow() as uow:
        office = uow.office.office()
        assert office is not None
        assert office.name == "测试局"
        assert uow.fonts.chosen() == []
    assert migration.inspect(path, thorough=True) == migration.HEAD


def test_what_was_only_in_the_log_is_in_the_backup(tmp_path: Path, old_file: Path) -> None:
    with closing(sqlite3.connect(old_file)) as open_elsewhere:
        open_elsewhere.execute("PRAGMA journal_mode = WAL").fetchone()
        open_elsewhere.execute("UPDATE cases SET number = 'in the log'")
        open_elsewhere.commit()
        assert b"in the log" not in old_file.read_bytes()
        backup = back_up(old_file, tmp_path / "copy.db")
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT number FROM cases").fetchall() == [("in the log",)]


@pytest.mark.parametrize(
    "fault",
    [
        "raise RuntimeError",
        "op.execute('CREATE TABLE cases (id TEXT)')",
        "op.execute('INSERT INTO person_roles VALUES (\\'nobody\\', 0, \\'examiner\\')')",
    ],
    ids=["exception", "wrong SQL", "broken reference"],
)
def test_a_failed_upgrade_leaves_the_file_as_it_was(tmp_path: Path, old_file: Path, fault: str) -> None:
    steps = with_step(tmp_path, "0003", "0002", then=fault)
    with pytest.raises(UpgradeFailed, match="已恢复到升级前") as refused:
        prepare(old_file, steps, "0003")
    assert migration.inspect(old_file, thorough=True) == "0002"
    assert "telephone_0003" not in columns(old_file)
    (backup,) = (old_file.parent / "backups").iterdir()
    assert str(backup) in str(refused.value)
    with open_store(old_file.parent) as store, store.open_uow() as uow:
        assert uow.cases.get("k").id == "k"


def test_only_the_last_backups_are_kept(tmp_path: Path, old_file: Path) -> None:
    before, kept = "0002", []
    for number in range(3, KEPT + 5):
        revision = f"{number:04}"
        prepare(old_file, with_step(tmp_path, revision, before), revision, NOW + timedelta(hours=number))
        kept.append(before)
        before = revision
    backups = sorted(file.stem[-4:] for file in (old_file.parent / "backups").iterdir())
    assert backups == kept[-KEPT:]


def test_a_newer_file_is_refused_untouched(tmp_path: Path, old_file: Path) -> None:
    prepare(old_file, with_step(tmp_path, "0003", "0002"), "0003")
    before = old_file.read_bytes()
    with pytest.raises(StoreNewer, match="0003"):
        open_store(old_file.parent)
    assert old_file.read_bytes() == before
    assert len(list((old_file.parent / "backups").iterdir())) == 1
