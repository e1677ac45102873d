"""Recovery codes of laptops, sealed to the county's escrow key; kept for ever, the newest of a laptop opens it."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE recovery_code (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    sealed bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (county, device, number)
);

-- The public half; the private one lies offline in two parts, each with a person of its own.
CREATE TABLE escrow_key (
    county text COLLATE "C" NOT NULL REFERENCES county,
    id text COLLATE "C" NOT NULL,
    public_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (county, id)
);
"""


def upgrade() -> None:
    """Add the tables."""
    op.get_bind().exec_driver_sql(TABLES)
