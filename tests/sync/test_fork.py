"""Copies of a laptop: restored from a backup, or cloned. Both go on, nothing is lost or doubled, numbers are unique."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from clinic_app import paths
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import incarnation
from clinic_app.store.audit import note
from clinic_app.store.backup import backup, restore
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import next_serial, read_setting
from clinic_app.store.integrity import check
from clinic_app.store.local_tables import audit, outbox
from clinic_app.sync.session import enrolled_device, sync_once
from tests.conftest import PASSWORD, USER
from tests.county.laptop import RESIDENT
from tests.sync.conftest import Enrolled
from tests.sync.lines import Meddling, copy_of

Opened = Callable[[Path], Database]


@pytest.fixture
def opened(clock: FrozenClock, request: pytest.FixtureRequest) -> Opened:
    """Open a folder, closed at the end."""

    def open_it(folder: Path) -> Database:
        database = open_database(folder, USER, PASSWORD, clock)
        request.addfinalizer(database.close)
        return database

    return open_it


class Computers:
    """Which computer the program runs on: where what lies outside of the data folder is kept."""

    def __init__(self, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here = first
        monkeypatch.setattr(paths, "secrets_folder", lambda: self.here)

    def at(self, folder: Path) -> None:
        self.here = folder


@pytest.fixture
def computers(monkeypatch: pytest.MonkeyPatch, secrets_home: Path) -> Computers:
    return Computers(paths.secrets_folder(), monkeypatch)


def person(database: Database, **fields: Any) -> str:
    return save(database, [{"type": "resident", "fields": {**RESIDENT, **fields}}]).ids[0]


def refer(database: Database, resident_id: str) -> str:
    """A slip number."""
    fields = {"resident_id": resident_id, "direction": "up", "urgency": "routine", "to_org": "H1"}
    saved = save(database, [{"type": "referral", "fields": fields}])
    table = RECORD_TYPES["referral"].sql_table
    with database.read() as connection:
        return str(connection.scalar(select(table.c.slip_no).where(table.c.id == saved.ids[0])))


def names(database: Database) -> list[str]:
    table = RECORD_TYPES["resident"].sql_table
    with database.read() as connection:
        return sorted(connection.scalars(select(table.c.name)))


def well(database: Database) -> None:
    report = sync_once(database)
    assert (report.problem, report.pending, report.quarantined) == (None, 0, 0)


def effects(county: CountyDatabase) -> list[tuple[str, int]]:
    """How often each save of a laptop stands in the log."""
    with county.transaction() as connection:
        found = connection.execute(
            "SELECT a.mid, count(DISTINCT c.seq) FROM applied a JOIN change c ON c.mid = a.mid AND c.type = 'resident'"
            " WHERE a.device_seq IS NOT NULL GROUP BY a.mid"
        )
        return [(str(mid), int(number)) for mid, number in found]


def test_a_laptop_restored_from_last_weeks_copy_goes_on_as_a_device_of_its_own(
    laptop: Enrolled, county: CountyDatabase, opened: Opened, clock: FrozenClock, tmp_path: Path
) -> None:
    database = laptop("V1")
    person(database, name="甲")
    well(database)
    backup(database, tmp_path / "week.clinicbackup")
    clock.advance(timedelta(days=7))
    first = person(database, name="乙")
    slip = refer(database, first)
    well(database)
    before = enrolled_device(database)
    database.close()
    restore(tmp_path / "week.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")
    assert incarnation.is_copy(again)
    person(again, name="丙")
    well(again)
    now = enrolled_device(again)
    assert now.id != before.id
    assert now.number != before.number
    assert not incarnation.is_copy(again)
    assert names(again) == ["丙", "乙", "甲"]
    assert refer(again, first) != slip
    well(again)
    assert {number for _, number in effects(county)} == {1}
    with again.read() as connection:
        assert "fork" in connection.scalars(select(audit.c.action)).all()


def test_a_restored_laptop_gives_no_number_twice_even_before_it_has_a_line(
    laptop: Enrolled, opened: Opened, tmp_path: Path
) -> None:
    database = laptop("V1")
    known = person(database)
    well(database)
    backup(database, tmp_path / "copy.clinicbackup")
    given = [refer(database, known) for _ in range(3)]
    database.close()
    restore(tmp_path / "copy.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")
    serials = [number.split("-")[1] for number in [*given, refer(again, known)]]
    assert serials == ["00001", "00002", "00003", "00004"]


def test_a_copy_that_was_made_after_the_last_sending_is_no_other_device(
    laptop: Enrolled, opened: Opened, tmp_path: Path
) -> None:
    database = laptop("V1")
    person(database)
    well(database)
    backup(database, tmp_path / "copy.clinicbackup")
    device = enrolled_device(database)
    database.close()
    restore(tmp_path / "copy.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")
    person(again)
    well(again)
    assert enrolled_device(again).id == device.id


def test_an_older_file_of_a_laptop_that_only_looked_is_a_copy_too_and_nobody_is_accused(
    laptop: Enrolled, opened: Opened, clock: FrozenClock, tmp_path: Path
) -> None:
    database = laptop("V1")
    person(database, name="甲")
    well(database)
    backup(database, tmp_path / "week.clinicbackup")
    clock.advance(timedelta(days=7))
    note(database, "read", "resident:somebody")
    well(database)
    before = enrolled_device(database)
    database.close()
    restore(tmp_path / "week.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")
    person(again, name="乙")
    assert sync_once(again).audit_problem == ""
    assert enrolled_device(again).id != before.id
    assert check(again) == []


def test_whose_copy_spoke_first_is_told_until_the_copy_has_a_name_of_its_own(
    laptop: Enrolled, opened: Opened, computers: Computers, clock: FrozenClock, tmp_path: Path
) -> None:
    original = laptop("V1")
    person(original, name="甲")
    well(original)
    folder, first_home = original.folder, computers.here
    original.close()
    copy_of(folder, tmp_path / "clone")
    second_home = copy_of(first_home, tmp_path / "second home")
    computers.at(second_home)
    clone = opened(tmp_path / "clone")
    clock.advance(timedelta(days=1))
    note(clone, "read", "resident:somebody")
    well(clone)
    computers.at(first_home)
    original = opened(folder)
    person(original, name="乙")
    assert "和县平台留底的不一样" in sync_once(original).audit_problem
    computers.at(second_home)
    person(clone, name="丙")
    well(clone)
    assert enrolled_device(clone).id != enrolled_device(original).id
    assert check(clone) == []
    computers.at(first_home)
    person(original, name="丁")
    assert sync_once(original).audit_problem == ""
    assert check(original) == []


def test_a_cloned_laptop_and_its_original_both_go_on(
    laptop: Enrolled, county: CountyDatabase, opened: Opened, computers: Computers, tmp_path: Path
) -> None:
    """The whole disk was copied to a second computer: only the county can tell."""
    original = laptop("V1")
    known = person(original, name="甲")
    well(original)
    shared = person(original, name="未发")
    folder = original.folder
    original.close()
    copy_of(folder, tmp_path / "clone")
    first_home = computers.here
    second_home = copy_of(first_home, tmp_path / "second home")
    original = opened(folder)
    person(original, name="乙")
    well(original)
    computers.at(second_home)
    clone = opened(tmp_path / "clone")
    assert not incarnation.is_copy(clone)
    person(clone, name="丙")
    well(clone)
    one, other = enrolled_device(original), enrolled_device(clone)
    assert one.id != other.id
    assert one.number != other.number
    slips = [refer(clone, known)]
    well(clone)
    computers.at(first_home)
    person(original, name="丁")
    slips.append(refer(original, known))
    for home, each in ((first_home, original), (second_home, clone), (first_home, original)):
        computers.at(home)
        well(each)
        assert enrolled_device(each).id in (one.id, other.id)
    assert names(original) == names(clone) == ["丁", "丙", "乙", "未发", "甲"]
    assert len(set(slips)) == 2
    assert {number for _, number in effects(county)} == {1}
    assert len(effects(county)) == 5
    assert shared


def test_two_copies_on_one_computer_each_keep_their_name(laptop: Enrolled, opened: Opened, tmp_path: Path) -> None:
    database = laptop("V1")
    person(database, name="甲")
    well(database)
    backup(database, tmp_path / "copy.clinicbackup")
    person(database, name="乙")
    well(database)
    restore(tmp_path / "copy.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")
    well(again)
    found = {each.folder.name: enrolled_device(each).id for each in (database, again)}
    for n in range(3):
        for each in (again, database):
            person(each, name=f"人{n}")
            well(each)
            assert enrolled_device(each).id == found[each.folder.name]


def test_a_lost_answer_makes_no_third_device(
    laptop: Enrolled, county: CountyDatabase, opened: Opened, tmp_path: Path
) -> None:
    database = laptop("V1")
    backup(database, tmp_path / "copy.clinicbackup")
    person(database)
    well(database)
    database.close()
    restore(tmp_path / "copy.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")

    class Deaf(Meddling):
        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            answer = super().send(request, *args, **more)
            if "/fork" in str(request.url):
                answer.close()
                raise requests.ConnectionError("the answer was lost")
            return answer

    assert sync_once(again, adapter=Deaf()).exit_code == 3
    person(again)
    well(again)
    with county.transaction() as connection:
        row = connection.execute("SELECT count(*) FROM device").fetchone()
    assert row == (2,)


def test_what_the_copy_had_refused_is_told_to_the_new_device(
    laptop: Enrolled, county: CountyDatabase, opened: Opened, tmp_path: Path
) -> None:
    database = laptop("V1")
    person(database, village_code="990101001002")
    sync_once(database)
    backup(database, tmp_path / "copy.clinicbackup")
    person(database)
    sync_once(database)
    database.close()
    restore(tmp_path / "copy.clinicbackup", tmp_path / "again", USER, PASSWORD)
    again = opened(tmp_path / "again")
    assert sync_once(again).quarantined == 1
    with again.read() as connection:
        assert connection.scalars(select(outbox.c.state)).all() == ["quarantined"]


def test_a_power_cut_between_token_and_file_leaves_a_laptop_that_is_no_copy(laptop: Enrolled) -> None:
    database = laptop("V1")
    with database.read() as connection:
        before = read_setting(connection, incarnation.TOKEN)

    class Cut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise Cut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incarnation, "_write_token", cut)
        with pytest.raises(Cut):
            incarnation.renew(database)
    assert not incarnation.is_copy(database)
    incarnation.renew(database)
    with database.read() as connection:
        assert read_setting(connection, incarnation.TOKEN) != before
    assert not incarnation.is_copy(database)


def test_a_computer_that_keeps_no_file_has_no_token_and_is_no_copy(
    laptop: Enrolled, computers: Computers, tmp_path: Path
) -> None:
    database = laptop("V1")
    (tmp_path / "a file").touch()
    computers.at(tmp_path / "a file" / "devices")
    incarnation.renew(database)
    assert not incarnation.is_copy(database)
    with database.write() as connection:
        assert [next_serial(connection, "slip") for _ in range(2)] == [1, 2]
