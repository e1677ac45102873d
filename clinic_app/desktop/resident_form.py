"""What the register asks of a person: who, where, what must be known for safety; the rest of the paper below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.field import Kind, Option
from clinic_app.store.queries.reference import Village

RESIDENT, HOUSEHOLD, REGISTRATION = "resident", "household", "chronic_registration"


def _tr(text: str) -> str:
    return QCoreApplication.translate("resident", text)


@dataclass(frozen=True)
class Surroundings:
    """What the form offers: villages of the directory, programmes the person is in already."""

    villages: Sequence[Village] = ()
    programmes: Sequence[str] = ()
    groups: Sequence[str] = field(default_factory=tuple)


def resident_form(around: Surroundings, today: date) -> Form:
    """The form of a resident, new or on file."""
    return Form(resident_sections(around), today, lazy=True)


def village_editors(villages: Sequence[Village]) -> dict[str, Any]:
    """A list of villages where the directory has them; else the twelve digits are typed."""
    if not villages:
        return {}
    options = [Option(each.code, each.name) for each in villages]
    return {"village_code": partial(_village_editor, options)}


def _village_editor(options: list[Option], declared: Any) -> PickEditor:
    return PickEditor(declared, options)


def resident_sections(around: Surroundings) -> list[Section]:
    """The sections of that form."""
    editors = village_editors(around.villages)
    return [
        Section(
            RESIDENT,
            (
                Line(("id_no",)),
                Line(("name",)),
                Line(("sex",)),
                Line(("birth_date",)),
            ),
            title=_tr("是谁"),
        ),
        Section(RESIDENT, (Line(("village_code",)),), title=_tr("住在哪"), editors=editors),
        Section(HOUSEHOLD, (Line(("group_name", "house_no")),)),
        Section(RESIDENT, lines("relation_to_head", "phone", "contact_name contact_phone")),
        Section(RESIDENT, lines("drug_allergy drug_allergy_other"), title=_tr("健康")),
        Section(RESIDENT, lines("past_disease past_disease_other")),
        *_programmes(around.programmes),
        Section(RESIDENT, _more(), title=_tr("其他登记项（可以以后再填）")),
    ]


def _programmes(already: Sequence[str]) -> list[Section]:
    """Which programmes to put the person under management in; those in force are not asked again."""
    options = tuple(option for option in PROGRAMME if option.code not in already)
    if not options:
        return []
    declared = RECORD_TYPES[REGISTRATION].fields["programme"]
    numbered = replace(declared, kind=Kind.CODES, options=options, label=_tr("纳入慢病管理"), required=False)
    return [Section(REGISTRATION, (Line(("programme",)),), fields={"programme": numbered})]


def _more() -> tuple[Line, ...]:
    return lines(
        "current_address", "registered_address", "id_type", "responsible_doctor filing_date", "work_unit",
        "residence_type", "ethnicity ethnicity_other", "abo", "rh", "education", "occupation", "marital",
        "payment payment_other", "exposure", "surgery", "trauma", "transfusion",
        "family_father family_father_other", "family_mother family_mother_other",
        "family_siblings family_siblings_other", "family_children family_children_other",
        "genetic genetic_other", "disability disability_other",
        "kitchen_vent", "fuel", "water", "toilet", "livestock",
        "consent", "consent_purposes", "consent_on consent_by",
    )  # fmt: skip


def registrations(resident_id: str, programmes: Sequence[str]) -> list[dict[str, Any]]:
    """A registration for each programme chosen."""
    return [{"type": REGISTRATION, "fields": {"resident_id": resident_id, "programme": each}} for each in programmes]


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a stored record."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
