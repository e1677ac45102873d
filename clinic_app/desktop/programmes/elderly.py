"""老年人生活自理能力评估表: five questions by digit; the sum and the grade follow."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.section import Line, Section, Told, lines
from clinic_app.desktop.programmes.asked import Asked, Known, Slot
from clinic_app.desktop.translation import record_word
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.elderly import ITEMS

SECTION = "elderly_assessment"
GRADE = "self_care"
"""The line that says the score and the grade."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def elderly(known: Known, today: date) -> list[Asked]:
    """The five questions in the order of the paper."""
    title = record_word(RECORD_TYPES[SECTION].label)
    told = Section(SECTION, (), told=(Told(GRADE, _tr("总分和等级")),))
    later = Section(SECTION, (Line(("next_visit_date",), label=_tr("下次评估日期"), passed=True),))
    return [
        Asked(Slot.OWN, Section(SECTION, lines(*ITEMS), title=title)),
        Asked(Slot.OWN, told),
        Asked(Slot.OWN, later),
    ]
