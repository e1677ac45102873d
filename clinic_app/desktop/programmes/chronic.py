"""Hypertension and diabetes: what the two follow-ups ask besides the common block."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.section import Line, Section, lines
from clinic_app.desktop.programmes.asked import Asked, Known, Slot, decision, decision_title, measured_editors
from clinic_app.desktop.programmes.common import carried
from clinic_app.desktop.translation import record_word
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.field import Field, Option

HYPERTENSION, DIABETES = "hypertension_followup", "diabetes_followup"
CHRONIC = (HYPERTENSION, DIABETES)


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def hypertension(known: Known, today: date) -> list[Asked]:
    """高血压患者随访服务记录表."""
    return [
        Asked(Slot.SYMPTOMS, _symptoms(HYPERTENSION, _tr("高血压症状"))),
        Asked(Slot.DANGER, _danger(HYPERTENSION, today)),
        Asked(Slot.SIGNS, Section(HYPERTENSION, lines("other_signs", passed=True))),
        Asked(Slot.HABITS, Section(HYPERTENSION, lines("salt"))),
        Asked(Slot.EXAMS, Section(HYPERTENSION, lines("aux_exam", passed=True))),
        *_shared(HYPERTENSION, known),
        Asked(Slot.TARGETS, _target(HYPERTENSION, "salt_target", _tr("摄盐目标"))),
        *_decision(HYPERTENSION, known),
    ]


def diabetes(known: Known, today: date) -> list[Asked]:
    """2型糖尿病患者随访服务记录表."""
    signs = Section(
        DIABETES,
        (*lines("dorsalis_pedis dorsalis_pedis_side"), *lines("other_signs", passed=True)),
        shown_when={"dorsalis_pedis_side": ("dorsalis_pedis", frozenset("23"))},
    )
    examined = (*lines("fbg"), *lines("hba1c hba1c_date", "other_exam", passed=True))
    exams = Section(DIABETES, examined, editors=measured_editors("fbg hba1c"))
    insulin = Section(DIABETES, lines("insulin"), editors={"insulin": carried(known, "insulin", today, "Shift+F6")})
    return [
        Asked(Slot.SYMPTOMS, _symptoms(DIABETES, _tr("糖尿病症状"))),
        Asked(Slot.DANGER, _danger(DIABETES, today)),
        Asked(Slot.SIGNS, signs),
        Asked(Slot.HABITS, Section(DIABETES, lines("staple_food"))),
        Asked(Slot.EXAMS, exams),
        *_shared(DIABETES, known),
        Asked(Slot.ADHERENCE, Section(DIABETES, lines("hypoglycemia"))),
        Asked(Slot.MEDICINES, insulin),
        Asked(Slot.TARGETS, _target(DIABETES, "staple_food_target", _tr("主食目标"))),
        *_decision(DIABETES, known),
    ]


def _shared(section: str, known: Known) -> list[Asked]:
    """Asked once, by the first of the two."""
    if next(each for each in known.sections if each in CHRONIC) != section:
        return []
    return [
        Asked(Slot.ADHERENCE, Section(section, lines("adherence", "adr adr_other"))),
        Asked(Slot.COMPLICATION, Section(section, lines("new_complication"))),
    ]


def _symptoms(section: str, label: str) -> Section:
    return Section(section, (Line(("symptoms", "symptoms_other"), label=label),))


def _target(section: str, name: str, label: str) -> Section:
    return Section(section, (Line((name,), label=label),))


def _decision(section: str, known: Known) -> list[Asked]:
    title = decision_title(record_word(RECORD_TYPES[section].label), several=len(known.sections) > 1)
    found = decision(section, title)
    return [Asked(Slot.DECISION, found)] if found else []


def _danger(section: str, today: date) -> Section:
    """Danger signs are asked by name; the list is the rule file's."""
    book = default_rule_books().in_force(SECTION_PROGRAMME[section], today)
    none = book.no_danger_sign.code
    options = [Option(none, book.no_danger_sign.words), *(Option(each.code, each.words) for each in book.danger_signs)]
    declared: Field = RECORD_TYPES[section].fields["danger_signs"]
    asked = replace(declared, options=tuple(options), exclusive=(none,), help=_tr("逐项问；症状不代替危急情况"))
    label = _tr("危急情况（{name}）").format(name=record_word(book.name))
    return Section(section, (Line(("danger_signs",), label=label),), fields={"danger_signs": asked})
