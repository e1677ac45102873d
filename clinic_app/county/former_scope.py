"""What a device was responsible for until lately: late writes of a former scope are still taken, for 90 days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

import msgspec

from clinic_app.county.database import Connection
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import village_key

LATE_DAYS = timedelta(days=90)
LOOKED_UP_DAYS = timedelta(days=7)


class FormerScope:
    """Asked only where a village is not in scope now. `devices`: the sender and what it was forked from."""

    def __init__(self, connection: Connection, county: str, devices: Sequence[str], now: datetime) -> None:
        self.connection = connection
        self.county = county
        self.devices = list(devices)
        self.now = now

    def of(self, village: str, resident_id: str | None, present: Collection[str]) -> bool | None:
        """Whether the village, or the resident when in another one, was in scope: True until lately, False longer ago,
        None never."""
        recent, ever = self._villages
        if village in recent:
            return True
        left = [until for each, until in self._homes(resident_id) if each in present or each in ever]
        left += self._unlinked(resident_id, {*present, *ever})
        if any(until >= self.now - LATE_DAYS for until in left):
            return True
        return False if left or village in ever else None

    def has_looked_up(self, resident_id: str) -> bool:
        """Whether the device found this person by number and name in the last days."""
        row = self.connection.execute(
            "SELECT 1 FROM looked_up WHERE county = %s AND device = ANY(%s) AND resident_id = %s AND at >= %s LIMIT 1",
            (self.county, self.devices, resident_id, self.now - LOOKED_UP_DAYS),
        ).fetchone()
        return row is not None

    @cached_property
    def _villages(self) -> tuple[set[str], set[str]]:
        """Villages of scopes that lasted into the last 90 days, and of all."""
        rows = self.connection.execute(
            "SELECT villages, until FROM device_scope WHERE county = %s AND device = ANY(%s)",
            (self.county, self.devices),
        )
        recent: set[str] = set()
        ever: set[str] = set()
        for raw, until in rows:
            villages = msgspec.json.decode(bytes(raw), type=list[str])
            ever.update(villages)
            if until is None or until >= self.now - LATE_DAYS:
                recent.update(villages)
        return recent, ever

    def _unlinked(self, resident_id: str | None, villages: Collection[str]) -> list[datetime]:
        """When these villages were told to let the file go, which they may have held for a link's sake only."""
        if resident_id is None:
            return []
        rows = self.connection.execute(
            "SELECT p.received_at FROM change c JOIN change_audience a ON a.county = c.county AND a.seq = c.seq"
            " JOIN applied p ON p.county = c.county AND p.mid = c.mid WHERE c.county = %s AND c.type = 'resident'"
            " AND c.id = %s AND c.op = 'evict' AND a.audience = ANY(%s)",
            (self.county, resident_id, sorted(map(village_key, villages))),
        )
        return [row[0] for row in rows]

    def _homes(self, resident_id: str | None) -> list[tuple[str, datetime]]:
        """The villages that a resident has left, each with when the county heard of it."""
        if resident_id is None:
            return []
        rows = self.connection.execute(
            "SELECT c.body, a.received_at FROM change c JOIN applied a ON a.county = c.county AND a.mid = c.mid"
            " WHERE c.county = %s AND c.type IN ('resident', 'household') AND c.id = %s"
            " AND c.op NOT IN ('enter', 'evict') ORDER BY c.rev",
            (self.county, resident_id),
        ).fetchall()
        homes = [(str(record_body.decode(bytes(raw)).fields.get("village_code")), at) for raw, at in rows]
        return [(home, at) for (home, _), (after, at) in pairwise(homes) if home != after]
