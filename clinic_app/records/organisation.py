"""Reference records that the county publishes: organisations, villages, departments."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Option, Record, RecordType

ORGANISATION_KIND = (
    Option("county_hospital", "县级医院"),
    Option("township_centre", "乡镇卫生院"),
    Option("village_clinic", "村卫生室"),
    Option("bureau", "卫生健康局"),
)
VILLAGES = field.Field("服务的村", field.Kind.CODES, open_codes=True, help="12位行政区划代码")


class Organisation(Record):
    """A hospital, centre, clinic or bureau of the alliance. Its id is its code."""

    __tablename__ = "organisation"
    declaration = RecordType("organisation", "机构", Merge.REFERENCE)
    code = field.text("机构代码", required=True)
    name = field.text("机构名称", required=True)
    kind = field.code("机构类别", ORGANISATION_KIND, required=True)
    parent_code = field.text("上级机构")
    villages = field.column(VILLAGES)
    phone = field.text("联系电话")


class Village(Record):
    """An administrative village. Its id is its 12-digit code."""

    __tablename__ = "village"
    declaration = RecordType("village", "村", Merge.REFERENCE)
    code = field.text("行政区划代码", required=True)
    name = field.text("村名", required=True)
    township = field.text("乡镇")
    ehr3 = field.text("档案号村级段")
    groups = field.column(field.Field("村民小组", field.Kind.CODES, open_codes=True))


class Department(Record):
    """A department that receives referrals. Its id is `organisation:code`."""

    __tablename__ = "department"
    declaration = RecordType("department", "科室", Merge.REFERENCE)
    code = field.text("科室代码", required=True)
    organisation = field.text("机构代码", required=True, index=True)
    name = field.text("科室名称", required=True)
    phone = field.text("联系电话")
