"""Households: the family that a doctor visits."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Record, RecordType
from clinic_app.records.place import check_village_code


class Household(Record):
    """One family at one door."""

    __tablename__ = "household"
    declaration = RecordType("household", "家庭", Merge.PROFILE, rules=(check_village_code,))
    village_code = field.text("村", required=True, index=True, group="address", max_length=12, help="12位行政区划代码")
    group_name = field.text("村民小组", group="address", max_length=40)
    house_no = field.text("门牌号", group="address", max_length=60)
    head_name = field.text("户主姓名", max_length=100)
    phone = field.text("家庭电话", max_length=40)
