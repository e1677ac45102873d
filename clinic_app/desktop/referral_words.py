"""What a referral begins with, from what is on file: the doctor reads it over and changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import medicine_line, pressure
from clinic_app.guidelines.referral_rules import ReferralRules
from clinic_app.protocol.referral_events import ReferralState
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.field import Option
from clinic_app.store.queries.alliance import CapableUnit
from clinic_app.store.queries.reference import Organisation
from clinic_app.store.queries.residents import ResidentCard

_LEVEL = {"village_clinic": 0, "township_centre": 1, "county_hospital": 2, "bureau": 3}
READINGS = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("referral", text)


def prefilled(card: ResidentCard, reasons: tuple[str, ...] = ()) -> dict[str, Any]:
    """First words of the slip's four clinical boxes."""
    names = {option.code: option.label for option in PROGRAMME}
    found = {
        "initial_impression": "、".join(names.get(each, each) for each in card.programmes),
        "present_illness": _illness(card, reasons),
        "past_history": card.diagnosis_text,
        "treatment_course": "；".join(medicine_line(each) for each in card.medicines),
    }
    return {name: value for name, value in found.items() if value}


def _illness(card: ResidentCard, reasons: tuple[str, ...]) -> str:
    readings = []
    for each in card.readings[:READINGS]:
        day = date.fromisoformat(each.visit_date)
        values = [pressure({"sbp": each.sbp, "dbp": each.dbp}), f"空腹血糖{each.fbg}" if each.fbg else ""]
        readings.append(f"{day.month}月{day.day}日 {' '.join(value for value in values if value)}".rstrip())
    parts = [_tr("近期读数：{readings}").format(readings="，".join(readings))] if readings else []
    return "。".join([*parts, *reasons])


def patient_block(card: ResidentCard, today: date) -> dict[str, Any]:
    """The identity block as it would be frozen if the slip were issued now."""
    found = {
        "referral_date": today.isoformat(),
        "patient_name": card.name,
        "sex": card.sex,
        "age": card.age,
        "record_no": card.record_no,
        "home_address": card.address,
        "patient_phone": card.phone,
        "allergy_text": card.allergy_text,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def direction(own_kind: str, other_kind: str) -> str:
    """up, down or level, from the kinds of the two organisations."""
    own, other = _LEVEL.get(own_kind, 0), _LEVEL.get(other_kind, 0)
    return "up" if other > own else "down" if other < own else "level"


def receivers(known: Sequence[Organisation], own: str) -> list[Organisation]:
    """Who can be sent a patient: every other organisation but the bureau."""
    return [each for each in known if each.code != own and each.kind != "bureau"]


def unit_options(units: Sequence[CapableUnit], known: Sequence[Organisation]) -> list[Option]:
    """Whom to choose from in an emergency: who can treat it first, then hospitals before clinics."""
    first = [each.organisation for each in units]
    rest = sorted((each for each in known if each.code not in first), key=lambda each: -_LEVEL.get(each.kind, 0))
    return [*(Option(each.organisation, each.name) for each in units), *(Option(each.code, each.name) for each in rest)]


def checklist_options(rules: ReferralRules, centre: str) -> list[Option]:
    """What is to be done or asked in a suspected emergency; nothing until something is suspected."""
    return [Option(each.code, each.words) for each in rules.checklist(centre)] if centre else []


def step_lines(state: ReferralState, when: Any, name_of: Any) -> list[tuple[str, str]]:
    """Each step as words and a colour token: 已接收 11月25日 9:20 县人民医院（心内科 …）."""
    found = []
    for step in state.steps:
        parts = [record_word(step.word), when(step.at), name_of(step.organisation)]
        if step.remark:
            parts.append(f"（{step.remark}）")
        found.append((" ".join(part for part in parts if part), "" if step.counts else "watch"))
    return found
