"""Read tokens for other systems, by their SHA-256; administrators, their sessions and their tries at the door."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE fhir_token (
    county text COLLATE "C" NOT NULL REFERENCES county,
    id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    purpose text COLLATE "C" NOT NULL DEFAULT 'fhir',
    organisation text COLLATE "C" NOT NULL,
    sensitive boolean NOT NULL,
    token_sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX fhir_token_by_digest ON fhir_token (county, token_sha256);
"""
ADMINISTRATORS = """
CREATE TABLE administrator (
    county text COLLATE "C" NOT NULL REFERENCES county,
    id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    password text NOT NULL,
    created_at timestamptz NOT NULL,
    last_login_at timestamptz,
    disabled_at timestamptz,
    PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX administrator_by_name ON administrator (county, name);
CREATE TABLE administrator_session (
    county text COLLATE "C" NOT NULL REFERENCES county,
    token_sha256 bytea NOT NULL,
    administrator text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (county, token_sha256),
    FOREIGN KEY (county, administrator) REFERENCES administrator
);
CREATE TABLE administrator_try (
    county text COLLATE "C" NOT NULL REFERENCES county,
    id bigint GENERATED ALWAYS AS IDENTITY,
    name bytea NOT NULL,
    source bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX administrator_try_by_name ON administrator_try (county, name, at);
CREATE INDEX administrator_try_by_source ON administrator_try (county, source, at);
"""
AUDIT_HEADS = """
CREATE TABLE audit_head (
    county text COLLATE "C" NOT NULL REFERENCES county,
    device text COLLATE "C" NOT NULL,
    day date NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (county, device, day)
);
ALTER TABLE device ADD COLUMN audit_from timestamptz, ADD COLUMN audit_problem text COLLATE "C",
    ADD COLUMN audit_problem_at timestamptz;
"""
LEASE = "ALTER TABLE county ADD COLUMN lease_days integer NOT NULL DEFAULT 60"


def upgrade() -> None:
    """Add the tables."""
    op.get_bind().exec_driver_sql(LEASE)
    op.get_bind().exec_driver_sql(AUDIT_HEADS)
    op.get_bind().exec_driver_sql(TABLE)
    op.get_bind().exec_driver_sql(ADMINISTRATORS)
