"""Read tokens for other systems, by their SHA-256."""

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


def upgrade() -> None:
    """Add the table."""
    op.get_bind().exec_driver_sql(TABLE)
