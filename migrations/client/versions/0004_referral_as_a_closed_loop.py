"""Referral as a closed loop: typed requests, the emergency block, call-backs, daily costs, what the county publishes;
and a laptop that several people share.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-25
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


class _Table(NamedTuple):
    """A record's own columns by what they hold."""

    name: str
    texts: str = ""
    integers: str = ""
    documents: str = ""
    indexes: str = ""


TABLES = (
    _Table(
        "call_back",
        texts="referral_id level called_on result condition problem next_on by",
        indexes="called_on referral_id",
    ),
    _Table("inpatient_cost", texts="referral_id cost_date amount", indexes="cost_date referral_id"),
    _Table(
        "care_slot",
        texts="organisation department kind item doctor slot_date starts ends",
        integers="minutes capacity",
        indexes="organisation slot_date",
    ),
    _Table("bed_count", texts="organisation department counted_on phone", integers="free", indexes="organisation"),
    _Table(
        "capability",
        texts="organisation centre level area phone note",
        integers="minutes",
        indexes="organisation",
    ),
    _Table("cost_rule", texts="scheme valid_from level deductible rate source"),
    _Table("disease_list", texts="kind code name"),
    _Table("recognised_item", texts="code name", integers="valid_days"),
)
_PRINTED = "kind record_id printed_at paper sha256"
# (table, kind, names, indexed)
ADDED: tuple[tuple[str, Any, str, str], ...] = (
    (
        "referral",
        sa.String,
        "request requested_item requested_day requested_time previous_id path booked_by criteria_version "
        "level_skip_reason own_list_reason consent consent_by consent_relation consent_phone suspicion onset_at "
        "called_at notified_at left_at escort temperature glucose consciousness",
        "previous_id",
    ),
    ("referral", sa.Integer, "sbp dbp heart_rate respiratory_rate spo2", ""),
    ("referral", sa.Boolean, "insurance_registered identity_unknown", ""),
    ("referral", sa.JSON, "criteria results cost_hint checklist from_paper", ""),
    (
        "referral_event",
        sa.String,
        "outcome return_id slot_date slot_time bed phone spoke_with",
        "return_id",
    ),
    ("referral_event", sa.Integer, "slot_minutes", ""),
    ("referral_event", sa.JSON, "supplement results from_paper", ""),
    ("return", sa.String, "opinion follow_up_by", ""),
    ("return", sa.JSON, "consultants", ""),
    ("yearly_base", sa.Integer, "hospital_discharges", ""),
    ("resident", sa.String, "consent consent_on consent_by", ""),
    ("resident", sa.JSON, "consent_purposes", ""),
)


def upgrade() -> None:
    """Add tables and columns; nothing that a file holds is rewritten."""
    for table in TABLES:
        _create(table)
    for table_name, kind, names, indexed in ADDED:
        for name in names.split():
            op.add_column(table_name, sa.Column(name, kind()))
        for name in indexed.split():
            op.create_index(f"ix_{table_name}_{name}", table_name, [name])
    op.create_table(
        "printed_paper",
        sa.Column("seq", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _PRINTED.split()),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_printed_paper"),
    )
    op.create_index("ix_printed_paper_record_id", "printed_paper", ["record_id"])
    _share_the_laptop()
    _remember_imports()


def _share_the_laptop() -> None:
    """The first account looks after the laptop; drafts have an owner, and those from before are anybody's."""
    off = sa.false()
    for name in ("administers", "switched_off"):
        op.add_column("account", sa.Column(name, sa.Boolean(), nullable=False, server_default=off))
    for name in ("last_seen", "password_by"):
        op.add_column("account", sa.Column(name, sa.String()))
    op.add_column("account", sa.Column("kept_key", sa.LargeBinary()))
    first = "(SELECT id FROM account ORDER BY created_at, id LIMIT 1)"
    op.execute(f"UPDATE account SET administers = 1 WHERE id = {first}")
    op.rename_table("draft", "draft_before")
    op.create_table(
        "draft",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account", "key", name="pk_draft"),
    )
    op.execute("INSERT INTO draft (account, key, body, saved_at) SELECT '', key, body, saved_at FROM draft_before")
    op.drop_table("draft_before")


def _remember_imports() -> None:
    """Which sheet came in when, and which records with it."""
    op.create_table(
        "import_batch",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("id", "kind", "file", "by", "by_name", "began_at", "state")
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_table(
        "import_row",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("mid", "type", "record_id")),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("authored_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_import_row"),
    )
    for name in ("batch", "record_id"):
        op.create_index(f"ix_import_row_{name}", "import_row", [name])


def _create(table: _Table) -> None:
    op.create_table(
        table.name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        *_columns(table.texts, sa.String),
        *_columns(table.integers, sa.Integer),
        *_columns(table.documents, sa.JSON),
        *_columns("author authored_at change_reason", sa.String),
        *_columns("extra", sa.JSON),
        *_columns("digest", sa.Integer),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table.name}"),
    )
    for column in table.indexes.split():
        op.create_index(f"ix_{table.name}_{column}", table.name, [column])


def _columns(names: str, kind: Any) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind()) for name in names.split()]
