"""慢阻肺: the questions stand in a form file; one that is not the national form says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.section import Line, Section
from clinic_app.desktop.programmes.asked import Asked, Known, Slot, decision, decision_title, measured
from clinic_app.desktop.translation import record_word
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field
from clinic_app.records.form_definition import form_definition

SECTION = "copd_followup"
MEASURED_TOGETHER = "肺功能"
"""The group whose values a machine measures."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def copd(known: Known, today: date) -> list[Asked]:
    """The fields of the file in its order, neighbours of a group on one line, then the grade, which only a doctor
    gives."""
    definition = form_definition(SECTION)
    asked = (*_lines(definition.fields), Line(("classification",)))
    editors = {name: measured for name, each in definition.fields.items() if each.section == MEASURED_TOGETHER}
    mark = "" if definition.national else record_word(definition.mark)
    name = record_word(RECORD_TYPES[SECTION].label)
    chosen = decision(SECTION, decision_title(name, several=len(known.sections) > 1), classified=False)
    return [
        Asked(Slot.OWN, Section(SECTION, asked, title=record_word(definition.title), editors=editors, mark=mark)),
        *([Asked(Slot.DECISION, chosen)] if chosen else []),
    ]


def _lines(fields: Mapping[str, Field]) -> list[Line]:
    own = [each for each in fields.values() if not each.name.endswith("_other")]
    found: list[Line] = []
    for group, members in groupby(own, key=lambda each: each.section):
        names = [each.name for each in members]
        if group and len(names) > 1:
            found.append(Line(tuple(names)))
            continue
        for name in names:
            companion = f"{name}_other"
            found.append(Line((name, companion) if companion in fields else (name,)))
    return found
