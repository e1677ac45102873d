"""One sync from end to end, over a real line to a real county."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
import pytest
import requests
from sqlalchemy import select, update

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county import accounts, devices
from clinic_app.county.database import CountyDatabase
from clinic_app.store.accounts import list_accounts
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import load_device, save_device
from clinic_app.store.errors import WrongPassword
from clinic_app.store.local_tables import outbox
from clinic_app.store.lock import sync_lock
from clinic_app.sync.pacing import next_wait
from clinic_app.sync.session import SyncReport, sync_once
from clinic_app.sync.status import outbox_lines, sync_status
from tests.conftest import PASSWORD, USER
from tests.county.laptop import OTHER_VILLAGE, RESIDENT
from tests.sync.conftest import Enrolled
from tests.sync.lines import Meddling, counted
from tests.sync.pages import is_here


def person(database: Database, **fields: str) -> str:
    return save(database, [{"type": "resident", "fields": {**RESIDENT, **fields}}]).ids[0]


def states(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(outbox.c.state).order_by(outbox.c.seq)))


def go_by(database: Database, server: str) -> None:
    """Use another address of the same county."""
    with database.write() as connection:
        device = load_device(connection)
        assert device
        save_device(connection, msgspec.structs.replace(device, server=server))


def test_a_sync_sends_what_waits_and_brings_what_is_new(laptop: Enrolled) -> None:
    first, second = laptop("V1"), laptop("V1", "second")
    known = person(first)
    report = sync_once(first)
    assert (report.exit_code, report.problem, report.sent, report.pending) == (0, None, 1, 0)
    assert report.last_success
    assert sync_once(second).received > 0
    assert is_here(second, known)
    assert set(report.as_json()) == {"sent", "received", "pending", "quarantined", "conflicts", "last_success"}


def test_a_sync_without_news_is_one_request_of_less_than_a_kilobyte(laptop: Enrolled, server: str) -> None:
    database = laptop("V1")
    sync_once(database)
    sync_once(database)
    counts: dict[str, int] = {}
    line = Meddling()
    with counted(server, counts) as address:
        go_by(database, address)
        report = sync_once(database, adapter=line)
    assert report.exit_code == 0
    assert line.paths == ["/pull"]
    assert counts["bytes"] <= 1024


def test_a_sync_of_one_change_stays_under_three_kilobytes(laptop: Enrolled, server: str) -> None:
    database = laptop("V1")
    sync_once(database)
    counts: dict[str, int] = {}
    with counted(server, counts) as address:
        go_by(database, address)
        person(database)
        report = sync_once(database)
    assert (report.exit_code, report.sent) == (0, 1)
    assert counts["bytes"] <= 3072
    assert counts["connections"] == 1


def test_a_laptop_that_is_not_enrolled_is_refused_in_words(database: Database) -> None:
    report = sync_once(database)
    assert (report.exit_code, report.problem) == (6, "本机还没有入网，记录都保存在本机；向县平台要入网码后再同步")


def test_nobody_there_ends_the_sync_at_once_and_keeps_everything(laptop: Enrolled) -> None:
    database = laptop("V1")
    go_by(database, "http://127.0.0.1:1")
    person(database)
    report = sync_once(database)
    assert (report.exit_code, report.sent, report.pending) == (3, 0, 1)
    assert "联系不上" in str(report.problem)


def test_two_syncs_of_one_laptop_do_not_run_at_once(laptop: Enrolled) -> None:
    database = laptop("V1")
    with sync_lock(database.folder) as free:
        assert free
        assert "正在同步" in str(sync_once(database).problem)


def test_a_stuck_push_does_not_keep_news_from_coming(laptop: Enrolled) -> None:
    first, second = laptop("V1"), laptop("V1", "second")
    known = person(first)
    sync_once(first)
    person(second)

    def break_pushes(request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url):
            raise requests.ConnectionError("reset")

    report = sync_once(second, adapter=Meddling(break_pushes))
    assert (report.exit_code, report.sent, report.pending) == (3, 0, 1)
    assert is_here(second, known)
    assert sync_once(second).exit_code == 0


def test_a_county_of_another_version_still_gets_what_was_saved(laptop: Enrolled) -> None:
    database = laptop("V1")
    sync_once(database)
    person(database)

    def too_old(request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" not in str(request.url):
            request.headers["Sync-Protocol"] = "0"

    report = sync_once(database, adapter=Meddling(too_old))
    assert (report.exit_code, report.sent, report.pending) == (6, 1, 0)
    assert "更新程序" in str(report.problem)


def test_a_revoked_laptop_still_sends_and_is_told(laptop: Enrolled, county: CountyDatabase) -> None:
    database = laptop("V1")
    sync_once(database)
    person(database)
    with database.read() as connection:
        device = load_device(connection)
    assert device
    devices.revoke(county, device.id, "test")
    report = sync_once(database)
    assert (report.exit_code, report.sent, report.quarantined) == (6, 1, 1)
    assert "停用" in str(report.problem)


def test_a_disabled_person_cannot_log_in_any_more_and_loses_nothing(
    laptop: Enrolled, county: CountyDatabase, clock: FrozenClock
) -> None:
    database = laptop("V1")
    known = person(database)
    sync_once(database)
    accounts.disable(county, database.actor.account, "test")
    clock.advance(timedelta(hours=2))
    sync_once(database)
    assert [each.disabled for each in list_accounts(database)] == [True]
    assert sync_status(database).locked_out
    assert is_here(database, known)
    with pytest.raises(WrongPassword):
        open_database(database.folder, USER, PASSWORD, clock)


def test_the_county_is_told_how_a_laptop_fares_when_that_changes_and_once_a_day(
    laptop: Enrolled, clock: FrozenClock
) -> None:
    database = laptop("V1")

    def reports() -> int:
        line = Meddling()
        sync_once(database, adapter=line)
        return line.paths.count("/report")

    assert [reports(), reports()] == [1, 0]
    person(database)
    assert reports() == 0
    person(database, village_code=OTHER_VILLAGE)
    assert [reports(), reports()] == [1, 0]
    clock.advance(timedelta(days=1))
    assert [reports(), reports()] == [1, 0]


def test_the_status_tells_what_waits_by_kind(laptop: Enrolled, clock: FrozenClock) -> None:
    database = laptop("V1")
    known = person(database)
    clock.advance(timedelta(minutes=1))
    values = {"resident_id": known, "visit_date": "2026-11-20", "visit_mode": "2"}
    for _ in range(2):
        save(database, [{"type": "visit", "fields": values}])
    status = sync_status(database)
    found = [(each.kind, each.count) for each in status.waiting]
    assert found == [("visit", 2), ("resident", 1)]
    assert status.waiting[1].oldest < status.waiting[0].oldest
    assert status.server_name == "127.0.0.1"
    sync_once(database)
    status = sync_status(database)
    assert (status.waiting, status.pending, status.clock_offset, status.realigning) == ((), 0, 0, False)


def test_what_waits_at_the_county_is_told_after_a_day_and_again_after_five(
    laptop: Enrolled, clock: FrozenClock
) -> None:
    database = laptop("V1")
    person(database)
    sync_once(database)
    with database.write() as connection:
        connection.execute(update(outbox).values(state="deferred"))
    counts = []
    for days in (0, 2, 4):
        clock.advance(timedelta(days=days))
        status = sync_status(database)
        counts.append((status.deferred, status.deferred_day, status.deferred_long))
    assert counts == [(1, 0, 0), (1, 1, 0), (1, 1, 1)]


def test_open_conflicts_are_counted_on_every_laptop_that_holds_them(laptop: Enrolled) -> None:
    first, second = laptop("V1"), laptop("V1", "second")
    known = person(first, phone="1")
    for each in (first, second):
        sync_once(each)
    for each, phone in ((first, "2"), (second, "3")):
        save(each, [{"type": "resident", "id": known, "fields": {"phone": phone}}])
        report = sync_once(each)
    assert (report.exit_code, report.conflicts) == (5, 1)
    assert sync_once(first).conflicts == 1
    assert outbox_lines(first) == []


def report_of(**more: object) -> SyncReport:
    values = {"sent": 0, "received": 0, "pending": 0, "quarantined": 0, "conflicts": 0, "last_success": None}
    return SyncReport(**{**values, "problem": None, "exit_code": 0, "ended_at": "2026-11-22T02:30:00Z", **more})  # type: ignore[arg-type]


def test_the_next_sync_is_in_five_minutes_when_all_is_well() -> None:
    chance = random.Random(1)
    waits = [next_wait(report_of(), None, chance.random) for _ in range(200)]
    assert 270 <= min(waits) < max(waits) <= 330


def test_failures_wait_longer_the_longer_the_outage_and_never_at_one_moment(clock: FrozenClock) -> None:
    chance = random.Random(1)
    for minutes, most in ((0, 15), (2, 120), (8, 480), (600, 600)):
        failed = report_of(problem="联系不上", exit_code=3)
        since = clock.now() - timedelta(minutes=minutes)
        waits = [next_wait(failed, since, chance.random) for _ in range(2000)]
        assert min(waits) >= 2
        assert max(waits) <= most
        # Spread over the whole time, not crowded at an end of it.
        for part in range(4):
            low, high = most * part / 4, most * (part + 1) / 4
            assert sum(low <= each <= high for each in waits) > 350


def test_a_county_that_asks_for_time_gets_it() -> None:
    chance = random.Random(1)
    busy = report_of(problem="忙", exit_code=3, retry_after=120.0)
    waits = [next_wait(busy, None, chance.random) for _ in range(200)]
    assert 120 <= min(waits) < max(waits) <= 180
    crowded = [next_wait(report_of(back_off=600), None, chance.random) for _ in range(200)]
    assert 600 <= min(crowded) < max(crowded) <= 1200
    assert next_wait(report_of(unfinished=True, problem="时间到了", exit_code=3), None, chance.random) == 2
