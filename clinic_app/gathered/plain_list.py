"""Any list of the screen as a plain paper and as a file: its filter in the head, its rows as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic_app.clock import instant_text, local_time_text
from clinic_app.exchange.list_file import XLSX, Format, write_list_as
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.printing.plain_list import plain_list_pdf
from clinic_app.records.permission import Act
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.permit import require
from clinic_app.store.practice import is_practice

AUDIT = "audit"
"""What a list of entries of the audit is of."""
MOST_PRINTED = 2000
"""Lines of one paper: some seventy pages, drawn in a few seconds."""


@dataclass(frozen=True)
class PlainList:
    """A list in words. `of` is the record type of its rows; `name` goes into the audit."""

    name: str
    title: str
    about: str
    of: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]
    personal: bool = True
    """Whether it is of people: then it is for those who may print them, and warns in its foot."""

    @property
    def heading(self) -> str:
        """居民　演示甲村　高血压　共12条."""
        return "　".join(part for part in (self.title, self.about, f"共{len(self.lines)}条") if part)


def needed(act: Act, of: str) -> tuple[Act, str]:
    """Which act a list of these needs: whoever may read the audit may print it and let it out."""
    return (Act.AUDIT, "") if of == AUDIT else (act, of)


def list_paper(database: Database, listed: PlainList) -> bytes:
    """The PDF of a list, A4 across. Raises NotPermitted."""
    if listed.personal:
        require(database, *needed(Act.PRINT, listed.of))
    with database.read() as connection:
        device, practice = load_device(connection), is_practice(connection)
    at = local_time_text(instant_text(database.clock.now()))
    warning = "看完收好，不要外传" if listed.personal else ""
    foot = "　".join(part for part in (f"打印人 {database.actor.name}", at, warning) if part)
    place = device.organisation_name if device else ""
    return plain_list_pdf(listed.title, place, listed.about, listed.head, listed.lines, foot, practice=practice)


def note_printed(database: Database, listed: PlainList) -> None:
    """Printing is an audited act."""
    audit.note(database, "print", f"list-{listed.name}:{len(listed.lines)}")


def export_list(database: Database, listed: PlainList, path: Path, reason: str, form: Format = XLSX) -> int:
    """Write the file; an audited act with its reason. Returns how many lines.

    Raises NotPermitted, OSError, TooManyPeople.
    """
    require(database, *needed(Act.EXPORT, listed.of))
    write_list_as(form, path, listed.heading, listed.head, listed.lines, watermark(database, reason))
    note_outgoing(database, f"list-{listed.name}:{len(listed.lines)}", reason)
    return len(listed.lines)
