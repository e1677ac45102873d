"""Everything the county has, one record per line, in the shape of `records export`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.protocol import body as record_body
from clinic_app.records import safety

# Form column → resident id → live entries of its safety set.
Views = dict[str, dict[str, list[dict[str, Any]]]]


class ExportedRecord(msgspec.Struct):
    """One record as it stands."""

    type: str
    id: str
    rev: int
    void: bool
    fields: dict[str, Any]


def export_lines(database: CountyDatabase, actor: str, reason: str | None = None) -> Iterator[bytes]:
    """Records sorted by type and id, as NDJSON lines of one state of the county; the export is audited (管理导出)."""
    count = 0
    with database.snapshot() as connection:
        views = _views(connection, database.county)
        with connection.cursor("export") as cursor:
            query = "SELECT type, id, rev, body FROM record WHERE county = %s ORDER BY type, id"
            cursor.execute(query, (database.county,))
            for type_name, record_id, rev, raw in cursor:
                body = record_body.decode(bytes(raw))
                fields = _with_views(body.fields, record_id, views) if type_name == "resident" else body.fields
                count += 1
                yield msgspec.json.encode(ExportedRecord(type_name, record_id, rev, body.void, fields)) + b"\n"
    with database.transaction() as connection:
        audit.append(connection, database.county, actor, "export", f"records:{count}", database.now_text(), reason)


def _views(connection: Connection, county: str) -> Views:
    found: Views = {}
    for column, type_name in safety.VIEWS.items():
        by_resident: dict[str, list[dict[str, Any]]] = defaultdict(list)
        rows = connection.execute(
            "SELECT body FROM record WHERE county = %s AND type = %s AND NOT void ORDER BY id", (county, type_name)
        )
        for row in rows:
            entry = record_body.decode(bytes(row[0])).fields
            by_resident[str(entry.get("resident_id"))].append(entry)
        found[column] = by_resident
    return found


def _with_views(fields: dict[str, Any], record_id: str, views: Views) -> dict[str, Any]:
    """The resident with the form columns that show the safety set, as every screen and export has them."""
    for column, by_resident in views.items():
        if record_id in by_resident:
            codes, other = safety.view(by_resident[record_id])
            fields = {**fields, column: codes, **({f"{column}_other": other} if other else {})}
    return fields
