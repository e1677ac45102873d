"""Odd contents and wrong clocks through the real save path and a real county (F58-F78)."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from clinic_app.care.entry import Refused
from clinic_app.care.save import save
from clinic_app.exchange.records_file import Problem, parse_line
from tests.faults.laptop import SkewedClock
from tests.faults.world import VILLAGE, Beginning, World, lived

PERSON: dict[str, Any] = {"name": "王某", "sex": "1", "birth_date": "1960-01-02", "village_code": VILLAGE}


@pytest.fixture
def world(beginning: Beginning, tmp_path: Path) -> Iterator[World]:
    with lived(beginning, tmp_path, 1) as world:
        yield world


def put(world: World, name: str, line: str) -> list[str] | None:
    """A line as `records put` takes it; the ids, or None when it is refused with nothing stored."""
    laptop = world.laptops[name]
    parsed = parse_line(line.encode("utf-8", "surrogatepass"))
    if isinstance(parsed, Problem):
        assert parsed.message
        return None
    with laptop.running():
        try:
            saved = save(laptop.database, parsed.get("records", [parsed]))
        except Refused:
            return None
    if saved.mid:
        world.ledger.add(name, laptop.mids()[saved.mid])
    return list(saved.ids)


def resident(**fields: Any) -> str:
    return json.dumps({"type": "resident", "fields": {**PERSON, **fields}}, ensure_ascii=False)


def everywhere(world: World, record_id: str, kind: str = "resident") -> dict[str, Any]:
    """What everybody in the village holds of a record after all have synced."""
    world.quiesce()
    rows = [world.laptops[name].rows()[kind, record_id] for name in ("v1", "w1", "t1")]
    shown = [{name: value for name, value in row.items() if name != "change_reason"} for row in rows]
    assert shown[0] == shown[1] == shown[2]
    return shown[0]


NAMES = {
    "F61 joined emoji": "王👩‍👩‍👧‍👦",
    "F62 extension B": "𠮷野",
    "F62 extension A and C": "㐂𫟦",
    "F62 extension E": "王𬭛",
    "F62 extension H": "王𱁬",
    "F62 private use": "王\ue000",
    "F62 variation sequence": "葛\U000e0100飾",
    "F62 compatibility ideograph": "\uf9d1",
    "F63 combining mark": "e\u0301lise",
    "right to left": "محمد",
    "quotes": 'O\'Neil "王" --',
    "percent and braces": "%s {0} ${x}",
    "a formula": "=1+1",
}


def test_f61_to_f63_names_of_all_kinds_come_through_as_they_were_written(world: World) -> None:
    ids = {}
    for kind, name in NAMES.items():
        found = put(world, "v1", resident(name=name))
        assert found, kind
        ids[kind] = found[0]
    world.quiesce()
    for laptop in ("v1", "w1", "t1"):
        rows = world.laptops[laptop].rows()
        assert {kind: rows["resident", ids[kind]]["name"] for kind in NAMES} == NAMES


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(resident(work_unit="长" * 2_000_000), id="F58 a note of 2 MB"),
        pytest.param(resident().replace("王某", "王\\ud800"), id="F59 a lone surrogate"),
        pytest.param(resident(phone="1").replace('"phone": "1"', '"phone": "1", "phone": "2"'), id="F64 a name twice"),
        pytest.param(resident().replace('"1960-01-02"', "NaN"), id="F64 NaN"),
        pytest.param(resident().replace('"1960-01-02"', "1e999"), id="F64 infinity"),
        pytest.param(resident().replace('"1960-01-02"', str(2**63)), id="F64 2^63"),
        pytest.param(resident(birth_date="1900-02-29"), id="F65 no leap year"),
        pytest.param(resident(birth_date="1986-闰二-01"), id="F65 a leap month of the farmer's calendar"),
        pytest.param(resident(birth_date="1890-01-01"), id="F65 136 years"),
        pytest.param(resident(birth_date="2030-01-01"), id="born in the future"),
        pytest.param('{"type":"resident","fields":' + "[" * 5000 + "]" * 5000 + "}", id="deep"),
        pytest.param("[" * 100_000, id="deeper"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_the_door_in_words(world: World, line: str) -> None:
    before = world.laptops["v1"].rows()
    assert put(world, "v1", line) is None
    assert world.laptops["v1"].rows() == before
    assert put(world, "v1", resident())
    world.quiesce()


def test_f60_a_nul_is_cleaned_with_a_word_or_refused_and_holds_up_nobody(world: World) -> None:
    put(world, "v1", resident(name="王\0某", work_unit="a\0b"))
    after = put(world, "v1", resident(name="后来"))
    assert after
    assert everywhere(world, after[0])["name"] == "后来"
    assert all("\0" not in str(row) for row in world.laptops["v1"].rows().values())


def test_f63_full_width_digits_of_an_identity_number_become_what_they_mean(world: World) -> None:
    found = put(world, "v1", resident(id_no="１１０１０１１９６００１０２００１９", birth_date="1960-01-02"))
    if found is not None:
        assert str(everywhere(world, found[0])["id_no"]).isascii()


def test_f64_decimals_keep_their_digits(world: World) -> None:
    person = put(world, "v1", resident())
    assert person
    visit = {"resident_id": person[0], "visit_date": "2026-11-20", "visit_mode": "2", "weight": "60.10"}
    found = put(world, "v1", json.dumps({"type": "visit", "fields": visit}))
    assert found
    weight = everywhere(world, found[0], "visit")["weight"]
    assert isinstance(weight, str)
    assert float(weight) == 60.1


def test_f65_the_29th_of_february_and_a_hundred_years(world: World) -> None:
    for born in ("2024-02-29", "1926-11-22", "1900-02-28"):
        found = put(world, "v1", resident(birth_date=born))
        assert found, born
        assert everywhere(world, found[0])["birth_date"] == born


def test_f66_many_changes_of_one_row_by_two_desks_lose_none(world: World) -> None:
    found = put(world, "v1", resident())
    assert found
    world.quiesce()
    for number in range(40):
        for name in ("v1", "w1"):
            line = {"type": "resident", "id": found[0], "fields": {"work_unit": f"{name} {number}"}}
            assert put(world, name, json.dumps(line))
    row = everywhere(world, found[0])
    assert row["work_unit"] in ("v1 39", "w1 39")
    assert row["rev"] == 81


def test_f67_a_child_that_comes_before_its_parent_waits_for_it(world: World) -> None:
    person = put(world, "v1", resident())
    assert person
    put(world, "v1", json.dumps({"type": "visit", "fields": {
        "resident_id": person[0], "visit_date": "2026-11-20", "visit_mode": "2"}}))  # fmt: skip
    first, second = world.laptops["v1"].mids().values()
    laptop = world.laptops["v1"]
    with laptop.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE outbox SET parked_until = ? WHERE mid = ?", ("2026-11-22T20:00:00.000Z", first["mid"])
        )
    world.sync("v1")
    assert world.county.books().judged[second["mid"]].state == "deferred"
    with laptop.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET parked_until = NULL WHERE mid = ?", (first["mid"],))
    world.quiesce()
    assert world.county.books().judged[second["mid"]].state == "applied"


def test_f68_a_child_of_a_parent_that_was_voided_meanwhile_is_kept(world: World) -> None:
    person = put(world, "v1", resident())
    assert person
    world.quiesce()
    assert put(world, "w1", json.dumps({"void": person[0], "reason": "重复建档"}))
    visit = put(world, "v1", json.dumps({"type": "visit", "fields": {
        "resident_id": person[0], "visit_date": "2026-11-20", "visit_mode": "2"}}))  # fmt: skip
    assert visit
    assert everywhere(world, visit[0], "visit")["rev"] == 1


def test_f70_one_number_on_two_laptops_keeps_both_people_and_their_visits(world: World) -> None:
    ids = []
    for name in ("v1", "w1"):
        person = put(world, name, resident(id_no="110101196001020019"))
        if person is None:
            person = put(world, name, resident(phone="同一人"))
        assert person
        visit = put(world, name, json.dumps({"type": "visit", "fields": {
            "resident_id": person[0], "visit_date": "2026-11-20", "visit_mode": "2"}}))  # fmt: skip
        assert visit
        ids.append((person[0], visit[0]))
    for person_id, visit_id in ids:
        assert everywhere(world, person_id)["rev"] >= 1
        assert everywhere(world, visit_id, "visit")["rev"] == 1


def conflicts(world: World) -> list[dict[str, Any]]:
    return [body["fields"] for (kind, _), (_, body) in world.county.books().records.items() if kind == "conflict"]


def test_f71_three_values_of_one_field_are_all_in_the_conflict(world: World) -> None:
    person = put(world, "v1", resident())
    assert person
    world.quiesce()
    for name in ("v1", "w1", "t1"):
        assert put(world, name, json.dumps({"type": "resident", "id": person[0], "fields": {"phone": name}}))
    everywhere(world, person[0])
    (conflict,) = conflicts(world)
    assert {each["value"]["phone"] for each in conflict["contenders"]} == {"v1", "w1", "t1"}
    assert conflict["state"] == "open"


@pytest.mark.parametrize("order", list(itertools.permutations(("v1", "w1"))))
def test_f72_an_edit_and_a_withdrawal_meet_as_a_conflict_in_both_orders(world: World, order: tuple[str, str]) -> None:
    person = put(world, "v1", resident())
    assert person
    world.quiesce()
    put(world, "v1", json.dumps({"type": "resident", "id": person[0], "fields": {"phone": "2"}}))
    put(world, "w1", json.dumps({"void": person[0], "reason": "重复建档"}))
    for name in order:
        world.sync(name)
    row = everywhere(world, person[0])
    assert (row["void"], row["phone"]) == (False, "2")
    assert [(each["group"], each["state"]) for each in conflicts(world)] == [("void", "open")]


@pytest.mark.parametrize("order", list(itertools.permutations(("v1", "w1"))))
def test_f73_an_allergy_added_beside_a_removal_stays(world: World, order: tuple[str, str]) -> None:
    person = put(world, "v1", resident(drug_allergy=["2"]))
    assert person
    world.quiesce()
    put(world, "v1", json.dumps({"type": "resident", "id": person[0], "fields": {"drug_allergy": []}}))
    put(world, "w1", json.dumps({"type": "allergy", "fields": {"resident_id": person[0], "code": "2"}}))
    for name in order:
        world.sync(name)
    world.quiesce()
    live = [row for row in world.known("t1", "allergy") if row["code"] == "2"]
    assert len(live) == 1


@pytest.mark.parametrize("hours", [-87_600, -26, -3, 3, 26, 87_600])
def test_f74_f75_f78_a_wrong_clock_loses_no_visit_and_decides_nothing(world: World, hours: int) -> None:
    person = put(world, "v1", resident())
    assert person
    world.quiesce()
    world.skew("w1", hours)
    today = world.laptops["w1"].clock.today().isoformat()
    visit = put(world, "w1", json.dumps({"type": "visit", "fields": {
        "resident_id": person[0], "visit_date": today, "visit_mode": "2"}}))  # fmt: skip
    assert visit
    for name, phone in (("w1", "1"), ("v1", "2")):
        put(world, name, json.dumps({"type": "resident", "id": person[0], "fields": {"phone": phone}}))
        world.sync(name)
    assert everywhere(world, visit[0], "visit")["visit_date"] == today
    # The later at the county is shown, whatever the clocks say.
    assert everywhere(world, person[0])["phone"] == "2"


def test_f76_a_clock_that_jumps_back_between_two_saves_keeps_their_order(world: World) -> None:
    person = put(world, "v1", resident())
    assert person
    clock = world.laptops["v1"].clock
    assert isinstance(clock, SkewedClock)
    clock.skew = timedelta(days=-400)
    assert put(world, "v1", json.dumps({"type": "resident", "id": person[0], "fields": {"phone": "2"}}))
    clock.skew = timedelta(days=400)
    assert put(world, "v1", json.dumps({"type": "resident", "id": person[0], "fields": {"phone": "3"}}))
    assert everywhere(world, person[0])["phone"] == "3"
    assert conflicts(world) == []


def test_f69_saves_that_wait_for_each_other_hold_up_nobody(world: World) -> None:
    """No form can make them; a line from elsewhere may."""
    first, second = put(world, "v1", resident(name="甲")), put(world, "v1", resident(name="乙"))
    assert first
    assert second
    laptop = world.laptops["v1"]
    one, other = laptop.mids().values()
    for row, waits in ((one, other), (other, one)):
        line = msgspec.json.decode(bytes(row["line"]))
        line["deps"] = [waits["mid"]]
        forged = msgspec.json.encode(line)
        with laptop.database.write() as connection:
            values = (forged, hashlib.sha256(forged).hexdigest(), row["mid"])
            connection.exec_driver_sql("UPDATE outbox SET line = ?, hash = ? WHERE mid = ?", values)
    world.ledger.entries.clear()
    for row in laptop.mids().values():
        world.ledger.add("v1", row)
    third = put(world, "v1", resident(name="丙"))
    assert third
    world.sync("v1")
    books = world.county.books()
    states = [books.judged[mid].state for mid in laptop.mids()]
    assert states == ["deferred", "deferred", "applied"]
