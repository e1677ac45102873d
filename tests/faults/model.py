"""The reference model: what the county must hold after a list of mutations, in a dictionary and by simple means.

It knows nothing of transactions, batches, audiences or laptops; it is written from docs/protocol.md alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

Key = tuple[str, str]
GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "resident": {
        "identity": ("name", "sex", "birth_date", "id_type", "id_no"),
        "address": ("village_code", "current_address"),
    },
    "household": {"address": ("village_code", "group_name", "house_no")},
}
KEEPS_CURRENT = "identity"
STAMPED: Mapping[str, tuple[str, ...]] = {
    "referral": ("from_org",),
    "referral_event": ("organisation", "staff"),
    "return": ("from_org",),
}
MADE_BY_COUNTY = ("organisation", "village", "department", "staff", "conflict", "duplicate_candidate")


@dataclass
class Version:
    """One record at its newest revision, with all that it was."""

    rev: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    void: bool = False
    field_revs: dict[str, int] = field(default_factory=dict)
    amended: int = 0
    voided: int = 0
    edited: int = 0
    bodies: dict[int, dict[str, Any]] = field(default_factory=dict)
    writer: dict[str, str] = field(default_factory=dict)

    def next(self, fields: dict[str, Any], mid: str) -> None:
        """Another revision."""
        self.rev += 1
        for name in {*self.fields, *fields}:
            if self.fields.get(name) != fields.get(name) or self.rev == 1:
                self.field_revs[name] = self.rev
                self.writer[name] = mid
        self.fields = {name: value for name, value in fields.items() if value is not None}
        self.bodies[self.rev] = dict(self.fields)


@dataclass
class Clash:
    """A conflict that must be on file: between which saves."""

    mids: set[str] = field(default_factory=set)
    open: bool = True


class Model:
    """Mutations in, records and conflicts out. `merging`: whether clashes open conflicts."""

    def __init__(self, merging: bool = True) -> None:
        self.merging = merging
        self.records: dict[Key, Version] = {}
        self.clashes: dict[tuple[str, str, str], Clash] = {}
        self.gave: dict[tuple[str, Key], int] = {}
        self.replaced: dict[str, str] = {}
        self.values: list[tuple[str, Key, str, Any]] = []

    def take(self, line: bytes) -> None:
        """The next mutation in the county's order."""
        mutation = msgspec.json.decode(line)
        mid = mutation["mid"]
        if mutation.get("supersedes"):
            self.replaced[mutation["supersedes"]] = mid
        decided = {op["id"]: op for op in mutation["ops"] if op["op"] in ("resolve", "reopen")}
        for op in mutation["ops"]:
            if op["op"] not in ("resolve", "reopen"):
                self._operation(mid, op, deciding=bool(decided))
        for op in decided.values():
            self._decide(op)

    def _operation(self, mid: str, op: Mapping[str, Any], *, deciding: bool) -> None:
        key = (op["type"], op["id"])
        row = self.records.setdefault(key, Version())
        given = op.get("fields", {})
        self.values += [(mid, key, name, value) for name, value in given.items() if value is not None]
        base = self._base(op.get("base"), key)
        if op["op"] in ("create", "add", "event", "attach"):
            if row.rev == 0:
                row.next(given, mid)
        elif op["op"] in ("void", "remove"):
            self._void(row, key, mid, base, op, deciding)
        elif op["op"] == "amend":
            self._amend(row, key, mid, base, given, deciding)
        else:
            self._patch(row, key, mid, base, given, deciding)
        self.gave[mid, key] = row.rev

    def _base(self, base: int | str | None, key: Key) -> int:
        """The revision that the writer saw; an own earlier save counts as what it made of the record."""
        if base is None or isinstance(base, int):
            return base or 0
        seen = {base}
        while (base, key) not in self.gave and base in self.replaced and self.replaced[base] not in seen:
            base = self.replaced[base]
            seen.add(base)
        return self.gave.get((base, key), 0)

    def _void(self, row: Version, key: Key, mid: str, base: int, op: Mapping[str, Any], deciding: bool) -> None:
        if row.void:
            return
        safety = op["op"] == "remove"
        if self.merging and not deciding and not safety and op.get("base") is not None and row.edited > base:
            self._clash(key, "void", mid)
            row.next(row.fields, mid)
            row.voided = row.rev
            return
        row.void = True
        row.next(row.fields, mid)
        row.voided = row.rev

    def _amend(self, row: Version, key: Key, mid: str, base: int, given: Mapping[str, Any], deciding: bool) -> None:
        fields = {**row.fields, **given}
        if self.merging and not deciding and base < row.rev and row.amended > base:
            self._clash(key, "amendment", mid)
            names = {name for name, rev in row.field_revs.items() if rev > base} | set(given)
            mine = {**row.bodies.get(base, {}), **given}
            fields = {**row.fields, **{name: mine.get(name) for name in names}}
        self._revive(row, key, mid, base, deciding)
        row.next(fields, mid)
        row.amended = row.edited = row.rev

    def _patch(self, row: Version, key: Key, mid: str, base: int, given: Mapping[str, Any], deciding: bool) -> None:
        fields = dict(row.fields)
        for group, names in grouped(key[0], given).items():
            changed = any(row.field_revs.get(name, 1) > base for name in names if name in row.field_revs or base == 0)
            differing = any(given[name] != row.fields.get(name) for name in names)
            if self.merging and not deciding and changed and differing:
                self._clash(key, group, mid)
                if group == KEEPS_CURRENT:
                    continue
            fields.update({name: given[name] for name in names})
        self._revive(row, key, mid, base, deciding)
        row.next(fields, mid)
        row.edited = row.rev

    def _revive(self, row: Version, key: Key, mid: str, base: int, deciding: bool) -> None:
        """An edit that had not seen the withdrawal: care goes on, a person decides."""
        if self.merging and not deciding and row.void and row.voided > base:
            self._clash(key, "void", mid)
            row.void = False

    def _clash(self, key: Key, group: str, mid: str) -> None:
        clash = self.clashes.setdefault((*key, group), Clash())
        clash.mids.add(mid)
        clash.open = True

    def _decide(self, op: Mapping[str, Any]) -> None:
        """A person's word; which conflict it is the caller knows by the id that the county gave it."""
        fields = op.get("fields", {})
        for (kind, record_id, group), clash in self.clashes.items():
            if conflict_name(kind, record_id, group) == op["id"]:
                unseen = clash.mids - set(fields.get("saw", ())) if op["op"] == "resolve" else {"?"}
                clash.open = bool(unseen)


def conflict_name(kind: str, record_id: str, group: str) -> str:
    """The id of a conflict (records/conflict.py)."""
    from clinic_app.records.conflict import conflict_id

    return conflict_id(kind, record_id, group)


def grouped(kind: str, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The fields of a patch by atomic group; a field of no group is one by itself."""
    found: dict[str, list[str]] = {}
    for name in given:
        group = next((each for each, names in GROUPS.get(kind, {}).items() if name in names), name)
        found.setdefault(group, []).append(name)
    return {group: tuple(names) for group, names in found.items()}


def modelled(lines: Iterable[bytes], merging: bool) -> Model:
    """The model after these lines."""
    model = Model(merging)
    for line in lines:
        model.take(line)
    return model
