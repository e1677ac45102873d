"""接诊记录表 (SOAP) and 会诊记录表, third edition; V2: what happened at the clinic besides the programmes."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Context, Field, FieldError, Kind, Merge, Record, RecordType, Values

ENCOUNTER_FORM = "接诊记录表"
CONSULTATION_FORM = "会诊记录表"
CONSULTANT = (
    Field("医疗卫生机构名称", Kind.TEXT, name="organisation", required=True, max_length=200),
    Field("会诊医生", Kind.TEXT, name="doctors", max_length=200),
)


def _check_date(values: Values, context: Context) -> list[FieldError]:
    today = context.today.isoformat()
    return [
        FieldError(name, "日期晚于今天")
        for name in ("encounter_date", "consult_date")
        if values.get(name) and values[name] > today
    ]


class Encounter(Record):
    """One consultation at the clinic: subjective, objective, assessment, plan."""

    __tablename__ = "encounter"
    declaration = RecordType("encounter", "接诊记录", Merge.EVENT, rules=(_check_date,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    encounter_date = field.day("接诊日期", required=True, index=True, form=ENCOUNTER_FORM)
    subjective = field.text("就诊者的主观资料", long=True, form=ENCOUNTER_FORM, help="主诉、咨询问题、服务要求")
    objective = field.text("就诊者的客观资料", long=True, form=ENCOUNTER_FORM, help="查体、实验室、影像等结果")
    assessment = field.text("评估", long=True, form=ENCOUNTER_FORM, help="初步印象、诊断或健康问题评估")
    plan = field.text("处置计划", long=True, form=ENCOUNTER_FORM, help="诊断计划、治疗计划、病人指导计划")
    doctor_sign = field.text("医生签字", form=ENCOUNTER_FORM)


class Consultation(Record):
    """A consultation with other doctors and their opinion."""

    __tablename__ = "consultation"
    declaration = RecordType("consultation", "会诊记录", Merge.EVENT, rules=(_check_date,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    consult_date = field.day("会诊日期", required=True, index=True, form=CONSULTATION_FORM)
    reason = field.text("会诊原因", long=True, form=CONSULTATION_FORM)
    opinion = field.text("会诊意见", long=True, form=CONSULTATION_FORM)
    consultants = field.rows("会诊医生及其所在医疗卫生机构", CONSULTANT, form=CONSULTATION_FORM)
    responsible_doctor = field.text("责任医生", form=CONSULTATION_FORM)
