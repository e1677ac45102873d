"""Late writes, revoked laptops, disabled accounts: taken, or kept for a supervisor; never dropped."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.county.accounts import disable
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke
from clinic_app.county.problems import CountyProblem
from clinic_app.county.supervision import accept, decline, read_supervised
from clinic_app.protocol import signing, wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, mid_of, resident, visit

Ids = Callable[[], str]


def move(person: str, village: str = OTHER_VILLAGE, base: int = 1) -> Operation:
    return Operation("patch", "resident", person, {"village_code": village, "current_address": "新址"}, base)


def moved_away(enrolled: Enrolled, ids: Ids) -> tuple[Laptop, Laptop, str]:
    """A resident who has moved from the first laptop's village to the second's."""
    old, new, person = enrolled("V1"), enrolled("V2"), ids()
    old.pull()
    old.push(old.line(resident(person)))
    old.push(old.line(move(person)))
    return old, new, person


def test_a_late_visit_from_the_former_village_is_taken_and_reaches_the_new_one(enrolled: Enrolled, ids: Ids) -> None:
    old, new, person = moved_away(enrolled, ids)
    visited = ids()
    (late,) = old.push(old.line(visit(visited, person)))
    assert (late.state, late.code) == ("applied", "late_scope")
    new.pull()
    assert visited in new.held("visit")


def test_after_90_days_a_late_write_waits_for_a_supervisor(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, clock: FrozenClock
) -> None:
    old, _, person = moved_away(enrolled, ids)
    clock.advance(timedelta(days=89))
    assert old.push(old.line(visit(ids(), person)))[0].code == "late_scope"
    clock.advance(timedelta(days=2))
    line = old.line(visit(ids(), person))
    (late,) = old.push(line)
    assert (late.state, late.code) == ("quarantined", "late_scope")
    (waiting,) = read_supervised(county)
    assert (waiting.mid, waiting.organisation, waiting.records) == (mid_of(line), "V1", {"visit": 1})


def test_a_stranger_to_the_resident_is_refused_and_waits_for_nobody(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    owner, stranger, person = enrolled("V1"), enrolled("V2"), ids()
    owner.push(owner.line(resident(person)))
    (refused,) = stranger.push(stranger.line(visit(ids(), person)))
    assert (refused.state, refused.code) == ("quarantined", "scope")
    assert read_supervised(county) == []


def test_a_village_that_a_clinic_gave_up_may_be_written_for_90_days(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, clock: FrozenClock
) -> None:
    from clinic_app.county.hand_over import hand_over

    laptop, person = enrolled("V1"), ids()
    laptop.pull()
    laptop.push(laptop.line(resident(person)))
    hand_over(county, VILLAGE, "V1", "V2", ("张一", "李二"), "test")
    assert laptop.request("GET", f"/pull?cursor={laptop.cursor}").failure.code == "scope_changed"
    (late,) = laptop.push(laptop.line(resident(ids())))
    assert (late.state, late.code) == ("applied", "late_scope")
    clock.advance(timedelta(days=91))
    (later,) = laptop.push(laptop.line(visit(ids(), person)))
    assert (later.state, later.code) == ("quarantined", "late_scope")


def test_what_a_revoked_laptop_hands_in_is_kept_for_a_supervisor_and_it_learns_nothing_else(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person = enrolled(), ids()
    before = laptop.line(resident(person))
    laptop.push(before)
    revoke(county, laptop.id, "test")
    lines = [laptop.line(visit(ids(), person)) for _ in range(3)]
    outcomes = laptop.push(*lines, before, b"nonsense")
    assert [(each.state, each.code) for each in outcomes] == [
        *[("quarantined", "revoked")] * 3, ("applied", None), ("malformed", None),
    ]  # fmt: skip
    assert [each.mid for each in read_supervised(county)] == [mid_of(line) for line in lines]
    for method, path in (("GET", "/pull"), ("GET", "/hello"), ("GET", f"/outcomes?mid={mid_of(before)}"),
                         ("POST", "/accounts"), ("GET", "/digest"), ("POST", "/align")):  # fmt: skip
        answered = laptop.request(method, path)
        assert (answered.status, answered.failure.code) == (403, "revoked")


def test_accepted_work_of_a_revoked_laptop_becomes_records_whatever_the_order(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, colleague, person, visited = enrolled(), enrolled(), ids(), ids()
    revoke(county, laptop.id, "test")
    parent = laptop.line(resident(person))
    child = laptop.line(visit(visited, person), deps=[mid_of(parent)])
    laptop.push(parent, child)
    assert accept(county, mid_of(child), "test").state == "deferred"
    colleague.pull()
    assert colleague.held("visit") == {}
    assert accept(county, mid_of(parent), "test").state == "applied"
    colleague.pull()
    assert person in colleague.held("resident")
    assert visited in colleague.held("visit")
    assert [each.state for each in laptop.push(parent, child)] == ["applied", "applied"]


def test_a_decision_of_the_supervisor_reaches_the_laptop_in_its_pull(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop = enrolled()
    refused, taken = (laptop.line(resident(ids()), author=ids()) for _ in range(2))
    laptop.push(refused, taken)
    laptop.pull()
    decline(county, mid_of(refused), "查无此人", "test")
    accept(county, mid_of(taken), "test")
    laptop.pull()
    said = laptop.outcomes[mid_of(refused)]
    assert (said.state, said.code, said.message) == ("declined", "author", "县管理员没有采纳：查无此人")
    assert laptop.outcomes[mid_of(taken)].state == "applied"
    assert laptop.push(refused)[0].state == "declined"


def test_a_decision_is_made_once_with_words_and_audited(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    line = laptop.line(resident(ids()), author=ids())
    laptop.push(line)
    for wrong in ("", "  "):
        with pytest.raises(CountyProblem):
            decline(county, mid_of(line), wrong, "test")
    with pytest.raises(CountyProblem):
        accept(county, ids(), "test")
    decline(county, mid_of(line), "重复", "test")
    with pytest.raises(CountyProblem):
        accept(county, mid_of(line), "test")
    with county.transaction() as connection:
        decided = connection.execute("SELECT mid, decision, reason FROM decision").fetchall()
        audited = connection.execute("SELECT action, target FROM audit WHERE action = 'decline'").fetchall()
    assert decided == [(mid_of(line), "decline", "重复")]
    assert audited == [("decline", f"mutation:{mid_of(line)}")]


def test_a_fix_of_declined_work_is_judged_like_any_other(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    line = laptop.line(resident(person), author=ids())
    child = laptop.line(visit(ids(), person), deps=[mid_of(line)])
    laptop.push(line, child)
    decline(county, mid_of(line), "换人保存", "test")
    assert laptop.push(laptop.line(resident(person), supersedes=mid_of(line)))[0].state == "applied"
    assert laptop.push(child)[0].state == "applied"


def test_what_a_disabled_account_saved_before_is_taken_and_after_waits(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, clock: FrozenClock
) -> None:
    laptop = enrolled()
    before = laptop.line(resident(ids()))
    clock.advance(timedelta(hours=1))
    assert disable(county, laptop.account, "test") == 1
    clock.advance(timedelta(hours=1))
    after = laptop.line(resident(ids()))
    outcomes = laptop.push(before, after)
    assert [(each.state, each.code) for each in outcomes] == [("applied", None), ("quarantined", "disabled")]
    assert laptop.request("GET", "/hello").read(wire.HelloReply).disabled == [laptop.account]
    assert accept(county, mid_of(after), "test").state == "applied"
    with pytest.raises(CountyProblem):
        disable(county, ids(), "test")


def test_operations_of_a_newer_program_are_kept_until_the_county_knows_them(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person)))
    newer = laptop.line(Operation("rearrange", "resident", person, {"phone": "1"}))
    (outcome,) = laptop.push(newer)
    assert (outcome.state, outcome.code, outcome.field) == ("quarantined", "newer", "op")
    assert [each.mid for each in read_supervised(county)] == [mid_of(newer)]


def test_only_a_village_that_looked_the_person_up_may_claim_a_resident(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, clock: FrozenClock
) -> None:
    old, new, person, visited = enrolled("V1"), enrolled("V2"), ids(), ids()
    old.push(old.line(resident(person), visit(visited, person)))
    claim = Operation("claim", "resident", person, {"village_code": OTHER_VILLAGE}, base=1, reason="搬来本村")
    assert new.push(new.line(claim))[0].code == "scope"
    with county.transaction() as connection:
        connection.execute(
            "INSERT INTO looked_up (county, device, resident_id, at) VALUES (%s, %s, %s, %s)",
            (county.county, new.id, person, clock.now()),
        )
    elsewhere = Operation("claim", "resident", person, {"village_code": "990101001009"}, base=1, reason="x")
    assert new.push(new.line(elsewhere))[0].code == "scope"
    more = Operation("claim", "resident", person, {"village_code": OTHER_VILLAGE, "name": "改名"}, base=1, reason="x")
    assert new.push(new.line(more))[0].code == "invalid"
    assert new.push(new.line(claim))[0].state == "applied"
    new.pull()
    assert new.held("resident")[person]["village_code"] == OTHER_VILLAGE
    assert visited in new.held("visit")
    clock.advance(timedelta(days=8))
    other = ids()
    old.push(old.line(resident(other)))
    late = Operation("claim", "resident", other, {"village_code": OTHER_VILLAGE}, base=1, reason="x")
    assert new.push(new.line(late))[0].code == "scope"


def test_the_commands_list_accept_and_decline(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, fresh_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, list[dict[str, object]]]:
        code = main(["county", *words, "--database", fresh_url, "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    laptop = enrolled()
    first, second = (laptop.line(resident(ids()), author=ids()) for _ in range(2))
    laptop.push(first, second)
    code, listed = run("supervised", "list")
    assert code == 0
    assert [each["mid"] for each in listed] == [mid_of(first), mid_of(second)]
    assert run("supervised", "accept", mid_of(first))[1][0]["state"] == "applied"
    assert run("supervised", "decline", mid_of(second), "--reason", "重复")[1][0]["state"] == "declined"
    assert run("supervised", "list")[1] == []
    assert run("disable-account", laptop.account)[1] == [{"disabled": laptop.account, "devices": 1}]
    assert run("supervised", "accept", mid_of(second))[0] == 1


def test_what_a_copied_laptop_sends_under_a_used_number_is_refused_whole(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    laptop.sent = 0
    lines = [laptop.line(resident(ids())) for _ in range(2)]
    answered = laptop.try_push(*lines)
    assert (answered.status, answered.failure.code) == (409, "device_fork")
    laptop.sent = 1
    assert [each.repeat for each in laptop.push(*lines)] == [False, False]


def test_a_push_of_another_log_is_refused_unless_it_realigns(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    head: wire.Head = laptop.request("GET", "/hello").read(wire.HelloReply).head
    line = laptop.line(resident(ids()))

    def push(seen: wire.Head, common: int | None = None) -> int:
        import msgspec

        envelope = wire.PushEnvelope(laptop.id, 1, seen, common)
        return laptop.request("POST", "/push", msgspec.json.encode(envelope) + b"\n" + line).status

    for other in (wire.Head("elsewhere", head.seq, head.h), wire.Head(head.epoch, head.seq + 1, head.h),
                  wire.Head(head.epoch, head.seq, "0" * 16)):  # fmt: skip
        assert push(other) == 409
    assert push(wire.Head("elsewhere", 7, "0" * 16), common=0) == 200
    assert push(head) == 200


def test_a_fork_may_go_on_from_what_its_ancestor_saved(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    first = laptop.line(resident(person, phone="1"))
    laptop.push(first)
    private, public = signing.new_key_pair()
    asked = json.dumps({"public_key": base64.b64encode(public).decode()}).encode()
    reply: wire.EnrolReply = laptop.request("POST", "/fork", asked).read(wire.EnrolReply)
    laptop.private_key, laptop.id, laptop.sent = private, reply.device, 0
    edit = laptop.line(Operation("patch", "resident", person, {"phone": "2"}, base=mid_of(first)))
    assert [(each.state, each.repeat) for each in laptop.push(first, edit)] == [("applied", True), ("applied", False)]
