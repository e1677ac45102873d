"""A visit: what is asked once, whatever programmes the resident is in.

Keys and codes: 国家基本公共卫生服务规范（第三版）随访服务记录表, common block.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text

from clinic_app.records import field
from clinic_app.records.code_list import GOOD_FAIR_POOR, LOST_REASON, VISIT_MODE
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

COMMON = "随访公共段"
OUTCOME = options("完成", "未到", "拒访", "外出", "失访", "死亡", "迁出")
PROVENANCE = (
    Option("typed", "手工录入"),
    Option("device", "设备"),
    Option("paper", "抄自纸质"),
    Option("told", "患者自述"),
)
DEATH_CAUSE = options("躯体疾病", "自杀", "他杀", "意外", "精神疾病相关并发症", "其他")
SOMATIC_CAUSE = options(
    "传染病和寄生虫病", "肿瘤", "心脏病", "脑血管病", "呼吸系统疾病", "消化系统疾病", "其他疾病", "不详"
)
NOT_MEASURED_REASON = options("本人不愿测", "没带设备", "设备故障", "电话随访", "病情不宜", "其他")
MEDICINE = (
    Field("药物名称", Kind.TEXT, name="name", required=True, max_length=100),
    Field("每日次数", Kind.INTEGER, name="times_per_day", minimum="0", maximum="24"),
    Field("每次用量", Kind.TEXT, name="dose", max_length=40),
    Field("用法", Kind.TEXT, name="usage", max_length=100),
    Field("开具机构", Kind.TEXT, name="source", max_length=100),
    Field("取药日期", Kind.DATE, name="dispensed_on"),
    Field("可用天数", Kind.INTEGER, name="days_supplied", unit="天", minimum="1", maximum="84"),
    Field("长期处方说明", Kind.TEXT, name="long_prescription", max_length=100),
)
"""A long prescription holds for at most 12 weeks, an ordinary one for 4 (长期处方管理规范（试行）2021; U+): over four
weeks the doctor assesses the patient, who signs. `long_prescription` says so in words."""
ORDINARY_DAYS = 28

SUPPLIED = "medicines IS NOT NULL AND instr(medicines, 'days_supplied') > 0"
"""Visits of which a medicine runs out on a known day."""


def check_date(values: Values, context: Context) -> list[FieldError]:
    """A visit is not in the future and not before the resident was born."""
    visited = values.get("visit_date")
    if not visited:
        return []
    if visited > context.today.isoformat():
        return [FieldError("visit_date", "随访日期晚于今天")]
    if context.birth_date and date.fromisoformat(visited) < context.birth_date:
        return [FieldError("visit_date", "随访日期早于出生日期")]
    return []


def check_pressure(values: Values, context: Context) -> list[FieldError]:
    """Systolic pressure is above diastolic."""
    sbp, dbp = values.get("sbp"), values.get("dbp")
    if sbp is not None and dbp is not None and sbp <= dbp:
        return [FieldError("sbp", "收缩压应高于舒张压，核对是否填反")]
    return []


def check_outcome(values: Values, context: Context) -> list[FieldError]:
    """Loss says why; death says when and of what (form note: written at the visit date)."""
    outcome, died = values.get("outcome"), values.get("death_date")
    if outcome == "5" and not (values.get("outcome_reason") or values.get("lost_reason")):
        return [FieldError("outcome_reason", "失访要写明原因")]
    if outcome == "6" and not (died and (values.get("outcome_reason") or values.get("death_cause"))):
        return [FieldError("death_date", "死亡要写明日期和原因")]
    found = []
    if died and died > (values.get("visit_date") or context.today.isoformat()):
        found.append(FieldError("death_date", "死亡日期晚于随访日期，随访日期填知道死亡的那一天"))
    if died and context.birth_date and date.fromisoformat(died) < context.birth_date:
        found.append(FieldError("death_date", "死亡日期早于出生日期"))
    if values.get("death_somatic") and values.get("death_cause") not in (None, "1"):
        found.append(FieldError("death_somatic", "死亡原因不是躯体疾病，不填是哪种躯体疾病"))
    return found


def check_medicines(values: Values, context: Context) -> list[FieldError]:
    """A supply for more than four weeks says that it was assessed and signed for; nothing is dispensed tomorrow."""
    for each in values.get("medicines") or ():
        days, name = each.get("days_supplied"), each.get("name")
        if isinstance(days, int) and days > ORDINARY_DAYS and not each.get("long_prescription"):
            words = f"{name}可用{days}天，超过{ORDINARY_DAYS}天是长期处方，在长期处方说明里写评估情况和患者签字"
            return [FieldError("medicines", words)]
        if (each.get("dispensed_on") or "") > context.today.isoformat():
            return [FieldError("medicines", f"{name}的取药日期晚于今天")]
    return []


_RULES = (check_date, check_pressure, check_outcome, check_medicines)


class Visit(Record):
    """One contact with one resident: the common block."""

    __tablename__ = "visit"
    declaration = RecordType("visit", "随访", Merge.EVENT, rules=_RULES)
    # The newest visit of a person is what lists ask for most: one index gives it. Another holds the few visits that
    # tell for how long medicines suffice.
    __table_args__ = (
        Index("ix_visit_resident_id_visit_date", "resident_id", "visit_date"),
        Index("ix_visit_supplied", "resident_id", "visit_date", sqlite_where=text(SUPPLIED)),
    )
    resident_id = field.column(Field("居民", Kind.REFERENCE, reference="resident", required=True, parent=True))
    visit_date = field.day("随访日期", required=True, index=True, form=COMMON)
    visit_mode = field.code("随访方式", VISIT_MODE, required=True, form=COMMON)
    outcome = field.code("随访结果", OUTCOME, help="不填即为完成")
    outcome_reason = field.text("原因")
    lost_reason = field.code("失访原因", LOST_REASON)
    death_date = field.day("死亡日期")
    death_cause = field.code("死亡原因分类", DEATH_CAUSE)
    death_somatic = field.code("躯体疾病", SOMATIC_CAUSE)
    sbp = field.whole("收缩压", 40, 300, unit="mmHg", usual=("80", "200"), form=COMMON)
    dbp = field.whole("舒张压", 20, 200, unit="mmHg", usual=("40", "120"), form=COMMON)
    heart_rate = field.whole("心率", 20, 250, unit="次/分钟", usual=("45", "130"), form=COMMON)
    weight = field.decimal("体重", "1", "300", unit="kg", usual=("35", "120"), target=True, form=COMMON)
    height = field.decimal("身高", "30", "250", unit="cm", usual=("135", "195"), form=COMMON)
    bmi = field.decimal("体质指数", "5", "100", unit="kg/m²", target=True, form=COMMON, help="自动计算")
    waist = field.decimal("腰围", "20", "250", unit="cm", usual=("55", "130"), form=COMMON)
    respiratory_rate = field.whole("呼吸频率", 4, 80, unit="次/分钟", usual=("10", "30"), form=COMMON)
    temperature = field.decimal("体温", "25", "45", unit="℃", usual=("35", "39"), form=COMMON)
    smoking = field.whole("日吸烟量", 0, 200, unit="支/日", target=True, form=COMMON, help="不吸填0")
    drinking = field.decimal(
        "日饮酒量", "0", "50", unit="两/日", target=True, form=COMMON,
        help="折白酒：啤酒/10、红酒/4、黄酒/5；不饮填0",
    )  # fmt: skip
    exercise_freq = field.whole("运动次数", 0, 50, unit="次/周", target=True, form=COMMON)
    exercise_min = field.whole("每次运动时间", 0, 600, unit="分钟/次", target=True, form=COMMON)
    psych = field.code("心理调整", GOOD_FAIR_POOR, form=COMMON)
    compliance = field.code("遵医行为", GOOD_FAIR_POOR, form=COMMON)
    medicines = field.rows("用药情况", MEDICINE, form=COMMON, help="同时记录其他机构处方药")
    provenance = field.mapping("数据来源", options=PROVENANCE, help="每个测量值一项：手工、设备、纸质、自述")
    not_measured = field.mapping("未测原因", options=NOT_MEASURED_REASON, help="字段名 → 未测的原因，代码或文字")
    doctor_sign = field.text("随访医生签名", form=COMMON)
    typist = field.text("录入人", help="代录时填")
    note = field.text("备注", long=True)
    original_codes = field.mapping("导入前的代码", derived=True, help="旧版或他系统的原值，按字段名")
