"""Tuberculosis: 第一次入户随访记录表 (one visit) and 随访服务记录表 (four visits, the end of treatment at the foot)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Cell, Part
from clinic_app.printing.declared import Answers, joined, title, words
from clinic_app.printing.followup import FollowupForm, FollowupRow, FootRow
from clinic_app.printing.form_head import FormHead
from clinic_app.printing.text import Piece
from clinic_app.printing.values import late_words, words_of
from clinic_app.printing.visit_row import aim, day, declared_row, outcome_words, padded, row, text, visit_day
from clinic_app.records.tuberculosis import EDUCATION, FIRST_FORM, FORM, TuberculosisFirstVisit, TuberculosisFollowup
from clinic_app.records.visit import Visit

FIELDS = TuberculosisFollowup.declaration.fields
VISIT_FIELDS = Visit.declaration.fields
FIRST_FIELDS = {**VISIT_FIELDS, **TuberculosisFirstVisit.declaration.fields}
ENDING, WHOLE = "停止治疗及原因", "全程管理情况"
END_FIELDS = (
    "stop_date", "stop_reason", "visits_due", "visits_done", "doses_due", "doses_done", "dose_rate", "evaluator_sign",
)  # fmt: skip
Values = Mapping[str, Any]


def tuberculosis_form(name: str, record_no8: str, visits: Sequence[Values]) -> FollowupForm:
    """The form of a patient's visits, oldest first: values of `visit` and `tuberculosis_followup` together."""
    columns = padded(visits)
    rows = [
        row("随访时间", columns, visit_day),
        row("治疗月序", columns, _month),
        declared_row(FIELDS["supervisor"], columns),
        declared_row(VISIT_FIELDS["visit_mode"], columns),
        declared_row(FIELDS["symptoms"], columns, other=True),
        row("吸烟（支/天）", columns, aim("smoking"), group="生活方式"),
        row("饮酒（两/天）", columns, aim("drinking"), group="生活方式"),
        *(declared_row(FIELDS[key], columns, group="用药") for key in ("regimen", "usage", "dosage_form")),
        declared_row(FIELDS["missed_doses"], columns, group="用药"),
        *(declared_row(FIELDS[key], columns) for key in ("adr", "complication")),
        *_referral(columns),
        declared_row(FIELDS["handling"], columns),
        row("下次随访时间", columns, day("next_visit_date")),
        row("随访医生签名", columns, text("doctor_sign")),
    ]
    return FollowupForm(FORM, name, record_no8, tuple(rows), foot=_ending(visits))


def _month(visit: Values) -> Cell:
    return f"第 {words_of(visit.get('treatment_month')) or '　　'} 月"


def _referral(visits: Sequence[Values]) -> list[FollowupRow]:
    return [
        row("科别", visits, _department, group="转诊"),
        row("原因", visits, text("referral_reason"), group="转诊"),
        row(FIELDS["result_2w"].label, visits, text("result_2w"), group="转诊"),
    ]


def _department(visit: Values) -> Cell:
    """The department; where only institution and department were written together, these."""
    return words_of(visit.get("referral_dept")) or words_of(visit.get("referral_org_dept"))


def _ending(visits: Sequence[Values]) -> tuple[FootRow, ...]:
    """What closes the case: of the last visit that says it."""
    last: Values = next((visit for visit in reversed(visits) if any(visit.get(key) for key in END_FIELDS)), {})
    answers = Answers(FIELDS, last)
    stopped = (*title("出现停止治疗时间"), *answers.day("stop_date", ""))
    visited = (
        Piece("应访视患者"), answers.blank("visits_due"), Piece("次，实际访视"), answers.blank("visits_done"),
        Piece("次"),
    )  # fmt: skip
    taken = (
        Piece("患者在疗程中，应服药"), answers.blank("doses_due"), Piece("次，实际服药"), answers.blank("doses_done"),
        Piece("次，服药率"), answers.blank("dose_rate"), Piece("%"),
    )  # fmt: skip
    return (
        FootRow(ENDING, Part(stopped)),
        FootRow("停止治疗原因", answers.choice("stop_reason", "")),
        FootRow(WHOLE, Part((*visited, Piece("；"), *taken))),
        FootRow(FIELDS["evaluator_sign"].label, Part((answers.blank("evaluator_sign", 60.0),))),
    )


def tuberculosis_first_visit(name: str, record_no8: str, visit: Values) -> BlockForm:
    """The visit within 72 hours of the notice: values of `visit` and `tuberculosis_first_visit` together."""
    answers = Answers(FIRST_FIELDS, visit)
    opening = [
        Item("随访时间", ((Part((*answers.day("visit_date", ""), *_after(visit))),),)),
        _choice(answers, "visit_mode", "随访方式"),
        *(_choice(answers, key) for key in ("patient_type", "sputum", "resistance")),
        Item(answers.label("symptoms"), ((answers.choice("symptoms", "", slots=6),),)),
    ]
    drugs = [
        Item(answers.label("regimen"), ((answers.text("regimen", ""),),)),
        _choice(answers, "usage"),
        Item(answers.label("dosage_form"), ((answers.choice("dosage_form", "", slots=3),),)),
    ]
    home = [_choice(answers, "single_room"), _choice(answers, "ventilation")]
    habits = [
        Item("吸烟", ((Part((*answers.aim("smoking", ""), Piece("（当前/目标）"))),),)),
        Item("饮酒", ((Part((*answers.aim("drinking", ""), Piece("（当前/目标）"))),),)),
    ]
    place = joined(answers.measure("pickup_place", "地点：", width=50.0), answers.day("pickup_time", "时间："))
    education = [Item("取药地点、时间", ((place,),)), *(_choice(answers, key) for key in EDUCATION)]
    closing = [
        Item("下次随访时间", ((Part(answers.day("next_visit_date", "")),),)),
        Item("评估医生签名", ((answers.text("doctor_sign", ""),),)),
    ]
    blocks = (
        Block("", tuple(opening)),
        Block("用药", tuple(drugs)),
        Block("", (_choice(answers, "supervisor", "督导人员选择"),)),
        Block("家庭居住环境", tuple(home)),
        Block("生活方式", tuple(habits)),
        Block("健康教育及培训", tuple(education)),
        Block("", tuple(closing)),
    )
    return BlockForm(FormHead(FIRST_FORM, name, record_no8), blocks, label=48.0, size=11.0)


def _choice(answers: Answers, key: str, label: str = "") -> Item:
    return Item(label or answers.label(key), ((answers.choice(key, ""),),))


def _after(visit: Values) -> tuple[Piece, ...]:
    """Loss, death and late entry beside the date."""
    found = [*outcome_words(visit), *late_words(visit)]
    return tuple(words("　" + "　".join(found)).pieces) if found else ()
