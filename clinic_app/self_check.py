"""自检: what of this laptop needs a person, in words, with what to do. Everything is read; nothing is changed.

Quick enough for each opening of the page. Whether every page of the file and every link of the audit chain is whole
takes longer and is `store/integrity.check`; here it is said when that was last done and found well.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from cryptography import x509

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.diagnostics import CRASH_FILE
from clinic_app.self_check_words import TITLES, WORDS
from clinic_app.store import witness
from clinic_app.store.backup import last_backup
from clinic_app.store.ballast import SIZE, SPARE, ballast_file
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting
from clinic_app.store.device_secret import FILE
from clinic_app.store.header import read_header
from clinic_app.store.integrity import CHECKED
from clinic_app.store.lease import lease_of
from clinic_app.store.practice import is_apart
from clinic_app.store.printers import printer_settings
from clinic_app.store.queries.quarantine import DEFERRED, refused_saves
from clinic_app.store.second_place import last_at_second_place, second_place
from clinic_app.sync.status import SyncStatus, sync_status

GIGABYTE = 1 << 30
LITTLE_ROOM = 2 * GIGABYTE
WRONG_CLOCK = 5 * 60
"""Seconds by which the clock may differ from the county's."""
BACKUP_LATE, BACKUP_OLD, SECOND_OLD = 2, 7, 7
"""Days."""
SYNC_LATE, SYNC_OLD = 3, 14
"""Days without the county after which a person should look, and after which it is urgent."""
CERTIFICATE_NEAR = 30
"""Days before the end of the county's certificate."""
CRASHES_KEPT = 30
"""Days after which an error of the program is no news any more."""
CHECK_LATE = 14
"""Days since the last whole check of the file; it is due weekly."""


class State(StrEnum):
    """How a thing stands. `note` is neither good nor bad."""

    GOOD = "good"
    NOTE = "note"
    WATCH = "watch"
    DANGER = "danger"


ORDER = (State.DANGER, State.WATCH, State.NOTE, State.GOOD)


@dataclass(frozen=True)
class Finding:
    """How one thing stands. `code` names its words in WORDS; `page` is where a person does something about it,
    `of` which part of that page."""

    check: str
    code: str
    state: State
    values: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    of: str = ""

    @property
    def sentence(self) -> str:
        """In Chinese, for a terminal and for paper."""
        words, advice = WORDS[self.code]
        told = words.format(**self.values)
        return f"{TITLES[self.check]}：{told}" + (f"。{advice}" if advice else "")


def self_check(database: Database, printers: Sequence[str] | None = None) -> list[Finding]:
    """How everything stands, what is bad first. `printers` are those that the system has, None where nobody asked.

    Raises StoreError where the file itself cannot be read.
    """
    asked = _Asked(database, printers)
    found = [each for check in CHECKS for each in check(asked)]
    return sorted(found, key=lambda each: ORDER.index(each.state))


class _Asked:
    """What several checks look at, read once."""

    def __init__(self, database: Database, printers: Sequence[str] | None) -> None:
        self.database, self.printers = database, printers
        self.now: datetime = database.clock.now()
        self.today: date = database.clock.today()
        self.status: SyncStatus = sync_status(database)
        with database.read() as connection:
            self.device: Device | None = load_device(connection)
            self.practice = is_apart(connection)

    def days_since(self, instant: datetime) -> int:
        """Whole days; 0 for what a wrong clock puts into the future."""
        return max(0, (self.now - instant).days)


def _disk(asked: _Asked) -> Iterator[Finding]:
    folder = asked.database.folder
    free = shutil.disk_usage(folder).free
    values = {"free": f"{free / GIGABYTE:.1f}", "megabytes": free >> 20}
    if free < SPARE + SIZE:
        yield Finding("disk", "disk_full", State.DANGER, values)
    elif free < LITTLE_ROOM:
        yield Finding("disk", "disk_little", State.WATCH, values)
    elif not ballast_file(folder).exists() and not asked.practice:
        yield Finding("disk", "disk_no_spare", State.NOTE, values)
    else:
        yield Finding("disk", "disk_good", State.GOOD, values)


def _backup(asked: _Asked) -> Iterator[Finding]:
    newest = last_backup(asked.database.folder)
    if newest is None:
        yield Finding("backup", "backup_none", State.WATCH, page="settings", of="backup")
        return
    days = asked.days_since(newest.created_at)
    values = {"days": days, "day": newest.created_at.astimezone(LOCAL_ZONE).date().isoformat()}
    if days >= BACKUP_LATE:
        state = State.DANGER if days >= BACKUP_OLD else State.WATCH
        yield Finding("backup", "backup_late", state, values, "settings", "backup")
    else:
        yield Finding("backup", "backup_good", State.GOOD, values)


def _second_place(asked: _Asked) -> Iterator[Finding]:
    if asked.practice:
        return
    with asked.database.read() as connection:
        place = second_place(connection)
    if place is None:
        yield Finding("second_place", "second_place_none", State.WATCH, page="settings", of="backup")
        return
    there = last_at_second_place(place, asked.database.folder)
    if there is None:
        yield Finding("second_place", "second_place_away", State.WATCH, page="settings", of="backup")
        return
    days = asked.days_since(there.created_at)
    values = {"days": days, "day": there.created_at.astimezone(LOCAL_ZONE).date().isoformat()}
    if days >= SECOND_OLD:
        yield Finding("second_place", "second_place_old", State.WATCH, values, "settings", "backup")
    else:
        yield Finding("second_place", "second_place_good", State.GOOD, values)


def _clock(asked: _Asked) -> Iterator[Finding]:
    offset = asked.status.clock_offset
    if asked.practice:
        return
    if offset is None:
        yield Finding("clock", "clock_unknown", State.NOTE, page="sync")
    elif abs(offset) > WRONG_CLOCK:
        values = {"minutes": round(abs(offset) / 60), "hours": round(abs(offset) / 3600)}
        yield Finding("clock", "clock_wrong" if values["minutes"] < 120 else "clock_far", State.DANGER, values)
    else:
        yield Finding("clock", "clock_good", State.GOOD)


def _line(asked: _Asked) -> Iterator[Finding]:
    status = asked.status
    values: dict[str, Any] = {"count": status.pending}
    if asked.practice:
        yield Finding("line", "line_practice", State.NOTE)
        return
    if not status.enrolled:
        yield Finding("line", "line_none", State.WATCH, page="sync")
        return
    if status.locked_out:
        yield Finding("line", "line_locked_out", State.DANGER, page="sync")
    if status.last_success is None:
        yield Finding("line", "line_never", State.WATCH, values, "sync")
        return
    last = parse_instant(status.last_success)
    days = asked.days_since(last)
    values |= {"days": days, "day": last.astimezone(LOCAL_ZONE).date().isoformat()}
    if days >= SYNC_LATE:
        yield Finding("line", "line_late", State.DANGER if days >= SYNC_OLD else State.WATCH, values, "sync")
    else:
        yield Finding("line", "line_good", State.GOOD, values)


def _certificate(asked: _Asked) -> Iterator[Finding]:
    if asked.device is None or asked.practice:
        return
    if asked.device.certificate is None:
        yield Finding("certificate", "certificate_none", State.NOTE)
        return
    try:
        pinned = x509.load_pem_x509_certificates(asked.device.certificate.encode("ascii"))
    except ValueError:
        yield Finding("certificate", "certificate_unreadable", State.DANGER, page="sync")
        return
    # With the next one pinned as well, the line goes on when the first has ended.
    ends = max(each.not_valid_after_utc for each in pinned)
    days = (ends - asked.now.astimezone(UTC)).days
    values = {"day": ends.date().isoformat(), "days": days}
    if days < 0:
        yield Finding("certificate", "certificate_over", State.DANGER, values, "sync")
    elif days <= CERTIFICATE_NEAR:
        yield Finding("certificate", "certificate_near", State.WATCH, values)
    else:
        yield Finding("certificate", "certificate_good", State.GOOD, values)


def _key_store(asked: _Asked) -> Iterator[Finding]:
    if asked.practice:
        return
    if read_header(asked.database.folder).device_key.place == FILE:
        yield Finding("key_store", "key_store_file", State.NOTE)
    else:
        yield Finding("key_store", "key_store_good", State.GOOD)


def _printer(asked: _Asked) -> Iterator[Finding]:
    with asked.database.read() as connection:
        profiles = printer_settings(connection).profiles
    if not profiles:
        yield Finding("printer", "printer_none", State.NOTE, page="printers")
        return
    there = asked.printers
    gone = [each.printer for each in profiles if there is not None and each.printer and each.printer not in there]
    if gone:
        yield Finding("printer", "printer_gone", State.WATCH, {"names": "、".join(dict.fromkeys(gone))}, "printers")
    else:
        yield Finding("printer", "printer_good", State.GOOD, {"count": len(profiles)})


def _quarantine(asked: _Asked) -> Iterator[Finding]:
    with asked.database.read() as connection:
        refused = [each for each in refused_saves(connection, asked.now) if each.state != DEFERRED]
    status = asked.status
    if refused:
        yield Finding("quarantine", "quarantine_refused", State.WATCH, {"count": len(refused)}, "quarantine")
    if status.conflicts:
        yield Finding("quarantine", "quarantine_conflicts", State.WATCH, {"count": status.conflicts}, "conflicts")
    if status.parked:
        yield Finding("quarantine", "quarantine_parked", State.WATCH, {"count": status.parked}, "sync")
    if not (refused or status.conflicts or status.parked):
        yield Finding("quarantine", "quarantine_good", State.GOOD)


def _audit(asked: _Asked) -> Iterator[Finding]:
    if asked.status.audit_problem:
        yield Finding("audit", "audit_wrong", State.DANGER, page="audit")
        return
    with asked.database.read() as connection:
        witnessed = witness.known_head(connection) is not None
    yield Finding("audit", "audit_good" if witnessed else "audit_alone", State.GOOD if witnessed else State.NOTE)


def _integrity(asked: _Asked) -> Iterator[Finding]:
    with asked.database.read() as connection:
        last = read_setting(connection, CHECKED)
    if asked.database.unclean:
        yield Finding("integrity", "integrity_unclean", State.WATCH, page="self_check", of="check")
        return
    if last is None:
        yield Finding("integrity", "integrity_never", State.NOTE, page="self_check", of="check")
        return
    checked = parse_instant(last)
    days = asked.days_since(checked)
    values = {"days": days, "day": checked.astimezone(LOCAL_ZONE).date().isoformat()}
    if days >= CHECK_LATE:
        yield Finding("integrity", "integrity_late", State.WATCH, values, "self_check", "check")
    else:
        yield Finding("integrity", "integrity_good", State.GOOD, values)


def _lease(asked: _Asked) -> Iterator[Finding]:
    lease = lease_of(asked.database)
    if lease is None:
        if not asked.practice:
            yield Finding("lease", "lease_none", State.NOTE)
    elif lease.is_near:
        state = State.DANGER if lease.days_left <= 3 else State.WATCH
        yield Finding("lease", "lease_near", state, {"days": lease.days_left}, "sync")
    else:
        yield Finding("lease", "lease_good", State.GOOD, {"days": lease.days_left})


def _crashes(asked: _Asked) -> Iterator[Finding]:
    path, count = asked.database.folder / CRASH_FILE, 0
    with contextlib.suppress(OSError):
        last = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if asked.days_since(last) < CRASHES_KEPT:
            count = len(path.read_bytes().splitlines())
    if count:
        yield Finding("crashes", "crashes_some", State.WATCH, {"count": count}, "self_check", "packet")
    else:
        yield Finding("crashes", "crashes_none", State.GOOD)


Check = Callable[[_Asked], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    _disk, _backup, _second_place, _clock, _line, _certificate, _key_store, _printer, _quarantine, _audit, _integrity,
    _lease, _crashes,
)  # fmt: skip
