"""Sync that never loses a save: conflicts, links, attachments, departures, first-sync places, relay.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_RECORDS = (
    "organisation", "village", "department", "staff", "household", "resident", "allergy", "diagnosis",
    "chronic_registration", "visit", "hypertension_followup", "diabetes_followup", "referral", "referral_event",
    "return",
)  # fmt: skip


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String()) for name in names]


def _integers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer()) for name in names]


def _documents(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.JSON()) for name in names]


def _record(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        *columns,
        *_texts("author", "authored_at", "change_reason"),
        *_documents("extra"),
        *_integers("digest"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def upgrade() -> None:
    """Add what a file of 0001 lacks; nothing that it holds is rewritten."""
    for table in (*OLD_RECORDS, "shadow"):
        op.add_column(table, sa.Column("digest", sa.Integer()))
    for name in ("superseded_by", "answered_at", "parked_until"):
        op.add_column("outbox", sa.Column(name, sa.String()))
    op.add_column("referral_event", sa.Column("from_org", sa.String()))
    _history()
    _records()
    _sync_tables()
    _relay_and_attachments()


def _history() -> None:
    op.execute("ALTER TABLE history RENAME TO history_of_0001")
    op.create_table(
        "history",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("timeline", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", "timeline", "rev", name="pk_history"),
    )
    op.execute("INSERT INTO history (type, id, rev, body) SELECT type, id, rev, body FROM history_of_0001")
    op.drop_table("history_of_0001")


def _records() -> None:
    _record("identity_link", *_texts("resident_id", "canonical_id", "reason"))
    _index("identity_link", "resident_id")
    _index("identity_link", "canonical_id")
    _record("duplicate_candidate", *_documents("people"), *_texts("why", "state"), *_documents("decision"))
    _index("duplicate_candidate", "state")
    for table, parent in (("visit_attachment", "visit_id"), ("referral_attachment", "referral_id")):
        _record(table, *_texts(parent, "sha256", "media_type"), *_integers("size"), *_texts("title"))
        _index(table, parent)
        _index(table, "sha256")
    _record(
        "conflict",
        *_texts("subject_type", "subject_id", "resident_id", "group"),
        *_documents("names", "base", "contenders"),
        *_texts("shown", "state"),
        *_documents("decision"),
        *_texts("follows"),
    )
    for column in ("subject_id", "resident_id", "state"):
        _index("conflict", column)


def _sync_tables() -> None:
    op.create_table(
        "snapshot_position",
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("after", sa.String()),
        sa.Column("done", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("rows", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("stage", "type", name="pk_snapshot_position"),
    )
    op.create_table(
        "snapshot_row",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", name="pk_snapshot_row"),
    )
    op.create_table(
        "departed",
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        *_texts("name", "from_village", "to_village"),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("seen", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("resident_id", name="pk_departed"),
    )
    _index("departed", "pending")
    op.create_table(
        "repair",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )


def _relay_and_attachments() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    _index("blob", "state")
    op.create_table(
        "blob_chunk",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "start", name="pk_blob_chunk"),
    )
    op.create_table(
        "relay_package",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("exported_at", sa.String(), nullable=False),
        sa.Column("mids", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("timeline", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("receipt", sa.JSON()),
        sa.Column("receipt_at", sa.String()),
    )
    op.create_table(
        "relay_carried",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
        sa.Column("sent_at", sa.String()),
        sa.Column("answer", sa.LargeBinary()),
        *_texts("problem"),
        sa.PrimaryKeyConstraint("digest", name="pk_relay_carried"),
    )
