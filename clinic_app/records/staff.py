"""The people who use the program, as the county lists them."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Option, Record, RecordType
from clinic_app.records.organisation import VILLAGES

ROLE = (
    Option("village_doctor", "村医"),
    Option("township_clinician", "卫生院医生"),
    Option("public_health", "公卫科"),
    Option("referral_officer", "转诊专员"),
    Option("hospital_receiver", "接诊"),
    Option("administrator", "管理员"),
)


class Staff(Record):
    """One person of an organisation. The id is the staff code."""

    __tablename__ = "staff"
    declaration = RecordType("staff", "人员", Merge.REFERENCE)
    code = field.text("人员代码", required=True)
    name = field.text("姓名", required=True)
    organisation = field.text("机构代码", required=True, index=True)
    role = field.code("角色", ROLE, required=True)
    phone = field.text("联系电话")
    villages = field.column(VILLAGES)
