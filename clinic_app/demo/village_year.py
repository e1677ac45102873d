"""A village of the practice county as a year of work left it, written through the same door as the forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from clinic_app.care.save import save
from clinic_app.clock import LOCAL_ZONE, Clock, FrozenClock
from clinic_app.demo.diary import MORNING, Diary, Save, written_on
from clinic_app.demo.people import Person, Village
from clinic_app.demo.stories import history
from clinic_app.store.database import Database

SEED = 20261122
VILLAGE = "990101100201"
BETWEEN_VISITS = timedelta(minutes=20)


def settle(database: Database, clock: Clock, residents: int, village_code: str = VILLAGE) -> list[Person]:
    """Register people with a year of what was done for them, through the same door as the forms, each save written
    down on its own day; returns the people."""
    today = clock.today()
    village = Village(village_code, today, clock.now(), SEED)
    people: list[Person] = []
    saves: list[tuple[date, Save]] = []
    for family in village.families(residents):
        saves += village.registration(family)
        for person in family.members:
            people.append(person)
            diary = Diary(person, today, village.chance)
            saves += [(written_on(each), each) for each in history(diary)]
    saves += [(min(written_on([tour]), today), [tour]) for tour in _tours(today, village_code)]
    _write_down(database, clock, saves)
    return people


def _write_down(database: Database, clock: Clock, saves: Iterable[tuple[date, Save]]) -> None:
    """In the order of their days; on one day a save follows the other as visits do."""
    day, at = None, clock.now()
    try:
        for each, records in sorted(saves, key=lambda pair: pair[0]):
            at = at + BETWEEN_VISITS if each == day else datetime.combine(each, MORNING, LOCAL_ZONE)
            day = each
            database.clock = FrozenClock(min(at, clock.now()))
            save(database, records)
    finally:
        database.clock = clock


def _tours(today: date, village_code: str) -> Save:
    """Tours of some weeks: held, not held, planned."""
    found: Save = []
    for offset, kind, state, more in (
        (-35, "1", "2", {"attendance": 21, "served": 34}),
        (-14, "2", "2", {"attendance": 36, "served": 52, "note": "义诊，量血压测血糖"}),
        (-7, "1", "3", {"note": "大雪封路"}),
        (2, "1", "1", {}),
        (9, "3", "1", {"note": "走访行动不便的老人"}),
    ):
        day = (today + timedelta(days=offset)).isoformat()
        fields = {"village_code": village_code, "tour_date": day, "kind": kind, "state": state, "place": "村委会院子"}
        found.append({"type": "tour", "fields": {**fields, "staff": "甲医生、丙医生", **more}})
    return found
