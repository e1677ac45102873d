"""The yearly health examination (健康体检表, third edition; V1): a section of a visit.

What the common block asks (temperature, weight, height, waist, body-mass index, smoking, drinking) is not asked again.
A field marked * on the form is not free for everybody; that is the printed form's matter, not the record's.
"""

from __future__ import annotations

from typing import Any

from clinic_app.records import field
from clinic_app.records.code_list import ADHERENCE, NO_YES, NO_YES_2, NORMAL_ABNORMAL
from clinic_app.records.elderly import SELF_CARE_GRADE
from clinic_app.records.field import (
    Context,
    Field,
    FieldError,
    Kind,
    Merge,
    Option,
    Record,
    RecordType,
    Stored,
    Values,
    options,
)
from clinic_app.records.followup import JudgedSection, check_next_visit

FORM = "健康体检表"
SYMPTOM = options(
    "无症状", "头痛", "头晕", "心悸", "胸闷", "胸痛", "慢性咳嗽", "咳痰", "呼吸困难", "多饮", "多尿", "体重下降",
    "乏力", "关节肿痛", "视力模糊", "手脚麻木", "尿急", "尿痛", "便秘", "腹泻", "恶心呕吐", "眼花", "耳鸣",
    "乳房胀痛", "其他",
)  # fmt: skip
SATISFACTION = options("满意", "基本满意", "说不清楚", "不太满意", "不满意")
SCREENING = options("粗筛阴性", "粗筛阳性")
EXERCISE = options("每天", "每周一次以上", "偶尔", "不锻炼")
DIET = options("荤素均衡", "荤食为主", "素食为主", "嗜盐", "嗜油", "嗜糖")
SMOKING_STATE = options("从不吸烟", "已戒烟", "吸烟")
DRINKING_STATE = options("从不", "偶尔", "经常", "每天")
DRINK = options("白酒", "啤酒", "红酒", "黄酒", "其他")
PEDAL_PULSE = options("未触及", "触及双侧对称", "触及左侧弱或消失", "触及右侧弱或消失")
"""Not the codes of the diabetes follow-up: never copied without a mapping."""
FOUND = options("未见异常", "异常")
NEGATIVE_POSITIVE = options("阴性", "阳性")
URINE = (
    Option("-", "－"), Option("+-", "±"), Option("+", "＋"), Option("++", "＋＋"), Option("+++", "＋＋＋"),
    Option("++++", "＋＋＋＋"),
)  # fmt: skip
HAZARDS = ("dust", "radiation", "physical", "chemical", "other_hazard")
STAY = (
    Field("入院（建床）日期", Kind.DATE, name="from_date"),
    Field("出院（撤床）日期", Kind.DATE, name="to_date"),
    Field("原因", Kind.TEXT, name="reason", max_length=200),
    Field("医疗机构名称", Kind.TEXT, name="organisation", max_length=200),
    Field("病案号", Kind.TEXT, name="record_no", max_length=60),
)
YEAR_MEDICINE = (
    Field("药物名称", Kind.TEXT, name="name", required=True, max_length=100),
    Field("用法", Kind.TEXT, name="usage", max_length=100),
    Field("用量", Kind.TEXT, name="dose", max_length=60),
    Field("用药时间", Kind.TEXT, name="duration", max_length=60),
    Field("服药依从性", Kind.CODE, name="adherence", options=ADHERENCE),
)
VACCINATION = (
    Field("名称", Kind.TEXT, name="name", required=True, max_length=100),
    Field("接种日期", Kind.DATE, name="given_on"),
    Field("接种机构", Kind.TEXT, name="organisation", max_length=200),
)


def _code(label: str, choices: tuple[Option, ...], **more: Any) -> Stored:
    return field.code(label, choices, form=FORM, **more)


def _codes(label: str, choices: tuple[Option, ...], **more: Any) -> Stored:
    return field.codes(label, choices, form=FORM, **more)


def _text(label: str, **more: Any) -> Stored:
    return field.text(label, form=FORM, **more)


def _number(label: str, low: str, high: str, unit: str, decimals: int = 1, **more: Any) -> Stored:
    return field.decimal(label, low, high, unit=unit, decimals=decimals, form=FORM, **more)


def _whole(label: str, low: int, high: int, unit: str, **more: Any) -> Stored:
    return field.whole(label, low, high, unit=unit, form=FORM, **more)


def check_examination(values: Values, context: Context) -> list[FieldError]:
    """Systolic over diastolic on each side; scores only after a positive screening; abnormal findings are named."""
    found = []
    for side, word in (("left", "左侧"), ("right", "右侧")):
        sbp, dbp = values.get(f"sbp_{side}"), values.get(f"dbp_{side}")
        if sbp is not None and dbp is not None and sbp <= dbp:
            found.append(FieldError(f"sbp_{side}", f"{word}收缩压应高于舒张压，核对是否填反"))
    if values.get("evaluation") == "1" and values.get("abnormal_findings"):
        found.append(FieldError("evaluation", "写了异常，健康评价应选“有异常”"))
    return found


class HealthExamination(JudgedSection, Record):
    """One examination, block by block in the order of the form."""

    __tablename__ = "health_examination"
    declaration = RecordType("health_examination", "健康体检", Merge.EVENT, rules=(check_next_visit, check_examination))
    symptoms = _codes("症状", SYMPTOM, exclusive=("1",), other=True)
    # 一般状况
    pulse_rate = _whole("脉率", 20, 250, "次/分钟", usual=("45", "130"))
    sbp_left = _whole("左侧收缩压", 40, 300, "mmHg", usual=("80", "200"))
    dbp_left = _whole("左侧舒张压", 20, 200, "mmHg", usual=("40", "120"))
    sbp_right = _whole("右侧收缩压", 40, 300, "mmHg", usual=("80", "200"))
    dbp_right = _whole("右侧舒张压", 20, 200, "mmHg", usual=("40", "120"))
    elderly_health = _code("老年人健康状态自我评估", SATISFACTION)
    elderly_self_care = _code("老年人生活自理能力自我评估", SELF_CARE_GRADE)
    elderly_cognition = _code("老年人认知功能", SCREENING, help="说三样物品名请其立即复述，1分钟后再复述；做不到即阳性")
    cognition_score = _whole("简易智力状态检查总分", 0, 30, "分")
    elderly_emotion = _code(
        "老年人情感状态", SCREENING, help="问是否经常伤心或抑郁、情绪怎样；答“是”或“不是十分好”即阳性"
    )
    emotion_score = _whole("老年人抑郁评分检查总分", 0, 30, "分")
    # 生活方式
    exercise_state = _code("体育锻炼频率", EXERCISE)
    exercise_years = _number("坚持锻炼时间", "0", "100", "年")
    exercise_kind = _text("锻炼方式")
    diet = _codes("饮食习惯", DIET)
    smoking_state = _code("吸烟状况", SMOKING_STATE)
    smoking_from_age = _whole("开始吸烟年龄", 0, 120, "岁")
    smoking_until_age = _whole("戒烟年龄", 0, 120, "岁")
    drinking_state = _code("饮酒频率", DRINKING_STATE)
    drinking_stopped = _code("是否戒酒", options("未戒酒", "已戒酒"))
    drinking_until_age = _whole("戒酒年龄", 0, 120, "岁")
    drinking_from_age = _whole("开始饮酒年龄", 0, 120, "岁")
    drunk_last_year = _code("近一年内是否曾醉酒", options("是", "否"))
    drinks = _codes("饮酒种类", DRINK, other=True)
    hazard = _code("职业病危害因素接触史", NO_YES)
    hazard_job = _text("工种")
    hazard_years = _number("从业时间", "0", "100", "年")
    dust = _text("粉尘")
    dust_protection = _code("粉尘防护措施", NO_YES, other=True)
    radiation = _text("放射物质")
    radiation_protection = _code("放射物质防护措施", NO_YES, other=True)
    physical = _text("物理因素")
    physical_protection = _code("物理因素防护措施", NO_YES, other=True)
    chemical = _text("化学物质")
    chemical_protection = _code("化学物质防护措施", NO_YES, other=True)
    other_hazard = _text("其他危害因素")
    other_hazard_protection = _code("其他防护措施", NO_YES, other=True)
    # 脏器功能
    lips = _code("口唇", options("红润", "苍白", "发绀", "皲裂", "疱疹"))
    teeth = _codes("齿列", options("正常", "缺齿", "龋齿", "义齿（假牙）"), exclusive=("1",), other=True)
    pharynx = _code("咽部", options("无充血", "充血", "淋巴滤泡增生"))
    vision_left = _number("视力左眼", "3.0", "5.5", "", help="五分记录")
    vision_right = _number("视力右眼", "3.0", "5.5", "")
    corrected_left = _number("矫正视力左眼", "3.0", "5.5", "")
    corrected_right = _number("矫正视力右眼", "3.0", "5.5", "")
    hearing = _code("听力", options("听见", "听不清或无法听见"))
    movement = _code("运动功能", options("可顺利完成", "无法独立完成任何一个动作"))
    # 查体
    fundus = _code("眼底", NORMAL_ABNORMAL, other=True)
    skin = _code("皮肤", options("正常", "潮红", "苍白", "发绀", "黄染", "色素沉着", "其他"), other=True)
    sclera = _code("巩膜", options("正常", "黄染", "充血", "其他"), other=True)
    lymph_nodes = _code("淋巴结", options("未触及", "锁骨上", "腋窝", "其他"), other=True)
    barrel_chest = _code("桶状胸", NO_YES_2)
    breath_sounds = _code("呼吸音", NORMAL_ABNORMAL, other=True)
    rales = _code("罗音", options("无", "干罗音", "湿罗音", "其他"), other=True)
    heart_rhythm = _code("心律", options("齐", "不齐", "绝对不齐"))
    heart_murmur = _code("心脏杂音", NO_YES, other=True)
    abdomen_tenderness = _code("腹部压痛", NO_YES, other=True)
    abdomen_mass = _code("腹部包块", NO_YES, other=True)
    hepatomegaly = _code("肝大", NO_YES, other=True)
    splenomegaly = _code("脾大", NO_YES, other=True)
    shifting_dullness = _code("移动性浊音", NO_YES, other=True)
    leg_oedema = _code("下肢水肿", options("无", "单侧", "双侧不对称", "双侧对称"))
    pedal_pulse = _code("足背动脉搏动", PEDAL_PULSE, help="糖尿病患者必查")
    rectal = _code("肛门指诊", options("未及异常", "触痛", "包块", "前列腺异常", "其他"), other=True)
    breast = _codes(
        "乳腺", options("未见异常", "乳房切除", "异常泌乳", "乳腺包块", "其他"), exclusive=("1",), other=True
    )
    vulva = _code("外阴", FOUND, other=True)
    vagina = _code("阴道", FOUND, other=True)
    cervix = _code("宫颈", FOUND, other=True)
    uterus = _code("宫体", FOUND, other=True)
    adnexa = _code("附件", FOUND, other=True)
    other_physical = _text("查体其他")
    # 辅助检查
    haemoglobin = _number("血红蛋白", "20", "300", "g/L", 0)
    white_cells = _number("白细胞", "0.1", "300", "×10⁹/L")
    platelets = _number("血小板", "1", "2000", "×10⁹/L", 0)
    blood_other = _text("血常规其他")
    urine_protein = _code("尿蛋白", URINE, open_codes=True)
    urine_sugar = _code("尿糖", URINE, open_codes=True)
    urine_ketone = _code("尿酮体", URINE, open_codes=True)
    urine_blood = _code("尿潜血", URINE, open_codes=True)
    urine_other = _text("尿常规其他")
    fbg = _number("空腹血糖", "0.5", "60", "mmol/L", usual=("3", "20"))
    ecg = _code("心电图", NORMAL_ABNORMAL, other=True)
    urine_microalbumin = _number("尿微量白蛋白", "0", "1000", "mg/dL", 2)
    stool_blood = _code("大便潜血", NEGATIVE_POSITIVE)
    hba1c = _number("糖化血红蛋白", "2", "20", "%")
    hbsag = _code("乙型肝炎表面抗原", NEGATIVE_POSITIVE)
    alt = _number("血清谷丙转氨酶", "0", "10000", "U/L")
    ast = _number("血清谷草转氨酶", "0", "10000", "U/L")
    albumin = _number("白蛋白", "5", "100", "g/L")
    total_bilirubin = _number("总胆红素", "0", "1000", "μmol/L")
    direct_bilirubin = _number("结合胆红素", "0", "1000", "μmol/L")
    creatinine = _number("血清肌酐", "5", "3000", "μmol/L")
    urea = _number("血尿素", "0.1", "100", "mmol/L", 2)
    potassium = _number("血钾浓度", "1", "10", "mmol/L", 2)
    sodium = _number("血钠浓度", "80", "200", "mmol/L")
    total_cholesterol = _number("总胆固醇", "0.5", "40", "mmol/L", 2)
    triglycerides = _number("甘油三酯", "0.1", "60", "mmol/L", 2)
    ldl = _number("血清低密度脂蛋白胆固醇", "0.1", "30", "mmol/L", 2)
    hdl = _number("血清高密度脂蛋白胆固醇", "0.1", "10", "mmol/L", 2)
    chest_xray = _code("胸部X线片", NORMAL_ABNORMAL, other=True, help="2025年起65岁以上为胸部DR正位")
    abdominal_ultrasound = _code("腹部B超", NORMAL_ABNORMAL, other=True)
    other_ultrasound = _code("其他B超", NORMAL_ABNORMAL, other=True)
    cervical_smear = _code("宫颈涂片", NORMAL_ABNORMAL, other=True)
    exam_other = _text("辅助检查其他")
    # 现存主要健康问题
    problem_cerebral = _codes(
        "脑血管疾病",
        options("未发现", "缺血性卒中", "脑出血", "蛛网膜下腔出血", "短暂性脑缺血发作", "其他"),
        exclusive=("1",), other=True,
    )  # fmt: skip
    problem_kidney = _codes(
        "肾脏疾病", options("未发现", "糖尿病肾病", "肾功能衰竭", "急性肾炎", "慢性肾炎", "其他"),
        exclusive=("1",), other=True,
    )  # fmt: skip
    problem_heart = _codes(
        "心脏疾病",
        options("未发现", "心肌梗死", "心绞痛", "冠状动脉血运重建", "充血性心力衰竭", "心前区疼痛", "其他"),
        exclusive=("1",), other=True,
    )  # fmt: skip
    problem_vascular = _codes(
        "血管疾病", options("未发现", "夹层动脉瘤", "动脉闭塞性疾病", "其他"), exclusive=("1",), other=True
    )
    problem_eye = _codes(
        "眼部疾病", options("未发现", "视网膜出血或渗出", "视乳头水肿", "白内障", "其他"),
        exclusive=("1",), other=True,
    )  # fmt: skip
    problem_nerve = _code("神经系统疾病", options("未发现", "有"), other=True)
    problem_other = _code("其他系统疾病", options("未发现", "有"), other=True)
    hospital_stays = field.rows("住院史", STAY, form=FORM, help="最近1年")
    home_beds = field.rows("家庭病床史", STAY, form=FORM, help="最近1年")
    year_medicines = field.rows("主要用药情况", YEAR_MEDICINE, form=FORM, help="最近1年，6行")
    vaccinations = field.rows("非免疫规划预防接种史", VACCINATION, form=FORM, help="最近1年，3行")
    evaluation = _code("健康评价", options("体检无异常", "有异常"))
    abnormal_findings = field.rows(
        "异常", (Field("异常", Kind.TEXT, name="finding", required=True, max_length=200),), form=FORM, help="最多4项"
    )
    guidance = _codes("健康指导", options("纳入慢性病患者健康管理", "建议复查", "建议转诊"))
    risk_control = _codes(
        "危险因素控制",
        options("戒烟", "健康饮酒", "饮食", "锻炼", "减体重", "建议接种疫苗", "其他"),
        other=True,
    )
    weight_goal = _number("减体重目标", "20", "200", "kg")
    vaccine_advised = _text("建议接种的疫苗")
