"""Chronic obstructive pulmonary disease: the follow-up, its questions from a replaceable form file.

The national form's text was not obtainable; the shipped file holds a regional field set and says so (非国家表).
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Record, RecordType, options
from clinic_app.records.followup import JudgedSection, check_decision, check_next_visit
from clinic_app.records.form_definition import form_definition

CLASSIFICATION = options("稳定期低风险", "稳定期高风险", "急性加重期")


class CopdFollowup(JudgedSection, Record):
    """The part of every edition: which form, the management grade and what the rules say."""

    __tablename__ = "copd_followup"
    declaration = RecordType(
        "copd_followup",
        "慢阻肺随访",
        Merge.EVENT,
        rules=(check_next_visit, check_decision),
        loose=form_definition("copd_followup").fields,
    )
    form_version = field.text("表单版本", derived=True)
    classification = field.code("管理等级", CLASSIFICATION)
    proposed_classification = field.code("规则建议的管理等级", CLASSIFICATION, derived=True)
