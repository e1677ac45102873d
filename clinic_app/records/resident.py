"""A resident: the record cover (封面) and the personal basic information form (个人基本信息表).

Source: 国家基本公共卫生服务规范（第三版）; option codes as printed there. Drug allergies and past diseases are
kept in the safety set (safety.py); the form's two columns are views of it.
"""

from __future__ import annotations

from clinic_app.records import field, identity_number
from clinic_app.records.code_list import NO_YES, SEX
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
from clinic_app.records.place import check_village_code

COVER = "居民健康档案封面"
BASIC = "个人基本信息表"
DRUG_ALLERGY = options("无", "青霉素", "磺胺", "链霉素", "其他")
PAST_DISEASE = options(
    "无", "高血压", "糖尿病", "冠心病", "慢性阻塞性肺疾病", "恶性肿瘤", "脑卒中",
    "严重精神障碍", "结核病", "肝炎", "其他法定传染病", "职业病", "其他",
)  # fmt: skip
FAMILY_DISEASE = options(
    "无", "高血压", "糖尿病", "冠心病", "慢性阻塞性肺疾病", "恶性肿瘤", "脑卒中",
    "严重精神障碍", "结核病", "肝炎", "先天畸形", "其他",
)  # fmt: skip
EDUCATION = options(
    "研究生", "大学本科", "大学专科和专科学校", "中等专业学校", "技工学校", "高中", "初中", "小学",
    "文盲或半文盲", "不详",
)  # fmt: skip
OCCUPATION = options(
    "国家机关、党群组织、企业、事业单位负责人", "专业技术人员", "办事人员和有关人员", "商业、服务业人员",
    "农、林、牧、渔、水利业生产人员", "生产、运输设备操作人员及有关人员", "军人", "不便分类的其他从业人员",
    "无职业", start=0,
)  # fmt: skip
PAYMENT = options(
    "城镇职工基本医疗保险", "城镇居民基本医疗保险", "新型农村合作医疗", "贫困救助", "商业医疗保险", "全公费",
    "全自费", "其他",
)  # fmt: skip
DISABILITY = options("无残疾", "视力残疾", "听力残疾", "言语残疾", "肢体残疾", "智力残疾", "精神残疾", "其他残疾")
RELATION = options("户主", "配偶", "子女", "孙子女", "父母", "祖父母", "兄弟姐妹", "其他")
CONSENT = (Option("1", "同意"), Option("2", "不同意，只做法律规定的建档随访"))
CONSENT_PURPOSE = options("建档、体检和随访", "转诊时交给接收机构", "家庭医生签约服务")
RESIDENT_CARD = "01"
ID_TYPE = (
    Option(RESIDENT_CARD, "居民身份证"),
    Option("02", "居民户口簿"),
    Option("03", "护照"),
    Option("04", "军官证"),
    Option("06", "港澳居民来往内地通行证"),
    Option("07", "台湾居民来往内地通行证"),
    Option("99", "其他证件"),
)
PAST_EVENT = (
    Field("名称", Kind.TEXT, name="name", max_length=100),
    Field("时间", Kind.TEXT, name="time", max_length=20),
)


def check_identity(values: Values, context: Context) -> list[FieldError]:
    """Birth date, sex and identity number agree; nobody is born in the future or over 130 years ago."""
    found = []
    born = values.get("birth_date")
    if born and born > context.today.isoformat():
        found.append(FieldError("birth_date", "出生日期晚于今天"))
    if born and int(born[:4]) < context.today.year - 130:
        found.append(FieldError("birth_date", "出生日期距今超过130年"))
    if values.get("id_no") and values.get("id_type") in (None, RESIDENT_CARD):
        pairs = identity_number.disagreements(values["id_no"], born, values.get("sex"))
        found += [FieldError(name, message) for name, message in pairs]
    return found


def check_consent(values: Values, context: Context) -> list[FieldError]:
    """A word about one's own data has its day, and no day to come."""
    given = values.get("consent_on")
    if given and given > context.today.isoformat():
        return [FieldError("consent_on", "告知日期晚于今天")]
    if values.get("consent") and not given:
        return [FieldError("consent_on", "写明告知日期")]
    return []


class Resident(Record):
    """One person of the service area."""

    __tablename__ = "resident"
    declaration = RecordType(
        "resident", "居民", Merge.PROFILE, rules=(check_identity, check_village_code, check_consent)
    )
    name = field.text("姓名", required=True, index=True, group="identity", identity=True, max_length=100, form=COVER)
    sex = field.code("性别", SEX, required=True, group="identity", identity=True, form=BASIC)
    birth_date = field.day("出生日期", required=True, group="identity", identity=True, form=BASIC)
    id_type = field.code("证件类型", ID_TYPE, group="identity", help="不填即为居民身份证")
    id_no = field.text("身份证号", index=True, group="identity", identity=True, max_length=30, form=BASIC)
    village_code = field.text(
        "村", required=True, index=True, group="address", max_length=12, form=COVER, help="12位行政区划代码"
    )
    household_id = field.reference("household", "家庭")
    relation_to_head = field.code("与户主关系", RELATION)
    current_address = field.text("现住址", group="address", form=COVER)
    registered_address = field.text("户籍地址", form=COVER)
    phone = field.text("本人电话", max_length=40, form=COVER)
    record_no = field.text("健康档案编号", max_length=17, form=COVER, help="17位，由县平台分配，未分配时为待分配")
    filing_org = field.text("建档单位", form=COVER)
    filing_person = field.text("建档人", form=COVER)
    responsible_doctor = field.text("责任医生", form=COVER)
    filing_date = field.day("建档日期", form=COVER)
    work_unit = field.text("工作单位", form=BASIC)
    contact_name = field.text("联系人姓名", max_length=100, form=BASIC)
    contact_phone = field.text("联系人电话", max_length=40, form=BASIC)
    residence_type = field.code("常住类型", options("户籍", "非户籍"), form=BASIC)
    ethnicity = field.code(
        "民族", (Option("01", "汉族"), Option("99", "少数民族")), other=True, open_codes=True, form=BASIC
    )
    abo = field.code("血型ABO", options("A型", "B型", "O型", "AB型", "不详"), form=BASIC)
    rh = field.code("血型RH", options("阴性", "阳性", "不详"), form=BASIC)
    education = field.code("文化程度", EDUCATION, form=BASIC)
    occupation = field.code("职业", OCCUPATION, form=BASIC)
    marital = field.code("婚姻状况", options("未婚", "已婚", "丧偶", "离婚", "未说明的婚姻状况"), form=BASIC)
    payment = field.codes("医疗费用支付方式", PAYMENT, other=True, form=BASIC)
    drug_allergy = field.codes("药物过敏史", DRUG_ALLERGY, exclusive=("1",), other=True, derived=True, form=BASIC)
    exposure = field.codes("暴露史", options("无", "化学品", "毒物", "射线"), exclusive=("1",), form=BASIC)
    past_disease = field.codes("既往史·疾病", PAST_DISEASE, exclusive=("1",), other=True, derived=True, form=BASIC)
    surgery = field.rows("既往史·手术", PAST_EVENT, form=BASIC)
    trauma = field.rows("既往史·外伤", PAST_EVENT, form=BASIC)
    transfusion = field.rows("既往史·输血", PAST_EVENT, form=BASIC)
    family_father = field.codes("家族史·父亲", FAMILY_DISEASE, exclusive=("1",), other=True, form=BASIC)
    family_mother = field.codes("家族史·母亲", FAMILY_DISEASE, exclusive=("1",), other=True, form=BASIC)
    family_siblings = field.codes("家族史·兄弟姐妹", FAMILY_DISEASE, exclusive=("1",), other=True, form=BASIC)
    family_children = field.codes("家族史·子女", FAMILY_DISEASE, exclusive=("1",), other=True, form=BASIC)
    genetic = field.code("遗传病史", NO_YES, other=True, form=BASIC)
    disability = field.codes("残疾情况", DISABILITY, exclusive=("1",), other=True, form=BASIC)
    kitchen_vent = field.code("厨房排风设施", options("无", "油烟机", "换气扇", "烟囱"), form=BASIC)
    fuel = field.code("燃料类型", options("液化气", "煤", "天然气", "沼气", "柴火", "其他"), form=BASIC)
    water = field.code("饮水", options("自来水", "经净化过滤的水", "井水", "河湖水", "塘水", "其他"), form=BASIC)
    toilet = field.code("厕所", options("卫生厕所", "一格或二格粪池式", "马桶", "露天粪坑", "简易棚厕"), form=BASIC)
    livestock = field.code("禽畜栏", options("无", "单设", "室内", "室外"), form=BASIC)
    # What the person was told of the own data (PIPL articles 17, 29 to 31), not on the national form. Whether an act of
    # public health needs the consent at all is the law's question; the slip has its own consent, each contract its own.
    consent = field.code("个人信息告知后本人意见", CONSENT, group="consent")
    consent_purposes = field.codes("告知的用途", CONSENT_PURPOSE, group="consent")
    consent_on = field.day("告知日期", group="consent")
    consent_by = field.text(
        "表示意见的人", max_length=100, group="consent", help="不是本人时写监护人姓名和关系；不满14周岁由监护人"
    )
    original_codes = field.mapping("导入前的代码", derived=True, help="旧版或他系统的原值，按字段名")
