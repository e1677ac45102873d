"""Referral (双向转诊单), its event log, and the return slip (回转单).

Keys are those of the national stub and slip (third edition; V2). The identity block and the record pack are copied
into the referral when it is issued: the receiver needs no access to the living resident.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import SEX, URGENCY
from clinic_app.records.field import Context, FieldError, Merge, Option, Record, RecordType, Values

OUT = "双向转诊（转出）单"
BACK = "双向转诊（回转）单"
DIRECTION = (Option("up", "上转"), Option("down", "下转"), Option("level", "平转"))
EVENT = (
    Option("issue", "已开具"),
    Option("deliver", "已送达"),
    Option("read", "已读"),
    Option("accept", "已接收"),
    Option("return_incomplete", "退回补充"),
    Option("complete", "已补充"),
    Option("decline", "不接收"),
    Option("redirect", "改派"),
    Option("arrive", "已到诊"),
    Option("no_show", "未到诊"),
    Option("treat", "处置中"),
    Option("onward", "转上级"),
    Option("send_back", "已回转"),
    Option("followed_up", "已随访"),
    Option("withdraw", "撤回"),
    Option("request_withdrawal", "请求撤回"),
    Option("refuse", "患者拒绝"),
    Option("die", "死亡"),
    Option("outside_result", "盟外结果"),
    Option("hand_over", "已移交"),
)
NEEDS_REASON = ("decline", "withdraw", "refuse", "return_incomplete", "die")


def check_event(values: Values, context: Context) -> list[FieldError]:
    """Events that end or stop a referral say why; a redirect says where to, a hand-over also from whom."""
    event = values.get("event")
    if event in NEEDS_REASON and not values.get("reason"):
        return [FieldError("reason", "这一步要写明原因")]
    if event == "redirect" and not values.get("to_org"):
        return [FieldError("to_org", "改派要选择接收机构")]
    if event == "hand_over":
        missing = [name for name in ("from_org", "to_org") if not values.get(name)]
        return [FieldError(name, "移交要写明交出和接手的机构") for name in missing]
    return []


def check_dates(values: Values, context: Context) -> list[FieldError]:
    """Slips are not dated in the future."""
    return [
        FieldError(name, "日期晚于今天")
        for name in ("referral_date", "return_date", "discharged_on")
        if values.get(name) and values[name] > context.today.isoformat()
    ]


class Referral(Record):
    """One referral as issued. Its state is the fold of its events."""

    __tablename__ = "referral"
    declaration = RecordType("referral", "转诊单", Merge.WORKFLOW, rules=(check_dates,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    slip_no = field.text("转诊单号", index=True, derived=True)
    direction = field.code("方向", DIRECTION, required=True)
    urgency = field.code("紧急程度", URGENCY, required=True, index=True)
    referral_date = field.day("转诊日期", form=OUT)
    to_org = field.text("转入单位", required=True, index=True, form=OUT, help="机构代码")
    to_dept = field.text("转入科室", form=OUT)
    to_doctor = field.text("接诊医生", form=OUT)
    initial_impression = field.text("初步印象", long=True, form=OUT)
    present_illness = field.text("主要现病史（转出原因）", long=True, form=OUT)
    past_history = field.text("主要既往史", long=True, form=OUT)
    treatment_course = field.text("治疗经过", long=True, form=OUT)
    from_org = field.text("转出单位", index=True, derived=True, form=OUT, help="机构代码")
    from_doctor_sign = field.text("转诊医生", form=OUT)
    from_phone = field.text("联系电话", form=OUT)
    patient_name = field.text("患者姓名", derived=True, form=OUT)
    sex = field.code("性别", SEX, derived=True, form=OUT)
    age = field.whole("年龄", 0, 150, unit="岁", derived=True, form=OUT)
    birth_date = field.day("出生日期", derived=True)
    id_no = field.text("身份证号", derived=True)
    record_no = field.text("档案编号", derived=True, form=OUT)
    home_address = field.text("家庭住址", derived=True, form=OUT)
    patient_phone = field.text("患者电话", derived=True, form=OUT)
    village_code = field.text("村", derived=True)
    allergy_text = field.text("过敏史", derived=True)
    visit_id = field.reference("visit", "来源随访")
    proposed_referral = field.text("规则建议", derived=True)
    pack = field.mapping("记录包", derived=True, help="开具时冻结：近期读数、用药、过敏")


class ReferralEvent(Record):
    """One step in a referral's life."""

    __tablename__ = "referral_event"
    declaration = RecordType("referral_event", "转诊步骤", Merge.WORKFLOW, rules=(check_event,))
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)
    event = field.code("步骤", EVENT, required=True)
    happened_at = field.instant("时间", derived=True)
    organisation = field.text("经办机构", derived=True)
    staff = field.text("经办人", derived=True)
    dept = field.text("科室")
    doctor = field.text("医生")
    slot = field.text("时段/床位/检查")
    to_org = field.text("改派机构")
    to_dept = field.text("改派科室")
    reason = field.text("原因", long=True)
    note = field.text("备注", long=True)
    from_org = field.text("交出机构", derived=True)


class Return(Record):
    """The return slip with diagnosis and plan."""

    __tablename__ = "return"
    declaration = RecordType("return", "回转单", Merge.WORKFLOW, rules=(check_dates,))
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)
    return_date = field.day("回转日期", form=BACK)
    to_org = field.text("转回单位", derived=True, form=BACK)
    to_doctor = field.text("接诊医生", form=BACK)
    medical_record_no = field.text("病案号", form=BACK)
    inpatient_no = field.text("住院病案号", form=BACK)
    discharged_on = field.day("出院日期", help="住院者填；出院7天内回访")
    diagnosis = field.text("诊断结果", long=True, required=True, form=BACK)
    exam_results = field.text("主要检查结果", long=True, form=BACK)
    treatment_course = field.text("治疗经过", long=True, form=BACK)
    next_plan = field.text("下一步治疗方案", long=True, form=BACK)
    rehab_advice = field.text("康复建议", long=True, form=BACK)
    treatment_and_advice = field.text(
        "治疗经过、下一步治疗方案及康复建议", long=True, form=BACK, help="一栏三项；分开填时打印合并"
    )
    from_org = field.text("回转单位", derived=True, form=BACK)
    from_doctor_sign = field.text("转诊医生", form=BACK)
    from_phone = field.text("联系电话", form=BACK)
