"""What is skipped without folding is back for certain; nothing that somebody still owes a step is skipped."""

from __future__ import annotations

import random

from sqlalchemy import Connection

from clinic_app.protocol.referral_events import fold
from clinic_app.records.identifiers import new_id
from clinic_app.records.referral import EVENT
from clinic_app.store.queries.referral import RECEIVER_OPEN, ReferralFilter, ordered_events, referrals
from clinic_app.store.queries.referral_plain import STRAIGHT, plainly_back
from tests.conftest import NOW
from tests.store.queries.clinic import Clinic
from tests.store.queries.test_referral import OTHER, RECEIVER, SENDER, Desk

SEEDS = 150
AT = "2026-11-02T01:00:00.000Z"


def test_a_straight_way_to_a_return_slip_needs_no_folding(connection: Connection, clinic: Clinic) -> None:
    desk = Desk(clinic)
    back, bare, early, unsent, moved = (desk.issue() for _ in range(5))
    desk.move(back, "accept", RECEIVER, AT)
    desk.move(back, "send_back", RECEIVER, AT, return_id=new_id(NOW))
    # Without a slip, before anybody took the patient, not yet confirmed, after another house took over.
    desk.move(bare, "accept", RECEIVER, AT)
    desk.move(bare, "send_back", RECEIVER, AT)
    desk.move(early, "send_back", RECEIVER, AT, return_id=new_id(NOW))
    desk.move(early, "accept", RECEIVER, AT)
    desk.move(unsent, "accept", RECEIVER, AT)
    desk.move(unsent, "send_back", RECEIVER, AT, sent=False, return_id=new_id(NOW))
    desk.move(moved, "redirect", RECEIVER, AT, to_org=OTHER)
    desk.move(moved, "accept", OTHER, AT)
    desk.move(moved, "send_back", RECEIVER, AT, return_id=new_id(NOW))
    assert set(connection.scalars(plainly_back())) == {back}


def test_whatever_happened_in_whatever_order_the_open_ones_are_found(connection: Connection, clinic: Clinic) -> None:
    desk = Desk(clinic)
    chance = random.Random(20261122)
    every = [option.code for option in EVENT if option.code not in ("issue", "hand_over")]
    ids = []
    for _ in range(SEEDS):
        slip = desk.issue()
        ids.append(slip)
        straight = chance.random() < 0.5
        for _ in range(chance.randrange(8)):
            event = chance.choice(STRAIGHT[1:] if straight else every)
            more = {"return_id": new_id(NOW)} if event in ("send_back", "followed_up") and chance.random() < 0.8 else {}
            more |= {"to_org": OTHER} if event in ("redirect", "retarget") else {}
            by = chance.choice((RECEIVER, RECEIVER, RECEIVER, SENDER, OTHER))
            desk.move(slip, event, by, AT, sent=chance.random() < 0.9, **more)
    events = ordered_events(connection, ids)
    slips = {each.id: each for each in referrals(connection, ReferralFilter())}
    states = {each: fold({"from_org": SENDER, "to_org": RECEIVER, "to_dept": ""}, events[each]).state for each in slips}
    skipped = set(connection.scalars(plainly_back()))
    assert skipped
    assert {states[each] for each in skipped} <= {"returned", "closed"}
    found = {each.id for each in referrals(connection, ReferralFilter(states=RECEIVER_OPEN))}
    assert found == {each for each, state in states.items() if state in RECEIVER_OPEN}
