"""Taking back what a sheet brought, save by save, backwards; what somebody has touched since stays and is told.

Nothing is deleted: a record is taken out of force with the reason 导入撤销, a changed one gets back what it said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, update

from clinic_app.care.entry import EntryProblem
from clinic_app.protocol.body import Body
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind, Merge
from clinic_app.store.import_batches import Came
from clinic_app.store.local_tables import import_row, outbox, outbox_row
from clinic_app.store.unit_of_work import InvalidRecord, Unit

UNDONE = "导入撤销"
Key = tuple[str, str]


@dataclass(frozen=True)
class Left:
    """A record that stays: its line in the sheet, what it is, why."""

    line: int
    type: str
    record_id: str
    message: str

    @property
    def kind_word(self) -> str:
        """What kind of record it is."""
        return RECORD_TYPES[self.type].label

    def __str__(self) -> str:
        return f"第{self.line}行的{self.kind_word}：{self.message}"


def take_back(unit: Unit, came: Sequence[Came], own: Collection[Key]) -> tuple[int, list[Left]]:
    """Take back the records of one save within an open one; returns how many and what stays.

    `own` are all records of the batch: what stands on somebody and came with the same sheet holds nobody back.
    """
    taken, left = 0, []
    gone: set[Key] = set()
    staying = {
        each.record_id
        for each in came
        if each.type == "resident" and each.made and _standing_on(unit.connection, "resident", each.record_id, own)
    }
    for each in sorted(reversed(came), key=_turn):
        body = unit.body(each.type, each.record_id)
        if body is None or body.void:
            continue
        why = _why_not(unit, each, body, gone)
        if not why and each.type != "visit" and body.fields.get("resident_id") in staying:
            why = "这位居民有别的内容留着，它也留着"
        if not why:
            try:
                _take(unit, each)
            except (InvalidRecord, EntryProblem) as problem:
                why = problem.errors[0].message
        if why:
            left.append(Left(each.line, each.type, each.record_id, why))
            staying.add(str(body.fields.get("resident_id") or each.record_id))
        else:
            taken += 1
            gone.add((each.type, each.record_id))
    return taken, left


def _take(unit: Unit, came: Came) -> None:
    if came.made:
        unit.void(came.type, came.record_id, UNDONE)
    elif came.before is not None:
        unit.patch(came.type, came.record_id, came.before["fields"])
        now = {"authored_at": unit.authored_at, "mid": unit.mid}
        was = (import_row.c.record_id == came.record_id) & (import_row.c.authored_at == came.before["authored_at"])
        # It is again as an earlier sheet brought it: nobody has touched it since.
        unit.connection.execute(update(import_row).where(was).values(now))


def _turn(came: Came) -> int:
    """What stands on others goes first, and a visit before the registration that it opened."""
    merge = RECORD_TYPES[came.type].merge
    return (Merge.EVENT, Merge.SAFETY).index(merge) if merge in (Merge.EVENT, Merge.SAFETY) else 2


def _why_not(unit: Unit, came: Came, body: Body, gone: Collection[Key]) -> str:
    """Why a record stays, in words; empty when it may go."""
    if RECORD_TYPES[came.type].merge not in (Merge.EVENT, Merge.SAFETY, Merge.PROFILE):
        return "流程的一步不能收回，在转诊页面里处理"
    if not came.made and came.before is None:
        return "原来就有，导入没有改它的内容"
    if body.authored_at != came.authored_at or _saved_since(unit.connection, came):
        return "导入以后有人改过，留着"
    if came.made:
        standing = _standing_on(unit.connection, came.type, came.record_id, gone)
        if standing:
            return f"导入以后又有了{standing}，留着"
    return ""


def _saved_since(connection: Connection, came: Came) -> bool:
    """Whether another save of this laptop has touched the record after the import's own."""
    own = select(outbox.c.seq).where(outbox.c.mid == came.mid).scalar_subquery()
    query = (
        select(func.count())
        .select_from(outbox_row.join(outbox, outbox.c.mid == outbox_row.c.mid))
        .where(outbox_row.c.type == came.type, outbox_row.c.id == came.record_id, outbox.c.seq > own)
        .where(outbox.c.state.not_in(("superseded", "declined")))
    )
    return bool(connection.scalar(query))


def _standing_on(connection: Connection, type_name: str, record_id: str, gone: Collection[Key]) -> str:
    """What kind of record in force speaks of this one; empty for none."""
    for other, name in _references(type_name):
        column = RECORD_TYPES[other].sql_table.c
        query = select(column.id).where(column[name] == record_id, column.void.is_(False))
        found: Any
        for found in connection.scalars(query):
            if (other, found) not in gone:
                return RECORD_TYPES[other].label
    return ""


def _references(type_name: str) -> list[tuple[str, str]]:
    return [
        (other, name)
        for other, record_type in RECORD_TYPES.items()
        if record_type.merge is not Merge.COUNTY
        for name, declared in record_type.fields.items()
        if declared.kind is Kind.REFERENCE and declared.reference == type_name and not declared.loose
    ]
