"""The practice county: server, reference data, and three enrolled laptops with their people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from clinic_app.care.save import save
from clinic_app.clock import Clock
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.demo.people import Village
from clinic_app.paths import resources_folder
from clinic_app.store.database import Database, create_database
from clinic_app.store.device import write_setting
from clinic_app.sync.enrol import enrol
from clinic_app.sync.session import sync_once

ACTOR = "demo"
PASSWORD = "practice"
SEED = 20261122
VILLAGE = "990101100201"
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
        codes = _prepare(url, clock)
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
        settle(county.village, clock, residents)
        for database in (county.village, county.township, county.hospital):
            sync_once(database)
        yield county


def _desks(folder: Path) -> tuple[Desk, ...]:
    return (
        Desk(folder / "village", "甲医生", "990101V1", "village_doctor", "S001"),
        Desk(folder / "township", "丙医生", "990101T1", "township_clinician", "S101"),
        Desk(folder / "hospital", "丁医生", "990101H1", "hospital_receiver", "S201"),
    )


def _prepare(url: str, clock: Clock) -> dict[str, str]:
    """Reference data from the shipped files, and one enrolment code for each laptop."""
    database: CountyDatabase = open_county(url, clock=clock)
    try:
        for kind, name in LOADS:
            load_reference(database, kind, resources_folder() / "demo" / name, ACTOR)
        return {
            desk.staff: issue_code(database, desk.organisation, desk.role, desk.staff, ACTOR) for desk in _desks(Path())
        }
    finally:
        database.close()


def settle(database: Database, clock: Clock, residents: int, village_code: str = VILLAGE) -> None:
    """Register people with their earlier follow-ups, through the same door as the forms."""
    village = Village(village_code, clock.today(), clock.now(), SEED)
    for family in village.families(residents):
        save(database, village.registration(family))
        for person in family.members:
            for earlier in village.history(person):
                save(database, earlier)
