"""A record of this laptop as a page: values from the store, drawn by printing. The window and `print` both call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from clinic_app.care.day_sheet import keep_numbers
from clinic_app.clock import instant_text
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered import household as households
from clinic_app.gathered.person import RECORDS, basic_information, cover, information_card, record_form
from clinic_app.gathered.summary import summary
from clinic_app.gathered.visit import FOLLOWUPS, SINGLE, visit_forms
from clinic_app.gathered.work import day_sheet, sheet_day, tour_plan
from clinic_app.printing.document import Form, forms_pdf
from clinic_app.printing.household_roster import roster_pdf
from clinic_app.printing.referral import referral_pdf, referral_slip
from clinic_app.printing.referral_return import return_pdf, return_slip
from clinic_app.protocol.referral_events import STATE_WORD
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting
from clinic_app.store.projection import read_body
from clinic_app.store.queries import reference
from clinic_app.store.queries.referral import referral_with_events

__all__ = ["NothingToPrint", "kinds", "note_printed", "referral_draft", "render", "return_draft"]

PERSON: Mapping[str, Callable[[Connection, str], Form]] = {
    "cover": cover,
    "basic-information": basic_information,
    "information-card": information_card,
}
HOUSEHOLD = ("household-visit", "household-roster", "family")
DAY_SHEET = "day-sheet"
SUMMARY = "summary"


def render(database: Database, kind: str, record_id: str) -> bytes:
    """The PDF of a record, one of `kinds()`. Raises NothingToPrint.

    Forms of visits are asked for by the id of a resident, a visit or a section; 接诊, 会诊 and 补充表 by their own or
    the resident's; a person's papers by the resident, a household's by the household, the roster by a village's code,
    a day sheet by its date (and a village's code behind it), the plan of tours by its month.
    """
    with database.read() as connection:
        practice = bool(read_setting(connection, "practice", False))
        if kind in _KINDS:
            return _KINDS[kind](connection, record_id, practice)
        if kind in (*FOLLOWUPS, *SINGLE, *RECORDS, *PERSON, SUMMARY, *HOUSEHOLD):
            return _forms(connection, kind, record_id, database.clock.today(), practice)
    if kind == DAY_SHEET:
        return day_sheet(database, record_id, practice)
    raise NothingToPrint(f"没有“{kind}”这种单据；有：{'、'.join(kinds())}")


def kinds() -> tuple[str, ...]:
    """What can be printed."""
    return (*_KINDS, *FOLLOWUPS, *SINGLE, *RECORDS, *PERSON, SUMMARY, *HOUSEHOLD, DAY_SHEET)


def _forms(connection: Connection, kind: str, record_id: str, today: date, practice: bool) -> bytes:
    if kind == "household-roster":
        village, groups = households.roster(connection, record_id, today)
        return roster_pdf(village, groups, today, practice=practice)
    forms: Sequence[Form]
    if kind == "family":
        forms = households.family(connection, record_id, today)
        return forms_pdf(forms, "家庭健康档案", practice=practice)
    if kind == "household-visit":
        forms = [households.household_visit(connection, record_id, today)]
    elif kind == SUMMARY:
        forms = [summary(connection, record_id, today)]
    elif kind in PERSON:
        forms = [PERSON[kind](connection, record_id)]
    elif kind in RECORDS:
        forms = [record_form(connection, kind, record_id)]
    else:
        forms = visit_forms(connection, kind, record_id)
    return forms_pdf(forms, practice=practice)


def note_printed(database: Database, kind: str, record_id: str) -> None:
    """Printing is an audited act; the numbers of a day sheet that was printed stay those of its people."""
    if kind == DAY_SHEET:
        keep_numbers(database, *sheet_day(record_id, database.clock.today()))
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


_KINDS: Mapping[str, Callable[[Connection, str, bool], bytes]] = {
    "referral": _referral,
    "return": _return,
    "tour-plan": tour_plan,
}
