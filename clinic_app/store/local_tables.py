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
    # The own later save that took this one's place ("fix and resend"); such a line is never sent again.
    Column("superseded_by", String),
    # When the county answered last, and until when a line that fails alone rests (the suspect lane).
    Column("answered_at", String),
    Column("parked_until", String),
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
    Column("digest", Integer),
)

# Older server versions of a record. `timeline` counts the county's restores from a backup: a revision number can come
# back with another content, and neither version is lost.
history = Table(
    "history",
    local_metadata,
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("timeline", Integer, primary_key=True, server_default="0"),
    Column("rev", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# How far a first sync or a realignment has come: one row for each part that has begun, kept until all are done.
snapshot_position = Table(
    "snapshot_position",
    local_metadata,
    Column("stage", Integer, primary_key=True),
    Column("type", String, primary_key=True),
    Column("after", String),
    Column("done", Boolean, nullable=False, server_default=false()),
    Column("rows", Integer, nullable=False, server_default="0"),
)

# Rows that a realignment has seen at the county; at its end what is not here and has nothing pending goes.
snapshot_row = Table(
    "snapshot_row",
    local_metadata,
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
)

# Residents that left this laptop's scope, so that a person sees who was moved, where and why. `pending`: own work is
# still under way and the rows stay readable (已迁出待处理); the name goes when a person has seen it.
departed = Table(
    "departed",
    local_metadata,
    Column("resident_id", String, primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("name", String),
    Column("from_village", String),
    Column("to_village", String),
    Column("why", String, nullable=False),
    Column("at", String, nullable=False),
    Column("pending", Boolean, nullable=False, server_default=false()),
    Column("seen", Boolean, nullable=False, server_default=false()),
    Index("ix_departed_pending", "pending"),
)

# What the divergence check found and put right.
repair = Table(
    "repair",
    local_metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("type", String, nullable=False),
    Column("rows", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# Attachments: content by its SHA-256, in pieces, in the encrypted file. `state`: local, present (the county has it),
# missing (named by a record, not here yet).
blob = Table(
    "blob",
    local_metadata,
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String, nullable=False),
    Column("state", String, nullable=False),
    Column("moved", Integer, nullable=False, server_default="0"),
    Column("at", String, nullable=False),
    Index("ix_blob_state", "state"),
)
blob_chunk = Table(
    "blob_chunk",
    local_metadata,
    Column("sha256", String, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# Packages of the USB relay that this laptop sealed, and what came of them. `timeline` is the county's count of restores
# (see `history`) when the package was written.
relay_package = Table(
    "relay_package",
    local_metadata,
    Column("number", Integer, primary_key=True),
    Column("exported_at", String, nullable=False),
    Column("mids", JSON, nullable=False),
    Column("digest", String, nullable=False),
    Column("timeline", Integer, nullable=False, server_default="0"),
    Column("receipt", JSON(none_as_null=True)),
    Column("receipt_at", String),
)

# Sealed packages and receipts that this laptop carries for others, unread. `answer` is the county's receipt for a
# package that was sent; `problem` why the county did not take it.
relay_carried = Table(
    "relay_carried",
    local_metadata,
    Column("digest", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("imported_at", String, nullable=False),
    Column("sent_at", String),
    Column("answer", LargeBinary),
    Column("problem", String),
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
    # Looks after this laptop: adds people, sets passwords, switches accounts off. The first account does.
    Column("administers", Boolean, nullable=False, server_default=false()),
    # When the person was last let in, and who chose the present password (an account's id; empty for oneself).
    Column("last_seen", String),
    Column("password_by", String),
    # Closed by whoever looks after the laptop (`disabled` is the county's word), and the person's entry of the key file
    # meanwhile: out of reach of the door.
    Column("switched_off", Boolean, nullable=False, server_default=false()),
    Column("kept_key", LargeBinary),
)

# Open forms; each person's own. An empty account is of a time before drafts had an owner: anybody may go on with it.
draft = Table(
    "draft",
    local_metadata,
    Column("account", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("saved_at", String, nullable=False),
)

# What was printed and from which values: a reprint is drawn from them, and its hash tells whether it is the same.
printed_paper = Table(
    "printed_paper",
    local_metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record_id", String, nullable=False),
    Column("printed_at", String, nullable=False),
    Column("paper", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("inputs", JSON, nullable=False),
    Index("ix_printed_paper_record_id", "record_id"),
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

# Sheets that came in, and which record came with which line: what an undo works from. Kept on this laptop only.
import_batch = Table(
    "import_batch",
    local_metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("file", String, nullable=False),
    Column("by", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("began_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("undone_at", String),
)
import_row = Table(
    "import_row",
    local_metadata,
    Column("seq", Integer, primary_key=True),
    Column("batch", String, nullable=False),
    Column("line", Integer, nullable=False),
    Column("mid", String, nullable=False),
    Column("type", String, nullable=False),
    Column("record_id", String, nullable=False),
    # False for a record that was here before and that a line changed; `before` then holds what it said.
    Column("made", Boolean, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("authored_at", String, nullable=False),
    Index("ix_import_row_batch", "batch"),
    Index("ix_import_row_record_id", "record_id"),
)
