"""What referrals leave to do: slips to complete, answers to act on, returns, and patients who were sent down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from clinic_app.care.work_item import DECLINED, DISCHARGE, INCOMPLETE, RETURN, SENT_DOWN, SLIP, DueReason
from clinic_app.care.worklist_question import Asked, due_reason
from clinic_app.clock import LOCAL_ZONE
from clinic_app.guidelines import due as rules
from clinic_app.guidelines.due import DueWindow
from clinic_app.store.device import load_device
from clinic_app.store.queries import due as facts
from clinic_app.store.queries.due import Person
from clinic_app.store.queries.emergency import unfinished_slips
from clinic_app.store.queries.referral_waiting import (
    DownReferral,
    NotPlaced,
    ReturnAwaiting,
    first_follow_ups,
    not_placed,
    returns_awaiting,
)
from clinic_app.store.queries.stored import local_day

COMPLETION = "RF-14"


def referral_duties(asked: Asked) -> Iterator[tuple[Person, DueReason]]:
    """Everybody for whom a referral asks this laptop's organisation for something."""
    device = load_device(asked.connection)
    organisation = device.organisation if device else ""
    yield from _slips(asked, organisation)
    village, connection = asked.wanted.village, asked.connection
    reasons = [
        (each.resident_id, _answer_reason(asked, each)) for each in not_placed(connection, organisation, village)
    ]
    reasons += [
        (each.resident_id, _return_reason(asked, each)) for each in returns_awaiting(connection, organisation, village)
    ]
    reasons += [
        (each.resident_id, _down_reason(asked, each)) for each in first_follow_ups(connection, organisation, village)
    ]
    if asked.wanted.resident_ids is not None:
        reasons = [each for each in reasons if each[0] in asked.wanted.resident_ids]
    people = facts.people(connection, asked.on, sorted({resident_id for resident_id, _ in reasons}))
    for resident_id, reason in reasons:
        if resident_id in people:
            yield people[resident_id], reason


def _slips(asked: Asked, organisation: str) -> Iterator[tuple[Person, DueReason]]:
    """Whose emergency slip was written in haste and is to be completed within hours."""
    book = asked.books.referral_in_force(asked.on)
    waiting = unfinished_slips(asked.connection, organisation, asked.wanted.resident_ids)
    people = facts.people(asked.connection, asked.on, sorted({each.resident_id for each in waiting}))
    for each in waiting:
        due = each.due_at(timedelta(hours=book.days("completion_hours")))
        person = people.get(each.resident_id)
        if due is None or person is None or asked.wanted.village not in (None, "", person.village_code):
            continue
        issued, local = (local_day(each.issued_at) or asked.on), due.astimezone(LOCAL_ZONE)
        window = DueWindow(issued, local.date(), COMPLETION)
        reason = due_reason(asked, SLIP, "", "急救转诊单待补全", window, referral_id=each.referral_id)
        yield person, replace(reason, hour=-1 if due < asked.now else local.hour)


def _answer_reason(asked: Asked, waiting: NotPlaced) -> DueReason:
    """The receiver has said no, or wants more first: the patient waits for the sender."""
    kind, words = (INCOMPLETE, "转诊单退回补充") if waiting.incomplete else (DECLINED, "转诊未被接收，另作安排")
    window = rules.sender_acts_window(asked.books.referral_in_force(asked.on), waiting.since or asked.on)
    return due_reason(asked, kind, "", words, window, referral_id=waiting.referral_id)


def _return_reason(asked: Asked, waiting: ReturnAwaiting) -> DueReason:
    if waiting.discharged_on is not None:
        window = rules.discharge_window(asked.general, waiting.discharged_on)
        return due_reason(asked, DISCHARGE, "", "出院回访", window, referral_id=waiting.referral_id)
    returned = waiting.returned_on or asked.on
    window = rules.return_window(asked.general, returned)
    if waiting.follow_up_by is not None and waiting.follow_up_by >= returned:
        # The receiver has said until when.
        window = replace(window, closes=waiting.follow_up_by)
    return due_reason(asked, RETURN, "", "转诊已回转，待随访", window, referral_id=waiting.referral_id)


def _down_reason(asked: Asked, waiting: DownReferral) -> DueReason:
    window = rules.first_follow_up_window(asked.books.referral_in_force(asked.on), waiting.accepted_on or asked.on)
    return due_reason(asked, SENT_DOWN, "", "下转患者首次随访", window, referral_id=waiting.referral_id)
