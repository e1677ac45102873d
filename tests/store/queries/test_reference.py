"""The county's directory on a laptop."""

from __future__ import annotations

from sqlalchemy import Connection

from clinic_app.store.queries import reference
from tests.store.queries.clinic import FIRST, SECOND, Clinic


def hospital(clinic: Clinic, code: str = "H1", name: str = "演示县医院", **fields: str) -> None:
    clinic.write("organisation", code, code=code, name=name, kind="county_hospital", **fields)


def test_an_empty_laptop_has_no_directory(connection: Connection, clinic: Clinic) -> None:
    assert not reference.has_organisations(connection)
    hospital(clinic)
    assert reference.has_organisations(connection)


def test_organisations_are_listed_by_kind_without_void_ones(connection: Connection, clinic: Clinic) -> None:
    hospital(clinic, "H2")
    hospital(clinic, "H1", phone="0999-1")
    clinic.write("organisation", "C1", code="C1", name="演示镇卫生院", kind="township_centre", villages=[FIRST])
    clinic.write("organisation", "H3", True, code="H3", name="旧医院", kind="county_hospital")
    assert [each.code for each in reference.organisations(connection)] == ["H1", "H2", "C1"]
    assert [each.code for each in reference.organisations(connection, "township_centre")] == ["C1"]
    found = reference.organisation(connection, "H1")
    assert found
    assert (found.name, found.phone) == ("演示县医院", "0999-1")
    old = reference.organisation(connection, "H3")
    assert old, "old slips name organisations that are gone"


def test_a_receiver_may_be_given_by_code_or_name(connection: Connection, clinic: Clinic) -> None:
    hospital(clinic)
    hospital(clinic, "H4", "同名医院")
    hospital(clinic, "H5", "同名医院")
    assert reference.organisation_code(connection, "H1") == "H1"
    assert reference.organisation_code(connection, " 演示县医院 ") == "H1"
    assert reference.organisation_code(connection, "同名医院") is None
    assert reference.organisation_code(connection, "没有的医院") is None
    assert reference.organisation_name(connection, "H1") == "演示县医院"
    assert reference.organisation_name(connection, "H9") == "H9"
    assert reference.organisation_name(connection, None) == ""


def test_departments_belong_to_their_organisation(connection: Connection, clinic: Clinic) -> None:
    clinic.write("department", "H1:02", code="02", organisation="H1", name="心内科", phone="8002")
    clinic.write("department", "H1:01", code="01", organisation="H1", name="内分泌科")
    clinic.write("department", "H2:01", code="01", organisation="H2", name="针灸科")
    assert [(each.code, each.name) for each in reference.departments(connection, "H1")] == [
        ("01", "内分泌科"), ("02", "心内科"),
    ]  # fmt: skip


def test_staff_are_found_by_code_and_by_organisation(connection: Connection, clinic: Clinic) -> None:
    clinic.write("staff", "S2", code="S2", name="乙医生", organisation="V1", role="village_doctor", villages=[FIRST])
    clinic.write("staff", "S1", code="S1", name="甲医生", organisation="H1", role="hospital_receiver", phone="8001")
    assert [each.code for each in reference.staff(connection)] == ["S1", "S2"]
    assert [each.villages for each in reference.staff(connection, "V1")] == [(FIRST,)]
    person = reference.staff_member(connection, "S1")
    assert person
    assert (person.name, person.phone) == ("甲医生", "8001")
    assert reference.staff_member(connection, "S9") is None


def test_a_village_that_nobody_described_is_shown_by_its_code(connection: Connection, clinic: Clinic) -> None:
    clinic.write("village", FIRST, code=FIRST, name="演示甲村", groups=["1组", "2组"])
    clinic.resident(village_code=SECOND)
    assert [(each.code, each.name, each.groups) for each in reference.villages(connection)] == [
        (FIRST, "演示甲村", ("1组", "2组")),
        (SECOND, SECOND, ()),
    ]
    assert reference.village_name(connection, FIRST) == "演示甲村"
    assert reference.village_name(connection, SECOND) == SECOND
    assert reference.village_name(connection, None) == ""
