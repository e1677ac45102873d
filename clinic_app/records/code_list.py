"""Printed code lists shared by several forms (national-form codes, third edition)."""

from __future__ import annotations

from clinic_app.records.field import Option, options

SEX = (Option("1", "男"), Option("2", "女"), Option("9", "未说明的性别"), Option("0", "未知的性别"))
NO_YES = options("无", "有")
VISIT_MODE = options("门诊", "家庭", "电话")
GOOD_FAIR_POOR = options("良好", "一般", "差")
GOOD_FAIR_POORER = options("良好", "一般", "较差")
"""As the form of severe mental disorder words it."""
NORMAL_ABNORMAL = options("正常", "异常")
NO_YES_2 = options("否", "是")
ADHERENCE = options("规律", "间断", "不服药")
CLASSIFICATION = options("控制满意", "控制不满意", "不良反应", "并发症")
PROGRAMME = (
    Option("hypertension", "高血压"),
    Option("diabetes", "2型糖尿病"),
    Option("elderly", "老年人"),
    Option("mental", "严重精神障碍"),
    Option("tuberculosis", "肺结核"),
    Option("copd", "慢阻肺"),
)
SHORT_PROGRAMME = tuple(Option(each.code, each.label.removeprefix("2型").removeprefix("严重")) for each in PROGRAMME)
"""The programmes short enough for a column or a chip."""
LOST_REASON = options("外出打工", "迁居他处", "走失", "连续3次未到访", "其他")
URGENCY = (Option("routine", "普通"), Option("urgent", "紧急"), Option("emergency", "急救"))
PROPOSAL = (Option("none", "不建议转诊"), Option("routine", "建议转诊"), Option("urgent", "建议紧急转诊"))
SIDE = options("双侧", "左侧", "右侧")
EXPORT_REASON = (
    Option("visits", "入户和电话联系"),
    Option("report", "报送卫生院、县里"),
    Option("check", "核对、质控"),
    Option("asked", "本人要求"),
)
"""What a readable file is let out for; the codes stand in audit entries."""
