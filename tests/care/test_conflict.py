"""A person chooses between two values in one save, sees both authors, and can take the choice back."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_app.care.conflict import keep, reopen, write
from clinic_app.care.entry import Refused
from clinic_app.care.save import save
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.queries.conflict import (
    conflict,
    count_open,
    decided_conflicts,
    open_conflicts,
    with_open_conflicts,
)
from tests.care.conflicts import FILE, FIRST, SECOND, VILLAGE, arrive, clash, last_save, shown, side
from tests.conftest import NOW

WHY = "电话里问过本人"


@pytest.fixture
def person(database: Database) -> str:
    """A resident whose phone two laptops changed; the second one's number is shown."""
    known = new_id(NOW)
    arrive(database, "resident", known, 3, {**FILE, "phone": "222"})
    return known


@pytest.fixture
def phone(database: Database, person: str) -> str:
    return clash(database, "resident", person, "phone", [side(FIRST, {"phone": "111"}), side(SECOND, {"phone": "222"})])


def state_of(database: Database, conflict_id: str) -> str:
    with database.read() as connection:
        found = conflict(connection, conflict_id)
    assert found
    return found.state


def test_the_list_shows_both_values_with_who_wrote_them_in_the_countys_order(database: Database, phone: str) -> None:
    with database.read() as connection:
        (found,) = open_conflicts(connection)
    assert [(each.key, each.mid, dict(each.value)) for each in found.contenders] == [
        ("A", FIRST, {"phone": "111"}),
        ("B", SECOND, {"phone": "222"}),
    ]
    assert (found.person, found.record, found.words) == ("李某甲", "居民", "本人电话")
    assert (found.shown, found.differing) == (SECOND, ("phone",))


def test_keeping_one_value_is_one_save_that_names_every_value_seen(database: Database, person: str, phone: str) -> None:
    decided = keep(database, phone, "A", WHY)
    saved = last_save(database)
    assert saved.mid == decided.mid
    assert [(each.op, each.type, each.id) for each in saved.ops] == [
        ("patch", "resident", person),
        ("resolve", "conflict", phone),
    ]
    assert (saved.ops[0].fields, saved.ops[0].base) == ({"phone": "111"}, 3)
    closing = saved.ops[1]
    assert (closing.fields["state"], closing.fields["shown"], closing.fields["saw"]) == (
        "closed",
        FIRST,
        [FIRST, SECOND],
    )
    assert closing.reason == WHY
    assert closing.fields["decision"]["by"] == database.actor.account
    assert shown(database, "resident", person)["phone"] == "111"
    assert state_of(database, phone) == "closed"


def test_keeping_what_is_shown_already_still_says_so_on_the_record(database: Database, phone: str) -> None:
    keep(database, phone, "B", WHY)
    assert last_save(database).ops[0].fields == {"phone": "222"}


def test_a_third_value_can_be_written(database: Database, person: str, phone: str) -> None:
    write(database, phone, {"phone": "333"}, WHY)
    saved = last_save(database)
    assert saved.ops[0].fields == {"phone": "333"}
    assert not saved.ops[1].fields["shown"]
    assert shown(database, "resident", person)["phone"] == "333"


def test_a_decision_is_taken_back_with_the_value_that_was_shown_before(
    database: Database, person: str, phone: str
) -> None:
    keep(database, phone, "A", WHY)
    reopen(database, phone, "看错了人")
    saved = last_save(database)
    assert [each.op for each in saved.ops] == ["reopen", "patch"]
    assert (saved.ops[0].fields["state"], saved.ops[0].fields["shown"]) == ("open", SECOND)
    assert shown(database, "resident", person)["phone"] == "222"
    with database.read() as connection:
        (found,) = open_conflicts(connection)
    assert (found.shown, len(found.contenders)) == (SECOND, 2)


def test_an_atomic_group_is_decided_as_a_whole(database: Database) -> None:
    known = new_id(NOW)
    arrive(database, "resident", known, 3, {**FILE, "name": "李某乙"})
    names = ("name", "sex", "birth_date", "id_type", "id_no")
    one = {name: FILE.get(name) for name in names}
    other = {**one, "name": "李某乙", "id_no": None}
    found = clash(database, "resident", known, "identity", [side(FIRST, one), side(SECOND, other)], names=names)
    write(database, found, {"name": "李某丙"}, WHY)
    fields = last_save(database).ops[0].fields
    assert set(fields) == set(names)
    assert (fields["name"], fields["sex"]) == ("李某丙", "2")
    assert shown(database, "resident", known)["name"] == "李某丙"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_decision_needs_a_reason(database: Database, phone: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        keep(database, phone, "A", reason)
    assert refusal.value.errors[0].field == "reason"


def test_what_cannot_be_decided_is_said_and_leaves_nothing(database: Database, person: str, phone: str) -> None:
    for act in (
        lambda: keep(database, phone, "C", WHY),
        lambda: keep(database, new_id(NOW), "A", WHY),
        lambda: write(database, phone, {"name": "王某"}, WHY),
        lambda: write(database, phone, {}, WHY),
        lambda: reopen(database, phone, WHY),
    ):
        with pytest.raises(Refused):
            act()
    assert (state_of(database, phone), shown(database, "resident", person)["phone"]) == ("open", "222")
    keep(database, phone, "A", WHY)
    with pytest.raises(Refused, match="已经处理过"):
        keep(database, phone, "B", WHY)


def test_a_value_that_comes_later_keeps_the_conflict_open(database: Database, person: str, phone: str) -> None:
    keep(database, phone, "A", WHY)
    third = "01a20116-0000-7000-8000-00000000000c"
    sides = [side(third, {"phone": "333"}), side(last_save(database).mid, {"phone": "111"})]
    with database.write() as connection:
        # The own save is answered and passed; what the county says counts from now on.
        connection.exec_driver_sql("UPDATE outbox SET state = 'applied', last_seq = 0")
    clash(database, "resident", person, "phone", sides, rev=2)
    with database.read() as connection:
        (found,) = open_conflicts(connection)
    assert [each.mid for each in found.contenders] == [third, sides[1]["mid"]]


def test_counts_and_badges_leave_out_what_is_decided_along(database: Database, person: str, phone: str) -> None:
    clash(
        database, "household", new_id(NOW), "phone", [side(FIRST, {"phone": "1"}), side(SECOND, {"phone": "2"})],
        follows=phone,
    )  # fmt: skip
    with database.read() as connection:
        assert count_open(connection) == 1
        assert len(open_conflicts(connection)) == 1
        assert len(open_conflicts(connection, person)) == 1
        assert with_open_conflicts(connection, [person, new_id(NOW)]) == {person}
    keep(database, phone, "A", WHY)
    with database.read() as connection:
        assert with_open_conflicts(connection, [person]) == set()
        assert [each.id for each in decided_conflicts(connection)] == [phone]


@pytest.fixture
def visited(database: Database, person: str) -> tuple[str, str]:
    """A follow-up with 152/96: the visit and its section."""
    seen = new_id(NOW)
    fields = {"resident_id": person, "visit_date": "2026-11-22", "visit_mode": "2", "sbp": 152, "dbp": 96}
    records: list[dict[str, Any]] = [
        {"type": "visit", "id": seen, "fields": fields},
        {"type": "hypertension_followup", "fields": {"visit_id": seen, "symptoms": ["1"]}},
    ]
    return seen, save(database, records).ids[1]


def test_a_sections_conflict_is_decided_with_that_of_its_visit(database: Database, visited: tuple[str, str]) -> None:
    seen, section = visited
    resident = {"resident_id": shown(database, "visit", seen)["resident_id"]}
    main = clash(
        database, "visit", seen, "amendment",
        [side(FIRST, {"sbp": 132, "dbp": 96}), side(SECOND, {"sbp": 152, "dbp": 96})], **resident,
    )  # fmt: skip
    verdicts = [{"classification": "1", "proposed_classification": "1"}, {"classification": "2"}]
    sides = [side(FIRST, verdicts[0]), side(SECOND, {**verdicts[1], "proposed_classification": "2"})]
    along = clash(database, "hypertension_followup", section, "amendment", sides, follows=main, **resident)
    decided = keep(database, main, "A", WHY)
    assert decided.conflicts == (main, along)
    assert [(each.op, each.type) for each in last_save(database).ops] == [
        ("amend", "visit"),
        ("resolve", "conflict"),
        ("amend", "hypertension_followup"),
        ("resolve", "conflict"),
    ]
    assert shown(database, "visit", seen)["sbp"] == 132
    assert shown(database, "hypertension_followup", section)["classification"] == "1"
    assert (state_of(database, main), state_of(database, along)) == ("closed", "closed")
    reopen(database, main, "核对血压计")
    assert shown(database, "hypertension_followup", section)["classification"] == "2"
    assert (state_of(database, main), state_of(database, along)) == ("open", "open")


def test_sections_follow_a_visit_whose_value_was_written_anew(database: Database, visited: tuple[str, str]) -> None:
    seen, section = visited
    main = clash(
        database, "visit", seen, "amendment",
        [side(FIRST, {"sbp": 162, "dbp": 96}), side(SECOND, {"sbp": 152, "dbp": 96})],
    )  # fmt: skip
    write(database, main, {"sbp": 128, "dbp": 78}, WHY)
    assert shown(database, "hypertension_followup", section)["classification"] == "1"


def test_a_withdrawal_that_met_a_change_can_stand_or_not(database: Database, person: str) -> None:
    sides = [side(FIRST, {"phone": "222"}), side(SECOND, {"void": True})]
    found = clash(database, "resident", person, "void", sides)
    keep(database, found, "A", WHY)
    assert [(each.op, each.type) for each in last_save(database).ops] == [
        ("patch", "resident"),
        ("resolve", "conflict"),
    ]
    assert shown(database, "resident", person)["phone"] == "222"
    reopen(database, found, WHY)
    keep(database, found, "B", WHY)
    assert last_save(database).ops[0].op == "void"
    assert shown(database, "resident", person) == {}
    reopen(database, found, WHY)
    assert shown(database, "resident", person)["phone"] == "222"


def test_what_the_rules_refuse_is_not_written(database: Database, visited: tuple[str, str]) -> None:
    seen, _ = visited
    sides = [side(FIRST, {"sbp": 162}), side(SECOND, {"sbp": 152})]
    main = clash(database, "visit", seen, "amendment", sides)
    with pytest.raises(Refused) as refusal:
        write(database, main, {"sbp": 20}, WHY)
    assert refusal.value.errors[0].field == "sbp"
    assert VILLAGE
