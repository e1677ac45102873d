"""What one operation does to a record that others changed meanwhile: laid over it, or a conflict, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from clinic_app.county.applied import AppliedStore
from clinic_app.county.conflicts import DECIDING, Conflicts, Group
from clinic_app.county.history import History, Version
from clinic_app.county.record_bodies import Fields, Key, Stored
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol import body as record_body
from clinic_app.protocol import merge
from clinic_app.protocol.body import Body
from clinic_app.protocol.merge import Clash, Contender, Seen
from clinic_app.protocol.mutation import MalformedMutation, Mutation, Operation, decode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.conflict import AMENDMENT, VOID

CHANGING = ("patch", "claim", "amend")
REMOVING = ("void", "remove")
LONGEST_CHAIN = 100


class Waits(Exception):
    """Something that the mutation stands on has not come yet; `waiting_for` are mids or `type:id`."""

    def __init__(self, waiting_for: list[str]) -> None:
        super().__init__(waiting_for)
        self.waiting_for = waiting_for


@dataclass(frozen=True)
class Laid:
    """An operation as it is laid on the record (`operation`; None leaves the record as it is), as its author meant it
    (`meant`, what is validated), whether it brings a void record back, and the fields in which it agrees with somebody
    whom its author did not know (with the revisions that wrote the same)."""

    operation: Operation | None
    meant: Operation
    revives: bool = False
    agreed: Mapping[str, list[int]] = field(default_factory=dict)

    def on(self, before: Body | None, mutation: Mutation) -> Body:
        """The body after it; raises NotApplicable."""
        if self.operation is None:
            assert before is not None
            return before
        after = record_body.apply(before, self.operation, mutation.author, mutation.authored_at)
        if self.revives:
            reason = self.operation.reason if self.operation.op == "amend" else None
            return msgspec.structs.replace(after, void=False, reason=reason)
        return after


class Merging:
    """Judges one mutation's operations against what its author had seen."""

    def __init__(
        self,
        records: RecordStore,
        history: History,
        applied: AppliedStore,
        mutation: Mutation,
        devices: Sequence[str],
        now: str,
        common: int | None = None,
    ) -> None:
        self.records = records
        self.history = history
        self.applied = applied
        self.mutation = mutation
        self.devices = devices
        self.common = common
        self.conflicts = Conflicts(records, history, mutation, devices, now)
        self._own: dict[Key, list[int]] = {}
        self._seen: dict[Key, Seen] = {}

    def lay(self, key: Key, before: Stored | None, operation: Operation) -> Laid | None:
        """How `operation` is laid on the record as it stands; None when it changes nothing.

        Raises Waits when the own mutation that it stands on has not been applied.
        """
        if before is None or operation.op not in (*CHANGING, *REMOVING):
            return Laid(operation, operation)
        seen = self._seen[key] = self._known(key, before, operation)
        if operation.op in REMOVING:
            return self._void(key, before, operation, seen)
        laid = self._amend if operation.op == "amend" else self._patch
        return laid(key, before, operation, seen)

    def given(self, key: Key, rev: int) -> None:
        """The mutation gave this revision to a record."""
        self._own.setdefault(key, []).append(rev)
        self.conflicts.given(key, rev)

    def unseen_between(self) -> dict[str, list[int]]:
        """For each record on which the author had not seen everything that came before: what they had, as `Seen`."""
        found = {}
        for key, seen in self._seen.items():
            revs = self._own.get(key, [])
            for rev in revs:
                seen = seen.plus(rev)
            if not revs or seen != Seen(max(revs)):
                found[":".join(key)] = seen.as_list()
        return found

    def _known(self, key: Key, before: Stored, operation: Operation) -> Seen:
        """What the author of an operation had seen of its record."""
        base = operation.base
        if isinstance(base, str):
            seen = self._after(base, key)
        elif base is None:
            seen = Seen(before.rev if operation.op == "claim" else 0)
        else:
            seen = Seen(min(base, before.rev))
            if self.common is not None and base > 0:
                seen = self._across_timelines(seen, key)
        for rev in self._own.get(key, ()):
            seen = seen.plus(rev)
        if operation.op not in ("patch", "claim"):
            seen = seen if seen.base else seen.plus(1)
        return seen

    def _across_timelines(self, seen: Seen, key: Key) -> Seen:
        """A revision number of before a restore: what it means up to the common place, and own work sent again."""
        seen = Seen(min(seen.base, self.history.rev_at(key, self.common or 0)))
        for version in self.history.since(key, seen):
            if version.device in self.devices:
                seen = seen.plus(version.rev)
        return seen

    def _after(self, mid: str, key: Key, depth: int = 0) -> Seen:
        """What the author of an own mutation had seen of a record with it."""
        entry = self.applied.winner(mid)
        if entry is None:
            raise Waits([mid])
        noted = entry.context.seen.get(":".join(key))
        if noted:
            return Seen.read(noted)
        rev = self.history.given(entry.mid, key, entry.outcome.seqs)
        if rev is not None:
            return Seen(rev)
        # It left the record as it was, or what replaced it did: its author saw what that line stood on.
        own = self._operations(mid, key)
        base = own[-1].base if own else None
        if isinstance(base, str) and depth < LONGEST_CHAIN:
            return self._after(base, key, depth + 1)
        return Seen(base if isinstance(base, int) else 1)

    def _patch(self, key: Key, before: Stored, operation: Operation, seen: Seen) -> Laid:
        declared = RECORD_TYPES.get(key[0])
        rev = before.rev + 1
        clashes = {} if seen.base >= before.rev else {
            clash.group: clash
            for clash in merge.patch_clashes(declared, before.fields, before.field_revs, seen, operation.fields)
            if not self.conflicts.is_decided(Group(key, clash.group))
        }  # fmt: skip
        laid, meant = dict(operation.fields), dict(operation.fields)
        for clash in clashes.values():
            at_base = self._at_base(key, before, seen)
            value = merge.whole(clash.names, at_base, operation.fields)
            keeps = merge.keeps_current(clash.group, value, before.fields)
            meant |= value
            laid |= value
            if keeps:
                laid = {name: each for name, each in laid.items() if name not in clash.names}
            base = {name: at_base.get(name) for name in clash.names}
            theirs = self._writers(key, clash)
            self.conflicts.clash(
                Group(key, clash.group), clash.names, base, theirs, self._side(rev, value), seen,
                shows_incoming=not keeps,
            )  # fmt: skip
        for group, names in merge.groups_of(declared, operation.fields).items():
            if group not in clashes:
                value = merge.whole(names, before.fields, operation.fields)
                self._go_on(before, Group(key, group), names, self._side(rev, value), seen)
        revives = self._meets_void(key, before, operation, seen)
        return self._laid(before, operation, laid, meant, revives, seen)

    def _amend(self, key: Key, before: Stored, operation: Operation, seen: Seen) -> Laid:
        group = Group(key, AMENDMENT)
        rev = before.rev + 1
        clash = None
        at_base: Mapping[str, object] = before.fields
        if merge.has_unseen_change(before.field_revs, seen) and not self.conflicts.is_decided(group):
            at_base = self._at_base(key, before, seen)
            clash = merge.amendment_clash(before.fields, before.field_revs, at_base, seen, operation.fields)
        laid = dict(operation.fields)
        if clash is not None:
            named = (self.conflicts.open(group) or {}).get("names") or ()
            names = sorted({*clash.names, *named})
            laid = merge.whole(names, at_base, operation.fields)
            base = {name: at_base.get(name) for name in names}
            theirs = self._writers(key, Clash(clash.group, tuple(names), clash.revs))
            self.conflicts.clash(group, names, base, theirs, self._side(rev, laid), seen, shows_incoming=True)
        elif conflict := self.conflicts.open(group):
            names = sorted({*operation.fields, *(conflict.get("names") or ())})
            value = merge.whole(names, before.fields, operation.fields)
            self._go_on(before, group, tuple(names), self._side(rev, value), seen)
        revives = self._meets_void(key, before, operation, seen)
        return self._laid(before, operation, laid, laid, revives, seen)

    def _go_on(self, before: Stored, group: Group, names: Sequence[str], edit: Contender, seen: Seen) -> None:
        """An edit without a clash in a group that others are at odds about."""
        if merge.agreeing(before.fields, before.field_revs, seen, edit.value):
            self.conflicts.agree(group, names, edit, seen)
        else:
            self.conflicts.follow(group, names, edit, seen)

    def _laid(
        self, before: Stored, operation: Operation, laid: Fields, meant: Fields, revives: bool, seen: Seen
    ) -> Laid:
        stands = msgspec.structs.replace(operation, fields=laid)
        means = msgspec.structs.replace(operation, fields=meant)
        key = (operation.type, operation.id)
        agreed = {**merge.agreeing(before.fields, before.field_revs, seen, laid), **self.conflicts.agreed.get(key, {})}
        return Laid(stands if laid or revives or not operation.fields else None, means, revives, agreed)

    def _meets_void(self, key: Key, before: Stored, operation: Operation, seen: Seen) -> bool:
        """An edit and a withdrawal that did not know each other: care goes on, a person decides. A decision, and one
        taken back, bring the record into force again when they change it."""
        group = Group(key, VOID)
        if self.conflicts.decides(group, *DECIDING):
            return before.body.void
        edit = self._side(before.rev + 1, dict(operation.fields))
        names = tuple(operation.fields)
        if merge.has_unseen_void(before.body.void, before.rev, before.field_revs, seen):
            if self._withdrew(key, seen):
                return False
            rev = merge.void_revision(before.rev, before.field_revs)
            theirs = [self._contender(version, {"void": True}) for version in self._versions(key, rev)]
            self.conflicts.clash(group, names, {}, theirs, edit, seen, shows_incoming=True)
            return True
        present = self.conflicts.open(group)
        if present is None:
            return False
        withdrawals = [row for row in merge.contenders_of(present) if (row.get("value") or {}).get("void") is True]
        known = [row for row in withdrawals if seen.covers(int(row.get("rev") or 0))]
        if self._withdrew(key, seen):
            return False
        if len(known) < len(withdrawals):
            self.conflicts.clash(group, names, {}, [], edit, seen, shows_incoming=True)
        else:
            self.conflicts.follow(group, names, edit, seen)
        return False

    def _withdrew(self, key: Key, seen: Seen) -> bool:
        """Whether the author goes on with a record that they withdrew themselves, which does not keep it in force."""
        return any(
            version.op in REMOVING and version.device in self.devices and seen.covers(version.rev)
            for version in self.history.since(key, Seen(0))
        )

    def _void(self, key: Key, before: Stored, operation: Operation, seen: Seen) -> Laid | None:
        if before.body.void:
            # Who takes out of force what is so already knows it to be.
            self._seen[key] = seen.plus(merge.void_revision(before.rev, before.field_revs))
            return None
        group = Group(key, VOID)
        edits = [] if seen.base >= before.rev else self._edits(key, seen, self.conflicts.saw(group))
        present = self.conflicts.open(group)
        if present is not None and self.conflicts.is_decided(group):
            saw = self.conflicts.saw(group)
            rows = [row for row in merge.contenders_of(present) if row.get("mid") not in saw]
            unknown = [row for row in rows if (row.get("value") or {}).get("void") is not True]
        else:
            unknown = []
        if not edits and not unknown:
            self.conflicts.withdraw(group, self._side(before.rev + 1, {"void": True}), seen)
            return Laid(operation, operation)
        names = sorted({name for each in edits for name in each.value})
        side = self._side(before.rev + 1, {"void": True})
        self.conflicts.clash(group, names, {}, edits, side, seen, shows_incoming=False)
        return Laid(None, operation)

    def _edits(self, key: Key, seen: Seen, saw: frozenset[str]) -> list[Contender]:
        """Who changed the record since, each device once with all that it changed."""
        found: dict[str, Contender] = {}
        withdrew: set[str | None] = set()
        for version in self.history.since(key, seen):
            # Who withdraws a record, or goes on with one that they know to be withdrawn, does not keep it in force.
            if version.op in REMOVING:
                withdrew.add(version.device)
                found.pop(version.device or version.mid, None)
            if version.body.void or version.device in withdrew:
                continue
            if version.op not in CHANGING or version.mid in saw:
                continue
            side = self._contender(version, self._edited(version, key) or dict(version.body.fields))
            earlier = found.pop(version.device or version.mid, None)
            if earlier is not None:
                side = replace(side, value={**earlier.value, **side.value})
            found[version.device or version.mid] = side
        return list(found.values())

    def _at_base(self, key: Key, before: Stored, seen: Seen) -> Mapping[str, object]:
        """The record's values as the author saw them: up to the base, with own later changes."""
        if seen.base >= before.rev:
            return before.fields
        version = self.history.version(key, max(seen.base, 1))
        found = dict(version.body.fields) if version else {}
        if seen.own:
            for own in self.history.since(key, Seen(seen.base), whole=True):
                if seen.covers(own.rev):
                    found |= self._edited(own, key)
        return found

    def _edited(self, version: Version, key: Key) -> Fields:
        """What a version's author changed with it."""
        operations = [each for each in self._operations(version.mid, key) if each.op in CHANGING]
        return {name: value for each in operations for name, value in each.fields.items()}

    def _writers(self, key: Key, clash: Clash) -> list[Contender]:
        """Who wrote what a group says now, unknown to the author; each device once."""
        found = {}
        for rev in clash.revs:
            for version in self._versions(key, rev):
                # A value that a conflict held back stands in the line and not in the version.
                value = merge.whole(clash.names, version.body.fields, self._edited(version, key))
                found[version.device or version.mid] = self._contender(version, value)
        return list(found.values())

    def _versions(self, key: Key, rev: int) -> list[Version]:
        version = self.history.version(key, rev)
        return [version] if version else []

    def _side(self, rev: int, value: Fields) -> Contender:
        mutation = self.mutation
        return Contender(mutation.mid, mutation.author, self.devices[0], mutation.authored_at, rev, value)

    def _contender(self, version: Version, value: Fields) -> Contender:
        line = self._mutation(version.mid)
        author, at = (line.author, line.authored_at) if line else (version.body.author, version.body.authored_at)
        return Contender(version.mid, author, version.device, at, version.rev, value)

    def _operations(self, mid: str, key: Key) -> list[Operation]:
        line = self._mutation(mid)
        return [each for each in line.ops if (each.type, each.id) == key] if line else []

    def _mutation(self, mid: str) -> Mutation | None:
        if mid == self.mutation.mid:
            return self.mutation
        entry = self.applied.get(mid)
        try:
            return decode(entry.line) if entry else None
        except MalformedMutation:
            return None
