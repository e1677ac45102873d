"""What a laptop answers for, and the rows behind each kind of thing, from a real encrypted file."""

from __future__ import annotations

import base64

import pytest

from clinic_app.guidelines.indicators import figure
from clinic_app.protocol.audience import Scope as DeviceScope
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from clinic_app.store.projection import write_body
from clinic_app.store.queries.indicators import Statistics, behind_rows, statistics
from tests.guidelines.indicator_fixture import VILLAGES, id_of, records


@pytest.fixture
def filled(database: Database) -> Database:
    with database.write() as connection:
        for record in records():
            body = Body(record["fields"], author="a", authored_at=record.get("at"))
            write_body(connection, record["type"], record["id"], body, 1)
        write_body(connection, "village", VILLAGES[0], Body({"code": VILLAGES[0], "name": "演示甲村"}), 1)
    return database


def enrolled(database: Database, organisation: str, villages: list[str]) -> None:
    """Make it the laptop of an organisation, with a township centre and one clinic in the directory."""
    device = Device(
        id=id_of("device"), number=1, county="990101", organisation=organisation, organisation_name="演示机构",
        kind="", role="village_doctor", scope=DeviceScope(organisation, "", villages), server="http://127.0.0.1:9",
        private_key=base64.b64encode(bytes(32)).decode(),
    )  # fmt: skip
    with database.write() as connection:
        save_device(connection, device)
        centre = {"code": "T1", "name": "演示镇卫生院", "kind": "township_centre", "villages": [VILLAGES[1]]}
        clinic = {
            "code": "V1",
            "name": "卫生室",
            "kind": "village_clinic",
            "parent_code": "T1",
            "villages": [VILLAGES[0]],
        }
        for fields in (centre, clinic):
            write_body(connection, "organisation", str(fields["code"]), Body(fields), 1)


def counted(database: Database) -> Statistics:
    with database.read() as connection:
        return statistics(connection, 2026, None, database.clock.today(), database.clock.now())


def test_before_enrolment_everything_on_file_is_the_scope(filled: Database) -> None:
    found = counted(filled)
    assert found.whole.scope.villages == frozenset(VILLAGES)
    assert [each.name for each in found.areas[1:]] == ["演示甲村", VILLAGES[1]]


def test_a_village_laptop_has_one_area_and_the_townships_figures_are_not_its_own(filled: Database) -> None:
    enrolled(filled, "V1", [VILLAGES[0]])
    (whole,) = counted(filled).areas
    assert (whole.scope.villages, whole.scope.area) == (frozenset({VILLAGES[0]}), "")


def test_a_township_has_its_own_figure_only_while_it_sees_all_of_its_villages(filled: Database) -> None:
    enrolled(filled, "T1", list(VILLAGES))
    assert counted(filled).whole.scope.area == "T1"
    enrolled(filled, "T1", [VILLAGES[1]])
    assert counted(filled).whole.scope.area == ""


@pytest.mark.parametrize(
    ("key", "side", "what", "person"),
    [
        ("hypertension_control", "counted", "张一", "A"),
        ("contacts_refused", "counted", "2026-06-03", "M"),
        ("attempts_refused", "counted", "2026-05-30", "M"),
        ("household_coverage", "rest", "", "C"),
    ],
)
def test_behind_each_kind_of_thing_stands_a_person_to_open(
    filled: Database, key: str, side: str, what: str, person: str
) -> None:
    found = counted(filled)
    shown = figure(found.counted, found.counted.book[key], found.whole.scope)
    with filled.read() as connection:
        (row,) = behind_rows(connection, shown.definition.of, getattr(shown, side))
    assert (row.resident_id, row.name, row.what) == (id_of(person), f"演示{person}", what)


def test_behind_a_referral_stands_its_person_with_the_day_of_the_slip(filled: Database) -> None:
    with filled.read() as connection:
        (row,) = behind_rows(connection, "referral", [id_of("S1")])
    assert (row.resident_id, row.what) == (id_of("A"), "2026-11-01")


def test_what_is_not_on_this_laptop_is_left_out_of_a_list(filled: Database) -> None:
    with filled.read() as connection:
        rows = behind_rows(connection, "resident", [id_of("nobody"), id_of("A")])
    assert [each.id for each in rows] == [id_of("A")]
    assert rows[0].place == "演示甲村1号"
