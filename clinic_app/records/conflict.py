"""Two values that no rule can choose between. The county opens a conflict; a person closes it (冲突处理).

One record for each record and field group, so that the same saves give the same conflicts in whatever order they
arrive. `group` is the name of an atomic group or of a single field, `amendment` for two corrections of one event,
`void` for a change that met a withdrawal.
"""

from __future__ import annotations

import uuid

from clinic_app.records import field
from clinic_app.records.field import Field, Kind, Merge, Option, Record, RecordType

OPEN, CLOSED = "open", "closed"
STATE = (Option(OPEN, "待处理"), Option(CLOSED, "已处理"))
AMENDMENT, VOID = "amendment", "void"
NAMESPACE = uuid.UUID("0d2f5a3e-6f0f-4f6e-9a53-5a3f3a4b7c11")
CONTENDER = (
    Field("保存编号", Kind.TEXT, name="mid"),
    Field("填写人", Kind.TEXT, name="author"),
    Field("设备号", Kind.TEXT, name="device"),
    Field("填写时间", Kind.INSTANT, name="authored_at"),
    Field("县平台版本", Kind.INTEGER, name="rev"),
    Field("值", Kind.OBJECT, name="value"),
)


class Conflict(Record):
    """Every contending value of one field group of one record, with who wrote it, and what was decided."""

    __tablename__ = "conflict"
    declaration = RecordType("conflict", "冲突", Merge.COUNTY)
    subject_type = field.text("记录类型", required=True)
    subject_id = field.text("记录", required=True, index=True)
    resident_id = field.reference("resident", "居民")
    group = field.text("字段组", required=True)
    names = field.codes("字段", (), open_codes=True)
    base = field.mapping("原值")
    contenders = field.rows("各处的值", CONTENDER)
    shown = field.text("当前显示", help="显示哪次保存的值")
    state = field.code("状态", STATE, required=True, index=True)
    decision = field.mapping("处理结果", help="选了哪次保存的值、谁、何时、为什么")
    follows = field.text("随哪个冲突处理")


def conflict_id(subject_type: str, subject_id: str, group: str) -> str:
    """The one id of the conflict on a field group of a record."""
    return str(uuid.uuid5(NAMESPACE, f"{subject_type}:{subject_id}:{group}"))
