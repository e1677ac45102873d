"""What a referral desk has before it: its inbox by urgency and age, appointments taken, answers that are overdue,
calls after discharge, the patients on its wards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.guidelines.referral_rules import ReferralRules
from clinic_app.protocol.referral_events import ReferralState, fold
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.referral import CALL_LEVEL
from clinic_app.store.queries.inbox import WAITING, opened_by
from clinic_app.store.queries.reference import departments, organisation
from clinic_app.store.queries.referral import (
    EVENT,
    REFERRAL,
    RETURN,
    ReferralFilter,
    ReferralRow,
    inbox,
    ordered_events,
    referral_with_events,
    referrals,
)
from clinic_app.store.queries.stored import chunks, day

CALL = RECORD_TYPES["call_back"].sql_table
COST = RECORD_TYPES["inpatient_cost"].sql_table
URGENCY_ORDER = {"emergency": 0, "urgent": 1, "routine": 2}
COMING, HERE = ("accepted", "no_show"), ("arrived", "in_treatment", "onward")
SENT_HERE = ("issue", "redirect", "retarget", "hand_over")
ARRANGED = ("accept", "reschedule")
REACHED = ("1", "4")
"""Results of a call after which this level does not call again: reached, or the patient does not want it."""
CALLS_KEPT = timedelta(days=90)
"""How long after a discharge a missing call is still asked for."""


@dataclass(frozen=True)
class DeskRow:
    """A referral in the inbox. `since` is when it was sent to this desk; `escalated` that nobody has opened it for
    longer than the rules allow; `late` that it was opened and should have been answered by now."""

    row: ReferralRow
    since: datetime
    unread: bool
    escalated: bool
    late: bool
    request: str
    suspicion: str
    withdrawal_asked: bool
    incomplete: bool
    slot: tuple[str, str]

    @property
    def waits_for_answer(self) -> bool:
        """Whether this desk owes the sender a yes or a no."""
        return self.row.state in WAITING

    @property
    def group(self) -> int:
        """0 to be answered, 1 expected, 2 in the house."""
        return 0 if self.waits_for_answer else 1 if self.row.state in COMING else 2

    def hours_waiting(self, now: datetime) -> int:
        """Full hours since it was sent here."""
        return max(0, int((now - self.since) / timedelta(hours=1)))


@dataclass(frozen=True)
class OverdueAnswer:
    """A referral of one's own that its receiver has not answered in time; `phone` is the department's, else the
    organisation's."""

    row: ReferralRow
    since: datetime
    due: datetime
    phone: str
    patient_phone: str
    connected: bool
    """Whether the receiver has opened it: somebody there works with this program."""


@dataclass(frozen=True)
class CallDue:
    """A call after discharge that is due. `tried` are the calls of this level that reached nobody."""

    referral_id: str
    slip_no: str
    patient_name: str
    sex: str | None
    age: int | None
    phone: str
    village_code: str
    diagnosis: str
    next_plan: str
    discharged_on: date
    level: str
    due: date
    tried: int
    earlier: tuple[Mapping[str, Any], ...]
    """Every call to this patient so far, oldest first."""


@dataclass(frozen=True)
class DayCost:
    """What one day cost, in yuan as written."""

    id: str
    day: date
    amount: str


@dataclass(frozen=True)
class Inpatient:
    """A referred patient on a ward, with the cost of each day that was entered, oldest first."""

    row: ReferralRow
    bed: str
    diagnosis: str
    costs: tuple[DayCost, ...]


def desk_inbox(
    connection: Connection, organisation_code: str, now: datetime, unread_hours: int, hours: Mapping[str, int]
) -> list[DeskRow]:
    """What an organisation has been sent and not yet sent back.

    To be answered first, then the expected, then those in the house. Among those to be answered emergencies come
    first, with what nobody has opened for `unread_hours` or answered within the `hours` of its urgency; then by
    urgency; then the longest wait.
    """
    rows = inbox(connection, organisation_code)
    ids = [each.id for each in rows]
    events, slips = ordered_events(connection, ids), _fields(connection, ids)
    limits = {urgency: timedelta(hours=allowed) for urgency, allowed in hours.items()}
    unopened = timedelta(hours=unread_hours)
    found = [
        _desk_row(each, slips[each.id], events.get(each.id, []), organisation_code, now, unopened, limits)
        for each in rows
    ]
    return sorted(found, key=_desk_order)


def taken_slots(
    connection: Connection, organisation_code: str, on: date, but: str = ""
) -> dict[tuple[str, str, str], int]:
    """How many patients have each appointment of a day, by (department's name, time, item); `but` is not counted.

    `item` is what is examined, empty for a clinic.
    """
    mentioned = select(EVENT.c.referral_id).where(EVENT.c.slot_date == on.isoformat(), EVENT.c.void.is_(False))
    ids = [each for each in connection.scalars(mentioned.distinct()) if each != but]
    slips, events = _fields(connection, ids), ordered_events(connection, ids)
    found: Counter[tuple[str, str, str]] = Counter()
    for each, fields in slips.items():
        state = fold(fields, events.get(each, []))
        if state.is_open and state.receiver == organisation_code and state.slot[0] == on.isoformat():
            found[(state.department, state.slot[1], _item(fields, events[each], state))] += 1
    return found


def overdue_answers(
    connection: Connection, organisation_code: str, now: datetime, hours: Mapping[str, int]
) -> list[OverdueAnswer]:
    """The referrals by an organisation that wait for an answer longer than `hours` of their urgency allow.

    The most urgent first, then the longest overdue.
    """
    # Before enrolment a laptop has no organisation, and its referrals carry none.
    wanted = ReferralFilter(sent_by=organisation_code, states=WAITING)
    rows = [each for each in referrals(connection, wanted) if each.sender == organisation_code]
    ids = [each.id for each in rows]
    events, slips = ordered_events(connection, ids), _fields(connection, ids)
    found = []
    for each in rows:
        since = _sent_at(each, events.get(each.id, []))
        due = since + timedelta(hours=hours.get(each.urgency, max(hours.values(), default=0)))
        if due <= now:
            opened = opened_by(events.get(each.id, ()), each.to_org)
            phone = str(slips[each.id].get("patient_phone") or "")
            found.append(OverdueAnswer(each, since, due, receiver_phone(connection, each), phone, opened))
    return sorted(found, key=lambda each: (_urgency(each.row), each.due, each.row.id))


def receiver_phone(connection: Connection, row: ReferralRow) -> str:
    """Whom to call about a referral: the department that it was sent to, else the house; empty when unknown."""
    for each in departments(connection, row.to_org):
        if row.to_dept in (each.name, each.code) and each.phone:
            return each.phone
    found = organisation(connection, row.to_org)
    return (found.phone if found else None) or ""


def call_backs_due(
    connection: Connection, organisation_code: str, today: date, days: Mapping[str, int]
) -> list[CallDue]:
    """The calls that are due to patients whom an organisation discharged: each level `days` after the discharge.

    A call that reached nobody is due again on the day it names, else at once. Nobody calls after a death.
    """
    query = select(RETURN).where(
        RETURN.c.from_org == organisation_code,
        RETURN.c.void.is_(False),
        RETURN.c.discharged_on > (today - CALLS_KEPT).isoformat(),
    )
    slips = {row["referral_id"]: dict(row) for row in connection.execute(query.order_by(RETURN.c.id)).mappings()}
    ids = list(slips)
    fields, events, calls = _fields(connection, ids), ordered_events(connection, ids), _calls(connection, ids)
    found: list[CallDue] = []
    for each, slip in slips.items():
        discharged = day(slip["discharged_on"])
        if each not in fields or discharged is None or fold(fields[each], events.get(each, [])).state == "died":
            continue
        for level, after in days.items():
            due = _call_due(discharged, level, after, calls.get(each, ()))
            if due is not None and due <= today:
                found.append(_call(each, fields[each], slip, discharged, level, due, calls.get(each, ())))
    return sorted(found, key=lambda call: (call.due, call.level, call.referral_id))


def call_days(rules: ReferralRules) -> dict[str, int]:
    """After how many days each level calls, by its code; the rule file has one interval for each."""
    return {option.code: rules.days(f"call_back_{option.code}_days") for option in CALL_LEVEL}


def calls_of(connection: Connection, referral_id: str) -> tuple[Mapping[str, Any], ...]:
    """The calls to one patient after discharge, oldest first."""
    return _calls(connection, [referral_id]).get(referral_id, ())


def costs_of(connection: Connection, referral_id: str) -> tuple[DayCost, ...]:
    """What each day of a stay cost, oldest first; of two for one day the later entry."""
    return _costs(connection, [referral_id]).get(referral_id, ())


def inpatients(connection: Connection, organisation_code: str) -> list[Inpatient]:
    """The referred patients on an organisation's wards, by department and bed: whoever was sent for a bed, has one, or
    has a cost on file."""
    wanted = ReferralFilter(received_by=organisation_code, states=HERE)
    rows = referrals(connection, wanted)
    ids = [each.id for each in rows]
    fields, events, costs = _fields(connection, ids), ordered_events(connection, ids), _costs(connection, ids)
    found = []
    for each in rows:
        state = fold(fields[each.id], events.get(each.id, []))
        if fields[each.id].get("request") == "bed" or state.bed or costs.get(each.id):
            impression = str(each.initial_impression or "")
            found.append(Inpatient(each, state.bed, impression, costs.get(each.id, ())))
    return sorted(found, key=lambda each: (each.row.to_dept, each.bed, each.row.id))


def former_slips(connection: Connection, referral_id: str, most: int = 5) -> list[tuple[str, str]]:
    """The referrals that lead to this one, newest first: id and slip number."""
    found: list[tuple[str, str]] = []
    file = referral_with_events(connection, referral_id)
    while file is not None and file.fields.get("previous_id") and len(found) < most:
        file = referral_with_events(connection, str(file.fields["previous_id"]))
        if file is not None:
            found.append((file.id, str(file.fields.get("slip_no") or "")))
    return found


def following_slips(connection: Connection, referral_id: str) -> list[tuple[str, str]]:
    """The referrals that this one led to: id and slip number."""
    query = select(REFERRAL.c.id, REFERRAL.c.slip_no).where(
        REFERRAL.c.previous_id == referral_id, REFERRAL.c.void.is_(False)
    )
    return [(row.id, row.slip_no or "") for row in connection.execute(query.order_by(REFERRAL.c.id))]


def _desk_row(
    row: ReferralRow,
    slip: Mapping[str, Any],
    events: Sequence[Mapping[str, Any]],
    own: str,
    now: datetime,
    unopened: timedelta,
    limits: Mapping[str, timedelta],
) -> DeskRow:
    since, state = _sent_at(row, events), fold(slip, events)
    unread = row.state in WAITING and not opened_by(events, own)
    return DeskRow(
        row=row,
        since=since,
        unread=unread,
        escalated=unread and now - since > unopened,
        late=row.state in WAITING and not unread and not state.incomplete and now - since > _limit(limits, row),
        request=str(slip.get("request") or "clinic"),
        suspicion=str(slip.get("suspicion") or ""),
        withdrawal_asked=state.withdrawal_asked,
        incomplete=state.incomplete,
        slot=state.slot,
    )


def _desk_order(each: DeskRow) -> tuple[int, int, int, str, datetime, str]:
    first = each.group == 0 and (each.escalated or each.late or each.row.urgency == "emergency")
    # The expected come by the day and time that they were given.
    slot = " ".join(each.slot) if each.group == 1 else ""
    return each.group, 0 if first else 1, _urgency(each.row), slot, each.since, each.row.id


def _limit(limits: Mapping[str, timedelta], row: ReferralRow) -> timedelta:
    """Within what time a referral is to be answered; one of an unknown urgency within the longest."""
    return limits.get(row.urgency) or max(limits.values(), default=timedelta.max)


def _urgency(row: ReferralRow) -> int:
    return URGENCY_ORDER.get(row.urgency, len(URGENCY_ORDER))


def _sent_at(row: ReferralRow, events: Sequence[Mapping[str, Any]]) -> datetime:
    """When the referral came to the organisation that has it now."""
    moved = [str(event.get("happened_at") or "") for event in events if event.get("event") in SENT_HERE]
    written = f"{row.referral_date or '1970-01-01'}T00:00:00+08:00"
    for text in (*reversed(moved), row.issued_at, written):
        try:
            return parse_instant(text)
        except ValueError:
            continue
    return datetime(1970, 1, 1, tzinfo=LOCAL_ZONE)


def _item(fields: Mapping[str, Any], events: Sequence[Mapping[str, Any]], state: ReferralState) -> str:
    """What is examined at the appointment that counts; empty where nothing is."""
    if fields.get("request") != "examination":
        return ""
    for event in reversed(events):
        if event.get("event") in ARRANGED and event.get("slot_date") == state.slot[0] and event.get("slot"):
            return str(event["slot"])
    return str(fields.get("requested_item") or "")


def _fields(connection: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for part in chunks(ids):
        for row in connection.execute(select(REFERRAL).where(REFERRAL.c.id.in_(part))).mappings():
            found[row["id"]] = dict(row)
    return found


def _calls(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for part in chunks(ids):
        query = select(CALL).where(CALL.c.referral_id.in_(part), CALL.c.void.is_(False))
        for row in connection.execute(query.order_by(CALL.c.called_on, CALL.c.id)).mappings():
            found[row["referral_id"]] = (*found.get(row["referral_id"], ()), dict(row))
    return found


def _costs(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[DayCost, ...]]:
    by_day: dict[str, dict[date, DayCost]] = {}
    for part in chunks(ids):
        query = select(COST).where(COST.c.referral_id.in_(part), COST.c.void.is_(False))
        for row in connection.execute(query.order_by(COST.c.cost_date, COST.c.id)).mappings():
            on = day(row["cost_date"])
            if on is not None:
                cost = DayCost(row["id"], on, str(row["amount"]))
                by_day.setdefault(row["referral_id"], {})[on] = cost
    return {each: tuple(costs.values()) for each, costs in by_day.items()}


def _call_due(discharged: date, level: str, after: int, calls: Sequence[Mapping[str, Any]]) -> date | None:
    """The day on which this level calls; None when it has called."""
    own = [each for each in calls if each["level"] == level]
    if any(each["result"] in REACHED and not each["next_on"] for each in own):
        return None
    again = day(own[-1]["next_on"]) if own else None
    return again or discharged + timedelta(days=after)


def _call(
    referral_id: str,
    fields: Mapping[str, Any],
    slip: Mapping[str, Any],
    discharged: date,
    level: str,
    due: date,
    calls: Sequence[Mapping[str, Any]],
) -> CallDue:
    return CallDue(
        referral_id=referral_id,
        slip_no=str(fields["slip_no"] or ""),
        patient_name=str(fields["patient_name"] or ""),
        sex=fields["sex"],
        age=fields["age"],
        phone=str(fields["patient_phone"] or ""),
        village_code=str(fields["village_code"] or ""),
        diagnosis=str(slip.get("diagnosis") or ""),
        next_plan=str(slip.get("next_plan") or slip.get("treatment_and_advice") or ""),
        discharged_on=discharged,
        level=level,
        due=due,
        tried=sum(each["level"] == level and each["result"] not in REACHED for each in calls),
        earlier=tuple(calls),
    )
