"""What somebody with the disk and a script can do to a journal: write all of it anew, so that the chain fits, or cut its end off."""

import sqlite3
from contextlib import closing
from pathlib import Path

from gongshu_desktop.services.journal.chain import BEGINNING, entry_digest
from gongshu_desktop.services.ports import Change
from tests.test_altered_data import untriggered


def rewritten(data: Path, statement: str, *values: object) -> None:
    """Change the journal and compute every digest again."""
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file)) as connection, untriggered(connection):
        assert connection.execute(statement, values).rowcount > 0
        _chained(connection)
        connection.commit()


def cut_off(data: Path, after: int) -> None:
    """Throw away all entries after that one."""
    (file,) = data.glob("*.db")
    with closing(sqlite3.connect(file)) as connection, untriggered(connection):
        connection.execute("DELETE FROM journal_changes WHERE sequence > ?", (after,))
        assert connection.execute("DELETE FROM journal WHERE sequence > ?", (after,)).rowcount > 0
        connection.commit()


def _chained(connection: sqlite3.Connection) -> None:
    previous = BEGINNING
    lines = connection.execute("SELECT sequence, at, person, action, case_id FROM journal ORDER BY sequence").fetchall()
    for sequence, at, person, action, case in lines:
        told = "SELECT subject, old, new FROM journal_changes WHERE sequence = ? ORDER BY position"
        changes = [Change(subject=row[0], old=row[1], new=row[2]) for row in connection.execute(told, (sequence,))]
        digest = entry_digest(sequence, at, person, action, case, changes, previous)
        connection.execute(
            "UPDATE journal SET previous = ?, digest = ? WHERE sequence = ?", (previous, digest, sequence)
        )
        previous = digest
