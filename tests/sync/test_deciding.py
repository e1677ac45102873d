"""Two laptops write different values without a line; a person chooses at one of them, and both show the same."""

from __future__ import annotations

import time
from typing import Any

import pytest

from clinic_app.care.conflict import keep, reopen, write
from clinic_app.care.quarantine import fix
from clinic_app.care.save import save
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.projection import read_body
from clinic_app.store.queries.conflict import Conflict, open_conflicts
from clinic_app.store.queries.quarantine import refused_saves
from clinic_app.sync.news import wait_for_news
from clinic_app.sync.session import sync_once
from tests.conftest import NOW
from tests.county.laptop import RESIDENT
from tests.sync.conftest import Enrolled

WHY = "问过本人"
CONFLICTS = 5


@pytest.fixture
def pair(laptop: Enrolled) -> tuple[Database, Database]:
    """Two laptops of one clinic."""
    return laptop("V1"), laptop("V1", "second")


def sync(*databases: Database) -> None:
    """Each in turn, and the first again for what the others brought."""
    for database in (*databases, databases[0]):
        report = sync_once(database)
        assert (report.problem, report.exit_code in (0, CONFLICTS)) == (None, True)


def resident(pair: tuple[Database, Database], **fields: Any) -> str:
    person = save(pair[0], [{"type": "resident", "fields": {**RESIDENT, **fields}}]).ids[0]
    sync(*pair)
    return person


def value(database: Database, kind: str, record_id: str, name: str) -> Any:
    with database.read() as connection:
        found = read_body(connection, kind, record_id)
    assert found
    return found[0].fields.get(name)


def is_void(database: Database, record_id: str) -> bool:
    with database.read() as connection:
        found = read_body(connection, "resident", record_id)
    assert found
    return found[0].void


def waiting(database: Database) -> list[Conflict]:
    with database.read() as connection:
        return open_conflicts(connection)


def clash(pair: tuple[Database, Database], person: str) -> Conflict:
    """Both change the telephone without a line; the second one's arrives later."""
    for database, phone in zip(pair, ("111", "222"), strict=True):
        save(database, [{"type": "resident", "id": person, "fields": {"phone": phone}}])
    sync(*pair)
    (found,) = waiting(pair[0])
    return found


def test_a_choice_at_one_laptop_is_the_value_at_both(pair: tuple[Database, Database]) -> None:
    one, other = pair
    person = resident(pair, phone="000")
    found = clash(pair, person)
    assert [dict(each.value) for each in found.contenders] == [{"phone": "111"}, {"phone": "222"}]
    assert (found.base, found.person) == ({"phone": "000"}, RESIDENT["name"])
    assert [value(each, "resident", person, "phone") for each in pair] == ["222", "222"]
    keep(one, found.id, "A", WHY)
    sync(one, other)
    assert [value(each, "resident", person, "phone") for each in pair] == ["111", "111"]
    assert [waiting(each) for each in pair] == [[], []]


def test_a_choice_is_taken_back_and_made_anew_at_the_other_laptop(pair: tuple[Database, Database]) -> None:
    one, other = pair
    person = resident(pair, phone="000")
    found = clash(pair, person)
    keep(one, found.id, "A", WHY)
    sync(one, other)
    reopen(other, found.id, "问错了人")
    sync(other, one)
    assert [value(each, "resident", person, "phone") for each in pair] == ["222", "222"]
    assert [[each.id for each in waiting(database)] for database in pair] == [[found.id], [found.id]]
    write(other, found.id, {"phone": "333"}, "打电话核实")
    sync(other, one)
    assert [value(each, "resident", person, "phone") for each in pair] == ["333", "333"]
    assert [waiting(each) for each in pair] == [[], []]


def test_a_value_that_the_choice_did_not_see_keeps_the_conflict_open(
    pair: tuple[Database, Database], laptop: Enrolled
) -> None:
    one = pair[0]
    third = laptop("V1", "third")
    person = resident(pair, phone="000")
    sync(third)
    found = clash(pair, person)
    save(third, [{"type": "resident", "id": person, "fields": {"phone": "333"}}])
    keep(one, found.id, "A", WHY)
    sync(third, one)
    (still,) = waiting(one)
    assert sorted(str(each.value["phone"]) for each in still.contenders) == ["111", "333"]


def test_a_correction_at_two_places_is_decided_with_its_section(pair: tuple[Database, Database]) -> None:
    one, other = pair
    person, seen = resident(pair), new_id(NOW)
    visit = {"resident_id": person, "visit_date": "2026-11-22", "visit_mode": "2", "sbp": 152, "dbp": 96}
    section = {"type": "hypertension_followup", "fields": {"visit_id": seen, "symptoms": ["1"]}}
    section_id = save(one, [{"type": "visit", "id": seen, "fields": visit}, section]).ids[1]
    sync(one, other)
    correction: dict[str, Any] = {"type": "visit", "id": seen, "amends": True, "reason": "复测"}
    save(one, [{**correction, "fields": {"sbp": 128, "dbp": 78}}])
    save(other, [{**correction, "fields": {"sbp": 162}}])
    sync(one, other)
    (found,) = (each for each in waiting(one) if each.subject_id == seen)
    assert found.words == "更正"
    keep(one, found.id, "A", "以复测为准")
    sync(one, other)
    for database in pair:
        assert value(database, "visit", seen, "sbp") == 128
        assert value(database, "hypertension_followup", section_id, "classification") == "1"
        assert waiting(database) == []


def test_a_withdrawal_that_met_a_change_waits_for_a_person(pair: tuple[Database, Database]) -> None:
    one, other = pair
    person = resident(pair, phone="000")
    save(one, [{"type": "resident", "id": person, "fields": {"phone": "111"}}])
    save(other, [{"void": person, "reason": "建重了"}])
    sync(one, other)
    assert [is_void(each, person) for each in pair] == [False, False]
    (found,) = waiting(one)
    side = next(each.key for each in found.contenders if each.withdraws)
    keep(other, found.id, side, "确实建重")
    sync(other, one)
    assert [is_void(each, person) for each in pair] == [True, True]
    reopen(one, found.id, "没有建重")
    sync(one, other)
    assert [is_void(each, person) for each in pair] == [False, False]
    assert [len(waiting(each)) for each in pair] == [1, 1]


def test_a_refused_save_is_put_right_and_what_stands_on_it_follows(pair: tuple[Database, Database]) -> None:
    one, other = pair
    away = {**RESIDENT, "village_code": "990101009999"}
    made = save(one, [{"type": "resident", "fields": away}])
    later = save(one, [{"type": "resident", "id": made.ids[0], "fields": {"phone": "111"}}])
    report = sync_once(one)
    assert report.quarantined == 1
    with one.read() as connection:
        (refused,) = refused_saves(connection, one.clock.now())
    assert refused.mid == made.mid
    assert refused.words
    home = {"village_code": RESIDENT["village_code"]}
    fix(one, refused.mid, [{"type": "resident", "id": made.ids[0], "fields": home}])
    sync(one, other)
    assert later.mid
    assert [value(each, "resident", made.ids[0], "phone") for each in pair] == ["111", "111"]
    assert value(other, "resident", made.ids[0], "village_code") == RESIDENT["village_code"]
    with one.read() as connection:
        assert refused_saves(connection, one.clock.now()) == []


def test_a_waiting_laptop_hears_of_a_save_elsewhere(pair: tuple[Database, Database]) -> None:
    one, other = pair
    sync(one, other)
    begun = time.monotonic()
    assert not wait_for_news(other, 1)
    assert time.monotonic() - begun < 15
    resident((one, one))
    assert wait_for_news(other, 30)
