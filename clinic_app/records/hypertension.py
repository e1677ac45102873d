"""Hypertension follow-up (高血压患者随访服务记录表, third edition; V1)."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Option, Record, RecordType, options
from clinic_app.records.followup import FollowupSection, check_decision, check_next_visit

FORM = "高血压患者随访服务记录表"
SYMPTOM = options(
    "无症状",
    "头痛头晕",
    "恶心呕吐",
    "眼花耳鸣",
    "呼吸困难",
    "心悸胸闷",
    "鼻衄出血不止",
    "四肢发麻",
    "下肢水肿",
)
SALT = (Option("轻", "轻"), Option("中", "中"), Option("重", "重"))


class HypertensionFollowup(FollowupSection, Record):
    """The questions that only hypertension asks, and its verdict."""

    __tablename__ = "hypertension_followup"
    declaration = RecordType(
        "hypertension_followup", "高血压随访", Merge.EVENT, rules=(check_next_visit, check_decision)
    )
    symptoms = field.codes("症状", SYMPTOM, exclusive=("1",), other=True, form=FORM)
    salt = field.code("摄盐情况", SALT, target=True, form=FORM, help="表上划√，无数字代码")
    aux_exam = field.text("辅助检查", long=True, form=FORM)
