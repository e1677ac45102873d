"""What a laptop tells of itself, and what the county tells a laptop once a day."""

from __future__ import annotations

import base64
import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from clinic_app.clock import FrozenClock
from clinic_app.county import devices, keys
from clinic_app.county.database import CountyDatabase
from clinic_app.county.enrolment import issue_code
from clinic_app.protocol import wire
from tests.county.conftest import Enrolled
from tests.county.laptop import Laptop

SEALING = base64.b64encode(X25519PrivateKey.generate().public_key().public_bytes_raw()).decode()


def report(laptop: Laptop, **told: object) -> int:
    body = msgspec.json.encode({"version": "0.2.0", **told})
    return laptop.request("POST", "/report", body).status


def test_a_report_is_kept_with_its_time(county: CountyDatabase, enrolled: Enrolled, clock: FrozenClock) -> None:
    laptop = enrolled()
    told = {"pending": 3, "oldest": "2026-11-22T02:30:00.000Z", "quarantined": 1, "conflicts": 2, "clock_offset": -40}
    assert report(laptop, **told, sealing_key=SEALING) == 200
    with county.transaction() as connection:
        row = connection.execute("SELECT report, last_success FROM device").fetchone()
        device = devices.find_device(connection, county.county, laptop.id)
    assert row is not None
    assert msgspec.json.decode(bytes(row[0])) == {"version": "0.2.0", **told}
    assert row[1] == clock.now()
    assert device is not None
    assert device.sealing_key == base64.b64decode(SEALING)
    # A report without the key leaves it as it is.
    assert report(laptop) == 200
    with county.transaction() as connection:
        device = devices.find_device(connection, county.county, laptop.id)
    assert device is not None
    assert device.sealing_key == base64.b64decode(SEALING)


@pytest.mark.parametrize("told", [{"pending": -1}, {"pending": 2**60}, {"oldest": "yesterday"}, {"version": "x" * 50},
                                  {"sealing_key": "AAAA"}, {"pending": "3"}, {"clock_offset": -(2**60)}])  # fmt: skip
def test_a_report_that_makes_no_sense_is_refused(enrolled: Enrolled, told: dict[str, object]) -> None:
    assert report(enrolled(), **told) == 400


def test_the_county_has_one_key_of_each_kind_and_tells_both(county: CountyDatabase, enrolled: Enrolled) -> None:
    laptop = enrolled()
    hello = laptop.request("GET", "/hello").read(wire.HelloReply)
    again = enrolled("V2").request("GET", "/hello").read(wire.HelloReply)
    assert (hello.relay_key, hello.county_key) == (again.relay_key, again.county_key)
    X25519PublicKey.from_public_bytes(base64.b64decode(hello.relay_key))
    with county.transaction() as connection:
        key = keys.current_key(county, connection, keys.RELAY)
        assert key.text == hello.relay_key
        assert key.id == hashlib.sha256(key.public).hexdigest()[:8]
        assert keys.key_named(connection, county.county, keys.RELAY, key.id) == key
        assert keys.key_named(connection, county.county, keys.SIGNING, key.id) is None


def test_an_enrolment_brings_a_sealing_key_and_takes_the_countys(county: CountyDatabase, enrolled: Enrolled) -> None:
    other = enrolled()
    laptop = Laptop(other.server, other.session, other.clock)
    code = issue_code(county, "V1", "village_doctor", None, "test")
    key = base64.b64encode(laptop.public_key).decode()
    asked = wire.EnrolRequest(code, key, [wire.Account(laptop.account, "账户一")], SEALING)
    reply = laptop.request("POST", "/enrol", msgspec.json.encode(asked)).read(wire.EnrolReply)
    hello = other.request("GET", "/hello").read(wire.HelloReply)
    assert (reply.relay_key, reply.county_key) == (hello.relay_key, hello.county_key)
    with county.transaction() as connection:
        device = devices.find_device(connection, county.county, reply.device)
    assert device is not None
    assert device.sealing_key == base64.b64decode(SEALING)


def test_disabled_accounts_of_the_laptop_are_named(county: CountyDatabase, enrolled: Enrolled) -> None:
    laptop, other = enrolled(), enrolled("V2")
    with county.transaction() as connection:
        connection.execute(
            "INSERT INTO disabled_account (county, account, at, by) VALUES (%s, %s, %s, 'test')",
            (county.county, laptop.account, county.clock.now()),
        )
    assert laptop.request("GET", "/hello").read(wire.HelloReply).disabled == [laptop.account]
    assert other.request("GET", "/hello").read(wire.HelloReply).disabled == []
