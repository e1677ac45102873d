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
SIGNS = "体征"
"""The group beside which the paper prints what the visit measures."""
MEASURED_TOGETHER = "肺功能"
"""The group whose values a machine measures."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def copd(known: Known, today: date) -> list[Asked]:
    """The fields of the file in its order, neighbours of a group on one line, then the grade, which only a doctor
    gives. In a visit for it alone the common lines stand among them as on the paper."""
    definition = form_definition(SECTION)
    editors = {name: measured for name, each in definition.fields.items() if each.section == MEASURED_TOGETHER}
    mark = "" if definition.national else record_word(definition.mark)
    name = record_word(RECORD_TYPES[SECTION].label)
    chosen = decision(SECTION, decision_title(name, several=len(known.sections) > 1), classified=False)
    complaints, signs, others = _parts(definition.fields)
    alone = known.is_alone(SECTION)
    title = record_word(definition.title)
    asked = [
        Asked(Slot.SYMPTOMS if alone else Slot.OWN, Section(SECTION, _lines(complaints), title=title, mark=mark)),
        Asked(Slot.SIGNS if alone else Slot.OWN, Section(SECTION, _lines(signs))),
        Asked(Slot.OWN, Section(SECTION, (*_lines(others), Line(("classification",))), editors=editors)),
        *([Asked(Slot.DECISION, chosen)] if chosen else []),
    ]
    return [each for each in asked if each.section.lines]


def _parts(fields: Mapping[str, Field]) -> tuple[dict[str, Field], dict[str, Field], dict[str, Field]]:
    """What is asked before the signs, the signs, and the rest; without signs all is the rest."""
    names = list(fields)
    signs = {name: each for name, each in fields.items() if fields[name.removesuffix("_other")].section == SIGNS}
    first = names.index(next(iter(signs))) if signs else 0
    before = {name: fields[name] for name in names[:first]}
    return before, signs, {name: each for name, each in fields.items() if name not in before and name not in signs}


def _lines(fields: Mapping[str, Field]) -> tuple[Line, ...]:
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
    return tuple(found)
