"""The audit of this laptop as a list: what an entry is about, in words, and the list as an Excel book."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from clinic_app.clock import local_time_text
from clinic_app.exchange.list_file import XLSX, Format, write_list_as
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.protocol.audit_actions import action_word
from clinic_app.records.permission import Act
from clinic_app.store.database import Database
from clinic_app.store.permit import require
from clinic_app.store.queries.audit import AuditQuestion, AuditRow, audit_entries

HEAD = ("号", "时间", "谁", "做了什么", "对象", "说明")
TAIL = 6


def target_words(entry: AuditRow, kinds: Mapping[str, str]) -> str:
    """居民 李某甲 …f510f3: what an entry is about; the name where it may be seen, and the end of the id.

    `kinds` are the words for what stands before a colon; a target of another kind comes as it is stored. Of several
    records that were saved together only the kinds are told.
    """
    several = [kinds.get(each.partition(":")[0], "") for each in entry.target.split()]
    if len(several) > 1 and all(several):
        return " ".join(part for part in (" · ".join(dict.fromkeys(several)), entry.person) if part)
    kind, _, record_id = entry.target.partition(":")
    if kind not in kinds:
        return entry.target
    tail = f"…{record_id[-TAIL:]}" if len(record_id) > 2 * TAIL else record_id
    return " ".join(part for part in (kinds[kind], entry.person, tail) if part)


def export_audit(
    database: Database, asked: AuditQuestion, path: Path, reason: str, form: Format = XLSX, only: Collection[str] = ()
) -> int:
    """What is asked for, or `only` these entries of it, oldest first, as a sheet; an audited act with its reason.
    Returns how many entries.

    Raises NotPermitted, OSError and TooManyPeople.
    """
    require(database, Act.AUDIT)
    with database.shown() as connection:
        rows = [_line(each) for each in audit_entries(connection, asked) if not only or each.id in only]
    write_list_as(form, path, f"审计记录　共{len(rows)}条", HEAD, rows, watermark(database, reason))
    note_outgoing(database, f"audit:{len(rows)}", reason)
    return len(rows)


def _line(entry: AuditRow) -> tuple[str, ...]:
    return (
        entry.id,
        local_time_text(entry.at),
        entry.who or entry.actor,
        action_word(entry.action),
        " ".join(part for part in (entry.target, entry.person) if part),
        entry.detail,
    )
