"""`POST /align`: the newest place that a laptop and a restored county have in common."""

from __future__ import annotations

from clinic_app.county import change_log
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import Refusal
from clinic_app.protocol.wire import AlignReply, AlignRequest

MOST_PLACES = 64
UNREADABLE = Refusal(400, "bad_request", "对齐请求无法读取，数据没有丢失，更新程序后再试")


def align(database: CountyDatabase, asked: AlignRequest) -> AlignReply:
    """Look each place up. The chain value alone decides: whatever the epoch is called, the same value is the same log
    up to there."""
    if len(asked.seen) > MOST_PLACES or any(not 0 <= each.seq < 2**63 for each in asked.seen):
        raise UNREADABLE
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        for place in sorted(asked.seen, key=lambda each: -each.seq):
            h = change_log.h_at(connection, database.county, place.seq) if place.seq <= head.seq else None
            if h is not None and h == place.h[: change_log.H_DIGITS]:
                return AlignReply(place.seq, head)
    return AlignReply(0, head)
