"""One person on file twice: a candidate that the county finds, and the link that a person makes.

Nothing is moved by a link: children keep their `resident_id`, readers follow `canonical_id`, and taking the link away
is the undo.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import SEX
from clinic_app.records.field import Context, Field, FieldError, Kind, Merge, Option, Record, RecordType, Values

OPEN, LINKED, DIFFERENT = "open", "linked", "different"
STATE = (Option(OPEN, "待核对"), Option(LINKED, "同一人"), Option(DIFFERENT, "不是同一人"))
PERSON = (
    Field("居民", Kind.REFERENCE, name="resident_id", reference="resident"),
    Field("姓名", Kind.TEXT, name="name", identity=True),
    Field("性别", Kind.CODE, name="sex", options=SEX, identity=True),
    Field("出生日期", Kind.DATE, name="birth_date", identity=True),
    Field("村", Kind.TEXT, name="village_code"),
)


def check_link(values: Values, context: Context) -> list[FieldError]:
    """Nobody is linked to themselves."""
    if values.get("canonical_id") and values.get("canonical_id") == values.get("resident_id"):
        return [FieldError("canonical_id", "两份档案是同一份，不需要合并")]
    return []


class IdentityLink(Record):
    """This file and the canonical one are of the same person."""

    __tablename__ = "identity_link"
    declaration = RecordType("identity_link", "同一人关联", Merge.SAFETY, rules=(check_link,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    canonical_id = field.reference("resident", "主档案", required=True)
    reason = field.text("依据")


class DuplicateCandidate(Record):
    """Two files that may be of one person, found by the county; decided at the clinic or at the township's desk."""

    __tablename__ = "duplicate_candidate"
    declaration = RecordType("duplicate_candidate", "疑似重复", Merge.COUNTY)
    people = field.rows("两份档案", PERSON)
    why = field.text("依据")
    state = field.code("状态", STATE, required=True, index=True)
    decision = field.mapping("处理结果")
