"""A record of this laptop as a page: values from the store, drawn by printing. The window and `print` both call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.care.worklist import WorkItem, worklist
from clinic_app.clock import instant_text
from clinic_app.printing.diabetes import diabetes_form
from clinic_app.printing.followup import followup_pdf
from clinic_app.printing.hypertension import hypertension_form
from clinic_app.printing.referral import referral_pdf, referral_slip
from clinic_app.printing.referral_return import return_pdf, return_slip
from clinic_app.printing.worklist import WorklistRow, worklist_pdf
from clinic_app.protocol.referral_events import STATE_WORD
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import SEX
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting
from clinic_app.store.projection import read_body
from clinic_app.store.queries import reference
from clinic_app.store.queries.referral import referral_with_events

COLUMNS = 4
FORMS = {"hypertension_followup": hypertension_form, "diabetes_followup": diabetes_form}


class NothingToPrint(LookupError):
    """There is no such record on this laptop; the message is a Chinese sentence."""


def render(database: Database, kind: str, record_id: str) -> bytes:
    """The PDF of a record: `referral`, `return`, `hypertension_followup`, `diabetes_followup` or `day-sheet`.

    A follow-up form is asked for by the id of a resident, a visit or a section; a day sheet by its date. Raises
    NothingToPrint.
    """
    with database.read() as connection:
        practice = bool(read_setting(connection, "practice", False))
        if kind in _KINDS:
            return _KINDS[kind](connection, record_id, practice)
        if kind in FORMS:
            return _followup(connection, kind, record_id, practice)
    if kind == "day-sheet":
        return _day_sheet(database, record_id, practice)
    raise NothingToPrint(f"没有“{kind}”这种单据；有：{'、'.join(kinds())}")


def kinds() -> tuple[str, ...]:
    """What can be printed."""
    return (*_KINDS, *FORMS, "day-sheet")


def note_printed(database: Database, kind: str, record_id: str) -> None:
    """Printing is an audited act."""
    with database.write() as connection:
        device = load_device(connection)
        audit.append(
            connection,
            database.actor.account,
            "print",
            f"{kind}:{record_id}",
            at=instant_text(database.clock.now()),
            device=device.id if device else "",
        )


def referral_draft(database: Database, values: Mapping[str, Any]) -> bytes:
    """The slip as it would print, while it is being written and has no number yet."""
    with database.read() as connection:
        practice = bool(read_setting(connection, "practice", False))
        device = load_device(connection)
        slip = referral_slip(
            values,
            to_org=reference.organisation_name(connection, values.get("to_org")),
            from_org=device.organisation_name if device else "",
            state="草稿",
        )
    return referral_pdf(slip, practice=practice)


def return_draft(database: Database, referral_id: str, values: Mapping[str, Any]) -> bytes:
    """The return slip as it would print, while it is being written. Raises NothingToPrint."""
    with database.read() as connection:
        practice = bool(read_setting(connection, "practice", False))
        found = referral_with_events(connection, referral_id)
        if found is None:
            raise NothingToPrint("本机没有这张转诊单")
        device = load_device(connection)
        slip = return_slip(
            found.fields,
            values,
            to_org=reference.organisation_name(connection, found.state.sender or found.fields.get("from_org")),
            from_org=device.organisation_name if device else "",
        )
    return return_pdf(slip, practice=practice)


def _referral(connection: Connection, record_id: str, practice: bool) -> bytes:
    found = referral_with_events(connection, record_id)
    if found is None:
        raise NothingToPrint("本机没有这张转诊单")
    state = found.state
    slip = referral_slip(
        found.fields,
        to_org=reference.organisation_name(connection, state.receiver or found.fields.get("to_org")),
        from_org=reference.organisation_name(connection, found.fields.get("from_org")),
        state=state.word or STATE_WORD["issued"],
        arrangement=state.appointment,
    )
    return referral_pdf(slip, practice=practice)


def _return(connection: Connection, record_id: str, practice: bool) -> bytes:
    """By the id of the return slip or of its referral."""
    stored = read_body(connection, "return", record_id)
    referral_id = str(stored[0].fields["referral_id"]) if stored else record_id
    found = referral_with_events(connection, referral_id)
    if found is None or found.return_slip is None:
        raise NothingToPrint("本机没有这张回转单")
    values = stored[0].fields if stored else found.return_slip
    slip = return_slip(
        found.fields,
        values,
        to_org=reference.organisation_name(connection, values.get("to_org")),
        from_org=reference.organisation_name(connection, values.get("from_org")),
    )
    return return_pdf(slip, practice=practice)


_KINDS: Mapping[str, Callable[[Connection, str, bool], bytes]] = {"referral": _referral, "return": _return}


def _followup(connection: Connection, kind: str, record_id: str, practice: bool) -> bytes:
    resident_id, last_visit = _resident_of(connection, kind, record_id)
    visits = _form_visits(connection, kind, resident_id, last_visit)
    resident = read_body(connection, "resident", resident_id)
    if not visits or resident is None:
        raise NothingToPrint("这位居民还没有这种随访")
    fields = resident[0].fields
    form = FORMS[kind](str(fields.get("name") or ""), str(fields.get("record_no") or "")[-8:], visits)
    return followup_pdf(form, practice=practice)


def _resident_of(connection: Connection, kind: str, record_id: str) -> tuple[str, str | None]:
    """The resident that an id speaks of, and the last visit day to show."""
    if section := read_body(connection, kind, record_id):
        record_id = str(section[0].fields.get("visit_id"))
    if visit := read_body(connection, "visit", record_id):
        return str(visit[0].fields["resident_id"]), str(visit[0].fields["visit_date"])
    return record_id, None


def _form_visits(connection: Connection, kind: str, resident_id: str, last_day: str | None) -> list[dict[str, Any]]:
    """Up to four follow-ups of one calendar year, oldest first: the sheet that the last of them stands on."""
    visit, section = RECORD_TYPES["visit"].sql_table, RECORD_TYPES[kind].sql_table
    query = (
        select(visit.c.id, section.c.id.label("section_id"), visit.c.visit_date)
        .join(section, section.c.visit_id == visit.c.id)
        .where(visit.c.resident_id == resident_id, visit.c.void.is_(False), section.c.void.is_(False))
        .order_by(visit.c.visit_date, visit.c.id)
    )
    rows = [row for row in connection.execute(query) if last_day is None or row.visit_date <= last_day]
    year = [row for row in rows if row.visit_date[:4] == rows[-1].visit_date[:4]]
    found = []
    for row in year[-COLUMNS:]:
        common, own = read_body(connection, "visit", row.id), read_body(connection, kind, row.section_id)
        assert common
        assert own
        found.append({**common[0].fields, **own[0].fields})
    return found


def _day_sheet(database: Database, day: str, practice: bool) -> bytes:
    try:
        on = date.fromisoformat(day) if day != "today" else database.clock.today()
    except ValueError:
        raise NothingToPrint("工作单按日期打印，写成 2026-11-22 的样子或 today") from None
    rows = sorted(worklist(database, on), key=lambda item: (item.village_code, item.group_name, item.house_no))
    return worklist_pdf([worklist_row(item) for item in rows], "今日工作清单", on, practice=practice)


def worklist_row(item: WorkItem) -> WorklistRow:
    """A person who is due as a line on paper."""
    sex = next((option.label for option in SEX if option.code == item.sex), "")
    age = f" {item.age}岁" if item.age is not None else ""
    return WorklistRow(
        group=item.group_name,
        household=item.house_no,
        name=item.name,
        sex_age=sex + age,
        due="、".join(each.words for each in item.reasons),
        window=f"{item.due_date:%m月%d日}前",
        last_reading=item.last_reading,
        phone=item.phone,
    )
