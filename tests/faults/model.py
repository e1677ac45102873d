"""The reference model: what the county must hold after a list of mutations, in dictionaries and by simple means.

It knows nothing of transactions, batches, audiences or laptops. For each save it works out what its author had seen;
two saves that did not know each other are concurrent. From that follows which conflicts must be on file, which may
be, and what every record says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

Key = tuple[str, str]
Subject = tuple[str, str, str]
GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "resident": {
        "identity": ("name", "sex", "birth_date", "id_type", "id_no"),
        "address": ("village_code", "current_address"),
    },
    "household": {"address": ("village_code", "group_name", "house_no")},
}
STAMPED: Mapping[str, tuple[str, ...]] = {
    "referral": ("from_org",),
    "referral_event": ("organisation", "staff"),
    "return": ("from_org",),
}
MADE_BY_COUNTY = ("organisation", "village", "department", "staff", "conflict", "duplicate_candidate")
NEW, EDITS, REMOVALS = ("create", "add", "event", "attach"), ("patch", "amend", "claim"), ("void", "remove")
AMENDMENT, VOID = "amendment", "void"


@dataclass
class Write:
    """What one save did to one record: the revision that the county gave for it, and those that its author had seen."""

    mid: str
    device: str
    op: str
    rev: int
    fields: dict[str, Any]
    seen: frozenset[int]
    deciding: bool = False

    def knew(self, other: Write) -> bool:
        """Whether the author had seen another save of the record, or made it in the same act."""
        return other.mid == self.mid or other.rev in self.seen


@dataclass
class Story:
    """One record: its bodies by revision as the county's log has them, and who wrote them."""

    bodies: dict[int, dict[str, Any]] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)

    def values(self, rev: int) -> dict[str, Any]:
        """The values at a revision; nothing before the first."""
        return dict(self.bodies[rev].get("fields", {})) if rev in self.bodies else {}

    def was_void(self, rev: int) -> bool:
        """Whether the record was void then."""
        return bool(self.bodies.get(rev, {}).get("void"))

    def changed_at(self, name: str, until: int) -> int:
        """The newest revision, up to `until`, that gave a field another value; 1 where none did."""
        for rev in range(until, 1, -1):
            if self.values(rev).get(name) != self.values(rev - 1).get(name):
                return rev
        return 1


class Model:
    """The stories of all records, from mutations in the county's order."""

    def __init__(self) -> None:
        self.stories: dict[Key, Story] = defaultdict(Story)
        self.values: list[tuple[str, Key, str, Any]] = []
        self._seen: dict[tuple[str, Key], frozenset[int]] = {}
        self._replaced: dict[str, str] = {}

    def take(self, line: bytes, device: str, given: Mapping[Key, list[int]]) -> None:
        """The next mutation; `given` are the revisions that it made."""
        mutation = msgspec.json.decode(line)
        mid = mutation["mid"]
        if mutation.get("supersedes"):
            self._replaced[mutation["supersedes"]] = mid
        deciding = any(op["op"] in ("resolve", "reopen") for op in mutation["ops"])
        left = {key: list(revs) for key, revs in given.items()}
        for op in mutation["ops"]:
            key = (op["type"], op["id"])
            fields = op.get("fields", {})
            self.values += [(mid, key, name, value) for name, value in fields.items() if value is not None]
            seen = self._known(op.get("base"), key) | self._seen.get((mid, key), frozenset())
            if op["op"] not in ("patch", "claim"):
                seen |= {1}
            revs = left.get(key) or []
            if revs:
                rev = revs.pop(0)
                self.stories[key].writes.append(Write(mid, device, op["op"], rev, fields, seen, deciding))
                seen |= {rev}
            self._seen[mid, key] = frozenset(seen)

    def _known(self, base: int | str | None, key: Key) -> frozenset[int]:
        """The revisions that a save stands on; an own earlier save counts with all that its author had seen."""
        if base is None or isinstance(base, int):
            return frozenset(range(1, (base or 0) + 1))
        met = {base}
        while (base, key) not in self._seen and self._replaced.get(base, base) not in met:
            base = self._replaced[base]
            met.add(base)
        return self._seen.get((base, key), frozenset())

    def necessary(self) -> set[Subject]:
        """Conflicts that must be on file: a value was about to go that its successor's author had never seen."""
        found: set[Subject] = set()
        for key, story in self.stories.items():
            if key[0] not in MADE_BY_COUNTY:
                for write in story.writes:
                    if not write.deciding:
                        found |= {(*key, group) for group in self._clashes(key[0], story, write)}
        return found

    def _clashes(self, kind: str, story: Story, write: Write) -> Iterable[str]:
        before = write.rev - 1
        present = story.values(before)
        if write.op in ("patch", "claim") and write.seen:
            for group, names in grouped(kind, write.fields).items():
                unseen = any(story.changed_at(name, before) not in write.seen for name in names)
                if unseen and any(write.fields.get(name, present.get(name)) != present.get(name) for name in names):
                    yield group
        if write.op == "amend":
            base = story.values(max(write.seen))
            unseen_names = [name for name in {*present, *base} if story.changed_at(name, before) not in write.seen]
            lost = any(present.get(name) != base.get(name) for name in unseen_names)
            if unseen_names and lost and not all(write.fields.get(n) == present.get(n) for n in unseen_names):
                yield AMENDMENT
        removals = [each for each in story.writes if each.op in REMOVALS]
        if write.op in EDITS and story.was_void(before):
            others = all(each.device != write.device for each in removals)
            if others and not any(write.knew(each) for each in removals):
                yield VOID
        if write.op == "void" and removals == [write]:
            edits = [each for each in story.writes if each.op in EDITS and each.rev < write.rev]
            if any(not write.knew(each) for each in edits):
                yield VOID

    def justified(self) -> set[Subject]:
        """Conflicts that may be on file: two saves about the same thing did not know each other."""
        found: set[Subject] = set()
        for key, story in self.stories.items():
            for later in story.writes:
                for earlier in story.writes:
                    if earlier.rev < later.rev and not later.knew(earlier):
                        found |= {(*key, group) for group in _common(key[0], earlier, later)}
        return found

    def shown(self, key: Key, contested: set[str]) -> Mapping[str, list[Any]]:
        """For each field what the record may say: the last word, or any word where people are at odds."""
        story = self.stories[key]
        words: dict[str, list[Any]] = defaultdict(list)
        for write in sorted(story.writes, key=lambda each: each.rev):
            if write.op in NEW and write.rev != 1:
                continue
            for name, value in write.fields.items():
                words[name].append(value)
        free = {name for group in contested for name in GROUPS.get(key[0], {}).get(group, (group,))}
        loose = contested & {AMENDMENT, VOID}
        return {
            name: [*values, None] if name in free or loose else values[-1:]
            for name, values in words.items()
            if name not in STAMPED.get(key[0], ())
        }


def _common(kind: str, earlier: Write, later: Write) -> set[str]:
    """What two saves of one record are both about."""
    if {earlier.op, later.op} & set(REMOVALS):
        return {VOID} if {earlier.op, later.op} & set(EDITS) else set()
    if later.op == "amend":
        return {AMENDMENT}
    return grouped(kind, earlier.fields).keys() & grouped(kind, later.fields).keys()


def grouped(kind: str, given: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The atomic groups that these fields touch, each with all its names; a field of no group is one by itself."""
    found: dict[str, tuple[str, ...]] = {}
    for name in given:
        group = next((each for each, names in GROUPS.get(kind, {}).items() if name in names), name)
        found[group] = GROUPS.get(kind, {}).get(group, (name,))
    return found
