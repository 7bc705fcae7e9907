"""Whether a file has the structure that the migrations made: its tables, and the triggers that keep sealed what is sealed.

Whoever opens the file with a tool takes the triggers out first. That is no proof against him, who may put them back; but a file
without them must not go on in use without a word.
"""

import hashlib
import sqlite3
from collections.abc import Mapping

DIGESTS: Mapping[str, str] = {
    "0001": "563a83b139d3a3d59f55b6de70750d9da9b1e3b6a94f905b3ed57648eb0d361a",
    "0002": "aca5e7d5004e1772c91f87186ae7c481b576ad8f4d145e01bfd5b18f30a6b930",
}
"""By revision; a test holds them against the migrations. A revision that is not named is not looked at."""
_QUERY = """
SELECT type, name, tbl_name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'alembic_version' ORDER BY type, name
"""


def digest(connection: sqlite3.Connection) -> str:
    """SHA-256 of what the file says of its structure, without layout and quotation marks, which tools write anew."""
    found = hashlib.sha256()
    for kind, name, table, sql in connection.execute(_QUERY):
        found.update("\x00".join((kind, name, table, "".join(sql.replace('"', "").split()), "")).encode())
    return found.hexdigest()


def altered(connection: sqlite3.Connection, revision: str) -> bool:
    """Whether the structure is another than that revision's."""
    return revision in DIGESTS and digest(connection) != DIGESTS[revision]
