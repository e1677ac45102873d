"""The push lane: whatever is wrong with one save or with the line, everything else goes on."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock, parse_instant
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import outbox
from clinic_app.sync import push as lane
from clinic_app.sync.session import sync_once
from clinic_app.sync.status import outbox_lines, sync_status
from tests.county.laptop import RESIDENT
from tests.sync.conftest import Enrolled
from tests.sync.lines import Meddling


def people(database: Database, count: int, **fields: Any) -> list[str]:
    """Saves that wait; returns their mids."""
    return [
        str(save(database, [{"type": "resident", "fields": {**RESIDENT, "name": f"人{n}", **fields}}]).mid)
        for n in range(count)
    ]


def lines(database: Database) -> dict[str, Any]:
    with database.read() as connection:
        return {row.mid: row for row in connection.execute(select(outbox))}


class Poison:
    """Somewhere on the way every request that holds this save is cut off."""

    def __init__(self, *mids: str, error: type[Exception] = requests.ConnectionError) -> None:
        self.mids = mids
        self.error = error
        self.sizes: list[int] = []

    def __call__(self, request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url):
            self.sizes.append(len(body.splitlines()) - 1)
            if any(mid.encode() in body for mid in self.mids):
                raise self.error("cut")


@pytest.mark.parametrize("error", [requests.ConnectionError, requests.ReadTimeout])
def test_a_save_that_nobody_can_send_is_parked_and_all_others_arrive(laptop: Enrolled, error: type[Exception]) -> None:
    database = laptop("V1")
    mids = people(database, 12)
    poison = Poison(mids[5], error=error)
    report = sync_once(database, adapter=Meddling(poison))
    assert (report.sent, report.pending, report.exit_code) == (11, 1, 3)
    assert "单独传不上去" in str(report.problem)
    # One halving series, and an empty push after each failure: not a request for each save.
    assert len(poison.sizes) <= 30
    assert [mid for mid, row in lines(database).items() if row.state == "pending"] == [mids[5]]
    status = sync_status(database)
    assert (status.pending, status.parked, status.needs_attention) == (1, 1, 1)
    assert outbox_lines(database)[0].parked_until


def test_a_parked_save_is_tried_again_once_a_day_and_alone(laptop: Enrolled, clock: FrozenClock) -> None:
    database = laptop("V1")
    poison = Poison(*people(database, 1))
    sync_once(database, adapter=Meddling(poison))
    poison.sizes.clear()
    people(database, 2)
    assert sync_once(database, adapter=Meddling(poison)).sent == 2
    assert poison.sizes == [2]
    clock.advance(timedelta(hours=25))
    poison.sizes.clear()
    assert sync_once(database, adapter=Meddling(poison)).sent == 0
    assert poison.sizes == [1, 0]
    clock.advance(timedelta(hours=25))
    report = sync_once(database)
    assert (report.sent, report.pending, report.problem) == (1, 0, None)


class Narrow:
    """A line that cuts every push longer than `most` bytes."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url) and len(body) > self.most:
            raise requests.ConnectionError("cut")


def rests(database: Database, clock: FrozenClock) -> list[timedelta]:
    found = [row.parked_until for row in lines(database).values() if row.parked_until]
    return [parse_instant(each) - clock.now() for each in found]


def test_a_save_fails_for_a_day_only_beside_a_longer_one_that_arrived(laptop: Enrolled, clock: FrozenClock) -> None:
    database = laptop("V1")
    mids = people(database, 12)
    sync_once(database, adapter=Meddling(Poison(mids[11])))
    assert rests(database, clock) == [timedelta(days=1)]


def test_a_line_that_cuts_what_is_long_parks_few_saves_and_for_an_hour(laptop: Enrolled, clock: FrozenClock) -> None:
    database = laptop("V1")
    people(database, 12)
    report = sync_once(database, adapter=Meddling(Narrow(400)))
    assert (report.sent, report.pending) == (0, 12)
    assert rests(database, clock) == [timedelta(hours=1)] * lane.PARKED_IN_A_ROW
    # The next try goes on with the next saves: three that nobody can send stop nobody.
    assert sync_once(database).sent == 12 - lane.PARKED_IN_A_ROW
    clock.advance(timedelta(hours=1))
    report = sync_once(database)
    assert (report.sent, report.pending, report.problem) == (3, 0, None)


def test_a_save_whose_answer_never_comes_is_not_parked_for_the_county_has_it(laptop: Enrolled) -> None:
    database = laptop("V1")
    (mid,) = people(database, 1)

    class Deaf(Meddling):
        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            answer = super().send(request, *args, **more)
            if mid.encode() in self.last:
                answer.close()
                raise requests.ConnectionError("the answer was lost")
            return answer

    line = Deaf()
    line.meddle = lambda request, body: setattr(line, "last", body)
    report = sync_once(database, adapter=line)
    assert (report.sent, report.pending, report.exit_code) == (1, 0, 0)
    assert lines(database)[mid].state == "applied"


def test_a_line_that_is_down_parks_nothing(laptop: Enrolled) -> None:
    database = laptop("V1")
    people(database, 3)

    def down(request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url):
            raise requests.ConnectionError("down")

    line = Meddling(down)
    report = sync_once(database, adapter=line)
    assert (report.sent, report.pending, sync_status(database).parked) == (0, 3, 0)
    assert line.paths.count("/push") == 2
    assert sync_once(database).exit_code == 0


def test_one_lost_request_does_not_make_pages_smaller(laptop: Enrolled) -> None:
    database = laptop("V1")
    people(database, 8)
    lost = [1]

    def lose_one(request: requests.PreparedRequest, body: bytes) -> None:
        sizes.append(len(body.splitlines()) - 1 if "/push" in str(request.url) else -1)
        if sizes[-1] > 0 and lost and lost.pop():
            raise requests.ConnectionError("lost")

    sizes: list[int] = []
    assert sync_once(database, adapter=Meddling(lose_one)).sent == 8
    assert [each for each in sizes if each >= 0] == [8, 0, 8]


def test_pages_are_halved_until_they_are_small_enough(laptop: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    database = laptop("V1")
    # Text that no packing makes smaller.
    for _ in range(6):
        people(database, 1, address_detail=os.urandom(400).hex()[:180], work_unit=os.urandom(200).hex()[:90])
    monkeypatch.setattr(lane.wire, "MAX_SENT", 900)
    sizes: list[int] = []

    def look(request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url):
            sizes.append(len(body.splitlines()) - 1)
            assert sizes[-1] == 1 or len(request.body or b"") <= 900

    assert sync_once(database, adapter=Meddling(look)).sent == 6
    assert max(sizes) < 6


def test_page_sizes_go_towards_three_seconds_and_keep_their_floor() -> None:
    size = lane._Size(200, 500)
    for _ in range(10):
        size.adapt(size.number, 0.1)
    assert size.number == 500
    size.adapt(500, 3.2)
    assert size.number == 500
    for _ in range(20):
        size.adapt(size.number, 30)
    assert size.number == lane.FLOOR
    size.halve(size.number)
    size.adapt(size.number, 30)
    assert size.number == lane.FLOOR // 2
    small = lane._Size(40, 500)
    small.adapt(3, 0.1)
    assert small.number == 40


def test_a_page_that_timed_out_is_remembered_for_the_next_sync(laptop: Enrolled) -> None:
    database = laptop("V1")
    people(database, 4)

    def silent(request: requests.PreparedRequest, body: bytes) -> None:
        if "/push" in str(request.url):
            raise requests.ReadTimeout("silence")

    sync_once(database, adapter=Meddling(silent))
    with database.read() as connection:
        assert read_setting(connection, "push_page") == 2


def test_a_save_made_while_another_is_on_its_way_is_the_next_ones(laptop: Enrolled) -> None:
    database = laptop("V1")
    people(database, 1)
    made: list[str] = []

    def work_on(request: requests.PreparedRequest, body: bytes) -> None:
        if "/pull" in str(request.url) and not made:
            made.extend(people(database, 1))

    report = sync_once(database, adapter=Meddling(work_on))
    assert (report.exit_code, report.problem, report.pending) == (0, None, 1)


def test_sending_leaves_time_for_receiving(laptop: Enrolled) -> None:
    database = laptop("V1")
    sync_once(database)
    people(database, 5)
    with database.write() as connection:
        write_setting(connection, "push_page", 1)
    line = Meddling()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lane, "FOR_THE_PULL", 1.0)
        report = sync_once(database, adapter=line)
    assert (report.sent, report.pending, report.unfinished, report.exit_code) == (0, 5, True, 3)
    assert "/pull" in line.paths
    assert sync_once(database).pending == 0
