"""慢阻肺患者随访表: its lines from the form file of the edition that the visits were written on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from clinic_app.printing.followup import FollowupForm, FollowupRow, FootRow
from clinic_app.printing.visit_row import (
    aim,
    attitude_rows,
    closing_rows,
    declared_row,
    exercise,
    legend,
    medicine_rows,
    padded,
    pressure,
    row,
    text,
    visit_day,
)
from clinic_app.printing.visit_row import code as code_cell
from clinic_app.records.code_list import VISIT_MODE
from clinic_app.records.copd import CLASSIFICATION, CopdFollowup
from clinic_app.records.form_definition import FormDefinition, form_definition, form_edition

TYPE = CopdFollowup.declaration.name
SIGNS, HABITS = "体征", "生活方式指导"
Values = Mapping[str, Any]


def copd_forms(name: str, record_no8: str, visits: Sequence[Values]) -> list[FollowupForm]:
    """A form for each edition that the visits name, in the order of the visits, oldest first."""
    if not visits:
        return [copd_form(name, record_no8, (), form_definition(TYPE))]
    parts = groupby(visits, key=lambda visit: str(visit.get("form_version") or ""))
    return [copd_form(name, record_no8, list(part), _edition(version)) for version, part in parts]


def _edition(version: str) -> FormDefinition:
    """The edition of this name; the newest where this laptop does not have it any more."""
    return form_edition(TYPE, version) or form_definition(TYPE)


def copd_form(name: str, record_no8: str, visits: Sequence[Values], edition: FormDefinition) -> FollowupForm:
    """The form of visits that were written on one edition."""
    columns = padded(visits)
    rows = [
        row("随访日期", columns, visit_day),
        row(legend("随访方式", VISIT_MODE), columns, code_cell("visit_mode")),
        *_questions(columns, edition),
        row(legend("管理等级", CLASSIFICATION), columns, code_cell("classification")),
        *medicine_rows(columns, others=False),
        *closing_rows(columns),
    ]
    foot = FootRow("表单版本", f"{edition.version}　{edition.source}")
    mark = "" if edition.national else edition.mark
    return FollowupForm(edition.title, name, record_no8, tuple(rows), foot=(foot,), mark=mark)


def _questions(visits: Sequence[Values], edition: FormDefinition) -> list[FollowupRow]:
    """The file's fields in its order; what the common block asks stands at the signs, where the file has any."""
    asked = [field for field in edition.fields.values() if not field.name.endswith("_other")]
    before = [field for field in asked[: _first_sign(asked)]]
    signs = [field for field in asked[len(before) :] if field.section == SIGNS]
    after = [field for field in asked[len(before) :] if field.section != SIGNS]
    lines = {
        field.name: declared_row(
            field, visits, group=field.section, slots=6, other=f"{field.name}_other" in edition.fields
        )
        for field in asked
    }
    return [
        *(lines[field.name] for field in before),
        *_measured(visits),
        *(lines[field.name] for field in signs),
        *_habits(visits),
        *(lines[field.name] for field in after),
    ]


def _first_sign(asked: Sequence[Any]) -> int:
    return next((place for place, field in enumerate(asked) if field.section == SIGNS), 1)


def _measured(visits: Sequence[Values]) -> list[FollowupRow]:
    return [
        row("身高（cm）", visits, text("height"), group=SIGNS),
        row("体重（kg）", visits, aim("weight"), group=SIGNS),
        row("血压（mmHg）", visits, pressure, group=SIGNS),
        row("心率（次/分钟）", visits, text("heart_rate"), group=SIGNS),
        row("呼吸频率（次/分钟）", visits, text("respiratory_rate"), group=SIGNS),
    ]


def _habits(visits: Sequence[Values]) -> list[FollowupRow]:
    return [
        row("日吸烟量（支）", visits, aim("smoking"), group=HABITS),
        row("运动", visits, exercise, group=HABITS),
        *attitude_rows(visits, HABITS),
    ]
