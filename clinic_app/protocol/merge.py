"""How two people's work on one record comes together. Pure: the county judges with it.

Every field carries the revision that last changed it, every operation says what its author had seen. Where the same
group of fields was changed on both sides to different values no rule can choose: both values become **contenders** of
a conflict, and a person decides. Clocks, the order of arrival and deletion decide nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.records.conflict import AMENDMENT, CLOSED, OPEN
from clinic_app.records.field import RecordType, Values

Fields = dict[str, Any]
FieldRevs = Mapping[str, int | list[int]]
"""For each field the revision that last changed it, where it is not 1; several where others wrote the same value
without knowing."""
VOIDED = ":void"
"""Stands among the revisions of the fields for being void or not."""
IDENTITY, VILLAGE = "identity", "village_code"


@dataclass(frozen=True)
class Seen:
    """The revisions of a record that an author knew: all up to `base`, and later ones that were their own, as ranges
    from first to last."""

    base: int
    own: tuple[tuple[int, int], ...] = ()

    def covers(self, rev: int) -> bool:
        """Whether the author knew this revision."""
        return rev <= self.base or any(first <= rev <= last for first, last in self.own)

    def plus(self, rev: int) -> Seen:
        """With one more revision; what follows `base` without a gap counts into it."""
        if self.covers(rev):
            return self
        base = self.base
        own: list[tuple[int, int]] = []
        for first, last in sorted([*self.own, (rev, rev)]):
            if first <= base + 1:
                base = last
            elif own and own[-1][1] == first - 1:
                own[-1] = (own[-1][0], last)
            else:
                own.append((first, last))
        return Seen(base, tuple(own))

    @property
    def newest(self) -> int:
        """The newest revision that the author knew."""
        return self.own[-1][1] if self.own else self.base

    def as_list(self) -> list[int]:
        """As it is kept: the base, then first and last of each range."""
        return [self.base, *(each for pair in self.own for each in pair)]

    @classmethod
    def read(cls, kept: Sequence[int]) -> Seen:
        """What `as_list` has written."""
        return cls(kept[0], tuple(zip(kept[1::2], kept[2::2], strict=True)))


@dataclass(frozen=True)
class Clash:
    """One group of fields changed on both sides: its names, and the revisions that the author had not seen."""

    group: str
    names: tuple[str, ...]
    revs: tuple[int, ...]


@dataclass(frozen=True)
class Contender:
    """One side of a conflict. `rev` is the revision that the county gave to the record for it."""

    mid: str
    author: str | None
    device: str | None
    authored_at: str | None
    rev: int
    value: Fields

    def as_row(self) -> Fields:
        """As the conflict record holds it."""
        row = {"mid": self.mid, "author": self.author, "device": self.device, "authored_at": self.authored_at}
        return {name: each for name, each in {**row, "rev": self.rev, "value": self.value}.items() if each is not None}


def revisions_of(field_revs: FieldRevs, name: str) -> list[int]:
    """The revisions that wrote what a field says now."""
    revs = field_revs.get(name, 1)
    return revs if isinstance(revs, list) else [revs]


def _unseen(field_revs: FieldRevs, names: Iterable[str], seen: Seen) -> tuple[int, ...]:
    revs = {rev for name in names for rev in revisions_of(field_revs, name) if not seen.covers(rev)}
    return tuple(sorted(revs))


def groups_of(record_type: RecordType | None, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The atomic groups that `names` touch, each with all its names; a field without a group is one by itself."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        declared = record_type.fields.get(name) if record_type else None
        if declared is None or not declared.group or record_type is None:
            found[name] = (name,)
        elif declared.group not in found:
            found[declared.group] = record_type.group_of(name)
    return found


def patch_clashes(
    record_type: RecordType | None, present: Values, field_revs: FieldRevs, seen: Seen, changed: Values
) -> list[Clash]:
    """Groups of a patch that somebody else changed since, to another value."""
    found = []
    for group, names in groups_of(record_type, changed).items():
        unseen = _unseen(field_revs, names, seen)
        if unseen and any(changed[name] != present.get(name) for name in names if name in changed):
            found.append(Clash(group, names, unseen))
    return found


def agreeing(present: Values, field_revs: FieldRevs, seen: Seen, changed: Values) -> dict[str, list[int]]:
    """Fields to which an operation gives the value that somebody else had given them, unknown to its author; with the
    revisions that had."""
    same = [name for name in changed if changed[name] == present.get(name) and _unseen(field_revs, [name], seen)]
    return {name: revisions_of(field_revs, name) for name in same}


def whole(names: Iterable[str], at_base: Values, changed: Values) -> Fields:
    """One side's values of a group: what it changed, over what it saw."""
    return {name: changed[name] if name in changed else at_base.get(name) for name in names}


def keeps_current(group: str, incoming: Values, present: Values) -> bool:
    """Whether a conflict leaves the record as it is until a person decides: it never changes who a person is, and
    moves nobody."""
    return group == IDENTITY or (VILLAGE in incoming and incoming[VILLAGE] != present.get(VILLAGE))


def has_unseen_change(field_revs: FieldRevs, seen: Seen) -> bool:
    """Whether somebody changed a field of the record since."""
    return bool(_unseen(field_revs, [name for name in field_revs if name != VOIDED], seen))


def amendment_clash(
    present: Values, field_revs: FieldRevs, at_base: Values, seen: Seen, changed: Values
) -> Clash | None:
    """Two amendments of one record: all that either of them changed hangs together."""
    unseen = _unseen(field_revs, [name for name in field_revs if name != VOIDED], seen)
    if not unseen:
        return None
    theirs = {name for name in {*present, *at_base} if present.get(name) != at_base.get(name)}
    names = tuple(sorted(theirs | changed.keys()))
    incoming = whole(names, at_base, changed)
    if all(incoming[name] == present.get(name) for name in names):
        return None
    return Clash(AMENDMENT, names, unseen)


def has_unseen_void(is_void: bool, rev: int, field_revs: FieldRevs, seen: Seen) -> bool:
    """Whether the record was made void since. Where no revision is known, the present one counts."""
    return is_void and not seen.covers(void_revision(rev, field_revs))


def void_revision(rev: int, field_revs: FieldRevs) -> int:
    """The revision that made the record void."""
    return revisions_of(field_revs, VOIDED)[-1] if VOIDED in field_revs else rev


def changed_revs(
    before: Values,
    was_void: bool,
    field_revs: FieldRevs,
    after: Values,
    is_void: bool,
    rev: int,
    agreed: Mapping[str, Iterable[int]] | None = None,
) -> dict[str, int | list[int]]:
    """The revisions of the fields after revision `rev`. What it wrote of `agreed` ones stands by the named revisions
    too."""
    found = dict(field_revs)
    found.update({name: rev for name in {*before, *after} if before.get(name) != after.get(name)})
    found.update({name: sorted({*revs, rev}) for name, revs in (agreed or {}).items()})
    if was_void != is_void:
        found[VOIDED] = rev
    return found


def contenders_of(conflict: Values) -> list[Fields]:
    """The contenders' rows of a conflict."""
    rows = conflict.get("contenders")
    return [dict(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def is_open(conflict: Values | None) -> bool:
    """Whether a conflict is there and waits for a person."""
    return conflict is not None and conflict.get("state") == OPEN


def replaced_by(rows: Sequence[Fields], shown: object, devices: Collection[str], seen: Seen) -> Fields | None:
    """The contender (of `rows`) whose place a later edit takes; None for an edit that knew none of them.

    An own earlier one, of the editor's device or those that it was forked from; else the one that its author saw on
    the screen.
    """
    known = [row for row in rows if seen.covers(int(row.get("rev") or 0))]
    own = [row for row in known if row.get("device") in devices]
    if own or not known:
        return own[-1] if own else None
    on_screen = next((row for row in known if row.get("mid") == shown), None)
    return on_screen or max(known, key=lambda row: int(row.get("rev") or 0))


def contested(
    rows: Sequence[Fields], theirs: Sequence[Contender], incoming: Contender, replaced: Values | None = None
) -> list[Fields]:
    """The contenders after one more: `rows` are those so far, `theirs` who wrote what the new one clashed with."""
    found = [row for row in rows if replaced is None or row.get("mid") != replaced.get("mid")]
    # Of each device the last word counts.
    known = {row.get("mid") for row in rows}
    last = {row.get("device"): int(row.get("rev") or 0) for row in rows if row.get("device")}
    found += [each.as_row() for each in theirs if each.mid not in known and each.rev > last.get(each.device, 0)]
    return [*(row for row in found if row.get("mid") != incoming.mid), incoming.as_row()]


def agree(rows: Sequence[Fields]) -> bool:
    """Whether there is nothing left to choose between."""
    return all(row.get("value") == rows[0].get("value") for row in rows)


def decided(conflict: Values, saw: Collection[str], decider: Contender, words: Values) -> Fields:
    """What a decision makes of a conflict. A contender that the decision did not name keeps it open, beside the
    decided value."""
    rows = contenders_of(conflict)
    unseen = [row for row in rows if row.get("mid") not in saw and row.get("mid") != decider.mid]
    if unseen:
        return {"contenders": [*unseen, decider.as_row()], "shown": decider.mid, "state": OPEN}
    named = words.get("shown")
    shown = named if any(row.get("mid") == named for row in rows) else decider.mid
    return {"shown": shown, "state": CLOSED, "decision": words.get("decision")}


def reopened(conflict: Values, present: Values) -> Fields:
    """A decision taken back: open again with the contenders as they were; shown is who wrote what the record says."""
    rows = contenders_of(conflict)
    matching = [
        row
        for row in rows
        if isinstance(value := row.get("value"), Mapping) and all(present.get(name) == value[name] for name in value)
    ]
    shown = matching[-1].get("mid") if matching else conflict.get("shown")
    return {"shown": shown, "state": OPEN, "decision": None}
