"""Tuberculosis: first home visit (第一次入户随访记录表) and follow-up (随访服务记录表), third edition; V2.

The symptom codes begin at 0 and are not the same on the two forms: the follow-up adds 6 关节疼痛 and counts on from
there. A code never moves from one form to the other without a mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clinic_app.records import field
from clinic_app.records.code_list import GOOD_FAIR_POOR, NO_YES
from clinic_app.records.field import Context, FieldError, Merge, Record, RecordType, Values, options
from clinic_app.records.followup import JudgedSection, check_decision, check_next_visit

FIRST_FORM = "肺结核患者第一次入户随访记录表"
FORM = "肺结核患者随访服务记录表"
FIRST_SYMPTOM = options(
    "没有症状", "咳嗽咳痰", "低热盗汗", "咯血或血痰", "胸痛消瘦", "恶心纳差", "头痛失眠", "视物模糊", "皮肤瘙痒、皮疹",
    "耳鸣、听力下降", start=0,
)  # fmt: skip
SYMPTOM = options(
    "没有症状", "咳嗽咳痰", "低热盗汗", "咯血或血痰", "胸痛消瘦", "恶心纳差", "关节疼痛", "头痛失眠", "视物模糊",
    "皮肤瘙痒、皮疹", "耳鸣、听力下降", start=0,
)  # fmt: skip
FIRST_TO_FOLLOWUP: Mapping[str, str] = {
    "0": "0", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "6": "7", "7": "8", "8": "9", "9": "10",
}  # fmt: skip
USAGE = options("每日", "间歇")
DOSAGE_FORM = options("固定剂量复合制剂", "散装药", "板式组合药", "注射剂")
SUPERVISOR = options("医生", "家属", "自服药", "其他")
MASTERY = options("掌握", "未掌握")
STOP_REASON = options("完成疗程", "死亡", "丢失", "转入耐多药治疗")
EDUCATION = (
    "edu_card", "edu_method", "edu_course", "edu_irregular", "edu_adr", "edu_sputum", "edu_travel", "edu_habits",
    "edu_contacts",
)  # fmt: skip


def followup_symptoms(first: Iterable[str]) -> list[str]:
    """Symptoms of the first visit in the codes of the follow-up form."""
    return [FIRST_TO_FOLLOWUP.get(each, each) for each in first]


def check_counts(values: Values, context: Context) -> list[FieldError]:
    """Nobody takes or is visited more often than was due; the end of treatment names its reason."""
    found = []
    for done, due, word in (("visits_done", "visits_due", "访视"), ("doses_done", "doses_due", "服药")):
        if values.get(done) is not None and values.get(due) is not None and values[done] > values[due]:
            found.append(FieldError(done, f"实际{word}次数多于应{word}次数，核对"))
    if values.get("stop_date") and not values.get("stop_reason"):
        found.append(FieldError("stop_reason", "停止治疗要写明原因"))
    if values.get("stop_date") and values["stop_date"] > context.today.isoformat():
        found.append(FieldError("stop_date", "日期晚于今天"))
    return found


class TuberculosisFirstVisit(JudgedSection, Record):
    """The visit within 72 hours of the notice: who supervises, where the patient lives, what was taught."""

    __tablename__ = "tuberculosis_first_visit"
    declaration = RecordType("tuberculosis_first_visit", "肺结核第一次入户", Merge.EVENT, rules=(check_next_visit,))
    patient_type = field.code("患者类型", options("初治", "复治"), form=FIRST_FORM)
    sputum = field.code("痰菌情况", options("阳性", "阴性", "未查痰"), form=FIRST_FORM)
    resistance = field.code("耐药情况", options("耐药", "非耐药", "未检测"), form=FIRST_FORM)
    symptoms = field.codes("症状及体征", FIRST_SYMPTOM, exclusive=("0",), other=True, form=FIRST_FORM)
    regimen = field.text("化疗方案", form=FIRST_FORM)
    usage = field.code("用法", USAGE, form=FIRST_FORM)
    dosage_form = field.codes("药品剂型", DOSAGE_FORM, form=FIRST_FORM)
    supervisor = field.code("督导人员", SUPERVISOR, form=FIRST_FORM)
    single_room = field.code("单独的居室", options("有", "无"), form=FIRST_FORM)
    ventilation = field.code("通风情况", GOOD_FAIR_POOR, form=FIRST_FORM)
    pickup_place = field.text("取药地点", form=FIRST_FORM)
    pickup_time = field.day("取药时间", form=FIRST_FORM)
    edu_card = field.code("服药记录卡的填写", MASTERY, form=FIRST_FORM)
    edu_method = field.code("服药方法及药品存放", MASTERY, form=FIRST_FORM)
    edu_course = field.code("肺结核治疗疗程", MASTERY, form=FIRST_FORM)
    edu_irregular = field.code("不规律服药危害", MASTERY, form=FIRST_FORM)
    edu_adr = field.code("服药后不良反应及处理", MASTERY, form=FIRST_FORM)
    edu_sputum = field.code("治疗期间复诊查痰", MASTERY, form=FIRST_FORM)
    edu_travel = field.code("外出期间如何坚持服药", MASTERY, form=FIRST_FORM)
    edu_habits = field.code("生活习惯及注意事项", MASTERY, form=FIRST_FORM)
    edu_contacts = field.code("密切接触者检查", MASTERY, form=FIRST_FORM)


class TuberculosisFollowup(JudgedSection, Record):
    """A month (or ten days) of treatment; the last one closes the case."""

    __tablename__ = "tuberculosis_followup"
    declaration = RecordType(
        "tuberculosis_followup", "肺结核随访", Merge.EVENT, rules=(check_next_visit, check_decision, check_counts)
    )
    treatment_month = field.whole("治疗月序", 1, 60, unit="月", form=FORM)
    intensive = field.truth("强化期或注射期", help="规则 T-06：家属督导者此期每10天随访一次")
    supervisor = field.code("督导人员", SUPERVISOR, form=FORM)
    symptoms = field.codes("症状及体征", SYMPTOM, exclusive=("0",), other=True, form=FORM)
    regimen = field.text("化疗方案", form=FORM)
    usage = field.code("用法", USAGE, form=FORM)
    dosage_form = field.codes("药品剂型", DOSAGE_FORM, form=FORM)
    missed_doses = field.whole("漏服药次数", 0, 400, unit="次", form=FORM)
    adr = field.code("药物不良反应", NO_YES, other=True, form=FORM)
    complication = field.code("并发症或合并症", NO_YES, other=True, form=FORM)
    referral_dept = field.text("转诊科别", form=FORM)
    result_2w = field.text("2周内随访，随访结果", form=FORM)
    handling = field.text("处理意见", long=True, form=FORM)
    stop_date = field.day("停止治疗时间", form=FORM)
    stop_reason = field.code("停止治疗原因", STOP_REASON, form=FORM)
    visits_due = field.whole("应访视次数", 0, 400, unit="次", form=FORM)
    visits_done = field.whole("实际访视次数", 0, 400, unit="次", form=FORM)
    doses_due = field.whole("应服药次数", 0, 2000, unit="次", form=FORM)
    doses_done = field.whole("实际服药次数", 0, 2000, unit="次", form=FORM)
    dose_rate = field.decimal("服药率", "0", "100", unit="%", derived=True, form=FORM)
    evaluator_sign = field.text("评估医生签名", form=FORM)
