"""The audit of this laptop as a list: what an entry is about, in words, and the list as an Excel book."""

from __future__ import annotations

from collections.abc import Collection
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
