from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.reference import load_reference
from clinic_app.protocol.mutation import Operation
from clinic_app.protocol.wire import SnapshotReply
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, referral, resident, step, visit

Ids = Callable[[], str]
TOWN_VILLAGE = "990101001009"


@pytest.mark.parametrize(
    ("organisation", "role", "staff", "villages"),
    [
        ("V1", "village_doctor", None, [VILLAGE]),
        ("T1", "township_clinician", "C2", [VILLAGE, OTHER_VILLAGE, TOWN_VILLAGE]),
        ("T1", "township_clinician", "C1", [OTHER_VILLAGE]),
        ("T1", "public_health", None, [VILLAGE, OTHER_VILLAGE, TOWN_VILLAGE]),
        ("T1", "referral_officer", None, []),
        ("H1", "hospital_receiver", None, []),
    ],
)
def test_scope_follows_organisation_role_and_person(
    enrolled: Enrolled, organisation: str, role: str, staff: str | None, villages: list[str]
) -> None:
    from clinic_app.protocol.wire import HelloReply

    laptop = enrolled(organisation, role, staff)
    scope = laptop.request("GET", "/hello").read(HelloReply).scope
    assert (scope.organisation, scope.villages) == (organisation, villages)


@given(saves=st.lists(st.tuples(st.sampled_from(["V1", "V2"]), st.booleans(), st.booleans()), min_size=1, max_size=8))
@settings(max_examples=12)
def test_a_pull_holds_exactly_what_an_independent_reading_of_the_scope_says(
    enrolled: Enrolled, ids: Ids, saves: list[tuple[str, bool, bool]]
) -> None:
    desks = {
        "V1": enrolled("V1"),
        "V2": enrolled("V2"),
        "T1": enrolled("T1", "township_clinician", "C2"),
        "H1": enrolled("H1", "hospital_receiver"),
        "H2": enrolled("H2", "hospital_receiver"),
    }
    villages = {"V1": VILLAGE, "V2": OTHER_VILLAGE}
    expected: dict[str, set[str]] = {name: set() for name in desks}
    for sender, with_visit, with_referral in saves:
        person, visited, slip = ids(), ids(), ids()
        operations = [resident(person, village_code=villages[sender])]
        operations += [visit(visited, person)] if with_visit else []
        operations += [referral(slip, person)] if with_referral else []
        desks[sender].push(desks[sender].line(*operations))
        for name in (sender, "T1"):
            expected[name] |= {each.id for each in operations}
        expected["H1"] |= {slip} if with_referral else set()
    for name, desk in desks.items():
        desk.pull(limit=3)
        mine = {key[1] for key in desk.records if key[0] in ("resident", "visit", "referral")}
        known = {each for others in expected.values() for each in others}
        assert mine & known == expected[name]


def test_a_resident_of_another_village_cannot_be_written(enrolled: Enrolled, ids: Ids) -> None:
    owner, stranger, person = enrolled("V1"), enrolled("V2"), ids()
    owner.push(owner.line(resident(person)))
    outcomes = stranger.push(
        stranger.line(resident(ids())),
        stranger.line(Operation("patch", "resident", person, {"phone": "1"}, base=1)),
        stranger.line(Operation("patch", "resident", person, {"village_code": OTHER_VILLAGE}, base=1)),
        stranger.line(Operation("void", "resident", person, reason="x")),
        stranger.line(visit(ids(), person)),
        stranger.line(referral(ids(), person)),
        stranger.line(Operation("add", "allergy", ids(), {"resident_id": person, "code": "2"})),
        stranger.line(Operation("create", "household", ids(), {"village_code": VILLAGE})),
    )
    assert [(each.state, each.code) for each in outcomes] == [("quarantined", "scope")] * 8
    assert all(each.message and each.message.startswith("这位居民不在") for each in outcomes)


def test_a_visit_cannot_be_moved_to_a_resident_in_scope(enrolled: Enrolled, ids: Ids) -> None:
    owner, stranger, person, own, visited = enrolled("V1"), enrolled("V2"), ids(), ids(), ids()
    owner.push(owner.line(resident(person), visit(visited, person)))
    moving = stranger.line(Operation("amend", "visit", visited, {"resident_id": own}, base=1, reason="x"))
    outcomes = stranger.push(stranger.line(resident(own, village_code=OTHER_VILLAGE)), moving)
    assert [each.state for each in outcomes] == ["applied", "quarantined"]


def with_villages(county: CountyDatabase, folder: Path, *villages: str) -> None:
    """The clinic V1 has these villages from now on."""
    path = folder / "organisations-now.csv"
    listed = ";".join(villages)
    path.write_text(f"code,name,kind,parent,villages\nV1,演示村卫生室,village_clinic,T1,{listed}\n", encoding="utf-8")
    load_reference(county, "organisations", path, "test")


def test_a_changed_scope_is_said_once_with_what_came_and_went(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, tmp_path: Path
) -> None:
    other, laptop, person = enrolled("V2"), enrolled("V1"), ids()
    other.push(other.line(resident(person, village_code=OTHER_VILLAGE)))
    laptop.pull()
    with_villages(county, tmp_path, VILLAGE, OTHER_VILLAGE)
    refused = laptop.request("GET", f"/pull?cursor={laptop.cursor}")
    assert (refused.status, refused.failure.code) == (409, "scope_changed")
    assert (refused.failure.added, refused.failure.removed) == ([OTHER_VILLAGE], [])
    # Until the laptop takes the new cursor it is told the same again.
    assert laptop.request("GET", f"/pull?cursor={laptop.cursor}").body == refused.body
    laptop.cursor = refused.failure.cursor
    assert [each.type for each in laptop.pull()] == ["organisation"]
    assert laptop.push(laptop.line(visit(ids(), person)))[0].state == "applied"
    with_villages(county, tmp_path, TOWN_VILLAGE)
    refused = laptop.request("GET", f"/pull?cursor={laptop.cursor}")
    assert (refused.failure.added, refused.failure.removed) == ([TOWN_VILLAGE], [VILLAGE, OTHER_VILLAGE])


def test_the_county_remembers_since_when_and_until_when_a_scope_was(
    county: CountyDatabase, enrolled: Enrolled, tmp_path: Path, clock: FrozenClock
) -> None:
    laptop, begun = enrolled("V1"), clock.now()
    laptop.pull()
    clock.advance(timedelta(days=3))
    with_villages(county, tmp_path, OTHER_VILLAGE)
    laptop.request("GET", f"/pull?cursor={laptop.cursor}")
    with county.transaction() as connection:
        rows = connection.execute("SELECT villages, since, until FROM device_scope ORDER BY since").fetchall()
    kept = [(msgspec.json.decode(bytes(row[0])), row[1], row[2]) for row in rows]
    assert kept == [([VILLAGE], begun, clock.now()), ([OTHER_VILLAGE], clock.now(), None)]
    with_villages(county, tmp_path, VILLAGE)
    laptop.page(limit=0)
    with county.transaction() as connection:
        rows = connection.execute("SELECT villages FROM device_scope WHERE until IS NULL").fetchall()
    assert [msgspec.json.decode(bytes(row[0])) for row in rows] == [[VILLAGE]]


def referred(enrolled: Enrolled, ids: Ids) -> tuple[Laptop, Laptop, str]:
    sender, receiver, slip, person = enrolled("V1"), enrolled("H1", "hospital_receiver"), ids(), ids()
    sender.push(
        sender.line(resident(person)),
        sender.line(referral(slip, person, from_org="FORGED", village_code=OTHER_VILLAGE), step(ids(), slip, "issue")),
    )
    return sender, receiver, slip


def test_the_county_stamps_who_referred_and_who_took_a_step(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    accepted = ids()
    receiver.push(receiver.line(step(accepted, slip, "accept", organisation="V1", staff="FORGED")))
    sender.pull()
    assert sender.held("referral")[slip]["from_org"] == "V1"
    assert sender.held("referral_event")[accepted]["organisation"] == "H1"
    assert sender.held("referral_event")[accepted]["staff"] == "R1"


def test_a_forged_village_on_a_slip_shows_it_to_nobody_else(enrolled: Enrolled, ids: Ids) -> None:
    _, _, slip = referred(enrolled, ids)
    stranger = enrolled("V2")
    stranger.pull()
    assert slip not in stranger.held("referral")


def test_the_receivers_first_pull_is_seen_by_the_sender_once(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    sender.pull()
    assert [each["event"] for each in sender.held("referral_event").values()] == ["issue"]
    receiver.pull()
    receiver.cursor = None
    receiver.pull()
    enrolled("H1", "hospital_receiver").pull()
    sender.pull()
    events = [each for each in sender.held("referral_event").values() if each["referral_id"] == slip]
    assert [(each["event"], each["organisation"]) for each in events] == [("issue", "V1"), ("deliver", "server")]


def test_only_the_parties_of_a_referral_may_take_a_step(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    stranger, township = enrolled("H2", "hospital_receiver"), enrolled("T1", "township_clinician", "C2")
    for desk, state in (
        (stranger, "quarantined"),
        (township, "quarantined"),
        (receiver, "applied"),
        (sender, "applied"),
    ):
        (outcome,) = desk.push(desk.line(step(ids(), slip, "read")))
        assert outcome.state == state


def test_a_step_out_of_order_is_kept_for_everybody_to_see(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    early = ids()
    assert receiver.push(receiver.line(step(early, slip, "treat")))[0].state == "applied"
    sender.pull()
    assert sender.held("referral_event")[early]["event"] == "treat"


def test_a_return_reaches_the_sender(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    back = ids()
    receiver.push(receiver.line(step(ids(), slip, "accept")))
    operation = Operation("create", "return", back, {"referral_id": slip, "diagnosis": "高血压2级"})
    assert receiver.push(receiver.line(operation, step(ids(), slip, "send_back", return_id=back)))[0].state == "applied"
    sender.pull()
    assert sender.held("return")[back]["diagnosis"] == "高血压2级"


def test_after_a_redirect_the_new_receiver_gets_the_whole_story(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    receiver.push(receiver.line(step(ids(), slip, "redirect", to_org="H2")))
    other = enrolled("H2", "hospital_receiver")
    other.pull()
    assert slip in other.held("referral")
    assert {each["event"] for each in other.held("referral_event").values()} == {"issue", "redirect"}
    assert other.push(other.line(step(ids(), slip, "accept")))[0].state == "applied"
    sender.pull()
    receiver.pull()
    for desk in (sender, receiver):
        assert {each["event"] for each in desk.held("referral_event").values()} == {"issue", "redirect", "accept"}


def test_a_referral_to_an_unknown_place_is_quarantined_instead_of_lost(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person)))
    (outcome,) = laptop.push(laptop.line(referral(ids(), person, to_org="X9")))
    assert (outcome.state, outcome.code, outcome.field) == ("quarantined", "organisation", "to_org")


def test_two_files_of_one_number_are_shown_where_they_may_be_compared(enrolled: Enrolled, ids: Ids) -> None:
    first, second, centre = enrolled("V1"), enrolled("V2"), enrolled("T1", "public_health")
    number = {"id_no": "11010519491231002X", "sex": "2", "birth_date": "1949-12-31"}
    here, also_here, elsewhere = ids(), ids(), ids()
    first.push(first.line(resident(here, **number)), first.line(resident(also_here, **number, name="王二")))
    for laptop, seen in ((first, 1), (second, 0), (centre, 1)):
        laptop.pull()
        assert len(laptop.held("duplicate_candidate")) == seen
    second.push(second.line(resident(elsewhere, **number, name="王三", village_code=OTHER_VILLAGE)))
    for laptop, seen in ((first, 1), (second, 0), (centre, 3)):
        laptop.pull()
        assert len(laptop.held("duplicate_candidate")) == seen
        rows = laptop.request("GET", "/snapshot/duplicate_candidate").read(SnapshotReply).rows
        assert {each.id for each in rows} == set(laptop.held("duplicate_candidate"))


def test_a_conflict_is_shown_to_those_who_have_its_subject(enrolled: Enrolled, ids: Ids) -> None:
    one, other, stranger, centre = enrolled("V1"), enrolled("V1"), enrolled("V2"), enrolled("T1", "public_health")
    person = ids()
    one.push(one.line(resident(person)))
    one.push(one.line(Operation("patch", "resident", person, {"phone": "1"}, base=1)))
    (outcome,) = other.push(other.line(Operation("patch", "resident", person, {"phone": "2"}, base=1)))
    assert outcome.state == "conflict"
    for laptop, expected in ((one, outcome.conflicts), (centre, outcome.conflicts), (stranger, [])):
        laptop.pull()
        assert list(laptop.held("conflict")) == expected
    # It moves with its subject.
    one.push(one.line(Operation("patch", "resident", person, {"village_code": OTHER_VILLAGE}, base=3)))
    stranger.pull()
    assert list(stranger.held("conflict")) == outcome.conflicts
    rows = one.request("GET", "/snapshot/conflict").read(SnapshotReply).rows
    assert rows == []


def test_attachments_go_where_what_they_belong_to_goes(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver, slip = referred(enrolled, ids)
    sender.pull()
    (person,) = sender.held("resident")
    visited, photo, paper = ids(), ids(), ids()
    content = {"sha256": "ab" * 32, "media_type": "image/jpeg", "size": 1000}
    states = sender.push(
        sender.line(visit(visited, person)),
        sender.line(Operation("attach", "visit_attachment", photo, {"visit_id": visited, **content})),
        sender.line(Operation("attach", "referral_attachment", paper, {"referral_id": slip, **content})),
    )
    assert [each.state for each in states] == ["applied"] * 3
    receiver.pull()
    sender.pull()
    assert (set(receiver.held("visit_attachment")), set(receiver.held("referral_attachment"))) == (set(), {paper})
    assert (set(sender.held("visit_attachment")), set(sender.held("referral_attachment"))) == ({photo}, {paper})
    stranger = enrolled("V2")
    stranger.pull()
    assert not stranger.held("visit_attachment")
    assert not stranger.held("referral_attachment")
