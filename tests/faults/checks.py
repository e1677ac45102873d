"""The properties, each checked against something that the product does not know: the harness's ledger, plain SQL over
the county, the reference model, and the files of the laptops."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Merge
from clinic_app.store import audit, integrity
from tests.faults.county import Books
from tests.faults.model import GROUPS, MADE_BY_COUNTY, REMOVALS, STAMPED, Model, Subject

if TYPE_CHECKING:
    from tests.faults.laptop import SimulatedLaptop
    from tests.faults.world import World

Key = tuple[str, str]
TAKEN = ("applied", "conflict")
UNSETTLED = ("pending", "deferred")
REFUSED = ("quarantined", "declined", "malformed", "mid_reuse")
MAKING = ("create", "add", "event", "attach")
ABOVE = {
    "visit": ("resident", "resident_id"),
    "allergy": ("resident", "resident_id"),
    "diagnosis": ("resident", "resident_id"),
    "chronic_registration": ("resident", "resident_id"),
    "identity_link": ("resident", "resident_id"),
    "hypertension_followup": ("visit", "visit_id"),
    "diabetes_followup": ("visit", "visit_id"),
    "referral": ("resident", "resident_id"),
    "referral_event": ("referral", "referral_id"),
    "return": ("referral", "referral_id"),
    "visit_attachment": ("visit", "visit_id"),
    "referral_attachment": ("referral", "referral_id"),
}
REFERENCE = tuple(name for name, each in RECORD_TYPES.items() if each.merge is Merge.REFERENCE)
UNPLACED = ("duplicate_candidate",)
IDENTITY = GROUPS["resident"]["identity"]


class Broken(AssertionError):
    """A property does not hold."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}")
        self.name = name


@dataclass(frozen=True)
class Scope:
    """What a desk may hold, by the test's own book."""

    organisation: str
    villages: frozenset[str]


def require(name: str, holds: object, what: object = "") -> None:
    """Raise Broken unless `holds`."""
    if not holds:
        raise Broken(name, str(what() if callable(what) else what))


def fields_of(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """The values in a row of the screen's tables."""
    declared = {name: row[name] for name in RECORD_TYPES[kind].fields if row[name] is not None}
    return {**declared, **(row["extra"] or {})}


def modelled(books: Books) -> Model:
    """The model after everything that the county took, in its order."""
    model = Model()
    given: dict[str, dict[Key, list[int]]] = defaultdict(lambda: defaultdict(list))
    for change in books.log:
        if change.type != "outcome" and change.op not in ("enter", "evict"):
            given[change.mid][change.type, change.id].append(change.rev)
            model.stories[change.type, change.id].bodies[change.rev] = change.body
    taken = [each for each in books.judged.values() if each.state in TAKEN]
    for each in sorted(taken, key=lambda each: each.outcome["seqs"][0]):
        model.take(each.line, books.laptops.get(each.device, each.device), given[each.mid])
    return model


class Prefix:
    """The county's records as of one place in its log."""

    def __init__(self, books: Books, seq: int) -> None:
        self.records: dict[Key, tuple[int, dict[str, Any]]] = {}
        for change in books.log:
            if change.seq > seq:
                break
            known = self.records.get((change.type, change.id))
            if change.type != "outcome" and change.op != "evict" and (known is None or known[0] <= change.rev):
                self.records[change.type, change.id] = (change.rev, change.body)

    def fields(self, key: Key) -> dict[str, Any]:
        """The values of a record; empty when there is none."""
        found = self.records.get(key)
        return found[1].get("fields", {}) if found else {}

    def holds(self, scope: Scope, key: Key) -> bool:
        """Whether a desk of this scope has the record."""
        kind, _ = key
        fields = self.fields(key)
        if kind in REFERENCE:
            return True
        if kind in ("resident", "household"):
            return fields.get("village_code") in scope.villages
        if kind == "conflict":
            return self.holds(scope, (fields["subject_type"], fields["subject_id"]))
        if kind == "referral" and scope.organisation in (fields.get("from_org"), fields.get("to_org")):
            return True
        if kind not in ABOVE:
            return False
        parent, name = ABOVE[kind]
        return self.holds(scope, (parent, str(fields.get(name))))


class Watch:
    """Looks after each step of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.books = world.county.books()
        self.acknowledged: dict[str, str] = {}
        # Every version that this county has had, also before it was restored.
        self.versions: dict[tuple[Key, int], list[dict[str, Any]]] = defaultdict(list)
        self.visits = 0
        self.model = Model()

    # The county ----------------------------------------------------------------------------------------------------

    def county(self) -> None:
        """What must hold at the county after each request."""
        self.books = books = self.world.county.books()
        self._log(books)
        self._model(books)
        self._ledger_at_county(books)
        visits = sum(key[0] == "visit" for key in books.records)
        require("I11", visits >= self.visits, f"{self.visits} visits became {visits}")
        self.visits = visits

    def county_restored(self) -> None:
        """A restored county may know less; what it still knows counts from now on."""
        books = self.world.county.books()
        self.visits = 0
        # The copy may be of when a save still waited that was applied since.
        self.acknowledged = {mid: books.judged[mid].state for mid in self.acknowledged if mid in books.judged}

    def _log(self, books: Books) -> None:
        """I3, I6, I7, I11: numbers without a gap, whole groups, each revision once, each save once."""
        revs: dict[Key, list[int]] = defaultdict(list)
        groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for expected, change in enumerate(books.log, 1):
            require("I6", change.seq == expected, f"seq {change.seq} stands where {expected} belongs")
            if change.type == "outcome" or change.op in ("enter", "evict"):
                continue
            revs[change.type, change.id].append(change.rev)
            known = self.versions[(change.type, change.id), change.rev]
            if change.body not in known:
                known.append(change.body)
            groups[change.mid].append((change.seq, change.group_last))
            if change.body.get("void"):
                require("I11", change.body.get("reason") and change.body.get("author"), f"{change} has no reason")
        require("I6", books.head == len(books.log), "the head is not the last row")
        for key, found in revs.items():
            require("I3", found == list(range(1, len(found) + 1)), f"revisions of {key}: {found}")
        for mid, found_groups in groups.items():
            if mid in books.judged:
                require("I3", len({last for _, last in found_groups}) == 1, f"{mid} took effect more than once")

    def _model(self, books: Books) -> None:
        """I10, I12 at the county: every record says what the reference model expects of it."""
        self.model = model = modelled(books)
        self._values(books)
        self._adds(books)
        if self.world.county.restores:
            # Revision numbers in saves may be of the time before the restore: what their authors had seen is not known.
            return
        contested = self._conflicts(books)
        for key, story in model.stories.items():
            if key[0] in MADE_BY_COUNTY or not story.writes:
                continue
            require("model", key in books.records, f"{key} is missing at the county")
            _, body = books.records[key]
            for name, possible in model.shown(key, contested[key]).items():
                has = body["fields"].get(name)
                require("model", has in possible, f"{key} {name} is {has!r}, not one of {possible}")
            removed = any(write.op in REMOVALS for write in story.writes)
            if "void" not in contested[key]:
                require("model", bool(body.get("void")) == removed, f"{key}: void {body.get('void')}")

    def _values(self, books: Books) -> None:
        """I10: every value that was taken stands in the log, as a version of its record or as a contender."""
        written: dict[tuple[Key, str], list[Any]] = defaultdict(list)
        contending: dict[Key, set[str]] = defaultdict(set)
        for change in books.log:
            for name, value in change.body.get("fields", {}).items():
                written[(change.type, change.id), name].append(value)
            if change.type == "conflict":
                fields = change.body["fields"]
                subject = (fields["subject_type"], fields["subject_id"])
                contending[subject] |= {each["mid"] for each in fields.get("contenders", ())}
        for mid, key, name, value in self.model.values:
            if key[0] in MADE_BY_COUNTY or name in STAMPED.get(key[0], ()):
                continue
            there = value in written[key, name] or mid in contending[key]
            require("I10", there, f"{mid} wrote {key} {name} = {value!r}, and it stands nowhere")

    def _adds(self, books: Books) -> None:
        """I12: an allergy is in force until a save names it."""
        removed: set[str] = set()
        added: set[str] = set()
        for each in books.judged.values():
            if each.state in TAKEN and each.mid in self.world.ledger.entries:
                for op in self.world.ledger.entries[each.mid].ops:
                    if op["type"] == "allergy":
                        (added if op["op"] == "add" else removed).add(op["id"])
        for record_id in added - removed:
            require("I12", not books.records["allergy", record_id][1].get("void"), f"allergy {record_id} is gone")

    def _conflicts(self, books: Books) -> dict[Key, set[str]]:
        """I10: where a value was overwritten unseen a conflict is on file, and no conflict is about nothing."""
        on_file: set[Subject] = set()
        contested: dict[Key, set[str]] = defaultdict(set)
        for (kind, _), (_, body) in books.records.items():
            if kind == "conflict":
                subject = (body["fields"]["subject_type"], body["fields"]["subject_id"])
                on_file.add((*subject, body["fields"]["group"]))
                contested[subject].add(body["fields"]["group"])
        missing = self.model.necessary() - on_file
        require("I10", not missing, f"overwritten unseen, and no conflict: {sorted(missing)}")
        idle = on_file - self.model.justified()
        require("I10", not idle, f"a conflict between saves that knew each other: {sorted(idle)}")
        return contested

    def _ledger_at_county(self, books: Books) -> None:
        """I2, I4: what was said to be applied stays applied; what is kept is what was saved."""
        for entry in self.world.ledger:
            judged = books.judged.get(entry.mid)
            if judged is not None:
                require("I4", judged.hash == entry.hash and judged.line == entry.line, f"{entry.mid} has other bytes")
            if self.acknowledged.get(entry.mid) in TAKEN:
                require("I2", judged is not None and judged.state in TAKEN, f"{entry.mid} was applied and is not")
            if judged is not None:
                self.acknowledged[entry.mid] = judged.state

    # A laptop ------------------------------------------------------------------------------------------------------

    def laptop(self, name: str, *, synced: bool = False) -> None:
        """What must hold on a laptop after each of its steps."""
        laptop = self.world.laptops[name]
        lines, rows = laptop.mids(), laptop.rows()
        epoch, cursor = _place(laptop.setting("cursor"))
        aligned = epoch == self.books.epoch and cursor <= self.books.head and not laptop.setting("realign")
        self._saves(name, lines)
        self._audit(name, lines)
        self._own_on_top(name, lines, rows, cursor if aligned else -1)
        self._groups(rows)
        if not laptop.setting("realign"):
            # Pages of a realignment are each of its own moment: what a new event stands under may come with the pull
            # that ends it.
            self._parents(name, rows)
        if aligned and self._same_log(name):
            self._as_of(name, rows, cursor, exact=synced)

    def restored(self, name: str) -> None:
        """After a laptop came back from a backup."""
        self.world.trace.note("watch", "restored", name)

    def _same_log(self, name: str) -> bool:
        """Whether the laptop's cursor is a place of this log, not of one that a restore took back."""
        text = self.world.laptops[name].setting("cursor")
        if not text or self.world.county.restores == 0:
            return bool(text)
        return not self.world.unaligned(name)

    def _saves(self, name: str, lines: dict[str, dict[str, Any]]) -> None:
        """I1, I17: every save is on the laptop or at the county, as it was saved; no slip number came twice."""
        for entry in self.world.ledger.of(name):
            row = lines.get(entry.mid)
            if row is not None:
                require("I4", bytes(row["line"]) == entry.line, f"{entry.mid} changed in the outbox of {name}")
                if row["state"] in TAKEN and not self.world.county.restores:
                    judged = self.books.judged.get(entry.mid)
                    require("I2", judged is not None and judged.state in TAKEN, f"{name} holds {entry.mid} for applied")
            there = row is not None or entry.mid in self.books.judged or entry.gone
            # A copy of this laptop may have it that will send it again to a restored county.
            there = there or (bool(self.world.twin_of) and any(entry.mid in each.mids() for each in self._others(name)))
            require("I1", there, f"save {entry.mid} of {name} is nowhere")
        # After a restore of the county the work of others may be here that it has not got back yet.
        alone = not self.world.county.restores and not self.world.twin_of
        savers = self.world.ledger.of(name) if alone else self.world.ledger
        touched = {(op["type"], op["id"]) for entry in savers for op in entry.ops}
        for key, shown in self.world.laptops[name].rows().items():
            require("I7", shown["rev"] > 0 or key in touched, f"{key} is on the screen of {name} and in no save")
        slips: dict[str, str] = {}
        for entry in self.world.ledger:
            for op in entry.ops:
                if op["type"] == "referral" and op["op"] == "create" and not entry.gone:
                    other = slips.setdefault(op["fields"]["slip_no"], op["id"])
                    require("I17", other == op["id"], f"slip number {op['fields']['slip_no']} came twice")

    def _others(self, name: str) -> list[SimulatedLaptop]:
        return [each for other, each in self.world.laptops.items() if other != name]

    def _audit(self, name: str, lines: dict[str, dict[str, Any]]) -> None:
        """I22: the chain holds, and each save has one entry."""
        laptop = self.world.laptops[name]
        with laptop.database.read() as connection:
            broken = audit.verify(connection)
        require("I22", broken is None, broken)
        entries = laptop.audited()
        for mid in lines:
            require("I22", entries.get(mid) == 1, f"{mid} has {entries.get(mid)} audit entries")

    def _own_on_top(
        self, name: str, lines: dict[str, dict[str, Any]], rows: dict[Key, dict[str, Any]], cursor: int
    ) -> None:
        """I9: what this laptop saved is on its screen until the pull has passed it."""
        last: dict[tuple[Key, str], tuple[str, Any]] = {}
        voided: dict[Key, str] = {}
        passed: set[tuple[Key, str]] = set()
        for mid, row in lines.items():
            entry = self.world.ledger.entries.get(mid)
            if entry is None or row["state"] in ("superseded", "declined") or row.get("superseded_by"):
                continue
            judged = self.books.judged.get(mid)
            seqs = judged.outcome.get("seqs") if judged and judged.state in TAKEN else None
            is_passed = row["passed"] or (seqs is not None and seqs[1] <= cursor)
            if row["passed"] and not self.world.county.restores:
                require(
                    "I9", seqs is not None and seqs[1] <= cursor, f"{mid} {seqs} left the overlay of {name} at {cursor}"
                )
            for op in entry.ops:
                key = (op["type"], op["id"])
                if op["op"] in ("void", "remove") and not is_passed:
                    voided[key] = mid
                for field_name, value in op.get("fields", {}).items():
                    last[key, field_name] = (mid, value)
                    (passed.add if is_passed else passed.discard)((key, field_name))
        for (key, field_name), (mid, value) in last.items():
            if (key, field_name) in passed or key[0] not in RECORD_TYPES or key[0] in MADE_BY_COUNTY:
                continue
            shown = rows.get(key)
            if shown is None and self._left_before_a_restore(name):
                continue
            require("I9", shown is not None, f"{key} of the unpassed {mid} is not on the screen of {name}")
            assert shown is not None
            has = fields_of(key[0], shown).get(field_name)
            if has != value and self._overtaken(name, key, mid, field_name, has):
                continue
            require("I9", has == value, f"{name} saved {key} {field_name} = {value!r} ({mid}) and shows {has!r}")
        for key, mid in voided.items():
            if key not in rows and self._left_before_a_restore(name):
                continue
            require("I9", key in rows and rows[key]["void"], f"{name} withdrew {key} ({mid}) and it is shown in force")

    def _overtaken(self, name: str, key: Key, mid: str, field_name: str, shown: Any) -> bool:
        """Whether a screen shows what a county made of a record since the save that made it.

        After a restore the saves that it lost lie over its versions again, those of before and those that come ahead
        of the cursor. A change shows until the cursor has passed it, but a record is made once: a later version, which
        has its making in its past, is shown as it is. A county must have had it, in this log or in one of before.
        """
        made = any((op["type"], op["id"]) == key and op["op"] in MAKING for op in self.world.ledger.entries[mid].ops)
        for held in self.world.laptops[name].table("shadow") if made else ():
            if (held["type"], held["id"]) == key and held["rev"] != 1:
                body = json.loads(held["body"])
                # What a county told before it was restored has no number any more.
                told = [body in bodies for (of, rev), bodies in self.versions.items() if of == key and rev > 1]
                known = body in self.versions[key, held["rev"]] if held["rev"] else any(told)
                return known and body["fields"].get(field_name) == shown
        return False

    def _left_before_a_restore(self, name: str) -> bool:
        """Whether saves of somebody who had left this laptop, settled once, are sent again to a restored county."""
        return self.world.county.restores > 0 and bool(self.world.laptops[name].table("departed"))

    def _groups(self, rows: dict[Key, dict[str, Any]]) -> None:
        """I13: the identity on the screen is one that somebody wrote as a whole."""
        authored: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for entry in self.world.ledger:
            for op in entry.ops:
                fields = op.get("fields", {})
                if op["type"] == "resident" and any(each in fields for each in IDENTITY):
                    authored[op["id"]].add(tuple(fields.get(each) for each in IDENTITY))
        for (kind, record_id), row in rows.items():
            if kind == "resident" and record_id in authored:
                shown = tuple(row[each] for each in IDENTITY)
                require("I13", shown in authored[record_id], f"nobody wrote {shown} of {record_id}")

    def _parents(self, name: str, rows: dict[Key, dict[str, Any]]) -> None:
        """I8: nothing stands without what it stands under (a hospital has no residents by design)."""
        if not has_residents(self.world, name):
            return
        for (kind, record_id), row in rows.items():
            if kind in ABOVE:
                parent, column = ABOVE[kind]
                if kind == "referral":
                    # It stays with its sender when its resident moves away.
                    continue
                require("I8", (parent, row[column]) in rows, f"{kind} {record_id} has no {parent} on {name}")

    def _as_of(self, name: str, rows: dict[Key, dict[str, Any]], cursor: int, *, exact: bool) -> None:
        """I5, I7, I14: a laptop holds what the county had at its cursor, within its scope, and nothing else."""
        scope = self.world.scope(name)
        prefix, now = Prefix(self.books, cursor), Prefix(self.books, self.books.head)
        shadows = {(row["type"], row["id"]): row["rev"] for row in self.world.laptops[name].table("shadow")}
        has = {key: shadows.get(key, row["rev"]) for key, row in rows.items()}
        for key, (rev, _) in prefix.records.items():
            # What has left the scope meanwhile is not told any more; its departure comes further on in the log.
            if key[0] in UNPLACED or not prefix.holds(scope, key) or not now.holds(scope, key):
                continue
            found = has.get(key, 0)
            require("I5", found >= rev, f"{name} stands at {cursor} and has {key} at {found}, not {rev}")
            if exact:
                require("I7", found == rev, f"{name} stands at {cursor} and has {key} at {found}, ahead of {rev}")
        if not exact:
            return
        departed = {row["resident_id"] for row in self.world.laptops[name].table("departed") if row["pending"]}
        for key, rev in has.items():
            if rev and key in prefix.records and key[0] not in UNPLACED and not prefix.holds(scope, key):
                require("I14", self._resident(prefix, key) in departed, f"{name} holds {key} outside its scope")

    def _resident(self, prefix: Prefix, key: Key) -> str | None:
        for _ in range(4):
            if key[0] == "resident":
                return key[1]
            if key[0] == "conflict":
                fields = prefix.fields(key)
                key = (fields["subject_type"], fields["subject_id"])
            elif key[0] in ABOVE:
                parent, name = ABOVE[key[0]]
                key = (parent, str(prefix.fields(key).get(name)))
        return None

    # Peace ---------------------------------------------------------------------------------------------------------

    def waiting(self) -> dict[str, int]:
        """Saves that are not settled, by laptop; not those that stand on a refused one, which a person must correct."""
        found = {}
        stuck = self.stuck()
        for name, laptop in self.world.laptops.items():
            # What is answered for leaves the overlay at the pull that follows, perhaps the next sync's.
            lines = laptop.mids().items()
            count = sum(row["state"] in UNSETTLED and mid not in stuck for mid, row in lines)
            count += sum(row["state"] in TAKEN and not row["passed"] for _, row in lines)
            if count:
                found[name] = count
        return found

    def stuck(self) -> set[str]:
        """Refused saves and what stands on them."""
        made: dict[str, set[str]] = defaultdict(set)
        for entry in self.world.ledger:
            for op in entry.ops:
                if op["op"] in MAKING:
                    made[f"{op['type']}:{op['id']}"].add(entry.mid)
        found = {each.mid for each in self.books.judged.values() if each.state in REFUSED}
        # And what stands on a save whose disk died before a backup of the county that had it.
        found |= {entry.mid for entry in self.world.ledger if entry.gone}
        while True:
            more = {
                each.mid
                for each in self.books.judged.values()
                if each.state == "deferred"
                and any({awaited, *made.get(awaited, ())} & found for awaited in each.outcome.get("waiting_for", ()))
            }
            if more <= found:
                return found
            found |= more

    def converged(self) -> None:
        """L1, L2 and the laptops' own checks, when all is calm."""
        self.county()
        prefix = Prefix(self.books, self.books.head)
        for entry in self.world.ledger:
            known = self.books.judged.get(entry.mid)
            require("L2", known is not None or entry.gone, f"{entry.mid} of {entry.laptop} never reached the county")
        for name, laptop in self.world.laptops.items():
            self.laptop(name, synced=True)
            findings = [each.sentence for each in integrity.check(laptop.database)]
            if self.world.shared_a_name(name):
                # The county may have signed what the other one said while both had one name: that is found, and told.
                findings = [each for each in findings if "县平台留底" not in each]
            require("I22", not findings, findings)
            lines = laptop.mids()
            own = {
                (op["type"], op["id"])
                for mid, row in lines.items()
                if row["state"] not in TAKEN and mid in self.world.ledger.entries
                for op in self.world.ledger.entries[mid].ops
            }
            rows = laptop.rows()
            waiting = {_person(rows, key) for key in own}
            for key, row in rows.items():
                if key in own or key[0] in UNPLACED:
                    continue
                if not prefix.holds(self.world.scope(name), key):
                    # What the county never told of is not compared with its place in the log: it must be gone now,
                    # but for whom own work is that was not taken.
                    stayed = not row["rev"] and key in prefix.records and _person(rows, key) not in waiting
                    require("I14", not stayed, f"{key} of others stayed behind on {name}")
                    continue
                has, wants = fields_of(key[0], row), prefix.fields(key)
                require("L1", has == wants, lambda n=name, k=key, h=has, w=wants: f"{n} shows {k} as {h}, county {w}")
                void = bool(prefix.records[key][1].get("void"))
                require("L1", bool(row["void"]) == void, f"{name} shows {key} void {row['void']}")


def _person(rows: dict[Key, dict[str, Any]], key: Key) -> str:
    """Whom a record on the screen is about."""
    while key[0] in ABOVE and key in rows:
        parent, column = ABOVE[key[0]]
        key = (parent, str(rows[key][column]))
    return key[1]


def has_residents(world: World, name: str) -> bool:
    """Whether a desk holds residents."""
    return bool(world.scope(name).villages)


def _place(cursor: str | None) -> tuple[str, int]:
    """Epoch and number of a cursor, `epoch.seq.h.scope`."""
    parts = (cursor or "").split(".")
    return (parts[0], int(parts[1])) if len(parts) == 4 else ("", -1)
