"""Type-2 diabetes follow-up (2型糖尿病患者随访服务记录表, third edition; V1)."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import SIDE
from clinic_app.records.field import Field, Kind, Merge, Record, RecordType, options
from clinic_app.records.followup import FollowupSection, check_decision, check_next_visit

FORM = "2型糖尿病患者随访服务记录表"
SYMPTOM = options("无症状", "多饮", "多食", "多尿", "视力模糊", "感染", "手脚麻木", "下肢浮肿", "体重明显下降")
INSULIN = (
    Field("种类", Kind.TEXT, name="kind", required=True, max_length=100),
    Field("用法和用量", Kind.TEXT, name="usage", max_length=100),
)


class DiabetesFollowup(FollowupSection, Record):
    """The questions that only diabetes asks, and its verdict."""

    __tablename__ = "diabetes_followup"
    declaration = RecordType("diabetes_followup", "糖尿病随访", Merge.EVENT, rules=(check_next_visit, check_decision))
    symptoms = field.codes("症状", SYMPTOM, exclusive=("1",), other=True, form=FORM)
    dorsalis_pedis = field.code("足背动脉搏动", options("触及正常", "减弱", "消失"), form=FORM)
    dorsalis_pedis_side = field.code("足背动脉异常侧", SIDE, form=FORM)
    staple_food = field.whole("主食", 0, 3000, unit="克/天", target=True, form=FORM)
    fbg = field.decimal("空腹血糖值", "0.5", "60", unit="mmol/L", usual=("3", "20"), form=FORM)
    hba1c = field.decimal("糖化血红蛋白", "2", "20", unit="%", form=FORM)
    hba1c_date = field.day("糖化血红蛋白检查日期", form=FORM)
    other_exam = field.text("其他检查", form=FORM)
    hypoglycemia = field.code("低血糖反应", options("无", "偶尔", "频繁"), form=FORM)
    insulin = field.rows("胰岛素", INSULIN, form=FORM)
