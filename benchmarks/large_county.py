"""A county as large as a township's five years: filled through the server's own record store and log, not the wire."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks.dataset import AREA, GIVEN, SURNAMES
from clinic_app.county import change_log
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.record_store import RecordStore, Stored
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import village_key
from clinic_app.protocol.body import Body
from clinic_app.records.identifiers import new_id
from clinic_app.records.identity_number import check_character

BATCH = 2_000
AUTHOR = "benchmark"
Row = tuple[str, str, str, dict[str, Any]]
"""Type, id, village, fields."""


def fill(database: CountyDatabase, villages: list[str], residents: int, rows: int, seed: int) -> list[str]:
    """Write `residents` people and visits up to `rows` records; returns the residents' ids."""
    people: list[str] = []
    source = _rows(villages, residents, rows, seed, people)
    while batch := list(islice(source, BATCH)):
        with database.transaction() as connection:
            _write(connection, database.county, batch)
    return people


def _rows(villages: list[str], residents: int, rows: int, seed: int, people: list[str]) -> Iterator[Row]:
    draw = random.Random(seed)
    start = datetime(2021, 11, 24, 1, tzinfo=UTC)
    homes: list[str] = []
    for number in range(residents):
        village = villages[number * len(villages) // residents]
        resident_id = new_id(start + timedelta(milliseconds=number))
        people.append(resident_id)
        homes.append(village)
        yield "resident", resident_id, village, _person(draw, number, village)
    span = timedelta(days=5 * 365) / max(1, rows - residents)
    for number in range(rows - residents):
        chosen = draw.randrange(residents)
        at = start + span * number
        yield "visit", new_id(at), homes[chosen], _visit(draw, people[chosen], at.date())


def _person(draw: random.Random, number: int, village: str) -> dict[str, Any]:
    born = date(1930, 1, 1) + timedelta(days=draw.randrange(34000))
    body = f"{AREA}{born:%Y%m%d}{number % 1000:03d}"
    return {
        "name": draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=2)), "sex": "1" if number % 2 else "2",
        "birth_date": born.isoformat(), "id_no": body + check_character(body), "village_code": village,
        "phone": f"1990{number:07d}", "current_address": f"演示县演示镇{int(village[-3:])}号村{number % 400 + 1}号",
        "relation_to_head": "1", "residence_type": "1", "ethnicity": "01",
    }  # fmt: skip


def _visit(draw: random.Random, resident_id: str, day: date) -> dict[str, Any]:
    sbp = draw.randrange(110, 156)
    return {
        "resident_id": resident_id, "visit_date": day.isoformat(), "visit_mode": "2", "sbp": sbp, "dbp": sbp - 50,
        "heart_rate": draw.randrange(58, 96), "weight": f"{draw.randrange(450, 900) / 10}", "height": "162",
        "smoking": 0, "drinking": "0", "psych": "1", "compliance": "1", "doctor_sign": "演示村医",
        "medicines": [{"name": "演示药", "times_per_day": 1, "dose": "5mg"}],
    }  # fmt: skip


def _write(connection: Connection, county: str, batch: list[Row]) -> None:
    records = RecordStore(connection, county)
    records.want((kind, record_id) for kind, record_id, _, _ in batch)
    changes = []
    for kind, record_id, village, fields in batch:
        body = Body(fields=fields, author=AUTHOR, authored_at="2026-11-24T00:00:00.000Z")
        records.put((kind, record_id), Stored(1, body))
        raw = record_body.encode(body)
        changes.append(PlannedChange(kind, record_id, 1, "create", raw, (village_key(village),)))
    records.keep()
    records.write()
    change_log.append(connection, county, [CommitGroup(new_id(datetime.now(UTC)), changes)])


def changed(database: CountyDatabase, people: list[str], count: int, seed: int) -> None:
    """Give `count` of the residents another phone number, a commit each, as edits elsewhere would."""
    draw = random.Random(seed)
    for number, resident_id in enumerate(draw.sample(people, count)):
        with database.transaction() as connection:
            records = RecordStore(connection, database.county)
            before = records.get(("resident", resident_id))
            assert before is not None
            fields = {**before.fields, "phone": f"1991{number:07d}"}
            body = Body(fields=fields, author=AUTHOR, authored_at="2026-11-24T00:00:00.000Z")
            rev = before.rev + 1
            records.put(("resident", resident_id), Stored(rev, body, {"phone": rev}))
            records.keep()
            records.write()
            audience = (village_key(str(fields["village_code"])),)
            change = PlannedChange("resident", resident_id, rev, "patch", record_body.encode(body), audience)
            change_log.append(connection, database.county, [CommitGroup(new_id(datetime.now(UTC)), [change])])
