"""Severe mental disorder: the supplement (个人信息补充表, V2) and the follow-up (随访服务记录表, V1), third edition.

The classification runs the other way round than that of hypertension: 1 is the worst, 3 the best.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import GOOD_FAIR_POORER, NO_YES, NO_YES_2
from clinic_app.records.field import (
    Context,
    Field,
    FieldError,
    Kind,
    Merge,
    Option,
    Record,
    RecordType,
    Values,
    options,
)
from clinic_app.records.followup import JudgedSection, check_decision, check_next_visit

SUPPLEMENT_FORM = "严重精神障碍患者个人信息补充表"
FORM = "严重精神障碍患者随访服务记录表"
NOT_APPLICABLE = Option("9", "此项不适用")
SYMPTOM = options(
    "幻觉", "交流困难", "猜疑", "喜怒无常", "行为怪异", "兴奋话多", "伤人毁物", "悲观厌世", "无故外走", "自语自笑",
    "孤僻懒散", "其他",
)  # fmt: skip
RISK_LEVEL = options("0级", "1级", "2级", "3级", "4级", "5级", start=0)
INSIGHT = options("自知力完全", "自知力不全", "自知力缺失")
DANGEROUS_ACT = options("轻度滋事", "肇事", "肇祸", "其他危害行为", "自伤", "自杀未遂", "无")
NO_ACT = "7"
LOCK = options("无关锁", "关锁", "关锁已解除")
ADMISSION = options("未住院", "目前正在住院", "曾住院，现未住院", start=0)
ADHERENCE = options("按医嘱规律用药", "间断用药", "不用药", "医嘱勿需用药")
EFFECT = (*options("痊愈", "好转", "无变化", "加重"), NOT_APPLICABLE)
REHABILITATION = options("生活劳动能力", "职业训练", "学习能力", "社会交往", "其他")
CLASSIFICATION = options("不稳定", "基本稳定", "稳定")
UNSTABLE, BASICALLY_STABLE, STABLE = "1", "2", "3"
EMPLOYMENT = options(
    "在岗工人", "在岗管理者", "农民", "下岗或无业", "在校学生", "退休", "专业技术人员", "其他", "不详"
)  # fmt: skip
ACT_COUNT = (
    Field("行为", Kind.CODE, name="act", options=DANGEROUS_ACT, required=True),
    Field("次数", Kind.INTEGER, name="times", minimum="1", maximum="999", unit="次"),
)
PSYCHIATRIC_MEDICINE = (
    Field("药物名称", Kind.TEXT, name="name", required=True, max_length=100),
    Field("每日（月）", Kind.CODE, name="per", options=(Option("day", "每日"), Option("month", "每月"))),
    Field("次数", Kind.INTEGER, name="times", minimum="0", maximum="99"),
    Field("每次剂量", Kind.DECIMAL, name="dose_mg", minimum="0", maximum="10000", decimals=2, unit="mg"),
)


def check_acts(values: Values, context: Context) -> list[FieldError]:
    """无 stands alone; an act is named once."""
    acts = [str(each.get("act")) for each in values.get("dangerous_acts") or ()]
    if NO_ACT in acts and len(acts) > 1:
        return [FieldError("dangerous_acts", "选“无”就不能再选别的危险行为")]
    if len(set(acts)) != len(acts):
        return [FieldError("dangerous_acts", "同一种危险行为写一行，次数写在一起")]
    return []


def check_consent(values: Values, context: Context) -> list[FieldError]:
    """Dates of the supplement are not in the future."""
    today = context.today.isoformat()
    names = ("consent_signed_on", "onset_date", "first_drug_date", "diagnosed_on", "filled_on")
    return [FieldError(name, "日期晚于今天") for name in names if values.get(name) and values[name] > today]


class MentalSupplement(Record):
    """Who looks after the patient, what has been before, and whether management is agreed to."""

    __tablename__ = "mental_supplement"
    declaration = RecordType(
        "mental_supplement", "严重精神障碍补充信息", Merge.PROFILE, rules=(check_acts, check_consent)
    )
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    guardian_name = field.text("监护人姓名", max_length=100, form=SUPPLEMENT_FORM)
    guardian_relation = field.text("与患者关系", max_length=40, form=SUPPLEMENT_FORM)
    guardian_address = field.text("监护人住址", form=SUPPLEMENT_FORM)
    guardian_phone = field.text("监护人电话", max_length=40, form=SUPPLEMENT_FORM)
    village_contact = field.text("辖区村（居）委会联系人、电话", form=SUPPLEMENT_FORM)
    household_type = field.code("户别", options("城镇", "农村"), form=SUPPLEMENT_FORM)
    employment = field.code("就业情况", EMPLOYMENT, form=SUPPLEMENT_FORM)
    consent = field.code("知情同意", (Option("1", "同意参加管理"), Option("0", "不同意参加管理")), form=SUPPLEMENT_FORM)
    consent_signed_by = field.text("知情同意签字", max_length=100, form=SUPPLEMENT_FORM)
    consent_signed_on = field.day("签字时间", form=SUPPLEMENT_FORM)
    onset_date = field.day("初次发病时间", form=SUPPLEMENT_FORM)
    past_symptoms = field.codes("既往主要症状", SYMPTOM, other=True, form=SUPPLEMENT_FORM)
    past_lock = field.code("既往关锁情况", LOCK, form=SUPPLEMENT_FORM)
    past_outpatient = field.code("既往治疗·门诊", options("未治", "间断门诊治疗", "连续门诊治疗"), form=SUPPLEMENT_FORM)
    first_drug_date = field.day("首次抗精神病药治疗时间", form=SUPPLEMENT_FORM)
    past_admissions = field.whole("既往治疗·住院次数", 0, 200, unit="次", form=SUPPLEMENT_FORM)
    diagnosis = field.text("目前诊断", form=SUPPLEMENT_FORM)
    diagnosis_hospital = field.text("确诊医院", form=SUPPLEMENT_FORM)
    diagnosed_on = field.day("确诊日期", form=SUPPLEMENT_FORM)
    last_effect = field.code("最近一次治疗效果", options("痊愈", "好转", "无变化", "加重"), form=SUPPLEMENT_FORM)
    dangerous_acts = field.rows("危险行为", ACT_COUNT, form=SUPPLEMENT_FORM)
    economy = field.code("经济状况", options("贫困，在当地贫困线标准以下", "非贫困", "不详"), form=SUPPLEMENT_FORM)
    specialist_advice = field.text("专科医生的意见", long=True, form=SUPPLEMENT_FORM)
    filled_on = field.day("填表日期", form=SUPPLEMENT_FORM)
    doctor_sign = field.text("医生签字", form=SUPPLEMENT_FORM)


class MentalFollowup(JudgedSection, Record):
    """What was found since the last visit, the risk, and how stable the patient is."""

    __tablename__ = "mental_followup"
    declaration = RecordType(
        "mental_followup", "严重精神障碍随访", Merge.EVENT, rules=(check_next_visit, check_decision, check_acts)
    )
    risk_level = field.code("危险性评估", RISK_LEVEL, form=FORM)
    symptoms = field.codes("目前症状", SYMPTOM, other=True, form=FORM)
    insight = field.code("自知力", INSIGHT, form=FORM)
    sleep = field.code("睡眠情况", GOOD_FAIR_POORER, form=FORM)
    diet = field.code("饮食情况", GOOD_FAIR_POORER, form=FORM)
    sf_selfcare = field.code("社会功能·个人生活料理", GOOD_FAIR_POORER, form=FORM)
    sf_housework = field.code("社会功能·家务劳动", GOOD_FAIR_POORER, form=FORM)
    sf_work = field.code("社会功能·生产劳动及工作", (*GOOD_FAIR_POORER, NOT_APPLICABLE), form=FORM)
    sf_learning = field.code("社会功能·学习能力", GOOD_FAIR_POORER, form=FORM)
    sf_social = field.code("社会功能·社会人际交往", GOOD_FAIR_POORER, form=FORM)
    dangerous_acts = field.rows("危险行为", ACT_COUNT, form=FORM, help="上次随访至本次之间；无则选7")
    lock = field.code("两次随访期间关锁情况", LOCK, form=FORM)
    admission = field.code("两次随访期间住院情况", ADMISSION, form=FORM)
    discharged_on = field.day("末次出院时间", form=FORM)
    lab = field.code("实验室检查", NO_YES, other=True, form=FORM)
    adherence = field.code("用药依从性", ADHERENCE, form=FORM)
    adr = field.code("药物不良反应", (*NO_YES, NOT_APPLICABLE), other=True, form=FORM)
    severe_adr = field.truth("严重药物不良反应", help="规则 P-09 问的是“严重”，表上的“有”不等于严重")
    severe_illness = field.truth("严重躯体疾病", help="规则 P-09")
    effect = field.code("治疗效果", EFFECT, form=FORM)
    referral = field.code("是否转诊", NO_YES_2, form=FORM)
    psychiatric_medicines = field.rows("用药情况", PSYCHIATRIC_MEDICINE, form=FORM)
    medicine_advice = field.rows("用药指导", PSYCHIATRIC_MEDICINE, form=FORM)
    rehabilitation = field.codes("康复措施", REHABILITATION, other=True, form=FORM)
    classification = field.code("本次随访分类", CLASSIFICATION, form=FORM)
    proposed_classification = field.code("规则建议的分类", CLASSIFICATION, derived=True)
