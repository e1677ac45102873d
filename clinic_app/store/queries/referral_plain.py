"""Which referrals have plainly come back, without folding them: most of those that a hospital holds.

Where only steps of the straight way were taken, and the house that it was sent to accepted or registered the patient
after the issue and then sent a return slip, the fold ends at 已回转 or 已随访: no step of the straight way leads out of
these. The county has put all three in order. Whatever is less plain is folded.
"""

from __future__ import annotations

from sqlalchemy import Select, and_, case, func, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.local_tables import event_order

REFERRAL = RECORD_TYPES["referral"].sql_table
EVENT = RECORD_TYPES["referral_event"].sql_table
STRAIGHT = (
    "issue", "deliver", "read", "complete", "accept", "reschedule", "arrive", "treat", "interim", "recognise",
    "send_back", "followed_up",
)  # fmt: skip
BACK = frozenset({"returned", "closed"})


def plainly_back() -> Select[tuple[str]]:
    """The ids of the referrals that are returned or closed for certain."""
    by_receiver, by_sender = EVENT.c.organisation == REFERRAL.c.to_org, EVENT.c.organisation == REFERRAL.c.from_org
    seq = event_order.c.seq
    issued = func.min(case((and_(EVENT.c.event == "issue", by_sender), seq)))
    taken = func.min(case((and_(EVENT.c.event.in_(("accept", "arrive")), by_receiver), seq)))
    answered = and_(EVENT.c.event == "send_back", by_receiver, EVENT.c.return_id.is_not(None))
    sent_back = func.max(case((answered, seq)))
    crooked = func.count(case((EVENT.c.event.not_in(STRAIGHT), 1)))
    return (
        select(EVENT.c.referral_id)
        .join(REFERRAL, REFERRAL.c.id == EVENT.c.referral_id)
        .outerjoin(event_order, event_order.c.id == EVENT.c.id)
        .where(EVENT.c.void.is_(False))
        .group_by(EVENT.c.referral_id)
        .having(and_(crooked == 0, issued < taken, taken < sent_back))
    )
