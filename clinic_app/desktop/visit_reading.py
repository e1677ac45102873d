"""What the page of a visit reads: the person before it, a refused save that it corrects, what a save left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from clinic_app.care.judge import judge
from clinic_app.care.screening import screen
from clinic_app.care.visit import DERIVED
from clinic_app.desktop.forms.suggest import SEPARATOR
from clinic_app.desktop.programmes.asked import EXAMINATION, FIRST_TUBERCULOSIS, VISIT, Known, LastValues
from clinic_app.exchange.medicines import medicine_list
from clinic_app.guidelines.finding import Verdict
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.validation import check_values
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.quarantine import RefusedSave, refused_save
from clinic_app.store.queries.reference import staff
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.queries.visit import ProgrammePart, last_values, visits_of
from clinic_app.store.queries.visit_start import VisitStart, is_due, visit_start

Given = Mapping[str, tuple[str, dict[str, Any]]]
"""What a refused save says of a visit: by record type the record's id and its values."""
ELDERLY, ELDERLY_AGE = "elderly", 65


@dataclass(frozen=True)
class Opened:
    """Everything read when the page opens."""

    card: ResidentCard | None
    last: LastValues
    draft: Draft | None
    start: VisitStart
    clock_offset: int = 0
    refused: RefusedSave | None = None
    given: Given = field(default_factory=dict)
    doctors: Sequence[str] = ()

    def known(self, today: date) -> Known:
        """What the form is made from; a draft or a refused visit says which sections it had."""
        assert self.card is not None
        if self.refused is not None:
            return self._known(
                [SECTION_PROGRAMME[each] for each in self.given if SECTION_PROGRAMME.get(each)],
                first_tuberculosis=FIRST_TUBERCULOSIS in self.given,
                examination=EXAMINATION in self.given,
            )
        kept = self.draft.body if self.draft else {}
        registered = [each for each in self.card.programmes if each != ELDERLY or assessment_due(self.start, today)]
        return self._known(
            [*registered, *kept.get("programmes", ())],
            first_tuberculosis=self.start.first_tuberculosis is None,
            examination=bool(kept.get("examination")),
        )

    def suggested(self, known: Known, today: date) -> tuple[str, ...]:
        """What is due for this person and not part of the visit: the assessment of the elderly, the examination."""
        if self.card is None or self.refused is not None:
            return ()
        old = (self.card.age or 0) >= ELDERLY_AGE
        found = [ELDERLY] if old and ELDERLY not in known.programmes and assessment_due(self.start, today) else []
        examined = old or bool({"hypertension", "diabetes", "mental"} & {*known.programmes})
        days = default_rule_books().general_in_force(today).days("examination_days")
        if examined and not known.examination and is_due(self.start.examination, today, days):
            found.append(EXAMINATION)
        return tuple(found)

    def _known(self, programmes: Sequence[str], *, first_tuberculosis: bool, examination: bool) -> Known:
        assert self.card is not None
        return Known(
            tuple(dict.fromkeys(programmes)),
            self.last,
            first_tuberculosis=first_tuberculosis,
            examination=examination,
            sex=self.card.sex or "",
            doctors=self.doctors,
        )


@dataclass(frozen=True)
class Stored:
    """What the commit left of a visit."""

    name: str
    resident_id: str
    visit_id: str
    then: str
    parts: tuple[ProgrammePart, ...]
    proposes_referral: bool


def assessment_due(start: VisitStart, today: date) -> bool:
    """Whether the yearly assessment of somebody of 65 or older has come round again."""
    return is_due(start.assessment, today, default_rule_books().in_force(ELDERLY, today).days("yearly_days"))


def read_opened(
    database: Database, resident_id: str, today: date, *, draft_key: str, fixes: str, organisation: str
) -> Opened:
    """Everything that the page shows at first."""
    with database.shown() as connection:
        refused = refused_save(connection, fixes, database.clock.now()) if fixes else None
        return Opened(
            resident_card(connection, resident_id, today),
            last_values(connection, resident_id),
            load_draft(database, draft_key),
            visit_start(connection, resident_id),
            int(read_setting(connection, "clock_offset") or 0),
            refused,
            given_by(connection, refused),
            [each.name for each in staff(connection, organisation or None) if each.name],
        )


def drug_names(folder: Path) -> list[str]:
    """Every name of the county's list, with what else finds it. Spelling them takes half a second the first time."""
    found = medicine_list(folder).medicines
    return [SEPARATOR.join((each.name, *each.keys, each.strength)).rstrip(SEPARATOR) for each in found]


def given_by(connection: Any, refused: RefusedSave | None) -> dict[str, tuple[str, dict[str, Any]]]:
    """The visit and sections of a refused save, each over what is stored; what the rules filled in is left to them."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for each in refused.operations if refused else ():
        if each.type == VISIT or each.type in SECTION_PROGRAMME:
            stored = read_body(connection, each.type, each.id)
            fields = {**(stored[0].fields if stored else {}), **each.fields}
            followed = fields.get("classification") == fields.get("proposed_classification")
            dropped = DERIVED if each.type != VISIT and followed else ()
            found[each.type] = (each.id, {name: value for name, value in fields.items() if name not in dropped})
    visit_id = next((str(values.get("visit_id")) for name, (_, values) in found.items() if name != VISIT), "")
    stored = read_body(connection, VISIT, visit_id) if VISIT not in found and visit_id else None
    if stored is not None:
        found[VISIT] = (visit_id, dict(stored[0].fields))
    return found


def stored_visit(connection: Any, name: str, resident_id: str, visit_id: str, then: str) -> Stored:
    """What a save left, for the words that follow it."""
    visit = next((each for each in visits_of(connection, resident_id) if each.id == visit_id), None)
    every = {part.section_id: part for part in (*visit.parts, *visit.sections)} if visit else {}
    parts = tuple(every.values())
    sections = [read_body(connection, part.section, part.section_id) for part in parts]
    fields = [each[0].fields for each in sections if each]
    proposed = any(
        each.get("proposed_referral") in ("routine", "urgent") and not each.get("referral_declined") for each in fields
    )
    return Stored(name, resident_id, visit_id, then, parts, proposed)


@dataclass(frozen=True)
class Judged:
    """What the rules make of what is typed: verdicts by programme, and sentences on what nobody has diagnosed."""

    verdicts: Mapping[str, Verdict]
    screened: tuple[str, ...]


def judged_visit(
    connection: Any, visit: Mapping[str, Any], sections: Mapping[str, Mapping[str, Any]], fbg: str | None, visit_id: str
) -> Judged:
    """Judge the sections, given by programme with clean values, and screen the visit; `fbg` is as typed."""
    checked = _glucose(fbg)
    return Judged(
        {programme: judge(connection, programme, visit, section) for programme, section in sections.items()},
        screen(connection, visit, fbg=checked, except_visit=visit_id),
    )


def _glucose(fbg: str | None) -> str | None:
    """The examination's fasting glucose as a clean value; None for what cannot be."""
    clean = check_values(RECORD_TYPES[EXAMINATION], {"fbg": fbg} if fbg else {}).values.get("fbg")
    return str(clean) if clean is not None else None


def is_answered(programme: str, visit: Mapping[str, Any], section: Mapping[str, Any]) -> bool:
    """Whether there is anything yet that the rules of a programme can judge."""
    if programme not in ("hypertension", "diabetes"):
        return bool(section)
    has_sign = bool(section.get("danger_signs")) or bool(section.get("new_complication")) or section.get("adr") == "2"
    if programme == "diabetes":
        return has_sign or bool(section.get("fbg"))
    return has_sign or visit.get("sbp") is not None or visit.get("dbp") is not None
