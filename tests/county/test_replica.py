"""What a laptop has from the log is what the county says it should have, whatever moved or was redirected meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.county.record_bodies import parent_key
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, referral, resident, step, visit
from tests.county.test_snapshot import all_rows

Ids = Callable[[], str]
TYPES = ("resident", "household", "visit", "referral", "referral_event", "conflict", "duplicate_candidate")
VILLAGES = {"V1": VILLAGE, "V2": OTHER_VILLAGE}
HOSPITALS = ("H1", "H2")
ACTS = st.tuples(
    st.sampled_from(["person", "visit", "phone", "move", "refer", "redirect", "retarget", "onward", "step", "pull"]),
    st.sampled_from(["V1", "V2", "H1", "H2", "T1"]),
    st.integers(0, 3),
)


class Replica:
    """The records of a desk as its pulls leave them."""

    def __init__(self, laptop: Laptop, organisation: str) -> None:
        self.laptop = laptop
        self.organisation = organisation
        self.scope = laptop.request("GET", "/hello").read(wire.HelloReply).scope.villages
        self.records: dict[tuple[str, str], wire.Change] = {}

    def pull(self) -> None:
        for change in self.laptop.pull(limit=3):
            key = change.type, change.id
            known = self.records.get(key)
            if change.op == "evict":
                if (
                    known is not None
                    and known.rev <= change.rev
                    and change.body["fields"]["village_code"] not in self.scope
                ):
                    self._let_go(key)
            elif known is None or known.rev < change.rev:
                self.records[key] = change

    def _let_go(self, root: tuple[str, str]) -> None:
        for key in [each for each in self.records if self._stands_under(each, root)]:
            if not self._takes_part(key):
                del self.records[key]

    def _chain(self, key: tuple[str, str]) -> list[tuple[str, str]]:
        found, present = [], key
        while present in self.records and present not in found:
            found.append(present)
            present = parent_key(present[0], self._fields(present)) or present
        return [*found, present]

    def _stands_under(self, key: tuple[str, str], root: tuple[str, str]) -> bool:
        return root in self._chain(key)

    def _takes_part(self, key: tuple[str, str]) -> bool:
        slip = next((each for each in self._chain(key) if each[0] == "referral"), None)
        if slip is None:
            return False
        events = [self._fields(each) for each in self.records if each[0] == "referral_event"]
        named = {self._fields(slip).get("from_org"), self._fields(slip).get("to_org")}
        brought = [each for each in events if each.get("event") in ("redirect", "retarget")]
        named |= {each.get("to_org") for each in brought if each.get("referral_id") == slip[1]}
        return self.organisation in named

    def _fields(self, key: tuple[str, str]) -> dict[str, Any]:
        fields: dict[str, Any] = self.records[key].body["fields"]
        return fields

    def held(self) -> dict[str, dict[str, int]]:
        """Type to id to revision."""
        return {name: {key[1]: row.rev for key, row in self.records.items() if key[0] == name} for name in TYPES}

    def due(self) -> dict[str, dict[str, int]]:
        """The same by the county's word."""
        return {name: {row.id: row.rev for row in all_rows(self.laptop, name)} for name in TYPES}


@given(acts=st.lists(ACTS, min_size=4, max_size=25))
@settings(max_examples=12, deadline=None)
def test_a_laptop_holds_exactly_what_the_county_says(enrolled: Enrolled, ids: Ids, acts: list[Any]) -> None:
    desks = {name: Replica(enrolled(name), name) for name in VILLAGES}
    desks |= {name: Replica(enrolled(name, "hospital_receiver"), name) for name in HOSPITALS}
    desks["T1"] = Replica(enrolled("T1", "public_health"), "T1")
    people: list[str] = []
    slips: list[str] = []
    of: dict[str, str] = {}
    for what, name, number in acts:
        desk, laptop = desks[name], desks[name].laptop
        person = people[number % len(people)] if people else ""
        slip = slips[number % len(slips)] if slips else ""
        if what == "pull":
            desk.pull()
        elif what == "person" and name in VILLAGES:
            people.append(ids())
            laptop.push(laptop.line(resident(people[-1], village_code=VILLAGES[name], id_no="11010519491231002X",
                                             sex="2", birth_date="1949-12-31", name=f"王{number}")))  # fmt: skip
        elif what == "visit" and person:
            laptop.push(laptop.line(visit(ids(), person)))
        elif what == "phone" and person:
            laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": ids()[-6:]}, base=1)))
        elif what == "move" and person:
            village = list(VILLAGES.values())[number % 2]
            laptop.push(laptop.line(Operation("patch", "resident", person, {"village_code": village}, base=9999)))
        elif what == "refer" and person and name in VILLAGES:
            slips.append(ids())
            of[slips[-1]] = person
            to = HOSPITALS[number % 2]
            laptop.push(laptop.line(referral(slips[-1], person, to_org=to), step(ids(), slips[-1], "issue")))
        elif what in ("redirect", "retarget") and slip:
            to = HOSPITALS[number % 2]
            laptop.push(laptop.line(step(ids(), slip, what, to_org=to)))
        elif what == "onward" and slip and name in HOSPITALS:
            to, higher = HOSPITALS[number % 2], ids()
            carried = referral(higher, of[slip], to_org=to, previous_id=slip)
            outcome = laptop.push(laptop.line(carried, step(ids(), higher, "issue")))[0]
            if outcome.state == "applied":
                of[higher] = of[slip]
                slips.append(higher)
        elif what == "step" and slip:
            laptop.push(laptop.line(step(ids(), slip, "read")))
    # The first round of pulls may itself add that referrals were delivered.
    for _ in range(2):
        for desk in desks.values():
            desk.pull()
    for name, desk in desks.items():
        assert desk.held() == desk.due(), name
