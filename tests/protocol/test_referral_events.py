"""The life of a referral, folded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.protocol.referral_events import (
    EVENT_WORD,
    FINAL,
    OPEN,
    TABLE,
    ReferralState,
    expected_on,
    fold,
    offered_events,
    possible_events,
    refusal,
    shown_fields,
)

REFERRAL = {"from_org": "V1", "to_org": "H1", "to_dept": "心内科"}
VILLAGE, HOSPITAL = "V1", "H1"


def event(name: str, organisation: str = HOSPITAL, **more: Any) -> dict[str, Any]:
    return {"event": name, "organisation": organisation, "happened_at": "2026-11-22T02:30:00.000Z", **more}


ISSUED = [event("issue", VILLAGE)]
RETURNED = [
    *ISSUED,
    event("deliver", "server"),
    event("accept", slot="11月25日 9:20"),
    event("arrive"),
    event("send_back", return_id="r1"),
]


def test_the_whole_loop_ends_closed_with_every_step_in_words() -> None:
    state = fold(REFERRAL, [*RETURNED, event("followed_up", VILLAGE)])
    assert (state.state, state.is_open, state.appointment) == ("closed", False, "11月25日 9:20")
    assert [step.word for step in state.steps] == ["已开具", "已送达", "已接收", "已到诊", "已回转", "已随访"]
    assert all(step.counts for step in state.steps)


def test_an_event_out_of_order_becomes_a_visible_note_and_moves_nothing() -> None:
    state = fold(REFERRAL, [*ISSUED, event("decline", reason="无床"), event("arrive")])
    assert state.state == "declined"
    assert (state.steps[-1].counts, "不能" in state.steps[-1].remark) == (False, True)


def test_an_event_out_of_right_becomes_a_visible_note() -> None:
    state = fold(REFERRAL, [*ISSUED, event("accept", VILLAGE)])
    assert state.state == "issued"
    assert "不是这一步的经办方" in state.steps[-1].remark


def test_a_late_delivery_notice_says_nothing() -> None:
    state = fold(REFERRAL, [*ISSUED, event("accept"), event("deliver", "server"), event("read")])
    assert (state.state, len(state.steps)) == ("accepted", 2)


def test_a_redirected_referral_belongs_to_the_new_receiver() -> None:
    state = fold(REFERRAL, [*ISSUED, event("redirect", to_org="H2", to_dept="神经内科"), event("accept", HOSPITAL)])
    assert (state.state, state.receiver, state.department) == ("delivered", "H2", "神经内科")
    assert fold(REFERRAL, [*ISSUED, event("redirect", to_org="H2"), event("accept", "H2")]).state == "accepted"


def handed_over(giver: str, taker: str, by: str = "server") -> dict[str, Any]:
    return event("hand_over", by, from_org=giver, to_org=taker)


def test_the_clinic_that_takes_over_does_the_senders_steps_and_the_old_one_none() -> None:
    state = fold(REFERRAL, [*RETURNED, handed_over(VILLAGE, "V2")])
    assert (state.state, state.sender, state.receiver) == ("returned", "V2", HOSPITAL)
    assert (state.senders, state.receivers) == ((VILLAGE, "V2"), (HOSPITAL,))
    assert state.steps[-1].word == "已移交"
    assert possible_events(REFERRAL, state, VILLAGE) == []
    assert possible_events(REFERRAL, state, "V2") == ["followed_up", "die"]
    late = fold(REFERRAL, [*RETURNED, handed_over(VILLAGE, "V2"), event("followed_up", VILLAGE)])
    assert late.state == "returned"
    assert "不是这一步的经办方" in late.steps[-1].remark
    assert fold(REFERRAL, [*RETURNED, handed_over(VILLAGE, "V2"), event("followed_up", "V2")]).state == "closed"


@pytest.mark.parametrize("origin", OPEN)
def test_an_open_referral_is_handed_over_where_it_stands(origin: str) -> None:
    state = ReferralState(state=origin, sender=VILLAGE, receiver=HOSPITAL)
    assert refusal(REFERRAL, state, handed_over(VILLAGE, "V2")) == ""


def test_a_referral_that_came_to_the_village_is_handed_over_too() -> None:
    down = {"from_org": "T1", "to_org": VILLAGE}
    state = fold(down, [event("issue", "T1"), event("accept", VILLAGE), handed_over(VILLAGE, "V2")])
    assert (state.state, state.sender, state.receiver, state.receivers) == ("accepted", "T1", "V2", (VILLAGE, "V2"))
    assert "arrive" in possible_events(down, state, "V2")


def test_only_the_county_hands_over_and_only_what_is_open_and_the_givers_own() -> None:
    assert "不是这一步的经办方" in refusal(REFERRAL, fold(REFERRAL, ISSUED), handed_over(VILLAGE, "V2", by=VILLAGE))
    closed = fold(REFERRAL, [*RETURNED, event("followed_up", VILLAGE), handed_over(VILLAGE, "V2")])
    assert (closed.sender, closed.steps[-1].counts) == (VILLAGE, False)
    assert fold(REFERRAL, [*ISSUED, handed_over("V9", "V2")]).sender == VILLAGE


def test_withdrawal_is_free_before_acceptance_and_a_request_after_it() -> None:
    assert fold(REFERRAL, [*ISSUED, event("withdraw", VILLAGE, reason="好转")]).state == "withdrawn"
    accepted = [*ISSUED, event("accept")]
    assert fold(REFERRAL, [*accepted, event("withdraw", VILLAGE)]).state == "accepted"
    asked = fold(REFERRAL, [*accepted, event("request_withdrawal", VILLAGE)])
    assert (asked.state, asked.steps[-1].counts) == ("accepted", True)


def test_only_a_return_can_be_followed_up() -> None:
    assert "已随访" in refusal(REFERRAL, fold(REFERRAL, ISSUED), event("followed_up", VILLAGE))
    assert refusal(REFERRAL, fold(REFERRAL, RETURNED), event("followed_up", VILLAGE)) == ""


def test_each_desk_is_offered_what_the_table_takes() -> None:
    state = fold(REFERRAL, ISSUED)
    assert "accept" in possible_events(REFERRAL, state, HOSPITAL)
    assert set(possible_events(REFERRAL, state, VILLAGE)) == {
        "no_show",
        "withdraw",
        "refuse",
        "die",
        "outside_result",
        "complete",
        "retarget",
    }
    assert possible_events(REFERRAL, state, "X9") == []


def test_the_sender_is_offered_a_no_show_a_fortnight_after_the_patient_was_expected() -> None:
    issued = fold(REFERRAL, ISSUED)
    accepted = fold(REFERRAL, [*ISSUED, event("accept", slot_date="2026-11-25", slot_time="09:20")])
    away = fold(REFERRAL, [*ISSUED, event("redirect", to_org="H2", happened_at="2026-11-30T16:30:00.000Z")])
    assert [expected_on(each) for each in (issued, accepted, away, ReferralState())] == [
        date(2026, 11, 22), date(2026, 11, 25), date(2026, 12, 1), None,
    ]  # fmt: skip

    def offered(state: ReferralState, organisation: str, day: date) -> bool:
        return "no_show" in offered_events(REFERRAL, state, organisation, day, 14)

    assert not offered(issued, VILLAGE, date(2026, 12, 5))
    assert offered(issued, VILLAGE, date(2026, 12, 6))
    assert not offered(accepted, VILLAGE, date(2026, 12, 8))
    assert offered(accepted, VILLAGE, date(2026, 12, 9))
    assert offered(issued, HOSPITAL, date(2026, 11, 22))
    assert offered_events(REFERRAL, issued, "X9", date(2026, 12, 6), 14) == []


def test_time_and_bed_are_free_again_once_nobody_expects_the_patient() -> None:
    accepted = [*ISSUED, event("accept", slot_date="2026-11-25", slot_time="09:20", bed="3床")]
    kept = fold(REFERRAL, accepted)
    assert (kept.slot, kept.bed, kept.appointment) == (("2026-11-25", "09:20"), "3床", "2026-11-25 09:20 3床")
    for freed in (event("return_incomplete", reason="缺片"), event("redirect", to_org="H2"), event("reschedule")):
        state = fold(REFERRAL, [*accepted, freed])
        assert (state.slot, state.bed, state.appointment) == (("", ""), "", "")


def test_a_supplement_lies_over_the_slip_and_never_over_what_was_frozen() -> None:
    slip = {**REFERRAL, "sex": "1", "patient_name": "不详567", "identity_unknown": True}
    first = event("complete", VILLAGE, supplement={"patient_name": "王某", "sex": "2", "to_org": "H9", "pack": {}})
    second = event("complete", VILLAGE, supplement={"sex": "1", "identity_unknown": False})
    foreign = event("complete", HOSPITAL, supplement={"patient_name": "李某"})
    state = fold(slip, [*ISSUED, first, second, foreign])
    assert shown_fields(slip, state.supplement) == {
        **REFERRAL, "sex": "1", "patient_name": "王某", "identity_unknown": False,
    }  # fmt: skip


@given(st.lists(st.builds(
    event, st.sampled_from([*sorted(EVENT_WORD), "unheard_of"]), st.sampled_from([VILLAGE, HOSPITAL, "server", "X9"])
), max_size=12))  # fmt: skip
def test_any_order_of_events_folds_and_a_final_state_stays(events: list[dict[str, Any]]) -> None:
    state = fold(REFERRAL, [*ISSUED, *events])
    assert state.state in {each.target for each in TABLE.values()}
    assert set(EVENT_WORD) == set(TABLE)
    if state.state in FINAL:
        assert fold(REFERRAL, [*ISSUED, *events, event("accept"), event("arrive")]).state == state.state
