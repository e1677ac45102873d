"""Self-care of the elderly (老年人生活自理能力评估表, third edition; V1).

The codes are the printed scores. Eating and dressing have no score of their own for 轻度依赖 (printed 0): it is not
offered. The sum and the grade follow from the five answers and are never typed.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Option, Record, RecordType, options
from clinic_app.records.followup import JudgedSection, check_next_visit

FORM = "老年人生活自理能力评估表"
EATING = (Option("0", "独立完成"), Option("3", "需要协助，如切碎、搅拌食物等"), Option("5", "完全需要帮助"))
GROOMING = (
    Option("0", "独立完成"),
    Option("1", "能独立地洗头、梳头、洗脸、刷牙、剃须等；洗澡需要协助"),
    Option("3", "在协助下和适当的时间内，能完成部分梳洗活动"),
    Option("7", "完全需要帮助"),
)
DRESSING = (
    Option("0", "独立完成"),
    Option("3", "需要协助，在适当的时间内完成部分穿衣"),
    Option("5", "完全需要帮助"),
)
TOILETING = (
    Option("0", "不需协助，可自控"),
    Option("1", "偶尔失禁，但基本上能如厕或使用便具"),
    Option("5", "经常失禁，在很多提示和协助下尚能如厕或使用便具"),
    Option("10", "完全失禁，完全需要帮助"),
)
MOBILITY = (
    Option("0", "独立完成所有活动"),
    Option("1", "借助较小的外力或辅助装置能完成站立、行走、上下楼梯等"),
    Option("5", "借助较大的外力才能完成站立、行走，不能上下楼梯"),
    Option("10", "卧床不起，活动完全需要帮助"),
)
SELF_CARE_GRADE = options("可自理", "轻度依赖", "中度依赖", "不能自理")
ITEMS = ("eating", "grooming", "dressing", "toileting", "mobility")


class ElderlyAssessment(JudgedSection, Record):
    """The five questions of the yearly self-assessment and what follows from them."""

    __tablename__ = "elderly_assessment"
    declaration = RecordType("elderly_assessment", "老年人自理评估", Merge.EVENT, rules=(check_next_visit,))
    eating = field.code("进餐", EATING, form=FORM, help="使用餐具将饭菜送入口、咀嚼、吞咽等活动")
    grooming = field.code("梳洗", GROOMING, form=FORM, help="梳头、洗脸、刷牙、剃须、洗澡等活动")
    dressing = field.code("穿衣", DRESSING, form=FORM, help="穿衣裤、袜子、鞋子等活动")
    toileting = field.code("如厕", TOILETING, form=FORM, help="小便、大便等活动及自控")
    mobility = field.code("活动", MOBILITY, form=FORM, help="站立、室内行走、上下楼梯、户外活动")
    self_care_score = field.whole("自理能力总分", 0, 37, unit="分", derived=True, form=FORM)
    self_care_grade = field.code("自理能力等级", SELF_CARE_GRADE, derived=True, form=FORM)
