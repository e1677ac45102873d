"""What every programme's follow-up section holds besides its own questions.

The rules' verdict, the doctor's decision and the reason for a difference stand side by side; a verdict names the
version of the rules that gave it and is never recomputed.
"""

from __future__ import annotations

from datetime import date, timedelta

from clinic_app.records import field
from clinic_app.records.code_list import ADHERENCE, CLASSIFICATION, NO_YES, PROPOSAL
from clinic_app.records.field import Context, FieldError, Values

ONE_YEAR = timedelta(days=366)


def check_next_visit(values: Values, context: Context) -> list[FieldError]:
    """The next visit lies within a year."""
    planned = values.get("next_visit_date")
    if planned and date.fromisoformat(planned) > context.today + ONE_YEAR:
        return [FieldError("next_visit_date", "下次随访日期在一年以后，核对年份")]
    return []


def check_decision(values: Values, context: Context) -> list[FieldError]:
    """A decision that differs from the rules' proposal says why."""
    proposed, decided = values.get("proposed_classification"), values.get("classification")
    if proposed and decided and proposed != decided and not values.get("decision_reason"):
        return [FieldError("decision_reason", "分类与规则建议不同，要写明理由")]
    if values.get("referral_declined") and not values.get("decision_reason"):
        return [FieldError("decision_reason", "不采纳转诊建议，要写明理由")]
    return []


class JudgedSection:
    """Columns of every programme's part of a visit: what the rules propose and the doctor decides."""

    visit_id = field.reference("visit", "随访", required=True, parent=True)
    other_signs = field.text("其他体征")
    proposed_referral = field.code("规则的转诊建议", PROPOSAL, derived=True)
    reasons = field.codes("判断依据", (), open_codes=True, derived=True)
    rule_version = field.text("规则版本", derived=True)
    referral_declined = field.truth("不采纳转诊建议")
    decision_reason = field.text("医生的理由", long=True)
    referral_reason = field.text("转诊原因")
    referral_org_dept = field.text("转诊机构及科别")
    next_visit_date = field.day("下次随访日期", index=True)
    original_codes = field.mapping("导入前的代码", derived=True, help="旧版或他系统的原值，按字段名")


class FollowupSection(JudgedSection):
    """Columns that the hypertension and the diabetes section share."""

    adherence = field.code("服药依从性", ADHERENCE)
    adr = field.code("药物不良反应", NO_YES, other=True)
    new_complication = field.truth("新发并发症或并发症加重")
    danger_signs = field.codes("危急情况", (), open_codes=True, help="选项见规则文件；症状不代替危急情况")
    classification = field.code("此次随访分类", CLASSIFICATION)
    proposed_classification = field.code("规则建议的分类", CLASSIFICATION, derived=True)
    meets_assessment_target = field.truth("达到考核目标", derived=True)
    meets_clinical_target = field.truth("达到临床目标", derived=True)
