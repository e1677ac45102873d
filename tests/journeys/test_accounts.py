"""Somebody added on a laptop after enrolment: what they save arrives under their name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county.database import open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.paths import resources_folder
from clinic_app.store.accounts import add_account, list_accounts
from clinic_app.store.database import Database
from clinic_app.sync.enrol import enrol
from clinic_app.sync.session import sync_once


@pytest.fixture
def enrolled(database: Database, clock: FrozenClock) -> Iterator[Database]:
    # Not under pytest's own folder: PostgreSQL runs as another user there when the tests run as root.
    with tempfile.TemporaryDirectory() as folder, embedded_database(Path(folder) / "pg") as url:
        county = open_county(url, clock=clock)
        for kind in ("organisations", "staff"):
            load_reference(county, kind, resources_folder() / "demo" / f"{kind}.csv", "test")
        code = issue_code(county, "990101V1", "village_doctor", "S001", "test")
        county.close()
        with running_server(url, clock=clock) as server:
            enrol(database, server, code)
            yield database


def test_a_later_persons_save_is_applied_under_their_name(enrolled: Database) -> None:
    later = add_account(enrolled, "实习医生", "口令-22")
    fields = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": "990101100201"}
    save(enrolled, [{"type": "resident", "fields": fields}], actor=later)
    report = sync_once(enrolled)
    assert (report.exit_code, report.sent, report.quarantined, report.pending) == (0, 1, 0, 0)
    people = {each.name: each for each in list_accounts(enrolled)}
    assert people["实习医生"].staff is None
    assert people["实习医生"].role == "village_doctor"
    assert enrolled.actor.staff == "S001"


def test_the_account_that_enrols_becomes_the_person_of_the_code(enrolled: Database) -> None:
    assert [each.staff for each in list_accounts(enrolled) if each.id == enrolled.actor.account] == ["S001"]
