"""How long a laptop works without its county: counted so that setting the clock back does not lengthen it."""

from __future__ import annotations

import base64
import contextlib
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from clinic_app import paths
from clinic_app.clock import FrozenClock, instant_text
from clinic_app.protocol import escrow
from clinic_app.protocol import lease as leases
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.lease import Grant, link_on
from clinic_app.store import lease
from clinic_app.store.accounts import list_accounts
from clinic_app.store.audit import append
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import Device, save_device
from clinic_app.store.errors import LeaseEnded, WrongPassword
from clinic_app.store.lease import DAY, NAME, Lease, lease_of, observe, take, take_late
from clinic_app.store.local_tables import audit
from clinic_app.store.renewal import NoLease, WrongRenewalCode, enter_code, renew
from tests.conftest import PASSWORD, USER

SECRET, DEVICE = bytes(range(32)), "device-1"


def _grant(clock: FrozenClock, days: int = 60) -> Grant:
    link = base64.b64encode(link_on(SECRET, DEVICE, clock.today())).decode()
    return Grant(leases.KIND, DEVICE, instant_text(clock.now()), days, clock.today(), link)


@pytest.fixture
def enrolled(database: Database) -> Database:
    """A laptop that has just spoken to its county, which lets it work for 60 days."""
    device = Device(DEVICE, 3, "990101", "V1", "演示村卫生室", "village_clinic", "village_doctor",
                    Scope("V1", "village_clinic"), "http://127.0.0.1:1", "")  # fmt: skip
    assert isinstance(database.clock, FrozenClock)
    with database.write() as connection:
        save_device(connection, device)
        take(database, connection, _grant(database.clock))
    return database


def _left(database: Database, up: float | None = None) -> float:
    found = observe(database, lambda: up) if up is not None else observe(database)
    assert found is not None
    return found.left / DAY


def _code(day: date, device: str = DEVICE) -> str:
    return escrow.spoken(link_on(SECRET, device, day))


def _is_open(folder: Path, clock: FrozenClock) -> bool:
    try:
        open_database(folder, USER, PASSWORD, clock).close()
    except LeaseEnded:
        return False
    return True


def test_a_laptop_without_a_county_has_no_lease(database: Database, clock: FrozenClock) -> None:
    assert lease_of(database) is observe(database) is None
    with pytest.raises(NoLease):
        enter_code(database, _code(clock.today()))
    clock.advance(timedelta(days=2000))
    assert _is_open(database.folder, clock)


def test_it_warns_from_fourteen_days_before_and_is_over_on_the_day(enrolled: Database, clock: FrozenClock) -> None:
    def now() -> Lease:
        found = lease_of(enrolled)
        assert found is not None
        return found

    assert (now().days_left, now().is_near, now().is_over, now().number) == (60, False, False, 3)
    clock.advance(timedelta(days=45))
    assert (now().days_left, now().is_near) == (15, False)
    clock.advance(timedelta(days=1))
    assert (now().days_left, now().is_near) == (14, True)
    assert now().last_day(clock.today()) == date(2027, 1, 21)
    clock.advance(timedelta(days=14) - timedelta(minutes=1))
    assert (now().days_left, now().is_over) == (1, False)
    assert _is_open(enrolled.folder, clock)
    clock.advance(timedelta(minutes=1))
    assert (now().days_left, now().is_over) == (0, True)
    with pytest.raises(LeaseEnded, match=r"0003号.*60天.*一条不少.*续期码") as ended:
        open_database(enrolled.folder, USER, PASSWORD, clock)
    assert ended.value.lease.number == 3
    with enrolled.read() as connection:
        assert "lease_ended" in connection.scalars(select(audit.c.action)).all()


def test_setting_the_clock_back_does_not_lengthen_it(enrolled: Database, clock: FrozenClock) -> None:
    first, folder = clock.now(), enrolled.folder
    for _ in range(3):
        clock.advance(timedelta(days=19))
        assert _is_open(folder, clock)
        clock.instant = first
        assert _is_open(folder, clock)
    # 57 days of work lie behind it, whatever the clock says.
    assert 2.9 < _left(enrolled) < 3.1
    clock.advance(timedelta(days=4))
    assert not _is_open(folder, clock)
    clock.instant = first - timedelta(days=3000)
    assert not _is_open(folder, clock)


def test_the_uptime_counts_where_the_clock_stands_still(enrolled: Database) -> None:
    known = _left(enrolled)
    with enrolled.write() as connection:
        grant = lease.read_grant(connection)
        assert grant is not None
        take(enrolled, connection, grant, uptime=lambda: 1000.0)
    assert _left(enrolled, 1000.0) == pytest.approx(60, abs=0.01) == known
    assert _left(enrolled, 1000.0 + 5 * DAY) == pytest.approx(55, abs=0.01)
    # The computer was started again: it has been up for a day since.
    assert _left(enrolled, 1 * DAY) == pytest.approx(54, abs=0.01)


def test_an_edited_note_counts_for_nothing_and_deleted_ones_leave_the_clock(
    enrolled: Database, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=30))
    _left(enrolled)
    places = [enrolled.folder / NAME, *paths.secrets_folder().glob(f"*.{NAME}")]
    assert len(places) == 2
    kept = msgspec.json.decode(places[0].read_bytes())
    kept["note"]["seconds"] = 0.0
    kept["note"]["clock"] = clock.now().timestamp()
    for place in places:
        place.write_bytes(msgspec.json.encode(kept))
    assert _left(enrolled) == pytest.approx(30, abs=0.01)
    for place in places:
        place.unlink()
    clock.advance(timedelta(days=-30))
    with enrolled.write() as connection:
        append(connection, "a", "login", "a", at=instant_text(clock.now() + timedelta(days=25)), device=DEVICE)
    assert _left(enrolled) == pytest.approx(35, abs=0.01), "what is known to have happened since has passed"


def test_a_code_renews_from_its_day_once_and_only_here(enrolled: Database, clock: FrozenClock) -> None:
    folder, start = enrolled.folder, clock.today()
    enrolled.close()
    clock.advance(timedelta(days=70))
    today = clock.today()
    for wrong in ("", "ABC", _code(today, "device-2"), _code(start), "0" * 26):
        with pytest.raises(WrongRenewalCode, match="续期码"):
            renew(folder, USER, PASSWORD, wrong, clock)
    with pytest.raises(WrongPassword):
        renew(folder, USER, "wrong-password", _code(today), clock)
    with renew(folder, USER, PASSWORD, _code(today).lower().replace("-", " "), clock) as renewed:
        assert _left(renewed) == pytest.approx(60 - 10.5 / 24, abs=0.01), "from the beginning of the day"
        assert [each.name for each in list_accounts(renewed)] == [USER]
        with renewed.read() as connection:
            last = connection.execute(select(audit).where(audit.c.action == "lease_renew")).one()
            failed = connection.scalars(select(audit.c.target).where(audit.c.action == "login_failed")).all()
        assert (last.target, last.detail) == (f"device:{DEVICE}", str(today))
        assert failed == ["tries:1"], "a wrong password is in the audit, at whichever door"
        for used in (_code(today), _code(today - timedelta(days=1))):
            with pytest.raises(WrongRenewalCode, match="已经用过"):
                enter_code(renewed, used)
    clock.advance(timedelta(days=59))
    assert _is_open(folder, clock)
    clock.advance(timedelta(days=1))
    assert not _is_open(folder, clock)


def test_a_code_of_long_ago_says_both_days_and_renews_nothing(enrolled: Database, clock: FrozenClock) -> None:
    day = clock.today() + timedelta(days=1)
    clock.advance(timedelta(days=62))
    with pytest.raises(WrongRenewalCode, match=r"2026-11-23的，本机日期是2027-01-23"):
        enter_code(enrolled, _code(day))
    assert not _is_open(enrolled.folder, clock)


def test_an_older_word_changes_nothing_and_a_late_one_counts_from_when_it_was_said(
    enrolled: Database, clock: FrozenClock
) -> None:
    old = _grant(clock)
    clock.advance(timedelta(days=10))
    said = _grant(clock)
    clock.advance(timedelta(days=5))
    with enrolled.write() as connection:
        assert take_late(enrolled, connection, said)
        assert not take_late(enrolled, connection, old)
        assert not take(enrolled, connection, old)
    assert _left(enrolled) == pytest.approx(55, abs=0.01)
    with enrolled.write() as connection:
        assert take(enrolled, connection, _grant(clock, days=30))
    assert _left(enrolled) == pytest.approx(30, abs=0.01)


def test_a_year_typed_wrongly_by_far_is_put_right_by_putting_the_clock_right(
    enrolled: Database, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=3660))
    assert not _is_open(enrolled.folder, clock)
    clock.advance(timedelta(days=-3660))
    assert _is_open(enrolled.folder, clock)


def test_notes_that_cannot_be_written_keep_nobody_out(enrolled: Database, clock: FrozenClock) -> None:
    for place in (enrolled.folder / NAME, *paths.secrets_folder().glob(f"*.{NAME}")):
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
        place.mkdir()
    clock.advance(timedelta(days=20))
    assert _is_open(enrolled.folder, clock)
    assert _left(enrolled) == pytest.approx(40, abs=0.01)
