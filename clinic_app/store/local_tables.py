"""Tables that only this laptop has: outbox, server shadows, audit, settings, accounts, drafts, search."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, false, text

local_metadata = MetaData()

# Own saves, as the bytes that are sent. `passed`: the pull cursor has passed `last_seq`, so the overlay no longer
# needs the line; it is kept until the county says that it is backed up.
outbox = Table(
    "outbox",
    local_metadata,
    Column("seq", Integer, primary_key=True),
    Column("mid", String, nullable=False, unique=True),
    Column("line", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    Column("saved_at", String, nullable=False),
    Column("state", String, nullable=False, server_default="pending"),
    Column("outcome", JSON(none_as_null=True)),
    Column("last_seq", Integer),
    Column("passed", Boolean, nullable=False, server_default=false()),
    Column("clinical", Boolean, nullable=False, server_default=false()),
    Index("ix_outbox_state", "state"),
    # What is still under way, in order: each save looks here, so it must not grow with what is done.
    Index("ix_outbox_seq", "seq", sqlite_where=text("passed IS 0")),
    sqlite_autoincrement=True,
)

# Which rows a mutation touches.
outbox_row = Table(
    "outbox_row",
    local_metadata,
    Column("mid", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
    Index("ix_outbox_row_type_id", "type", "id"),
)

# The server's version of rows that own mutations overlay.
shadow = Table(
    "shadow",
    local_metadata,
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("body", LargeBinary),
)

# Older server versions of a record.
history = Table(
    "history",
    local_metadata,
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rev", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# The county's order of referral events; clocks never order them.
event_order = Table(
    "event_order",
    local_metadata,
    Column("id", String, primary_key=True),
    Column("seq", Integer, nullable=False),
)

audit = Table(
    "audit",
    local_metadata,
    Column("seq", Integer, primary_key=True),
    Column("prev", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("device", String, nullable=False),
    Column("action", String, nullable=False),
    Column("target", String, nullable=False),
    Column("at", String, nullable=False),
    Column("mid", String),
    Column("detail", String),
    Index("ix_audit_mid", "mid"),
)

# Cursor, head, device identity, last success, slip serial.
setting = Table(
    "setting",
    local_metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON(none_as_null=True)),
)

account = Table(
    "account",
    local_metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("staff", String),
    Column("role", String),
    Column("created_at", String, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
)

draft = Table(
    "draft",
    local_metadata,
    Column("key", String, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("saved_at", String, nullable=False),
)

# What a resident is found by; written by search.py after each write of a resident.
resident_search = Table(
    "resident_search",
    local_metadata,
    Column("resident_id", String, primary_key=True),
    Column("haystack", String, nullable=False),
    Column("sort_name", String, nullable=False),
    Column("village_code", String),
    Index("ix_resident_search_sort_name_resident_id", "sort_name", "resident_id"),
    Index("ix_resident_search_village_code_sort_name_resident_id", "village_code", "sort_name", "resident_id"),
)
