"""Adding a photo or a PDF to a visit or a referral: the record and its bytes are in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from clinic_app.care.entry import Entry, EntryProblem, RecordError, Refused
from clinic_app.records.attachment import PARENT, TYPE_OF
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.content import ContentRefused
from clinic_app.records.field import FieldError
from clinic_app.store import audit, blobs
from clinic_app.store.database import Actor, Database
from clinic_app.store.unit_of_work import InvalidRecord, Unit, unit_of_work

NOT_HERE = "这个附件的内容不在本机，用“加附件”或 clinic-app attach 加"
MOST_TITLE = 100


@dataclass(frozen=True)
class Attached:
    """A committed attachment: its record, the save it was part of, and the fingerprint of its content."""

    id: str
    type: str
    mid: str
    sha256: str


def attach(
    database: Database, parent_type: str, parent_id: str, raw: bytes, title: str = "", *, actor: Actor | None = None
) -> Attached:
    """Save a photo or PDF with the visit or referral it belongs to; returns after the commit.

    `title` is a word for people (a file's name is good enough), never a place. Raises Refused when the bytes are not
    what an attachment may be, or the visit or referral is not here; then nothing is stored.
    """
    if parent_type not in TYPE_OF:
        raise Refused([RecordError(0, "type", "附件只能加到随访（visit）或转诊单（referral）")])
    name = TYPE_OF[parent_type]
    try:
        with unit_of_work(database, actor) as unit:
            kept = blobs.keep(unit.connection, raw, unit.authored_at)
            fields = {f"{parent_type}_id": parent_id, "title": title.strip()[:MOST_TITLE], "sha256": kept.sha256}
            record_id = record(unit, Entry(0, name, None, fields))
    except ContentRefused as refusal:
        raise Refused([RecordError(0, "content", str(refusal))]) from None
    except (EntryProblem, InvalidRecord) as problem:
        raise Refused([RecordError(0, error.field, error.message) for error in problem.errors]) from None
    assert unit.saved
    return Attached(record_id, name, unit.saved.mid, kept.sha256)


def record(unit: Unit, entry: Entry) -> str:
    """A new attachment record. Its content must be on this laptop; type and size are the content's own."""
    fields = {name: value for name, value in entry.fields.items() if value not in (None, "")}
    _require_parent(unit, entry.type, fields)
    content = blobs.stored(unit.connection, str(fields.get("sha256") or ""))
    if content is None or content.state == blobs.MISSING:
        raise EntryProblem(FieldError("sha256", NOT_HERE))
    if _already(unit, entry.type, fields):
        raise EntryProblem(FieldError("sha256", "同样的附件已经加过了"))
    own = {"media_type": content.media_type, "size": content.size}
    for name, value in own.items():
        if fields.get(name, value) != value:
            label = RECORD_TYPES[entry.type].fields[name].label
            raise EntryProblem(FieldError(name, f"{label}和附件的内容不符，内容的是{value}"))
    return unit.create(entry.type, {**fields, **own}, entry.id)


def amend(unit: Unit, entry: Entry) -> str:
    """Another title. A wrong photo is voided and the right one added: a content never changes under its record."""
    assert entry.id
    before = unit.fields(entry.type, entry.id)
    for name in ("sha256", "media_type", "size"):
        if entry.fields.get(name, before.get(name)) != before.get(name):
            raise EntryProblem(FieldError(name, "附件的内容不能更换；作废这个附件，再加一个"))
    return unit.amend(entry.type, entry.id, entry.fields, entry.reason or "")


def _require_parent(unit: Unit, name: str, fields: Mapping[str, Any]) -> None:
    parent = PARENT[name]
    if not unit.fields(parent, str(fields.get(f"{parent}_id") or "")):
        words = "本机没有这次随访" if parent == "visit" else "本机没有这张转诊单"
        raise EntryProblem(FieldError(f"{parent}_id", words))


def _already(unit: Unit, name: str, fields: Mapping[str, Any]) -> bool:
    table, parent = RECORD_TYPES[name].sql_table, f"{PARENT[name]}_id"
    query = select(table.c.id).where(table.c[parent] == fields[parent], table.c.sha256 == fields.get("sha256"))
    return unit.connection.execute(query.where(table.c.void.is_(False))).first() is not None


def note_seen(database: Database, record_id: str, action: str = "open", *, reason: str = "") -> None:
    """Opening an attachment, or taking it out of the program (`export`, with what for), is an audited act."""
    audit.note(database, action, f"attachment:{record_id}", detail=reason or None)
