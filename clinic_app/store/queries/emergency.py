"""Emergency slips that were written in a minute and still lack what the national slip asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.clock import parse_instant
from clinic_app.protocol.referral_events import TABLE, ReferralState, fold
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.projection import body_of
from clinic_app.store.queries.referral import ReferralFile, ordered_events

REFERRAL = RECORD_TYPES["referral"].sql_table
EMERGENCY = "emergency"
ESSENTIAL = ("initial_impression", "present_illness", "past_history", "treatment_course")
"""The clinical boxes of the national slip; what is truly unknown is written as 不详."""


@dataclass(frozen=True)
class UnfinishedSlip:
    """An emergency slip to be completed. `missing` are names of fields; `issued_at` a stored instant."""

    referral_id: str
    resident_id: str
    patient_name: str
    sex: str | None
    age: int | None
    slip_no: str
    issued_at: str
    missing: tuple[str, ...]

    def due_at(self, length: timedelta) -> datetime | None:
        """Until when it is to be completed; None where the issue carries no time."""
        try:
            return parse_instant(self.issued_at) + length
        except ValueError:
            return None


def unfinished_slips(
    connection: Connection, organisation: str, residents: Sequence[str] | None = None
) -> list[UnfinishedSlip]:
    """The emergency slips of an organisation that nobody has completed, the oldest first; of some residents or all."""
    query = select(REFERRAL).where(
        REFERRAL.c.urgency == EMERGENCY, REFERRAL.c.void.is_(False), REFERRAL.c.from_org == (organisation or None)
    )
    if residents is not None:
        query = query.where(REFERRAL.c.resident_id.in_(residents))
    rows = connection.execute(query.order_by(REFERRAL.c.id)).mappings().all()
    events = ordered_events(connection, [row["id"] for row in rows])
    found = []
    for row in rows:
        fields = body_of("referral", row).fields
        state = fold(fields, events.get(row["id"], []))
        # Another clinic may have taken over from there.
        missing = missing_of(fields, state) if state.sender == organisation else ()
        if missing:
            found.append(_slip(row["id"], fields, state, missing))
    return found


def unfinished_slip(file: ReferralFile) -> UnfinishedSlip | None:
    """What one referral still lacks; None when it is no emergency or lacks nothing."""
    missing = missing_of(file.fields, file.state)
    return _slip(file.id, file.fields, file.state, missing) if missing else None


def missing_of(fields: Mapping[str, Any], state: ReferralState) -> tuple[str, ...]:
    """What an emergency slip still lacks; empty once the sender has completed it or wrote it all.

    Where a `complete` step is too late (the patient is back, the referral has ended) nothing is asked for any more.
    """
    completed = any(step.event == "complete" and step.counts for step in state.steps)
    if fields.get("urgency") != EMERGENCY or completed or state.state not in TABLE["complete"].origins:
        return ()
    shown = {**fields, **state.supplement}
    unnamed = ("patient_name",) if shown.get("identity_unknown") else ()
    return (*unnamed, *(name for name in ESSENTIAL if not shown.get(name)))


def _slip(
    referral_id: str, fields: Mapping[str, Any], state: ReferralState, missing: tuple[str, ...]
) -> UnfinishedSlip:
    issued = next((step.at for step in state.steps if step.event == "issue"), "")
    return UnfinishedSlip(
        referral_id=referral_id,
        resident_id=str(fields.get("resident_id") or ""),
        patient_name=str(fields.get("patient_name") or ""),
        sex=fields.get("sex"),
        age=fields.get("age"),
        slip_no=str(fields.get("slip_no") or ""),
        issued_at=issued,
        missing=missing,
    )
