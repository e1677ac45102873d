"""Records as the county has them: read in bulk with everything they stand under, changed in memory, written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from clinic_app.county.change_log import copy_rows
from clinic_app.county.database import Connection, Overtaken
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body
from clinic_app.records.catalogue import RECORD_TYPES

Key = tuple[str, str]
Fields = dict[str, Any]
# A newer peer's type says by these names what it stands under.
PLACING_FIELDS = {"visit_id": "visit", "referral_id": "referral", "resident_id": "resident"}
REFERENCE_PARENT = {"organisation": "parent_code", "staff": "organisation", "department": "organisation"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A record at one revision. `field_revs` names the revision that last changed a field, where it is not 1."""

    rev: int
    body: Body
    field_revs: Mapping[str, int] = field(default_factory=dict)

    @property
    def fields(self) -> Fields:
        """The record's values."""
        return self.body.fields


def parent_key(type_name: str, fields: Mapping[str, Any]) -> Key | None:
    """The record that places this one (visit under resident, event under referral), or None."""
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


def _parent_id(type_name: str, fields: Mapping[str, Any]) -> str | None:
    """What the children index holds: the placing record, an organisation's parent, a person's organisation."""
    if type_name in REFERENCE_PARENT:
        return fields.get(REFERENCE_PARENT[type_name])
    parent = parent_key(type_name, fields)
    return parent[1] if parent else None


class RecordStore:
    """The records that one transaction deals with. `begin` … `keep` or `drop` bracket one mutation's changes."""

    def __init__(self, connection: Connection, county: str) -> None:
        self.connection = connection
        self.county = county
        self._known: dict[Key, Stored | None] = {}
        self._events: dict[str, list[Fields]] = {}
        self._trial: dict[Key, Stored] = {}
        self._trial_events: dict[str, list[Fields]] = defaultdict(list)
        self._first_rev: dict[Key, int] = {}

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
            self._known[key] = stored
        for referral_id, events in self._trial_events.items():
            self._events[referral_id] += events
        self.drop()

    def drop(self) -> None:
        """The open mutation's changes never were."""
        self._trial = {}
        self._trial_events = defaultdict(list)

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

    def write(self) -> None:
        """Write everything that was kept. Raises Overtaken when somebody else changed one of the records."""
        created: list[tuple[Key, int, Stored]] = []
        changed: list[tuple[Key, int, Stored]] = []
        for key, before in self._first_rev.items():
            stored = self._known[key]
            assert stored is not None
            (changed if before else created).append((key, before, stored))
        if created:
            types = ["text", "text", "text", "int8", "bool", "text", "bytea", "bytea"]
            target = "record (county, type, id, rev, void, parent_id, body, field_revs)"
            copy_rows(self.connection, target, types, [self._row(key, stored) for key, _, stored in created])
        self._update(changed)

    def _update(self, changed: Sequence[tuple[Key, int, Stored]]) -> None:
        if not changed:
            return
        with self.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE record SET rev = %s, void = %s, parent_id = %s, body = %s, field_revs = %s"
                " WHERE county = %s AND type = %s AND id = %s AND rev = %s",
                [(*self._row(key, stored)[3:], self.county, *key, before) for key, before, stored in changed],
            )
            if cursor.rowcount != len(changed):
                raise Overtaken

    def _row(self, key: Key, stored: Stored) -> tuple[object, ...]:
        body = record_body.encode(stored.body)
        revs = msgspec.json.encode(stored.field_revs)
        return (self.county, *key, stored.rev, stored.body.void, _parent_id(key[0], stored.fields), body, revs)

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
    return Stored(int(row[0]), record_body.decode(bytes(row[1])), msgspec.json.decode(bytes(row[2])))
