"""A line of the timeline in words: what it is, what was found, and everything that was written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.words import listed, moment, pressure, stored_words
from clinic_app.protocol.referral_events import EVENT_WORD
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.code_list import PROGRAMME, VISIT_MODE
from clinic_app.records.field import Kind
from clinic_app.records.visit import OUTCOME
from clinic_app.store.queries.timeline import EXAMINATION, Entry, Part
from clinic_app.store.queries.wording import label_of, type_word, value_words

DONE = "1"
SHORT = 40
HIDDEN = frozenset({
    "provenance", "not_measured", "original_codes", "pack", "sha256", "media_type", "size", "visit_date",
    "patient_name", "sex", "age", "birth_date", "id_no", "record_no", "home_address", "patient_phone", "village_code",
    "from_org", "to_org", "organisation", "staff", "proposed_referral", "form_version",
})  # fmt: skip
"""What a detail leaves out: bookkeeping, and what the page says already."""
Names = Mapping[str, str]
Group = tuple[str, list[str]]
"""A heading, which may be empty, and its lines."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("timeline", text)


def kind_words(entry: Entry) -> str:
    """家庭随访, 健康体检, 转诊单 …"""
    if entry.type != "visit":
        return record_word(type_word(entry.type))
    if any(part.type == EXAMINATION for part in entry.parts):
        return record_word(type_word(EXAMINATION))
    mode = record_words(VISIT_MODE).get(str(entry.fields.get("visit_mode")), "")
    return _tr("{mode}随访").format(mode=mode) if mode else record_word("随访")


def line_words(entry: Entry, names: Names) -> str:
    """What a person reads in the list; `names` are of organisations by code."""
    words = "　".join(part for part in _LINES.get(entry.type, _nothing)(entry, names) if part)
    if not entry.void:
        return words
    return _tr("已作废：{reason}　{words}").format(reason=entry.reason or _tr("未写原因"), words=words)


def _nothing(entry: Entry, names: Names) -> Iterator[str]:
    yield ""


def _visit(entry: Entry, names: Names) -> Iterator[str]:
    outcome = str(entry.fields.get("outcome") or DONE)
    if outcome != DONE:
        yield record_words(OUTCOME).get(outcome, outcome)
        yield str(entry.fields.get("outcome_reason") or "")
    yield pressure(entry.fields)
    glucose = next((part.fields["fbg"] for part in entry.parts if part.fields.get("fbg")), "")
    yield _tr("血糖 {value}").format(value=glucose) if glucose else ""
    for part in entry.parts:
        yield part_words(part)


def part_words(part: Part) -> str:
    """高血压 控制满意: the programme and what it came to."""
    programme = SECTION_PROGRAMME.get(part.type, "")
    name = record_words(PROGRAMME).get(programme, record_word(type_word(part.type)))
    for key in ("classification", "self_care_grade"):
        if part.fields.get(key):
            return f"{name} {record_word(value_words(RECORD_TYPES[part.type].fields.get(key), part.fields[key]))}"
    return name


def _encounter(entry: Entry, names: Names) -> Iterator[str]:
    yield _short(entry.fields.get("assessment") or entry.fields.get("subjective"))


def _consultation(entry: Entry, names: Names) -> Iterator[str]:
    yield _short(entry.fields.get("reason"))
    rows = entry.fields.get("consultants") or ()
    yield listed(str(row.get("organisation") or "") for row in rows if isinstance(row, Mapping))


def _referral(entry: Entry, names: Names) -> Iterator[str]:
    code = (entry.state.receiver if entry.state else "") or str(entry.fields.get("to_org") or "")
    yield _tr("转往 {place}").format(place=f"{names.get(code, code)}{entry.fields.get('to_dept') or ''}")
    yield record_word(entry.state.word) if entry.state else ""
    yield _short(entry.fields.get("initial_impression"))


def _return(entry: Entry, names: Names) -> Iterator[str]:
    code = str(entry.fields.get("from_org") or "")
    yield names.get(code, code)
    yield _short(entry.fields.get("diagnosis"))


def _contact(entry: Entry, names: Names) -> Iterator[str]:
    for name in ("channel", "result"):
        yield _value(entry.type, name, entry.fields)
    yield _short(entry.fields.get("reason"))


def _contract(entry: Entry, names: Names) -> Iterator[str]:
    yield _tr("{start} 至 {end}").format(start=entry.fields.get("starts_on"), end=entry.fields.get("ends_on"))
    yield listed(str(each) for each in entry.fields.get("packages") or ())
    if entry.fields.get("terminated_on"):
        yield _tr("{day}解约").format(day=entry.fields["terminated_on"])


def _service(entry: Entry, names: Names) -> Iterator[str]:
    yield str(entry.fields.get("item") or "")
    yield _short(entry.fields.get("note"))


def _attachment(entry: Entry, names: Names) -> Iterator[str]:
    yield _value(entry.type, "media_type", entry.fields)
    yield str(entry.fields.get("title") or "")


def _registration(entry: Entry, names: Names) -> Iterator[str]:
    yield _value(entry.type, "programme", entry.fields)
    yield str(entry.fields.get("source") or "")


def _supplement(entry: Entry, names: Names) -> Iterator[str]:
    yield _short(entry.fields.get("diagnosis"))


_LINES = {
    "visit": _visit,
    "encounter": _encounter,
    "consultation": _consultation,
    "referral": _referral,
    "return": _return,
    "contact_attempt": _contact,
    "contract": _contract,
    "contract_service": _service,
    "visit_attachment": _attachment,
    "referral_attachment": _attachment,
    "chronic_registration": _registration,
    "mental_supplement": _supplement,
}


def _value(type_name: str, name: str, fields: Mapping[str, Any]) -> str:
    value = fields.get(name)
    return "" if value in (None, "", []) else stored_words(type_name, name, value)


def _short(text: Any) -> str:
    words = " ".join(str(text or "").split())
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"


def detail_groups(entry: Entry, names: Names, today: date) -> list[Group]:
    """Everything that was written down, section by section, in the order of the form."""
    groups: list[Group] = [("", _fields(entry.type, entry.fields))]
    places = {name: str(entry.fields.get(name) or "") for name in ("from_org", "to_org")}
    words = {record_word(label_of(entry.type, name)): names.get(code, code) for name, code in places.items() if code}
    groups[0][1][:0] = [f"{caption}　{place}" for caption, place in words.items()]
    groups += [(record_word(type_word(part.type)), _fields(part.type, part.fields)) for part in entry.parts]
    if entry.steps:
        groups.append((_tr("步骤"), [_step(each, names, today) for each in entry.steps]))
    return [group for group in groups if group[1]]


def _fields(type_name: str, fields: Mapping[str, Any]) -> list[str]:
    declared = RECORD_TYPES[type_name].fields
    ordered = [*(name for name in declared if name in fields), *(name for name in fields if name not in declared)]
    lines = []
    for name in ordered:
        value = fields[name]
        reference = name in declared and declared[name].kind is Kind.REFERENCE
        if name in HIDDEN or reference or value in (None, "", [], {}):
            continue
        lines.append(f"{record_word(label_of(type_name, name))}　{stored_words(type_name, name, value)}")
    return [*lines, *_unmeasured(type_name, fields)]


def _unmeasured(type_name: str, fields: Mapping[str, Any]) -> list[str]:
    reasons = fields.get("not_measured")
    declared = RECORD_TYPES[type_name].fields.get("not_measured")
    if not isinstance(reasons, Mapping) or declared is None:
        return []
    words = _tr("{name}　未测（{reason}）")
    return [
        words.format(name=record_word(label_of(type_name, name)), reason=record_word(declared.label_of(reason)))
        for name, reason in reasons.items()
    ]


def _step(step: Mapping[str, Any], names: Names, today: date) -> str:
    code = str(step.get("event") or "")
    who = names.get(str(step.get("organisation") or ""), "")
    parts = [moment(str(step.get("happened_at") or ""), today), record_word(EVENT_WORD.get(code, code)), who]
    parts += [str(step.get(name) or "") for name in ("dept", "doctor", "slot", "reason")]
    return "　".join(part for part in parts if part)
