"""The day sheet (今日工作清单): its order on the way from door to door, and the numbers that are keyed back from it.

What was printed is remembered for some weeks: the numbers on a sheet that comes back full stay those of its people,
whoever has been seen or has become due since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from clinic_app.care.worklist import WorkItem, day_sheet_order, worklist
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.queries.residents import resident_rows

PRINTED = "day_sheets"
KEPT_DAYS = 31


@dataclass(frozen=True)
class SheetRow:
    """A person of a day sheet under the number on the paper."""

    number: int
    item: WorkItem


def sheet_rows(database: Database, on: date, village: str | None = None) -> list[SheetRow]:
    """The sheet of a day by number: people of the printed sheet keep theirs, new ones follow on the way."""
    items = day_sheet_order(worklist(database, on, village))
    numbers = {each: place for place, each in enumerate(_printed(database, on, village), 1)}
    for item in items:
        numbers.setdefault(item.resident_id, len(numbers) + 1)
    return sorted((SheetRow(numbers[item.resident_id], item) for item in items), key=lambda row: row.number)


def keep_numbers(database: Database, on: date, village: str | None = None) -> None:
    """Remember the numbers of a sheet that was printed; sheets older than KEPT_DAYS are forgotten."""
    rows = sheet_rows(database, on, village)
    known = _printed(database, on, village)
    order = [*known, *(row.item.resident_id for row in rows if row.number > len(known))]
    with database.write() as connection:
        kept = _kept(connection)
        oldest = (on - timedelta(days=KEPT_DAYS)).isoformat()
        young = {key: value for key, value in kept.items() if key[:10] >= oldest}
        write_setting(connection, PRINTED, {**young, _key(on, village): order})


def printed_numbers(database: Database, on: date, village: str | None = None) -> dict[str, int]:
    """The people of a day's printed sheet, seen since or not, with their numbers: the order in which they are keyed
    back.

    Of a village its own sheet, else its people on the sheet of all villages. Of all villages their sheet where there
    is one, else those of single villages one after another.
    """
    with database.read() as connection:
        kept = _kept(connection)
        own, whole = kept.get(_key(on, village)), kept.get(_key(on, None))
        if own is not None:
            return _numbered(own)
        if village is None:
            return _numbered(each for key in sorted(kept) if key[:10] == on.isoformat() for each in kept[key])
        here = {row.id for row in resident_rows(connection, whole or ()) if row.village_code == village}
    return {each: number for each, number in _numbered(whole or ()).items() if each in here}


def printed_villages(database: Database, on: date) -> frozenset[str]:
    """The villages of which a sheet of that day was printed by itself."""
    with database.read() as connection:
        return frozenset(key[11:] for key in _kept(connection) if key[:10] == on.isoformat()) - {""}


def _numbered(people: Iterable[str]) -> dict[str, int]:
    return {each: number for number, each in enumerate(dict.fromkeys(people), 1)}


def _printed(database: Database, on: date, village: str | None) -> list[str]:
    with database.read() as connection:
        return list(_kept(connection).get(_key(on, village), ()))


def _kept(connection: Connection) -> Mapping[str, list[str]]:
    return read_setting(connection, PRINTED, None) or {}


def _key(on: date, village: str | None) -> str:
    return f"{on.isoformat()} {village or ''}".rstrip()
