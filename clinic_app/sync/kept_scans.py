"""Codes of slips that were scanned without a line: kept, asked for by the next sync, told once they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol import wire
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, write_setting
from clinic_app.store.projection import read_body
from clinic_app.sync.transport import Transport

KEPT, ANSWERED = "slip_scans_kept", "slip_scans_answered"
MOST_KEPT = 50
LONGEST_KEPT = timedelta(days=30)
FOUND = "已找到{name}的转诊单 {number}"
REDIRECTED = "；原来转往别的单位，已改到本单位"
FROM_PAPER = "；开单的诊所还没有同步，这是单上二维码带的内容，其余的同步后自动补上"
LATER = "；本机正在同步或没有收完，稍后在转诊单里看"


@dataclass(frozen=True)
class Scanned:
    """What became of a slip, in words for the desk. `referral_id` is empty when there is none; `here`: it is on this
    laptop now; `kept`: the county was not reached and will be asked again."""

    words: str
    referral_id: str = ""
    here: bool = False
    kept: bool = False
    redirected: bool = False
    from_paper: bool = False


def ask_again(database: Database, line: Transport, device: Device) -> None:
    """Part of a sync: the codes that were kept are asked for; what they were is received with the pull after this.

    Raises SyncProblem; what has no answer yet stays kept.
    """
    with database.read() as connection:
        waiting = _kept(connection)
    oldest = database.clock.now() - LONGEST_KEPT
    for each in waiting:
        if parse_instant(each["at"]) >= oldest:
            reply = ask(line, wire.SlipRequest(carrier=each["text"]))
            note(database, device, reply)
        else:
            reply = None
        with database.write() as connection:
            write_setting(connection, KEPT, [other for other in _kept(connection) if other != each])
            if reply is not None:
                answered = read_setting(connection, ANSWERED) or []
                write_setting(connection, ANSWERED, [*answered, msgspec.to_builtins(reply)][-MOST_KEPT:])


def kept_scans(connection: Connection) -> int:
    """How many codes wait for a line."""
    return len(_kept(connection))


def take_answers(database: Database) -> tuple[Scanned, ...]:
    """What became of codes that were asked for by a sync, each told once; the oldest first."""
    with database.read() as connection:
        if not read_setting(connection, ANSWERED):
            return ()
    with database.write() as connection:
        stored = read_setting(connection, ANSWERED) or []
        write_setting(connection, ANSWERED, [])
        replies = [msgspec.convert(each, wire.SlipReply) for each in stored]
        here = [bool(each.referral_id) and is_here(connection, each.referral_id) for each in replies]
    return tuple(told(*pair) for pair in zip(replies, here, strict=True))


def keep(database: Database, text: str) -> None:
    """Ask for this code with the next sync."""
    with database.write() as connection:
        kept = [each for each in _kept(connection) if each["text"] != text]
        at = instant_text(database.clock.now())
        write_setting(connection, KEPT, [*kept, {"text": text, "at": at}][-MOST_KEPT:])


def ask(line: Transport, asked: wire.SlipRequest) -> wire.SlipReply:
    """One question; raises SyncProblem."""
    return line.post("/referrals/scan", msgspec.json.encode(asked), wire.SlipReply)


def is_here(connection: Connection, referral_id: str) -> bool:
    """Whether this laptop has the referral."""
    return read_body(connection, "referral", referral_id) is not None


def told(reply: wire.SlipReply, here: bool) -> Scanned:
    """The county's answer in words."""
    if not reply.referral_id:
        return Scanned(reply.message)
    words = FOUND.format(name=reply.patient_name, number=reply.slip_no)
    words += REDIRECTED if reply.redirected else ""
    words += FROM_PAPER if reply.from_paper else ""
    words += "" if here else LATER
    return Scanned(words, reply.referral_id, here, redirected=reply.redirected, from_paper=reply.from_paper)


def note(database: Database, device: Device, reply: wire.SlipReply) -> None:
    """An entry in this laptop's audit."""
    with database.write() as connection:
        now = instant_text(database.clock.now())
        audit.append(
            connection, database.actor.account, "scan", f"referral:{reply.referral_id}", at=now, device=device.id
        )


def _kept(connection: Connection) -> list[dict[str, Any]]:
    return list(read_setting(connection, KEPT) or [])
