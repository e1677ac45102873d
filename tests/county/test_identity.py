"""One person registered twice: whom the county brings together, whom it leaves to a person, what it never repeats."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.server import running_server
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, mid_of, resident, visit

Ids = Callable[[], str]
NUMBER, OTHER_NUMBER = "11010519491231002X", "110105194912310046"
SAME = {"id_no": NUMBER, "sex": "2", "birth_date": "1949-12-31"}
ROUNDS = 5


def candidates(laptop: Laptop) -> dict[frozenset[str], dict[str, Any]]:
    """Likely duplicates as a laptop has been told, by the pair of files."""
    laptop.pull()
    found = laptop.held("duplicate_candidate").values()
    return {frozenset(each["resident_id"] for each in fields["people"]): fields for fields in found}


def states(laptop: Laptop) -> list[str]:
    return sorted(each["state"] for each in candidates(laptop).values())


def links(laptop: Laptop) -> list[tuple[str, str]]:
    """Links in force as a laptop has been told."""
    laptop.pull()
    found = [each for key, each in laptop.records.items() if key[0] == "identity_link" and not each.body.get("void")]
    return [(each.body["fields"]["resident_id"], each.body["fields"]["canonical_id"]) for each in found]


def decide(laptop: Laptop, state: str, *more: Operation) -> wire.Outcome:
    """A person's word on the only likely duplicate that a laptop has."""
    laptop.pull()
    (candidate,) = laptop.held("duplicate_candidate")
    fields = {"state": state, "decision": {"by": laptop.account, "at": "", "reason": "核实"}}
    operation = Operation("resolve", "duplicate_candidate", candidate, fields, reason="核实")
    return laptop.push(laptop.line(*more, operation))[0]


def number_of(person: str, base: int, number: str, **fields: Any) -> Operation:
    """A corrected number: the identity group goes whole."""
    group = {"id_type": None, "name": "王𬎆", "sex": "2", "birth_date": "1949-12-31", "id_no": number}
    return Operation("patch", "resident", person, {**group, **fields}, base=base)


FULL_WIDTH = "１１０１０５１９４９１２３１００２Ｘ"


@pytest.mark.parametrize("written", [NUMBER, "110105491231002", NUMBER.lower(), FULL_WIDTH, "110105 19491231 002X"])
def test_two_laptops_of_one_village_learn_of_two_files_however_the_number_is_written(
    enrolled: Enrolled, ids: Ids, written: str
) -> None:
    one, other, first, second = enrolled("V1"), enrolled("V1"), ids(), ids()
    assert one.push(one.line(resident(first, **SAME)))[0].state == "applied"
    (outcome,) = other.push(other.line(resident(second, **{**SAME, "id_no": written}, name="王某")))
    assert outcome.state == "applied"
    for laptop in (one, other):
        (found,) = candidates(laptop).values()
        assert (found["state"], found["why"]) == ("open", "证件号码相同")
        assert {each["resident_id"]: each["name"] for each in found["people"]} == {first: "王𬎆", second: "王某"}
        assert links(laptop) == []


def test_across_villages_the_township_decides_and_neither_village_sees_the_others_file(
    enrolled: Enrolled, ids: Ids
) -> None:
    one, other, first, second = enrolled("V1"), enrolled("V2"), ids(), ids()
    centre, hospital = enrolled("T1", "public_health"), enrolled("H1", "hospital_receiver")
    one.push(one.line(resident(first, **SAME)))
    other.push(other.line(resident(second, **SAME, name="王某", village_code=OTHER_VILLAGE)))
    for laptop in (one, other, hospital):
        assert candidates(laptop) == {}
    assert set(candidates(centre)) == {frozenset((first, second))}
    assert (set(one.held("resident")), set(other.held("resident"))) == ({first}, {second})
    assert decide(centre, "different").state == "applied"
    assert states(centre) == ["different"]
    for laptop in (one, other):
        assert candidates(laptop) == {}


def test_a_village_cannot_decide_what_is_the_townships(enrolled: Enrolled, ids: Ids) -> None:
    one, other, centre, first, second = enrolled("V1"), enrolled("V2"), enrolled("T1", "public_health"), ids(), ids()
    one.push(one.line(resident(first, **SAME)))
    other.push(other.line(resident(second, **SAME, name="王某", village_code=OTHER_VILLAGE)))
    centre.pull()
    (candidate,) = centre.held("duplicate_candidate")
    (outcome,) = one.push(one.line(Operation("resolve", "duplicate_candidate", candidate, {"state": "different"})))
    assert (outcome.state, outcome.code) == ("quarantined", "scope")
    assert states(centre) == ["open"]


def test_nobody_links_a_file_that_is_not_theirs_to_one_that_is(enrolled: Enrolled, ids: Ids) -> None:
    one, other, first, second = enrolled("V1"), enrolled("V2"), ids(), ids()
    one.push(one.line(resident(first)))
    other.push(other.line(resident(second, village_code=OTHER_VILLAGE)))
    for ends in ((first, second), (second, first)):
        link = Operation("add", "identity_link", ids(), {"resident_id": ends[0], "canonical_id": ends[1]})
        (outcome,) = one.push(one.line(link))
        assert (outcome.state, outcome.code) == ("quarantined", "scope")
    nowhere = Operation("add", "identity_link", ids(), {"resident_id": first, "canonical_id": ids()})
    assert one.push(one.line(nowhere))[0].state == "deferred"


@pytest.mark.parametrize("differs", [{"name": "王某"}, {"birth_date": "1949-12-30"}, {"sex": "1"}])
def test_the_county_links_by_itself_only_where_all_four_agree(
    enrolled: Enrolled, ids: Ids, differs: dict[str, str]
) -> None:
    one, other, first, second, third = enrolled("V1"), enrolled("V1"), ids(), ids(), ids()
    # A resident's card tells date and sex itself; a passport does not.
    known = {**SAME, "id_type": "03"}
    one.push(one.line(resident(first, **known)))
    other.push(other.line(resident(second, **{**known, **differs})))
    assert (states(one), links(one)) == (["open"], [])
    (outcome,) = other.push(other.line(resident(third, **known)))
    assert outcome.state == "applied"
    assert states(one) == ["linked", "open", "open"]
    assert links(one) == [tuple(sorted((first, third), reverse=True))]


def test_a_link_of_the_county_that_was_taken_back_stays_so(enrolled: Enrolled, ids: Ids) -> None:
    one, first, second = enrolled("V1"), ids(), ids()
    one.push(one.line(resident(first, **SAME)), one.line(resident(second, **SAME)))
    assert len(links(one)) == 1
    (link,), (candidate,) = one.held("identity_link"), one.held("duplicate_candidate")
    reopened = Operation("reopen", "duplicate_candidate", candidate, {"state": "open"}, reason="双胞胎")
    undo = one.line(Operation("remove", "identity_link", link, base=1, reason="双胞胎"), reopened)
    assert one.push(undo)[0].state == "applied"
    assert (links(one), states(one)) == ([], ["open"])
    # The number goes and comes back: still a person's to decide.
    one.push(one.line(number_of(second, 1, OTHER_NUMBER)))
    assert states(one) == ["different"]
    one.push(one.line(number_of(second, 2, NUMBER)))
    assert (links(one), states(one)) == ([], ["open"])


def test_a_corrected_number_ends_what_it_made_likely_and_finds_whose_it_is(enrolled: Enrolled, ids: Ids) -> None:
    one, first, second, third = enrolled("V1"), ids(), ids(), ids()
    one.push(one.line(resident(first, **SAME, name="王某")), one.line(resident(second, **SAME)))
    one.push(one.line(resident(third, **{**SAME, "id_no": OTHER_NUMBER}, name="王三")))
    assert states(one) == ["open"]
    assert one.push(one.line(number_of(second, 1, OTHER_NUMBER)))[0].state == "applied"
    found = candidates(one)
    ended = found[frozenset((first, second))]
    assert (ended["state"], ended["decision"]["reason"]) == ("different", "证件号码已不再相同")
    assert found[frozenset((second, third))]["state"] == "open"
    one.push(one.line(number_of(second, 2, NUMBER)))
    assert candidates(one)[frozenset((first, second))]["state"] == "open"


def test_a_mistyped_number_meets_nobody_until_it_is_corrected(enrolled: Enrolled, ids: Ids) -> None:
    one, first, second = enrolled("V1"), ids(), ids()
    one.push(one.line(resident(first, **SAME, name="王某")))
    one.push(one.line(resident(second, **{**SAME, "id_no": OTHER_NUMBER})))
    assert candidates(one) == {}
    one.push(one.line(number_of(second, 1, NUMBER)))
    assert set(candidates(one)) == {frozenset((first, second))}


def test_two_real_people_of_one_number_are_never_brought_up_again(enrolled: Enrolled, ids: Ids) -> None:
    one, first, second, third = enrolled("V1"), ids(), ids(), ids()
    one.push(one.line(resident(first, **SAME, name="王某")), one.line(resident(second, **SAME)))
    assert decide(one, "different").state == "applied"
    one.push(one.line(number_of(second, 1, OTHER_NUMBER)))
    one.push(one.line(number_of(second, 2, NUMBER)))
    one.push(one.line(Operation("patch", "resident", first, {"phone": "1"}, base=1)))
    assert states(one) == ["different"]
    assert candidates(one)[frozenset((first, second))]["decision"]["by"] == one.account
    # Somebody new with that number is compared with both.
    one.push(one.line(resident(third, **SAME, name="王三")))
    assert states(one) == ["different", "open", "open"]


def test_a_withdrawn_file_is_nobodys_duplicate_until_it_is_brought_back(enrolled: Enrolled, ids: Ids) -> None:
    one, other, first, second = enrolled("V1"), enrolled("V1"), ids(), ids()
    one.push(one.line(resident(first, **SAME, name="王某")))
    one.push(one.line(Operation("void", "resident", first, base=1, reason="重复建档")))
    one.push(one.line(resident(second, **SAME)))
    assert candidates(one) == {}
    # Somebody who did not know of the withdrawal goes on with the file: it is in force again.
    (outcome,) = other.push(other.line(Operation("patch", "resident", first, {"phone": "1"}, base=1)))
    assert outcome.state == "conflict"
    assert states(one) == ["open"]
    assert (
        other.push(other.line(Operation("void", "resident", second, base=1, reason="重复建档")))[0].state == "applied"
    )
    assert states(one) == ["different"]


def test_files_without_a_number_meet_nobody(enrolled: Enrolled, ids: Ids) -> None:
    one = enrolled("V1")
    outcomes = one.push(*(one.line(resident(ids(), id_no=None)) for _ in range(3)))
    assert {each.state for each in outcomes} == {"applied"}
    assert candidates(one) == {}


def test_a_passport_of_the_same_digits_is_another_document(enrolled: Enrolled, ids: Ids) -> None:
    one = enrolled("V1")
    one.push(one.line(resident(ids(), **SAME)), one.line(resident(ids(), **SAME, id_type="03", name="王某")))
    assert candidates(one) == {}


@pytest.mark.parametrize("together", [True, False])
def test_everybody_of_one_number_is_compared_with_everybody_once(enrolled: Enrolled, ids: Ids, together: bool) -> None:
    one, people = enrolled("V1"), [ids() for _ in range(4)]
    lines = [one.line(resident(each, **SAME, name=f"王{place}")) for place, each in enumerate(people)]
    for batch in [lines] if together else [[line] for line in lines]:
        one.push(*batch)
    one.push(*lines)
    assert states(one) == ["open"] * 6


def test_two_files_in_one_save_meet_too(enrolled: Enrolled, ids: Ids) -> None:
    one = enrolled("V1")
    one.push(one.line(resident(ids(), **SAME), resident(ids(), **SAME, name="王某")))
    assert states(one) == ["open"]


def test_a_refused_save_leaves_no_trace_in_the_numbers(enrolled: Enrolled, ids: Ids) -> None:
    one, first, second = enrolled("V1"), ids(), ids()
    bad = Operation("create", "visit", ids(), {"resident_id": first, "visit_date": "9999-01-01", "visit_mode": "2"})
    (outcome,) = one.push(one.line(resident(first, **SAME), bad))
    assert outcome.state == "quarantined"
    one.push(one.line(resident(second, **SAME)))
    assert candidates(one) == {}


def test_who_waited_for_something_is_compared_when_set_free(enrolled: Enrolled, ids: Ids) -> None:
    one, first, second = enrolled("V1"), ids(), ids()
    waited_for = one.line(resident(ids()))
    late = one.line(resident(first, **SAME), deps=[mid_of(waited_for)])
    assert one.push(late)[0].state == "deferred"
    one.push(one.line(resident(second, **SAME, name="王某")))
    assert candidates(one) == {}
    one.push(waited_for)
    assert states(one) == ["open"]


@pytest.fixture
def second_server(server: str, fresh_url: str, clock: FrozenClock) -> Iterator[str]:
    """Another server of the same county."""
    with running_server(fresh_url, clock=clock) as url:
        assert url != server
        yield url


@pytest.mark.parametrize("written", [NUMBER, "110105491231002"])
def test_two_servers_that_register_one_person_at_the_same_moment_find_both(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, second_server: str, written: str
) -> None:
    one, other = enrolled("V1"), enrolled("V1")
    other.server = second_server
    ready = threading.Barrier(2)

    def register(laptop: Laptop, line: bytes) -> str:
        ready.wait()
        return laptop.push(line)[0].state

    with ThreadPoolExecutor(2) as pool:
        for place in range(ROUNDS):
            # A county's number space is large: a fresh one for each round.
            name = {"id_type": "03", "id_no": f"E{place:08d}"} if written == NUMBER else {}
            fields = {**SAME, **name}
            lines = [one.line(resident(ids(), **fields, name=f"王{place}甲"))]
            fields = fields if name else {**fields, "id_no": written}
            lines.append(other.line(resident(ids(), **fields, name=f"王{place}乙")))
            results = [pool.submit(register, *each) for each in zip((one, other), lines, strict=True)]
            assert [each.result() for each in results] == ["applied", "applied"]
    found = candidates(one)
    expected = ROUNDS if written == NUMBER else ROUNDS * 2 * (ROUNDS * 2 - 1) // 2
    assert len(found) == expected
    with county.transaction() as connection:
        row = connection.execute("SELECT count(*) FROM person_key").fetchone()
    assert row == (ROUNDS * 2,)


def test_children_of_both_files_stay_where_they_are(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    one, first, second = enrolled("V1"), ids(), ids()
    one.push(one.line(resident(first, **SAME), visit(ids(), first)), one.line(resident(second, **SAME, name="王某"),
                                                                              visit(ids(), second)))  # fmt: skip
    query = "SELECT id, rev, parent_id, village, digest FROM record WHERE type = 'visit' ORDER BY id"
    with county.transaction() as connection:
        before = connection.execute(query).fetchall()
    link = ids()
    ends = {"resident_id": second, "canonical_id": first, "reason": "核实"}
    assert decide(one, "linked", Operation("add", "identity_link", link, ends)).state == "applied"
    assert (links(one), states(one)) == ([(second, first)], ["linked"])
    assert one.push(one.line(Operation("remove", "identity_link", link, base=1, reason="看错")))[0].state == "applied"
    with county.transaction() as connection:
        assert connection.execute(query).fetchall() == before
    assert {each[3] for each in before} == {VILLAGE}


def test_when_one_of_two_files_moves_to_another_village_the_township_decides(enrolled: Enrolled, ids: Ids) -> None:
    one, other, centre, first, second = enrolled("V1"), enrolled("V2"), enrolled("T1", "public_health"), ids(), ids()
    one.push(one.line(resident(first, **SAME)), one.line(resident(second, **SAME, name="王某")))
    for laptop in (one, centre):
        assert states(laptop) == ["open"]
    (candidate,) = one.held("duplicate_candidate")
    move = one.line(Operation("patch", "resident", second, {"village_code": OTHER_VILLAGE}, base=1))
    one.push(move)
    told = [(each.op, each.type, each.rev) for each in one.pull() if each.mid == mid_of(move)]
    assert told == [("evict", "resident", 2), ("evict", "duplicate_candidate", 1)]
    assert candidates(other) == {}
    heard = [(each.op, each.rev) for each in centre.pull() if each.type == "duplicate_candidate"]
    assert heard == [("resolve", 2), ("evict", 1)]
    for laptop, expected in ((one, []), (other, []), (centre, [candidate])):
        rows = laptop.request("GET", "/snapshot/duplicate_candidate").read(wire.SnapshotReply).rows
        assert [each.id for each in rows] == expected
    # Both in the other village: that village's to decide.
    one.push(one.line(Operation("patch", "resident", first, {"village_code": OTHER_VILLAGE}, base=1)))
    assert states(other) == ["open"]
    assert decide(other, "different").state == "applied"


def test_a_village_that_takes_a_link_back_leaves_the_pair_to_a_person(enrolled: Enrolled, ids: Ids) -> None:
    one, other, centre, first, second = enrolled("V1"), enrolled("V2"), enrolled("T1", "public_health"), ids(), ids()
    one.push(one.line(resident(first, **SAME)))
    other.push(other.line(resident(second, **SAME, village_code=OTHER_VILLAGE)))
    assert (states(centre), states(one), links(one)) == (["linked"], [], [tuple(sorted((first, second))[::-1])])
    (link,) = one.held("identity_link")
    one.push(one.line(Operation("remove", "identity_link", link, base=1, reason="不是同一人")))
    assert (states(centre), links(centre)) == (["open"], [])
