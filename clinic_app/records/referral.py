"""Referral (双向转诊单), its event log, and the return slip (回转单).

Keys are those of the national stub and slip (third edition; V2). The identity block and the record pack are copied
into the referral when it is issued: the receiver needs no access to the living resident. What the national form does
not have (typed request, path, consent, the emergency block) are the local extensions seen in county systems.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import NO_YES_2, SEX, URGENCY
from clinic_app.records.encounter import CONSULTANT, CONSULTATION_FORM
from clinic_app.records.field import Context, Field, FieldError, Kind, Merge, Option, Record, RecordType, Values

OUT = "双向转诊（转出）单"
BACK = "双向转诊（回转）单"
DIRECTION = (Option("up", "上转"), Option("down", "下转"), Option("level", "平转"))
REQUEST = (
    Option("clinic", "门诊"),
    Option("examination", "检查"),
    Option("bed", "住院床位"),
    Option("record_pack", "病历资料"),
    Option("consultation", "远程会诊"),
)
"""What the sender asks for; a slip that does not say asks for a clinic slot."""
PATH = (Option("alliance", "医共体内"), Option("outside", "医共体外"), Option("self", "自行前往"))
BOOKED_BY = (Option("patient", "本人"), Option("family", "家属"), Option("doctor", "家庭医生"))
CONSENT = (Option("agree", "同意"), Option("refuse", "不同意"), Option("later", "先救治，后补签"))
CENTRE = (
    Option("chest_pain", "胸痛"),
    Option("stroke", "卒中"),
    Option("trauma", "创伤"),
    Option("maternal", "孕产妇"),
    Option("newborn", "新生儿"),
    Option("other", "其他急症"),
)
"""What an emergency is suspected to be; an organisation that can treat it says so by the same code (capability)."""
CONSCIOUSNESS = (Option("1", "清醒"), Option("2", "嗜睡"), Option("3", "昏迷"))
OUTCOME = (
    Option("seen", "随访到，见随访记录"),
    Option("recovered", "痊愈"),
    Option("improved", "好转"),
    Option("unchanged", "无变化"),
    Option("worse", "加重"),
    Option("lost", "联系不上"),
)
RESULT = (
    Field("项目", Kind.TEXT, name="item", required=True, max_length=200),
    Field("结果", Kind.TEXT, name="value", max_length=500),
    Field("日期", Kind.DATE, name="examined_on"),
    Field("机构", Kind.TEXT, name="organisation", max_length=200),
    Field("互认", Kind.CODE, name="recognised", options=NO_YES_2),
    Field("重做的原因", Kind.TEXT, name="reason", max_length=200),
)
"""A test result that travels with the referral; the receiver says whether it is recognised, and why not."""
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
    Option("reschedule", "改约"),
    Option("interim", "阶段情况"),
    Option("agree_withdrawal", "同意撤回"),
    Option("retarget", "改送"),
    Option("recognise", "结果互认"),
)
NEEDS_REASON = ("decline", "withdraw", "refuse", "return_incomplete", "die")
MOVES = ("redirect", "retarget")
FIXED_AT_ISSUE = frozenset({
    "resident_id", "slip_no", "direction", "urgency", "referral_date", "to_org", "to_dept", "from_org", "village_code",
    "visit_id", "proposed_referral", "pack", "request", "previous_id", "path", "criteria_version", "cost_hint",
})  # fmt: skip
"""What a supplement leaves alone: whose referral it is, from whom to whom, and what was frozen when it was issued."""


def check_event(values: Values, context: Context) -> list[FieldError]:
    """Events that end or stop a referral say why; a redirect says where to, a hand-over also from whom."""
    event = values.get("event")
    if event in NEEDS_REASON and not values.get("reason"):
        return [FieldError("reason", "这一步要写明原因")]
    if event in MOVES and not values.get("to_org"):
        return [FieldError("to_org", "改派要选择接收机构")]
    if event == "recognise":
        repeated = [each for each in values.get("results") or () if each.get("recognised") == "1"]
        if any(not each.get("reason") for each in repeated):
            return [FieldError("results", "不认的结果要写明重做的原因")]
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


CALL_LEVEL = (Option("1", "主管医师"), Option("2", "护士长"), Option("3", "回访中心"))
CALL_RESULT = (Option("1", "接通"), Option("2", "无人接听"), Option("3", "号码不对"), Option("4", "拒绝回访"))


def check_answer(values: Values, context: Context) -> list[FieldError]:
    """A return says what was found: the diagnosis, or the opinion of a consultation."""
    if values.get("diagnosis") or values.get("opinion"):
        return []
    return [FieldError("diagnosis", "缺少诊断结果")]


def check_call(values: Values, context: Context) -> list[FieldError]:
    """A call is not in the future, the next one not before it."""
    called, again = values.get("called_on"), values.get("next_on")
    if called and called > context.today.isoformat():
        return [FieldError("called_on", "日期晚于今天")]
    if called and again and again < called:
        return [FieldError("next_on", "再次回访日期早于这次")]
    return []


def check_cost(values: Values, context: Context) -> list[FieldError]:
    """Tomorrow has cost nothing yet."""
    if values.get("cost_date") and values["cost_date"] > context.today.isoformat():
        return [FieldError("cost_date", "日期晚于今天")]
    return []


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
    request = field.code("请求", REQUEST, help="不填即为门诊")
    requested_item = field.text("检查项目", help="请求检查时填：CT、磁共振、化验等")
    requested_day = field.day("希望日期")
    requested_time = field.text("希望时间", max_length=5, help="时:分，选号源时填入")
    previous_id = field.reference("referral", "上一张转诊单")
    path = field.code("途径", PATH, help="不填即为医共体内")
    insurance_registered = field.truth("医保备案")
    booked_by = field.code("预约人", BOOKED_BY)
    criteria = field.column(Field("转诊标准", Kind.CODES, open_codes=True, help="勾选的标准，代码见转诊规则文件"))
    criteria_version = field.text("标准版本", derived=True)
    level_skip_reason = field.text("越级转诊原因")
    own_list_reason = field.text("本机构病种转出原因")
    results = field.rows("检查检验结果", RESULT)
    consent = field.code("知情同意", CONSENT)
    consent_by = field.text("同意书签名人")
    consent_relation = field.text("与患者关系")
    consent_phone = field.text("签名人电话")
    cost_hint = field.mapping("费用估算", derived=True, help="开具时按费用表冻结：级别、起付线、比例、表的日期")
    suspicion = field.code("怀疑", CENTRE)
    identity_unknown = field.truth("身份不详")
    onset_at = field.instant("发病时间")
    called_at = field.instant("呼叫120时间")
    notified_at = field.instant("通知接收方时间")
    left_at = field.instant("离开时间")
    checklist = field.column(Field("急救核对", Kind.CODES, open_codes=True, help="已做的项目，代码见急救规则文件"))
    escort = field.text("护送人员")
    sbp = field.whole("收缩压", 40, 300, unit="mmHg", usual=("80", "200"))
    dbp = field.whole("舒张压", 20, 200, unit="mmHg", usual=("40", "120"))
    heart_rate = field.whole("心率", 20, 250, unit="次/分钟", usual=("45", "130"))
    respiratory_rate = field.whole("呼吸频率", 4, 80, unit="次/分钟", usual=("10", "30"))
    spo2 = field.whole("血氧饱和度", 30, 100, unit="%", usual=("90", "100"))
    temperature = field.decimal("体温", "25", "45", unit="℃", usual=("35", "39"))
    glucose = field.decimal("血糖", "0.5", "60", unit="mmol/L", usual=("3.9", "16.7"))
    consciousness = field.code("意识", CONSCIOUSNESS)
    from_paper = field.mapping("凭二维码收单", derived=True, help="县平台先从纸上的二维码收下；原单同步到后由原单代替")


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
    outcome = field.code("随访结果", OUTCOME)
    return_id = field.reference("return", "回转单")
    supplement = field.mapping("补充内容", help="开具后补的转诊单内容：字段名 → 值")
    slot_date = field.day("预约日期")
    slot_time = field.text("预约时间", max_length=5, help="时:分")
    slot_minutes = field.whole("时段长度", 5, 480, unit="分钟")
    bed = field.text("床位")
    phone = field.text("电话")
    spoke_with = field.text("接听人")
    results = field.rows("检查检验结果", RESULT)
    from_paper = field.mapping("凭二维码收单", derived=True)


class Return(Record):
    """The return slip with diagnosis and plan."""

    __tablename__ = "return"
    declaration = RecordType("return", "回转单", Merge.WORKFLOW, rules=(check_dates, check_answer))
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)
    return_date = field.day("回转日期", form=BACK)
    to_org = field.text("转回单位", derived=True, form=BACK)
    to_doctor = field.text("接诊医生", form=BACK)
    medical_record_no = field.text("病案号", form=BACK)
    inpatient_no = field.text("住院病案号", form=BACK)
    discharged_on = field.day("出院日期", help="住院者填；出院7天内回访")
    diagnosis = field.text("诊断结果", long=True, form=BACK)
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
    opinion = field.text("会诊意见", long=True, form=CONSULTATION_FORM)
    consultants = field.rows("会诊医生及其所在医疗卫生机构", CONSULTANT, form=CONSULTATION_FORM)
    follow_up_by = field.day("首次随访不晚于")


class CallBack(Record):
    """A call to a patient after discharge (患者回访): by the doctor in charge, the head nurse, the call-back centre."""

    __tablename__ = "call_back"
    declaration = RecordType("call_back", "出院回访", Merge.EVENT, rules=(check_call,))
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)
    level = field.code("回访级别", CALL_LEVEL, required=True)
    called_on = field.day("回访日期", required=True, index=True)
    result = field.code("结果", CALL_RESULT, required=True)
    condition = field.text("目前情况", long=True)
    problem = field.text("反映的问题", long=True)
    next_on = field.day("再次回访日期")
    by = field.text("回访人", max_length=100)


class InpatientCost(Record):
    """What one day in hospital cost: the ground of the hint that a patient may go down."""

    __tablename__ = "inpatient_cost"
    declaration = RecordType("inpatient_cost", "住院日费用", Merge.EVENT, rules=(check_cost,))
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)
    cost_date = field.day("日期", required=True, index=True)
    amount = field.decimal("当日费用", "0", "1000000", unit="元", decimals=2, required=True)
