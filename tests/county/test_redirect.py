"""A referral goes to another place, or on from there: who may do it at the county, and who gets what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.redirect import redirect
from tests.county.conftest import Enrolled
from tests.county.laptop import Laptop, referral, resident, step

Ids = Callable[[], str]
NUMBER = "0012-00034-567-8"


def referred(enrolled: Enrolled, ids: Ids) -> tuple[Laptop, str, str]:
    """A village clinic with a resident whom it has referred to the hospital: person and slip."""
    clinic, person, slip = enrolled("V1"), ids(), ids()
    issue = step(ids(), slip, "issue")
    clinic.push(clinic.line(resident(person), referral(slip, person, slip_no=NUMBER), issue))
    return clinic, person, slip


def test_the_county_office_sends_a_referral_elsewhere_by_its_number(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    clinic, _, slip = referred(enrolled, ids)
    other = enrolled("H2", "hospital_receiver")
    done = redirect(county, "00120003 45678", "H2", "神经内科", "患者到了中医院", "administrator")
    assert (done.referral_id, done.before, done.now) == (slip, "H1", "H2")
    other.pull()
    clinic.pull()
    for desk in (other, clinic):
        (made,) = [each for each in desk.held("referral_event").values() if each["event"] == "redirect"]
        assert (made["organisation"], made["to_org"], made["to_dept"]) == ("server", "H2", "神经内科")
    assert {each["event"] for each in other.held("referral_event").values()} == {"issue", "redirect"}
    assert slip in other.held("referral")
    assert other.push(other.line(step(ids(), slip, "accept")))[0].state == "applied"
    with county.transaction() as connection:
        row = connection.execute("SELECT actor, action, target, detail FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        assert audit.first_broken(connection, county.county) is None
    assert row == ("administrator", "redirect", f"referral:{slip}", "H1 → H2")
    # Within one house another department is enough of a change.
    assert redirect(county, slip, "H2", "急诊科", "急诊收", "administrator").before == "H2"


def test_what_the_office_cannot_do_is_said_and_changes_nothing(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    clinic, _, slip = referred(enrolled, ids)
    for number, place, reason, said in (
        ("0012-00034-567-9", "H2", "去了中医院", "没有单号为“0012-00034-567-9”的转诊单"),
        ("", "H2", "去了中医院", "没有单号为“”的转诊单"),
        (NUMBER, "H9", "去了中医院", "机构表里没有“H9”"),
        (NUMBER, "H1", "去了中医院", "已经在“H1”"),
        (NUMBER, "H2", "  ", "写明原因"),
    ):
        with pytest.raises(CountyProblem, match=said):
            redirect(county, number, place, "", reason, "test")
    clinic.push(clinic.line(step(ids(), slip, "withdraw", reason="误开")))
    with pytest.raises(CountyProblem, match=r"现在是“已撤回”，不能“改派”，什么也没有改动"):
        redirect(county, NUMBER, "H2", "", "去了中医院", "test")
    clinic.pull()
    assert {each["event"] for each in clinic.held("referral_event").values()} == {"issue", "withdraw"}


def test_two_slips_with_one_number_are_told_apart_by_their_ids(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    clinic, person, slip = referred(enrolled, ids)
    twin = ids()
    clinic.push(clinic.line(referral(twin, person, slip_no=NUMBER), step(ids(), twin, "issue")))
    with pytest.raises(CountyProblem, match=f"有2张转诊单用这个单号.*{slip}"):
        redirect(county, NUMBER, "H2", "", "去了中医院", "test")
    assert redirect(county, twin, "H2", "", "去了中医院", "test").referral_id == twin


def test_the_sender_sends_it_elsewhere_and_the_new_place_gets_all_of_it(enrolled: Enrolled, ids: Ids) -> None:
    clinic, _, slip = referred(enrolled, ids)
    assert clinic.push(clinic.line(step(ids(), slip, "retarget", to_org="H2")))[0].state == "applied"
    other, first = enrolled("H2", "hospital_receiver"), enrolled("H1", "hospital_receiver")
    for desk in (other, first):
        desk.pull()
        assert {each["event"] for each in desk.held("referral_event").values()} >= {"issue", "retarget"}
    # A laptop that comes later reads the same from a snapshot.
    assert slip in other.held("referral")
    assert other.push(other.line(step(ids(), slip, "accept")))[0].state == "applied"


def test_a_place_that_treats_somebody_sends_them_on_and_nobody_else_does(enrolled: Enrolled, ids: Ids) -> None:
    clinic, person, slip = referred(enrolled, ids)
    hospital, stranger, centre = (
        enrolled("H1", "hospital_receiver"), enrolled("H2", "hospital_receiver"), enrolled("T1", "referral_officer"),
    )  # fmt: skip
    higher, down, other, foreign = ids(), ids(), ids(), ids()

    def sent(desk: Laptop, record: str, to_org: str, previous: str | None, who: str = person) -> str:
        fields = {"previous_id": previous} if previous else {}
        line = desk.line(referral(record, who, to_org=to_org, **fields), step(ids(), record, "issue"))
        return desk.push(line)[0].state

    assert sent(hospital, ids(), "T1", None) == "quarantined", "no file, no earlier referral"
    assert sent(stranger, ids(), "T1", slip) == "quarantined", "no part in the earlier one"
    assert sent(hospital, higher, "H2", slip) == "applied"
    assert sent(hospital, down, "T1", slip) == "applied"
    clinic.push(clinic.line(resident(other)))
    assert sent(hospital, foreign, "T1", slip, other) == "quarantined", "another person's referral opens no file"
    # Who was sent the patient on may send them on, too.
    assert sent(stranger, ids(), "T1", higher) == "applied"
    for desk in (clinic, stranger, centre):
        desk.pull()
    assert {higher, down} <= clinic.held("referral").keys(), "the village hears of all that its resident goes through"
    assert centre.held("referral").keys() >= {down}
    assert (higher in stranger.held("referral"), down in stranger.held("referral")) == (True, False)
    assert centre.held("referral")[down]["from_org"] == "H1"
    assert centre.push(centre.line(step(ids(), down, "accept")))[0].state == "applied"


def test_a_referral_that_carries_on_one_not_yet_here_waits_for_it(enrolled: Enrolled, ids: Ids) -> None:
    clinic, person, _ = referred(enrolled, ids)
    hospital, slip, higher = enrolled("H1", "hospital_receiver"), ids(), ids()
    early = hospital.line(referral(higher, person, to_org="H2", previous_id=slip), step(ids(), higher, "issue"))
    (outcome,) = hospital.push(early)
    assert (outcome.state, outcome.waiting_for) == ("deferred", [f"referral:{slip}"])
    clinic.push(clinic.line(referral(slip, person), step(ids(), slip, "issue")))
    hospital.pull()
    assert higher in hospital.held("referral")
