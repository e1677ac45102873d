"""Whom referrals leave to be seen: who has come back, who was sent down, and who died under one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, func, or_, select

from clinic_app.protocol.referral_events import BEFORE_ARRIVAL, ReferralState, fold, shown_fields
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.local_tables import event_order
from clinic_app.store.queries.identity import canonical_ids, files_of
from clinic_app.store.queries.referral import (
    EVENT,
    REFERRAL,
    RETURN,
    SENT_ON,
    ordered_events,
    organisation_names,
    taken_over,
)
from clinic_app.store.queries.stored import chunks, day, local_day
from clinic_app.store.queries.visit import last_seen

BACK_BY = ("send_back", "outside_result")
ANSWERED = (*BACK_BY, "onward")
TAKEN = ("accept", "arrive", "treat")
BACK = ("returned", "closed")
VISIT = RECORD_TYPES["visit"].sql_table
_MET = or_(VISIT.c.outcome.is_(None), VISIT.c.outcome == "1")
_SEEN_ON = (
    select(func.max(VISIT.c.visit_date))
    .where(VISIT.c.resident_id == REFERRAL.c.resident_id, VISIT.c.void.is_(False), _MET)
    .scalar_subquery()
)
LONGEST_CHAIN = 5
"""Through how many places a patient goes on before the search for an answer ends."""


@dataclass(frozen=True)
class ReturnAwaiting:
    """A patient who has come back and waits for the follow-up by `sender` (a code). `returned_on` is a local date.

    Of a referral that went on, the return is that of the place above; `return_id` is the slip that answers it.
    """

    referral_id: str
    resident_id: str
    patient_name: str
    sex: str | None
    birth_date: str | None
    village_code: str | None
    patient_phone: str | None
    slip_no: str | None
    returned_on: date | None
    diagnosis: str | None
    next_plan: str | None
    receiver: str
    sender: str = ""
    discharged_on: date | None = None
    return_id: str | None = None
    follow_up_by: date | None = None


@dataclass(frozen=True)
class DownReferral:
    """A patient who was sent down to an organisation. `sent_on` is the local day of the issue, `accepted_on` that on
    which the organisation took the patient, `seen_on` that of the last visit that met them."""

    referral_id: str
    resident_id: str
    patient_name: str
    slip_no: str | None
    sender: str
    state: str
    sent_on: date | None
    accepted_on: date | None
    seen_on: str | None = None


@dataclass(frozen=True)
class NotPlaced:
    """A patient whose referral was declined, or sent back to be completed, on the local day `since`."""

    referral_id: str
    resident_id: str
    incomplete: bool
    since: date | None


@dataclass(frozen=True)
class _Answer:
    """What came back: the slip, if this laptop has it, when, and from whom."""

    slip: Mapping[str, Any]
    at: str
    receiver: str


def returned_referrals_of(connection: Connection, resident_id: str) -> list[ReturnAwaiting]:
    """A resident's referrals that have come back and wait for the sender's follow-up, oldest first."""
    return _awaiting(connection, REFERRAL.c.resident_id.in_(files_of(connection, resident_id)))


def returns_awaiting(connection: Connection, organisation: str, village: str | None = None) -> list[ReturnAwaiting]:
    """The returns that wait for a follow-up by the organisation that sent the patient, the oldest return first."""
    # Before enrolment a laptop has no organisation, and its referrals carry none.
    condition = or_(REFERRAL.c.from_org == (organisation or None), taken_over(organisation))
    if village:
        condition = and_(condition, REFERRAL.c.village_code == village)
    condition = and_(condition, ~_followed_up_last(organisation))
    canonical = canonical_ids(connection)
    return [
        replace(each, resident_id=canonical.get(each.resident_id, each.resident_id))
        for each in _awaiting(connection, condition)
        if each.sender == organisation
    ]


def first_follow_ups(connection: Connection, organisation: str, village: str | None = None) -> list[DownReferral]:
    """Patients whom an organisation has taken from above and nobody has seen since; the longest waiting first."""
    condition = REFERRAL.c.village_code == village if village else None
    canonical = canonical_ids(connection)
    found = []
    for each in _sent_down(connection, organisation, _unseen(condition)):
        # Somebody whom two files speak of may have been seen in the other.
        seen = last_seen(connection, each.resident_id) if canonical else each.seen_on
        if each.accepted_on is not None and (seen is None or seen < each.accepted_on.isoformat()):
            found.append(replace(each, resident_id=canonical.get(each.resident_id, each.resident_id)))
    return sorted(found, key=lambda each: (each.accepted_on or date.min, each.referral_id))


def not_placed(connection: Connection, organisation: str, village: str | None = None) -> list[NotPlaced]:
    """Referrals of an organisation's own that it has to act on: declined ones after which the person was neither seen
    nor referred again, and those that wait to be completed."""
    answered = exists().where(
        EVENT.c.referral_id == REFERRAL.c.id,
        EVENT.c.void.is_(False),
        EVENT.c.event.in_(("decline", "return_incomplete")),
    )
    query = select(REFERRAL).where(REFERRAL.c.void.is_(False), answered)
    query = query.where(or_(REFERRAL.c.from_org == (organisation or None), taken_over(organisation)))
    if village:
        query = query.where(REFERRAL.c.village_code == village)
    rows = connection.execute(query.order_by(REFERRAL.c.id)).mappings().all()
    events, canonical = ordered_events(connection, [row["id"] for row in rows]), canonical_ids(connection)
    found = []
    for row in rows:
        state = fold(dict(row), events.get(row["id"], []))
        if state.sender != organisation or not (state.state == "declined" or (state.incomplete and state.is_open)):
            continue
        event = "return_incomplete" if state.incomplete else "decline"
        told = next((step.at for step in reversed(state.steps) if step.event == event and step.counts), "")
        if state.incomplete or not _acted(connection, row, told):
            resident_id = canonical.get(row["resident_id"], row["resident_id"])
            found.append(NotPlaced(row["id"], resident_id, state.incomplete, local_day(told)))
    return found


def _acted(connection: Connection, row: RowMapping, told: str) -> bool:
    """Whether a declined referral was followed by a visit or by another referral; on the same day what was written
    down after the answer counts."""
    since = local_day(told)
    if since is None:
        return True
    files, on = files_of(connection, row["resident_id"]), since.isoformat()
    seen = select(VISIT.c.id).where(
        VISIT.c.resident_id.in_(files), VISIT.c.void.is_(False), _MET,
        or_(VISIT.c.visit_date > on, and_(VISIT.c.visit_date == on, VISIT.c.authored_at > told)),
    )  # fmt: skip
    again = select(REFERRAL.c.id).where(
        REFERRAL.c.resident_id.in_(files), REFERRAL.c.void.is_(False), REFERRAL.c.id > row["id"],
        or_(REFERRAL.c.referral_date >= on, REFERRAL.c.previous_id == row["id"]),
    )  # fmt: skip
    return any(connection.execute(each.limit(1)).first() is not None for each in (seen, again))


def sent_down_to(connection: Connection, organisation: str, resident_id: str) -> list[DownReferral]:
    """A person's down-referrals to an organisation that have not arrived there."""
    condition = REFERRAL.c.resident_id.in_(files_of(connection, resident_id))
    return [
        each for each in _sent_down(connection, organisation, condition, taken=False) if each.state in BEFORE_ARRIVAL
    ]


def died_under_referral(connection: Connection, on: date) -> set[str]:
    """Residents whose death a referral tells by a day, by their canonical file, without those who were met later."""
    deaths = [each for each in _deaths(connection) if each[1] <= on]
    canonical = canonical_ids(connection) if deaths else {}
    return {canonical.get(resident_id, resident_id) for resident_id, _ in deaths}


def death_under_referral(connection: Connection, resident_id: str) -> date | None:
    """The local day on which a referral tells a person's death; None without one, or when somebody met them later."""
    condition = REFERRAL.c.resident_id.in_(files_of(connection, resident_id))
    return min((told for _, told in _deaths(connection, condition)), default=None)


def _deaths(connection: Connection, condition: Any | None = None) -> Iterator[tuple[str, date]]:
    """Residents with the day on which a step that counts tells their death, unless a visit met them later."""
    died = exists().where(EVENT.c.referral_id == REFERRAL.c.id, EVENT.c.event == "die", EVENT.c.void.is_(False))
    query = select(REFERRAL).where(REFERRAL.c.void.is_(False), died)
    rows = connection.execute(query if condition is None else query.where(condition)).mappings().all()
    events = ordered_events(connection, [row["id"] for row in rows])
    for row in rows:
        state = fold(dict(row), events.get(row["id"], []))
        told = next((local_day(step.at) for step in state.steps if step.event == "die" and step.counts), None)
        if told is None:
            continue
        seen = last_seen(connection, row["resident_id"])
        if seen is None or seen <= told.isoformat():
            yield row["resident_id"], told


def _followed_up_last(organisation: str) -> Any:
    """The organisation has followed up after all that came back and after every hand-over: such a referral is closed,
    or the step was refused for a reason that leaves nothing to wait for. Nearly all are; they need no folding."""
    closing, later = EVENT.alias("closing"), EVENT.alias("later")
    closing_order, later_order = event_order.alias("closing_order"), event_order.alias("later_order")
    after = or_(
        and_(later_order.c.seq.is_(None), closing_order.c.seq.is_not(None)),
        later_order.c.seq > closing_order.c.seq,
        and_(later_order.c.seq.is_(None), closing_order.c.seq.is_(None), later.c.id > closing.c.id),
    )
    reopened = (
        select(later.c.id)
        .outerjoin(later_order, later_order.c.id == later.c.id)
        .where(later.c.referral_id == closing.c.referral_id, later.c.void.is_(False))
        .where(later.c.event.in_((*ANSWERED, "hand_over")), after)
        .correlate(closing, closing_order)
    )
    came = EVENT.alias("came")
    # What only went on is closed by a step that names the return slip; another was refused.
    answered = or_(
        closing.c.return_id.is_not(None),
        exists(select(came.c.id).where(
            came.c.referral_id == closing.c.referral_id, came.c.void.is_(False), came.c.event.in_(BACK_BY)
        )),
    )  # fmt: skip
    return exists(
        select(closing.c.id)
        .outerjoin(closing_order, closing_order.c.id == closing.c.id)
        .where(closing.c.referral_id == REFERRAL.c.id, closing.c.void.is_(False), closing.c.event == "followed_up")
        .where(closing.c.organisation == (organisation or None), answered, ~exists(reopened))
    )


def _unseen(condition: Any | None) -> Any:
    """Most were seen long after the last step that took them: those are left out before anything is folded. A day of
    margin covers the hours between a step's instant and the local date of a visit."""
    taken = (
        select(func.max(EVENT.c.happened_at))
        .where(EVENT.c.referral_id == REFERRAL.c.id, EVENT.c.event.in_(TAKEN), EVENT.c.void.is_(False))
        .scalar_subquery()
    )
    unseen = or_(_SEEN_ON.is_(None), func.date(taken, "+1 day") >= _SEEN_ON)
    return unseen if condition is None else and_(condition, unseen)


def _sent_down(
    connection: Connection, organisation: str, condition: Any | None, *, taken: bool = True
) -> list[DownReferral]:
    query = select(REFERRAL, _SEEN_ON.label("seen_on")).where(
        REFERRAL.c.direction == "down",
        REFERRAL.c.void.is_(False),
        or_(REFERRAL.c.to_org == organisation, taken_over(organisation, *SENT_ON)),
    )
    if condition is not None:
        query = query.where(condition)
    if taken:
        query = query.where(
            exists().where(EVENT.c.referral_id == REFERRAL.c.id, EVENT.c.event.in_(TAKEN), EVENT.c.void.is_(False))
        )
    rows = connection.execute(query.order_by(REFERRAL.c.id)).mappings().all()
    events, names = ordered_events(connection, [row["id"] for row in rows]), organisation_names(connection)
    found = []
    for row in rows:
        state = fold(dict(row), events.get(row["id"], []))
        if state.receiver == organisation and state.is_open and state.state != "returned":
            found.append(_down_referral(row, state, names))
    return found


def _down_referral(row: RowMapping, state: ReferralState, names: Mapping[str, str]) -> DownReferral:
    taken = next((local_day(step.at) for step in state.steps if step.counts and step.event in TAKEN), None)
    sent = next((local_day(step.at) for step in state.steps if step.event == "issue"), None)
    name = shown_fields(dict(row), state.supplement).get("patient_name") or ""
    return DownReferral(
        row["id"],
        row["resident_id"],
        name,
        row["slip_no"],
        names.get(state.sender, state.sender),
        state.state,
        sent,
        taken,
        row["seen_on"],
    )


def _awaiting(connection: Connection, condition: Any) -> list[ReturnAwaiting]:
    of_this = EVENT.c.referral_id == REFERRAL.c.id
    live = EVENT.c.void.is_(False)
    slip = exists().where(RETURN.c.referral_id == REFERRAL.c.id, RETURN.c.void.is_(False))
    answer = exists().where(of_this, live, EVENT.c.event.in_(ANSWERED))
    query = select(REFERRAL).where(condition, REFERRAL.c.void.is_(False), or_(slip, answer)).order_by(REFERRAL.c.id)
    rows = connection.execute(query).mappings().all()
    ids = [row["id"] for row in rows]
    events, slips, names = ordered_events(connection, ids), _slips(connection, ids), organisation_names(connection)
    found = []
    for row in rows:
        state = fold(dict(row), events.get(row["id"], []))
        given: _Answer | None = None
        if state.state == "returned":
            given = _Answer(slips.get(row["id"], {}), state.returned_at, state.receiver)
        elif state.state == "onward":
            given = _answer_from_above(connection, row["id"])
        if given is not None:
            found.append(_return_awaiting(row, state, given, names))
    return sorted(found, key=lambda each: (each.returned_on or date.min, each.referral_id))


def _answer_from_above(connection: Connection, referral_id: str, depth: int = 0) -> _Answer | None:
    """The return slip of the referral by which a patient went on, however far."""
    query = select(REFERRAL).where(REFERRAL.c.previous_id == referral_id, REFERRAL.c.void.is_(False))
    rows = connection.execute(query.order_by(REFERRAL.c.id.desc())).mappings().all()
    ids = [row["id"] for row in rows]
    events, slips = ordered_events(connection, ids), _slips(connection, ids)
    for row in rows:
        state = fold(dict(row), events.get(row["id"], []))
        if state.state in BACK and row["id"] in slips:
            return _Answer(slips[row["id"]], state.returned_at, state.receiver)
        if state.state == "onward" and depth < LONGEST_CHAIN:
            further = _answer_from_above(connection, row["id"], depth + 1)
            if further is not None:
                return further
    return None


def _return_awaiting(
    row: RowMapping, state: ReferralState, answer: _Answer, names: Mapping[str, str]
) -> ReturnAwaiting:
    slip = answer.slip
    shown = {**row, **shown_fields({}, state.supplement)}
    plain = ("resident_id", "sex", "birth_date", "village_code", "patient_phone", "slip_no")
    return ReturnAwaiting(
        referral_id=row["id"],
        patient_name=shown["patient_name"] or "",
        **{name: shown[name] for name in plain},
        returned_on=day(slip.get("return_date")) or local_day(answer.at),
        diagnosis=slip.get("diagnosis") or slip.get("opinion"),
        next_plan=slip.get("next_plan") or slip.get("treatment_and_advice"),
        receiver=names.get(answer.receiver, answer.receiver),
        sender=state.sender,
        discharged_on=day(slip.get("discharged_on")),
        return_id=slip.get("id"),
        follow_up_by=day(slip.get("follow_up_by")),
    )


def _slips(connection: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The newest live return slip of each referral."""
    found: dict[str, Mapping[str, Any]] = {}
    for part in chunks(ids):
        query = select(RETURN).where(RETURN.c.referral_id.in_(part), RETURN.c.void.is_(False)).order_by(RETURN.c.id)
        for row in connection.execute(query).mappings():
            found[row["referral_id"]] = dict(row)
    return found
