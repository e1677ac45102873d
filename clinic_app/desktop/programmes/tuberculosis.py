"""Tuberculosis: the first home visit (第一次入户随访记录表) and the follow-up (随访服务记录表)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.section import Line, Section, Told, lines
from clinic_app.desktop.programmes.asked import FIRST_TUBERCULOSIS, Asked, Known, Slot, decision, decision_title
from clinic_app.desktop.translation import record_word
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.tuberculosis import EDUCATION

FOLLOWUP = "tuberculosis_followup"
RATE = "dose_rate"
"""The line that says the rate of doses taken."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def tuberculosis(known: Known, today: date) -> list[Asked]:
    """The first home visit where there has been none, else the follow-up."""
    return _first(known) if known.first_tuberculosis else _followup(known)


def _first(known: Known) -> list[Asked]:
    name = record_word(RECORD_TYPES[FIRST_TUBERCULOSIS].label)
    asked = lines(
        "patient_type", "sputum", "resistance", "symptoms symptoms_other", "regimen", "usage", "dosage_form",
        "supervisor", "single_room", "ventilation",
    )  # fmt: skip
    # On the form the habits, which the visit asks once for all, stand between the home and the teaching.
    taught = lines("pickup_place pickup_time", *EDUCATION)
    later = Section(FIRST_TUBERCULOSIS, (Line(("next_visit_date",), label=_tr("下次随访日期")),))
    first = Slot.SYMPTOMS if known.is_alone(FIRST_TUBERCULOSIS) else Slot.OWN
    return [
        Asked(first, Section(FIRST_TUBERCULOSIS, asked, title=name)),
        Asked(Slot.OWN, Section(FIRST_TUBERCULOSIS, taught, title=_tr("健康教育及培训"))),
        Asked(Slot.DECISION, later),
    ]


def _followup(known: Known) -> list[Asked]:
    name = record_word(RECORD_TYPES[FOLLOWUP].label)
    month = _tr("第几月")
    asked = (Line(("treatment_month",), label=month), *lines("intensive", "supervisor", "symptoms symptoms_other"))
    # On the form the habits, which the visit asks once for all, stand between the symptoms and the medicines.
    treated = lines(
        "regimen", "usage", "dosage_form", "missed_doses", "adr adr_other", "complication complication_other",
        "referral_dept referral_reason", "result_2w", "handling", "other_signs",
    )  # fmt: skip
    ended = lines("stop_date", "stop_reason", "visits_due visits_done", "doses_due doses_done", "evaluator_sign")
    stop = Section(FOLLOWUP, ended, title=_tr("停止治疗和全程管理（治疗结束时填）"), told=(Told(RATE, _tr("服药率")),))
    chosen = decision(FOLLOWUP, decision_title(name, several=len(known.sections) > 1))
    first = Slot.SYMPTOMS if known.is_alone(FOLLOWUP) else Slot.OWN
    return [
        Asked(first, Section(FOLLOWUP, asked, title=name)),
        Asked(Slot.OWN, Section(FOLLOWUP, treated, title=_tr("用药"))),
        Asked(Slot.ENDING, stop),
        *([Asked(Slot.DECISION, chosen)] if chosen else []),
    ]
