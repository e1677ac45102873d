"""高血压患者随访服务记录表 (third edition): its lines in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app.printing.cells import Cell
from clinic_app.printing.followup import FollowupForm, FollowupRow
from clinic_app.printing.values import words_of
from clinic_app.printing.visit_row import (
    aim,
    attitude_rows,
    closing_rows,
    exercise,
    judgement_rows,
    medicine_rows,
    opening_rows,
    padded,
    pressure,
    row,
    text,
)
from clinic_app.records.hypertension import FORM, SALT, SYMPTOM


def hypertension_form(name: str, record_no8: str, visits: Sequence[Mapping[str, Any]]) -> FollowupForm:
    """The form of a resident's visits, oldest first.

    Each visit is the field values of a `visit` record together with those of its `hypertension_followup`;
    `record_no8` is the last eight digits of the record number.
    """
    columns = padded(visits)
    rows = [
        *opening_rows(columns, SYMPTOM),
        row("血压（mmHg）", columns, pressure, group="体征"),
        row("体重（kg）", columns, aim("weight"), group="体征"),
        row("体质指数（BMI）", columns, aim("bmi"), group="体征"),
        row("心率（次/分钟）", columns, text("heart_rate"), group="体征"),
        row("其他", columns, text("other_signs"), group="体征"),
        *_guidance(columns),
        row("辅助检查*", columns, text("aux_exam")),
        *judgement_rows(columns),
        *medicine_rows(columns, others=True),
        *closing_rows(columns),
    ]
    return FollowupForm(FORM, name, record_no8, tuple(rows))


def _guidance(columns: Sequence[Mapping[str, Any]]) -> list[FollowupRow]:
    group = "生活方式指导"
    return [
        row("日吸烟量（支）", columns, aim("smoking"), group=group),
        row("日饮酒量（两）", columns, aim("drinking"), group=group),
        row("运动", columns, exercise, group=group),
        row("摄盐情况（咸淡）", columns, _salt, group=group),
        *attitude_rows(columns, group),
    ]


def _salt(visit: Mapping[str, Any]) -> Cell:
    """`轻/中√/重` now, `轻√/中/重` as target below, ticked because the form has no codes here."""
    now, target = (words_of(visit.get(key)) for key in ("salt", "salt_target"))
    return f"{_ticked(now)} /\n{_ticked(target)}"


def _ticked(chosen: str) -> str:
    return "/".join(option.label + ("√" if option.code == chosen else "") for option in SALT)
