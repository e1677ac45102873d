"""With a village its open referrals go to the clinic that takes it over: it sees what came back and closes it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from clinic_app.care.save import SaveResult, save
from clinic_app.care.worklist import RETURN, worklist
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.hand_over import hand_over
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol.referral_events import ReferralState, possible_events
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.queries.referral import (
    ReferralFilter,
    ReferralRow,
    referral_with_events,
    referrals,
)
from clinic_app.store.queries.referral_waiting import returns_awaiting
from clinic_app.sync.session import sync_once
from tests.county.laptop import RESIDENT, VILLAGE
from tests.sync.conftest import Enrolled
from tests.sync.pages import is_here

PEOPLE = ("张一", "李二")


def issued(clinic: Database) -> tuple[str, str]:
    """A new person with a referral to the hospital, sent."""
    person = save(clinic, [{"type": "resident", "fields": RESIDENT}]).ids[0]
    fields = {"resident_id": person, "direction": "up", "urgency": "routine", "to_org": "H1"}
    referral = save(clinic, [{"type": "referral", "fields": fields}]).ids[0]
    sync_all(clinic)
    return person, referral


def step(laptop: Database, referral: str, event: str, **fields: Any) -> SaveResult:
    return save(laptop, [{"type": "referral_event", "fields": {"referral_id": referral, "event": event, **fields}}])


def send_back(hospital: Database, referral: str) -> None:
    step(hospital, referral, "accept")
    save(hospital, [{"type": "return", "fields": {"referral_id": referral, "diagnosis": "高血压2级"}}])


def visit(clinic: Database, person: str) -> SaveResult:
    today = clinic.clock.today().isoformat()
    fields = {"resident_id": person, "visit_date": today, "visit_mode": "2"}
    return save(clinic, [{"type": "visit", "fields": fields}])


def sync_all(*laptops: Database) -> None:
    for _ in range(2):
        for each in laptops:
            assert sync_once(each).exit_code == 0


def state_at(laptop: Database, referral: str) -> ReferralState:
    with laptop.read() as connection:
        found = referral_with_events(connection, referral)
    assert found is not None
    return found.state


def sent_by(laptop: Database, organisation: str) -> list[ReferralRow]:
    with laptop.read() as connection:
        return referrals(connection, ReferralFilter(sent_by=organisation))


def awaited(laptop: Database, organisation: str) -> list[str]:
    with laptop.read() as connection:
        return [each.referral_id for each in returns_awaiting(connection, organisation)]


def due(laptop: Database) -> list[str | None]:
    found = worklist(laptop, laptop.clock.today())
    return [reason.referral_id for item in found for reason in item.reasons if reason.kind == RETURN]


@pytest.mark.parametrize("stage", ["issued", "delivered", "accepted", "returned"])
def test_the_new_clinic_sees_the_return_and_closes_it_with_a_visit(
    county: CountyDatabase, laptop: Enrolled, stage: str
) -> None:
    old, new, hospital = laptop("V1"), laptop("V2"), laptop("H1")
    sync_all(new, hospital)
    person, referral = issued(old)
    if stage != "issued":
        sync_all(hospital)
    if stage == "accepted":
        step(hospital, referral, "accept")
    if stage == "returned":
        send_back(hospital, referral)
    sync_all(hospital if stage != "issued" else old, old)
    assert state_at(old, referral).state == stage
    assert due(old) == ([referral] if stage == "returned" else [])

    done = hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test")
    assert (done.residents, done.referrals) == (1, 1)
    sync_all(old, new, hospital)
    if stage != "returned":
        send_back(hospital, referral)
        sync_all(hospital, old, new)

    for each in (old, new, hospital):
        state = state_at(each, referral)
        assert (state.state, state.sender, state.steps[-1].counts) == ("returned", "V2", True)
        assert state.receivers == ("H1",)
    assert due(new) == awaited(new, "V2") == [referral]
    (row,) = sent_by(new, "V2")
    assert (row.from_org, row.sender, row.former_senders) == ("V1", "V2", ("V1",))

    assert (due(old), awaited(old, "V1"), sent_by(old, "V1")) == ([], [], [])
    assert not is_here(old, person)
    assert possible_events({"from_org": "V1"}, state_at(old, referral), "V1") == []

    visit(new, person)
    sync_all(new, old, hospital)
    for each in (old, new, hospital):
        assert (state_at(each, referral).state, state_at(each, referral).steps[-1].organisation) == ("closed", "V2")
    assert due(new) == []


def test_the_hospital_addresses_its_return_to_the_clinic_that_has_the_patient_now(
    county: CountyDatabase, laptop: Enrolled
) -> None:
    old, hospital = laptop("V1"), laptop("H1")
    _, referral = issued(old)
    hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test")
    sync_all(hospital)
    send_back(hospital, referral)
    with hospital.read() as connection:
        found = referral_with_events(connection, referral)
    assert found
    assert found.return_slip
    assert (found.fields["from_org"], found.return_slip["to_org"]) == ("V1", "V2")
    assert found.return_slip.get("to_doctor") is None


def test_a_step_that_the_old_clinic_took_before_it_heard_stays_as_a_note_for_all(
    county: CountyDatabase, laptop: Enrolled
) -> None:
    old, new, hospital = laptop("V1"), laptop("V2"), laptop("H1")
    sync_all(new)
    person, referral = issued(old)
    sync_all(hospital)
    send_back(hospital, referral)
    sync_all(hospital, old)
    hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test")
    visit(old, person)
    assert state_at(old, referral).state == "closed"
    sync_all(old, new, hospital)
    for each in (old, new, hospital):
        state = state_at(each, referral)
        assert state.state == "returned"
        late = next(each for each in state.steps if each.event == "followed_up")
        assert not late.counts
        assert "不是这一步的经办方" in late.remark
    # The visit itself was care and counts; whether it answers the return is for the new clinic to say.
    with new.read() as connection:
        assert connection.scalar(select(func.count()).select_from(RECORD_TYPES["visit"].sql_table)) == 1
    assert due(new) == [referral]
    step(new, referral, "followed_up")
    assert state_at(new, referral).state == "closed"


def test_the_same_again_changes_nothing_but_takes_what_came_late(
    county: CountyDatabase, laptop: Enrolled, clock: FrozenClock
) -> None:
    old, new = laptop("V1"), laptop("V2")
    person, first = issued(old)
    assert hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test").referrals == 1

    def again() -> int:
        return hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test").referrals

    with pytest.raises(CountyProblem, match="没有负责村"):
        again()
    # Written in a house without a line, before the laptop has heard of the hand-over.
    fields = {"resident_id": person, "direction": "up", "urgency": "urgent", "to_org": "H1"}
    late = save(old, [{"type": "referral", "fields": fields}]).ids[0]
    sync_all(old)
    assert again() == 1
    with pytest.raises(CountyProblem, match="没有负责村"):
        again()
    sync_all(old, new)
    assert {each.id for each in sent_by(new, "V2")} == {first, late}
    assert sent_by(old, "V1") == []
    assert [step.event for step in state_at(new, late).steps] == ["issue", "hand_over"]


def test_closed_referrals_and_those_of_others_stay_where_they_are(county: CountyDatabase, laptop: Enrolled) -> None:
    old, centre = laptop("V1"), laptop("T1")
    person, closed = issued(old)
    step(old, closed, "withdraw", reason="误开")
    sync_all(old, centre)
    fields = {"resident_id": person, "direction": "up", "urgency": "routine", "to_org": "H1"}
    theirs = save(centre, [{"type": "referral", "fields": fields}]).ids[0]
    down = save(centre, [{"type": "referral", "fields": {**fields, "direction": "down", "to_org": "V1"}}]).ids[0]
    sync_all(centre)
    # What came to the village goes along too: the new clinic is its receiver.
    assert hand_over(county, VILLAGE, "V1", "V2", PEOPLE, "test").referrals == 1
    new = laptop("V2")
    sync_all(centre, new)
    assert [(state_at(centre, each).sender, state_at(centre, each).receiver) for each in (closed, theirs, down)] == [
        ("V1", "H1"), ("T1", "H1"), ("T1", "V2"),
    ]  # fmt: skip
    assert "accept" in possible_events({}, state_at(new, down), "V2")
