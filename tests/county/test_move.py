"""A resident moves: the new village gets the whole file, the old one is told to let it go."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from clinic_app.county.database import CountyDatabase
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, mid_of, referral, resident, step, visit

Ids = Callable[[], str]


def moving(person: str, base: int = 1, to: str = OTHER_VILLAGE) -> Operation:
    return Operation("patch", "resident", person, {"village_code": to}, base=base)


def told(laptop: Laptop, mid: str) -> list[tuple[str, str, str]]:
    """What one save brought to a laptop, in order."""
    return [(each.op, each.type, each.id) for each in laptop.pull() if each.mid == mid]


def test_the_old_village_is_told_to_let_go_and_learns_nothing_but_where_to(enrolled: Enrolled, ids: Ids) -> None:
    old, person = enrolled("V1"), ids()
    old.push(old.line(resident(person), visit(ids(), person)))
    old.pull()
    move = old.line(moving(person))
    assert old.push(move)[0].state == "applied"
    (evict,) = [each for each in old.pull() if each.mid == mid_of(move)]
    assert (evict.op, evict.type, evict.id, evict.rev) == ("evict", "resident", person, 2)
    assert evict.body == {"fields": {"village_code": OTHER_VILLAGE}}


def test_who_hears_the_log_from_the_start_learns_nothing_of_who_has_left(enrolled: Enrolled, ids: Ids) -> None:
    old, person, visited, here = enrolled("V1"), ids(), ids(), ids()
    old.push(old.line(resident(person), visit(visited, person)), old.line(resident(here)))
    old.push(old.line(moving(person)))
    newcomer = enrolled("V1")
    told_now = [(each.op, each.id) for each in newcomer.pull(limit=1) if each.type in ("resident", "visit")]
    assert told_now == [("create", here), ("evict", person)]


def test_the_new_village_gets_parents_before_children(enrolled: Enrolled, ids: Ids) -> None:
    old, new, person, visited, section = enrolled("V1"), enrolled("V2"), ids(), ids(), ids()
    old.push(old.line(resident(person)), old.line(visit(visited, person)))
    old.push(old.line(Operation("create", "hypertension_followup", section, {"visit_id": visited})))
    new.pull()
    move = old.line(moving(person))
    old.push(move)
    assert told(new, mid_of(move)) == [
        ("patch", "resident", person), ("enter", "visit", visited), ("enter", "hypertension_followup", section)
    ]  # fmt: skip
    assert new.push(new.line(visit(ids(), person)))[0].state == "applied"


def test_a_centre_of_both_villages_hears_the_leaving_last(enrolled: Enrolled, ids: Ids) -> None:
    old, centre, person = enrolled("V1"), enrolled("T1", "public_health"), ids()
    old.push(old.line(resident(person)), old.line(visit(ids(), person)))
    centre.pull()
    move = old.line(moving(person))
    old.push(move)
    assert [each[0] for each in told(centre, mid_of(move))] == ["patch", "enter", "evict"]


def test_the_organisation_that_referred_goes_on_hearing_of_its_referral(enrolled: Enrolled, ids: Ids) -> None:
    old, new, hospital = enrolled("V1"), enrolled("V2"), enrolled("H1", "hospital_receiver")
    person, slip, accepted = ids(), ids(), ids()
    old.push(old.line(resident(person)), old.line(referral(slip, person), step(ids(), slip, "issue")))
    old.push(old.line(moving(person)))
    old.pull()
    hospital.push(hospital.line(step(accepted, slip, "accept")))
    for laptop in (old, new):
        laptop.pull()
        assert ("referral", slip) in laptop.records
        assert ("referral_event", accepted) in laptop.records
    hospital.pull()
    assert ("resident", person) not in hospital.records


def test_a_household_that_moves_goes_alone(enrolled: Enrolled, ids: Ids) -> None:
    old, new, home, person = enrolled("V1"), enrolled("V2"), ids(), ids()
    old.push(old.line(Operation("create", "household", home, {"village_code": VILLAGE})))
    old.push(old.line(resident(person, household_id=home)))
    old.pull()
    move = old.line(Operation("patch", "household", home, {"village_code": OTHER_VILLAGE}, base=1))
    old.push(move)
    assert told(old, mid_of(move)) == [("evict", "household", home)]
    assert told(new, mid_of(move)) == [("patch", "household", home)]


def test_a_households_conflict_goes_with_it(enrolled: Enrolled, ids: Ids) -> None:
    one, other, new, home = enrolled("V1"), enrolled("V1"), enrolled("V2"), ids()
    one.push(one.line(Operation("create", "household", home, {"village_code": VILLAGE})))
    one.push(one.line(Operation("patch", "household", home, {"phone": "1"}, base=1)))
    (outcome,) = other.push(other.line(Operation("patch", "household", home, {"phone": "2"}, base=1)))
    one.push(one.line(Operation("patch", "household", home, {"village_code": OTHER_VILLAGE}, base=3)))
    new.pull()
    assert list(new.held("conflict")) == outcome.conflicts
    for laptop, expected in ((one, []), (new, outcome.conflicts)):
        rows = laptop.request("GET", "/snapshot/conflict").read(wire.SnapshotReply).rows
        assert [each.id for each in rows] == expected


def test_who_moves_away_and_back_is_home_again(enrolled: Enrolled, ids: Ids) -> None:
    old, new, person, visited = enrolled("V1"), enrolled("V2"), ids(), ids()
    old.push(old.line(resident(person), visit(visited, person)))
    old.push(old.line(moving(person)))
    old.pull()
    back = new.line(moving(person, 2, VILLAGE))
    new.push(back)
    assert told(old, mid_of(back)) == [("patch", "resident", person), ("enter", "visit", visited)]
    assert told(new, mid_of(back)) == [("evict", "resident", person)]


def test_the_new_village_may_claim_whom_it_has_looked_up(enrolled: Enrolled, ids: Ids) -> None:
    old, new, person, visited = enrolled("V1"), enrolled("V2"), ids(), ids()
    known = {"id_no": "11010519491231002X", "sex": "2", "birth_date": "1949-12-31", "name": "王𬎆"}
    old.push(old.line(resident(person, **known), visit(visited, person)))
    for laptop in (old, new):
        laptop.pull()
    claim = Operation("claim", "resident", person, {"village_code": OTHER_VILLAGE}, reason="已搬来本村")
    (refused,) = new.push(new.line(claim))
    assert (refused.state, refused.code) == ("quarantined", "scope")
    asked = msgspec.json.encode(wire.LookupRequest(known["id_no"], known["name"]))
    assert new.request("POST", "/residents/lookup", asked).read(wire.LookupReply).resident_id == person
    claimed = new.line(claim)
    assert new.push(claimed)[0].state == "applied"
    assert told(new, mid_of(claimed)) == [("claim", "resident", person), ("enter", "visit", visited)]
    assert told(old, mid_of(claimed)) == [("evict", "resident", person)]


def test_what_moves_stands_in_the_new_village_in_every_column(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    old, person, visited, slip = enrolled("V1"), ids(), ids(), ids()
    old.push(old.line(resident(person), visit(visited, person)))
    old.push(old.line(referral(slip, person), step(ids(), slip, "issue")))
    old.push(old.line(moving(person)))
    with county.transaction() as connection:
        rows = connection.execute("SELECT type, village FROM record WHERE village IS NOT NULL").fetchall()
        parties = connection.execute("SELECT DISTINCT organisation FROM record_party WHERE id = %s", (slip,)).fetchall()
    assert {row[1] for row in rows} == {OTHER_VILLAGE}
    assert {row[0] for row in rows} == {"resident", "visit", "referral", "referral_event"}
    assert {row[0] for row in parties} == {"V1", "H1"}


def test_the_answer_of_a_move_names_all_it_brought(enrolled: Enrolled, ids: Ids) -> None:
    old, person = enrolled("V1"), ids()
    old.push(old.line(resident(person), visit(ids(), person)))
    (outcome,) = old.push(old.line(moving(person)))
    assert outcome.seqs is not None
    assert outcome.seqs[1] - outcome.seqs[0] == 2
    head = old.request("GET", "/hello").read(wire.HelloReply).head
    assert head.seq == outcome.seqs[1]
