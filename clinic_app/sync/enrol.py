"""Enrolment: a one-time code makes this laptop a device of the county."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from clinic_app.clock import instant_text
from clinic_app.protocol import package, signing, wire
from clinic_app.store import audit, incarnation
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, save_device, write_setting
from clinic_app.store.local_tables import account
from clinic_app.sync.accounts import remember_people
from clinic_app.sync.apart import refuse_practice
from clinic_app.sync.errors import ServerRefused, SyncProblem
from clinic_app.sync.greeting import take_lease
from clinic_app.sync.transport import Identity, Transport, ca_file, json_body

DEADLINE = 30.0


def enrol(database: Database, server: str, code: str, ca: Path | None = None) -> Device:
    """Make this laptop a device of the county behind `server`.

    The key pair is kept before it is sent, so a lost answer burns nothing: the same call again is answered the same.
    A county restored from before the enrolment does not know the laptop any more, which may then enrol again: what it
    saved is sent under its new name. Raises SyncProblem (unreachable, refused), ServerRefused for a laptop that is
    enrolled already, and PracticeOnly.
    """
    refuse_practice(database)
    with database.read() as connection:
        present = load_device(connection)
        query = select(account.c.id, account.c.name).order_by(account.c.id != database.actor.account)
        people = [wire.Account(row.id, row.name) for row in connection.execute(query)]
    if present is not None and _is_known(database, present):
        raise ServerRefused("本机已经入网，不需要再次入网")
    certificate = _certificate(ca)
    private_key, public_key = _key_pair(database)
    sealing_key = _sealing_key(database)
    request = wire.EnrolRequest(
        code.strip(), base64.b64encode(public_key).decode(), people, package.public_half(sealing_key)
    )
    identity = Identity("", private_key)
    with Transport(server, identity, database.clock, ca=str(ca) if ca else None, deadline=DEADLINE) as line:
        reply = line.post("/enrol", json_body(request), wire.EnrolReply)
    return _remember(database, server, private_key, sealing_key, reply, certificate)


def _is_known(database: Database, device: Device) -> bool:
    """Whether the county knows the laptop; without an answer, yes."""
    identity, ca = Identity(device.id, device.signing_key), ca_file(database.folder, device.certificate)
    try:
        with Transport(device.server, identity, database.clock, ca=ca, deadline=DEADLINE) as line:
            line.get("/hello", wire.HelloReply)
    except ServerRefused as refusal:
        return refusal.code != "unauthorised"
    except SyncProblem:
        return True
    return True


def _certificate(ca: Path | None) -> str | None:
    """The county's CA; read before the code is used."""
    try:
        return ca.read_text(encoding="ascii") if ca else None
    except (OSError, UnicodeDecodeError):
        raise ServerRefused(f"根证书文件读不出来：{ca}，没有入网，入网码还可以用") from None


def _key_pair(database: Database) -> tuple[bytes, bytes]:
    with database.write() as connection:
        stored = read_setting(connection, "enrolment_key")
        if stored is None:
            private_key, public_key = signing.new_key_pair()
            stored = [base64.b64encode(each).decode() for each in (private_key, public_key)]
            write_setting(connection, "enrolment_key", stored)
    return base64.b64decode(stored[0]), base64.b64decode(stored[1])


def _sealing_key(database: Database) -> str:
    """The private key that opens what the county seals to this laptop; kept before its other half is sent."""
    with database.write() as connection:
        stored = read_setting(connection, "enrolment_sealing_key")
        if stored is None:
            stored = base64.b64encode(package.new_sealing_pair()[0]).decode()
            write_setting(connection, "enrolment_sealing_key", stored)
    return str(stored)


def _remember(
    database: Database,
    server: str,
    private_key: bytes,
    sealing_key: str,
    reply: wire.EnrolReply,
    certificate: str | None,
) -> Device:
    device = Device(
        id=reply.device,
        number=reply.number,
        county=reply.county,
        organisation=reply.organisation,
        organisation_name=reply.organisation_name,
        kind=reply.scope.kind,
        role=reply.role,
        scope=reply.scope,
        server=server.rstrip("/"),
        private_key=base64.b64encode(private_key).decode(),
        certificate=certificate,
        sealing_key=sealing_key,
        relay_key=reply.relay_key,
        county_key=reply.county_key,
        escrow_key=reply.escrow_key,
    )
    # First: a laptop that is cut off between the two is not taken for a copy.
    incarnation.renew(database)
    with database.write() as connection:
        save_device(connection, device)
        take_lease(database, connection, reply.lease, device)
        write_setting(connection, "enrolment_key", None)
        write_setting(connection, "enrolment_sealing_key", None)
        now = instant_text(database.clock.now())
        audit.append(connection, database.actor.account, "enrol", f"device:{device.id}", at=now, device=device.id)
    remember_people(database, reply.role, reply.accounts)
    mine = next((each for each in reply.accounts if each.id == database.actor.account), None)
    if mine is not None:
        database.actor = replace(database.actor, staff=mine.staff, role=database.actor.role or reply.role)
    return device
