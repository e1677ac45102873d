"""A referral's life as the desks live it: every step as it is put, linked referrals, supplements, deaths."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from clinic_app.care.entry import Refused
from clinic_app.care.export import exported_records
from clinic_app.care.save import SaveResult, save
from clinic_app.care.worklist import worklist
from clinic_app.clock import FrozenClock
from clinic_app.protocol.body import Body
from clinic_app.protocol.referral_events import TABLE
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from clinic_app.store.queries.referral import ReferralFile, linked_referrals, referral_with_events
from tests.care.people import VILLAGE, resident, visit
from tests.conftest import NOW, DatabaseFactory
from tests.sync.pages import enlist

CLINIC, TOWNSHIP, HOSPITAL, CITY = "V1", "T1", "H1", "H2"
NAMES = {CLINIC: "演示村卫生室", TOWNSHIP: "演示镇卫生院", HOSPITAL: "演示县医院", CITY: "演示市医院"}


class Room:
    """One encrypted file at which the desks sit down by turns, a minute apart."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database = database
        self.clock = clock
        with database.write() as connection:
            for code, name in NAMES.items():
                write_body(
                    connection, "organisation", code, Body({"code": code, "name": name, "kind": "county_hospital"}), 1
                )
        self.sit(CLINIC)
        self.person = self.put(resident())

    def sit(self, organisation: str) -> None:
        enlist(self.database, VILLAGE, organisation=organisation)

    def save(self, *records: dict[str, Any]) -> SaveResult:
        self.clock.advance(timedelta(minutes=1))
        return save(self.database, list(records))

    def put(self, record: dict[str, Any]) -> str:
        return self.save(record).ids[0]

    def refer(self, organisation: str = CLINIC, **fields: Any) -> str:
        self.sit(organisation)
        known = {"resident_id": self.person, "direction": "up", "urgency": "routine", "to_org": HOSPITAL}
        return self.put({"type": "referral", "fields": {**known, **fields}})

    def step(self, organisation: str, referral: str, event: str, **fields: Any) -> SaveResult:
        self.sit(organisation)
        return self.save({"type": "referral_event", "fields": {"referral_id": referral, "event": event, **fields}})

    def file(self, referral: str) -> ReferralFile:
        with self.database.read() as connection:
            found = referral_with_events(connection, referral)
        assert found
        return found

    def state(self, referral: str) -> str:
        return self.file(referral).state.state

    def due(self, organisation: str, on: date | None = None) -> list[tuple[str, str]]:
        """Kind of reason and referral of everything that is due after a stay elsewhere."""
        self.sit(organisation)
        found = worklist(self.database, on or self.clock.today())
        return [(each.kind, each.referral_id) for item in found for each in item.reasons if each.referral_id]


@pytest.fixture
def room(database: Database, clock: FrozenClock) -> Room:
    return Room(database, clock)


def test_every_step_is_put_as_a_record(room: Room) -> None:
    """All of the table that a desk may write, by the shortest way; the county's own steps are tested at the county."""
    slip, other, third, fourth = (room.refer() for _ in range(4))
    steps: list[tuple[str, str, str, dict[str, Any], str]] = [
        (HOSPITAL, slip, "read", {}, "delivered"),
        (HOSPITAL, slip, "return_incomplete", {"reason": "缺化验单"}, "issued"),
        (CLINIC, slip, "complete", {"note": "已附"}, "issued"),
        (HOSPITAL, slip, "redirect", {"to_org": NAMES[CITY], "to_dept": "神经内科"}, "delivered"),
        (CLINIC, slip, "retarget", {"to_org": HOSPITAL}, "issued"),
        (HOSPITAL, slip, "accept", {"slot_date": "2026-11-25", "slot_time": "09:20", "dept": "心内科"}, "accepted"),
        (HOSPITAL, slip, "reschedule", {"slot_date": "2026-11-26", "slot_time": "10:00"}, "accepted"),
        (CLINIC, slip, "request_withdrawal", {"reason": "好转"}, "accepted"),
        (HOSPITAL, slip, "no_show", {}, "no_show"),
        (HOSPITAL, slip, "arrive", {"dept": "急诊科"}, "arrived"),
        (HOSPITAL, slip, "recognise", {"results": [{"item": "血常规", "recognised": "2"}]}, "arrived"),
        (HOSPITAL, slip, "treat", {}, "in_treatment"),
        (HOSPITAL, slip, "interim", {"note": "已收住院"}, "in_treatment"),
        (HOSPITAL, slip, "onward", {"to_org": CITY}, "onward"),
        (HOSPITAL, slip, "send_back", {"diagnosis": "高血压2级"}, "returned"),
        (CLINIC, slip, "followed_up", {"outcome": "improved"}, "closed"),
        (HOSPITAL, other, "accept", {}, "accepted"),
        (CLINIC, other, "request_withdrawal", {"reason": "改去别处"}, "accepted"),
        (HOSPITAL, other, "agree_withdrawal", {}, "withdrawn"),
        (HOSPITAL, third, "decline", {"reason": "无床"}, "declined"),
        (CLINIC, fourth, "outside_result", {"note": "已手术", "phone": "0000-1", "spoke_with": "护士"}, "returned"),
        (CLINIC, room.refer(), "withdraw", {"reason": "误开"}, "withdrawn"),
        (CLINIC, room.refer(), "refuse", {"reason": "不愿去"}, "refused"),
        (CLINIC, fourth, "die", {"reason": "病故"}, "died"),
    ]  # fmt: skip
    for organisation, referral, event, fields, reached in steps:
        assert room.step(organisation, referral, event, **fields).notices == (), event
        assert room.state(referral) == reached, event
    assert {event for _, _, event, _, _ in steps} | {"issue", "deliver", "hand_over"} == set(TABLE)
    state = room.file(slip).state
    assert (state.department, state.slot, state.withdrawal_asked) == ("急诊科", ("2026-11-26", "10:00"), False)
    assert state.receivers == (HOSPITAL, CITY)
    assert room.file(slip).return_slip == {
        "referral_id": slip, "return_date": "2026-11-22", "diagnosis": "高血压2级", "from_org": HOSPITAL,
        "to_org": CLINIC, "to_doctor": "演示村医", "from_doctor_sign": "演示村医",
    }  # fmt: skip


def test_a_step_out_of_order_is_kept_and_said(room: Room) -> None:
    slip = room.refer()
    room.step(HOSPITAL, slip, "decline", reason="无床")
    (notice,) = room.step(HOSPITAL, slip, "arrive").notices
    assert notice.message == "转诊单现在是“不接收”，不能“已到诊”；已记为备注"
    other = room.refer()
    room.step(HOSPITAL, other, "accept")
    (notice,) = room.step(HOSPITAL, other, "send_back").notices
    assert "回转要有回转单" in notice.message
    assert [step.counts for step in room.file(slip).state.steps] == [True, True, False]


def test_another_department_of_the_same_house_is_a_redirect_without_an_organisation(room: Room) -> None:
    slip = room.refer()
    room.step(HOSPITAL, slip, "redirect", to_dept="神经内科")
    assert (room.file(slip).state.receiver, room.file(slip).state.department) == (HOSPITAL, "神经内科")
    with pytest.raises(Refused, match="改派要选择接收机构"):
        room.step(HOSPITAL, slip, "redirect")
    with pytest.raises(Refused, match="机构目录里没有“某医院”"):
        room.step(HOSPITAL, slip, "redirect", to_org="某医院")


def test_a_return_slip_that_is_there_is_what_a_bare_step_sends_back(room: Room) -> None:
    slip = room.refer()
    room.step(HOSPITAL, slip, "accept")
    back = room.put({"type": "return", "fields": {"referral_id": slip, "opinion": "继续原方案", "diagnosis": "高血压"}})
    assert room.file(slip).state.steps[-1].event == "send_back"
    assert room.file(slip).return_id == back


def test_a_supplement_lies_over_the_slip_and_the_slip_stays(room: Room) -> None:
    slip = room.refer(urgency="urgent", initial_impression="胸痛待查")
    room.step(HOSPITAL, slip, "return_incomplete", reason="缺主要现病史")
    assert room.file(slip).state.incomplete
    added = {"present_illness": " 胸痛2小时 ", "sbp": "168", "onset_at": "2026-11-22T00:10:00Z"}
    room.step(CLINIC, slip, "complete", supplement=added)
    file = room.file(slip)
    assert not file.state.incomplete
    assert "present_illness" not in file.fields
    assert {name: file.shown[name] for name in ("initial_impression", "present_illness", "sbp")} == {
        "initial_impression": "胸痛待查", "present_illness": "胸痛2小时", "sbp": 168,
    }  # fmt: skip
    for wrong, said in (
        ({"to_org": CITY}, "“转入单位”开具后不能改"),
        ({"blood": "A"}, "转诊单没有“blood”这一项"),
        ({"sbp": 500}, "收缩压"),
    ):
        with pytest.raises(Refused, match=said):
            room.step(CLINIC, slip, "complete", supplement=wrong)
    room.step(HOSPITAL, slip, "complete", supplement={"sbp": 120})
    assert room.file(slip).shown["sbp"] == 168, "who may not complete adds nothing"


def test_an_unknown_patient_gets_the_name_from_the_file_when_the_rest_is_written(room: Room) -> None:
    room.sit(CLINIC)
    slip = room.put({"type": "referral", "fields": {"direction": "up", "urgency": "emergency", "to_org": HOSPITAL,
                                                    "sex": "1", "age": 60, "suspicion": "stroke"}})  # fmt: skip
    unknown = room.file(slip).fields["resident_id"]
    assert room.file(slip).shown["identity_unknown"] is True
    room.put(
        {"type": "resident", "id": unknown, "fields": {"name": "张某丙", "birth_date": "1955-06-01", "phone": "0000-2"}}
    )
    room.step(CLINIC, slip, "complete", supplement={"home_address": "甲组3号"})
    shown = room.file(slip).shown
    assert (shown["patient_name"], shown["age"], shown["birth_date"]) == ("张某丙", 71, "1955-06-01")
    assert (shown["patient_phone"], shown["home_address"], shown["identity_unknown"]) == ("0000-2", "甲组3号", False)
    assert str(room.file(slip).fields["patient_name"]).startswith("不详")


def test_a_hospital_without_the_file_sends_the_patient_on_with_what_the_slip_says(
    room: Room, make_database: DatabaseFactory, clock: FrozenClock
) -> None:
    brought = room.refer(initial_impression="胸痛")
    hospital = Room(make_database("hospital"), clock)
    fields, events = room.file(brought).fields, room.file(brought).events
    with hospital.database.write() as connection:
        write_body(connection, "referral", brought, Body(dict(fields)), 1)
        write_body(connection, "referral_event", "00000000-0000-7000-8000-000000000001", Body(dict(events[0])), 1)
    hospital.step(HOSPITAL, brought, "arrive")
    known = {"previous_id": brought, "urgency": "urgent"}
    higher = hospital.put({"type": "referral", "fields": {**known, "direction": "up", "to_org": CITY}})
    assert hospital.state(brought) == "onward"
    sent = hospital.file(higher).fields
    same = ("resident_id", "patient_name", "sex", "birth_date", "age", "village_code", "pack")
    assert {name: sent[name] for name in same} == {name: fields[name] for name in same}
    assert (sent["from_org"], "initial_impression" in sent) == (HOSPITAL, False)
    with hospital.database.read() as connection:
        assert [each.id for each in linked_referrals(connection, brought)] == [higher]
        assert [each.id for each in linked_referrals(connection, higher)] == [brought]
    down = hospital.put({"type": "referral", "fields": {**known, "direction": "down", "to_org": TOWNSHIP}})
    assert (hospital.state(down), hospital.state(brought)) == ("issued", "onward")
    with pytest.raises(Refused, match="本机没有上一张转诊单"):
        hospital.refer(HOSPITAL, previous_id=down[:-4] + "0000", to_org=CITY)
    with pytest.raises(Refused, match="上一张转诊单是另一位居民的"):
        hospital.refer(HOSPITAL, previous_id=brought, to_org=CITY)


def test_a_new_slip_takes_the_place_of_one_that_has_not_arrived(room: Room) -> None:
    early, accepted, arrived = room.refer(), room.refer(), room.refer()
    room.step(HOSPITAL, accepted, "accept")
    room.step(HOSPITAL, arrived, "arrive")
    anew = [room.refer(to_org=CITY, previous_id=each) for each in (early, accepted, arrived)]
    assert [room.state(each) for each in (early, accepted, arrived)] == ["withdrawn", "accepted", "arrived"]
    assert [room.file(each).state.withdrawal_asked for each in (accepted, arrived)] == [True, False]
    assert room.file(early).state.steps[-1].remark == f"另开转诊单 {room.file(anew[0]).fields['slip_no']}"


def test_the_first_sender_hears_from_the_place_above_and_a_visit_closes_both_ends(room: Room) -> None:
    slip = room.refer()
    room.step(HOSPITAL, slip, "arrive")
    higher = room.refer(HOSPITAL, previous_id=slip, to_org=CITY)
    assert (room.state(slip), room.due(CLINIC)) == ("onward", [])
    room.step(CITY, higher, "accept")
    room.step(CITY, higher, "send_back", diagnosis="冠心病", discharged_on="2026-11-22")
    assert room.due(CLINIC) == [("discharge", slip)]
    assert room.due(HOSPITAL) == [("discharge", higher)]
    room.sit(CLINIC)
    room.save(visit(room.person, "2026-11-22"))
    state = room.file(slip).state
    assert (state.state, state.outcome, room.file(slip).events[-1]["return_id"]) == (
        "closed",
        "seen",
        room.file(higher).return_id,
    )
    assert room.due(CLINIC) == []


def test_a_patient_sent_down_is_seen_first_by_the_place_that_took_them(room: Room) -> None:
    down = room.refer(HOSPITAL, direction="down", to_org=TOWNSHIP)
    assert room.due(TOWNSHIP) == []
    room.step(TOWNSHIP, down, "accept", bed="康复2床")
    assert room.due(TOWNSHIP) == [("down", down)]
    assert room.due(CLINIC) == []
    (item,) = worklist_of(room, TOWNSHIP)
    (reason,) = [each for each in item.reasons if each.kind == "down"]
    assert (reason.window, reason.words) == ((date(2026, 11, 22), date(2026, 11, 29)), "下转患者首次随访")
    assert "下转接收后7天内首次随访" in item.why
    room.clock.advance(timedelta(days=8))
    assert worklist_of(room, TOWNSHIP)[0].state == "overdue"
    room.save(visit(room.person, "2026-11-21"))
    assert room.due(TOWNSHIP) == [("down", down)], "a visit before the patient was taken answers nothing"
    room.save(visit(room.person, "2026-11-30"))
    assert (room.state(down), room.file(down).events[-1]["note"], room.due(TOWNSHIP)) == ("arrived", "首次随访", [])


def worklist_of(room: Room, organisation: str) -> list[Any]:
    room.sit(organisation)
    return worklist(room.database, room.clock.today())


def test_a_patient_who_was_not_taken_comes_back_to_the_sender(room: Room) -> None:
    room.sit(CLINIC)
    room.save(visit(room.person, "2026-11-22"))
    slip = room.refer()
    room.step(HOSPITAL, slip, "decline", reason="无床")
    (item,) = worklist_of(room, CLINIC)
    assert (item.reasons[0].kind, item.reasons[0].words) == ("declined", "转诊未被接收，另作安排")
    assert (item.reasons[0].window, item.whys[0].text) == ((date(2026, 11, 22), date(2026, 11, 25)), "转诊未被接收")
    assert room.due(TOWNSHIP) == []
    room.sit(CLINIC)
    room.save(visit(room.person, "2026-11-22"))
    assert room.due(CLINIC) == [], "seen again after the answer"
    other = room.refer()
    room.step(HOSPITAL, other, "decline", reason="无床")
    assert room.due(CLINIC) == [("declined", other)]
    room.refer(to_org=CITY)
    assert room.due(CLINIC) == [], "sent elsewhere"


def test_a_slip_that_was_sent_back_for_more_waits_to_be_completed(room: Room) -> None:
    slip = room.refer()
    room.step(HOSPITAL, slip, "return_incomplete", reason="缺化验单")
    (item,) = worklist_of(room, CLINIC)
    assert (item.reasons[0].kind, item.whys[0].words, item.reasons[0].purpose) == ("incomplete", "转诊单被退回", "")
    room.save(visit(room.person, "2026-11-22"))
    assert room.due(CLINIC) == [("incomplete", slip)], "a visit completes no slip"
    room.step(CLINIC, slip, "complete", supplement={"present_illness": "头晕"})
    assert room.due(CLINIC) == []


def test_the_receiver_says_until_when_the_first_follow_up_is_wanted(room: Room) -> None:
    slip = room.refer()
    room.step(HOSPITAL, slip, "accept")
    room.step(HOSPITAL, slip, "send_back", diagnosis="高血压", follow_up_by="2026-11-25")
    (item,) = worklist_of(room, CLINIC)
    assert item.reasons[0].window == (date(2026, 11, 22), date(2026, 11, 25))


def test_a_death_ends_what_is_open_and_the_list_of_work(room: Room) -> None:
    first, second = room.refer(), room.refer(to_org=CITY)
    foreign = room.refer(TOWNSHIP, to_org=CITY)
    managed = {"resident_id": room.person, "programme": "hypertension", "registered_on": "2026-01-01"}
    room.save({"type": "chronic_registration", "fields": managed})
    assert worklist_of(room, CLINIC)
    room.step(CLINIC, first, "die", reason="病故")
    assert [room.state(each) for each in (first, second, foreign)] == ["died", "died", "issued"]
    assert worklist_of(room, CLINIC) == []
    assert worklist(room.database, NOW.date() - timedelta(days=1)), "the day before nobody knew"
    room.clock.advance(timedelta(days=1))
    room.save(visit(room.person, "2026-11-23"))
    assert worklist_of(room, CLINIC), "who was met later is alive"


def test_a_visit_that_finds_somebody_dead_ends_their_referrals(room: Room) -> None:
    slip = room.refer()
    room.save(visit(room.person, "2026-11-22", outcome="6", death_date="2026-11-21", death_cause="1"))
    assert room.file(slip).state.steps[-1].remark == "随访得知死亡"
    assert room.state(slip) == "died"


def test_an_ordinary_referral_is_exported_with_the_names_it_always_had(room: Room) -> None:
    slip = room.refer(to_dept="心内科", initial_impression="高血压")
    (line,) = exported_records(room.database, "referral")
    assert (line.id, set(line.fields)) == (slip, {
        "resident_id", "slip_no", "direction", "urgency", "referral_date", "to_org", "to_dept", "initial_impression",
        "from_org", "from_doctor_sign", "patient_name", "sex", "birth_date", "age", "village_code", "home_address",
        "pack",
    })  # fmt: skip
    (issue,) = exported_records(room.database, "referral_event")
    assert set(issue.fields) == {"referral_id", "event", "happened_at", "organisation"}
