"""The common vocabulary of the programmes' questions: where a question stands in a visit, and what is known before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.measured import MeasuredEditor
from clinic_app.desktop.forms.section import Line, Section
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.field import Field

VISIT = "visit"
EXAMINATION = "health_examination"
FIRST_TUBERCULOSIS = "tuberculosis_first_visit"
LastValues = Mapping[str, tuple[Any, str]]
"""The newest value of every field and the day of its visit (store.queries.visit.last_values)."""
Make = Callable[[Field], Editor]


class Slot(IntEnum):
    """The order of a visit, which is that of the national forms' lines as far as one order serves them all (decision
    0047); within a slot the programmes follow each other in the order of registration."""

    START = 0
    SYMPTOMS = 1
    VITALS = 2
    PRESSURE = 3
    BODY = 4
    SIGNS = 5
    HABITS = 6
    MIND = 7
    EXAMS = 8
    ADHERENCE = 9
    MEDICINES = 10
    DANGER = 11
    COMPLICATION = 12
    OWN = 13
    MORE_SIGNS = 14
    ENDING = 15
    EXAMINATION = 16
    TARGETS = 17
    DECISION = 18
    END = 19


@dataclass(frozen=True)
class Asked:
    """One section of the form and where it stands."""

    slot: Slot
    section: Section


@dataclass(frozen=True)
class Known:
    """What is known before the visit.

    `programmes` are those asked for, `last` the last values; `first_tuberculosis` says that no first home visit has
    been recorded yet, `examination` that the yearly examination is part of this visit. `sex` leaves out what the
    examination asks of the other sex.
    """

    programmes: tuple[str, ...]
    last: LastValues = field(default_factory=dict)
    first_tuberculosis: bool = False
    examination: bool = False
    sex: str = ""
    drugs: Sequence[str] = ()
    doctors: Sequence[str] = ()

    @property
    def in_order(self) -> tuple[str, ...]:
        """The programmes in the order of the catalogue: who came first does not matter."""
        return tuple(each for each in PROGRAMME_SECTION if each in self.programmes)

    @property
    def sections(self) -> tuple[str, ...]:
        """The record types that the visit has."""
        found = []
        for each in self.in_order:
            if each == "tuberculosis" and self.first_tuberculosis:
                found.append(FIRST_TUBERCULOSIS)
            elif each in PROGRAMME_SECTION:
                found.append(PROGRAMME_SECTION[each])
        return (*found, EXAMINATION) if self.examination else tuple(found)

    def is_alone(self, section: str) -> bool:
        """Whether the visit has this section only, so that its lines can stand among the common ones."""
        return self.sections == (section,)

    def section_of(self, programme: str) -> str:
        """The record type in which this visit keeps a programme."""
        return (
            FIRST_TUBERCULOSIS
            if programme == "tuberculosis" and self.first_tuberculosis
            else (PROGRAMME_SECTION[programme])
        )


def measured(declared: Field) -> Editor:
    """The box of a measured value: with its source, or why it was not measured."""
    return MeasuredEditor(declared)


def measured_editors(names: str) -> dict[str, Make]:
    """The same for several fields."""
    return dict.fromkeys(names.split(), measured)


def decision(section: str, title: str, *, classified: bool = True) -> Section | None:
    """What the doctor decides besides the rules' proposal; empty fields follow the proposal."""
    declared = RECORD_TYPES[section].fields
    asked: list[Line] = []
    if classified and "classification" in declared:
        asked.append(Line(("classification",)))
    if classified:
        asked.append(Line(("referral_declined",), label=_tr("不采纳转诊建议")))
        asked.append(Line(("decision_reason",)))
    asked.append(Line(("next_visit_date",), label=_tr("下次随访日期")))
    return Section(section, tuple(asked), title=title)


def decision_title(name: str, *, several: bool) -> str:
    """The title over the doctor's decision, with the programme where there are several."""
    title = _tr("医生的决定（同意建议时不填）")
    return f"{name}·{title}" if several else title


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


Parts = Callable[[Known, date], list[Asked]]
