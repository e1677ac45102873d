from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_app.county import change_log
from clinic_app.county.database import CountyDatabase
from clinic_app.county.planner import FIRST_HEAD
from clinic_app.protocol import body as record_body
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, mid_of, referral, resident, visit

Ids = Callable[[], str]


def states(outcomes: list[object]) -> list[str]:
    return [each.state for each in outcomes]  # type: ignore[attr-defined]


def stored_fields(county: CountyDatabase, type_name: str, record_id: str) -> dict[str, object] | None:
    with county.transaction() as connection:
        row = connection.execute(
            "SELECT body FROM record WHERE county = %s AND type = %s AND id = %s", (county.county, type_name, record_id)
        ).fetchone()
    return None if row is None else record_body.decode(bytes(row[0])).fields


def count(county: CountyDatabase, table: str) -> int:
    with county.transaction() as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_a_save_is_applied_whole_and_its_bytes_are_kept(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    line = laptop.line(resident(person), visit(ids(), person, sbp=152, dbp=96))
    (outcome,) = laptop.push(line)
    assert (outcome.state, outcome.repeat, outcome.line) == ("applied", False, 0)
    assert outcome.seqs is not None
    assert outcome.seqs[1] - outcome.seqs[0] == 1
    with county.transaction() as connection:
        row = connection.execute(
            "SELECT line, device, device_seq FROM applied WHERE mid = %s", (mid_of(line),)
        ).fetchone()
    assert row is not None
    assert (bytes(row[0]), row[1], row[2]) == (line, laptop.id, 1)


@given(sends=st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=8), min_size=1, max_size=6))
@example(sends=[[0, 0], [1, 0, 1], [0]])
@settings(max_examples=15)
def test_however_often_and_in_whatever_order_a_save_is_sent_it_takes_effect_once(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, sends: list[list[int]]
) -> None:
    laptop = enrolled()
    lines = [laptop.line(resident(ids())) for _ in range(6)]
    before = count(county, "change")
    answers: dict[int, set[tuple[int, ...]]] = {}
    for batch in sends:
        for index, outcome in zip(batch, laptop.push(*(lines[each] for each in batch)), strict=True):
            assert outcome.state == "applied"
            assert outcome.repeat == (index in answers)
            answers.setdefault(index, set()).add(tuple(outcome.seqs or ()))
    assert count(county, "change") - before == len(answers)
    assert all(len(found) == 1 for found in answers.values())


def test_the_same_id_with_other_bytes_changes_nothing(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    line = laptop.line(resident(person))
    laptop.push(line)
    (outcome,) = laptop.push(laptop.line(resident(person, name="另一个"), mid=mid_of(line)))
    assert outcome.state == "mid_reuse"
    (present,) = laptop.push(line)
    assert (present.state, present.repeat) == ("applied", True)
    assert stored_fields(county, "resident", person)["name"] == "王𬎆"  # type: ignore[index]


def test_each_save_of_a_push_is_judged_alone(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, first, last = enrolled(), ids(), ids()
    outcomes = laptop.push(
        laptop.line(resident(first)),
        b'{"mid": nonsense',
        laptop.line(resident(ids(), birth_date="2050-01-01")),
        laptop.line(visit(ids(), ids())),
        b"\xff\xfe\x00",
        b"[" * 100_000,
        laptop.line(resident(last)),
    )
    assert states(outcomes) == [
        "applied", "malformed", "quarantined", "deferred", "malformed", "malformed", "applied",
    ]  # fmt: skip
    assert [each.line for each in outcomes] == list(range(7))
    assert stored_fields(county, "resident", last) is not None


def test_a_refused_save_names_record_and_field_in_words(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    (outcome,) = laptop.push(laptop.line(resident(person), visit(ids(), person, sbp=80, dbp=120)))
    assert (outcome.state, outcome.code, outcome.record, outcome.field) == ("quarantined", "invalid", 1, "sbp")
    assert outcome.message == "收缩压应高于舒张压，核对是否填反"


def test_a_save_is_atomic_when_its_second_record_is_refused(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person), visit(ids(), person, sbp=80, dbp=120)))
    assert stored_fields(county, "resident", person) is None


def test_a_visit_waits_for_its_resident_and_the_device_hears_of_it(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person, visited = enrolled(), ids(), ids()
    child = laptop.line(visit(visited, person))
    (waiting,) = laptop.push(child)
    assert (waiting.state, waiting.waiting_for) == ("deferred", [f"resident:{person}"])
    laptop.pull()
    laptop.push(laptop.line(resident(person)))
    laptop.pull()
    settled = laptop.outcomes[mid_of(child)]
    assert settled.state == "applied"
    assert settled.waiting_for == []
    assert laptop.held("visit")[visited]["visit_date"] == "2026-11-20"
    (repeat,) = laptop.push(child)
    assert (repeat.state, repeat.repeat, repeat.seqs) == ("applied", True, settled.seqs)


def test_a_deferred_save_that_turns_out_wrong_is_told_as_quarantined(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    child = laptop.line(visit(ids(), person, visit_date="1950-01-01"))
    laptop.push(child)
    laptop.push(laptop.line(resident(person)))
    laptop.pull()
    assert laptop.outcomes[mid_of(child)].state == "quarantined"
    assert laptop.outcomes[mid_of(child)].message == "随访日期早于出生日期"


def test_a_chain_of_waiting_saves_is_freed_by_its_root(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person, visited = enrolled(), ids(), ids()
    root = laptop.line(resident(person))
    middle = laptop.line(visit(visited, person), deps=[mid_of(root)])
    leaf = laptop.line(
        Operation("create", "hypertension_followup", ids(), {"visit_id": visited}), deps=[mid_of(middle)]
    )
    assert states(laptop.push(leaf, middle)) == ["deferred", "deferred"]
    assert states(laptop.push(root)) == ["applied"]
    assert states(laptop.push(leaf, middle)) == ["applied", "applied"]


def test_what_was_freed_last_stands_last_in_the_log_though_it_was_told_of_waiting_on(
    enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person = enrolled(), ids()
    last, second = sorted([ids(), ids()])
    root = laptop.line(resident(person))
    middle = laptop.line(Operation("patch", "resident", person, {"phone": "1"}, mid_of(root)), mid=second,
                         deps=[mid_of(root)])  # fmt: skip
    leaf = laptop.line(Operation("patch", "resident", person, {"phone": "2"}, second), mid=last,
                       deps=[mid_of(root), second])  # fmt: skip
    assert states(laptop.push(leaf)) == ["deferred"]
    assert states(laptop.push(middle)) == ["deferred"]
    assert states(laptop.push(root)) == ["applied"]
    changes = [each for each in laptop.pull() if each.type == "resident"]
    assert [(each.mid, each.rev) for each in changes] == [(mid_of(root), 1), (second, 2), (last, 3)]


def test_a_parent_later_in_the_same_push_frees_its_child_at_once(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    outcomes = laptop.push(laptop.line(visit(ids(), person)), laptop.line(resident(person)))
    assert states(outcomes) == ["applied", "applied"]


def test_saves_that_wait_for_each_other_stay_deferred_and_hold_up_nobody(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    first, second = ids(), ids()
    lines = [
        laptop.line(resident(ids()), mid=first, deps=[second]),
        laptop.line(resident(ids()), mid=second, deps=[first]),
        laptop.line(resident(ids())),
    ]
    assert states(laptop.push(*lines)) == ["deferred", "deferred", "applied"]


def test_a_dependency_is_met_by_what_replaced_it(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    wrong = laptop.line(resident(person, birth_date="2050-01-01"))
    child = laptop.line(visit(ids(), person), deps=[mid_of(wrong)])
    assert states(laptop.push(wrong, child)) == ["quarantined", "deferred"]
    assert states(laptop.push(laptop.line(resident(person), supersedes=mid_of(wrong)))) == ["applied"]
    assert states(laptop.push(child)) == ["applied"]


def test_a_superseded_save_is_never_applied(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person, late = enrolled(), ids(), ids()
    old = laptop.line(visit(late, person))
    laptop.push(old)
    laptop.push(laptop.line(resident(ids()), supersedes=mid_of(old)))
    laptop.push(laptop.line(resident(person)))
    assert stored_fields(county, "visit", late) is None
    assert laptop.push(old)[0].code == "superseded"


def test_a_fix_of_a_fix_meets_what_waited_for_the_first(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person, visited = enrolled(), ids(), ids()
    first = laptop.line(resident(person, birth_date="2050-01-01"))
    child = laptop.line(visit(visited, person), deps=[mid_of(first)])
    second = laptop.line(resident(person, birth_date="2051-01-01"), supersedes=mid_of(first))
    assert states(laptop.push(first, child, second)) == ["quarantined", "deferred", "quarantined"]
    laptop.pull()
    assert states(laptop.push(laptop.line(resident(person), supersedes=mid_of(second)))) == ["applied"]
    laptop.pull()
    assert laptop.outcomes[mid_of(child)].state == "applied"
    assert visited in laptop.held("visit")


def test_a_fix_in_another_push_order_is_the_same(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    first = laptop.line(resident(person, birth_date="2050-01-01"))
    second = laptop.line(resident(person), supersedes=mid_of(first))
    child = laptop.line(visit(ids(), person), deps=[mid_of(first)])
    assert states(laptop.push(child)) == ["deferred"]
    assert states(laptop.push(second)) == ["applied"]
    assert laptop.push(first)[0].code == "superseded"
    assert states(laptop.push(child)) == ["applied"]


def test_a_waiting_save_that_was_replaced_is_never_applied_even_when_its_parent_comes(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person, visited = enrolled(), ids(), ids()
    old = laptop.line(visit(visited, person, sbp=180))
    fix = laptop.line(visit(visited, person, sbp=130), supersedes=mid_of(old))
    assert states(laptop.push(old)) == ["deferred"]
    assert states(laptop.push(fix)) == ["deferred"]
    assert laptop.push(old)[0].code == "superseded"
    laptop.push(laptop.line(resident(person)))
    assert stored_fields(county, "visit", visited)["sbp"] == 130  # type: ignore[index]
    assert [each.state for each in laptop.push(old, fix)] == ["quarantined", "applied"]


def test_nobody_replaces_what_another_house_has_saved(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, stranger, person, visited = enrolled("V1"), enrolled("V2"), ids(), ids()
    line = laptop.line(visit(visited, person))
    laptop.push(line)
    forged = stranger.line(resident(ids(), village_code=OTHER_VILLAGE), supersedes=mid_of(line))
    assert states(stranger.push(forged)) == ["applied"]
    laptop.push(laptop.line(resident(person)))
    assert stored_fields(county, "visit", visited) is not None


def test_an_attachment_stands_under_its_visit_and_cannot_be_repeated_with_other_content(
    enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person, visited, photo = enrolled(), ids(), ids(), ids()
    fields = {"visit_id": visited, "sha256": "a" * 64, "media_type": "image/jpeg", "size": 3}
    waiting = laptop.line(Operation("attach", "visit_attachment", photo, fields))
    assert states(laptop.push(waiting)) == ["deferred"]
    laptop.push(laptop.line(resident(person), visit(visited, person)))
    assert states(laptop.push(waiting)) == ["applied"]
    other = Operation("attach", "visit_attachment", photo, {**fields, "size": 4})
    assert laptop.push(laptop.line(other))[0].code == "exists"


def test_every_changed_outcome_reaches_the_device_in_its_pull(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person, other = enrolled(), ids(), ids()
    wrong = laptop.line(resident(person, birth_date="2050-01-01"))
    children = [laptop.line(visit(ids(), person), deps=[mid_of(wrong)]) for _ in range(3)]
    stranger = laptop.line(visit(ids(), other))
    laptop.push(wrong, *children, stranger)
    laptop.pull()
    laptop.outcomes.clear()
    fix = laptop.line(resident(person), supersedes=mid_of(wrong))
    laptop.push(fix)
    laptop.pull()
    assert {mid: each.state for mid, each in laptop.outcomes.items()} == {
        mid_of(line): "applied" for line in (fix, *children)
    }


@pytest.mark.parametrize(
    "name",
    [
        "王\u0000五", "䶮𬎆㛃𠅤", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u5f20\U000e0100", "\ue000\uf8ff",
        "a\tb\nc", "\u202e倒", "%s'\";DROP TABLE record;--", "𰻝" * 90,
    ],
    ids=["nul", "rare", "joined", "variant", "private", "controls", "direction", "sql", "long"],
)  # fmt: skip
def test_text_comes_back_as_it_was_sent_and_poisons_nothing(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, name: str
) -> None:
    laptop, person, neighbour = enrolled(), ids(), ids()
    outcomes = laptop.push(
        laptop.line(resident(person, name=name, nickname=name)), laptop.line(resident(neighbour, name="邻居"))
    )
    assert states(outcomes) == ["applied", "applied"]
    laptop.pull()
    assert laptop.held("resident")[person]["name"] == name
    assert laptop.held("resident")[person]["nickname"] == name
    assert neighbour in laptop.held("resident")


@pytest.mark.parametrize("poison", ["type", "id", "parent", "to_org", "mid", "author", "deps", "supersedes", "reason"])
def test_a_nul_anywhere_in_a_line_never_fails_the_push(enrolled: Enrolled, ids: Ids, poison: str) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person)))
    nul = "a\u0000b"
    line = {
        "type": lambda: laptop.line(Operation("create", nul, ids(), {"resident_id": person})),
        "id": lambda: laptop.line(resident(nul)),
        "parent": lambda: laptop.line(visit(ids(), nul)),
        "to_org": lambda: laptop.line(referral(ids(), person, to_org=nul)),
        "mid": lambda: laptop.line(resident(ids()), mid=nul),
        "author": lambda: laptop.line(resident(ids()), author=nul),
        "deps": lambda: laptop.line(resident(ids()), deps=[nul]),
        "supersedes": lambda: laptop.line(resident(ids()), supersedes=nul),
        "reason": lambda: laptop.line(Operation("void", "resident", person, reason=nul)),
    }[poison]()
    poisoned, clean = laptop.push(line, laptop.line(resident(ids())))
    assert poisoned.state == ("applied" if poison == "reason" else poisoned.state)
    assert poisoned.state in ("applied", "quarantined", "malformed")
    assert clean.state == "applied"


def test_a_lone_surrogate_is_malformed_and_holds_up_nobody(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    line = laptop.line(resident(ids(), name="XX")).replace(b"XX", b"\\ud800")
    assert states(laptop.push(line, laptop.line(resident(ids())))) == ["malformed", "applied"]
    assert laptop.push(line)[0].state == "malformed"


@pytest.mark.parametrize("number", ["1e400", "NaN", "123456789012345678901234567890", "-0.0", "1.10"])
def test_odd_numbers_in_unknown_fields_never_fail_the_push(enrolled: Enrolled, ids: Ids, number: str) -> None:
    laptop = enrolled()
    line = laptop.line(resident(ids(), later=7070)).replace(b"7070", number.encode())
    outcomes = laptop.push(line, laptop.line(resident(ids())))
    assert outcomes[0].state in ("applied", "malformed")
    assert outcomes[1].state == "applied"


def test_unknown_fields_and_types_of_a_newer_laptop_are_kept_and_passed_on(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person, later = enrolled(), ids(), ids()
    laptop.push(laptop.line(resident(person, future_score={"a": [1, "二"]})))
    (outcome,) = laptop.push(
        laptop.line(Operation("create", "sleep_diary", later, {"resident_id": person, "hours": "7.5"}))
    )
    assert outcome.state == "applied"
    laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": "0000"}, base=1)))
    laptop.pull()
    assert laptop.held("resident")[person]["future_score"] == {"a": [1, "二"]}
    assert laptop.held("resident")[person]["phone"] == "0000"
    assert laptop.held("sleep_diary")[later] == {"resident_id": person, "hours": "7.5"}


def test_an_old_laptop_may_patch_around_fields_it_does_not_know(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person, phone="1", future="x")))
    laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": None}, base=1)))
    laptop.pull()
    assert laptop.records["resident", person].rev == 2
    assert "phone" not in laptop.held("resident")[person]
    assert laptop.held("resident")[person]["future"] == "x"


def test_field_revisions_say_when_a_field_last_changed(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person, phone="1")))
    laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": "2"}, base=1)))
    laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": "2", "work_unit": "田"}, base=2)))
    with county.transaction() as connection:
        row = connection.execute("SELECT rev, field_revs FROM record WHERE id = %s", (person,)).fetchone()
    assert row is not None
    assert (row[0], msgspec.json.decode(bytes(row[1]))) == (3, {"phone": 2, "work_unit": 3})


def test_two_desks_changing_one_field_leave_both_values_in_the_log(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    first, second, person = enrolled(), enrolled(), ids()
    first.push(first.line(resident(person, phone="1")))
    first.push(first.line(Operation("patch", "resident", person, {"phone": "from first"}, base=1)))
    second.push(second.line(Operation("patch", "resident", person, {"phone": "from second"}, base=1)))
    assert stored_fields(county, "resident", person)["phone"] == "from second"  # type: ignore[index]
    with county.transaction() as connection:
        rows = connection.execute("SELECT body FROM change WHERE id = %s ORDER BY seq", (person,)).fetchall()
    assert [record_body.decode(bytes(row[0])).fields["phone"] for row in rows] == ["1", "from first", "from second"]


def test_a_record_that_is_void_stays_readable(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person)))
    assert states(laptop.push(laptop.line(Operation("void", "resident", person, reason="重复建档")))) == ["applied"]
    laptop.pull()
    assert laptop.records["resident", person].body["void"] is True
    assert laptop.records["resident", person].body["fields"]["name"] == "王𬎆"


def test_a_laptop_whose_clock_runs_ahead_loses_no_visit(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    ahead = laptop.line(resident(person), visit(ids(), person, visit_date="2036-11-20"),
                        authored_at="2036-11-21T00:00:00.000Z")  # fmt: skip
    assert states(laptop.push(ahead)) == ["applied"]
    wrong = laptop.line(visit(ids(), person, visit_date="2036-11-20"))
    assert states(laptop.push(wrong)) == ["quarantined"]


def test_repeating_a_creation_with_the_same_content_is_harmless_and_with_other_content_is_quarantined(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person)))
    before = count(county, "change")
    (same,) = laptop.push(laptop.line(resident(person)))
    (other,) = laptop.push(laptop.line(resident(person, name="另一个")))
    assert (same.state, count(county, "change") - before) == ("applied", 0)
    assert same.seqs == [before, before]
    assert (other.state, other.code) == ("quarantined", "exists")


def test_reference_records_cannot_be_written_by_a_laptop(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    operation = Operation("create", "organisation", ids(), {"code": "X", "name": "X", "kind": "bureau"})
    (outcome,) = laptop.push(laptop.line(operation))
    assert (outcome.state, outcome.code) == ("quarantined", "reference")


def test_an_author_who_is_no_account_of_the_device_is_quarantined(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    (outcome,) = laptop.push(laptop.line(resident(ids()), author=ids()))
    assert (outcome.state, outcome.code) == ("quarantined", "author")


def test_the_county_says_what_it_knows_of_a_save(enrolled: Enrolled, ids: Ids) -> None:
    laptop, stranger = enrolled(), enrolled("V2")
    line = laptop.line(resident(ids()))
    laptop.push(line)
    asked = f"/outcomes?mid={mid_of(line)},{ids()}"
    own = msgspec.json.decode(laptop.request("GET", asked).body)["outcomes"]
    foreign = msgspec.json.decode(stranger.request("GET", asked).body)["outcomes"]
    assert [each["state"] for each in own] == ["applied", "unknown"]
    assert [each["state"] for each in foreign] == ["unknown", "unknown"]


def test_the_log_is_gapless_and_its_chain_verifies(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(*(laptop.line(resident(ids())) for _ in range(30)))
    laptop.push(*(laptop.line(resident(ids())) for _ in range(30)))
    with county.transaction() as connection:
        assert change_log.first_broken(connection, county.county) is None
        assert change_log.read_head(connection, county.county).seq == count(county, "change")


def test_missing_device_numbers_are_reported_and_never_enforced(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    from clinic_app.county.devices import missing_numbers

    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    laptop.sent += 3
    assert states(laptop.push(laptop.line(resident(ids())))) == ["applied"]
    with county.transaction() as connection:
        assert missing_numbers(connection, county.county) == {laptop.id: 3}


@pytest.mark.parametrize("version", ["0", "7"])
def test_a_program_of_any_age_may_hand_in_what_it_saved_but_pulls_only_within_the_window(
    enrolled: Enrolled, ids: Ids, version: str
) -> None:
    laptop, person = enrolled(), ids()
    envelope = msgspec.json.encode(wire.PushEnvelope(laptop.id, 1))
    body = b"\n".join([envelope, laptop.line(resident(person))])
    other = {wire.PROTOCOL_HEADER: version}
    reply: wire.PushReply = laptop.request("POST", "/push", body, headers=other).read(wire.PushReply)
    assert [each.state for each in reply.outcomes] == ["applied"]
    assert laptop.request("GET", "/pull", headers=other).status == 426


def test_a_county_that_grows_from_nothing_gives_its_database_statistics_at_once(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    def known_rows() -> float:
        with county.transaction() as connection:
            row = connection.execute("SELECT reltuples FROM pg_class WHERE oid = 'change'::regclass").fetchone()
        assert row is not None
        return float(row[0])

    laptop = enrolled()
    before = known_rows()
    for _ in range(3):
        laptop.push(*(laptop.line(resident(ids())) for _ in range(200)))
    after = known_rows()
    assert after >= FIRST_HEAD
    assert after > before
