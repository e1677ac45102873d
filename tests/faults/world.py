"""The world: five laptops and a county, one seed, and what people do in it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg

from clinic_app.care import conflict
from clinic_app.care.entry import Refused
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county import schema
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.store.database import Database, create_database
from clinic_app.store.keys import DataKey
from clinic_app.sync import pull, push
from clinic_app.sync.enrol import enrol
from clinic_app.sync.session import SyncReport, sync_once
from tests.conftest import NOW, PASSWORD, USER
from tests.county.conftest import ORGANISATIONS, STAFF
from tests.county.emptied import in_database
from tests.faults import checks
from tests.faults.chance import FaultPlan, Trace, seeded_ids
from tests.faults.county import SimulatedCounty, copied
from tests.faults.laptop import PowerCut, SimulatedLaptop, SkewedClock, renamed
from tests.faults.ledger import Entry, Ledger
from tests.faults.line import ADDRESS, Line, carried_by

VILLAGE, OTHER_VILLAGE = "990101001001", "990101001002"
PLACES: Mapping[str, tuple[str, str, str]] = {
    # name: organisation, role, person
    "v1": ("V1", "village_doctor", "D1"),
    "w1": ("V1", "village_doctor", "D1"),
    "v2": ("V2", "village_doctor", "D2"),
    "t1": ("T1", "township_clinician", "C2"),
    "h1": ("H1", "hospital_receiver", "R1"),
}
SCOPES: Mapping[str, checks.Scope] = {
    "v1": checks.Scope("V1", frozenset({VILLAGE})),
    "w1": checks.Scope("V1", frozenset({VILLAGE})),
    "v2": checks.Scope("V2", frozenset({OTHER_VILLAGE})),
    "t1": checks.Scope("T1", frozenset({VILLAGE, OTHER_VILLAGE, "990101001009"})),
    "h1": checks.Scope("H1", frozenset()),
}
ROUNDS = 8
TWIN = "x1"
UNKNOWN = 6
NAMES = ("王𬎆", "䶮某", "李小花", "赵𠮷", "钱一", "孙 二")
WORDS = ("一", "二", "三", "👩‍👩‍👧", "𡛓", "")
Action = Callable[["World"], object]


@dataclass(frozen=True)
class Beginning:
    """Five enrolled laptops and their county, made once and copied for each world."""

    cluster: str
    database: str
    folder: Path
    key: DataKey


def begin(cluster: str, folder: Path) -> Beginning:
    """Make the beginning: a county with its organisations, five laptops that have enrolled and synced."""
    name = "beginning"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    schema.upgrade(in_database(cluster, name))
    clock = FrozenClock(NOW)
    chance = random.Random(0)
    with seeded_ids(chance):
        county = SimulatedCounty(cluster, name, clock)
        for kind, text in (("organisations", ORGANISATIONS), ("staff", STAFF)):
            path = folder / f"{kind}.csv"
            path.write_text(text, encoding="utf-8")
            load_reference(county.database, kind, path, "test")
        fresh = create_database(folder / "fresh", USER, PASSWORD, clock)
        key = fresh.data_key
        fresh.close()
        line = Line(county, FaultPlan(chance), Trace())
        for number, (laptop, (organisation, role, person)) in enumerate(PLACES.items()):
            shutil.copytree(folder / "fresh", folder / laptop)
            place = SimulatedLaptop(laptop, folder / laptop, key, clock, folder / f"home-{laptop}")
            renamed(place.database, laptop, f"00000000-0000-7000-8000-00000000000{number}")
            with place.running(), carried_by(line):
                enrol(place.database, ADDRESS, issue_code(county.database, organisation, role, person, "test"))
                report = sync_once(place.database)
                assert report.problem is None, report.problem
                place.database.checkpoint()
            place.close()
        county._shut()
        county._loop.close()
    return Beginning(cluster, name, folder, key)


@dataclass
class World:
    """One run. Every choice comes from `chance` or from the caller."""

    beginning: Beginning
    room: Path
    seed: int
    rate: float = 0.0
    kinds: Sequence[str] | None = None
    trace: Trace = field(default_factory=Trace)
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.clock = FrozenClock(NOW + timedelta(minutes=1))
        self.plan = FaultPlan(random.Random(self.seed + 1), self.rate)
        if self.kinds is not None:
            self.plan.kinds = tuple(self.kinds)
        name = f"world_{self.seed}_{id(self):x}"
        copied(self.beginning.cluster, self.beginning.database, name)
        self.county = SimulatedCounty(self.beginning.cluster, name, self.clock)
        self.line = Line(self.county, self.plan, self.trace)
        self.laptops: dict[str, SimulatedLaptop] = {}
        self.copies: dict[str, list[Path]] = {}
        self.rounds = 0
        self.page = self.chance.choice((2, 5, 200))
        self.syncing = ""
        self.twin_of = ""
        self.estranged: set[str] = set()
        for each in PLACES:
            shutil.copytree(self.beginning.folder / each, self.room / each)
            home = self.room / f"home-{each}"
            if (self.beginning.folder / home.name).exists():
                shutil.copytree(self.beginning.folder / home.name, home)
            self.laptops[each] = SimulatedLaptop(
                each, self.room / each, self.beginning.key, SkewedClock(self.clock), home
            )
            self.copies[each] = []
        self.watch = checks.Watch(self)

    def close(self) -> None:
        """Everything back."""
        for laptop in self.laptops.values():
            laptop.close()
        self.county.close()

    # What people do ------------------------------------------------------------------------------------------------

    def saved(self, name: str, records: Sequence[Mapping[str, Any]]) -> Entry | None:
        """Save on a laptop; None when the form refuses it. A power cut on the way is part of life."""
        return self.acted(name, lambda database: save(database, records).mid)

    def acted(self, name: str, act: Callable[[Database], str | None]) -> Entry | None:
        """The same for any act that is one save."""
        if self.syncing == name:
            return self._acted_meanwhile(name, act)
        laptop = self.laptops[name]
        self.clock.advance(timedelta(seconds=self.chance.randrange(1, 90)))
        mid = None
        try:
            with laptop.running():
                mid = act(laptop.database)
        except Refused as refusal:
            self.trace.note("refused", name, [each.field for each in refusal.errors])
        except PowerCut as moment:
            self.cut(name, str(moment))
        finally:
            laptop.cut_power_in(None)
        if mid is None:
            self.watch.laptop(name)
            return None
        entry = self.ledger.add(name, laptop.mids()[mid])
        self.trace.note("saved", name, mid, [(each["op"], each["type"]) for each in entry.ops])
        self.watch.laptop(name)
        return entry

    def _acted_meanwhile(self, name: str, act: Callable[[Database], str | None]) -> Entry | None:
        """A save while a sync of the same laptop waits for an answer."""
        try:
            mid = act(self.laptops[name].database)
        except Refused:
            mid = None
        if mid is None:
            return None
        self.trace.note("saved meanwhile", name, mid)
        return self.ledger.add(name, self.laptops[name].mids()[mid])

    def cut(self, name: str, moment: str) -> None:
        """The power came back: what the disk had goes on; a save that was on its way is there or is not."""
        laptop = self.laptops[name]
        laptop.start_again()
        for mid, row in laptop.mids().items():
            if mid not in self.ledger.entries:
                self.ledger.add(name, row)
                self.trace.note("kept by the disk", name, mid)
        self.trace.note("power cut", name, moment)

    def sync(self, name: str) -> SyncReport | None:
        """One sync; None when the power went on the way."""
        laptop = self.laptops[name]
        self.clock.advance(timedelta(seconds=self.chance.randrange(1, 400)))
        self.line.who = name
        self.rounds += 1
        report = None
        self.syncing = name
        try:
            with laptop.running(), carried_by(self.line), self._sizes():
                report = sync_once(laptop.database)
        except PowerCut as moment:
            self.cut(name, str(moment))
        finally:
            self.syncing = ""
            self.line.meanwhile = None
            laptop.cut_power_in(None)
        if report is not None:
            words = (report.sent, report.received, report.pending, report.quarantined, report.conflicts)
            self.trace.note("synced", name, report.exit_code, *words)
        if report is not None and report.problem is None:
            self.estranged.discard(name)
        self.watch.county()
        self.watch.laptop(name, synced=report is not None and report.problem is None)
        return report

    @contextmanager
    def _sizes(self) -> Iterator[None]:
        """Pages as small in this world as its seed says, so that a sync has many."""
        with mock.patch.object(pull, "PAGE", self.page), mock.patch.object(push, "START", self.page):
            yield

    def restore_laptop(self, name: str, which: int) -> bool:
        """The disk of a laptop dies; an older copy goes on."""
        copies = self.copies[name]
        if not copies:
            return False
        copy = copies[which % len(copies)]
        self.laptops[name].restore(copy)
        if self.county.restores:
            self.estranged.add(name)
        self.trace.note("restored laptop", name, which % len(copies))
        kept = self.laptops[name].mids()
        books = self.county.books()
        for entry in self.ledger.of(name):
            if entry.mid not in kept:
                entry.disk_lost = True
                entry.gone = entry.gone or entry.mid not in books.judged
        self.watch.restored(name)
        self.watch.laptop(name)
        return True

    def copy_laptop(self, name: str) -> None:
        """A backup is made."""
        laptop = self.laptops[name]
        out = self.room / f"{name}-{len(self.copies[name])}.backup"
        with laptop.running():
            self.copies[name].append(laptop.keep_copy(out))
        self.trace.note("copied laptop", name)

    def copy_county(self) -> None:
        """The county's backup."""
        if len(self.county.copies) < 3:
            self.county.keep_copy()
            self.trace.note("copied county")

    def restore_county(self, which: int) -> bool:
        """The county's server is restored from an older copy."""
        if not self.county.copies:
            return False
        self.county.restore(self.county.copies[which % len(self.county.copies)])
        self.trace.note("restored county", which % len(self.county.copies))
        self.estranged = set(self.laptops)
        books = self.county.books()
        kept = {mid for laptop in self.laptops.values() for mid in laptop.mids()}
        for entry in self.ledger:
            if entry.disk_lost and entry.mid not in books.judged and entry.mid not in kept:
                entry.gone = True
        self.watch.county_restored()
        self.watch.county()
        return True

    def skew(self, name: str, hours: int) -> None:
        """A laptop's clock is set wrong."""
        clock = self.laptops[name].clock
        assert isinstance(clock, SkewedClock)
        clock.skew = timedelta(hours=hours)
        self.trace.note("skewed", name, hours)

    def scope(self, name: str) -> checks.Scope:
        """What a desk may hold."""
        return SCOPES[self.twin_of if name == TWIN else name]

    def unaligned(self, name: str) -> bool:
        """Whether a laptop has not yet understood that the county was restored."""
        return name in self.estranged

    # Records to act on ---------------------------------------------------------------------------------------------

    def known(self, name: str, kind: str, *, void: bool | None = False) -> list[dict[str, Any]]:
        """Rows of a type on a laptop, in one order."""
        laptop = self.laptops[name]
        found = [row for key, row in sorted(laptop.rows().items()) if key[0] == kind]
        return [row for row in found if void is None or row["void"] is void]

    def one(self, name: str, kind: str, which: int) -> dict[str, Any] | None:
        """One of them."""
        rows = self.known(name, kind)
        return rows[which % len(rows)] if rows else None

    def register(self, name: str, which: int) -> Entry | None:
        """A new resident, perhaps with an allergy."""
        villages = sorted(self.scope(name).villages)
        if not villages:
            return None
        fields: dict[str, Any] = {
            "name": NAMES[which % len(NAMES)],
            "sex": str(1 + which % 2),
            "birth_date": f"19{50 + which % 40}-0{1 + which % 9}-1{which % 10}",
            "village_code": villages[which % len(villages)],
            "phone": str(which),
        }
        if which % 3 == 0:
            fields["drug_allergy"] = ["2"]
        return self.saved(name, [{"type": "resident", "fields": fields}])

    def edit(self, name: str, which: int, what: int, value: int) -> Entry | None:
        """Change one field or a whole group of a resident."""
        row = self.one(name, "resident", which)
        if row is None:
            return None
        changes: list[dict[str, Any]] = [
            {"phone": f"1{value}"},
            {"work_unit": WORDS[value % len(WORDS)] + str(value)},
            {"phone": f"2{value}", "contact_name": f"联系人{value}"},
            {"name": f"新名{value}"},
            {"sex": str(1 + value % 2), "birth_date": f"1960-01-0{1 + value % 9}"},
            {"current_address": f"演示路{value}号"},
        ]
        return self.saved(name, [{"type": "resident", "id": row["id"], "fields": changes[what % len(changes)]}])

    def move(self, name: str, which: int) -> Entry | None:
        """A resident moves to the other village."""
        row = self.one(name, "resident", which)
        if row is None:
            return None
        to = OTHER_VILLAGE if row["village_code"] == VILLAGE else VILLAGE
        fields = {"village_code": to, "current_address": row["current_address"]}
        return self.saved(name, [{"type": "resident", "id": row["id"], "fields": fields}])

    def visit(self, name: str, which: int, value: int) -> Entry | None:
        """A visit with a hypertension section."""
        row = self.one(name, "resident", which)
        if row is None:
            return None
        laptop = self.laptops[name]
        with laptop.running():
            seen = identifier(laptop)
        fields = {
            "resident_id": row["id"],
            "visit_date": "2026-11-20",
            "visit_mode": "2",
            "sbp": 120 + value % 80,
            "dbp": 80,
        }
        records: list[dict[str, Any]] = [{"type": "visit", "id": seen, "fields": fields}]
        if value % 2:
            records.append({"type": "hypertension_followup", "fields": {"visit_id": seen, "symptoms": ["1"]}})
        return self.saved(name, records)

    def amend(self, name: str, which: int, value: int) -> Entry | None:
        """A correction of a visit."""
        row = self.one(name, "visit", which)
        if row is None:
            return None
        fields = {"sbp": 120 + value % 80} if value % 2 else {"note": f"更正{value}"}
        return self.saved(
            name, [{"type": "visit", "id": row["id"], "fields": fields, "amends": True, "reason": "填错"}]
        )

    def void(self, name: str, kind: str, which: int) -> Entry | None:
        """Take a record out of force."""
        row = self.one(name, kind, which)
        return None if row is None else self.saved(name, [{"void": row["id"], "reason": "填错人"}])

    def add_allergy(self, name: str, which: int, value: int) -> Entry | None:
        """A new allergy."""
        row = self.one(name, "resident", which)
        if row is None:
            return None
        fields = {"resident_id": row["id"], "code": str(2 + value % 3)}
        return self.saved(name, [{"type": "allergy", "fields": fields}])

    def refer(self, name: str, which: int) -> Entry | None:
        """A referral to the hospital."""
        row = self.one(name, "resident", which)
        if row is None:
            return None
        fields = {"resident_id": row["id"], "direction": "up", "urgency": "routine", "to_org": "H1"}
        return self.saved(name, [{"type": "referral", "fields": fields}])

    def answer(self, which: int, step: int) -> Entry | None:
        """The hospital's next step with a referral."""
        row = self.one("h1", "referral", which)
        if row is None:
            return None
        events = ("accept", "arrive", "send_back", "read")
        fields = {"referral_id": row["id"], "event": events[step % len(events)]}
        if events[step % len(events)] == "send_back":
            return self.saved("h1", [{"type": "return", "fields": {"referral_id": row["id"], "diagnosis": "高血压"}}])
        return self.saved("h1", [{"type": "referral_event", "fields": fields}])

    def decide(self, name: str, which: int, choice: int) -> Entry | None:
        """A person chooses between the values of a conflict, or takes a choice back."""
        rows = [row for row in self.known(name, "conflict") if (row["state"] == "open") == (choice % 4 != 3)]
        if not rows:
            return None
        row = rows[which % len(rows)]
        if row["state"] == "open":
            kept = "ABC"[choice % max(1, min(3, len(row["contenders"] or ())))]
            return self.acted(name, lambda database: conflict.keep(database, row["id"], kept, "问过本人").mid)
        return self.acted(name, lambda database: conflict.reopen(database, row["id"], "看错了").mid)

    def enrol_again(self, name: str) -> None:
        """The restored county does not know the laptop: it enrolled, or became a device of its own, after the copy."""
        organisation, role, person = PLACES[self.twin_of if name == TWIN else name]
        laptop = self.laptops[name]
        code = issue_code(self.county.database, organisation, role, person, "test")
        with laptop.running(), carried_by(self.line):
            enrol(laptop.database, ADDRESS, code)
        self.trace.note("enrolled again", name)

    def clone(self, name: str) -> bool:
        """The disk of a laptop is copied to another computer, secrets and all, and both go on."""
        if TWIN in self.laptops:
            return False
        original = self.laptops[name]
        original.restart()
        shutil.copytree(original.folder, self.room / TWIN)
        home = self.room / f"home-{TWIN}"
        if original.home.exists():
            shutil.copytree(original.home, home)
        clock = SkewedClock(self.clock)
        self.laptops[TWIN] = SimulatedLaptop(TWIN, self.room / TWIN, self.beginning.key, clock, home)
        self.copies[TWIN] = []
        if name in self.estranged:
            self.estranged.add(TWIN)
        self.twin_of = name
        self.trace.note("cloned", name)
        return True

    def shared_a_name(self, name: str) -> bool:
        """Whether the laptop is a copy of another, or was copied."""
        return bool(self.twin_of) and name in (TWIN, self.twin_of)

    # Peace ---------------------------------------------------------------------------------------------------------

    def quiesce(self) -> int:
        """Faults stop and nobody saves; returns the rounds that it took until nothing waits. Raises Broken."""
        rate, self.plan.rate = self.plan.rate, 0.0
        self.plan._next.clear()
        self.line.down, self.line.breaks_at = False, ""
        for laptop in self.laptops.values():
            laptop.cut_power_in(None)
        if any(row["parked_until"] for laptop in self.laptops.values() for row in laptop.mids().values()):
            # What failed alone on a line that carried others rests for a day.
            self.clock.advance(timedelta(hours=25))
        turn, reports = 0, []
        while True:
            turn += 1
            if turn == ROUNDS // 2:
                # What a laptop does once a day is done now.
                self.clock.advance(timedelta(hours=25))
            if turn > ROUNDS:
                raise checks.Broken("L2", f"still waiting after {ROUNDS} rounds: {self.watch.waiting()}, {reports}")
            heads = self.county.books().head
            reports = [self.sync(each) for each in self.laptops]
            for name, report in zip(self.laptops, reports, strict=True):
                if report is not None and report.exit_code == UNKNOWN:
                    self.enrol_again(name)
            calm = all(each is not None and each.problem is None for each in reports)
            if calm and not self.watch.waiting() and self.county.books().head == heads:
                break
        self.plan.rate = rate
        self.trace.note("quiesced", turn)
        self.watch.converged()
        return turn


def identifier(laptop: SimulatedLaptop) -> str:
    """An id made on a laptop."""
    from clinic_app.records.identifiers import new_id

    return new_id(laptop.clock.now())


@contextmanager
def lived(
    beginning: Beginning, room: Path, seed: int, rate: float = 0.0, kinds: Sequence[str] | None = None
) -> Iterator[World]:
    """A world from its beginning to its end; its folder goes with it."""
    place = room / f"world-{seed}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with seeded_ids(random.Random(seed + 2)):
        world = World(beginning, place, seed, rate, kinds)
        try:
            yield world
        finally:
            world.close()
            shutil.rmtree(place, ignore_errors=True)
