"""Recording a visit: the common block, each programme's section, and what the rules derive from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.care.judge import judge, rule_book
from clinic_app.care.resident import known_resident, live_registration
from clinic_app.guidelines.body import bmi
from clinic_app.guidelines.finding import Verdict
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.records.validation import check_values
from clinic_app.store.queries.visit import last_values
from clinic_app.store.unit_of_work import InvalidRecord, Unit

SECTION_PROGRAMME = {section: programme for programme, section in PROGRAMME_SECTION.items()}
REGISTERED_BY_FOLLOWUP = "随访时登记"
DERIVED = ("classification", "next_visit_date")
PROPOSED = (
    "proposed_classification", "meets_assessment_target", "meets_clinical_target", "proposed_referral", "reasons",
    "rule_version",
)  # fmt: skip


def record(unit: Unit, entry: Entry) -> str:
    """A new visit with the body-mass index worked out and the doctor's name."""
    known_resident(unit, entry.fields)
    fields = _clean("visit", entry.fields)
    fields = {"doctor_sign": unit.actor.name, **fields}
    if unit.typist:
        fields.setdefault("typist", unit.typist)
    return unit.create("visit", _with_bmi(unit, fields), entry.id)


def amend_visit(unit: Unit, entry: Entry) -> str:
    """A corrected visit: the index follows a corrected weight or height, the sections are judged again."""
    assert entry.id
    fields = dict(_clean("visit", entry.fields))
    merged = {**unit.fields("visit", entry.id), **fields}
    if "weight" in fields or "height" in fields:
        fields["bmi"] = _with_bmi(unit, {**merged, "bmi": None}).get("bmi")
    unit.amend("visit", entry.id, fields, entry.reason or "")
    judge_sections(unit, entry.id, entry.reason or "")
    return entry.id


def judge_sections(unit: Unit, visit_id: str, reason: str, but: Collection[str] = ()) -> None:
    """The sections of a corrected visit are judged again, those in `but` left out; one that stays as it is stays so."""
    for section in SECTION_PROGRAMME:
        for section_id in _sections_of(unit, section, visit_id):
            if section_id not in but:
                _judge_again(unit, section, section_id, {}, reason)


def index_of(unit: Unit, fields: Mapping[str, Any]) -> str | None:
    """The body-mass index that belongs to these values of a visit; None without weight or height."""
    found = _with_bmi(unit, {**fields, "bmi": None}).get("bmi")
    return str(found) if found else None


def record_section(unit: Unit, entry: Entry) -> str:
    """A programme's part of a visit. Opens the registration if there is none; fills what the rules say."""
    programme = SECTION_PROGRAMME[entry.type]
    fields = _clean(entry.type, entry.fields)
    visit_id, visit = _visit_of(unit, fields)
    _refuse_second(unit, entry.type, visit_id)
    section_id = unit.create(entry.type, composed(unit, entry.type, fields), entry.id)
    if not live_registration(unit, visit["resident_id"], programme):
        registration = {"resident_id": visit["resident_id"], "programme": programme}
        registration |= {"registered_on": visit["visit_date"], "source": REGISTERED_BY_FOLLOWUP}
        unit.create("chronic_registration", registration)
    return section_id


def composed(unit: Unit, section: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new section as it is stored: what was filled in, what the rules derive, what they propose."""
    programme = SECTION_PROGRAMME[section]
    visit_id, visit = _visit_of(unit, fields)
    given = _with_danger_signs(programme, visit, dict(fields))
    verdict = judge(unit.connection, programme, visit, given, except_visit=visit_id)
    return {**derived(verdict), **given, **proposals(verdict)}


def amend_section(unit: Unit, entry: Entry) -> str:
    """A corrected section, judged again; the doctor's own decisions stay unless they are corrected too."""
    assert entry.id
    return _judge_again(unit, entry.type, entry.id, _clean(entry.type, entry.fields), entry.reason or "")


def _judge_again(unit: Unit, section: str, section_id: str, fields: dict[str, Any], reason: str) -> str:
    before, changed = unit.fields(section, section_id), rejudged(unit, section, section_id, fields)
    if all(before.get(name) == value for name, value in changed.items()):
        return section_id
    return unit.amend(section, section_id, changed, reason)


def rejudged(unit: Unit, section: str, section_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A section with corrected `fields` as the rules see it now; the doctor's own decisions stay."""
    programme = SECTION_PROGRAMME[section]
    before = unit.fields(section, section_id)
    visit_id, visit = _visit_of(unit, {**before, **fields})
    given = _with_danger_signs(programme, visit, dict(fields))
    verdict = judge(unit.connection, programme, visit, {**before, **given}, except_visit=visit_id)
    follows = {}
    if before.get("classification") == before.get("proposed_classification"):
        follows = derived(verdict)
    return {**follows, **given, **proposals(verdict)}


def derived(verdict: Verdict) -> dict[str, Any]:
    """What the rules fill in when the doctor says nothing else."""
    found: dict[str, Any] = {}
    if verdict.next_visit_date is not None:
        found["next_visit_date"] = verdict.next_visit_date.isoformat()
    if verdict.classification is not None:
        found["classification"] = str(verdict.classification)
    return found


def proposals(verdict: Verdict) -> dict[str, Any]:
    """The verdict as it is stored, with the rule version that gave it."""
    return {
        "proposed_classification": None if verdict.classification is None else str(verdict.classification),
        "meets_assessment_target": verdict.meets_assessment_target,
        "meets_clinical_target": verdict.meets_clinical_target,
        "proposed_referral": verdict.referral or "none",
        "reasons": list(verdict.reasons),
        "rule_version": verdict.rule_version,
    }


def _clean(type_name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = check_values(RECORD_TYPES[type_name], fields)
    if checked.errors:
        raise InvalidRecord(checked.errors)
    return checked.values


def _with_bmi(unit: Unit, fields: dict[str, Any]) -> dict[str, Any]:
    """The index from this visit's weight and this or the last measured height (G-01)."""
    if not fields.get("weight") or fields.get("bmi"):
        return fields
    height = fields.get("height")
    if not height:
        known = last_values(unit.connection, str(fields["resident_id"])).get("height")
        height = known[0] if known else None
    if not height:
        return fields
    return {**fields, "bmi": str(bmi(Decimal(fields["weight"]), Decimal(str(height))))}


def _visit_of(unit: Unit, fields: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    visit_id = str(fields.get("visit_id") or "")
    if not visit_id:
        raise EntryProblem(FieldError("visit_id", "缺少随访"))
    visit = unit.fields("visit", visit_id)
    if not visit:
        raise EntryProblem(FieldError("visit_id", "本机没有这次随访"))
    return visit_id, visit


def _sections_of(unit: Unit, type_name: str, visit_id: str) -> list[str]:
    table = RECORD_TYPES[type_name].sql_table
    query = select(table.c.id).where(table.c.visit_id == visit_id, table.c.void.is_(False))
    return [row.id for row in unit.connection.execute(query)]


def _refuse_second(unit: Unit, type_name: str, visit_id: str) -> None:
    if _sections_of(unit, type_name, visit_id):
        label = RECORD_TYPES[type_name].label
        raise EntryProblem(FieldError("visit_id", f"这次随访已有{label}，更正用 amends"))


def _with_danger_signs(programme: str, visit: Mapping[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """Danger signs as codes of the rules in force on the visit day; their words are accepted too."""
    given = fields.get("danger_signs")
    if not given:
        return fields
    book = rule_book(programme, date.fromisoformat(visit["visit_date"]))
    codes = [(each, book.danger_sign_code(each)) for each in given]
    unknown = [each for each, code in codes if code is None]
    if unknown:
        raise EntryProblem(FieldError("danger_signs", f"规则里没有“{unknown[0]}”这项危急情况"))
    return {**fields, "danger_signs": [code for _, code in codes]}
