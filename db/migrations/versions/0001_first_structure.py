"""The first structure: cases, records, and the triggers that keep what must not change.

Written out, not derived from the row classes: a migration must not change when they do. Statements are separated by blank lines.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE cases (
    id TEXT NOT NULL,
    policy TEXT NOT NULL,
    year INTEGER NOT NULL,
    number TEXT NOT NULL,
    stage TEXT NOT NULL,
    received TEXT,
    applicant TEXT NOT NULL,
    uscc TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    makerspace TEXT NOT NULL,
    subdistrict TEXT NOT NULL,
    level TEXT NOT NULL,
    address TEXT NOT NULL,
    type TEXT NOT NULL,
    area TEXT,
    returned INTEGER NOT NULL,
    claimed INTEGER NOT NULL,
    computed INTEGER,
    subtotal INTEGER NOT NULL,
    approved INTEGER,
    pending INTEGER NOT NULL,
    changed TEXT NOT NULL,
    initials TEXT NOT NULL,
    examiner TEXT,
    checker TEXT,
    approver TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT ck_cases_year CHECK (year BETWEEN 1 AND 9999),
    CONSTRAINT ck_cases_stage
        CHECK (stage IN ('registered', 'examination', 'check', 'decision', 'signing', 'issued')),
    CONSTRAINT ck_cases_received CHECK (received IS NULL OR date(received, '+0 days') IS received),
    CONSTRAINT ck_cases_returned CHECK (returned IN (0, 1)),
    CONSTRAINT ck_cases_claimed CHECK (claimed >= 0),
    CONSTRAINT ck_cases_computed CHECK (computed >= 0),
    CONSTRAINT ck_cases_subtotal CHECK (subtotal >= 0),
    CONSTRAINT ck_cases_approved CHECK (approved >= 0),
    CONSTRAINT ck_cases_pending CHECK (pending >= 0),
    CONSTRAINT ck_cases_version CHECK (version >= 1),
    CONSTRAINT ck_cases_changed
        CHECK (changed GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9]:[0-9][0-9]*')
) STRICT;

CREATE INDEX ix_cases_year_number ON cases (year, number);

CREATE TABLE attachments (
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_attachments PRIMARY KEY (sha256),
    CONSTRAINT ck_attachments_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_attachments_size CHECK (size = length(content))
) STRICT;

CREATE TABLE office (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    trust BLOB NOT NULL,
    CONSTRAINT pk_office PRIMARY KEY (id),
    CONSTRAINT ck_office_single CHECK (id = 1)
) STRICT;

CREATE TABLE people (
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    certificate TEXT NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT ck_people_active CHECK (active IN (0, 1)),
    CONSTRAINT ck_people_position CHECK (position >= 0)
) STRICT;

CREATE TABLE adopted_readings (
    sequence INTEGER NOT NULL,
    policy TEXT NOT NULL,
    "key" TEXT NOT NULL,
    option TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    authority TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_adopted_readings PRIMARY KEY (sequence),
    CONSTRAINT ck_adopted_readings_at
        CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9]:[0-9][0-9]*')
) STRICT;

CREATE INDEX ix_adopted_readings_policy_key ON adopted_readings (policy, "key");

CREATE TABLE journal (
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    action TEXT NOT NULL,
    case_id TEXT,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT pk_journal PRIMARY KEY (sequence),
    CONSTRAINT ck_journal_sequence CHECK (sequence >= 1),
    CONSTRAINT ck_journal_at
        CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9]:[0-9][0-9]*'),
    CONSTRAINT ck_journal_previous CHECK (length(previous) = 64 AND previous NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_journal_digest CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*')
) STRICT;

CREATE INDEX ix_journal_case_id ON journal (case_id);

CREATE TABLE applicant_roles (
    case_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT pk_applicant_roles PRIMARY KEY (case_id, position),
    CONSTRAINT ck_applicant_roles_position CHECK (position >= 0),
    CONSTRAINT fk_applicant_roles_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE TABLE case_readings (
    case_id TEXT NOT NULL,
    reading TEXT NOT NULL,
    option TEXT NOT NULL,
    CONSTRAINT pk_case_readings PRIMARY KEY (case_id, reading),
    CONSTRAINT fk_case_readings_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE TABLE evidence (
    case_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    sha256 TEXT,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    pages INTEGER,
    CONSTRAINT pk_evidence PRIMARY KEY (case_id, "key"),
    CONSTRAINT ck_evidence_position CHECK (position >= 0),
    CONSTRAINT ck_evidence_size CHECK (size >= 0),
    CONSTRAINT ck_evidence_pages CHECK (pages >= 0),
    CONSTRAINT fk_evidence_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT fk_evidence_sha256 FOREIGN KEY(sha256) REFERENCES attachments (sha256) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID, STRICT;

CREATE INDEX ix_evidence_sha256 ON evidence (sha256);

CREATE TABLE claims (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    position INTEGER NOT NULL,
    claimed INTEGER,
    approved INTEGER,
    approved_reason TEXT NOT NULL,
    opinion TEXT NOT NULL,
    CONSTRAINT pk_claims PRIMARY KEY (case_id, measure),
    CONSTRAINT ck_claims_position CHECK (position >= 0),
    CONSTRAINT ck_claims_claimed CHECK (claimed >= 0),
    CONSTRAINT ck_claims_approved CHECK (approved >= 0),
    CONSTRAINT fk_claims_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE TABLE passages (
    case_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    opinion TEXT NOT NULL,
    CONSTRAINT pk_passages PRIMARY KEY (case_id, position),
    CONSTRAINT ck_passages_position CHECK (position >= 0),
    CONSTRAINT ck_passages_at
        CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9]:[0-9][0-9]*'),
    CONSTRAINT ck_passages_role CHECK (role IN ('examiner', 'checker', 'approver')),
    CONSTRAINT ck_passages_origin
        CHECK (origin IN ('registered', 'examination', 'check', 'decision', 'signing', 'issued')),
    CONSTRAINT ck_passages_destination
        CHECK (destination IN ('registered', 'examination', 'check', 'decision', 'signing', 'issued')),
    CONSTRAINT fk_passages_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE TABLE memos (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    base_digest TEXT NOT NULL,
    receipt TEXT NOT NULL,
    drawn TEXT NOT NULL,
    first_signer TEXT,
    second_signer TEXT,
    third_signer TEXT,
    replaces TEXT,
    pdf BLOB NOT NULL,
    CONSTRAINT pk_memos PRIMARY KEY (id),
    CONSTRAINT ck_memos_state CHECK (state IN ('drawn', 'signing', 'issued', 'superseded')),
    CONSTRAINT ck_memos_base_digest CHECK (base_digest <> ''),
    CONSTRAINT ck_memos_drawn
        CHECK (drawn GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*[+-][0-9][0-9]:[0-9][0-9]*'),
    CONSTRAINT ck_memos_signed CHECK (state <> 'issued' OR third_signer IS NOT NULL),
    CONSTRAINT ck_memos_order
        CHECK ((second_signer IS NULL OR first_signer IS NOT NULL)
            AND (third_signer IS NULL OR second_signer IS NOT NULL)),
    CONSTRAINT ck_memos_distinct
        CHECK (first_signer <> second_signer AND first_signer <> third_signer AND second_signer <> third_signer),
    CONSTRAINT fk_memos_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT fk_memos_replaces FOREIGN KEY(replaces) REFERENCES memos (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX ix_memos_case_id ON memos (case_id);

CREATE INDEX ix_memos_base_digest ON memos (base_digest);

CREATE TABLE person_roles (
    person_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT pk_person_roles PRIMARY KEY (person_id, position),
    CONSTRAINT ck_person_roles_role CHECK (role IN ('examiner', 'checker', 'approver')),
    CONSTRAINT ck_person_roles_position CHECK (position >= 0),
    CONSTRAINT fk_person_roles_person_id FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE TABLE journal_changes (
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    subject TEXT NOT NULL,
    old TEXT,
    new TEXT,
    CONSTRAINT pk_journal_changes PRIMARY KEY (sequence, position),
    CONSTRAINT ck_journal_changes_position CHECK (position >= 0),
    CONSTRAINT fk_journal_changes_sequence FOREIGN KEY(sequence) REFERENCES journal (sequence)
) WITHOUT ROWID, STRICT;

CREATE TABLE facts (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_facts PRIMARY KEY (case_id, measure, name),
    CONSTRAINT fk_facts_case_id_measure FOREIGN KEY(case_id, measure)
        REFERENCES claims (case_id, measure) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE TABLE table_facts (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    name TEXT NOT NULL,
    verified INTEGER NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_table_facts PRIMARY KEY (case_id, measure, name),
    CONSTRAINT fk_table_facts_case_id_measure FOREIGN KEY(case_id, measure)
        REFERENCES claims (case_id, measure) ON DELETE CASCADE,
    CONSTRAINT ck_table_facts_verified CHECK (verified IN (0, 1))
) WITHOUT ROWID, STRICT;

CREATE TABLE verdicts (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    criterion TEXT NOT NULL,
    result TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_verdicts PRIMARY KEY (case_id, measure, criterion),
    CONSTRAINT fk_verdicts_case_id_measure FOREIGN KEY(case_id, measure)
        REFERENCES claims (case_id, measure) ON DELETE CASCADE,
    CONSTRAINT ck_verdicts_result CHECK (result IN ('met', 'unmet', 'not_applicable', 'pending'))
) WITHOUT ROWID, STRICT;

CREATE TABLE evidence_links (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    target TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    CONSTRAINT pk_evidence_links PRIMARY KEY (case_id, measure, target, name, position),
    CONSTRAINT fk_evidence_links_case_id_measure FOREIGN KEY(case_id, measure)
        REFERENCES claims (case_id, measure) ON DELETE CASCADE,
    CONSTRAINT ck_evidence_links_target CHECK (target IN ('fact', 'table', 'verdict')),
    CONSTRAINT ck_evidence_links_position CHECK (position >= 0)
) WITHOUT ROWID, STRICT;

CREATE TABLE memo_evidence (
    memo_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    title TEXT NOT NULL,
    sha256 TEXT,
    CONSTRAINT pk_memo_evidence PRIMARY KEY (memo_id, "key"),
    CONSTRAINT fk_memo_evidence_memo_id FOREIGN KEY(memo_id) REFERENCES memos (id),
    CONSTRAINT fk_memo_evidence_sha256 FOREIGN KEY(sha256) REFERENCES attachments (sha256)
) WITHOUT ROWID, STRICT;

CREATE INDEX ix_memo_evidence_sha256 ON memo_evidence (sha256);

CREATE TABLE fact_values (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    fact TEXT NOT NULL,
    side TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,
    CONSTRAINT pk_fact_values PRIMARY KEY (case_id, measure, fact, side),
    CONSTRAINT fk_fact_values_case_id_measure_fact FOREIGN KEY(case_id, measure, fact)
        REFERENCES facts (case_id, measure, name) ON DELETE CASCADE,
    CONSTRAINT ck_fact_values_side CHECK (side IN ('claimed', 'verified')),
    CONSTRAINT ck_fact_values_kind CHECK (kind IN ('number', 'date', 'text', 'yes-no', 'empty')),
    CONSTRAINT ck_fact_values_empty CHECK ((kind = 'empty') = (value IS NULL)),
    CONSTRAINT ck_fact_values_number
        CHECK (kind <> 'number' OR (value GLOB '*[0-9]' AND value NOT GLOB '*[^0-9.-]*'
            AND value NOT GLOB '?*-*' AND value NOT GLOB '*.*.*' AND value NOT GLOB '.*'
            AND value NOT GLOB '-.*' AND value NOT GLOB '0[0-9]*' AND value NOT GLOB '-0[0-9]*'
            AND value NOT GLOB '*.*0' AND value <> '-0')),
    CONSTRAINT ck_fact_values_date CHECK (kind <> 'date' OR date(value, '+0 days') IS value),
    CONSTRAINT ck_fact_values_yes_no CHECK (kind <> 'yes-no' OR value IN ('yes', 'no')),
    CONSTRAINT ck_fact_values_given CHECK (kind <> 'empty')
) WITHOUT ROWID, STRICT;

CREATE TABLE table_rows (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    fact TEXT NOT NULL,
    "key" TEXT NOT NULL,
    position INTEGER NOT NULL,
    by_reviewer INTEGER NOT NULL,
    struck INTEGER NOT NULL,
    CONSTRAINT pk_table_rows PRIMARY KEY (case_id, measure, fact, "key"),
    CONSTRAINT fk_table_rows_case_id_measure_fact FOREIGN KEY(case_id, measure, fact)
        REFERENCES table_facts (case_id, measure, name) ON DELETE CASCADE,
    CONSTRAINT ck_table_rows_by_reviewer CHECK (by_reviewer IN (0, 1)),
    CONSTRAINT ck_table_rows_struck CHECK (struck IN (0, 1)),
    CONSTRAINT ck_table_rows_position CHECK (position >= 0)
) WITHOUT ROWID, STRICT;

CREATE TABLE table_cells (
    case_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    fact TEXT NOT NULL,
    row_key TEXT NOT NULL,
    side TEXT NOT NULL,
    column_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,
    CONSTRAINT pk_table_cells PRIMARY KEY (case_id, measure, fact, row_key, side, column_name),
    CONSTRAINT fk_table_cells_case_id_measure_fact_row_key FOREIGN KEY(case_id, measure, fact, row_key)
        REFERENCES table_rows (case_id, measure, fact, "key") ON DELETE CASCADE,
    CONSTRAINT ck_table_cells_side CHECK (side IN ('claimed', 'verified')),
    CONSTRAINT ck_table_cells_kind CHECK (kind IN ('number', 'date', 'text', 'yes-no', 'empty')),
    CONSTRAINT ck_table_cells_empty CHECK ((kind = 'empty') = (value IS NULL)),
    CONSTRAINT ck_table_cells_number
        CHECK (kind <> 'number' OR (value GLOB '*[0-9]' AND value NOT GLOB '*[^0-9.-]*'
            AND value NOT GLOB '?*-*' AND value NOT GLOB '*.*.*' AND value NOT GLOB '.*'
            AND value NOT GLOB '-.*' AND value NOT GLOB '0[0-9]*' AND value NOT GLOB '-0[0-9]*'
            AND value NOT GLOB '*.*0' AND value <> '-0')),
    CONSTRAINT ck_table_cells_date CHECK (kind <> 'date' OR date(value, '+0 days') IS value),
    CONSTRAINT ck_table_cells_yes_no CHECK (kind <> 'yes-no' OR value IN ('yes', 'no'))
) WITHOUT ROWID, STRICT;
"""

TRIGGERS = """
CREATE TRIGGER journal_in_sequence BEFORE INSERT ON journal
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal)
  OR NEW.previous IS NOT coalesce((SELECT digest FROM journal ORDER BY sequence DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'journal-append-only'); END;

CREATE TRIGGER journal_not_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal-append-only'); END;

CREATE TRIGGER journal_not_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal-append-only'); END;

CREATE TRIGGER journal_changes_of_last_entry BEFORE INSERT ON journal_changes
WHEN NEW.sequence IS NOT (SELECT max(sequence) FROM journal)
  OR EXISTS (SELECT 1 FROM journal_changes WHERE sequence = NEW.sequence AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'journal-append-only'); END;

CREATE TRIGGER journal_changes_not_changed BEFORE UPDATE ON journal_changes
BEGIN SELECT RAISE(ABORT, 'journal-append-only'); END;

CREATE TRIGGER journal_changes_not_deleted BEFORE DELETE ON journal_changes
BEGIN SELECT RAISE(ABORT, 'journal-append-only'); END;

CREATE TRIGGER passages_at_end BEFORE INSERT ON passages
WHEN NEW.position IS NOT (SELECT coalesce(max(position), -1) + 1 FROM passages WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'passage-append-only'); END;

CREATE TRIGGER passages_not_changed BEFORE UPDATE ON passages
BEGIN SELECT RAISE(ABORT, 'passage-append-only'); END;

-- They go only with their whole case: its row is gone by the time that the deletion reaches them.
CREATE TRIGGER passages_not_deleted BEFORE DELETE ON passages
WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
BEGIN SELECT RAISE(ABORT, 'passage-append-only'); END;

CREATE TRIGGER attachments_not_replaced BEFORE INSERT ON attachments
WHEN EXISTS (SELECT 1 FROM attachments WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'attachment-sealed'); END;

CREATE TRIGGER attachments_not_changed BEFORE UPDATE ON attachments
BEGIN SELECT RAISE(ABORT, 'attachment-sealed'); END;

CREATE TRIGGER adopted_readings_not_replaced BEFORE INSERT ON adopted_readings
WHEN EXISTS (SELECT 1 FROM adopted_readings WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'reading-append-only'); END;

CREATE TRIGGER adopted_readings_not_changed BEFORE UPDATE ON adopted_readings
BEGIN SELECT RAISE(ABORT, 'reading-append-only'); END;

CREATE TRIGGER adopted_readings_not_deleted BEFORE DELETE ON adopted_readings
BEGIN SELECT RAISE(ABORT, 'reading-append-only'); END;

CREATE TRIGGER memos_not_replaced BEFORE INSERT ON memos
WHEN EXISTS (SELECT 1 FROM memos WHERE id = NEW.id AND state IN ('issued', 'superseded'))
BEGIN SELECT RAISE(ABORT, 'memo-sealed'); END;

-- A sealed memo changes in one way only: an issued one is marked as superseded, everything else staying as it is.
CREATE TRIGGER memos_sealed BEFORE UPDATE ON memos
WHEN OLD.state IN ('issued', 'superseded') AND NOT (
    OLD.state = 'issued' AND NEW.state = 'superseded'
    AND NEW.id IS OLD.id AND NEW.case_id IS OLD.case_id AND NEW.number IS OLD.number
    AND NEW.base_digest IS OLD.base_digest AND NEW.receipt IS OLD.receipt AND NEW.drawn IS OLD.drawn
    AND NEW.first_signer IS OLD.first_signer AND NEW.second_signer IS OLD.second_signer
    AND NEW.third_signer IS OLD.third_signer AND NEW.replaces IS OLD.replaces AND NEW.pdf IS OLD.pdf)
BEGIN SELECT RAISE(ABORT, 'memo-sealed'); END;

CREATE TRIGGER memos_not_deleted BEFORE DELETE ON memos
WHEN OLD.state IN ('issued', 'superseded') OR EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
BEGIN SELECT RAISE(ABORT, 'memo-sealed'); END;

-- What the case rested on when its memo was issued is kept with it for good.
CREATE TRIGGER memos_issued AFTER UPDATE OF state ON memos
WHEN NEW.state = 'issued' AND OLD.state <> 'issued'
BEGIN
    INSERT INTO memo_evidence (memo_id, key, title, sha256)
    SELECT NEW.id, key, title, sha256 FROM evidence WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER memos_added_as_issued AFTER INSERT ON memos
WHEN NEW.state = 'issued'
BEGIN
    INSERT INTO memo_evidence (memo_id, key, title, sha256)
    SELECT NEW.id, key, title, sha256 FROM evidence WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER memo_evidence_not_changed BEFORE UPDATE ON memo_evidence
BEGIN SELECT RAISE(ABORT, 'memo-sealed'); END;

CREATE TRIGGER memo_evidence_not_deleted BEFORE DELETE ON memo_evidence
BEGIN SELECT RAISE(ABORT, 'memo-sealed'); END;
"""


def upgrade() -> None:
    """Create everything, and mark the file as ours ("GSDT")."""
    op.execute("PRAGMA application_id = 1196639316")
    for statement in f"{TABLES}\n{TRIGGERS}".strip().split("\n\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back but the backup that is made before every upgrade."""
    raise NotImplementedError
