"""The register of referrals (转诊登记): what an organisation sent and received in a month, with what became of each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from clinic_app.protocol.referral_events import ReferralState, fold
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.projection import body_of
from clinic_app.store.queries.referral import ordered_events
from clinic_app.store.queries.stored import chunks, local_day

REFERRAL = RECORD_TYPES["referral"].sql_table
RETURN = RECORD_TYPES["return"].sql_table
ORGANISATION = RECORD_TYPES["organisation"].sql_table
STAFF = RECORD_TYPES["staff"].sql_table
ANSWERS = ("accept", "reschedule")
ARRIVALS = ("arrive", "treat", "send_back")


@dataclass(frozen=True)
class RegisterRow:
    """One referral of a register. Codes are as recorded, organisations are names, days are local dates.

    `accepted_by` is the doctor or the person of the receiving desk; `returned_on` and `diagnosis` are of the newest
    return slip, or of what was heard by telephone.
    """

    id: str
    fields: Mapping[str, Any]
    from_org: str
    to_org: str
    state: str
    department: str
    accepted_on: date | None = None
    accepted_by: str = ""
    arrived_on: date | None = None
    returned_on: date | None = None
    diagnosis: str = ""
    inpatient_no: str = ""
    followed_up_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Register:
    """A month of both directions; `first` and `last` are its days, the rows are in the order of their dates."""

    first: date
    last: date
    sent: Sequence[RegisterRow] = field(default_factory=tuple)
    received: Sequence[RegisterRow] = field(default_factory=tuple)


def register(connection: Connection, organisation: str, month: date) -> Register:
    """The register of an organisation for the month of a day, by the date on the slip, so that both ends count alike.

    A slip belongs to the register of whoever issued it, of whoever took over from there, and of every receiver.
    """
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    query = (
        select(REFERRAL)
        .where(REFERRAL.c.void.is_(False))
        .where(REFERRAL.c.referral_date >= first.isoformat(), REFERRAL.c.referral_date <= last.isoformat())
        .order_by(REFERRAL.c.referral_date, REFERRAL.c.id)
    )
    rows = connection.execute(query).mappings().all()
    ids = [row["id"] for row in rows]
    events, slips, names = ordered_events(connection, ids), _slips(connection, ids), _names(connection)
    sent, received = [], []
    for row in rows:
        steps = events.get(row["id"], [])
        state = fold(dict(row), steps)
        line = _line(row, steps, state, slips.get(row["id"], {}), names)
        if organisation in (state.senders or ("",)):
            sent.append(line)
        if organisation and organisation in state.receivers:
            received.append(line)
    return Register(first, last, sent, received)


def _line(
    row: RowMapping,
    steps: Sequence[Mapping[str, Any]],
    state: ReferralState,
    slip: Mapping[str, Any],
    names: Mapping[str, str],
) -> RegisterRow:
    counted = [event for event, step in zip(steps, _told(state, steps), strict=True) if step]
    accepted, arrived = _last(counted, ANSWERS), _first(counted, ARRIVALS)
    heard, followed = _last(counted, ("outside_result",)), _last(counted, ("followed_up",))
    sender, receiver = row["from_org"] or "", state.receiver or row["to_org"] or ""
    return RegisterRow(
        id=row["id"],
        fields={**body_of("referral", row).fields, **state.supplement},
        from_org=names.get(sender, sender),
        to_org=names.get(receiver, receiver),
        state=state.word,
        department=state.department,
        accepted_on=_day(accepted),
        accepted_by=str(accepted.get("doctor") or names.get(str(accepted.get("staff") or ""), "")),
        arrived_on=_day(arrived),
        returned_on=_day_of(slip.get("return_date")) or local_day(state.returned_at),
        diagnosis=str(slip.get("diagnosis") or slip.get("opinion") or heard.get("note") or heard.get("reason") or ""),
        inpatient_no=str(slip.get("inpatient_no") or ""),
        followed_up_on=_day(followed),
        outcome=state.outcome,
    )


def _told(state: ReferralState, steps: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Which of the events count: the fold leaves out late deliveries and keeps refused ones as notes."""
    told = list(state.steps)
    found = []
    for event in steps:
        same = bool(told) and told[0].event == event.get("event") and told[0].at == str(event.get("happened_at") or "")
        found.append(same and told.pop(0).counts)
    return found


def _first(events: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Mapping[str, Any]:
    return next((event for event in events if event.get("event") in names), {})


def _last(events: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Mapping[str, Any]:
    return _first(list(reversed(events)), names)


def _day(event: Mapping[str, Any]) -> date | None:
    return local_day(str(event.get("happened_at") or ""))


def _day_of(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _slips(connection: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for part in chunks(ids):
        query = select(RETURN).where(RETURN.c.referral_id.in_(part), RETURN.c.void.is_(False)).order_by(RETURN.c.id)
        found |= {row["referral_id"]: dict(row) for row in connection.execute(query).mappings()}
    return found


def _names(connection: Connection) -> dict[str, str]:
    """Names by code, of organisations and of people."""
    found: dict[str, str] = {}
    for table in (ORGANISATION, STAFF):
        found |= {row.id: row.name or row.id for row in connection.execute(select(table.c.id, table.c.name))}
    return found
