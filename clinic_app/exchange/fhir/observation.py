"""Measurements as Observations: the pressure as one panel (LOINC 85354-9), glucose in mmol/L, the other vital signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clinic_app.exchange.fhir.codes import ABSENT_REASON, LOINC, OBSERVATION_CATEGORY, UCUM, loinc
from clinic_app.exchange.fhir.values import Resource, coding, concept, day, fhir_id, number, reference, tidy
from clinic_app.records.visit import NOT_MEASURED_REASON

BP_PROFILE = "http://hl7.org/fhir/StructureDefinition/bp"
_REASONS = {option.code: option.label for option in NOT_MEASURED_REASON}
_DECLINED = "1"
VITAL, LABORATORY = ("vital-signs", "Vital Signs"), ("laboratory", "Laboratory")


@dataclass(frozen=True)
class Measure:
    """One kind of measurement: its LOINC code, our words, the unit as shown and by UCUM."""

    suffix: str
    code: str
    display: str
    words: str
    unit: str
    ucum: str
    category: tuple[str, str] = VITAL


MEASURES: Mapping[str, Measure] = {
    "heart_rate": Measure("heart-rate", "8867-4", "Heart rate", "心率", "次/分", "/min"),
    "respiratory_rate": Measure("respiratory-rate", "9279-1", "Respiratory rate", "呼吸频率", "次/分", "/min"),
    "temperature": Measure("temperature", "8310-5", "Body temperature", "体温", "℃", "Cel"),
    "spo2": Measure("spo2", "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry", "血氧饱和度", "%", "%"),
    "weight": Measure("weight", "29463-7", "Body weight", "体重", "kg", "kg"),
    "height": Measure("height", "8302-2", "Body height", "身高", "cm", "cm"),
    "bmi": Measure("bmi", "39156-5", "Body mass index (BMI) [Ratio]", "体质指数", "kg/m²", "kg/m2"),
    "waist": Measure("waist", "8280-0", "Waist Circumference at umbilicus by Tape measure", "腰围", "cm", "cm"),
    "fbg": Measure(
        "fasting-glucose",
        "76629-5",
        "Fasting glucose [Moles/volume] in Blood",
        "空腹血糖",
        "mmol/L",
        "mmol/L",
        LABORATORY,
    ),
    "glucose": Measure("glucose", "15074-8", "Glucose [Moles/volume] in Blood", "血糖", "mmol/L", "mmol/L", LABORATORY),
    "hba1c": Measure(
        "hba1c", "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "糖化血红蛋白", "%", "%", LABORATORY
    ),
}
_SYSTOLIC = Measure("", "8480-6", "Systolic blood pressure", "收缩压", "mmHg", "mm[Hg]")
_DIASTOLIC = Measure("", "8462-4", "Diastolic blood pressure", "舒张压", "mmHg", "mm[Hg]")
_PANEL = ("85354-9", "Blood pressure panel with all children optional", "血压", "", "")
SIDES = {"left": "左侧", "right": "右侧"}
"""The yearly examination measures both arms."""


@dataclass(frozen=True)
class Measured:
    """Where values come from: the record that holds them, whose they are, when they were taken."""

    record_id: str
    resident_id: str
    at: str
    """A day or an instant."""
    encounter: str = ""
    performer: str = ""


def observations(of: Measured, values: Mapping[str, Any]) -> Iterator[Resource]:
    """Every Observation of a record's values. What was to be measured and was not says why, where that is known; a
    value with a day of its own (`hba1c_date`) was taken on that day."""
    for side in ("", *SIDES):
        pressure = _pressure(of, values, side)
        if pressure is not None:
            yield pressure
    for name, measure in MEASURES.items():
        found = _value(values, name, measure)
        if found:
            taken = day(values.get(f"{name}_date"))
            yield _observation(replace(of, at=taken) if taken else of, measure, found)


def _pressure(of: Measured, values: Mapping[str, Any], side: str) -> Resource | None:
    """A half that is missing says why, by its own reason or the other half's."""
    ending = f"_{side}" if side else ""
    pair = (("sbp", _SYSTOLIC), ("dbp", _DIASTOLIC))
    halves = [(_value(values, name + ending, measure), measure) for name, measure in pair]
    if not any(found for found, _ in halves):
        return None
    reasons = (found for found, _ in halves if found and "dataAbsentReason" in found)
    absent = next(reasons, {"dataAbsentReason": concept("", coding(ABSENT_REASON, "unknown", "Unknown"))})
    components = [
        {"code": concept(measure.words, loinc(measure.code, measure.display)), **(found or absent)}
        for found, measure in halves
    ]
    panel = Measure(f"bp-{side}" if side else "bp", *_PANEL)
    more = {"component": components, "bodySite": concept(SIDES[side]) if side else {}}
    return _observation(of, panel, more, profile=BP_PROFILE)


def _value(values: Mapping[str, Any], name: str, measure: Measure) -> Resource | None:
    """The quantity, or why there is none."""
    value = number(values.get(name))
    if value is not None:
        return {"valueQuantity": {"value": value, "unit": measure.unit, "system": UCUM, "code": measure.ucum}}
    reasons = values.get("not_measured")
    reason = str(reasons.get(name) or "") if isinstance(reasons, Mapping) else ""
    if not reason:
        return None
    codes = ("asked-declined", "Asked But Declined") if reason == _DECLINED else ("not-performed", "Not Performed")
    return {"dataAbsentReason": concept(_REASONS.get(reason, reason), coding(ABSENT_REASON, *codes))}


def _observation(of: Measured, measure: Measure, more: Resource, *, profile: str = "") -> Resource:
    found: Resource = tidy({
        "resourceType": "Observation",
        "id": fhir_id(of.record_id, measure.suffix),
        "meta": {"profile": [profile]} if profile else {},
        "status": "final",
        "category": [concept("", coding(OBSERVATION_CATEGORY, *measure.category))],
        "code": concept(measure.words, {"system": LOINC, "code": measure.code, "display": measure.display}),
        "subject": reference("Patient", of.resident_id),
        "encounter": reference("Encounter", of.encounter),
        "effectiveDateTime": of.at,
        "performer": [reference("Organization", of.performer)] if of.performer else [],
        **more,
    })  # fmt: skip
    return found
