"""The safety set: allergies, diagnoses, programme registrations. Adds win over removals.

A removal names the adds it saw; an add made meanwhile elsewhere stays. 无 is a dated assertion that any add supersedes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clinic_app.records import field
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.field import Context, FieldError, Merge, Record, RecordType, Values
from clinic_app.records.resident import BASIC, DRUG_ALLERGY, PAST_DISEASE

NONE = "1"
VIEWS: Mapping[str, str] = {"drug_allergy": "allergy", "past_disease": "diagnosis"}


def _check_dates(values: Values, context: Context) -> list[FieldError]:
    today = context.today.isoformat()
    return [
        FieldError(name, "日期晚于今天")
        for name in ("noted_on", "registered_on")
        if values.get(name) and values[name] > today
    ]


class Allergy(Record):
    """One drug allergy of a resident (or the assertion that there is none)."""

    __tablename__ = "allergy"
    declaration = RecordType("allergy", "药物过敏", Merge.SAFETY, rules=(_check_dates,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    code = field.code("药物", DRUG_ALLERGY, required=True, form=BASIC)
    text = field.text("药物名称", form=BASIC)
    noted_on = field.day("记录日期")


class Diagnosis(Record):
    """One past or chronic disease of a resident (or the assertion that there is none)."""

    __tablename__ = "diagnosis"
    declaration = RecordType("diagnosis", "既往疾病", Merge.SAFETY, rules=(_check_dates,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    code = field.code("疾病", PAST_DISEASE, required=True, form=BASIC)
    text = field.text("疾病名称", form=BASIC)
    diagnosed_on = field.text("确诊时间", max_length=10, form=BASIC, help="年-月")
    noted_on = field.day("记录日期")


class ChronicRegistration(Record):
    """A resident under management in one programme."""

    __tablename__ = "chronic_registration"
    declaration = RecordType("chronic_registration", "慢病登记", Merge.SAFETY, rules=(_check_dates,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    programme = field.code("病种", PROGRAMME, required=True, index=True)
    registered_on = field.day("登记日期", required=True)
    diagnosed_on = field.text("确诊时间", max_length=10, help="年-月")
    source = field.text("登记来源")


def view(entries: Iterable[Values]) -> tuple[list[str], str]:
    """The form's column for a resident's entries: codes in printed order and the text of 其他.

    `entries` are the `code` / `text` of what is in the set; 无 shows only when nothing else is there.
    """
    present = {str(entry["code"]): entry.get("text") or "" for entry in entries}
    found = sorted((each for each in present if each != NONE), key=_printed_order)
    if not found:
        return ([NONE] if NONE in present else []), ""
    return found, "、".join(text for text in (present[each] for each in found) if text)


def _printed_order(code: str) -> tuple[bool, int, str]:
    """Numbers in their order; a newer peer's other codes after them."""
    return (not code.isdecimal(), int(code) if code.isdecimal() else 0, code)


def entries_of(codes: Iterable[str], other: str, last_option: str) -> list[dict[str, Any]]:
    """The set entries that a form column asks for; the text belongs to the last option, 其他."""
    return [{"code": each, **({"text": other} if other and each == last_option else {})} for each in codes]
