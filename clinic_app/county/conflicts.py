"""The conflicts that one mutation opens, joins or decides; they become changes of its commit group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clinic_app.county.history import History
from clinic_app.county.record_bodies import Fields, Key, Stored, parent_key
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol import merge
from clinic_app.protocol.body import Body
from clinic_app.protocol.merge import Contender, Seen
from clinic_app.protocol.mutation import Mutation, Operation
from clinic_app.protocol.referral_events import SERVER
from clinic_app.records.conflict import AMENDMENT, CLOSED, OPEN, VOID, conflict_id

CONFLICT = "conflict"
DECIDING = ("resolve", "reopen")
DECIDED_NAMES = ("state", "shown", "saw", "decision")
AGREED = "各处的值已经一致"


@dataclass
class _Draft:
    """A conflict as this mutation leaves it so far."""

    fields: Fields
    before: Stored | None
    clashed: bool = False


@dataclass(frozen=True)
class Group:
    """One group of fields of one record, as a clash or a decision names it."""

    subject: Key
    name: str

    @property
    def id(self) -> str:
        """The conflict's id."""
        return conflict_id(*self.subject, self.name)


@dataclass
class Conflicts:
    """What one mutation does to conflicts. `devices` are the sender and those that it was forked from."""

    records: RecordStore
    history: History
    mutation: Mutation
    devices: Sequence[str]
    now: str
    opened: list[str] = field(default_factory=list)
    agreed: dict[Key, dict[str, list[int]]] = field(default_factory=dict)
    """For each record the fields about which nobody is at odds any more, with the revisions that say what they do."""
    _drafts: dict[str, _Draft] = field(default_factory=dict)
    _decisions: dict[str, Operation] = field(default_factory=dict)
    _revs: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for operation in self.mutation.ops:
            if operation.type != CONFLICT or operation.op not in DECIDING:
                continue
            self._decisions[operation.id] = operation
            found = self._find(operation.id)
            if operation.op == "reopen" and found is not None and not merge.is_open(found.fields):
                found.fields = {**found.fields, **merge.reopened(found.fields, {})}

    def is_decided(self, group: Group) -> bool:
        """Whether the mutation carries a decision about this group's open conflict: its values stand unjudged."""
        return self.decides(group, "resolve")

    def decides(self, group: Group, *names: str) -> bool:
        """Whether the mutation carries one of the deciding operations `names` about this group's conflict."""
        decision = self._decisions.get(group.id) if self._decisions else None
        if decision is None or decision.op not in names:
            return False
        stored = self.records.get((CONFLICT, group.id))
        return stored is not None and (decision.op == "reopen" or merge.is_open(stored.fields))

    def saw(self, group: Group) -> frozenset[str]:
        """The contenders that the mutation's decision about this group names."""
        decision = self._decisions.get(group.id) if self._decisions else None
        named = decision.fields.get("saw") if decision is not None else None
        return frozenset(str(each) for each in named) if isinstance(named, list) else frozenset()

    def open(self, group: Group) -> Fields | None:
        """The group's conflict as it stands, when it is open."""
        found = self._find(group.id)
        return found.fields if found is not None and merge.is_open(found.fields) else None

    def clash(
        self,
        group: Group,
        names: Sequence[str],
        base: Mapping[str, object],
        theirs: Sequence[Contender],
        incoming: Contender,
        seen: Seen,
        *,
        shows_incoming: bool,
    ) -> None:
        """Two sides meet: open the group's conflict, or add to it."""
        found = self._find(group.id)
        present = self.open(group)
        rows = self._undecided(group, present)
        if incoming.value.get("void") is True:
            rows = _still_edits(rows, seen)
        replaced = self._replaced(group, rows, present, seen, incoming)
        if replaced is not None and group.name == VOID:
            incoming = _joined(replaced, incoming)
        all_names = list(dict.fromkeys([*((present or {}).get("names") or ()), *names]))
        rows = self._revalued(group, merge.contested(rows, theirs, incoming, replaced), all_names)
        shown = incoming.mid if shows_incoming else self._kept(present, rows, theirs)
        fields: Fields = {
            "subject_type": group.subject[0],
            "subject_id": group.subject[1],
            "resident_id": self._resident(group.subject),
            "group": group.name,
            "names": sorted(all_names) if group.name in (AMENDMENT, VOID) else all_names,
            "base": {**{name: each for name, each in base.items() if each is not None},
                     **((present or {}).get("base") or {})},
            "contenders": rows,
            "shown": shown,
            "state": OPEN,
            "decision": None,
        }  # fmt: skip
        if group.name != VOID and merge.agree(rows):
            fields |= self._agreed()
            self._note_agreed(group, rows, all_names)
        elif group.id not in self.opened:
            self.opened.append(group.id)
        before, kept = (found.before, found.fields) if found else (None, {})
        self._drafts[group.id] = _Draft({**kept, **fields}, before, clashed=True)

    def follow(self, group: Group, names: Sequence[str], edit: Contender, seen: Seen) -> None:
        """An edit that knew what it changed goes on from a contender of an open conflict: it takes its place."""
        present = self.open(group)
        if present is None or self.decides(group, *DECIDING):
            return
        rows = merge.contenders_of(present)
        replaced = self._replaced(group, rows, present, seen, edit)
        if replaced is None:
            return
        edit = _joined(replaced, edit) if group.name == VOID else edit
        self._add(group, present, merge.contested(rows, [], edit, replaced), names, edit, replaced)

    def withdraw(self, group: Group, side: Contender, seen: Seen) -> None:
        """A withdrawal by somebody who knew every edit: nothing is left to decide about being in force."""
        present = self.open(group)
        if present is None or self.decides(group, *DECIDING):
            return
        rows = merge.contested(_still_edits(merge.contenders_of(present), seen), [], side)
        self._drafts[group.id].fields |= {"contenders": rows, "shown": side.mid, **self._agreed()}

    def agree(self, group: Group, names: Sequence[str], edit: Contender, seen: Seen) -> None:
        """An edit that says what an open conflict shows, unknown to its author: one more who says so."""
        present = self.open(group)
        if present is None or self.decides(group, *DECIDING):
            return
        rows = merge.contenders_of(present)
        replaced = self._replaced(group, rows, present, seen, edit)
        replaced = replaced if replaced is not None and replaced.get("device") in self.devices else None
        self._add(group, present, merge.contested(rows, [], edit, replaced), names, edit, replaced)

    def _add(
        self,
        group: Group,
        present: Fields,
        rows: Sequence[Fields],
        names: Sequence[str],
        edit: Contender,
        replaced: Fields | None,
    ) -> None:
        all_names = list(dict.fromkeys([*(present.get("names") or ()), *names]))
        keeps = group.name == VOID and (replaced is None or present.get("shown") != replaced.get("mid"))
        rows = self._revalued(group, rows, all_names)
        draft = self._drafts[group.id]
        draft.fields = {
            **draft.fields,
            "names": sorted(all_names) if group.name in (AMENDMENT, VOID) else all_names,
            "contenders": rows,
            "shown": present.get("shown") if keeps else edit.mid,
        }
        if group.name != VOID and merge.agree(rows):
            draft.fields |= self._agreed()
            self._note_agreed(group, rows, all_names)

    def _note_agreed(self, group: Group, rows: Sequence[Fields], names: Sequence[str]) -> None:
        """Who goes on from one of these values without knowing the others meets them all."""
        revs = sorted(int(row.get("rev") or 0) for row in rows)
        self.agreed.setdefault(group.subject, {}).update(dict.fromkeys(names, revs))

    def _agreed(self) -> Fields:
        return {"state": CLOSED, "decision": {"by": SERVER, "at": self.now, "reason": AGREED}}

    def given(self, subject: Key, rev: int) -> None:
        """The mutation gave this revision to a record."""
        self._revs[subject] = rev

    def written(self) -> list[tuple[Key, Stored, str]]:
        """After the last operation: every conflict that the mutation changed, put into the records, with its op."""
        for conflict, operation in self._decisions.items():
            self._decide(conflict, operation)
        self._link_sections()
        found = []
        for conflict, draft in self._drafts.items():
            fields = {name: value for name, value in draft.fields.items() if value is not None}
            if draft.before is not None and draft.before.fields == fields:
                continue
            decision = self._decisions.get(conflict)
            author = self.mutation.author if decision else SERVER
            at = self.mutation.authored_at if decision else self.now
            rev = draft.before.rev + 1 if draft.before else 1
            stored = Stored(rev, Body(fields, author, at, reason=decision.reason if decision else None))
            self.records.put((CONFLICT, conflict), stored)
            found.append(((CONFLICT, conflict), stored, decision.op if decision else "patch" if rev > 1 else "create"))
        return found

    def _find(self, conflict: str) -> _Draft | None:
        if conflict not in self._drafts:
            stored = self.records.get((CONFLICT, conflict))
            if stored is None:
                return None
            self._drafts[conflict] = _Draft(dict(stored.fields), stored)
        return self._drafts[conflict]

    def _undecided(self, group: Group, present: Fields | None) -> list[Fields]:
        """The contenders so far, without those that a decision in this mutation has seen."""
        saw = self.saw(group)
        return [row for row in merge.contenders_of(present or {}) if row.get("mid") not in saw]

    def _replaced(
        self, group: Group, rows: Sequence[Fields], present: Fields | None, seen: Seen, edit: Contender
    ) -> Fields | None:
        if group.name == VOID:
            # Being void and an edit are different sides: only an own one of the same side goes on.
            rows = [row for row in rows if _is_void(row) == bool(edit.value.get("void"))]
            rows = [row for row in rows if row.get("device") in self.devices]
        return merge.replaced_by(rows, (present or {}).get("shown"), self.devices, seen)

    def _kept(self, present: Fields | None, rows: Sequence[Fields], theirs: Sequence[Contender]) -> object:
        """Whose value the record keeps."""
        mids = {row.get("mid") for row in rows}
        if present is not None and present.get("shown") in mids:
            return present["shown"]
        return theirs[-1].mid if theirs else rows[-1].get("mid")

    def _revalued(self, group: Group, rows: Sequence[Fields], names: Sequence[str]) -> list[Fields]:
        """Two amendments hang together in all that either changed: each contender says its value of every name."""
        if group.name != AMENDMENT:
            return list(rows)
        found = []
        for row in rows:
            value = row.get("value")
            if isinstance(value, dict) and not set(names) <= value.keys():
                version = self.history.version(group.subject, int(row.get("rev") or 0))
                then = version.body.fields if version else {}
                row = {**row, "value": {name: value[name] if name in value else then.get(name) for name in names}}
            found.append(row)
        return found

    def _decide(self, conflict: str, operation: Operation) -> None:
        draft = self._find(conflict)
        if draft is None or draft.clashed:
            return
        subject = (str(draft.fields.get("subject_type")), str(draft.fields.get("subject_id")))
        stored = self.records.get(subject)
        present = {**(stored.fields if stored else {}), **({"void": True} if stored and stored.body.void else {})}
        if operation.op == "reopen":
            draft.fields = {**draft.fields, **merge.reopened(draft.fields, present)}
            return
        value = self._value(str(draft.fields.get("group")), draft.fields, subject, present)
        rev = self._revs.get(subject, stored.rev if stored else 0)
        mutation = self.mutation
        decider = Contender(mutation.mid, mutation.author, self.devices[0], mutation.authored_at, rev, value)
        group = Group(subject, str(draft.fields.get("group")))
        if not merge.is_open(draft.fields):
            draft.fields = {**draft.fields, "decision": operation.fields.get("decision")}
            return
        draft.fields = {**draft.fields, **merge.decided(draft.fields, self.saw(group), decider, operation.fields)}
        if merge.is_open(draft.fields):
            self.opened.append(conflict)

    def _value(self, group: str, fields: Fields, subject: Key, present: Fields) -> Fields:
        names = [str(each) for each in fields.get("names") or ()]
        if group != VOID:
            return {name: present.get(name) for name in names}
        if present.get("void"):
            return {"void": True}
        edited = [operation.fields for operation in self.mutation.ops if (operation.type, operation.id) == subject]
        return {name: value for each in edited for name, value in each.items()}

    def _link_sections(self) -> None:
        """A section's conflict is decided with its visit's, where one mutation brought both."""
        amended = {self._subject(draft): conflict for conflict, draft in self._drafts.items()
                   if draft.clashed and draft.fields.get("group") == AMENDMENT}  # fmt: skip
        for subject, conflict in amended.items():
            stored = self.records.get(subject)
            above = parent_key(subject[0], stored.fields) if stored else None
            if above in amended:
                self._drafts[conflict].fields["follows"] = amended[above]

    def _subject(self, draft: _Draft) -> Key:
        return str(draft.fields["subject_type"]), str(draft.fields["subject_id"])

    def _resident(self, subject: Key) -> str | None:
        key: Key | None = subject
        while key is not None and key[0] != "resident":
            stored = self.records.get(key)
            key = parent_key(key[0], stored.fields) if stored else None
        return key[1] if key else None


def _is_void(row: Mapping[str, object]) -> bool:
    value = row.get("value")
    return isinstance(value, Mapping) and value.get("void") is True


def _still_edits(rows: Sequence[Fields], seen: Seen) -> list[Fields]:
    """Contenders of being in force or not, without the edits that the author of a withdrawal knew."""
    return [row for row in rows if _is_void(row) or not seen.covers(int(row.get("rev") or 0))]


def _joined(earlier: Mapping[str, object], later: Contender) -> Contender:
    """An own later edit with what the earlier one had changed."""
    value = earlier.get("value")
    before = dict(value) if isinstance(value, Mapping) else {}
    return Contender(later.mid, later.author, later.device, later.authored_at, later.rev, {**before, **later.value})
