"""Slips by their number, and who has asked for one by number and name."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
-- The digits of a slip's number; before enrolment two laptops may give one number.
CREATE TABLE slip_number (
    county text COLLATE "C" NOT NULL,
    digits text COLLATE "C" NOT NULL,
    referral_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (county, digits, referral_id)
);

CREATE TABLE slip_asked (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    referral_id text COLLATE "C",
    at timestamptz NOT NULL
);
CREATE INDEX slip_asked_by_device ON slip_asked (county, device, at);
"""
INSERT = "INSERT INTO slip_number (county, digits, referral_id) VALUES (:county, :digits, :id) ON CONFLICT DO NOTHING"


def upgrade() -> None:
    """Add the tables; slips that the county has already are found by number, too."""
    connection = op.get_bind()
    connection.exec_driver_sql(TABLES)
    rows = connection.exec_driver_sql("SELECT county, id, body FROM record WHERE type = 'referral'").fetchall()
    numbers = ((row[0], row[1], _digits(bytes(row[2]))) for row in rows)
    found = [{"county": county, "id": record_id, "digits": digits} for county, record_id, digits in numbers if digits]
    if found:
        connection.execute(sa.text(INSERT), found)


def _digits(body: bytes) -> str:
    number = json.loads(body).get("fields", {}).get("slip_no")
    return "".join(each for each in str(number or "") if each.isascii() and each.isdigit())
