"""The table of roles at the county: the role that wrote when a save comes, the role that reads when records go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import find_device
from clinic_app.county.reference import load_reference
from clinic_app.county.roles import forbidden, roles_of
from clinic_app.county.supervision import accept, read_supervised
from clinic_app.protocol.mutation import Operation
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.permission import ROLES, Act, may, withheld_types
from tests.county.conftest import STAFF, Enrolled
from tests.county.laptop import Laptop, referral, resident, visit
from tests.county.test_digest import digest, own_sums
from tests.county.test_snapshot import all_rows

Ids = Callable[[], str]


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_write_is_what_the_table_says_cell_by_cell(role: str) -> None:
    for name in RECORD_TYPES:
        for operation in ("create", "add", "patch", "amend", "event", "resolve", "claim", "void", "remove"):
            act = Act.VOID if operation in ("void", "remove") else Act.SAVE
            brought = operation in ("create", "add") and may(role, Act.IMPORT, name)
            assert (not forbidden(role, operation, name)) is (may(role, act, name) or brought), (name, operation)


def everything(ids: Ids) -> list[Operation]:
    """A person with a mental disorder, followed up and supplemented, and a referral."""
    person, met = ids(), ids()
    supplement = {"resident_id": person, "guardian_name": "演示乙"}
    return [
        resident(person),
        visit(met, person),
        Operation("create", "mental_followup", ids(), {"visit_id": met, "risk_level": "0"}),
        Operation("create", "mental_supplement", ids(), supplement),
        referral(ids(), person),
    ]


def test_a_save_that_its_authors_role_forbids_is_kept_for_a_supervisor_and_audited(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    village, office = enrolled(), enrolled("T1", "public_health")
    saved = everything(ids)
    assert [each.state for each in village.push(village.line(*saved))] == ["applied"]
    person = saved[0].id
    good, bad = office.line(visit(ids(), person)), office.line(referral(ids(), person))
    kept, refused = office.push(good, bad)
    assert kept.state == "applied", kept.message
    assert (refused.state, refused.code, refused.record) == ("quarantined", "role", 0)
    assert "转诊单不归“公卫科”填写" in str(refused.message)
    [waiting] = read_supervised(county)
    assert (waiting.mid, waiting.code) == (refused.mid, "role")
    with county.transaction() as connection:
        told = connection.execute(
            "SELECT actor, target, detail FROM audit WHERE county = %s AND action = 'refuse'", (county.county,)
        ).fetchall()
    assert told == [(f"device:{office.id}", f"mutation:{refused.mid}", "role")]
    assert accept(county, refused.mid, "test").state == "applied"


def test_the_role_is_the_one_at_the_time_of_writing(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, clock: FrozenClock, tmp_path: Path
) -> None:
    laptop, saved = enrolled("V1", "village_doctor", "D1"), everything(ids)
    laptop.push(laptop.line(*saved))
    early = laptop.line(referral(ids(), saved[0].id))
    clock.advance(timedelta(hours=1))
    path = tmp_path / "staff.csv"
    path.write_text(STAFF.replace("张一,V1,village_doctor", "张一,V1,public_health"), encoding="utf-8")
    load_reference(county, "staff", path, "test")
    clock.advance(timedelta(hours=1))
    states = [(each.state, each.code) for each in laptop.push(early, laptop.line(referral(ids(), saved[0].id)))]
    assert states == [("applied", None), ("quarantined", "role")]
    with county.transaction() as connection:
        device = find_device(connection, county.county, laptop.id)
        assert device is not None
        found = roles_of(connection, county.county, device)
    now = clock.now()
    assert [found.at(laptop.account, when) for when in (now - timedelta(days=900), now)] == [
        "village_doctor",
        "public_health",
    ]
    assert found.at("somebody else", now) == "village_doctor"


def held(laptop: Laptop) -> dict[str, set[str]]:
    """What the snapshots give, by type."""
    return {name: ids for name in RECORD_TYPES if (ids := {row.id for row in all_rows(laptop, name)})}


def test_a_laptop_never_gets_what_its_role_does_not_read_nor_a_conflict_about_it(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    village, other, clinic = enrolled(), enrolled(), enrolled("T1", "township_clinician")
    office = enrolled("T1", "public_health")
    saved = everything(ids)
    village.push(village.line(*saved))
    supplement = saved[3].id
    other.pull()
    for laptop, name in ((village, "演示丙"), (other, "演示丁")):
        patch = Operation("patch", "mental_supplement", supplement, {"guardian_name": name}, base=1)
        laptop.push(laptop.line(patch))
    for laptop, role in ((village, "village_doctor"), (clinic, "township_clinician"), (office, "public_health")):
        laptop.pull()
        expected = {key[0] for key in laptop.records if key[0] in RECORD_TYPES}
        assert not expected & withheld_types(role)
        assert {"resident", "visit", "mental_followup", "referral"} <= expected
        assert ("mental_supplement" in expected) is ("conflict" in expected) is (role != "public_health")
        given = held(laptop)
        assert {name: {key[1] for key in laptop.records if key[0] == name} for name in given} == given
        assert digest(laptop).sums == own_sums(laptop, tuple(given))
    asked = office.request("GET", f"/snapshot/mental_supplement?ids={supplement}")
    assert asked.status == 200
    assert supplement.encode() not in asked.body
