"""A county that was put back to an older state: nothing that anybody saved is lost, and all agree again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.backup import backup, restore
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import audit, history, outbox
from clinic_app.sync import session
from clinic_app.sync.digest import check_and_repair
from clinic_app.sync.enrol import enrol
from clinic_app.sync.errors import ServerRefused
from clinic_app.sync.session import SyncReport, sync_once
from tests.conftest import PASSWORD, USER, DatabaseFactory
from tests.county.laptop import RESIDENT
from tests.sync.lines import Meddling, RestorableCounty
from tests.sync.pages import is_here, shown

Make = Callable[[str], Database]


@pytest.fixture
def county(cluster: str, fresh_url: str, clock: FrozenClock, tmp_path: Path) -> Iterator[RestorableCounty]:
    found = RestorableCounty(cluster, urlsplit(fresh_url).path[1:], clock, tmp_path)
    yield found
    found.close()


@pytest.fixture
def laptop(county: RestorableCounty, make_database: DatabaseFactory) -> Make:
    def make(name: str) -> Database:
        database = make_database(name)
        enrol(database, county.server, county.code())
        return database

    return make


def person(database: Database, **fields: Any) -> str:
    return save(database, [{"type": "resident", "fields": {**RESIDENT, **fields}}]).ids[0]


def phone(database: Database, record_id: str, number: str) -> None:
    save(database, [{"type": "resident", "id": record_id, "fields": {"phone": number}}])


def well(*databases: Database) -> SyncReport:
    """One sync of each, all of which must go well; returns the last one's report."""
    for each in databases:
        report = sync_once(each)
        assert (report.problem, report.pending) == (None, 0)
    return report


def broken_at(part: str) -> Meddling:
    """A line that breaks at every request whose address holds `part`."""

    def cut(request: requests.PreparedRequest, body: bytes) -> None:
        if part in str(request.url):
            raise requests.ConnectionError(part)

    return Meddling(cut)


def all_agree(*laptops: Database) -> dict[str, dict[str, Any]]:
    """Two rounds, then everybody shows the same and the county's sums say so; returns the residents."""
    for _ in range(2):
        for each in laptops:
            report = sync_once(each)
            assert report.problem is None
            assert report.pending == 0
    found = [residents(each) for each in laptops]
    assert all(each == found[0] for each in found)
    for each in laptops:
        device = session.enrolled_device(each)
        with session.open_line(each, device, 30) as line:
            assert check_and_repair(each, line) == []
        with each.read() as connection:
            assert read_setting(connection, "realign") is None
    return found[0]


def residents(database: Database) -> dict[str, dict[str, Any]]:
    table = RECORD_TYPES["resident"].sql_table
    with database.read() as connection:
        ids = list(connection.scalars(select(table.c.id).where(table.c.void.is_(False))))
    return {record_id: shown(database, record_id)[0] for record_id in ids}


def setting(database: Database, name: str) -> Any:
    with database.read() as connection:
        return read_setting(connection, name)


def test_what_a_restored_county_lost_comes_back_from_the_laptops(county: RestorableCounty, laptop: Make) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first, phone="1")
    well(first, second)
    backup = county.keep()
    phone(first, known, "2")
    new = person(second, name="新人")
    well(first, second, first)
    county.put_back(backup)
    assert county.rows("SELECT count(*) FROM record WHERE type = 'resident'") == [(1,)]
    found = all_agree(first, second)
    assert found[known]["phone"] == "2"
    assert found[new]["name"] == "新人"
    with first.read() as connection:
        assert "realign" in connection.scalars(select(audit.c.action)).all()
    # Once applied whatever the number of sends.
    assert county.rows("SELECT count(*) FROM applied WHERE device_seq IS NOT NULL") == [(3,)]
    assert county.rows("SELECT count(*), max(seq) FROM change") == county.rows("SELECT max(seq), max(seq) FROM change")


def test_a_county_that_went_on_past_what_was_seen_is_known_by_its_chain(county: RestorableCounty, laptop: Make) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first)
    well(first, second)
    backup = county.keep()
    mine = [person(first, name=f"甲{n}") for n in range(2)]
    well(first)
    seen = setting(first, "head")
    county.put_back(backup)
    theirs = [person(second, name=f"乙{n}") for n in range(5)]
    phone(second, known, "9")
    well(second)
    report = sync_once(first)
    assert report.realigned
    assert setting(first, "head")["seq"] > seen["seq"]
    found = all_agree(first, second)
    assert set(found) == {known, *mine, *theirs}
    assert found[known]["phone"] == "9"


def test_edits_of_one_field_on_both_timelines_are_a_conflict_that_keeps_both(
    county: RestorableCounty, laptop: Make
) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first, phone="1")
    well(first, second)
    backup = county.keep()
    phone(first, known, "2")
    well(first)
    county.put_back(backup)
    phone(second, known, "3")
    well(second)
    sync_once(first)
    found = all_agree(first, second)
    assert found[known]["phone"] in {"2", "3"}
    conflict = RECORD_TYPES["conflict"].sql_table
    with second.read() as connection:
        contenders = connection.scalars(select(conflict.c.contenders)).all()
    assert [{each["value"]["phone"] for each in contender} for contender in contenders] == [{"2", "3"}]
    with first.read() as connection:
        older = connection.execute(select(history.c.timeline).where(history.c.id == known)).scalars().all()
    assert 0 in older


def test_a_clean_failover_is_not_noticed(county: RestorableCounty, laptop: Make) -> None:
    database = laptop("first")
    person(database)
    well(database)
    copy = county.keep()
    county.put_back(copy)
    person(database, name="新人")
    report = well(database)
    assert not report.realigned
    assert setting(database, "timeline") is None


def test_a_copy_that_lags_behind_for_one_answer_changes_nothing(county: RestorableCounty, laptop: Make) -> None:
    database = laptop("first")
    person(database)
    well(database)
    lagging = county.keep()
    person(database, name="新人")
    well(database)
    now = county.keep()
    county.put_back(lagging)
    asked: list[str] = []

    def catch_up(request: requests.PreparedRequest, body: bytes) -> None:
        asked.append(str(request.url))
        if "/align" in str(request.url):
            county.put_back(now)

    report = sync_once(database, adapter=Meddling(catch_up))
    assert any("/align" in each for each in asked)
    assert (report.problem, report.realigned, report.sent) == (None, False, 0)
    assert setting(database, "timeline") is None
    assert residents(database) == all_agree(database)


def test_a_lagging_copy_that_became_the_county_is_like_a_restored_one(county: RestorableCounty, laptop: Make) -> None:
    first, second = laptop("first"), laptop("second")
    person(first)
    well(first, second)
    lagging = county.keep()
    lost = person(first, name="新人")
    well(first)
    county.put_back(lagging)
    report = sync_once(first)
    assert (report.realigned, report.sent) == (True, 1)
    assert lost in all_agree(first, second)


def test_an_answer_to_a_push_beyond_the_cursor_is_remembered(county: RestorableCounty, laptop: Make) -> None:
    """The county confirmed a save, the pull never came, and the county was put back to between the two."""
    first, second = laptop("first"), laptop("second")
    well(first, second)
    confirmed = person(first, name="已确认")

    backup = county.keep()
    person(second, name="之后")
    well(second)
    between = county.keep()
    assert sync_once(first, adapter=broken_at("/pull")).sent == 1
    county.put_back(between)
    assert sync_once(first).realigned
    found = all_agree(first, second)
    assert found[confirmed]["name"] == "已确认"
    assert backup


def test_a_save_made_before_the_restore_was_noticed_is_there(county: RestorableCounty, laptop: Make) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first, phone="1")
    well(first, second)
    backup = county.keep()
    phone(first, known, "2")
    well(first, second)
    phone(second, known, "3")
    offline = person(second, name="离线")
    county.put_back(backup)
    found = all_agree(second, first)
    assert found[offline]["name"] == "离线"
    # The one wrote over the other's value knowingly, which the county cannot know any more: both are kept.
    assert found[known]["phone"] in {"2", "3"}
    conflict = RECORD_TYPES["conflict"].sql_table
    with first.read() as connection:
        (contenders,) = connection.scalars(select(conflict.c.contenders)).all()
    assert {each["value"]["phone"] for each in contenders} == {"2", "3"}


class Cut(BaseException):
    """The laptop is switched off."""


@pytest.mark.parametrize("stage", ["/align", "/push", "/snapshot/resident", "/snapshot/visit", "/pull"])
def test_a_laptop_switched_off_half_way_goes_on_where_it_was(
    county: RestorableCounty, laptop: Make, stage: str
) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first, phone="1")
    well(first, second)
    backup = county.keep()
    phone(first, known, "2")
    new = person(first, name="新人")
    well(first, second)
    county.put_back(backup)
    begun: list[str] = []

    def cut(request: requests.PreparedRequest, body: bytes) -> None:
        if "/align" in str(request.url):
            begun.append("align")
        if begun and stage in str(request.url) and (stage != "/pull" or "limit=0" in str(request.url)):
            raise Cut

    with pytest.raises(Cut):
        sync_once(first, adapter=Meddling(cut))
    assert is_here(first, new)
    found = all_agree(first, second)
    assert (found[known]["phone"], found[new]["name"]) == ("2", "新人")
    assert setting(first, "timeline") == 1


def test_a_county_put_back_once_more_while_a_laptop_realigns(county: RestorableCounty, laptop: Make) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first)
    well(first, second)
    oldest = county.keep()
    middle_one = person(first, name="中")
    well(first)
    middle = county.keep()
    last = person(first, name="后")
    well(first)
    county.put_back(middle)
    once: list[int] = []

    def again(request: requests.PreparedRequest, body: bytes) -> None:
        if "/snapshot/" in str(request.url) and not once:
            once.append(1)
            county.put_back(oldest)

    sync_once(first, adapter=Meddling(again))
    assert once
    found = all_agree(first, second)
    assert set(found) == {known, middle_one, last}


def test_what_the_county_refused_is_sent_again_when_it_forgot(county: RestorableCounty, laptop: Make) -> None:
    database = laptop("first")
    well(database)
    backup = county.keep()
    person(database, village_code="990101001002")
    person(database)
    assert sync_once(database).quarantined == 1
    county.put_back(backup)
    assert sync_once(database).quarantined == 1
    assert county.rows("SELECT count(*) FROM applied WHERE state = 'quarantined'") == [(1,)]


def test_a_refused_save_that_left_no_trace_in_the_log_is_asked_for_once_a_day(
    county: RestorableCounty, laptop: Make, clock: FrozenClock
) -> None:
    database = laptop("first")
    well(database)
    backup = county.keep()
    person(database, village_code="990101001002")
    sync_once(database)
    county.put_back(backup)
    clock.advance(timedelta(days=1))
    for _ in range(2):
        report = sync_once(database)
    assert (report.quarantined, report.pending, report.realigned) == (1, 0, False)
    assert county.rows("SELECT count(*) FROM applied WHERE state = 'quarantined'") == [(1,)]


def test_pulls_stay_frozen_until_everything_was_sent(county: RestorableCounty, laptop: Make) -> None:
    first, second = laptop("first"), laptop("second")
    known = person(first, phone="1")
    well(first, second)
    backup = county.keep()
    phone(first, known, "2")
    well(first)
    county.put_back(backup)
    person(second, name="新人")
    well(second)
    report = sync_once(first, adapter=broken_at("/push"))
    assert report.problem
    assert setting(first, "realign")["state"] == "push"
    assert len(residents(first)) == 1
    assert shown(first, known)[0]["phone"] == "2"
    assert len(all_agree(first, second)) == 2


def test_a_laptop_that_the_county_forgot_may_enrol_again(county: RestorableCounty, laptop: Make) -> None:
    backup = county.keep()
    database = laptop("first")
    known = person(database)
    well(database)
    with pytest.raises(ServerRefused, match="已经入网"):
        enrol(database, county.server, county.code())
    county.put_back(backup)
    assert sync_once(database).exit_code == 6
    enrol(database, county.server, county.code())
    assert set(all_agree(database)) == {known}


def test_a_place_that_the_county_refuses_for_no_reason_of_its_own_is_found_anew(
    county: RestorableCounty, laptop: Make
) -> None:
    database = laptop("first")
    known = person(database)
    well(database)
    with database.write() as connection:
        write_setting(connection, "cursor", "of.another.kind")
    report = sync_once(database)
    assert (report.problem, report.realigned) == (None, True)
    assert set(all_agree(database)) == {known}


def test_the_mark_of_own_saves_during_a_realignment_ends_with_it(county: RestorableCounty, laptop: Make) -> None:
    database = laptop("first")
    person(database)
    well(database)
    backup = county.keep()
    person(database)
    well(database)
    county.put_back(backup)
    well(database)
    said: list[bytes] = []

    def look(request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url):
            said.append(body.splitlines()[0])

    person(database)
    assert sync_once(database, adapter=Meddling(look)).sent == 1
    assert said
    assert all(b"common" not in each for each in said)
    with database.read() as connection:
        assert connection.scalars(select(outbox.c.state)).all() == ["applied"] * 3


def test_the_countys_log_is_whole_after_all_this(county: RestorableCounty, laptop: Make) -> None:
    database = laptop("first")
    person(database)
    well(database)
    backup = county.keep()
    person(database)
    well(database)
    county.put_back(backup)
    all_agree(database)
    with psycopg.connect(county.county_url) as connection:
        row = connection.execute("SELECT count(*), max(seq), count(DISTINCT seq) FROM change").fetchone()
    assert row
    assert row[0] == row[1] == row[2]


def test_an_answer_that_proves_nothing_hides_no_restore(county: RestorableCounty, laptop: Make) -> None:
    """A first sync that was broken off goes on with a county that was put back and went on beyond what was seen: the
    pages of records say where it stands now, and nothing of what it lost."""
    first, second = laptop("first"), laptop("second")
    well(first, second)
    backup = county.keep()
    lost = person(first, name="甲")
    sync_once(first)
    with first.write() as connection:
        write_setting(connection, "cursor", None)
    assert sync_once(first, adapter=broken_at("/snapshot/visit")).exit_code == 3
    county.put_back(backup)
    others = [person(second, name=f"乙{n}") for n in range(6)]
    well(second)
    sync_once(first)
    assert set(all_agree(first, second)) == {lost, *others}


def test_a_laptop_and_the_county_restored_at_once_come_together(
    county: RestorableCounty, laptop: Make, clock: FrozenClock, tmp_path: Path
) -> None:
    first, second = laptop("first"), laptop("second")
    well(first, second)
    old_county = county.keep()
    known = person(first, name="甲")
    well(first, second)
    copy = backup(first, tmp_path / "copy.clinicbackup")
    assert copy
    later = person(first, name="乙")
    well(first, second)
    first.close()
    restore(tmp_path / "copy.clinicbackup", tmp_path / "again", USER, PASSWORD)
    county.put_back(old_county)
    again = open_database(tmp_path / "again", USER, PASSWORD, clock)
    made = person(again, name="丙")
    found = all_agree(again, second)
    again.close()
    # What the second laptop only held for others is not its to send: it goes when nobody has it any more.
    assert {known, made} <= set(found)
    assert later not in found
