"""Files of one person in several villages: each of the villages holds all of them until the link is taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.county.database import CountyDatabase
from clinic_app.county.record_bodies import parent_key
from clinic_app.protocol import wire
from clinic_app.protocol.digest import bucket_of, packed
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, mid_of, referral, resident, step, visit
from tests.county.test_replica import Replica
from tests.county.test_snapshot import all_rows

Ids = Callable[[], str]
Held = dict[tuple[str, str], int]
TYPES = ("resident", "household", "visit", "referral", "referral_event", "conflict", "identity_link")
VILLAGES = {"V1": VILLAGE, "V2": OTHER_VILLAGE}
SAME = {"id_no": "11010519491231002X", "sex": "2", "birth_date": "1949-12-31"}


def link(record_id: str, one: str, other: str) -> Operation:
    return Operation("add", "identity_link", record_id, {"resident_id": one, "canonical_id": other, "reason": "核实"})


def unlink(record_id: str) -> Operation:
    return Operation("remove", "identity_link", record_id, base=1, reason="看错")


class Oracle:
    """Who should hold what, worked out from the records alone."""

    def __init__(self, county: CountyDatabase) -> None:
        with county.transaction() as connection:
            rows = connection.execute("SELECT type, id, rev, void, body, digest FROM record").fetchall()
        self.revs: Held = {}
        self.digests: dict[tuple[str, str], int] = {}
        self.fields: dict[tuple[str, str], dict[str, Any]] = {}
        neighbours: dict[str, set[str]] = defaultdict(set)
        for kind, record_id, rev, void, raw, digest in rows:
            fields = msgspec.json.decode(bytes(raw))["fields"]
            if kind in TYPES:
                self.revs[kind, record_id] = rev
                self.digests[kind, record_id] = digest
            self.fields[kind, record_id] = fields
            if kind == "identity_link" and not void:
                neighbours[fields["resident_id"]].add(fields["canonical_id"])
                neighbours[fields["canonical_id"]].add(fields["resident_id"])
        self.neighbours = neighbours

    def holds(self, villages: set[str], organisation: str) -> Held:
        found = {}
        for key, rev in self.revs.items():
            chain = self._chain(key)
            root = chain[-1]
            homes = {self.fields[root].get("village_code")}
            if root[0] == "resident":
                homes = {self.fields["resident", each].get("village_code") for each in self._cluster(root[1])}
            slip = next((each for each in chain if each[0] == "referral"), None)
            if homes & villages or (slip and organisation in self._parties(slip)):
                found[key] = rev
        return found

    def sums(self, due: Held) -> dict[str, str]:
        """The digest of a desk that holds what is due to it."""
        found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for key in due:
            found[key[0]][bucket_of(key[1])] += self.digests[key]
        return {name: packed(buckets) for name, buckets in found.items()}

    def _chain(self, key: tuple[str, str]) -> list[tuple[str, str]]:
        chain = [key]
        while (above := parent_key(chain[-1][0], self.fields[chain[-1]])) is not None:
            chain.append(above)
        return chain

    def _cluster(self, person: str) -> set[str]:
        found, ahead = set(), [person]
        while ahead:
            each = ahead.pop()
            if each not in found:
                found.add(each)
                ahead += self.neighbours[each]
        return found

    def _parties(self, slip: tuple[str, str]) -> set[str | None]:
        named = {self.fields[slip].get("from_org"), self.fields[slip].get("to_org")}
        events = [each for key, each in self.fields.items() if key[0] == "referral_event"]
        return named | {each.get("to_org") for each in events if each.get("referral_id") == slip[1]}


def held(desk: Replica) -> Held:
    return {key: each.rev for key, each in desk.records.items() if key[0] in TYPES}


def snapshot(desk: Replica) -> Held:
    return {(name, row.id): row.rev for name in TYPES for row in all_rows(desk.laptop, name, limit=2)}


def sums(desk: Replica) -> dict[str, str]:
    """What the county's digest says of a desk."""
    found = desk.laptop.request("GET", "/digest").read(wire.DigestReply).sums
    return {name: each for name, each in found.items() if name in TYPES}


class Three:
    """Two villages and their township, with one person on file in each village."""

    def __init__(self, enrolled: Enrolled, ids: Ids) -> None:
        self.ids = ids
        self.first, self.second = Replica(enrolled("V1"), "V1"), Replica(enrolled("V2"), "V2")
        self.centre = Replica(enrolled("T1", "public_health"), "T1")
        self.here, self.there, self.bond = ids(), ids(), ids()
        self.visit_here, self.visit_there = ids(), ids()
        self.say(self.first, resident(self.here, name="王甲"), visit(self.visit_here, self.here))
        self.say(self.second, resident(self.there, name="王乙", village_code=OTHER_VILLAGE),
                 visit(self.visit_there, self.there))  # fmt: skip
        self.pull()

    @property
    def desks(self) -> tuple[Replica, ...]:
        return self.first, self.second, self.centre

    def pull(self) -> None:
        for desk in self.desks:
            desk.pull()

    def say(self, desk: Replica, *ops: Operation) -> wire.Outcome:
        outcome = desk.laptop.push(desk.laptop.line(*ops))[0]
        assert outcome.state == "applied", outcome
        return outcome

    def linked(self) -> Three:
        self.say(self.centre, link(self.bond, self.there, self.here))
        self.pull()
        return self


def people(desk: Replica) -> set[str]:
    return {key[1] for key in desk.records if key[0] == "resident"}


def test_a_link_brings_each_village_the_others_file_parents_first(enrolled: Enrolled, ids: Ids) -> None:
    three = Three(enrolled, ids)
    line = three.centre.laptop.line(link(three.bond, three.there, three.here))
    three.centre.laptop.push(line)
    told = [(each.op, each.type, each.id) for each in three.first.laptop.pull() if each.mid == mid_of(line)]
    assert told == [("enter", "resident", three.there), ("enter", "visit", three.visit_there),
                    ("add", "identity_link", three.bond)]  # fmt: skip
    told = [(each.op, each.type, each.id) for each in three.second.laptop.pull() if each.mid == mid_of(line)]
    assert told == [("enter", "resident", three.here), ("enter", "visit", three.visit_here),
                    ("add", "identity_link", three.bond)]  # fmt: skip


def test_later_work_on_either_file_reaches_both_villages_and_both_may_write(enrolled: Enrolled, ids: Ids) -> None:
    three = Three(enrolled, ids).linked()
    mine, theirs, phone = ids(), ids(), {"phone": "19900001111"}
    three.say(three.first, visit(mine, three.there), Operation("patch", "resident", three.there, phone, base=1))
    three.say(three.second, visit(theirs, three.there))
    three.pull()
    for desk in three.desks:
        assert {("visit", mine), ("visit", theirs)} <= set(desk.records)
        assert desk.records["resident", three.there].rev == 2


def test_unlinking_takes_back_what_was_only_lent(enrolled: Enrolled, ids: Ids, county: CountyDatabase) -> None:
    three = Three(enrolled, ids).linked()
    added = ids()
    three.say(three.first, visit(added, three.there))
    three.pull()
    # A village of the cluster may take the link back as the township may.
    three.say(three.first, unlink(three.bond))
    three.pull()
    assert (people(three.first), people(three.second)) == ({three.here}, {three.there})
    assert ("visit", added) in three.second.records
    assert ("visit", added) not in three.first.records
    assert people(three.centre) == {three.here, three.there}
    with county.transaction() as connection:
        lent = connection.execute("SELECT * FROM record_party WHERE organisation LIKE 'village:%'").fetchall()
    assert lent == []


def test_who_hears_the_log_from_the_start_learns_nothing_that_was_only_lent(enrolled: Enrolled, ids: Ids) -> None:
    three = Three(enrolled, ids).linked()
    three.say(three.centre, unlink(three.bond))
    newcomer = enrolled("V1")
    told = {(each.type, each.id) for each in newcomer.pull() if each.op != "evict"}
    assert ("resident", three.there) not in told
    assert ("visit", three.visit_there) not in told


def test_work_written_while_linked_is_taken_after_it_as_late(enrolled: Enrolled, ids: Ids) -> None:
    three = Three(enrolled, ids).linked()
    written = three.first.laptop.line(visit(ids(), three.there))
    three.say(three.centre, unlink(three.bond))
    (outcome,) = three.first.laptop.push(written)
    assert (outcome.state, outcome.code) == ("applied", "late_scope")
    # Of others' residents that were never linked, nothing is taken.
    also = ids()
    three.say(three.second, resident(also, village_code=OTHER_VILLAGE))
    (outcome,) = three.first.laptop.push(three.first.laptop.line(visit(ids(), also)))
    assert (outcome.state, outcome.code) == ("quarantined", "scope")


def test_moving_to_the_others_village_decides_where_the_person_lives(enrolled: Enrolled, ids: Ids) -> None:
    three = Three(enrolled, ids).linked()
    three.say(three.first, Operation("patch", "resident", three.there, {"village_code": VILLAGE}, base=1))
    three.pull()
    assert people(three.first) == {three.here, three.there}
    assert people(three.second) == set()
    three.say(three.centre, unlink(three.bond))
    three.pull()
    assert people(three.first) == {three.here, three.there}


def test_a_linked_person_who_moves_on_leaves_the_village_and_not_the_cluster(enrolled: Enrolled, ids: Ids) -> None:
    three, also = Three(enrolled, ids).linked(), ids()
    three.say(three.first, resident(also))
    three.say(three.first, link(ids(), also, three.here))
    three.pull()
    assert people(three.second) == {three.here, three.there, also}
    # One of the two files of the first village goes to the second: both villages still hold all three.
    three.say(three.first, Operation("patch", "resident", also, {"village_code": OTHER_VILLAGE}, base=1))
    three.pull()
    assert people(three.first) == people(three.second) == {three.here, three.there, also}


def test_the_county_links_across_villages_by_itself_and_each_holds_both(enrolled: Enrolled, ids: Ids) -> None:
    first, second, here, there = Replica(enrolled("V1"), "V1"), Replica(enrolled("V2"), "V2"), ids(), ids()
    first.laptop.push(first.laptop.line(resident(here, **SAME)))
    first.pull()
    second.laptop.push(second.laptop.line(resident(there, **SAME, village_code=OTHER_VILLAGE)))
    for desk in (first, second):
        desk.pull()
        assert people(desk) == {here, there}


def test_nobody_else_hears_of_a_cluster(enrolled: Enrolled, ids: Ids) -> None:
    three, hospital = Three(enrolled, ids), enrolled("H1", "hospital_receiver")
    three.linked()
    assert {key[0] for key in hospital.records} & set(TYPES) == set()
    hospital.pull()
    assert {key[0] for key in hospital.records} & set(TYPES) == set()


ACTS = st.tuples(
    st.sampled_from(["person", "visit", "link", "link", "unlink", "move", "phone", "refer", "step", "pull"]),
    st.sampled_from(["V1", "V2", "T1", "T1"]),
    st.integers(0, 3),
    st.integers(0, 3),
)


@given(acts=st.lists(ACTS, min_size=6, max_size=25))
@settings(max_examples=5, deadline=None)
def test_pulls_snapshots_and_sums_hold_the_scope_and_its_clusters_and_nothing_else(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, acts: list[Any]
) -> None:
    desks = {name: Replica(enrolled(name), name) for name in VILLAGES}
    desks["T1"] = Replica(enrolled("T1", "public_health"), "T1")
    desks["H1"] = Replica(enrolled("H1", "hospital_receiver"), "H1")
    people: list[str] = []
    bonds: list[str] = []
    slips: list[str] = []
    for name in VILLAGES:
        people.append(ids())
        desks[name].laptop.push(_new(desks[name].laptop, people[-1], VILLAGES[name], "甲"))
    for what, name, one, two in acts:
        laptop = desks[name].laptop
        person, other = people[one % len(people)], people[two % len(people)]
        ops: list[Operation] = []
        if what == "pull":
            desks[name].pull()
        elif what == "person" and name in VILLAGES:
            people.append(ids())
            # Now and then somebody who agrees in everything: the county links by itself.
            laptop.push(_new(laptop, people[-1], VILLAGES[name], "甲" if one == two else str(one)))
        elif what == "visit":
            ops = [visit(ids(), person)]
        elif what == "link" and person != other:
            bonds.append(ids())
            ops = [link(bonds[-1], person, other)]
        elif what == "unlink" and bonds:
            ops = [unlink(bonds[one % len(bonds)])]
        elif what == "move":
            village = list(VILLAGES.values())[two % 2]
            ops = [Operation("patch", "resident", person, {"village_code": village}, base=9999)]
        elif what == "phone":
            ops = [Operation("patch", "resident", person, {"phone": ids()[-6:]}, base=1)]
        elif what == "refer" and name in VILLAGES:
            slips.append(ids())
            ops = [referral(slips[-1], person), step(ids(), slips[-1], "issue")]
        elif what == "step" and slips:
            ops = [step(ids(), slips[one % len(slips)], "read")]
        if ops:
            laptop.push(laptop.line(*ops))
    # The first round of pulls may itself add that referrals were delivered.
    for _ in range(2):
        for desk in desks.values():
            desk.pull()
    oracle = Oracle(county)
    for name, desk in desks.items():
        due = oracle.holds(set(desk.scope), name)
        assert held(desk) == due, name
        assert snapshot(desk) == due, name
        assert sums(desk) == oracle.sums(due), name


def _new(laptop: Laptop, record_id: str, village: str, name: str) -> bytes:
    return laptop.line(resident(record_id, **SAME, village_code=village, name=f"王{name}"))
