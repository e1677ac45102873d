"""严重精神障碍患者随访服务记录表, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.forms.counted import CountedEditor
from clinic_app.desktop.forms.section import Section, lines
from clinic_app.desktop.programmes.asked import Asked, Known, Make, Slot, decision, decision_title
from clinic_app.desktop.programmes.common import needed
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import short_day
from clinic_app.records.catalogue import RECORD_TYPES

SECTION = "mental_followup"


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def mental(known: Known, today: date) -> list[Asked]:
    """Everything of 4.13 that the visit itself does not ask."""
    name = record_word(RECORD_TYPES[SECTION].label)
    found = Section(
        SECTION,
        lines(
            "risk_level", "symptoms symptoms_other", "insight", "sleep", "diet", "sf_selfcare", "sf_housework",
            "sf_work", "sf_learning", "sf_social", "dangerous_acts", "lock", "admission discharged_on",
            "lab lab_other", "adherence", "adr adr_other", "severe_adr", "severe_illness", "effect",
            "referral", "referral_reason referral_org_dept",
        ),
        title=name,
        editors={"dangerous_acts": CountedEditor},
        shown_when={
            "discharged_on": ("admission", frozenset("2")),
            "referral_reason": ("referral", frozenset("2")),
            "referral_org_dept": ("referral", frozenset("2")),
        },
    )  # fmt: skip
    # F6 belongs to the medicines of the common block where that asks for them.
    key = "Alt+F6" if "medicines" in needed(known) else "F6"
    drugs = Section(
        SECTION,
        lines("psychiatric_medicines", "medicine_advice", "rehabilitation rehabilitation_other", "other_signs"),
        editors={
            "psychiatric_medicines": _carried(known, "psychiatric_medicines", today, key),
            "medicine_advice": _carried(known, "medicine_advice", today, ""),
        },
    )
    chosen = decision(SECTION, decision_title(name, several=len(known.sections) > 1))
    return [
        Asked(Slot.OWN, found),
        Asked(Slot.OWN, drugs),
        *([Asked(Slot.DECISION, chosen)] if chosen else []),
    ]


def _carried(known: Known, name: str, today: date, key: str) -> Make:
    last, when = known.last.get(name, ([], ""))
    day = short_day(when, today) if when else ""
    suggestions = {"name": known.drugs}
    return lambda declared: CarriedEditor(
        declared, last or [], drug_line, when=day, key=key, suggestions=suggestions, rare=name == "medicine_advice"
    )


def drug_line(row: Mapping[str, Any]) -> str:
    """利培酮 每日2次 每次1mg."""
    per = {"month": _tr("每月")}.get(str(row.get("per")), _tr("每日"))
    times = _tr("{per}{times}次").format(per=per, times=row["times"]) if row.get("times") is not None else ""
    dose = _tr("每次{dose}mg").format(dose=row["dose_mg"]) if row.get("dose_mg") else ""
    return " ".join(str(part) for part in (row.get("name"), times, dose) if part)
