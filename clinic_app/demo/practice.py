"""Practice data for one laptop: the village of the practice county with a year of its work and answered referrals,
made without a question and without a county."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic_app.clock import Clock
from clinic_app.demo.pretended_county import confirm, publish_directory
from clinic_app.demo.referrals import HOSPITAL, answer, refer
from clinic_app.demo.village_year import VILLAGE, settle
from clinic_app.protocol.audience import Scope
from clinic_app.store.database import Actor, Database, create_database
from clinic_app.store.device import Device, load_device, save_device
from clinic_app.store.practice import PASSWORD, PERSON, clear_practice, discard_unfinished, mark_practice, open_practice

RESIDENTS = 60
COUNTY = "990101"
CLINIC, CLINIC_NAME = "990101V1", "演示村甲卫生室"
HOSPITAL_NAME = "演示县人民医院"
NO_KEY = base64.b64encode(bytes(32)).decode("ascii")
"""Nothing is ever signed with it: practice data reach no county."""


def practice_database(folder: Path, clock: Clock, residents: int = RESIDENTS) -> Database:
    """The practice data at `folder`, open; made first where there are none, with so many residents. Takes some seconds
    then.

    Raises StoreError, also for a folder that holds other data.
    """
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _build(folder, clock, residents)
    return open_practice(folder, clock)


def start_over(folder: Path, clock: Clock, residents: int = RESIDENTS) -> Database:
    """The practice data as they were on the first day, open. Raises StoreError for a folder that holds other data."""
    if folder.exists():
        clear_practice(folder, clock)
    return practice_database(folder, clock, residents)


def _build(folder: Path, clock: Clock, residents: int) -> None:
    """Under another name; what has the right name is complete."""
    unfinished = discard_unfinished(folder)
    with create_database(unfinished, PERSON, PASSWORD, clock) as database:
        with database.write() as connection:
            mark_practice(connection, apart=True)
            save_device(connection, _device(CLINIC, CLINIC_NAME, "village_clinic", "village_doctor"))
        publish_directory(database)
        people = settle(database, clock, residents)
        sent = refer(database, people)
        with _at_the_hospital(database):
            answer(database, sent)
        confirm(database)
    unfinished.rename(folder)


def _device(organisation: str, name: str, kind: str, role: str) -> Device:
    """An identity that names a desk and has no line; its slips carry the device number 0."""
    return Device(
        id="practice",
        number=0,
        county=COUNTY,
        organisation=organisation,
        organisation_name=name,
        kind=kind,
        role=role,
        scope=Scope(organisation, kind, [VILLAGE] if kind == "village_clinic" else []),
        server="",
        private_key=NO_KEY,
    )


@contextmanager
def _at_the_hospital(database: Database) -> Iterator[None]:
    """For the block, what is saved is saved by the hospital's desk."""
    with database.read() as connection:
        clinic = load_device(connection)
    assert clinic is not None
    person = database.actor
    with database.write() as connection:
        save_device(connection, _device(HOSPITAL, HOSPITAL_NAME, "county_hospital", "hospital_receiver"))
    database.actor = Actor(person.account, person.name, "S201", "hospital_receiver")
    try:
        yield
    finally:
        database.actor = person
        with database.write() as connection:
            save_device(connection, clinic)
