"""The slip of a laptop that never met the network again, at a desk with and without a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import requests

from clinic_app.care.save import save
from clinic_app.care.slip_carrier import carrier_text
from clinic_app.clock import FrozenClock
from clinic_app.paper import render
from clinic_app.protocol import slip_pack
from clinic_app.store.database import Database
from clinic_app.store.printers import PrinterSettings, keep_printer_settings
from clinic_app.store.queries.referral import referral_with_events
from clinic_app.sync.errors import Busy, NotEnrolled, Unreachable
from clinic_app.sync.kept_scans import kept_scans, take_answers
from clinic_app.sync.pull import pull
from clinic_app.sync.scan import scan
from clinic_app.sync.session import sync_once
from tests.conftest import DatabaseFactory
from tests.county.laptop import VILLAGE
from tests.printing.reading import barcodes_of
from tests.sync.conftest import Enrolled, line_of
from tests.sync.lines import Meddling

PATIENT = {"name": "王𬎆", "sex": "1", "birth_date": "1955-03-02", "village_code": VILLAGE, "phone": "13900000000"}
LONG = "".join(chr(0x4E00 + 37 * place) for place in range(400))
"""More than a code has room for."""
REFERRAL = {"direction": "up", "urgency": "urgent", "to_org": "H1", "initial_impression": "高血压3级",
            "present_illness": LONG}  # fmt: skip


def cut(request: requests.PreparedRequest, body: bytes) -> None:
    """No line."""
    raise requests.ConnectionError


class Unheard(Meddling):
    """The county takes the question, and nobody hears its answer."""

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        super().send(request, *args, **more)
        raise requests.ConnectionError


def issued(database: Database, **fields: str) -> str:
    """A person registered, visited and referred without a network in between; the referral's id."""
    (person,) = save(database, [{"type": "resident", "fields": PATIENT}]).ids
    save(database, [{"type": "visit", "fields": {"resident_id": person, "visit_date": "2026-11-22",
                                                 "visit_mode": "2"}}])  # fmt: skip
    return save(database, [{"type": "referral", "fields": {"resident_id": person, **REFERRAL, **fields}}]).ids[0]


def word(database: Database, referral_id: str) -> str:
    with database.read() as connection:
        found = referral_with_events(connection, referral_id)
    return found.state.word if found else ""


def fields_of(database: Database, referral_id: str) -> Mapping[str, Any]:
    with database.read() as connection:
        found = referral_with_events(connection, referral_id)
    assert found is not None
    return found.fields


def slip_no(database: Database, referral_id: str) -> str:
    return str(fields_of(database, referral_id)["slip_no"])


def test_the_slip_opens_at_the_desk_before_the_laptop_has_sent_anything(laptop: Enrolled) -> None:
    village, desk = laptop("V1"), laptop("H1")
    assert sync_once(desk).problem is None
    referral_id = issued(village)
    with village.write() as connection:
        keep_printer_settings(connection, PrinterSettings(carrier=True))
    text = next(each for kind, each in barcodes_of(render(village, "referral", referral_id)) if "QR" in kind)
    assert carrier_text(village, referral_id) == text
    assert slip_pack.is_slip_pack(text)
    assert len(text) <= slip_pack.MOST_DIGITS
    for readable in ("王", "13900000000", "19550302"):
        assert readable not in text

    found = scan(desk, text)
    assert (found.referral_id, found.here, found.from_paper, found.redirected) == (referral_id, True, True, False)
    assert found.words.startswith("已找到王𬎆的转诊单")
    assert fields_of(desk, referral_id)["present_illness"].endswith("…")
    save(desk, [{"type": "referral_event", "fields": {"referral_id": referral_id, "event": "arrive"}}])
    # The laptop hears of its own slip before it has sent it: what it shows is its own record.
    with line_of(village) as line:
        pull(village, line)
    assert fields_of(village, referral_id)["present_illness"] == LONG

    for each in (desk, village, desk, village):
        assert sync_once(each).problem is None
    assert word(desk, referral_id) == word(village, referral_id) == "已到诊"
    assert fields_of(desk, referral_id)["present_illness"] == LONG
    assert not fields_of(desk, referral_id).get("from_paper")
    assert not scan(desk, text).from_paper
    assert carrier_text(village, referral_id) == text


def test_another_hospital_gets_it_and_the_village_sees_where_the_patient_went(laptop: Enrolled) -> None:
    village, other = laptop("V1"), laptop("H2")
    sync_once(other)
    referral_id = issued(village)
    text = carrier_text(village, referral_id)
    # The county has done it, and its answer is lost: asked again it is still one redirection.
    assert scan(other, text, adapter=Unheard()).kept
    sync_once(other)
    (found,) = take_answers(other)
    assert (found.referral_id, found.here, found.redirected) == (referral_id, True, False)
    assert scan(other, text).referral_id == referral_id
    sync_once(village)
    with village.read() as connection:
        seen = referral_with_events(connection, referral_id)
    assert seen is not None
    assert [step.event for step in seen.state.steps] == ["issue", "redirect"]
    assert (seen.state.receiver, seen.state.steps[-1].remark) == ("H2", "患者持单到本院")


def test_without_a_line_the_code_is_kept_and_asked_again(laptop: Enrolled, clock: FrozenClock) -> None:
    village, desk = laptop("V1"), laptop("H1")
    sync_once(desk)
    referral_id = issued(village)
    text = carrier_text(village, referral_id)
    for _ in range(2):
        kept = scan(desk, text, adapter=Meddling(cut))
        assert (kept.kept, kept.referral_id) == (True, "")
    with desk.read() as connection:
        assert kept_scans(connection) == 1
    assert sync_once(desk).problem is None
    assert word(desk, referral_id) in ("待接诊", "已送达")
    (answer,) = take_answers(desk)
    assert (answer.referral_id, answer.here) == (referral_id, True)
    assert take_answers(desk) == ()
    scan(desk, text, adapter=Meddling(cut))
    clock.advance(timedelta(days=31))
    sync_once(desk)
    with desk.read() as connection:
        assert kept_scans(connection) == 0
    assert take_answers(desk) == ()


def test_number_and_name_are_asked_for_with_a_line_only(laptop: Enrolled) -> None:
    village, desk = laptop("V1"), laptop("H2")
    sync_once(desk)
    referral_id = issued(village)
    number = slip_no(village, referral_id)
    assert "没有这个单号和姓名" in scan(desk, number, name=PATIENT["name"]).words
    sync_once(village)
    assert "没有查找" in scan(desk, number).words
    with pytest.raises(Unreachable, match="没有查到"):
        scan(desk, number, name=PATIENT["name"], adapter=Meddling(cut))
    assert scan(desk, number, name=PATIENT["name"]).referral_id == referral_id
    for _ in range(18):
        scan(desk, number, name="王某")
    with pytest.raises(Busy, match="明天再查"):
        scan(desk, number, name="王某")


def test_a_code_half_read_is_noticed_before_anybody_is_asked(laptop: Enrolled, make_database: DatabaseFactory) -> None:
    village = laptop("V1")
    text = carrier_text(village, issued(village))
    for wrong in (text[:-1], text[:300] + text[301:], text[:50] + text[51] + text[50] + text[52:]):
        if wrong != text:
            assert "没有读全" in scan(village, wrong, adapter=Meddling(cut)).words
    alone = make_database("alone")
    assert carrier_text(alone, issued(alone)) == ""
    with pytest.raises(NotEnrolled):
        scan(alone, text)
