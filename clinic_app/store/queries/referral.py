"""Referrals with their events; the state is the fold of the events and is worked out on reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, exists, or_, select

from clinic_app.protocol.referral_events import OPEN, ReferralState, fold, shown_fields
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.haystack import parse_query, spelled_like
from clinic_app.store.local_tables import event_order
from clinic_app.store.projection import body_of
from clinic_app.store.queries.identity import files_of
from clinic_app.store.queries.referral_plain import BACK, plainly_back
from clinic_app.store.queries.stored import chunks, local_day
from clinic_app.store.search import matching_referrals

REFERRAL = RECORD_TYPES["referral"].sql_table
EVENT = RECORD_TYPES["referral_event"].sql_table
RETURN = RECORD_TYPES["return"].sql_table
RESIDENT = RECORD_TYPES["resident"].sql_table
ORGANISATION = RECORD_TYPES["organisation"].sql_table
SENT_ON = ("redirect", "retarget")
# What the receiver still has to do something about; a returned referral waits for its sender.
RECEIVER_OPEN = tuple(state for state in OPEN if state != "returned")
_URGENCY_ORDER = {"emergency": 0, "urgent": 1, "routine": 2}


@dataclass(frozen=True)
class ReferralFilter:
    """Which referrals a list shows. Empty means all; `organisation` is either side, codes throughout.

    `sent_by` is who answers for the sending side now. `text` is found in name, slip number and number tails. `since`
    and `until` bound the referral date, both included.
    `sort`: `urgency` (most urgent first, then oldest) or `date` (newest first).
    """

    organisation: str = ""
    sent_by: str = ""
    received_by: str = ""
    states: Sequence[str] = ()
    village: str = ""
    resident_id: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "date"
    with_void: bool = False


@dataclass(frozen=True)
class ReferralRow:
    """One referral as a list shows it. `from_org` issued it, `sender` answers for it now, `former_senders` did until
    they handed it over; `to_org` is the receiver now, after redirection; `word` is the state's word."""

    id: str
    slip_no: str | None
    resident_id: str
    patient_name: str
    sex: str | None
    age: int | None
    village_code: str | None
    direction: str | None
    urgency: str
    referral_date: str | None
    issued_at: str
    from_org: str
    from_org_name: str
    sender: str
    former_senders: tuple[str, ...]
    to_org: str
    to_org_name: str
    to_dept: str
    state: str
    word: str
    appointment: str
    last_step_at: str
    returned_at: str
    initial_impression: str | None
    is_open: bool
    void: bool

    def days_since_issue(self, on: date) -> int:
        """Full days from the issue (or the date on the slip) to `on`; never negative."""
        issued = local_day(self.issued_at) or local_day(f"{self.referral_date}T00:00:00+08:00")
        return max(0, (on - issued).days) if issued else 0


@dataclass(frozen=True)
class ReferralFile:
    """A referral with everything that belongs to it; `events` are in the order in which they count."""

    id: str
    fields: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]
    return_slip: Mapping[str, Any] | None
    return_id: str | None
    void: bool

    @property
    def state(self) -> ReferralState:
        """Where it stands."""
        return fold(self.fields, self.events)

    @property
    def shown(self) -> dict[str, Any]:
        """The slip's values with what the sender added later laid over: what screens and paper show."""
        return shown_fields(self.fields, self.state.supplement)


def referrals(connection: Connection, wanted: ReferralFilter | None = None) -> list[ReferralRow]:
    """The referrals that a filter lets through, with their states."""
    wanted = wanted or ReferralFilter()
    typed = parse_query(wanted.text)
    rows = connection.execute(_filtered(wanted)).mappings().all()
    if typed.words and typed.is_latin:
        rows = [row for row in rows if spelled_like(row["patient_name"], typed)]
    events = ordered_events(connection, [row["id"] for row in rows])
    names = organisation_names(connection)
    found = []
    for row in rows:
        steps = events.get(row["id"], [])
        state = fold(dict(row), steps)
        if wanted.states and state.state not in wanted.states:
            continue
        if wanted.received_by and (state.receiver or row["to_org"]) != wanted.received_by:
            continue
        if wanted.sent_by and state.sender != wanted.sent_by:
            continue
        found.append(_row(row, steps, state, names))
    return found


def inbox(connection: Connection, organisation: str) -> list[ReferralRow]:
    """What an organisation has been sent and not yet answered, the most urgent first, then the oldest."""
    return referrals(connection, ReferralFilter(received_by=organisation, states=RECEIVER_OPEN, sort="urgency"))


def referral_with_events(connection: Connection, referral_id: str) -> ReferralFile | None:
    """One referral, its live events and its newest live return slip; None when not on this laptop."""
    row = connection.execute(select(REFERRAL).where(REFERRAL.c.id == referral_id)).mappings().first()
    if row is None:
        return None
    slip = connection.execute(
        select(RETURN).where(RETURN.c.referral_id == referral_id, RETURN.c.void.is_(False)).order_by(RETURN.c.id.desc())
    ).mappings().first()  # fmt: skip
    return ReferralFile(
        id=referral_id,
        fields=body_of("referral", row).fields,
        events=tuple(ordered_events(connection, [referral_id]).get(referral_id, [])),
        return_slip=body_of("return", slip).fields if slip else None,
        return_id=slip["id"] if slip else None,
        void=row["void"],
    )


def ordered_events(connection: Connection, referral_ids: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Live events by referral in the order in which they count: the county's order, own unsent ones last."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for part in chunks(referral_ids):
        query = (
            select(EVENT)
            .outerjoin(event_order, event_order.c.id == EVENT.c.id)
            .where(EVENT.c.referral_id.in_(part), EVENT.c.void.is_(False))
            .order_by(EVENT.c.referral_id, event_order.c.seq.is_(None), event_order.c.seq, EVENT.c.id)
        )
        for row in connection.execute(query).mappings():
            found.setdefault(row["referral_id"], []).append(body_of("referral_event", row).fields)
    return found


def open_referrals_of(connection: Connection, resident_id: str) -> list[ReferralRow]:
    """A resident's referrals that somebody still owes a step, newest first."""
    files = files_of(connection, resident_id)
    found = [row for each in files for row in referrals(connection, ReferralFilter(resident_id=each, states=OPEN))]
    return found if len(files) == 1 else sorted(found, key=_newest_first, reverse=True)


def linked_referrals(connection: Connection, referral_id: str) -> list[ReferralRow]:
    """The referral that this one carries on, and those that carry it on, as far as this laptop has them."""
    own = select(REFERRAL.c.previous_id).where(REFERRAL.c.id == referral_id).scalar_subquery()
    query = select(REFERRAL).where(or_(REFERRAL.c.id == own, REFERRAL.c.previous_id == referral_id))
    rows = connection.execute(query.where(REFERRAL.c.void.is_(False)).order_by(REFERRAL.c.id)).mappings().all()
    events, names = ordered_events(connection, [row["id"] for row in rows]), organisation_names(connection)
    found = []
    for row in rows:
        steps = events.get(row["id"], [])
        found.append(_row(row, steps, fold(dict(row), steps), names))
    return found


def _newest_first(row: ReferralRow) -> tuple[str, str]:
    return row.issued_at or row.referral_date or "", row.id


def organisation_names(connection: Connection) -> dict[str, str]:
    """Every organisation's name by its code; one without a name stands under its code."""
    query = select(ORGANISATION.c.id, ORGANISATION.c.name)
    return {row.id: row.name or row.id for row in connection.execute(query)}


def _row(
    row: RowMapping, steps: Sequence[Mapping[str, Any]], state: ReferralState, names: Mapping[str, str]
) -> ReferralRow:
    plain = ("id", "slip_no", "resident_id", "village_code", "direction", "referral_date", "void")
    sender, receiver = row["from_org"] or "", state.receiver or row["to_org"] or ""
    # An emergency's patient may have got a name since.
    shown = {**row, **shown_fields({}, state.supplement)}
    return ReferralRow(
        **{name: row[name] for name in plain},
        patient_name=shown["patient_name"] or "",
        sex=shown["sex"],
        age=shown["age"],
        urgency=row["urgency"] or "",
        issued_at=next((step.at for step in state.steps if step.event == "issue"), ""),
        from_org=sender,
        from_org_name=names.get(sender, sender),
        sender=state.sender,
        former_senders=tuple(each for each in state.senders if each != state.sender),
        to_org=receiver,
        to_org_name=names.get(receiver, receiver),
        to_dept=state.department,
        state=state.state,
        word=state.word,
        appointment=state.appointment,
        last_step_at=str(steps[-1].get("happened_at") or "") if steps else "",
        returned_at=state.returned_at,
        initial_impression=shown["initial_impression"],
        is_open=state.is_open,
    )


def taken_over(organisation: str, *events: str) -> ColumnElement[bool]:
    """A step has brought this organisation in: the county's hand-over, or one of `events`."""
    return exists().where(
        EVENT.c.referral_id == REFERRAL.c.id, EVENT.c.event.in_(("hand_over", *events)), EVENT.c.void.is_(False),
        EVENT.c.to_org == organisation,
    )  # fmt: skip


def _filtered(wanted: ReferralFilter) -> Select[Any]:
    table = REFERRAL
    redirected = taken_over(wanted.received_by or wanted.organisation, *SENT_ON)
    query = select(table)
    if not wanted.with_void:
        query = query.where(table.c.void.is_(False))
    if wanted.organisation:
        either = or_(table.c.from_org == wanted.organisation, table.c.to_org == wanted.organisation, redirected)
        query = query.where(either)
    if wanted.received_by:
        query = query.where(or_(table.c.to_org == wanted.received_by, redirected))
    if wanted.sent_by:
        query = query.where(or_(table.c.from_org == wanted.sent_by, taken_over(wanted.sent_by)))
    equal = {"village_code": wanted.village, "resident_id": wanted.resident_id}
    query = query.where(*(table.c[name] == value for name, value in equal.items() if value))
    if wanted.states and BACK.isdisjoint(wanted.states):
        query = query.where(table.c.id.not_in(plainly_back()))
    if wanted.since:
        query = query.where(table.c.referral_date >= wanted.since.isoformat())
    if wanted.until:
        query = query.where(table.c.referral_date <= wanted.until.isoformat())
    typed = parse_query(wanted.text)
    if typed.words and not typed.is_latin:
        query = query.where(matching_referrals(typed))
    if wanted.sort == "urgency":
        urgency = case(_URGENCY_ORDER, value=table.c.urgency, else_=len(_URGENCY_ORDER))
        return query.order_by(urgency, table.c.referral_date, table.c.id)
    return query.order_by(table.c.referral_date.desc(), table.c.id.desc())
