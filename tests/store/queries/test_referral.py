"""Referrals, their states, the inbox, and what has come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from clinic_app.protocol.body import Body
from clinic_app.records.identifiers import new_id
from clinic_app.store.local_tables import event_order
from clinic_app.store.projection import write_body
from clinic_app.store.queries.referral import (
    ReferralFilter,
    inbox,
    open_referrals_of,
    ordered_events,
    referral_with_events,
    referrals,
)
from clinic_app.store.queries.referral_waiting import (
    died_under_referral,
    first_follow_ups,
    returned_referrals_of,
    returns_awaiting,
    sent_down_to,
)
from clinic_app.store.queries.residents import resident_card
from tests.conftest import NOW
from tests.store.queries.clinic import FIRST, SECOND, Clinic

SENDER, RECEIVER, OTHER = "V1", "H1", "H2"


class Desk:
    """Issues referrals and moves them."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.confirmed = 0
        for code, name in ((SENDER, "演示甲村卫生室"), (RECEIVER, "演示县医院"), (OTHER, "演示中医院")):
            clinic.write("organisation", code, code=code, name=name, kind="county_hospital")

    def issue(self, day: str = "2026-11-01", **fields: Any) -> str:
        known = {
            "resident_id": "r1", "slip_no": "0012-00034-567-8", "patient_name": "王甲子", "sex": "2", "age": 68,
            "urgency": "routine", "direction": "up", "from_org": SENDER, "to_org": RECEIVER, "to_dept": "心内科",
            "referral_date": day, "village_code": FIRST,
        }  # fmt: skip
        referral_id = self.clinic.write("referral", **{**known, **fields})
        self.move(referral_id, "issue", fields.get("from_org", SENDER), f"{day}T01:00:00.000Z")
        return referral_id

    def move(self, referral_id: str, event: str, by: str, at: str, *, sent: bool = True, **fields: Any) -> None:
        """One step, in the county's order unless it is still unsent."""
        body = {"referral_id": referral_id, "event": event, "organisation": by, "happened_at": at, **fields}
        event_id = new_id(NOW)
        write_body(self.clinic.connection, "referral_event", event_id, Body(fields=body), int(sent))
        if sent:
            self.confirmed += 1
            self.clinic.connection.execute(insert(event_order).values(id=event_id, seq=self.confirmed))

    def send_back(self, referral_id: str, at: str = "2026-11-10T17:30:00.000Z", **slip: Any) -> None:
        """Back with a return slip; without `slip` the slip itself is not on this laptop."""
        self.move(referral_id, "accept", RECEIVER, "2026-11-02T01:00:00.000Z")
        return_id = self.clinic.write("return", referral_id=referral_id, **slip) if slip else new_id(NOW)
        self.move(referral_id, "send_back", RECEIVER, at, return_id=return_id)


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    return Desk(clinic)


def test_a_referral_is_read_with_its_steps_in_order_and_its_return(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    desk.send_back(slip, diagnosis="演示诊断")
    found = referral_with_events(connection, slip)
    assert found
    assert [event["event"] for event in found.events] == ["issue", "accept", "send_back"]
    assert found.fields["patient_name"] == "王甲子"
    assert found.return_slip
    assert found.return_slip["diagnosis"] == "演示诊断"
    assert found.state.word == "已回转"
    assert referral_with_events(connection, "nothing") is None


def test_own_unsent_steps_come_after_confirmed_ones_whatever_their_clock_says(
    connection: Connection, desk: Desk
) -> None:
    slip = desk.issue()
    desk.move(slip, "no_show", SENDER, "2020-01-01T00:00:00.000Z", sent=False)
    desk.move(slip, "accept", RECEIVER, "2026-11-02T01:00:00.000Z")
    assert [event["event"] for event in ordered_events(connection, [slip])[slip]] == ["issue", "accept", "no_show"]


def test_void_steps_do_not_count(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    gone = {"referral_id": slip, "event": "decline", "organisation": RECEIVER, "reason": "误点"}
    desk.clinic.write("referral_event", None, True, **gone)
    (row,) = referrals(connection)
    assert row.state == "issued"


def test_a_row_says_who_where_since_when_and_in_which_state(connection: Connection, desk: Desk) -> None:
    slip = desk.issue(urgency="urgent")
    desk.move(slip, "accept", RECEIVER, "2026-11-02T01:00:00.000Z", slot="周三上午", dept="心内二科")
    (row,) = referrals(connection)
    assert (row.id, row.patient_name, row.urgency, row.word) == (slip, "王甲子", "urgent", "已接收")
    assert (row.from_org_name, row.to_org_name, row.to_dept) == ("演示甲村卫生室", "演示县医院", "心内二科")
    assert row.appointment == "周三上午 心内二科"
    assert row.is_open
    assert row.days_since_issue(date(2026, 11, 22)) == 21
    assert row.days_since_issue(date(2026, 10, 1)) == 0


def test_an_organisation_that_is_not_in_the_directory_is_shown_by_its_code(connection: Connection, desk: Desk) -> None:
    desk.issue(to_org="H9")
    (row,) = referrals(connection)
    assert row.to_org_name == "H9"


def test_the_inbox_puts_the_urgent_first_then_the_oldest(connection: Connection, desk: Desk) -> None:
    late = desk.issue("2026-11-05")
    early = desk.issue("2026-11-01")
    urgent = desk.issue("2026-11-06", urgency="urgent")
    emergency = desk.issue("2026-11-07", urgency="emergency")
    done = desk.issue("2026-10-01")
    desk.move(done, "decline", RECEIVER, "2026-10-02T01:00:00.000Z", reason="无床位")
    back = desk.issue("2026-10-01")
    desk.send_back(back)
    desk.issue(to_org=OTHER)
    assert [row.id for row in inbox(connection, RECEIVER)] == [emergency, urgent, early, late]


def test_a_redirected_patient_changes_inboxes(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    desk.move(slip, "redirect", RECEIVER, "2026-11-02T01:00:00.000Z", to_org=OTHER, to_dept="针灸科")
    assert inbox(connection, RECEIVER) == []
    (row,) = inbox(connection, OTHER)
    assert (row.id, row.to_org_name, row.to_dept) == (slip, "演示中医院", "针灸科")


def test_a_patient_sent_elsewhere_by_the_sender_changes_inboxes_too(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    desk.move(slip, "retarget", SENDER, "2026-11-02T01:00:00.000Z", to_org=OTHER)
    assert inbox(connection, RECEIVER) == []
    assert [(row.id, row.state) for row in inbox(connection, OTHER)] == [(slip, "issued")]


def test_a_supplement_is_what_lists_show(connection: Connection, desk: Desk) -> None:
    slip = desk.issue(patient_name="不详567", identity_unknown=True)
    added = {"patient_name": "王甲子", "age": 69, "initial_impression": "卒中", "to_org": OTHER}
    desk.move(slip, "complete", SENDER, "2026-11-02T01:00:00.000Z", supplement=added)
    (row,) = referrals(connection)
    assert (row.patient_name, row.age, row.initial_impression, row.to_org) == ("王甲子", 69, "卒中", RECEIVER)
    found = referral_with_events(connection, slip)
    assert found
    assert (found.fields["patient_name"], found.shown["patient_name"]) == ("不详567", "王甲子")


def test_filters_narrow_the_list(connection: Connection, desk: Desk) -> None:
    one = desk.issue("2026-11-01", resident_id="r1")
    other = {"resident_id": "r2", "village_code": SECOND, "patient_name": "单乙", "slip_no": "0012-00035-111-2"}
    two = desk.issue("2026-11-05", **other)
    three = desk.issue("2026-11-09", from_org=OTHER, to_org=SENDER, direction="down")

    def ids(**wanted: Any) -> list[str]:
        return [row.id for row in referrals(connection, ReferralFilter(**wanted))]

    assert ids() == [three, two, one]
    assert ids(sent_by=SENDER) == [two, one]
    assert ids(received_by=SENDER) == [three]
    assert ids(organisation=SENDER) == [three, two, one]
    assert ids(village=SECOND) == [two]
    assert ids(resident_id="r2") == [two]
    assert ids(since=date(2026, 11, 5)) == [three, two]
    assert ids(until=date(2026, 11, 5)) == [two, one]
    assert ids(text="单乙") == ids(text="shan") == ids(text="1112") == [two]
    assert ids(states=["closed"]) == []


def test_open_referrals_of_a_resident(connection: Connection, desk: Desk) -> None:
    kept = desk.issue(resident_id="r1")
    ended = desk.issue(resident_id="r1")
    desk.move(ended, "withdraw", SENDER, "2026-11-02T01:00:00.000Z", reason="误开")
    desk.issue(resident_id="r2")
    assert [row.id for row in open_referrals_of(connection, "r1")] == [kept]


def test_a_return_waits_for_its_sender_until_it_is_followed_up(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    assert returns_awaiting(connection, SENDER) == []
    desk.send_back(slip, diagnosis="演示诊断", next_plan="两周后复查", return_date="2026-11-11")
    (waiting,) = returns_awaiting(connection, SENDER)
    assert (waiting.referral_id, waiting.patient_name, waiting.receiver) == (slip, "王甲子", "演示县医院")
    assert (waiting.diagnosis, waiting.next_plan) == ("演示诊断", "两周后复查")
    assert waiting.returned_on == date(2026, 11, 11)
    assert [each.referral_id for each in returned_referrals_of(connection, "r1")] == [slip]
    assert returns_awaiting(connection, RECEIVER) == []
    assert returns_awaiting(connection, SENDER, SECOND) == []
    desk.move(slip, "followed_up", SENDER, "2026-11-20T01:00:00.000Z")
    assert returns_awaiting(connection, SENDER) == []
    assert returned_referrals_of(connection, "r1") == []


def test_a_return_without_a_slip_is_dated_by_its_step_in_local_time(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    desk.send_back(slip, "2026-11-10T17:30:00.000Z")
    (waiting,) = returns_awaiting(connection, SENDER)
    assert waiting.returned_on == date(2026, 11, 11), "half past one at night of the 11th in the village"


def test_a_result_from_outside_the_alliance_waits_too(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    desk.move(slip, "outside_result", SENDER, "2026-11-10T02:00:00.000Z", note="电话：已出院")
    assert [each.referral_id for each in returns_awaiting(connection, SENDER)] == [slip]
    desk.move(slip, "die", SENDER, "2026-11-12T02:00:00.000Z", reason="病故")
    assert returns_awaiting(connection, SENDER) == []


def test_the_answer_of_the_third_place_reaches_the_first_sender(connection: Connection, desk: Desk) -> None:
    """Village to county, county to city, city to province: what comes back from the last is what all wait for."""
    first = desk.issue()
    second = desk.issue("2026-11-02", from_org=RECEIVER, to_org=OTHER, previous_id=first)
    third = desk.issue("2026-11-03", from_org=OTHER, to_org="H9", previous_id=second)
    for slip, by in ((first, RECEIVER), (second, OTHER)):
        desk.move(slip, "arrive", by, "2026-11-04T01:00:00.000Z")
        desk.move(slip, "onward", by, "2026-11-04T02:00:00.000Z")
    assert returns_awaiting(connection, SENDER) == []
    desk.move(first, "followed_up", SENDER, "2026-11-04T03:00:00.000Z", note="太早的一步")
    desk.move(third, "arrive", "H9", "2026-11-05T01:00:00.000Z")
    back = desk.clinic.write("return", referral_id=third, return_date="2026-11-09", diagnosis="演示诊断")
    desk.move(third, "send_back", "H9", "2026-11-09T01:00:00.000Z", return_id=back)
    for organisation, slip in ((SENDER, first), (RECEIVER, second), (OTHER, third)):
        (waiting,) = returns_awaiting(connection, organisation)
        assert (waiting.referral_id, waiting.return_id, waiting.receiver) == (slip, back, "H9")
        assert (waiting.returned_on, waiting.diagnosis) == (date(2026, 11, 9), "演示诊断")
    desk.move(third, "followed_up", OTHER, "2026-11-10T01:00:00.000Z", outcome="improved")
    assert returns_awaiting(connection, OTHER) == []
    assert [each.referral_id for each in returns_awaiting(connection, SENDER)] == [first]
    desk.move(first, "followed_up", SENDER, "2026-11-11T01:00:00.000Z", return_id=back)
    assert returns_awaiting(connection, SENDER) == []


def test_whom_a_place_took_from_above_waits_there_until_somebody_has_seen_them(
    connection: Connection, desk: Desk
) -> None:
    down = {
        "direction": "down",
        "from_org": RECEIVER,
        "to_org": OTHER,
        "resident_id": desk.clinic.resident(record_id="r7"),
    }
    late, early = (desk.issue("2026-11-02", **down) for _ in range(2))
    assert first_follow_ups(connection, OTHER) == []
    assert [each.sent_on for each in sent_down_to(connection, OTHER, "r7")] == [date(2026, 11, 2)] * 2
    desk.move(early, "accept", OTHER, "2026-11-03T01:00:00.000Z")
    desk.move(late, "arrive", OTHER, "2026-11-03T17:00:00.000Z")
    found = first_follow_ups(connection, OTHER)
    assert [(each.referral_id, each.accepted_on) for each in found] == [
        (early, date(2026, 11, 3)), (late, date(2026, 11, 4)),
    ]  # fmt: skip
    assert found[0].sender == "演示县医院"
    assert first_follow_ups(connection, RECEIVER) == first_follow_ups(connection, OTHER, SECOND) == []
    assert [each.referral_id for each in sent_down_to(connection, OTHER, "r7")] == [early], "the other is there"
    desk.clinic.visit("r7", "2026-11-03")
    assert [each.referral_id for each in first_follow_ups(connection, OTHER)] == [late]
    desk.clinic.visit("r7", "2026-11-04")
    assert first_follow_ups(connection, OTHER) == []


def test_a_death_under_a_referral_counts_from_its_day_until_somebody_met_the_person(
    connection: Connection, desk: Desk
) -> None:
    person = desk.clinic.resident(record_id="r7")
    slip, closed = desk.issue(resident_id=person), desk.issue(resident_id="r8")
    desk.move(closed, "withdraw", SENDER, "2026-11-02T01:00:00.000Z", reason="误开")
    desk.move(closed, "die", SENDER, "2026-11-03T01:00:00.000Z", reason="不算的一步")
    desk.move(slip, "die", RECEIVER, "2026-11-05T17:00:00.000Z", reason="病故")
    assert died_under_referral(connection, date(2026, 11, 5)) == set()
    assert died_under_referral(connection, date(2026, 11, 6)) == {person}
    card = resident_card(connection, person, date(2026, 11, 6))
    assert card
    assert (card.died_under_referral, card.alerts) == (date(2026, 11, 6), ("已死亡（2026-11-06转诊单登记）",))
    desk.clinic.visit(person, "2026-11-06")
    assert died_under_referral(connection, date(2026, 11, 7)) == {person}
    desk.clinic.visit(person, "2026-11-07")
    assert died_under_referral(connection, date(2026, 11, 8)) == set()


def test_void_referrals_are_hidden_unless_asked_for(connection: Connection, desk: Desk) -> None:
    slip = desk.issue()
    write_body(connection, "referral", slip, Body(fields={"from_org": SENDER, "to_org": RECEIVER}, void=True), 2)
    assert referrals(connection) == []
    (row,) = referrals(connection, ReferralFilter(with_void=True))
    assert row.void
