"""What the quick entry knows of its people: what they take, and who was already seen that day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Connection, String, bindparam, text

from clinic_app.store.queries.residents import ResidentRow, resident_rows
from clinic_app.store.queries.stored import chunks


class QuickPerson(NamedTuple):
    """A resident with the medicines of the newest visit that named any, and whether there is a visit of the day."""

    row: ResidentRow
    medicines: tuple[dict[str, Any], ...]
    seen: bool


def quick_people(connection: Connection, resident_ids: Sequence[str], day: str) -> list[QuickPerson]:
    """People in the order of their ids; who is not on this laptop is left out."""
    medicines: dict[str, tuple[dict[str, Any], ...]] = {}
    seen: set[str] = set()
    for part in chunks(list(resident_ids)):
        for resident_id, taken in connection.execute(_MEDICINES, {"ids": part, "day": day}):
            medicines[resident_id] = tuple(taken or ())
        seen |= {row.resident_id for row in connection.execute(_SEEN, {"ids": part, "day": day})}
    rows = {row.id: row for row in resident_rows(connection, resident_ids)}
    return [
        QuickPerson(rows[each], medicines.get(each, ()), each in seen) for each in resident_ids if each in rows
    ]  # fmt: skip


def resident_by_number(connection: Connection, id_no: str) -> str | None:
    """The resident whose identity number was scanned; None when nobody, or more than one, has it here."""
    found = connection.execute(_BY_NUMBER, {"id_no": id_no.strip().upper()}).all()
    return str(found[0].id) if len(found) == 1 else None


_MEDICINES = (
    text(
        "SELECT v.resident_id, v.medicines FROM resident r JOIN visit v ON v.rowid = (SELECT v0.rowid FROM visit v0"
        " WHERE v0.resident_id = r.id AND NOT v0.void AND v0.visit_date <= :day AND v0.medicines IS NOT NULL"
        " ORDER BY v0.visit_date DESC, v0.rowid DESC LIMIT 1) WHERE r.id IN :ids"
    )
    .bindparams(bindparam("ids", expanding=True))
    .columns(resident_id=String, medicines=JSON)
)
_SEEN = text(
    "SELECT DISTINCT resident_id FROM visit WHERE resident_id IN :ids AND visit_date = :day AND NOT void"
).bindparams(bindparam("ids", expanding=True))
_BY_NUMBER = text("SELECT id FROM resident WHERE id_no = :id_no AND NOT void LIMIT 2")
