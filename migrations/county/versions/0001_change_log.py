"""The county's change log, records, applied mutations, devices and audit chain.

The county code leads every key, so that one cluster can hold many counties and place them by county. Bodies and
mutation lines are bytes: PostgreSQL's text and jsonb refuse a NUL that JSON may carry.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE county (
    county text COLLATE "C" PRIMARY KEY,
    epoch text NOT NULL,
    head bigint NOT NULL DEFAULT 0,
    h bytea NOT NULL,
    durable_seq bigint NOT NULL DEFAULT 0,
    devices integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

CREATE TABLE change (
    county text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    mid text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    rev bigint NOT NULL,
    op text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    h bytea NOT NULL,
    group_last bigint NOT NULL,
    PRIMARY KEY (county, seq)
);
CREATE INDEX change_of_record ON change (county, type, id, rev);

CREATE TABLE change_audience (
    county text COLLATE "C" NOT NULL,
    audience text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (county, audience, seq)
);

CREATE TABLE record (
    county text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    rev bigint NOT NULL,
    void boolean NOT NULL,
    parent_id text COLLATE "C",
    body bytea NOT NULL,
    field_revs bytea NOT NULL,
    PRIMARY KEY (county, type, id)
);
CREATE INDEX record_children ON record (county, parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE applied (
    county text COLLATE "C" NOT NULL,
    mid text COLLATE "C" NOT NULL,
    hash bytea NOT NULL,
    device text COLLATE "C" NOT NULL,
    device_seq bigint,
    state text COLLATE "C" NOT NULL,
    outcome bytea NOT NULL,
    first_seq bigint,
    last_seq bigint,
    supersedes text COLLATE "C",
    received_at timestamptz NOT NULL,
    line bytea NOT NULL,
    PRIMARY KEY (county, mid)
);
CREATE INDEX applied_of_device ON applied (county, device, device_seq);
CREATE INDEX applied_superseding ON applied (county, supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX applied_unsettled ON applied (county, state) WHERE state <> 'applied';

CREATE TABLE waiting (
    county text COLLATE "C" NOT NULL,
    awaited text COLLATE "C" NOT NULL,
    mid text COLLATE "C" NOT NULL,
    PRIMARY KEY (county, awaited, mid)
);

CREATE TABLE device (
    county text COLLATE "C" NOT NULL REFERENCES county,
    id text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    organisation text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    staff text COLLATE "C",
    public_key bytea NOT NULL,
    accounts bytea NOT NULL,
    enrolled_at timestamptz NOT NULL,
    last_seen timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (county, id),
    UNIQUE (county, number)
);

CREATE TABLE enrol_code (
    county text COLLATE "C" NOT NULL REFERENCES county,
    hash bytea NOT NULL,
    organisation text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    staff text COLLATE "C",
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    public_key bytea,
    device text COLLATE "C",
    PRIMARY KEY (county, hash)
);

CREATE TABLE enrol_refusal (
    county text COLLATE "C" NOT NULL REFERENCES county,
    source bytea NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX enrol_refusal_of_source ON enrol_refusal (county, source, at);

CREATE TABLE audit (
    county text COLLATE "C" NOT NULL REFERENCES county,
    seq bigint NOT NULL,
    prev bytea NOT NULL,
    hash bytea NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    at text NOT NULL,
    detail text,
    PRIMARY KEY (county, seq)
);
"""

# Raw SQL cannot slip past the log: a record's revision must stand in the log with the same body when the transaction
# commits, log rows must come with their place on the counter, and nothing in the log or the records is ever deleted.
GUARDS = """
CREATE FUNCTION require_logged_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM change
        WHERE county = NEW.county AND type = NEW.type AND id = NEW.id AND rev = NEW.rev AND body = NEW.body
    ) THEN
        RAISE EXCEPTION 'record % % revision % is not in the change log', NEW.type, NEW.id, NEW.rev
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER record_is_logged AFTER INSERT OR UPDATE ON record
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_logged_change();

CREATE FUNCTION require_counter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT county, max(seq) AS last FROM added GROUP BY county) AS added_last
        JOIN county USING (county) WHERE county.head <> added_last.last
    ) THEN
        RAISE EXCEPTION 'change log rows must end at the county counter'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER change_is_counted AFTER INSERT ON change
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_counter();

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are kept for ever', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER change_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER record_is_kept BEFORE DELETE OR TRUNCATE ON record
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER applied_is_kept BEFORE DELETE OR TRUNCATE ON applied
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
"""


def upgrade() -> None:
    """Create everything."""
    connection = op.get_bind()
    for script in (TABLES, GUARDS):
        connection.exec_driver_sql(script.replace("%", "%%"))
