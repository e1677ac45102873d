"""A renewal code: the county reads it out, and the laptop works on from the day on which it was read out."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, time
from pathlib import Path

from clinic_app.clock import LOCAL_ZONE, Clock, instant_text
from clinic_app.protocol import escrow
from clinic_app.protocol.escrow import EscrowProblem
from clinic_app.protocol.lease import Grant, renewed_on
from clinic_app.store import audit, lease
from clinic_app.store.accounts import note_wrong_tries
from clinic_app.store.database import Database, open_database, open_with_key
from clinic_app.store.errors import StoreError
from clinic_app.store.keys import enter
from clinic_app.store.local_tables import account


class WrongRenewalCode(StoreError):
    """A code that is not of this laptop, or not of a day after the last contact."""

    sentence = "续期码不对，或者已经用过，或者是给另一台电脑的，数据没有改动；报出设备号，请县管理员重新念一遍"


class NoLease(StoreError):
    """There is nothing to renew."""

    sentence = "这台电脑没有离线期限，不用续期"


def open_before_renewal(folder: Path, user: str, password: str, clock: Clock) -> Database:
    """The data of a laptop whose lease may be over, for the rooms that renew it and close it again.

    Raises what `open_database` raises, except LeaseEnded.
    """
    entered = enter(folder, user, password)
    database = open_with_key(folder, entered.key, clock, account.c.id == entered.account)
    note_wrong_tries(database, entered.wrong_tries)
    return database


def renew(folder: Path, user: str, password: str, code: str, clock: Clock) -> Database:
    """Open with a renewal code; returns the open database. Raises WrongRenewalCode, NoLease and what opening raises."""
    with open_before_renewal(folder, user, password, clock) as database:
        enter_code(database, code)
    return open_database(folder, user, password, clock)


def enter_code(database: Database, code: str) -> None:
    """Take a code on an open database, before the lease is over or after. Raises WrongRenewalCode, NoLease."""
    link = _heard(code)
    with database.write() as connection:
        grant = lease.read_grant(connection)
        if grant is None:
            raise NoLease()
        day = renewed_on(grant.device, grant, link)
        if day is None:
            raise WrongRenewalCode()
        begun = datetime.combine(day, time.min, LOCAL_ZONE)
        elapsed = max(0.0, (database.clock.now() - begun).total_seconds())
        if elapsed >= grant.days * lease.DAY:
            here = database.clock.today()
            raise WrongRenewalCode(
                f"这个续期码是{day}的，本机日期是{here}，没有续期；本机日期不对就先改正，对就请县管理员念今天的续期码"
            )
        at, link_text = instant_text(begun.astimezone(UTC)), base64.b64encode(link).decode()
        renewed = Grant(grant.kind, grant.device, at, grant.days, day, link_text)
        lease.take(database, connection, renewed, elapsed)
        audit.append(
            connection, database.actor.account, "lease_renew", f"device:{grant.device}",
            at=instant_text(database.clock.now()), device=grant.device, detail=str(day),
        )  # fmt: skip


def _heard(code: str) -> bytes:
    try:
        return escrow.heard(code)
    except EscrowProblem as problem:
        raise WrongRenewalCode(str(problem).replace("恢复码", "续期码")) from None
