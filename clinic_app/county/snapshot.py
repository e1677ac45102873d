"""`GET /snapshot/{type}`: the records of one type in a device's scope as they stand, by id, for a first sync and to
mend what a digest found different."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from clinic_app.county import change_log
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.delivery import deliver_referrals
from clinic_app.county.devices import Device
from clinic_app.county.problems import Refusal
from clinic_app.county.roles import READABLE, withheld_from
from clinic_app.county.scope import scope_of
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import village_key
from clinic_app.protocol.wire import PULL_LIMIT, Head
from clinic_app.records.catalogue import reference_types

PAGE = 1000
MOST_IDS = 200
MOST_BYTES = 4 << 20
TYPE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
UNREADABLE = Refusal(400, "bad_request", "要接收的内容没有写清楚，本机没有改动，更新程序后再试")


class RawRow(msgspec.Struct, omit_defaults=True):
    """wire.SnapshotRow with the body as stored."""

    id: str
    rev: int
    body: msgspec.Raw
    seq: int = 0


class Snapshot(msgspec.Struct, omit_defaults=True):
    """wire.SnapshotReply with raw bodies."""

    head: Head
    rows: list[RawRow] = []
    next: str = ""
    total: int | None = None


@dataclass(frozen=True)
class Asked:
    """One page: records of `type` with ids beyond `after` and up to `until`, of `villages` only where they are named;
    or just those with `ids`."""

    type: str
    after: str = ""
    until: str | None = None
    villages: Sequence[str] | None = None
    ids: Sequence[str] | None = None
    limit: int = PAGE
    count: bool = False

    def __post_init__(self) -> None:
        texts = [self.after, self.until or "", *(self.villages or ()), *(self.ids or ())]
        if not TYPE_NAME.fullmatch(self.type) or any("\0" in each for each in texts):
            raise UNREADABLE
        if self.ids is not None and not 0 < len(self.ids) <= MOST_IDS:
            raise UNREADABLE


@dataclass(frozen=True)
class Holding:
    """What a device holds: residents' records of its villages, referrals that its organisation takes part in; of
    neither what its role does not read (`withheld`)."""

    county: str
    villages: Sequence[str]
    organisation: str | None
    withheld: Sequence[str] = ()
    reference: Sequence[str] = field(default_factory=reference_types)

    @property
    def names(self) -> Mapping[str, Any]:
        """The parameters that SQL over a holding has."""
        return {
            "county": self.county,
            "villages": list(self.villages),
            "parties": parties_of(self.villages, self.organisation),
            "reference": list(self.reference),
            "withheld": list(self.withheld),
        }


def parties_of(villages: Sequence[str], organisation: str | None) -> list[str]:
    """Under which names record_party has what a scope holds besides its villages' own: referrals in which its
    organisation takes part, and files that are linked with one of its villages."""
    return [*([organisation] if organisation else []), *map(village_key, villages)]


def holding_of(connection: Connection, county: str, device: Device) -> Holding:
    """All that is in the device's scope now."""
    scope = scope_of(connection, county, device)
    return Holding(county, scope.villages, scope.organisation, withheld_from(device))


def snapshot(database: CountyDatabase, device: Device, asked: Asked, *, arrives: bool = True) -> Snapshot:
    """A page of what `asked` names, within the device's scope whatever was asked.

    `arrives` is False when the page goes to a stick: its referrals are not delivered by that.
    """
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        holding = holding_of(connection, database.county, device)
        if asked.villages is not None:
            named = sorted(set(holding.villages) & set(asked.villages))
            holding = replace(holding, villages=named, organisation=None, reference=())
        ids, following = _page(connection, holding, asked)
        found = Snapshot(head, _rows(connection, database.county, asked.type, ids), following)
        if asked.count:
            found.total = _total(connection, holding, asked)
    if arrives and asked.type == "referral" and asked.villages is None:
        deliver_referrals(database, device, [each.id for each in found.rows if _came_from_others(each, device)])
    return found


def _came_from_others(row: RawRow, device: Device) -> bool:
    return record_body.decode(bytes(row.body)).fields.get("from_org") != device.organisation


def _page(connection: Connection, holding: Holding, asked: Asked) -> tuple[list[str], str]:
    """The ids of a page, and what to ask `after` for the next; empty at the end."""
    if asked.type in holding.withheld:
        return [], ""
    if asked.ids is not None:
        return _among(connection, holding, asked.type, asked.ids), ""
    limit = max(1, min(asked.limit, PULL_LIMIT))
    names = {**holding.names, "type": asked.type, "after": asked.after, "until": asked.until, "limit": limit + 1}
    query = REFERENCE_PAGE if asked.type in holding.reference else PAGE_IN_SCOPE
    rows = connection.execute(query.encode(), names).fetchall()
    ids: list[str] = []
    size, seen, last = 0, 0, ""
    for record_id, bytes_, readable in rows:
        size += bytes_
        if seen and (seen == limit or size > MOST_BYTES):
            return ids, last
        seen, last = seen + 1, record_id
        if readable:
            ids.append(record_id)
    return ids, ""


RANGE = "id > %(after)s AND (%(until)s::text IS NULL OR id <= %(until)s)"
REFERENCE_PAGE = (
    f"SELECT id, octet_length(body), true FROM record WHERE county = %(county)s AND type = %(type)s AND {RANGE}"
    " ORDER BY id LIMIT %(limit)s"
)
# One index range for each village and one for the organisation, so that a page costs what it holds.
PAGE_IN_SCOPE = (
    f"SELECT r.id, octet_length(r.body), {READABLE} FROM (SELECT DISTINCT id FROM ("
    "SELECT near.id FROM unnest(%(villages)s::text[]) AS wanted (village) CROSS JOIN LATERAL (SELECT id FROM record"
    " WHERE county = %(county)s AND village = wanted.village AND type = %(type)s"
    f" AND {RANGE} ORDER BY id LIMIT %(limit)s) AS near"
    " UNION ALL SELECT near.id FROM unnest(%(parties)s::text[]) AS wanted (party) CROSS JOIN LATERAL (SELECT id FROM"
    " record_party WHERE county = %(county)s AND organisation = wanted.party AND type = %(type)s"
    f" AND {RANGE} ORDER BY id LIMIT %(limit)s) AS near) AS found ORDER BY id LIMIT %(limit)s) AS page"
    " JOIN record r ON r.county = %(county)s AND r.type = %(type)s AND r.id = page.id ORDER BY r.id"
)


def _total(connection: Connection, holding: Holding, asked: Asked) -> int:
    if asked.type in holding.withheld:
        return 0
    names = {**holding.names, "type": asked.type, "after": asked.after, "until": asked.until}
    if asked.type in holding.reference:
        query = f"SELECT count(*) FROM record WHERE county = %(county)s AND type = %(type)s AND {RANGE}"
    else:
        query = (
            "SELECT (SELECT count(*) FROM record WHERE county = %(county)s AND village = ANY(%(villages)s)"
            f" AND type = %(type)s AND {RANGE}) + (SELECT count(DISTINCT id) FROM record_party p JOIN record r"
            " USING (county, type, id) WHERE county = %(county)s AND p.organisation = ANY(%(parties)s)"
            f" AND type = %(type)s AND {RANGE} AND (r.village = ANY(%(villages)s)) IS NOT TRUE)"
        )
    row = connection.execute(query.encode(), names).fetchone()
    assert row is not None
    return int(row[0])


def _among(connection: Connection, holding: Holding, type_name: str, ids: Sequence[str]) -> list[str]:
    rows = connection.execute(
        "SELECT r.id FROM record r WHERE r.county = %(county)s AND r.type = %(type)s AND r.id = ANY(%(ids)s)"
        " AND (r.village = ANY(%(villages)s) OR r.type = ANY(%(reference)s) OR EXISTS (SELECT 1 FROM record_party p"
        " WHERE p.county = r.county AND p.organisation = ANY(%(parties)s) AND p.type = r.type AND p.id = r.id))"
        f" AND {READABLE}"
        " ORDER BY r.id",
        {**holding.names, "type": type_name, "ids": list(ids)},
    )
    return [row[0] for row in rows]


def _rows(connection: Connection, county: str, type_name: str, ids: Sequence[str]) -> list[RawRow]:
    if not ids:
        return []
    places = _places_of_events(connection, county, ids) if type_name == "referral_event" else {}
    rows = connection.execute(
        "SELECT id, rev, body FROM record WHERE county = %s AND type = %s AND id = ANY(%s) ORDER BY id",
        (county, type_name, list(ids)),
        binary=True,
    )
    return [RawRow(row[0], row[1], msgspec.Raw(row[2]), places.get(row[0], 0)) for row in rows]


def _places_of_events(connection: Connection, county: str, ids: Sequence[str]) -> dict[str, int]:
    """A referral's state is the fold of its events in the county's order, which their ids do not tell."""
    rows = connection.execute(
        "SELECT id, min(seq) FROM change WHERE county = %s AND type = 'referral_event' AND id = ANY(%s) AND rev = 1"
        " GROUP BY id",
        (county, list(ids)),
    )
    return dict(rows.fetchall())
