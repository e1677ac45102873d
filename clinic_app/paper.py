"""A record of this laptop as a page: values from the store, drawn by printing. The window and `print` both call it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from clinic_app.care.day_sheet import keep_numbers
from clinic_app.care.slip_carrier import carrier_text
from clinic_app.clock import instant_text
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered import household as households
from clinic_app.gathered.calibration import TEST_PAGE, calibration_page
from clinic_app.gathered.chosen_paper import AS_SET, ONLY_A4, ChosenPaper, Wanted, chosen_paper
from clinic_app.gathered.manual import MANUAL, manual_page
from clinic_app.gathered.person import RECORDS, basic_information, cover, information_card, record_form
from clinic_app.gathered.referral_statistics import statistics_paper
from clinic_app.gathered.register import register_paper
from clinic_app.gathered.slip_print import SlipPrint, note_slip, slip_print
from clinic_app.gathered.slips import SLIPS
from clinic_app.gathered.summary import summary
from clinic_app.gathered.visit import FOLLOWUPS, SINGLE, visit_forms
from clinic_app.gathered.work import day_sheet, sheet_day, tour_plan
from clinic_app.printing.document import Form, forms_pdf
from clinic_app.printing.household_roster import roster_pdf
from clinic_app.printing.paper import Paper
from clinic_app.printing.pdfium import joined
from clinic_app.printing.referral import referral_pdf, referral_slip
from clinic_app.printing.referral_return import return_pdf, return_slip
from clinic_app.printing.slip_template import slip_template
from clinic_app.records.permission import Act
from clinic_app.settings import load_window_settings
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.permit import require
from clinic_app.store.practice import is_practice
from clinic_app.store.printers import printer_settings
from clinic_app.store.queries import reference
from clinic_app.store.queries.referral import referral_with_events

__all__ = ["Drawn", "NothingToPrint", "Wanted", "draw", "kinds", "note", "papers_of", "referral_draft", "render",
           "return_draft"]  # fmt: skip

PERSON: Mapping[str, Callable[[Connection, str], Form]] = {
    "cover": cover,
    "basic-information": basic_information,
    "information-card": information_card,
}
HOUSEHOLD = ("household-visit", "household-roster", "family")
DAY_SHEET = "day-sheet"
STATISTICS = "referral-statistics"
SUMMARY = "summary"
SEVERAL = ","
"""Between the ids of several slips that are printed in one go."""
MOST_SLIPS = 100
"""As many are drawn in a few seconds."""
_LISTS: Mapping[str, Callable[[Connection, str, Paper, bool], bytes]] = {
    "register": register_paper,
    "tour-plan": tour_plan,
}

_OF: Mapping[str, str] = {
    **dict.fromkeys(SLIPS, "referral"), "register": "referral", "tour-plan": "tour",
    **{kind: kind for kind in (*FOLLOWUPS, *SINGLE, *RECORDS)}, **dict.fromkeys(PERSON, "resident"),
    SUMMARY: "visit", **dict.fromkeys(HOUSEHOLD, "household"), DAY_SHEET: "visit",
}  # fmt: skip
"""Of which type a paper is above all: who may not print that gets no empty paper but a refusal. Within a paper of
several types (the family set) those that the role may not print are left out."""


@dataclass(frozen=True)
class Drawn:
    """A paper ready for the printer: its PDF, the sheet it was drawn on, and the slips in it, if it is of slips."""

    kind: str
    record_id: str
    pdf: bytes
    chosen: ChosenPaper
    slips: tuple[SlipPrint, ...] = ()


def draw(database: Database, kind: str, record_id: str, wanted: Wanted = AS_SET) -> Drawn:
    """A record as a paper, one of `kinds()`. Raises NothingToPrint.

    Forms of visits are asked for by the id of a resident, a visit or a section; 接诊, 会诊 and 补充表 by their own or
    the resident's; a person's papers by the resident, a household's by the household, the roster by a village's code,
    a day sheet by its date (and a village's code behind it), the plan of tours and the register by the month, the
    statistics by the year or quarter, a manual of one page by its key; slips by the id of the referral, several of
    them joined by commas into one document.
    """
    if kind not in kinds():
        raise NothingToPrint(f"没有“{kind}”这种单据；有：{'、'.join(kinds())}")
    if kind in _OF:
        require(database, Act.PRINT, _OF[kind])
    if kind in SLIPS:
        return _slips(database, kind, record_id, wanted)
    with database.shown(Act.PRINT) as connection:
        settings = printer_settings(connection)
        practice = is_practice(connection)
        if kind == TEST_PAGE:
            chosen, pdf = calibration_page(settings, record_id, wanted, practice)
            return Drawn(kind, record_id, pdf, chosen)
        chosen = chosen_paper(settings, kind, wanted)
        if kind == MANUAL:
            language = load_window_settings(database.folder).language
            return Drawn(kind, record_id, manual_page(record_id, language, chosen.paper, practice), chosen)
        if kind in _LISTS:
            return Drawn(kind, record_id, _LISTS[kind](connection, record_id, chosen.paper, practice), chosen)
        if kind == STATISTICS:
            today, now = database.clock.today(), database.clock.now()
            pdf = statistics_paper(connection, record_id, chosen.paper, practice, today, now)
            return Drawn(kind, record_id, pdf, chosen)
        if kind != DAY_SHEET:
            pdf = _forms(connection, kind, record_id, database.clock.today(), chosen.paper, practice)
            return Drawn(kind, record_id, pdf, chosen)
    return Drawn(kind, record_id, day_sheet(database, record_id, chosen.paper, practice), chosen)


def render(database: Database, kind: str, record_id: str, wanted: Wanted = AS_SET) -> bytes:
    """The PDF alone. Raises NothingToPrint."""
    return draw(database, kind, record_id, wanted).pdf


def kinds() -> tuple[str, ...]:
    """What can be printed."""
    return (*SLIPS, *_LISTS, *FOLLOWUPS, *SINGLE, *RECORDS, *PERSON, SUMMARY, *HOUSEHOLD, DAY_SHEET, STATISTICS,
            MANUAL, TEST_PAGE)  # fmt: skip


def papers_of(kind: str) -> tuple[str, ...]:
    """The sheets that a kind of paper can be drawn on, by their names."""
    return SLIPS[kind].papers if kind in SLIPS else ONLY_A4


def note(database: Database, drawn: Drawn) -> None:
    """Printing is an audited act; the entry holds the hash of what was printed, and a slip's values are kept for a
    reprint. The numbers of a day sheet that was printed stay those of its people."""
    if drawn.kind == DAY_SHEET:
        keep_numbers(database, *sheet_day(drawn.record_id, database.clock.today()))
    at = instant_text(database.clock.now())
    with database.write() as connection:
        device = load_device(connection)
        said: list[tuple[str, str, str]] = []
        for slip in drawn.slips:
            act = "reprint" if slip.original else "print"
            said.append((act, f"{slip.kind}:{slip.record_id}", note_slip(connection, slip, at)))
        if not drawn.slips:
            digest = hashlib.sha256(drawn.pdf).hexdigest()
            said.append(("print", f"{drawn.kind}:{drawn.record_id}", f"sha256:{digest} paper:{drawn.chosen.name}"))
        for act, target, detail in said:
            audit.append(
                connection, database.actor.account, act, target, at=at, device=device.id if device else "",
                detail=detail,
            )  # fmt: skip


def _slips(database: Database, kind: str, record_ids: str, wanted: Wanted) -> Drawn:
    ids = [each.strip() for each in record_ids.split(SEVERAL) if each.strip()]
    if not ids:
        raise NothingToPrint("没有选单据")
    if len(ids) > MOST_SLIPS:
        raise NothingToPrint(f"一次最多打印{MOST_SLIPS}张，选了{len(ids)}张")
    with database.shown(Act.PRINT) as connection:
        settings = printer_settings(connection)
    if len(ids) > 1 and not wanted.paper:
        # One pile of one paper, also where some were printed on another before.
        wanted = replace(wanted, paper=chosen_paper(settings, kind, wanted, SLIPS[kind].papers).name)
    found = tuple(slip_print(database, kind, each, wanted, carrier_text) for each in ids)
    sheet = Wanted(found[0].paper, wanted.profile)
    chosen = chosen_paper(settings, kind, sheet, SLIPS[kind].papers)
    return Drawn(kind, record_ids, joined([each.pdf for each in found]), chosen, found)


def _forms(connection: Connection, kind: str, record_id: str, today: date, paper: Paper, practice: bool) -> bytes:
    if kind == "household-roster":
        village, groups = households.roster(connection, record_id, today)
        return roster_pdf(village, groups, today, paper=paper, practice=practice)
    forms: Sequence[Form]
    if kind == "family":
        forms = households.family(connection, record_id, today)
        return forms_pdf(forms, "家庭健康档案", paper=paper, practice=practice)
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
    return forms_pdf(forms, paper=paper, practice=practice)


def referral_draft(database: Database, values: Mapping[str, Any]) -> bytes:
    """The slip as it would print, while it is being written and has no number yet."""
    with database.shown(Act.PRINT) as connection:
        practice = is_practice(connection)
        device = load_device(connection)
        slip = referral_slip(
            values,
            to_org=reference.organisation_name(connection, values.get("to_org")),
            from_org=device.organisation_name if device else "",
            state="草稿",
            template=slip_template(database.folder),
        )
        settings = printer_settings(connection)
    chosen = chosen_paper(settings, "referral", papers=SLIPS["referral"].papers)
    return referral_pdf(slip, paper=chosen.paper, practice=practice, large=settings.large)


def return_draft(database: Database, referral_id: str, values: Mapping[str, Any]) -> bytes:
    """The return slip as it would print, while it is being written. Raises NothingToPrint."""
    with database.shown(Act.PRINT) as connection:
        practice = is_practice(connection)
        found = referral_with_events(connection, referral_id)
        if found is None:
            raise NothingToPrint("本机没有这张转诊单")
        device = load_device(connection)
        slip = return_slip(
            found.fields,
            values,
            to_org=reference.organisation_name(connection, found.state.sender or found.fields.get("from_org")),
            from_org=device.organisation_name if device else "",
            template=slip_template(database.folder),
        )
        settings = printer_settings(connection)
    chosen = chosen_paper(settings, "return", papers=SLIPS["return"].papers)
    return return_pdf(slip, paper=chosen.paper, practice=practice, large=settings.large)
