"""The blob lane over a real line: cut anywhere it goes on there, and rows never wait for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from clinic_app.care.attachment import Attached, attach
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.records.identifiers import new_id
from clinic_app.store import blobs as store
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import blob, blob_chunk
from clinic_app.store.queries.attachment import attachments_of
from clinic_app.sync import blobs as lane
from clinic_app.sync.blobs import PIECE_SETTING, blobs
from clinic_app.sync.session import sync_once
from tests.contents import document, photo
from tests.county.laptop import RESIDENT
from tests.sync.conftest import Enrolled, line_of
from tests.sync.lines import Meddling, fake_answer, path_of

PIECE = store.PIECE
SIZES = [300_000, PIECE, PIECE + 1, PIECE * 3 + 7]


def visited(database: Database) -> str:
    """A person with a visit; returns the visit's id."""
    person, seen = new_id(database.clock.now()), new_id(database.clock.now())
    fields = {"resident_id": person, "visit_date": "2026-11-20", "visit_mode": "1"}
    save(database, [{"type": "resident", "id": person, "fields": RESIDENT}])
    save(database, [{"type": "visit", "id": seen, "fields": fields}])
    return seen


def large_pieces(database: Database) -> None:
    with database.write() as connection:
        write_setting(connection, PIECE_SETTING, PIECE)


def state_of(database: Database, attached: Attached) -> str:
    with database.read() as connection:
        return store.states(connection, [attached.sha256])[attached.sha256]


def content_of(database: Database, attached: Attached) -> bytes | None:
    with database.read() as connection:
        return store.read_content(connection, attached.sha256)


def cut(number: int, counted: list[str], *, answer: bool = False) -> Meddling:
    """Lets `number` pieces through, then cuts every one; with `answer` after the county has taken it."""

    class Cutting(Meddling):
        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            piece = path_of(request).startswith("/blobs/")
            if piece:
                counted.append(str(request.url))
            if piece and len(counted) > number:
                if answer:
                    super().send(request, *args, **more)
                raise requests.ConnectionError("cut")
            return super().send(request, *args, **more)

    return Cutting()


@pytest.mark.parametrize("size", SIZES)
def test_a_photo_goes_to_the_county_and_to_who_may_see_it(laptop: Enrolled, size: int) -> None:
    village, township = laptop("V1"), laptop("T1")
    seen = visited(village)
    attached = attach(village, "visit", seen, photo(size), "心电图")
    assert sync_once(village).exit_code == 0
    assert state_of(village, attached) == "present"
    sync_once(township)
    assert content_of(township, attached) == photo(size)
    with township.read() as connection:
        [row] = attachments_of(connection, "visit", seen)
    assert (row.title, row.state) == ("心电图", "present")


@pytest.mark.parametrize("answer", [False, True], ids=["before the piece", "after the piece"])
@pytest.mark.parametrize("number", range(4))
def test_sending_that_is_cut_at_any_piece_goes_on_there(laptop: Enrolled, number: int, answer: bool) -> None:
    database = laptop("V1")
    raw = photo(PIECE * 3 + 7)
    attached = attach(database, "visit", visited(database), raw)
    large_pieces(database)
    counted: list[str] = []
    report = sync_once(database, adapter=cut(number, counted, answer=answer))
    assert (report.exit_code, report.pending) == (0, 0)
    assert state_of(database, attached) == "local"
    large_pieces(database)
    sync_once(database, adapter=cut(99, counted))
    assert state_of(database, attached) == "present"
    # What had come was not sent again; of a lost answer the county says where to go on.
    assert len(counted) <= 6


@pytest.mark.parametrize("number", range(4))
def test_fetching_that_is_cut_at_any_piece_goes_on_there(laptop: Enrolled, number: int) -> None:
    village, township = laptop("V1"), laptop("T1")
    raw = photo(PIECE * 3 + 7)
    attached = attach(village, "visit", visited(village), raw)
    sync_once(village)
    large_pieces(township)
    counted: list[str] = []
    sync_once(township, adapter=cut(number, counted))
    assert content_of(township, attached) is None
    assert state_of(township, attached) == "missing"
    large_pieces(township)
    sync_once(township, adapter=cut(99, counted))
    assert content_of(township, attached) == raw
    assert len(counted) == 5


def test_a_line_that_is_up_for_one_piece_at_a_time_brings_everything_over(laptop: Enrolled) -> None:
    database = laptop("V1")
    attached = attach(database, "visit", visited(database), photo(200_000))
    for _ in range(20):
        sync_once(database, adapter=cut(1, []))
        if state_of(database, attached) == "present":
            break
    assert state_of(database, attached) == "present"


def test_pieces_grow_on_a_good_line_and_shrink_on_one_that_breaks_them(laptop: Enrolled) -> None:
    database = laptop("V1")
    seen = visited(database)
    attach(database, "visit", seen, photo(PIECE * 2))
    sync_once(database)
    with database.read() as connection:
        assert read_setting(connection, PIECE_SETTING) == PIECE
    attach(database, "visit", seen, photo(PIECE * 2, seed=2))
    for _ in range(10):
        sync_once(database, adapter=cut(0, []))
    with database.read() as connection:
        assert read_setting(connection, PIECE_SETTING) == lane.LEAST_PIECE


def test_rows_arrive_before_contents_and_a_stuck_content_holds_up_none(laptop: Enrolled) -> None:
    village, township = laptop("V1"), laptop("T1")
    attached = attach(village, "visit", visited(village), photo())
    order: list[str] = []

    class Watching(Meddling):
        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            order.append(path_of(request).split("/")[1])
            if order[-1] == "blobs":
                return fake_answer(request, 503, b"<html>")
            return super().send(request, *args, **more)

    report = sync_once(village, adapter=Watching())
    assert (report.exit_code, report.sent) == (0, 3)
    assert order.index("push") < order.index("pull") < order.index("blobs")
    sync_once(township)
    with township.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visit_attachment").scalar() == 1
    assert state_of(township, attached) == "missing"


def test_what_the_county_has_not_got_yet_is_asked_for_again_later_and_not_at_every_sync(
    laptop: Enrolled, clock: FrozenClock
) -> None:
    village, township = laptop("V1"), laptop("T1")
    attached = attach(village, "visit", visited(village), photo())
    sync_once(village, adapter=cut(0, []))
    counted: list[str] = []
    for _ in range(3):
        sync_once(township, adapter=cut(99, counted))
    assert len(counted) == 1
    sync_once(village)
    clock.advance(timedelta(minutes=6))
    sync_once(township, adapter=cut(99, counted))
    assert content_of(township, attached) == photo()
    counted.clear()
    sync_once(township, adapter=cut(99, counted))
    assert counted == []


def test_a_person_can_stop_the_lane_and_take_it_up_again(laptop: Enrolled) -> None:
    database = laptop("V1")
    attached = attach(database, "visit", visited(database), photo())
    with database.write() as connection:
        store.set_paused(connection, True)
    counted: list[str] = []
    assert sync_once(database, adapter=cut(99, counted)).sent == 3
    assert (counted, state_of(database, attached)) == ([], "local")
    with database.write() as connection:
        store.set_paused(connection, False)
    sync_once(database)
    assert state_of(database, attached) == "present"


def test_one_sync_moves_so_much_and_the_next_one_goes_on(laptop: Enrolled) -> None:
    database = laptop("V1")
    seen = visited(database)
    every = [attach(database, "visit", seen, photo(300_000, seed=seed)) for seed in range(4)]
    sync_once(database, adapter=cut(0, []))
    turns = 0
    while any(state_of(database, each) != "present" for each in every):
        with line_of(database) as line:
            moved = blobs(database, line, most=400_000)
        assert moved.bytes <= 400_000 + PIECE
        turns += 1
    assert turns in (2, 3)


def test_a_save_made_meanwhile_ends_the_lane(laptop: Enrolled) -> None:
    database = laptop("V1")
    attached = attach(database, "visit", visited(database), photo(PIECE * 3))

    class Saving(Meddling):
        pieces = 0

        def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
            if path_of(request).startswith("/blobs/"):
                self.pieces += 1
                if self.pieces == 1:
                    save(database, [{"type": "resident", "fields": {**RESIDENT, "name": "新来的"}}])
            return super().send(request, *args, **more)

    adapter = Saving()
    sync_once(database, adapter=adapter)
    assert adapter.pieces == 1
    assert sync_once(database).sent == 1
    assert state_of(database, attached) == "present"


def test_what_the_county_will_not_have_is_said_and_not_sent_again(laptop: Enrolled) -> None:
    database = laptop("V1")
    raw = document()
    attached = attach(database, "visit", visited(database), raw)
    bad = raw.replace(b"/Count 1", b"/Count 9000000")
    # A program of another make, or a damaged file: the county's own look finds it.
    with database.write() as connection:
        connection.execute(update(blob_chunk).values(data=bad))
        connection.execute(update(blob).values(size=len(bad)))
    counted: list[str] = []
    sync_once(database, adapter=cut(99, counted))
    assert state_of(database, attached) == "refused"
    sync_once(database, adapter=cut(99, counted))
    assert len(counted) == 1


@pytest.mark.parametrize("change", ["flipped", "hostile"])
def test_a_content_that_changed_at_the_county_is_not_shown(
    laptop: Enrolled, county: CountyDatabase, clock: FrozenClock, change: str
) -> None:
    village, township = laptop("V1"), laptop("T1")
    raw = photo(100_000)
    attached = attach(village, "visit", visited(village), raw)
    sync_once(village)
    data = raw[:500] + bytes([raw[500] ^ 4]) + raw[501:] if change == "flipped" else b"<html>" + raw[6:]
    with county.transaction() as connection:
        connection.execute("UPDATE blob_chunk SET data = %s", (data,))
    sync_once(township)
    assert (content_of(township, attached), state_of(township, attached)) == (None, "missing")
    with county.transaction() as connection:
        connection.execute("UPDATE blob_chunk SET data = %s", (raw,))
    clock.advance(timedelta(days=1, minutes=1))
    sync_once(township)
    assert content_of(township, attached) == raw


def test_a_county_put_back_to_a_backup_gets_the_contents_again(laptop: Enrolled, county: CountyDatabase) -> None:
    database = laptop("V1")
    seen = visited(database)
    every = [attach(database, "visit", seen, photo(seed=seed)) for seed in range(2)]
    sync_once(database)
    with county.transaction() as connection:
        connection.execute("DELETE FROM blob WHERE sha256 = %s", (every[0].sha256,))
        connection.execute("DELETE FROM blob_chunk WHERE sha256 = %s", (every[0].sha256,))
    with database.write() as connection:
        write_setting(connection, "timeline", 1)
    counted: list[str] = []
    sync_once(database, adapter=cut(99, counted))
    assert [state_of(database, each) for each in every] == ["present", "present"]
    with county.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM blob").fetchone() == (2,)
    sync_once(database, adapter=cut(99, counted))
    assert len(counted) == 2


def test_a_hospital_gets_the_photo_of_the_referral_and_not_that_of_the_visit(laptop: Enrolled) -> None:
    village, hospital = laptop("V1"), laptop("H1")
    seen = visited(village)
    with village.read() as connection:
        person = connection.exec_driver_sql("SELECT id FROM resident").scalar()
    fields = {"resident_id": person, "direction": "up", "urgency": "routine", "to_org": "H1"}
    sync_once(village)
    slip = save(village, [{"type": "referral", "fields": fields}]).ids[0]
    shown = attach(village, "referral", slip, photo(seed=5))
    private = attach(village, "visit", seen, photo(seed=6))
    sync_once(village)
    sync_once(hospital)
    assert content_of(hospital, shown) == photo(seed=5)
    assert content_of(hospital, private) is None
    with hospital.read() as connection:
        assert connection.execute(select(blob.c.sha256)).scalars().all() == [shown.sha256]
