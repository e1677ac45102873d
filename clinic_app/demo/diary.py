"""What was written down at a person's door: one save for each visit, in the shape that the forms save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from clinic_app.clock import LOCAL_ZONE
from clinic_app.demo.cast import FEMALE
from clinic_app.demo.people import Person, Record
from clinic_app.guidelines.body import age_on
from clinic_app.guidelines.due import ELDERLY_FROM
from clinic_app.records.catalogue import PROGRAMME_SECTION

WELL = {"symptoms": ["1"], "adherence": "1", "adr": "1"}
SELF_CARE = ("eating", "grooming", "dressing", "toileting", "mobility")
MORNING = time(8, 30)
SUPPLY_DAYS = 28
LONG_SUPPLY_DAYS = 84
DAYS = ("visit_date", "attempted_on", "encounter_date", "consult_date", "given_on", "terminated_on", "signed_on",
        "filled_on", "tour_date")  # fmt: skip
Save = list[Record]


def written_on(saved: Save) -> date:
    """The day on which a save was written down: that of what it tells."""
    fields = saved[0]["fields"]
    return date.fromisoformat(next(fields[name] for name in DAYS if name in fields))


@dataclass
class Diary:
    """Makes the saves of one person. Days are counted back from `today`."""

    person: Person
    today: date
    chance: Random

    @property
    def is_elderly(self) -> bool:
        """65 and more: the yearly assessment and examination are theirs."""
        return age_on(self.person.birth_date, self.today) >= ELDERLY_FROM

    def day(self, ago: int) -> str:
        """A day in the past as it is stored; negative is in the future."""
        return (self.today - timedelta(days=ago)).isoformat()

    def visit(self, ago: int, sections: Mapping[str, Record], **common: Any) -> Save:
        """A visit with its sections; `common` adds to the common block or takes the place of its values."""
        visit_id = self._id(ago)
        saved: Save = [{"type": "visit", "id": visit_id, "fields": {**self._common(ago), **common}}]
        saved += [{"type": kind, "fields": {"visit_id": visit_id, **fields}} for kind, fields in sections.items()]
        return saved

    def programmes_visit(self, ago: int, severity: int = 0, **common: Any) -> Save:
        """A visit of everything that the person is registered for, worse with `severity`."""
        sections = {PROGRAMME_SECTION[each]: self.section(each, severity) for each in self.person.programmes}
        return self.visit(ago, sections, **{**self._pressure(severity), "medicines": self.medicines(ago), **common})

    def section(self, programme: str, severity: int = 0) -> Record:
        """What a follow-up of a programme finds."""
        if programme == "diabetes":
            fbg = f"{5.6 + severity * 0.8 + self.chance.randint(0, 9) / 10:.1f}"
            return {**WELL, "dorsalis_pedis": "1", "fbg": fbg, "staple_food": 300, "hypoglycemia": "1"}
        if programme == "mental":
            return mental(severity)
        if programme == "copd":
            return copd(severity)
        return {**WELL, "salt": "中"}

    def yearly(self, ago: int, **found: Any) -> Save:
        """The yearly examination, from 65 on with the assessment of self-care; `found` adds to the examination."""
        pressure = self._pressure(self.person.severity)
        sections: dict[str, Record] = {"health_examination": {**EXAMINED, **_sides(pressure), **found}}
        if age_on(self.person.birth_date, self.today - timedelta(days=ago)) >= ELDERLY_FROM:
            scores = dict.fromkeys(SELF_CARE, "0")
            if self.chance.random() < 0.2:
                scores |= {"grooming": "1", "mobility": "5"}
            sections["elderly_assessment"] = scores
            sections["health_examination"] |= {"elderly_health": "2", "elderly_cognition": "1", "elderly_emotion": "1"}
        return self.visit(
            ago, sections, visit_mode="1", respiratory_rate=18, temperature="36.5", waist="84", **pressure
        )

    def attempt(self, ago: int, result: str, **more: Any) -> Save:
        """A call that led to nothing or to an appointment."""
        fields = {"resident_id": self.person.id, "attempted_on": self.day(ago), "channel": "1", "result": result}
        return [{"type": "contact_attempt", "fields": {**fields, "by": "甲医生", **more}}]

    def contract(self, days_left: int, number: int, **more: Any) -> Iterator[Save]:
        """A year's contract and what was given under it so far."""
        begun = 365 - days_left
        contract_id = self._id(begun)
        fields = {
            "resident_id": self.person.id,
            "agreement_no": f"演示签{number:04d}",
            "team": "演示镇一队",
            "team_phone": "0990-1000201",
            "categories": self._categories(),
            "packages": ["测血压"],
            "signed_on": self.day(begun),
            "starts_on": self.day(begun),
            "ends_on": self.day(-days_left),
            "renews": "1",
            "signed_by": "1",
            "signature_checked": True,
        }
        yield [{"type": "contract", "id": contract_id, "fields": {**fields, **more}}]
        if "terminated_on" not in more and begun > 30:
            given = {"contract_id": contract_id, "item": "测血压", "given_on": self.day(begun // 2)}
            yield [{"type": "contract_service", "fields": given}]

    def medicines(self, ago: int, days: int = 0) -> list[Record]:
        """What the person takes; with `days` it was dispensed at the visit and suffices for so long."""
        given: Record = {"dispensed_on": self.day(ago), "days_supplied": days} if days else {}
        if days > SUPPLY_DAYS:
            given["long_prescription"] = "病情稳定，已评估，患者签字"
        return [
            {**MEDICINES[programme], "source": "演示村甲卫生室", **given}
            for programme in self.person.programmes
            if programme in MEDICINES
        ]

    def _id(self, ago: int) -> str:
        """A UUIDv7 of a day in the past: it tells when a visit was written down. The program's own ids only rise."""
        made = datetime.combine(self.today - timedelta(days=ago), MORNING, LOCAL_ZONE)
        number = int(made.timestamp() * 1000) << 80 | 0x7 << 76 | self.chance.getrandbits(12) << 64
        return str(UUID(int=number | 0b10 << 62 | self.chance.getrandbits(62)))

    def _common(self, ago: int) -> Record:
        tall, heavy = (157, 545) if self.person.sex == FEMALE else (168, 655)
        heavy += sum(map(ord, self.person.name)) % 90 - 40
        return {
            "resident_id": self.person.id,
            "visit_date": self.day(ago),
            "visit_mode": "2",
            "heart_rate": self.chance.randint(64, 82),
            "weight": f"{(heavy + self.chance.randint(-8, 8)) / 10:.1f}",
            "height": f"{tall}",
            "smoking": 0,
            "drinking": "0",
            "exercise_freq": 3,
            "exercise_min": 30,
            "psych": "1",
            "compliance": "1",
        }

    def _pressure(self, severity: int) -> Record:
        high = severity * 9
        sbp = 122 + high + self.chance.randint(0, 14)
        return {"sbp": sbp, "dbp": 72 + high // 2 + self.chance.randint(0, 9)}

    def _categories(self) -> list[str]:
        known = {"hypertension": "3", "diabetes": "4", "mental": "5", "tuberculosis": "6", "copd": "7"}
        elderly = ["2"] if self.is_elderly else []
        return elderly + [known[each] for each in self.person.programmes if each in known] or ["1"]


def mental(severity: int = 0) -> Record:
    """A follow-up of severe mental disorder: 0 is stable, 1 basically stable, more is unstable."""
    risk = ("0", "1", "3")[min(severity, 2)]
    return {
        "risk_level": risk,
        "symptoms": ["2", "11"] if severity else ["11"],
        "insight": "2" if severity else "1",
        "sleep": "2" if severity else "1",
        "diet": "1",
        "sf_selfcare": "1",
        "sf_housework": "2" if severity else "1",
        "sf_work": "2",
        "sf_learning": "2",
        "sf_social": "2" if severity else "1",
        "dangerous_acts": [{"act": "7"}],
        "lock": "1",
        "admission": "0",
        "lab": "1",
        "adherence": "2" if severity else "1",
        "adr": "1",
        "effect": "3" if severity else "2",
        "referral": "1",
        "psychiatric_medicines": [{"name": "利培酮片", "per": "day", "times": 2, "dose_mg": "1"}],
        "medicine_advice": [{"name": "利培酮片", "per": "day", "times": 2, "dose_mg": "1"}],
        "rehabilitation": ["1", "4"],
    }


def copd(severity: int = 0) -> Record:
    """A follow-up of chronic obstructive pulmonary disease; the doctor grades it."""
    return {
        "symptoms": ["2", "3"] if severity else ["1"],
        "exacerbations": 1 + severity,
        "exacerbation_admissions": 0,
        "spo2": 95 - severity,
        "cat_score": 8 + 4 * severity,
        "mmrc": "1" if not severity else "2",
        "adherence": "1",
        "adr": "1",
        "inhaler": "2",
        "inhaler_guidance": "复演一次吸入动作，呼气后再吸",
        "rehabilitation": "缩唇呼吸，每日两次",
        "vaccines": ["1"],
        "classification": "2" if severity else "1",
    }


def _sides(pressure: Record) -> Record:
    sbp, dbp = pressure["sbp"], pressure["dbp"]
    return {"sbp_left": sbp, "dbp_left": dbp, "sbp_right": sbp - 4, "dbp_right": dbp - 2}


MEDICINES: Mapping[str, Record] = {
    "hypertension": {"name": "苯磺酸氨氯地平片", "times_per_day": 1, "dose": "5mg", "usage": "口服"},
    "diabetes": {"name": "盐酸二甲双胍片", "times_per_day": 2, "dose": "0.5g", "usage": "餐中口服"},
    "copd": {"name": "噻托溴铵吸入粉雾剂", "times_per_day": 1, "dose": "18μg", "usage": "吸入"},
}
EXAMINED: Record = {
    "symptoms": ["1"],
    "pulse_rate": 72,
    "exercise_state": "1",
    "exercise_kind": "步行",
    "diet": ["1"],
    "smoking_state": "1",
    "drinking_state": "1",
    "hazard": "1",
    "lips": "1",
    "teeth": ["2"],
    "pharynx": "1",
    "vision_left": "4.7",
    "vision_right": "4.8",
    "hearing": "1",
    "movement": "1",
    "skin": "1",
    "sclera": "1",
    "lymph_nodes": "1",
    "barrel_chest": "1",
    "breath_sounds": "1",
    "rales": "1",
    "heart_rhythm": "1",
    "heart_murmur": "1",
    "abdomen_tenderness": "1",
    "abdomen_mass": "1",
    "leg_oedema": "1",
    "pedal_pulse": "2",
    "haemoglobin": "132",
    "white_cells": "6.1",
    "platelets": "210",
    "urine_protein": "-",
    "urine_sugar": "-",
    "urine_ketone": "-",
    "urine_blood": "-",
    "fbg": "5.7",
    "ecg": "1",
    "alt": "22",
    "ast": "25",
    "total_bilirubin": "12.4",
    "creatinine": "74",
    "urea": "5.2",
    "total_cholesterol": "4.82",
    "triglycerides": "1.43",
    "ldl": "2.71",
    "hdl": "1.28",
    "abdominal_ultrasound": "1",
    "problem_cerebral": ["1"],
    "problem_kidney": ["1"],
    "problem_heart": ["1"],
    "problem_vascular": ["1"],
    "problem_eye": ["1"],
    "problem_nerve": "1",
    "problem_other": "1",
    "evaluation": "1",
    "risk_control": ["4"],
}
