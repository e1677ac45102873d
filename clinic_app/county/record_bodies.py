"""The bodies of records as one transaction has them: read in bulk with all they stand under, changed in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from clinic_app.county.database import Connection
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body
from clinic_app.protocol.merge import FieldRevs
from clinic_app.records.catalogue import PLACED, RECORD_TYPES

Key = tuple[str, str]
Fields = dict[str, Any]
# A newer peer's type says by these names what it stands under.
PLACING_FIELDS = {"visit_id": "visit", "referral_id": "referral", "resident_id": "resident"}
LONGEST_CHAIN = 8
_decoder = msgspec.json.Decoder(dict[str, int | list[int]])


@dataclass(frozen=True, slots=True)
class Stored:
    """A record at one revision. `field_revs` names the revision that last changed a field (merge.py).

    `raw` is the body's bytes where they are at hand already.
    """

    rev: int
    body: Body
    field_revs: FieldRevs = field(default_factory=dict)
    raw: bytes = b""

    @property
    def fields(self) -> Fields:
        """The record's values."""
        return self.body.fields

    @property
    def encoded(self) -> bytes:
        """The body's bytes."""
        return self.raw or record_body.encode(self.body)


def parent_key(type_name: str, fields: Mapping[str, Any]) -> Key | None:
    """The record that places this one (visit under resident, event under referral, conflict under what it is about),
    or None."""
    if type_name == "conflict":
        return (str(fields["subject_type"]), str(fields["subject_id"])) if fields.get("subject_id") else None
    for name, kind in _placing(type_name):
        if fields.get(name):
            return kind, str(fields[name])
    return None


@cache
def _placing(type_name: str) -> tuple[tuple[str, str], ...]:
    """Fields that name the placing record, with its type, in order."""
    declared = RECORD_TYPES.get(type_name)
    if declared is None:
        return tuple(PLACING_FIELDS.items())
    return ((declared.parent.name, declared.parent.reference),) if declared.parent else ()


class RecordBodies:
    """The records that one transaction deals with. `put` … `keep` or `drop` bracket one mutation's changes."""

    def __init__(self, connection: Connection, county: str) -> None:
        self.connection = connection
        self.county = county
        self._known: dict[Key, Stored | None] = {}
        self._events: dict[str, list[Fields]] = {}
        self._trial: dict[Key, Stored] = {}
        self._trial_events: dict[str, list[Fields]] = defaultdict(list)
        self._places: dict[Key, tuple[Key | None, str | None]] = {}
        self._trial_places: dict[Key, tuple[Key | None, str | None]] = {}
        self._first_rev: dict[Key, int] = {}
        self._first_village: dict[Key, str | None] = {}
        self._left: dict[str, set[str]] = defaultdict(set)

    def want(self, keys: Iterable[Key]) -> None:
        """Read records and all they stand under, in few queries."""
        missing = {key for key in keys if key not in self._known}
        # PostgreSQL's text cannot hold a NUL, so no record has one in its name.
        self._known.update(dict.fromkeys(key for key in missing if "\0" in key[0] + key[1]))
        missing -= self._known.keys()
        while missing:
            self._read(missing)
            above = (self.parent(key) for key in missing)
            missing = {key for key in above if key is not None and key not in self._known}

    def want_events(self, referral_ids: Iterable[str]) -> None:
        """Read the events of referrals in server order."""
        missing = [each for each in dict.fromkeys(referral_ids) if each not in self._events]
        if not missing:
            return
        for referral_id in missing:
            self._events[referral_id] = []
        rows = self.connection.execute(
            "SELECT r.parent_id, r.body FROM record r JOIN change c ON c.county = r.county AND c.type = r.type"
            " AND c.id = r.id AND c.rev = 1 AND c.op <> 'enter' WHERE r.county = %s AND r.type = 'referral_event'"
            " AND NOT r.void AND r.parent_id = ANY(%s) ORDER BY c.seq",
            (self.county, missing),
        )
        for parent_id, raw in rows:
            self._events[parent_id].append(record_body.decode(bytes(raw)).fields)

    def get(self, key: Key) -> Stored | None:
        """A record as this transaction has it so far."""
        if key in self._trial:
            return self._trial[key]
        if key not in self._known:
            self.want([key])
        return self._known[key]

    def parent(self, key: Key) -> Key | None:
        """What a record stands under."""
        found = self._trial.get(key) or self._known.get(key)
        return parent_key(key[0], found.fields) if found else None

    def events(self, referral_id: str) -> list[Fields]:
        """The events of a referral so far."""
        self.want_events([referral_id])
        return [*self._events[referral_id], *self._trial_events.get(referral_id, ())]

    def put(self, key: Key, stored: Stored) -> None:
        """Change a record within the open mutation."""
        if key[0] == "referral_event" and stored.rev == 1:
            self.want_events([str(stored.fields.get("referral_id"))])
            self._trial_events[str(stored.fields.get("referral_id"))].append(stored.fields)
        self._trial[key] = stored

    def keep(self) -> None:
        """The open mutation's changes stand."""
        for key, stored in self._trial.items():
            before = self._known.get(key)
            self._first_rev.setdefault(key, before.rev if before else 0)
            if key[0] in PLACED and before is not None:
                self._first_village.setdefault(key, before.fields.get("village_code"))
                self._left[key[1]].add(str(before.fields.get("village_code")))
            self._known[key] = stored
        for referral_id, events in self._trial_events.items():
            self._events[referral_id] += events
        self.drop()

    def villages_left(self, record_id: str | None) -> set[str]:
        """Villages in which a resident or household was in this very transaction, before what it has done so far."""
        found = set(self._left.get(record_id or "", ()))
        for kind in PLACED:
            before = self._known.get((kind, record_id or ""))
            if before is not None and (kind, record_id) in self._trial:
                found.add(str(before.fields.get("village_code")))
        return found

    def drop(self) -> None:
        """The open mutation's changes never were."""
        self._trial = {}
        self._trial_events = defaultdict(list)
        self._trial_places = {}

    def referral_of(self, key: Key, fields: Mapping[str, Any]) -> str | None:
        """The referral that a record is or stands under."""
        return self._place(key, fields)[1]

    def resident_of(self, key: Key, fields: Mapping[str, Any]) -> str | None:
        """The resident (of a household's record: the household) that a record belongs to."""
        root = self._place(key, fields)[0]
        return root[1] if root else None

    def _place(self, key: Key, fields: Mapping[str, Any], depth: int = 0) -> tuple[Key | None, str | None]:
        """The resident, household or tour at the top of a record's chain, and the referral in it."""
        if key[0] in PLACED:
            return key, None
        if known := self._places.get(key) or self._trial_places.get(key):
            return known
        above = parent_key(key[0], fields)
        place: tuple[Key | None, str | None] = (None, None)
        if above is not None and depth < LONGEST_CHAIN and (stored := self.get(above)) is not None:
            place = self._place(above, stored.fields, depth + 1)
        place = (place[0], key[1]) if key[0] == "referral" else place
        # What stands under what never changes; but a record of the open mutation may turn out never to have been.
        if key in self._trial:
            if place[0] is not None:
                self._trial_places[key] = place
        elif self._known.get(key) is not None:
            self._places[key] = place
        return place

    def children(self, parent: Key) -> list[tuple[Key, Stored]]:
        """What stands directly under a record, by type and id."""
        rows = self.connection.execute(
            "SELECT type, id, rev, body, field_revs FROM record WHERE county = %s AND parent_id = %s",
            (self.county, parent[1]),
        )
        stored = {(row[0], row[1]): _stored(row[2:]) for row in rows}
        known = {key: each for key, each in self._known.items() if each is not None}
        found = {**stored, **known, **self._trial}
        under = [(key, each) for key, each in found.items() if parent_key(key[0], each.fields) == parent]
        return sorted(under, key=lambda pair: pair[0])

    def under(self, parent: Key) -> Iterator[tuple[Key, Stored]]:
        """Everything under a record, parents before children."""
        for key, stored in self.children(parent):
            yield key, stored
            yield from self.under(key)

    def have_come(self, keys: Sequence[Key]) -> bool:
        """Whether one of `keys`, missing when this transaction read it, is there now."""
        missing = [key for key in keys if self._known.get(key) is None]
        if not missing:
            return False
        row = self.connection.execute(
            "SELECT 1 FROM record JOIN unnest(%s::text[], %s::text[]) AS wanted (t, i) ON type = t AND id = i"
            " WHERE county = %s LIMIT 1",
            ([key[0] for key in missing], [key[1] for key in missing], self.county),
        ).fetchone()
        return row is not None

    def _read(self, keys: Iterable[Key]) -> None:
        wanted = list(keys)
        self._known.update(dict.fromkeys(wanted))
        rows = self.connection.execute(
            "SELECT type, id, rev, body, field_revs FROM record JOIN unnest(%s::text[], %s::text[]) AS wanted (t, i)"
            " ON type = t AND id = i WHERE county = %s",
            ([key[0] for key in wanted], [key[1] for key in wanted], self.county),
        )
        for row in rows:
            self._known[row[0], row[1]] = _stored(row[2:])


def _stored(row: Sequence[Any]) -> Stored:
    raw = bytes(row[1])
    return Stored(int(row[0]), record_body.decode(raw), _decoder.decode(bytes(row[2])), raw)
