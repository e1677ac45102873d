"""The practice county: server, reference data, yearly bases, and three enrolled laptops with their people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from clinic_app.care.save import save
from clinic_app.clock import LOCAL_ZONE, Clock, FrozenClock
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.demo.alliance import publish
from clinic_app.demo.diary import MORNING, Diary, Save, written_on
from clinic_app.demo.people import Person, Village
from clinic_app.demo.referrals import send_and_return
from clinic_app.demo.stories import history
from clinic_app.paths import resources_folder
from clinic_app.store.database import Database, create_database
from clinic_app.store.device import write_setting
from clinic_app.sync.enrol import enrol
from clinic_app.sync.session import sync_once

ACTOR = "demo"
PASSWORD = "practice"
SEED = 20261122
DISCHARGES = 240
"""Of the hospital in a year, so that its down-referral rate can be seen."""
VILLAGE = "990101100201"
BETWEEN_VISITS = timedelta(minutes=20)
LOADS = (
    ("organisations", "organisations.csv"),
    ("villages", "villages.csv"),
    ("departments", "departments.csv"),
    ("staff", "staff.csv"),
)


@dataclass(frozen=True)
class Desk:
    """One laptop of the practice county: where its data lie and who sits there."""

    folder: Path
    user: str
    organisation: str
    role: str
    staff: str


@dataclass
class PracticeCounty:
    """The running county with its laptops."""

    url: str
    village: Database
    township: Database
    hospital: Database


@contextmanager
def practice_county(folder: Path, clock: Clock, residents: int) -> Iterator[PracticeCounty]:
    """Start everything under `folder`; the village laptop has `residents` people and everybody is in step."""
    with ExitStack() as stack:
        url = stack.enter_context(embedded_database(folder / "county"))
        codes = _prepare(url, clock, _yearly_bases(folder, clock.today(), residents))
        server = stack.enter_context(running_server(url, clock=clock))
        laptops = []
        for desk in _desks(folder):
            database = create_database(desk.folder, desk.user, PASSWORD, clock)
            stack.callback(database.close)
            with database.write() as connection:
                write_setting(connection, "practice", True)
            enrol(database, server, codes[desk.staff])
            sync_once(database)
            laptops.append(database)
        county = PracticeCounty(server, *laptops)
        people = settle(county.village, clock, residents)
        send_and_return(county.village, county.hospital, people)
        for database in (county.village, county.township, county.hospital):
            sync_once(database)
        yield county


def _desks(folder: Path) -> tuple[Desk, ...]:
    return (
        Desk(folder / "village", "甲医生", "990101V1", "village_doctor", "S001"),
        Desk(folder / "township", "丙医生", "990101T1", "township_clinician", "S101"),
        Desk(folder / "hospital", "丁医生", "990101H1", "hospital_receiver", "S201"),
    )


def _prepare(url: str, clock: Clock, bases: Path) -> dict[str, str]:
    """Reference data from the shipped files, the bases, and one enrolment code for each laptop."""
    database: CountyDatabase = open_county(url, clock=clock)
    try:
        for kind, name in LOADS:
            load_reference(database, kind, resources_folder() / "demo" / name, ACTOR)
        load_reference(database, "bases", bases, ACTOR)
        publish(database, bases.parent, clock.today(), ACTOR)
        return {
            desk.staff: issue_code(database, desk.organisation, desk.role, desk.staff, ACTOR) for desk in _desks(Path())
        }
    finally:
        database.close()


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


def _yearly_bases(folder: Path, today: date, residents: int) -> Path:
    """What the practice county publishes for this year and the last, in keeping with how many live there."""
    path = folder / "bases.csv"
    counts = [residents + 6, residents * 2 // 5, residents // 3 + 2, residents // 7 + 1, 2, residents + 6]
    header = "year,area,resident_population,elderly_population,hypertension_due,diabetes_due,tuberculosis_notified,"
    lines = [header + "service_population,hospital_discharges"]
    for year in (today.year - 1, today.year):
        lines += [",".join(str(each) for each in (year, area, *counts, "")) for area in (VILLAGE, "990101T1")]
        lines += [f"{year},{area},,,,,,,{DISCHARGES}" for area in ("990101", "990101H1")]
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
