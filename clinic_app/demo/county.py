"""The practice county: server, reference data, yearly bases, and three enrolled laptops with their people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinic_app.clock import Clock
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.demo.alliance import publish
from clinic_app.demo.referrals import send_and_return
from clinic_app.demo.village_year import VILLAGE, settle
from clinic_app.paths import resources_folder
from clinic_app.store.database import Database, create_database
from clinic_app.store.practice import mark_practice
from clinic_app.sync.enrol import enrol
from clinic_app.sync.session import sync_once

ACTOR = "demo"
PASSWORD = "practice"
DISCHARGES = 240
"""Of the hospital in a year, so that its down-referral rate can be seen."""
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
                mark_practice(connection, apart=False)
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
