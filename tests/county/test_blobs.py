"""Contents at the county: taken in pieces from where the last one ended, looked at whole, given to who may see them."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from clinic_app.clock import FrozenClock
from clinic_app.county.blobs import IN_SCOPE, LEAST_PIECE, MOST_UNFINISHED, PIECE
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from clinic_app.records import content
from tests.contents import HOSTILE, document, photo, picture
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, Answered, Laptop, referral, resident, visit

Ids = Callable[[], str]
KIND = {b"\xff\xd8": content.JPEG, b"\x89P": content.PNG, b"%P": content.PDF}
WHOLE = wire.BlobState


def address(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def put(laptop: Laptop, raw: bytes, start: int = 0, end: int | None = None, **said: Any) -> Answered:
    """Bytes `start` to `end` of a content, and what the laptop says of them."""
    kind = KIND.get(raw[:2], content.PDF)
    asked = {"start": start, "size": len(raw), "type": kind, **said}
    name = asked.pop("sha256", address(raw))
    return laptop.request("PUT", f"/blobs/{name}?{urlencode(asked)}", raw[start:end])


def send(laptop: Laptop, raw: bytes) -> wire.BlobState:
    """All of it, going on where the county says."""
    state = wire.BlobState(0, False)
    while not state.complete:
        state = put(laptop, raw, state.received, state.received + PIECE).read(WHOLE)
    return state


def fetch(laptop: Laptop, sha256: str, **asked: Any) -> Answered:
    query = f"?{urlencode(asked)}" if asked else ""
    return laptop.request("GET", f"/blobs/{sha256}{query}")


def attachment(record_id: str, parent: str, parent_id: str, raw: bytes) -> Operation:
    fields = {f"{parent}_id": parent_id, "sha256": address(raw), "media_type": content.JPEG, "size": len(raw)}
    return Operation("attach", f"{parent}_attachment", record_id, fields)


@pytest.fixture
def seen_to(enrolled: Enrolled, ids: Ids) -> Callable[..., tuple[Laptop, str]]:
    """A laptop with a visit of a resident in its village; returns the visit's id."""

    def make(organisation: str = "V1", **more: Any) -> tuple[Laptop, str]:
        laptop = enrolled(organisation)
        person, seen = ids(), ids()
        [outcome] = laptop.push(laptop.line(resident(person, **more), visit(seen, person)))
        assert outcome.state == "applied", outcome.message
        return laptop, seen

    return make


def test_a_content_comes_in_pieces_and_goes_out_as_it_came(seen_to: Any, ids: Ids) -> None:
    laptop, seen = seen_to()
    raw = photo(PIECE * 2 + 100)
    assert put(laptop, raw, 0, PIECE).read(WHOLE) == WHOLE(PIECE, False)
    assert put(laptop, raw, PIECE, PIECE * 2).read(WHOLE) == WHOLE(PIECE * 2, False)
    assert put(laptop, raw, PIECE * 2).read(WHOLE) == WHOLE(len(raw), True)
    [outcome] = laptop.push(laptop.line(attachment(ids(), "visit", seen, raw)))
    assert outcome.state == "applied", outcome.message
    pieces = [fetch(laptop, address(raw), start=at) for at in (0, PIECE, PIECE * 2)]
    assert b"".join(each.body for each in pieces) == raw
    assert {each.status for each in pieces} == {200}
    assert pieces[0].headers["Content-Type"] == "application/octet-stream"
    assert pieces[0].headers["X-Content-Type-Options"] == "nosniff"
    assert fetch(laptop, address(raw), start=len(raw)).body == b""
    assert fetch(laptop, address(raw), start=PIECE - 7, limit=20).body == raw[PIECE - 7 : PIECE + 13]
    state = laptop.request("GET", f"/blobs/{address(raw)}/state").read(WHOLE)
    assert state == WHOLE(len(raw), True)


def test_a_piece_from_another_place_is_answered_with_where_to_go_on(enrolled: Enrolled) -> None:
    laptop = enrolled()
    raw = photo(PIECE * 2 + 100)
    assert put(laptop, raw, PIECE, PIECE * 2).read(WHOLE) == WHOLE(0, False)
    put(laptop, raw, 0, PIECE)
    # The answer was lost, the piece comes again; and one from further on.
    assert put(laptop, raw, 0, PIECE).read(WHOLE) == WHOLE(PIECE, False)
    assert put(laptop, raw, PIECE * 2).read(WHOLE) == WHOLE(PIECE, False)
    assert laptop.request("GET", f"/blobs/{address(raw)}/state").read(WHOLE) == WHOLE(PIECE, False)
    assert send(laptop, raw).complete


def test_a_slow_line_may_send_small_pieces(enrolled: Enrolled) -> None:
    laptop = enrolled()
    raw = photo(LEAST_PIECE * 3 + 5)
    for at in range(0, len(raw), LEAST_PIECE):
        state = put(laptop, raw, at, at + LEAST_PIECE).read(WHOLE)
    assert state.complete


@pytest.mark.parametrize(
    "said",
    [
        {"size": 0},
        {"size": content.MOST_BYTES + 1},
        {"size": 100},
        {"type": "text/html"},
        {"type": ""},
        {"start": -1},
        {"sha256": "../../../etc/passwd"},
        {"sha256": "A" * 64},
        {"sha256": "0" * 63},
    ],
)
def test_what_is_no_piece_is_refused_whole(enrolled: Enrolled, said: dict[str, Any]) -> None:
    laptop = enrolled()
    answered = put(laptop, photo(), **said)
    assert answered.status in (400, 404)
    assert laptop.request("GET", f"/blobs/{address(photo())}/state").read(WHOLE) == WHOLE(0, False)


def test_pieces_of_any_other_size_are_refused(enrolled: Enrolled) -> None:
    laptop = enrolled()
    raw = photo(PIECE * 2)
    assert put(laptop, raw, 0, PIECE + 1).failure.code == "bad_request"
    assert put(laptop, raw, 0, 100).failure.code == "bad_request"
    assert put(laptop, raw, 0, 0).failure.code == "bad_request"


@pytest.mark.parametrize("name", [name for name, raw in HOSTILE.items() if raw])
def test_the_county_looks_at_what_comes_whatever_it_is_called(enrolled: Enrolled, name: str) -> None:
    laptop = enrolled()
    raw = HOSTILE[name]
    answered = put(laptop, raw)
    assert answered.failure.code == "blob_refused"
    assert "附件还在本机" in answered.failure.message
    assert laptop.request("GET", f"/blobs/{address(raw)}/state").read(WHOLE) == WHOLE(0, False)


def test_a_picture_that_says_it_is_a_pdf_is_refused(enrolled: Enrolled) -> None:
    assert put(enrolled(), picture(), type=content.PDF).failure.code == "blob_refused"


@pytest.mark.parametrize("flipped", [10, PIECE + 10, PIECE + 90])
def test_a_flipped_byte_is_refused_and_the_whole_is_sent_again(
    seen_to: Any, database: CountyDatabase, flipped: int
) -> None:
    laptop, _ = seen_to()
    raw = photo(PIECE + 100)
    bad = raw[:flipped] + bytes([raw[flipped] ^ 1]) + raw[flipped + 1 :]
    put(laptop, bad, 0, PIECE, sha256=address(raw))
    answered = put(laptop, bad, PIECE, sha256=address(raw))
    assert answered.failure.code == "blob_mismatch"
    assert laptop.request("GET", f"/blobs/{address(raw)}/state").read(WHOLE) == WHOLE(0, False)
    with database.transaction() as connection:
        for table in ("blob", "blob_chunk", "blob_upload", "blob_upload_chunk"):
            assert connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)
    assert send(laptop, raw).complete


def test_a_body_that_changed_on_the_way_is_not_taken(enrolled: Enrolled) -> None:
    laptop = enrolled()
    raw = photo(PIECE)
    asked = urlencode({"start": 0, "size": len(raw), "type": content.JPEG})
    sent = raw[:-1] + b"\x00"
    answered = laptop.request("PUT", f"/blobs/{address(raw)}?{asked}", raw, sent=sent)
    assert answered.status == 401
    assert laptop.request("GET", f"/blobs/{address(raw)}/state").read(WHOLE) == WHOLE(0, False)


def test_two_laptops_send_the_same_content_at_once_and_it_is_kept_once(
    enrolled: Enrolled, database: CountyDatabase, server: str, clock: FrozenClock
) -> None:
    raw = photo(PIECE * 3 + 1)
    laptops = [enrolled("V1"), enrolled("V2"), enrolled("V1"), enrolled("T1", "township_clinician")]
    sessions = [requests.Session() for _ in laptops]
    for laptop, session in zip(laptops, sessions, strict=True):
        session.trust_env = False
        laptop.session = session
    ended: list[wire.BlobState] = []
    ready = threading.Barrier(len(laptops))

    def work(laptop: Laptop) -> None:
        ready.wait()
        ended.append(send(laptop, raw))

    threads = [threading.Thread(target=work, args=(laptop,)) for laptop in laptops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for session in sessions:
        session.close()
    assert ended == [WHOLE(len(raw), True)] * len(laptops)
    with database.transaction() as connection:
        assert connection.execute("SELECT count(*), min(size) FROM blob").fetchone() == (1, len(raw))
        pieces = connection.execute("SELECT data FROM blob_chunk ORDER BY start", binary=True).fetchall()
        assert b"".join(bytes(row[0]) for row in pieces) == raw
        assert connection.execute("SELECT count(*) FROM blob_upload").fetchone() == (0,)


def test_nobody_learns_of_contents_that_no_attachment_in_scope_names(seen_to: Any, ids: Ids) -> None:
    mine, seen = seen_to("V1")
    other, _ = seen_to("V2", village_code=OTHER_VILLAGE)
    raw = photo()
    send(mine, raw)
    mine.push(mine.line(attachment(ids(), "visit", seen, raw)))
    nothing = fetch(other, secrets.token_hex(32))
    theirs = fetch(other, address(raw))
    assert (theirs.status, theirs.body) == (nothing.status, nothing.body) == (404, nothing.body)
    assert other.request("GET", f"/blobs/{address(raw)}/state").read(WHOLE) == WHOLE(0, False)
    # Nor from sending: it is asked for all of it, like anybody who sends something new.
    assert put(other, photo(PIECE + 9), 0, PIECE).read(WHOLE) == WHOLE(PIECE, False)
    assert put(other, raw, 100).read(WHOLE) == WHOLE(0, False)
    assert fetch(mine, address(raw)).body == raw


def test_having_sent_a_content_does_not_make_it_readable(enrolled: Enrolled) -> None:
    laptop = enrolled()
    raw = photo()
    send(laptop, raw)
    assert fetch(laptop, address(raw)).status == 404


def test_the_parties_of_a_referral_get_its_attachments_and_other_hospitals_do_not(
    seen_to: Any, enrolled: Enrolled, ids: Ids
) -> None:
    mine, _ = seen_to("V1")
    person, slip, seen = ids(), ids(), ids()
    raw, private = document(2), photo()
    mine.push(
        mine.line(resident(person), visit(seen, person)),
        mine.line(referral(slip, person)),
        mine.line(attachment(ids(), "referral", slip, raw)),
        mine.line(attachment(ids(), "visit", seen, private)),
    )
    send(mine, raw)
    send(mine, private)
    receiver, elsewhere = enrolled("H1", "hospital_receiver"), enrolled("H2", "hospital_receiver")
    assert fetch(receiver, address(raw)).body == raw
    assert fetch(receiver, address(private)).status == 404
    assert fetch(elsewhere, address(raw)).status == 404
    assert fetch(enrolled("T1", "township_clinician"), address(raw)).body == raw


def test_a_record_may_come_first_and_its_content_is_not_there_until_it_is_whole(seen_to: Any, ids: Ids) -> None:
    laptop, seen = seen_to()
    raw = photo(PIECE + 1)
    [outcome] = laptop.push(laptop.line(attachment(ids(), "visit", seen, raw)))
    assert outcome.state == "applied"
    put(laptop, raw, 0, PIECE)
    assert fetch(laptop, address(raw)).status == 404
    put(laptop, raw, PIECE)
    assert fetch(laptop, address(raw)).body == raw[:PIECE]


def test_a_device_has_so_many_contents_under_way_and_the_oldest_makes_room(
    enrolled: Enrolled, database: CountyDatabase, clock: FrozenClock
) -> None:
    laptop = enrolled()
    raws = [photo(PIECE * 2, seed=seed) for seed in range(MOST_UNFINISHED + 2)]
    for raw in raws:
        put(laptop, raw, 0, PIECE)
    with database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM blob_upload").fetchone() == (MOST_UNFINISHED,)
        assert connection.execute("SELECT count(*) FROM blob_upload_chunk").fetchone() == (MOST_UNFINISHED,)
    assert all(send(laptop, raw).complete for raw in raws)


def test_a_revoked_laptop_neither_sends_nor_fetches(seen_to: Any, county: CountyDatabase, ids: Ids) -> None:
    laptop, seen = seen_to()
    raw = photo()
    send(laptop, raw)
    laptop.push(laptop.line(attachment(ids(), "visit", seen, raw)))
    revoke(county, laptop.id, "test")
    assert fetch(laptop, address(raw)).status == 403
    assert put(laptop, picture()).status == 403


def test_unsigned_requests_get_nothing(server: str, line: requests.Session) -> None:
    for path in ("", "/state"):
        got = line.get(f"{server}{wire.PREFIX}/blobs/{'0' * 64}{path}", headers={wire.PROTOCOL_HEADER: "1"})
        assert got.status_code == 401


def test_words_in_a_title_that_look_like_a_fingerprint_name_nothing(seen_to: Any, ids: Ids) -> None:
    mine, seen = seen_to("V1")
    other, theirs = seen_to("V2", village_code=OTHER_VILLAGE)
    raw = photo()
    send(mine, raw)
    mine.push(mine.line(attachment(ids(), "visit", seen, raw)))
    operation = attachment(ids(), "visit", theirs, picture())
    operation.fields["title"] = f'"sha256":"{address(raw)}"'[:100]
    [outcome] = other.push(other.line(operation))
    assert outcome.state == "applied", outcome.message
    assert fetch(other, address(raw)).status == 404


def test_who_may_see_a_content_is_found_by_its_index(database: CountyDatabase) -> None:
    scope = {"villages": [OTHER_VILLAGE], "parties": ["V1"], "withheld": []}
    names = {"county": database.county, "sha256": "0" * 64, **scope}
    with database.transaction() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = connection.execute(b"EXPLAIN " + IN_SCOPE.encode(), names).fetchall()
    assert any("record_of_blob" in row[0] for row in plan)
