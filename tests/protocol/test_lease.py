"""The renewal code: a day's link of a chain that only the county can walk forwards."""

from __future__ import annotations

import base64
from datetime import date, timedelta

import msgspec
import pytest

from clinic_app.protocol import escrow, lease, signing
from clinic_app.protocol.lease import CHAIN_DAYS, FIRST_DAY, Grant, heard, link_on, renewed_on, said

SECRET, DEVICE, DAY = bytes(range(32)), "device-1", date(2026, 11, 22)


def _grant(day: date = DAY, device: str = DEVICE) -> Grant:
    link = base64.b64encode(link_on(SECRET, device, day)).decode()
    return Grant(lease.KIND, device, f"{day}T02:30:00.000Z", 60, day, link)


def test_a_later_days_code_renews_and_tells_its_day_as_it_is_spoken_on_the_telephone() -> None:
    for later in (1, 61, 1000):
        day = DAY + timedelta(days=later)
        spoken = escrow.spoken(link_on(SECRET, DEVICE, day))
        assert len(spoken.replace("-", "")) == 26
        assert renewed_on(DEVICE, _grant(), escrow.heard(spoken.lower())) == day


@pytest.mark.parametrize(
    ("device", "day"),
    [
        (DEVICE, DAY),
        (DEVICE, DAY - timedelta(days=1)),
        ("device-2", DAY + timedelta(days=3)),
        (DEVICE, FIRST_DAY + timedelta(days=CHAIN_DAYS)),
    ],
    ids=["the day of the last contact", "a day before it", "another device", "the next chain"],
)
def test_no_other_code_renews(device: str, day: date) -> None:
    assert renewed_on(DEVICE, _grant(), link_on(SECRET, device, day)) is None


def test_the_last_day_of_a_chain_renews_and_the_first_has_a_link() -> None:
    last = FIRST_DAY + timedelta(days=CHAIN_DAYS - 1)
    assert renewed_on(DEVICE, _grant(last - timedelta(days=1)), link_on(SECRET, DEVICE, last)) == last
    assert renewed_on(DEVICE, _grant(FIRST_DAY), link_on(SECRET, DEVICE, DAY)) == DAY


def test_only_the_countys_word_to_this_device_counts() -> None:
    private, public = signing.new_key_pair()
    key = base64.b64encode(public).decode()

    def signed(grant: Grant, by: bytes = private) -> str:
        return f"{base64.b64encode(said(grant)).decode()}.{signing.sign(by, said(grant))}"

    assert heard(signed(_grant()), key, DEVICE) == _grant()
    longer = base64.b64encode(said(msgspec.structs.replace(_grant(), days=365))).decode()
    for words in (
        "",
        "x.y",
        signed(_grant(), signing.new_key_pair()[0]),
        f"{longer}.{signed(_grant()).partition('.')[2]}",
        signed(_grant(device="device-2")),
        signed(msgspec.structs.replace(_grant(), kind="tls-authorities")),
        signed(msgspec.structs.replace(_grant(), days=0)),
        signed(msgspec.structs.replace(_grant(), link="AAAA")),
    ):
        assert heard(words, key, DEVICE) is None
