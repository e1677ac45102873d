"""One fixture, two ends: pushed to a real county, pulled into real encrypted files, and counted at both."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.enrolment import issue_code
from clinic_app.county.indicators import read_facts, read_indicators
from clinic_app.county.reference import load_reference
from clinic_app.county.referral_statistics import read_referral_statistics
from clinic_app.guidelines.indicator_facts import Period
from clinic_app.guidelines.indicators import count, figures
from clinic_app.guidelines.referral_figures import ReferralLine
from clinic_app.protocol.mutation import Operation
from clinic_app.store.database import Database
from clinic_app.store.queries.indicators import Statistics, referral_statistics, statistics
from clinic_app.store.queries.indicators import read_facts as read_laptop_facts
from tests.county.laptop import Laptop
from tests.guidelines.indicator_fixture import (
    FIXTURE,
    TOWNSHIP,
    VILLAGES,
    expectations,
    id_of,
    numbers,
    records,
    referral_expectations,
)
from tests.sync.conftest import DESKS, Enrolled, synced

OPERATION = {"chronic_registration": "add", "allergy": "add", "diagnosis": "add", "identity_link": "add",
             "referral_event": "event"}  # fmt: skip
CASES = expectations()


@pytest.fixture
def filled(county: CountyDatabase, server: str, clock: FrozenClock, tmp_path: Path) -> CountyDatabase:
    """The county with the fixture's yearly figures and records, each sent by the desk that writes such a one."""
    path = tmp_path / "bases.csv"
    path.write_text(FIXTURE["bases"], encoding="utf-8")
    load_reference(county, "bases", path, "test")
    desks: dict[str, Laptop] = {}
    villages: dict[str, str] = {}
    with requests.Session() as line:
        line.trust_env = False
        for record in records():
            name = record.get("desk") or _desk(record, villages)
            if name not in desks:
                desks[name] = Laptop(server, line, clock)
                desks[name].enrol(issue_code(county, *DESKS[name], "test"))
            _push(desks[name], record)
    return county


def _desk(record: dict[str, object], villages: dict[str, str]) -> str:
    """V1 or V2: the village of the person that a record stands under."""
    fields = record["fields"]
    assert isinstance(fields, dict)
    above = next((fields[name] for name in ("resident_id", "visit_id", "contract_id") if name in fields), None)
    village = fields.get("village_code") or villages[above or fields["referral_id"]]
    villages[str(record["id"])] = village
    return "V1" if village == VILLAGES[0] else "V2"


def _push(laptop: Laptop, record: dict[str, object]) -> None:
    name = OPERATION.get(str(record["type"]), "create")
    operation = Operation(name, str(record["type"]), str(record["id"]), record["fields"])  # type: ignore[arg-type]
    more = {"authored_at": record["at"]} if record.get("at") else {}
    (outcome,) = laptop.push(laptop.line(operation, **more))
    assert outcome.state == "applied", (record, outcome)


def counted(database: Database, year: int, quarter: int | None) -> Statistics:
    with database.read() as connection:
        return statistics(connection, year, quarter, database.clock.today(), database.clock.now())


def test_laptop_and_county_answer_the_fixture_equally_and_as_counted_by_hand(
    filled: CountyDatabase, laptop: Enrolled
) -> None:
    township, village = laptop("T1"), laptop("V2")
    synced(township)
    synced(village)
    for year, quarter, expected in CASES:
        at_county = {each.code: each.figures for each in read_indicators(filled, year, quarter).areas}
        here, there = counted(township, year, quarter), counted(village, year, quarter)
        areas = {next(iter(each.scope.villages)): each.scope for each in here.areas[1:]}
        shown = {TOWNSHIP: here.whole.scope, **{code: areas[code] for code in VILLAGES}}
        for area, wanted in expected.items():
            mine = numbers(figures(here.counted, shown[area]))
            theirs = numbers(tuple(at_county[area].values()))
            assert mine == theirs
            assert {key: mine[key] for key in wanted} == wanted
        assert numbers(figures(there.counted, there.whole.scope)) == numbers(tuple(at_county[VILLAGES[1]].values()))


def test_both_ends_read_the_same_facts_to_the_last_value(
    filled: CountyDatabase, laptop: Enrolled, clock: FrozenClock
) -> None:
    database = laptop("T1")
    synced(database)
    period = Period(2026, None, clock.today(), clock.now())
    with database.read() as connection:
        here = read_laptop_facts(connection, period)
    there = read_facts(filled, VILLAGES, period)
    assert here.keys() == there.keys()
    for name in here:
        assert sorted(here[name]) == sorted(there[name]), name


def test_the_people_behind_a_figure_are_those_that_the_county_counted(
    filled: CountyDatabase, clock: FrozenClock
) -> None:
    period = Period(2026, None, clock.today(), clock.now())
    both = count(read_facts(filled, VILLAGES, period), period)
    assert {each.key for each in both.book.indicators} >= both.tallies.keys()


def test_a_person_with_files_in_two_villages_counts_once_where_the_main_file_is(
    county: CountyDatabase, server: str, clock: FrozenClock, laptop: Enrolled
) -> None:
    main, second, seen = (id_of(each) for each in ("main", "second", "seen"))
    person = {"name": "演示某", "sex": "1", "birth_date": "1950-01-01"}
    with requests.Session() as line:
        line.trust_env = False
        desk = Laptop(server, line, clock)
        desk.enrol(issue_code(county, *DESKS["T1"], "test"))
        for record in (
            {"type": "resident", "id": main, "fields": {**person, "village_code": VILLAGES[0]}},
            {"type": "resident", "id": second, "fields": {**person, "village_code": VILLAGES[1]}},
            {"type": "visit", "id": seen,
             "fields": {"resident_id": second, "visit_date": "2026-05-06", "visit_mode": "2", "sbp": 130, "dbp": 80}},
            {"type": "identity_link", "id": id_of("link"), "fields": {"resident_id": second, "canonical_id": main}},
        ):  # fmt: skip
            _push(desk, record)
    period = Period(2026, None, clock.today(), clock.now())
    at_county = {each.code: each.figures for each in read_indicators(county, 2026, None).areas}
    assert (at_county["T1"]["file_use"].numerator, at_county["T1"]["file_use"].denominator) == (1, 1)
    assert at_county[VILLAGES[0]]["contacts_done"].numerator == 1
    township, village = laptop("T1"), laptop("V1")
    synced(township)
    synced(village)
    for database, code in ((township, "T1"), (village, VILLAGES[0])):
        found = counted(database, 2026, None)
        assert numbers(figures(found.counted, found.whole.scope)) == numbers(tuple(at_county[code].values()))
    only = [VILLAGES[0]]
    with village.read() as connection:
        here = read_laptop_facts(connection, period)
    there = read_facts(county, only, period)
    assert {each.id for each in there["resident"]} == {each.id for each in here["resident"]} == {main, second}
    assert [each.id for each in there["visit"]] == [each.id for each in here["visit"]] == [seen]


def test_the_tables_of_referrals_are_those_counted_by_hand_and_each_laptop_has_its_own_lines(
    filled: CountyDatabase, laptop: Enrolled, clock: FrozenClock
) -> None:
    whole = read_referral_statistics(filled, 2026, None)
    for by, expected in referral_expectations().items():
        lines = {line.key: named(line) for line in whole.table(by).lines}
        assert {key: numbers_ for key, numbers_ in lines.items() if numbers_} == expected, by
    assert [line.key for line in whole.table("month").lines] == [f"2026-{month:02d}" for month in range(1, 12)]
    assert [line.name for line in whole.table("disease").lines] == ["高血压", "2型糖尿病", "未归类", "急症：胸痛"]
    assert named(whole.table("sender").total)["referral_down_rate"] == [2, None]
    for desk, side in (("V1", "sender"), ("V2", "sender"), ("H1", "receiver"), ("H2", "receiver")):
        database = laptop(desk)
        synced(database)
        with database.read() as connection:
            own = referral_statistics(connection, 2026, None, clock.today(), clock.now())
        line = next(each for each in own.table(side).lines if each.key == desk)
        assert named(line) == referral_expectations()[side][desk], desk


def named(line: ReferralLine) -> dict[str, list[int | None]]:
    """The figures of a line that hold anything."""
    return {key: pair for key, pair in numbers(line.figures).items() if pair[0] or pair[1] not in (0, None)}
