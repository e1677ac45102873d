"""A village goes from one clinic to another in one act that two people answer for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.county.hand_over import hand_over
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, referral, resident, step, visit

Ids = Callable[[], str]
PEOPLE = ("张一", "李二")


def test_both_clinics_hear_of_it_and_the_residents_go_with_the_village(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    giver, receiver, centre = enrolled("V1"), enrolled("V2"), enrolled("T1", "public_health")
    person = ids()
    giver.push(giver.line(resident(person)))
    for each in (giver, receiver, centre):
        each.pull()
    done = hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test")
    assert done.residents == 1
    lost = giver.request("GET", f"/pull?cursor={giver.cursor}").failure
    assert (lost.code, lost.added, lost.removed) == ("scope_changed", [], [VILLAGE])
    gained = receiver.request("GET", f"/pull?cursor={receiver.cursor}").failure
    assert (gained.code, gained.added, gained.removed) == ("scope_changed", [VILLAGE], [])
    rows = receiver.request("GET", f"/snapshot/resident?villages={VILLAGE}").read(wire.SnapshotReply).rows
    assert [each.id for each in rows] == [person]
    assert receiver.push(receiver.line(visit(ids(), person)))[0].state == "applied"
    # Whoever has both villages anyway sees two organisations change in one save.
    changes = [each for each in centre.pull() if each.type == "organisation"]
    assert [each.id for each in changes] == ["V1", "V2"]
    assert len({each.mid for each in changes}) == 1
    assert centre.held("organisation")["V1"]["villages"] == []
    assert sorted(centre.held("organisation")["V2"]["villages"]) == [VILLAGE, OTHER_VILLAGE]


def test_both_names_stand_in_the_audit(county: CountyDatabase) -> None:
    hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "administrator")
    with county.transaction() as connection:
        row = connection.execute("SELECT actor, action, target, detail FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        assert audit.first_broken(connection, county.county) is None
    assert row is not None
    assert row[:3] == ("administrator", "hand_over", f"village:{VILLAGE}")
    assert all(name in row[3] for name in (*PEOPLE, "V1", "V2"))


def test_open_referrals_go_along_whole_and_the_old_clinic_keeps_its_copy(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    giver, hospital, receiver = enrolled("V1"), enrolled("H1", "hospital_receiver"), enrolled("V2")
    person, slip, closed, back = ids(), ids(), ids(), ids()
    giver.push(
        giver.line(
            resident(person),
            referral(slip, person),
            step(ids(), slip, "issue"),
            referral(closed, person),
            step(ids(), closed, "issue"),
            step(ids(), closed, "withdraw", reason="误开"),
        )
    )
    hospital.push(
        hospital.line(step(ids(), slip, "accept")),
        hospital.line(Operation("create", "return", back, {"referral_id": slip, "diagnosis": "高血压2级"})),
    )
    for each in (giver, hospital, receiver):
        each.pull()
    done = hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test")
    assert done.referrals == 1
    for each in (giver, receiver):
        each.cursor = each.request("GET", f"/pull?cursor={each.cursor}").failure.cursor
    entered = receiver.pull()
    assert [(each.op, each.type) for each in entered if each.type != "organisation"] == [
        ("enter", "referral"),
        *[("enter", "referral_event")] * 2,
        ("enter", "return"),
        ("event", "referral_event"),
    ]
    assert len({each.mid for each in entered}) == 1
    (event,) = [each for each in entered if each.op == "event"]
    for each in (giver, hospital):
        assert event.id in {change.id for change in each.pull()}
    fields = event.body["fields"]
    assert (fields["event"], fields["from_org"], fields["to_org"]) == ("hand_over", "V1", "V2")
    assert fields["note"] == "演示村卫生室移交演示二村卫生室"
    with county.transaction() as connection:
        rows = connection.execute("SELECT organisation, id FROM record_party WHERE organisation LIKE 'V%'").fetchall()
        detail = connection.execute("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    assert {slip, back, event.id} <= {row[1] for row in rows if row[0] == "V1"}
    assert {slip, back, event.id} <= {row[1] for row in rows if row[0] == "V2"}
    assert ("V2", closed) not in rows
    assert detail
    assert "居民1，转诊1" in detail[0]
    # The sender's steps are the new clinic's now.
    assert receiver.push(receiver.line(step(ids(), slip, "request_withdrawal")))[0].state == "applied"


@pytest.mark.parametrize(
    ("village", "giver", "receiver", "people", "words"),
    [
        (OTHER_VILLAGE, "V1", "V2", PEOPLE, "没有负责村"),
        (VILLAGE, "V1", "X9", PEOPLE, "机构表里没有“X9”"),
        (VILLAGE, "X9", "V2", PEOPLE, "机构表里没有“X9”"),
        (VILLAGE, "V1", "V1", PEOPLE, "不能是同一个机构"),
        (VILLAGE, "V1", "V2", ("张一", "张一"), "不能是同一个人"),
        (VILLAGE, "V1", "V2", ("张一", " "), "两个人的姓名"),
    ],
)
def test_what_cannot_be_handed_over_stays(
    county: CountyDatabase, village: str, giver: str, receiver: str, people: tuple[str, str], words: str
) -> None:
    with pytest.raises(CountyProblem, match=words) as problem:
        hand_over(county, village, giver, receiver, people, "test")
    assert "什么也没有改动" in str(problem.value)
    with county.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM audit WHERE action = 'hand_over'").fetchone() == (0,)
