"""An attempt to reach somebody who is due: by telephone or at the door, and what came of it.

Three attempts on different days are the rule of the field before a person counts as not reached (lost for now).
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.field import Context, FieldError, Merge, Option, Record, RecordType, Values, options

CHANNEL = options("打电话", "上门", "托人带话")
RESULT = options("接通，已约", "无人接听", "号码不对", "不在家", "拒绝", "联系不上家属")
REACHED = "1"
REFUSED = "5"
KIND = (*PROGRAMME, Option("return", "转诊回访"), Option("discharge", "出院回访"), Option("contract", "签约"))


def check_attempt(values: Values, context: Context) -> list[FieldError]:
    """An attempt is not in the future; the next try is not before it."""
    tried, again = values.get("attempted_on"), values.get("next_try_on")
    if tried and tried > context.today.isoformat():
        return [FieldError("attempted_on", "日期晚于今天")]
    if tried and again and again < tried:
        return [FieldError("next_try_on", "再试日期早于这次")]
    return []


class ContactAttempt(Record):
    """One try, one line."""

    __tablename__ = "contact_attempt"
    declaration = RecordType("contact_attempt", "联系记录", Merge.EVENT, rules=(check_attempt,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    attempted_on = field.day("日期", required=True, index=True)
    channel = field.code("方式", CHANNEL, required=True)
    result = field.code("结果", RESULT, required=True)
    purpose = field.codes("为了哪一项", KIND)
    next_try_on = field.day("再试日期")
    reason = field.text("原因或说明")
    by = field.text("联系人", max_length=100)
