"""A tour (巡诊) or free clinic (义诊) in a village: planned, held, and how many came."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Context, FieldError, Merge, Record, RecordType, Values, options
from clinic_app.records.place import check_village_code

KIND = options("巡诊", "义诊", "入户走访")
STATE = options("计划", "已完成", "未成行")
CANCELLED = "3"


def check_tour(values: Values, context: Context) -> list[FieldError]:
    """A tour that was held is not in the future; one that was not says why."""
    held, state = values.get("tour_date"), values.get("state")
    if state == "2" and held and held > context.today.isoformat():
        return [FieldError("tour_date", "还没到日期，不能记为已完成")]
    if state == CANCELLED and not values.get("note"):
        return [FieldError("note", "未成行要写明原因")]
    return []


class Tour(Record):
    """One day in one village."""

    __tablename__ = "tour"
    declaration = RecordType("tour", "巡诊", Merge.PROFILE, rules=(check_village_code, check_tour))
    village_code = field.text("村", required=True, index=True, max_length=12, help="12位行政区划代码")
    tour_date = field.day("日期", required=True, index=True)
    kind = field.code("类别", KIND, required=True)
    state = field.code("状态", STATE, help="不填即为计划")
    place = field.text("地点", max_length=100)
    staff = field.text("参加人员", max_length=200)
    attendance = field.whole("到场人数", 0, 10000, unit="人")
    served = field.whole("服务人次", 0, 10000, unit="人次")
    note = field.text("备注", long=True)
