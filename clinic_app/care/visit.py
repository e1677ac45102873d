"""Recording a visit: the common block, each programme's section, and what the rules derive from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from clinic_app.care import examination
from clinic_app.care.death import refuse_after_death
from clinic_app.care.entry import Entry, EntryProblem, cleaned
from clinic_app.care.judge import judge, rule_book
from clinic_app.care.resident import known_resident, live_registration
from clinic_app.guidelines.body import bmi
from clinic_app.guidelines.finding import Verdict
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.field import FieldError
from clinic_app.records.form_definition import FormDefinitionError, form_definition
from clinic_app.store.queries.visit import last_height
from clinic_app.store.unit_of_work import Unit

__all__ = ["DERIVED", "PROPOSED", "SECTION_PROGRAMME", "WORKED_OUT"]

REGISTERED_BY_FOLLOWUP = "随访时登记"
BY_AGE = "elderly"
"""Nobody is registered among the elderly: age makes it."""
DERIVED = ("classification", "next_visit_date")
WORKED_OUT = ("self_care_score", "self_care_grade", "dose_rate")
"""What follows from the answers and is never typed."""
PROPOSED = (
    "proposed_classification", "meets_assessment_target", "meets_clinical_target", "proposed_referral", "reasons",
    "rule_version", *WORKED_OUT,
)  # fmt: skip


def record(unit: Unit, entry: Entry) -> str:
    """A new visit with the body-mass index worked out and the doctor's name."""
    known_resident(unit, entry.fields)
    fields = cleaned("visit", entry.fields)
    refuse_after_death(unit, fields)
    fields = {"doctor_sign": unit.actor.name, **fields}
    if unit.typist:
        fields.setdefault("typist", unit.typist)
    return unit.create("visit", _with_bmi(unit, fields), entry.id)


def amend_visit(unit: Unit, entry: Entry) -> str:
    """A corrected visit: the index follows a corrected weight or height, the sections are judged again."""
    assert entry.id
    fields = dict(cleaned("visit", entry.fields))
    before = unit.fields("visit", entry.id)
    merged = {**before, **fields}
    refuse_after_death(unit, merged, except_visit=entry.id)
    if "weight" in fields or "height" in fields:
        fields["bmi"] = _with_bmi(unit, {**merged, "bmi": None}).get("bmi")
    unit.amend("visit", entry.id, fields, entry.reason or "")
    judge_sections(unit, entry.id, entry.reason or "", visit_before=before)
    return entry.id


def judge_sections(
    unit: Unit, visit_id: str, reason: str, but: Collection[str] = (), *, visit_before: Mapping[str, Any] | None = None
) -> None:
    """The sections of a corrected visit are judged again, those in `but` left out; one that stays as it is stays so."""
    for section in SECTION_PROGRAMME:
        for section_id in _sections_of(unit, section, visit_id):
            if section_id not in but:
                _judge_again(unit, section, section_id, {}, reason, visit_before)


def index_of(unit: Unit, fields: Mapping[str, Any]) -> str | None:
    """The body-mass index that belongs to these values of a visit; None without weight or height."""
    found = _with_bmi(unit, {**fields, "bmi": None}).get("bmi")
    return str(found) if found else None


def record_section(unit: Unit, entry: Entry) -> str:
    """A programme's part of a visit, or the examination. Opens the registration if there is none; fills what the
    rules say."""
    programme = SECTION_PROGRAMME[entry.type]
    fields = cleaned(entry.type, entry.fields)
    visit_id, visit = _visit_of(unit, fields)
    _refuse_second(unit, entry.type, visit_id)
    section_id = unit.create(entry.type, composed(unit, entry.type, fields), entry.id)
    if programme not in ("", BY_AGE) and not live_registration(unit, visit["resident_id"], programme):
        registration = {"resident_id": visit["resident_id"], "programme": programme}
        registration |= {"registered_on": visit["visit_date"], "source": REGISTERED_BY_FOLLOWUP}
        unit.create("chronic_registration", registration)
    if programme == BY_AGE:
        examination.follow_assessment(unit, visit_id, None, examination.FOLLOWS)
    return section_id


def composed(unit: Unit, section: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new section as it is stored: what was filled in, what the rules derive, what they propose."""
    programme = SECTION_PROGRAMME[section]
    visit_id, visit = _visit_of(unit, fields)
    # In a new section an emptied field is one that was left out.
    filled = {name: value for name, value in fields.items() if value is not None}
    given = _own_answers(section, _with_danger_signs(section, visit, filled))
    if not programme:
        return examination.composed(unit, visit_id, visit, given)
    verdict = judge(unit.connection, programme, visit, given, except_visit=visit_id)
    _tell_worked_out(unit, section, fields, verdict)
    return {**_of_form(section), **derived(verdict), **given, **_declared(section, proposals(verdict))}


def amend_section(unit: Unit, entry: Entry) -> str:
    """A corrected section, judged again; the doctor's own decisions stay unless they are corrected too."""
    assert entry.id
    fields = cleaned(entry.type, entry.fields)
    grade = unit.fields(entry.type, entry.id).get("self_care_grade")
    section_id = _judge_again(unit, entry.type, entry.id, fields, entry.reason or "")
    if SECTION_PROGRAMME[entry.type] == BY_AGE:
        visit_id = unit.fields(entry.type, section_id)["visit_id"]
        examination.follow_assessment(unit, visit_id, grade, entry.reason or examination.FOLLOWS)
    return section_id


def _judge_again(
    unit: Unit, section: str, section_id: str, fields: dict[str, Any], reason: str,
    visit_before: Mapping[str, Any] | None = None,
) -> str:  # fmt: skip
    before = unit.fields(section, section_id)
    changed = rejudged(unit, section, section_id, fields, visit_before=visit_before)
    if all(before.get(name) == value for name, value in changed.items()):
        return section_id
    return unit.amend(section, section_id, changed, reason)


def rejudged(
    unit: Unit, section: str, section_id: str, fields: Mapping[str, Any], *,
    visit_before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A section with corrected `fields` as the rules see it now; the doctor's own decisions stay.

    `visit_before` is the visit before it was corrected, where it was.
    """
    programme = SECTION_PROGRAMME[section]
    before = unit.fields(section, section_id)
    visit_id, visit = _visit_of(unit, {**before, **fields})
    given = _own_answers(section, _with_danger_signs(section, visit, dict(fields)))
    if not programme:
        return examination.rejudged(unit, visit_id, visit, before, given, visit_before or visit)
    verdict = judge(unit.connection, programme, visit, {**before, **given}, except_visit=visit_id)
    follows = _follows(unit, section, visit_id, visit_before or visit, before, verdict)
    return {**follows, **given, **_declared(section, proposals(verdict))}


def _follows(
    unit: Unit, section: str, visit_id: str, visit: Mapping[str, Any], before: Mapping[str, Any], verdict: Verdict
) -> dict[str, Any]:
    """What of a decision had been left to the rules, as they see it now. `visit` is the visit before its correction."""
    now = _declared(section, {**dict.fromkeys(DERIVED), **derived(verdict)})
    decided, proposed = before.get("classification"), before.get("proposed_classification")
    if proposed is not None:
        return now if decided == proposed else {}
    # Nothing was proposed: the next date follows unless the doctor had chosen another, a grade of the doctor's stays.
    if not date_left_to_rules(unit, section, visit_id, visit, before):
        return {}
    return now if decided is None else {"next_visit_date": now.get("next_visit_date")}


def date_left_to_rules(
    unit: Unit, section: str, visit_id: str, visit: Mapping[str, Any], before: Mapping[str, Any]
) -> bool:
    """Whether the next date of a section is the one that the rules gave, for the section and visit as they were."""
    planned, programme = before.get("next_visit_date"), SECTION_PROGRAMME[section]
    if planned is None:
        return True
    if not programme:
        return bool(planned == examination.due_after(visit))
    then = judge(unit.connection, programme, visit, before, except_visit=visit_id)
    return bool(planned == derived(then).get("next_visit_date"))


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
        **{name: verdict.values.get(name) for name in WORKED_OUT},
    }


def _declared(section: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of a verdict this kind of section keeps."""
    return {name: value for name, value in values.items() if name in RECORD_TYPES[section].fields}


def _of_form(section: str) -> dict[str, Any]:
    """The edition of a replaceable form on which a section was written."""
    if "form_version" not in RECORD_TYPES[section].fields:
        return {}
    try:
        return {"form_version": form_definition(section).version}
    except FormDefinitionError:
        return {}


def _own_answers(section: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, without what is worked out from it."""
    declared = RECORD_TYPES[section].fields
    return {name: value for name, value in fields.items() if not (name in WORKED_OUT and name in declared)}


def _tell_worked_out(unit: Unit, section: str, fields: Mapping[str, Any], verdict: Verdict) -> None:
    """A sum that was typed and differs is not taken, and this is said."""
    worked_out = cleaned(section, _declared(section, {name: verdict.values.get(name) for name in WORKED_OUT}))
    for name, found in worked_out.items():
        typed = fields.get(name)
        if typed is not None and typed != found:
            label = RECORD_TYPES[section].fields[name].label
            words = "还算不出" if found is None else f"算出是{found}"
            unit.notices.append(FieldError(name, f"{label}由各项答案{words}，填的{typed}没有采用"))


def _with_bmi(unit: Unit, fields: dict[str, Any]) -> dict[str, Any]:
    """The index from this visit's weight and this or the last measured height (G-01)."""
    if not fields.get("weight") or fields.get("bmi"):
        return fields
    height = fields.get("height") or last_height(unit.connection, str(fields["resident_id"]))
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


def _with_danger_signs(section: str, visit: Mapping[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """Danger signs as codes of the rules in force on the visit day; their words are accepted too."""
    given = fields.get("danger_signs")
    if not given:
        return fields
    programme = SECTION_PROGRAMME[section]
    if "danger_signs" not in RECORD_TYPES[section].fields:
        label = RECORD_TYPES[section].label
        raise EntryProblem(FieldError("danger_signs", f"{label}没有危急情况这一项"))
    book = rule_book(programme, date.fromisoformat(visit["visit_date"]))
    codes = [(each, book.danger_sign_code(each)) for each in given]
    unknown = [each for each, code in codes if code is None]
    if unknown:
        raise EntryProblem(FieldError("danger_signs", f"规则里没有“{unknown[0]}”这项危急情况"))
    return {**fields, "danger_signs": [code for _, code in codes]}
