"""The office's own fonts: their files, which are kept for good, and which stands in which role."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = """
CREATE TABLE font_files (
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_font_files PRIMARY KEY (sha256),
    CONSTRAINT ck_font_files_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_font_files_size CHECK (size = length(content))
) STRICT;

CREATE TABLE fonts (
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    face INTEGER NOT NULL,
    lacking INTEGER NOT NULL,
    CONSTRAINT pk_fonts PRIMARY KEY (role),
    CONSTRAINT ck_fonts_role CHECK (role IN ('fangsong', 'kai', 'hei', 'song-bold', 'song')),
    CONSTRAINT ck_fonts_face CHECK (face >= 0),
    CONSTRAINT ck_fonts_lacking CHECK (lacking >= 0),
    CONSTRAINT fk_fonts_sha256 FOREIGN KEY(sha256) REFERENCES font_files (sha256)
) STRICT;

CREATE TRIGGER font_files_not_replaced BEFORE INSERT ON font_files
WHEN EXISTS (SELECT 1 FROM font_files WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'font-sealed'); END;

CREATE TRIGGER font_files_not_changed BEFORE UPDATE ON font_files
BEGIN SELECT RAISE(ABORT, 'font-sealed'); END;

CREATE TRIGGER font_files_not_deleted BEFORE DELETE ON font_files
BEGIN SELECT RAISE(ABORT, 'font-sealed'); END;
"""


def upgrade() -> None:
    """Two tables and their triggers."""
    for statement in STATEMENTS.strip().split("\n\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back but the backup that is made before every upgrade."""
    raise NotImplementedError
