"""Everything the county has, one record per line, in the shape of `records export`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.protocol import body as record_body


class ExportedRecord(msgspec.Struct):
    """One record as it stands."""

    type: str
    id: str
    rev: int
    void: bool
    fields: dict[str, Any]
    author: str | None
    authored_at: str | None


def export_lines(database: CountyDatabase, actor: str, reason: str | None = None) -> Iterator[bytes]:
    """Records sorted by type and id, as NDJSON lines of one state of the county; the export is audited (管理导出)."""
    count = 0
    with database.snapshot() as connection, connection.cursor("export") as cursor:
        cursor.execute("SELECT type, id, rev, body FROM record WHERE county = %s ORDER BY type, id", (database.county,))
        for type_name, record_id, rev, raw in cursor:
            body = record_body.decode(bytes(raw))
            count += 1
            line = ExportedRecord(type_name, record_id, rev, body.void, body.fields, body.author, body.authored_at)
            yield msgspec.json.encode(line) + b"\n"
    with database.transaction() as connection:
        audit.append(connection, database.county, actor, "export", f"records:{count}", database.now_text(), reason)
