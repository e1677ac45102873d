"""Slips as documents: a Composition (57133-1 for the referral) and the Bundle that holds it with all it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clinic_app.exchange.fhir.codes import (
    CONSULT_NOTE,
    DISCHARGE_SUMMARY,
    DOCUMENT,
    REFERRAL_NOTE,
    loinc,
)
from clinic_app.exchange.fhir.condition import found_disease
from clinic_app.exchange.fhir.encounter import care_id
from clinic_app.exchange.fhir.referral import (
    ReferralSource,
    pack_readings,
    referral_resources,
    slip_patient,
    vitals,
)
from clinic_app.exchange.fhir.values import (
    Resource,
    concept,
    day,
    encode,
    fhir_id,
    moment,
    narrative,
    reference,
    tidy,
)
from clinic_app.records.referral import Return

_RETURN_WORDS = {name: each.label for name, each in Return.declaration.fields.items()}
_RETURN_SECTIONS = (
    ("diagnosis", loinc("29548-5", "Diagnosis Narrative")),
    ("opinion", loinc("51848-0", "Evaluation note")),
    ("exam_results", loinc("30954-2", "Relevant diagnostic tests/laboratory data Narrative")),
    ("treatment_course", loinc("8648-8", "Hospital course Narrative")),
    ("next_plan", loinc("18776-5", "Plan of care note")),
    ("rehab_advice", loinc("69730-0", "Instructions")),
    ("treatment_and_advice", loinc("18776-5", "Plan of care note")),
)


def referral_composition(source: ReferralSource) -> Resource:
    """The referral slip as a document's head: each box of the form a section, the record pack as the last ones."""
    shown = source.shown
    pack = shown.get("pack") if isinstance(shown.get("pack"), Mapping) else {}
    readings = [*vitals(source), *pack_readings(source)]
    suspected = [reference("Condition", fhir_id(source.id, "impression"))] if shown.get("initial_impression") else []
    sections = [
        _section("初步印象", loinc("46239-0", "Chief complaint+Reason for visit Narrative"),
                 shown.get("initial_impression"), suspected),
        _section("主要现病史（转出原因）", loinc("42349-1", "Reason for referral (narrative)"),
                 shown.get("present_illness")),
        _section("主要既往史", loinc("11348-0", "History of Past illness Narrative"), shown.get("past_history")),
        _section("治疗经过", loinc("8648-8", "Hospital course Narrative"), shown.get("treatment_course")),
        _section("过敏史", loinc("48765-2", "Allergies and adverse reactions Document"), shown.get("allergy_text")),
        _section("用药", loinc("10160-0", "History of Medication use Narrative"), _medicines(pack)),
        _section("检查检验", loinc("30954-2", "Relevant diagnostic tests/laboratory data Narrative"), _results(shown)),
        _section("近期读数", loinc("8716-3", "Vital signs note"), _read_out(readings),
                 [reference("Observation", each["id"]) for each in readings]),
    ]  # fmt: skip
    return _composition(
        source, source.id, "双向转诊（转出）单", REFERRAL_NOTE, source.issued_at, source.fields.get("from_org"),
        [each for each in sections if each], amended=bool(source.state.supplement),
    )  # fmt: skip


def return_composition(source: ReferralSource, return_id: str, slip: Mapping[str, Any]) -> Resource:
    """A return slip: a discharge summary after a stay, else a consult note."""
    kind = DISCHARGE_SUMMARY if slip.get("discharged_on") else CONSULT_NOTE
    encounter = reference("Encounter", care_id(source.id))
    disease = found_disease(return_id, slip, source.resident_id, "")
    sections = [
        _section(_RETURN_WORDS[name], code, slip.get(name),
                 [reference("Condition", disease["id"])] if name == "diagnosis" and disease else [])
        for name, code in _RETURN_SECTIONS
    ]  # fmt: skip
    sent = next((step.at for step in source.state.steps if step.event == "send_back" and step.counts), None)
    return _composition(
        source, return_id, "双向转诊（回转）单", kind, day(slip.get("return_date")) or moment(sent),
        slip.get("from_org") or source.state.receiver, [each for each in sections if each], encounter=encounter,
    )  # fmt: skip


def document(
    source: ReferralSource, base: str, timestamp: str, *, return_id: str = "", others: Sequence[Resource] = ()
) -> Resource:
    """The Bundle of a slip, or of one of its return slips: the Composition first, then everything that it names.

    `base` is the address that full URLs begin with, `others` are what the caller read besides (organisations, the visit
    it came from). The patient is the one of the slip, not of the living file.
    """
    slip = dict(source.returns).get(return_id)
    head = return_composition(source, return_id, slip) if slip is not None else referral_composition(source)
    parts = [head, slip_patient(source), *referral_resources(source), *pack_readings(source), *others]
    entries = [{"fullUrl": f"{base}/{each['resourceType']}/{each['id']}", "resource": each} for each in _once(parts)]
    # The same content has the same number, whoever asks for it and when.
    version = hashlib.sha256(encode({"entry": entries})).hexdigest()[:16]
    return {
        "resourceType": "Bundle",
        "identifier": {"system": DOCUMENT, "value": f"{head['id']}:{version}"},
        "type": "document",
        "timestamp": timestamp,
        "entry": entries,
    }


def _once(resources: Iterable[Resource]) -> Iterable[Resource]:
    return {(each["resourceType"], each["id"]): each for each in resources}.values()


def _composition(
    source: ReferralSource, record_id: str, title: str, kind: Resource, at: str | None, author: object,
    sections: Sequence[Resource], *, amended: bool = False, encounter: Resource | None = None,
) -> Resource:  # fmt: skip
    found: Resource = tidy({
        "resourceType": "Composition",
        "id": fhir_id(record_id),
        "identifier": {"system": DOCUMENT, "value": record_id},
        "status": "amended" if amended else "final",
        "type": concept(title, kind),
        "subject": reference("Patient", source.resident_id, source.shown.get("patient_name")),
        "encounter": encounter,
        "date": at or day(source.fields.get("referral_date")) or "1970-01-01",
        "author": [source.organisation(author) or {"display": "未登记的机构"}],
        "title": f"{title} {source.fields.get('slip_no') or ''}",
        "section": list(sections),
    })  # fmt: skip
    return found


def _section(title: str, code: Resource, words: object, entries: Sequence[Resource | None] = ()) -> Resource | None:
    if not words and not entries:
        return None
    return {
        "title": title,
        "code": concept("", code),
        "text": narrative([("", words or title)]),
        "entry": list(entries),
    }


def _medicines(pack: Any) -> str:
    """The medicines of the record pack in words, whatever an older program froze there."""
    found = pack.get("medicines") if isinstance(pack, Mapping) else None
    return "；".join(_in_words(each) for each in found or ())


def _results(shown: Mapping[str, Any]) -> str:
    return "；".join(_in_words(each) for each in shown.get("results") or ())


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(each) for each in value.values() if isinstance(each, (str, int)) and each != "")
    return str(value)


def _read_out(readings: Sequence[Resource]) -> str:
    return "；".join(f"{str(each.get('effectiveDateTime', ''))[:10]} {_quantity(each)}" for each in readings)


def _quantity(observation: Resource) -> str:
    """`血压 152/96 mmHg`; a value that is missing is told by its reason."""
    words = observation["code"]["text"]
    parts = observation.get("component") or [observation]
    values = [str(each["valueQuantity"]["value"]) if "valueQuantity" in each else "未测" for each in parts]
    units = [each["valueQuantity"]["unit"] for each in parts if "valueQuantity" in each]
    return f"{words} {'/'.join(values)} {units[0] if units else ''}".strip()
