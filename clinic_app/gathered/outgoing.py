"""What leaves the program as a readable file carries who let it out, when and what for; and the audit says so too."""

from __future__ import annotations

from clinic_app.clock import instant_text, local_time_text
from clinic_app.exchange.spreadsheet import Watermark
from clinic_app.records.code_list import EXPORT_REASON
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.practice import is_practice

NO_REASON = "没有写"


def reason_words(reason: str) -> str:
    """The words of a reason's code; any other reason is its own words, none at all is said to be none."""
    return next((each.label for each in EXPORT_REASON if each.code == reason), reason.strip()) or NO_REASON


def watermark(database: Database, reason: str | None) -> Watermark:
    """What stands on a book that this person lets out now; no reason (None) for mere figures."""
    with database.read() as connection:
        device, practice = load_device(connection), is_practice(connection)
    place = device.organisation_name if device else ""
    at = local_time_text(instant_text(database.clock.now()))
    return Watermark(database.actor.name, place, at, "" if reason is None else reason_words(reason), practice)


def note_outgoing(database: Database, target: str, reason: str | None) -> None:
    """The audit entry of what went out (管理导出); `target` is ids and counts, no names."""
    now = instant_text(database.clock.now())
    with database.write() as connection:
        device = load_device(connection)
        audit.append(
            connection, database.actor.account, "export", target, at=now, device=device.id if device else "",
            detail=reason or None,
        )  # fmt: skip
