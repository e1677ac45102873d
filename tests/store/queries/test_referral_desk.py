"""The inbox by urgency and age, appointments taken, overdue answers, calls after discharge, patients on the wards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from clinic_app.store.queries.referral_desk import (
    call_backs_due,
    costs_of,
    desk_inbox,
    following_slips,
    former_slips,
    inpatients,
    overdue_answers,
    taken_slots,
)
from tests.store.queries.clinic import Clinic
from tests.store.queries.test_referral import OTHER, RECEIVER, SENDER, Desk

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HOURS = {"emergency": 1, "urgent": 24, "routine": 72}
DAYS = {"1": 3, "2": 7, "3": 14}


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    return Desk(clinic)


def issued(desk: Desk, at: str, **fields: Any) -> str:
    """A referral that was issued at an instant."""
    referral = desk.clinic.write(
        "referral", resident_id="r1", patient_name="王甲子", from_org=SENDER, to_org=RECEIVER, direction="up",
        referral_date=at[:10], **{"urgency": "routine", "to_dept": "心内科", **fields},
    )  # fmt: skip
    desk.move(referral, "issue", SENDER, at)
    return referral


def test_the_inbox_puts_the_unopened_first_then_urgency_then_age(connection: Connection, desk: Desk) -> None:
    old = issued(desk, "2026-11-21T02:29:00.000Z")
    opened = issued(desk, "2026-11-20T02:00:00.000Z")
    desk.move(opened, "read", RECEIVER, "2026-11-20T03:00:00.000Z")
    urgent = issued(desk, "2026-11-22T01:00:00.000Z", urgency="urgent")
    emergency = issued(desk, "2026-11-22T02:00:00.000Z", urgency="emergency", suspicion="stroke", request="bed")
    day_old = issued(desk, "2026-11-21T02:30:00.000Z")
    late, soon = issued(desk, "2026-11-18T01:00:00.000Z"), issued(desk, "2026-11-19T01:00:00.000Z")
    for referral, day in ((late, "2026-11-25"), (soon, "2026-11-23")):
        desk.move(referral, "accept", RECEIVER, "2026-11-20T01:00:00.000Z", slot_date=day, slot_time="08:20")
    here = issued(desk, "2026-11-17T01:00:00.000Z", urgency="emergency")
    desk.move(here, "arrive", RECEIVER, "2026-11-18T01:00:00.000Z")
    found = desk_inbox(connection, RECEIVER, NOW, 24, HOURS)
    assert [each.row.id for each in found] == [emergency, old, urgent, opened, day_old, soon, late, here]
    assert not any(each.late for each in found)
    by_id = {each.row.id: each for each in found}
    # A day and a minute escalates, a day to the minute does not yet.
    assert [each for each in by_id if by_id[each].escalated] == [old]
    assert by_id[day_old].unread
    assert not by_id[opened].unread
    assert [by_id[each].group for each in (old, soon, here)] == [0, 1, 2]
    assert by_id[emergency].suspicion == "stroke"
    assert by_id[emergency].request == "bed"
    assert by_id[old].request == "clinic"
    assert by_id[old].hours_waiting(NOW) == 24
    assert by_id[soon].slot == ("2026-11-23", "08:20")


def test_a_redirected_referral_waits_from_the_hour_it_came_here(connection: Connection, desk: Desk) -> None:
    slip = issued(desk, "2026-11-18T02:00:00.000Z")
    desk.move(slip, "redirect", RECEIVER, "2026-11-22T01:30:00.000Z", to_org=OTHER, to_dept="心内科")
    (found,) = desk_inbox(connection, OTHER, NOW, 24, HOURS)
    assert found.unread
    assert not found.escalated
    assert found.hours_waiting(NOW) == 1
    assert desk_inbox(connection, RECEIVER, NOW, 24, HOURS) == []


def test_what_was_opened_and_not_answered_in_time_goes_to_the_top(connection: Connection, desk: Desk) -> None:
    urgent = issued(desk, "2026-11-22T01:00:00.000Z", urgency="urgent")
    late = issued(desk, "2026-11-19T02:29:00.000Z")
    asked = issued(desk, "2026-11-18T02:30:00.000Z")
    for each in (late, asked):
        desk.move(each, "read", RECEIVER, "2026-11-19T03:00:00.000Z")
    # Whoever was asked for more is waited for, not waiting.
    desk.move(asked, "return_incomplete", RECEIVER, "2026-11-19T03:00:00.000Z", reason="缺心电图")
    found = desk_inbox(connection, RECEIVER, NOW, 24, HOURS)
    assert [(each.row.id, each.late) for each in found] == [(late, True), (urgent, False), (asked, False)]


def test_a_withdrawal_that_the_sender_asks_for_and_a_missing_answer_are_seen(
    connection: Connection, desk: Desk
) -> None:
    slip = issued(desk, "2026-11-20T02:00:00.000Z")
    desk.move(slip, "accept", RECEIVER, "2026-11-20T03:00:00.000Z")
    desk.move(slip, "request_withdrawal", SENDER, "2026-11-21T03:00:00.000Z", reason="已去外地")
    other = issued(desk, "2026-11-20T02:00:00.000Z")
    desk.move(other, "return_incomplete", RECEIVER, "2026-11-20T03:00:00.000Z", reason="缺心电图")
    found = {each.row.id: each for each in desk_inbox(connection, RECEIVER, NOW, 24, HOURS)}
    assert found[slip].withdrawal_asked
    assert found[other].incomplete
    assert found[other].waits_for_answer


def test_appointments_are_counted_until_they_move_or_end(connection: Connection, desk: Desk) -> None:
    slot = {"slot_date": "2026-11-25", "slot_time": "08:20", "slot_minutes": 20, "dept": "心内科"}
    slips = [issued(desk, "2026-11-20T02:00:00.000Z") for _ in range(4)]
    for each in slips:
        desk.move(each, "accept", RECEIVER, "2026-11-20T03:00:00.000Z", **slot)
    desk.move(slips[1], "reschedule", RECEIVER, "2026-11-20T04:00:00.000Z", **{**slot, "slot_time": "08:40"})
    desk.move(slips[2], "refuse", RECEIVER, "2026-11-20T04:00:00.000Z", reason="不去")
    scan = issued(desk, "2026-11-20T02:00:00.000Z", request="examination")
    scanned = {**slot, "dept": "影像科", "slot": "CT", "slot_minutes": 30}
    desk.move(scan, "accept", RECEIVER, "2026-11-20T03:00:00.000Z", **scanned)
    day = date(2026, 11, 25)
    assert dict(taken_slots(connection, RECEIVER, day)) == {
        ("心内科", "08:20", ""): 2, ("心内科", "08:40", ""): 1, ("影像科", "08:20", "CT"): 1,
    }  # fmt: skip
    assert taken_slots(connection, RECEIVER, day, but=slips[0])[("心内科", "08:20", "")] == 1
    assert not taken_slots(connection, RECEIVER, date(2026, 11, 26))
    assert not taken_slots(connection, OTHER, day)


def test_an_answer_is_overdue_by_its_urgency_and_names_the_phone_to_call(connection: Connection, desk: Desk) -> None:
    desk.clinic.write("organisation", RECEIVER, code=RECEIVER, name="演示县医院", phone="0990-100")
    desk.clinic.write("department", f"{RECEIVER}:1", code="1", organisation=RECEIVER, name="心内科", phone="0990-111")
    routine = issued(desk, "2026-11-19T02:30:00.000Z", patient_phone="19900001111")
    issued(desk, "2026-11-19T02:31:00.000Z")
    urgent = issued(desk, "2026-11-21T02:30:00.000Z", urgency="urgent", to_dept="外科")
    desk.move(urgent, "read", RECEIVER, "2026-11-21T03:00:00.000Z")
    answered = issued(desk, "2026-11-10T02:30:00.000Z")
    desk.move(answered, "accept", RECEIVER, "2026-11-11T02:30:00.000Z")
    found = overdue_answers(connection, SENDER, NOW, HOURS)
    assert [each.row.id for each in found] == [urgent, routine]
    assert [each.phone for each in found] == ["0990-100", "0990-111"]
    assert [each.connected for each in found] == [True, False]
    assert found[1].patient_phone == "19900001111"
    assert found[1].due == NOW
    assert overdue_answers(connection, RECEIVER, NOW, HOURS) == []


def discharged(desk: Desk, on: str, **fields: Any) -> str:
    slip = issued(desk, "2026-11-01T02:00:00.000Z", **fields)
    desk.move(slip, "arrive", RECEIVER, "2026-11-02T02:00:00.000Z")
    back = desk.clinic.write("return", referral_id=slip, from_org=RECEIVER, discharged_on=on, diagnosis="高血压3级")
    desk.move(slip, "send_back", RECEIVER, f"{on}T02:00:00.000Z", return_id=back)
    return slip


def called(desk: Desk, slip: str, level: str, result: str, on: str, next_on: str | None = None) -> None:
    desk.clinic.write("call_back", referral_id=slip, level=level, called_on=on, result=result, next_on=next_on)


def test_calls_after_discharge_fall_due_level_by_level(connection: Connection, desk: Desk) -> None:
    slip = discharged(desk, "2026-11-15", patient_phone="19900001111")
    discharged(desk, "2026-11-20")
    found = call_backs_due(connection, RECEIVER, TODAY, DAYS)
    assert [(each.referral_id, each.level, each.due) for each in found] == [
        (slip, "1", date(2026, 11, 18)),
        (slip, "2", date(2026, 11, 22)),
    ]
    assert found[0].phone == "19900001111"
    assert found[0].diagnosis == "高血压3级"
    called(desk, slip, "1", "1", "2026-11-18")
    called(desk, slip, "2", "2", "2026-11-21", next_on="2026-11-23")
    assert call_backs_due(connection, RECEIVER, TODAY, DAYS) == []
    (again,) = [each for each in call_backs_due(connection, RECEIVER, date(2026, 11, 23), DAYS) if each.level == "2"]
    assert (again.referral_id, again.tried, len(again.earlier)) == (slip, 1, 2)
    called(desk, slip, "2", "1", "2026-11-23")
    levels = [each.level for each in call_backs_due(connection, RECEIVER, date(2026, 11, 29), DAYS)]
    assert levels.count("3") == 1
    assert call_backs_due(connection, OTHER, TODAY, DAYS) == []


def test_nobody_calls_after_a_death_or_after_three_months(connection: Connection, desk: Desk) -> None:
    dead = discharged(desk, "2026-11-15")
    desk.move(dead, "die", SENDER, "2026-11-16T02:00:00.000Z", reason="家中去世")
    discharged(desk, "2026-08-24")
    assert call_backs_due(connection, RECEIVER, TODAY, DAYS) == []


def test_the_wards_show_who_came_for_a_bed_and_what_each_day_cost(connection: Connection, desk: Desk) -> None:
    bed = issued(desk, "2026-11-18T02:00:00.000Z", request="bed", to_dept="心内科")
    outpatient = issued(desk, "2026-11-18T02:00:00.000Z")
    waiting = issued(desk, "2026-11-18T02:00:00.000Z", request="bed")
    for each in (bed, outpatient):
        desk.move(each, "arrive", RECEIVER, "2026-11-19T02:00:00.000Z")
    for day, amount in (("2026-11-20", "310.50"), ("2026-11-19", "820.00"), ("2026-11-20", "300.00")):
        desk.clinic.write("inpatient_cost", referral_id=bed, cost_date=day, amount=amount)
    (found,) = inpatients(connection, RECEIVER)
    assert found.row.id == bed != waiting
    assert [(each.day.day, each.amount) for each in found.costs] == [(19, "820.00"), (20, "300.00")]
    assert costs_of(connection, bed) == found.costs
    desk.clinic.write("inpatient_cost", referral_id=outpatient, cost_date="2026-11-20", amount="90")
    assert len(inpatients(connection, RECEIVER)) == 2


def test_a_chain_of_referrals_can_be_walked_both_ways(connection: Connection, desk: Desk) -> None:
    up = desk.issue()
    onward = desk.issue(previous_id=up, from_org=RECEIVER, to_org=OTHER, slip_no="0002")
    down = desk.issue(previous_id=onward, from_org=OTHER, to_org=SENDER, slip_no="0003")
    assert [each for each, _ in former_slips(connection, down)] == [onward, up]
    assert following_slips(connection, up) == [(onward, "0002")]
    assert former_slips(connection, up) == []
