"""2型糖尿病患者随访服务记录表 (third edition): its lines in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app.printing.cells import Cell
from clinic_app.printing.followup import FollowupForm, FollowupRow
from clinic_app.printing.values import as_date, label_of, reading, words_of
from clinic_app.printing.visit_row import (
    aim,
    attitude_rows,
    choice,
    closing_rows,
    code,
    exercise,
    judgement_rows,
    legend,
    medicine_rows,
    opening_rows,
    padded,
    pressure,
    row,
    text,
)
from clinic_app.records.code_list import SIDE
from clinic_app.records.diabetes import FORM, SYMPTOM, DiabetesFollowup

FIELDS = DiabetesFollowup.declaration.fields


def diabetes_form(name: str, record_no8: str, visits: Sequence[Mapping[str, Any]]) -> FollowupForm:
    """The form of a resident's visits, oldest first.

    Each visit is the field values of a `visit` record together with those of its `diabetes_followup`;
    `record_no8` is the last eight digits of the record number.
    """
    columns = padded(visits)
    hypoglycemia = row(legend("低血糖反应", FIELDS["hypoglycemia"].options), columns, code("hypoglycemia"))
    rows = [
        *opening_rows(columns, SYMPTOM),
        *_signs(columns),
        *_guidance(columns),
        row("空腹血糖值（mmol/L）", columns, text("fbg"), group="辅助检查"),
        row("其他检查*", columns, _other_exam, group="辅助检查"),
        *judgement_rows(columns, [hypoglycemia]),
        *medicine_rows(columns, others=False),
        row("胰岛素 种类、用法和用量", columns, _insulin, group="用药情况"),
        *closing_rows(columns),
    ]
    return FollowupForm(FORM, name, record_no8, tuple(rows))


def _signs(columns: Sequence[Mapping[str, Any]]) -> list[FollowupRow]:
    pulse = legend("足背动脉搏动", FIELDS["dorsalis_pedis"].options, "（双侧、左侧、右侧）")
    return [
        row("血压（mmHg）", columns, pressure, group="体征"),
        row("体重（kg）", columns, aim("weight"), group="体征"),
        row("体质指数（BMI）", columns, aim("bmi"), group="体征"),
        row(pulse, columns, _pulse, group="体征"),
        row("其他", columns, text("other_signs"), group="体征"),
    ]


def _guidance(columns: Sequence[Mapping[str, Any]]) -> list[FollowupRow]:
    group = "生活方式指导"
    return [
        row("日吸烟量（支）", columns, aim("smoking"), group=group),
        row("日饮酒量（两）", columns, aim("drinking"), group=group),
        row("运动", columns, exercise, group=group),
        row("主食（克/天）", columns, aim("staple_food"), group=group),
        *attitude_rows(columns, group),
    ]


def _pulse(visit: Mapping[str, Any]) -> Cell:
    if visit.get("dorsalis_pedis") is None and (why := reading(visit, "dorsalis_pedis")):
        return why
    return choice([visit.get("dorsalis_pedis")], note=label_of(SIDE, visit.get("dorsalis_pedis_side")))


def _other_exam(visit: Mapping[str, Any]) -> Cell:
    """Glycated haemoglobin with the day of the test, then other examinations."""
    value = reading(visit, "hba1c") or "　　"
    tested = as_date(visit.get("hba1c_date"))
    when = f"{tested.month}月{tested.day}日" if tested else "　 月　 日"
    more = words_of(visit.get("other_exam"))
    unit = "" if visit.get("hba1c") is None and value.strip("　") else "%"
    return f"糖化血红蛋白 {value}{unit}\n检查日期 {when}" + (f"\n{more}" if more else "")


def _insulin(visit: Mapping[str, Any]) -> Cell:
    given = visit.get("insulin") or ()
    return "；".join(f"{words_of(each.get('kind'))} {words_of(each.get('usage'))}".strip() for each in given)
