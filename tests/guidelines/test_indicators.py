"""Counting by hand at its edges: ages, doses, targets, periods, pace, digits, linked files, what has no base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clinic_app.guidelines.indicator_definitions import (
    IndicatorFileError,
    default_indicator_book,
    load_indicator_book,
)
from clinic_app.guidelines.indicator_facts import (
    DATED,
    PLAIN,
    SECTIONS,
    BaseFact,
    LinkFact,
    OrganisationFact,
    Period,
    canonical_files,
    townships,
)
from clinic_app.guidelines.indicator_quality import digit_chi_square, prefers_zero
from clinic_app.guidelines.indicators import Counted, Figure, Scope, count, figure
from clinic_app.records.catalogue import RECORD_TYPES

VILLAGE, OTHER = "990101001001", "990101001002"
BOOK = default_indicator_book()
NOW = datetime(2027, 1, 2, 4, tzinfo=UTC)
YEAR = Period(2026, None, date(2027, 1, 2), NOW)
BOTH = Scope(frozenset({VILLAGE, OTHER}))


def fact(kind: Any, **values: Any) -> Any:
    """A fact with None for what is not said."""
    return kind(**{name: values.get(name) for name in kind._fields})


def person(name: str = "p", **more: Any) -> Any:
    values = {"id": name, "village_code": VILLAGE, "birth_date": "1970-01-01", "responsible_doctor": "张一", **more}
    return fact(PLAIN["resident"], **values)


def managed(programme: str, name: str = "p", day: str = "2026-01-01") -> Any:
    return fact(PLAIN["chronic_registration"], id=f"{name}-{programme}", resident_id=name, programme=programme,
                registered_on=day)  # fmt: skip


def visit(day: str, name: str = "p", **more: Any) -> Any:
    values = {"id": f"{name}-{day}-{more.get('n', '')}", "resident_id": name, "visit_date": day, "visit_mode": "2"}
    more.pop("n", None)
    return fact(DATED["visit"][1], **{**values, **more})


def section(kind: str, of: Any, **values: Any) -> Any:
    return fact(SECTIONS[kind], id=f"{kind}-{of.id}", visit_id=of.id, **values)


def counted(period: Period = YEAR, **facts: Sequence[Any]) -> Counted:
    return count(facts, period)


def numbers(found: Counted, key: str, scope: Scope = BOTH) -> tuple[int, int | None]:
    shown = figure(found, BOOK[key], scope)
    return shown.numerator, shown.denominator


def test_every_fact_is_a_field_of_its_record() -> None:
    own = {"id", "author", "authored_at", "change_reason"}
    for name, kind in {**PLAIN, **SECTIONS, **{key: kind for key, (_, kind) in DATED.items()}}.items():
        assert set(kind._fields) <= own | set(RECORD_TYPES[name].stored), name
    for name, (day, _) in DATED.items():
        assert day in RECORD_TYPES[name].stored


def test_every_definition_is_counted_and_every_count_is_defined() -> None:
    people = [person(), person("n", birth_date="1940-01-01", household_id="h")]
    everything = counted(resident=people)
    assert {"file_rate", "file_use", "elderly_managed_on_file"} <= everything.tallies.keys()
    assert everything.tallies.keys() <= {each.key for each in BOOK.indicators}


@pytest.mark.parametrize(
    ("year", "quarter", "today", "first", "last", "until", "since"),
    [
        (2026, None, date(2026, 11, 22), "2026-01-01", "2026-12-31", "2026-11-22", "2025-11-22"),
        (2026, 1, date(2026, 11, 22), "2026-01-01", "2026-03-31", "2026-03-31", "2025-03-31"),
        (2026, 4, date(2026, 11, 22), "2026-10-01", "2026-12-31", "2026-11-22", "2025-11-22"),
        (2024, None, date(2026, 11, 22), "2024-01-01", "2024-12-31", "2024-12-31", "2024-01-01"),
    ],
)
def test_a_period_has_its_days_and_ends_today_while_it_runs(
    year: int, quarter: int | None, today: date, first: str, last: str, until: str, since: str
) -> None:
    period = Period(year, quarter, today, NOW)
    assert (period.first, period.last, period.until, period.since) == (first, last, until, since)


@pytest.mark.parametrize(
    ("born", "elderly"), [("1961-12-31", 1), ("1962-01-01", 0), ("1900-01-01", 1), (None, 0), ("2030-01-01", 0)]
)
def test_the_elderly_are_those_of_65_on_the_last_day(born: str | None, elderly: int) -> None:
    assert numbers(counted(resident=[person(birth_date=born)]), "elderly_managed_on_file") == (0, elderly)


@pytest.mark.parametrize(
    ("exam", "cared"),
    [
        ({"evaluation": "1", "guidance": ["2"]}, 1),
        ({"evaluation": "1", "risk_control": ["1"]}, 1),
        ({"evaluation": "1"}, 0),
        ({"guidance": ["2"]}, 0),
        ({"evaluation": "1", "guidance": [], "risk_control": []}, 0),
    ],
)
def test_elderly_care_is_an_examination_judged_and_advised(exam: dict[str, Any], cared: int) -> None:
    seen = visit("2026-05-01")
    found = counted(
        resident=[person(birth_date="1950-01-01")], visit=[seen],
        health_examination=[section("health_examination", seen, **exam)],
    )  # fmt: skip
    assert numbers(found, "elderly_managed_on_file") == (cared, 1)


def standard(days: Sequence[str], *, exam: str | None, period: Period = YEAR, **changed: Any) -> tuple[int, int | None]:
    """One patient with these complete visits; the last may be changed."""
    visits = [visit(day, sbp=130, dbp=80) for day in days]
    visits[-1] = visits[-1]._replace(**changed)
    sections = [section("hypertension_followup", each, classification="1", next_visit_date="2027-01-01")
                for each in visits]  # fmt: skip
    exams = []
    if exam:
        examined = visit(exam, n="e")
        visits.append(examined)
        exams = [section("health_examination", examined)]
    found = counted(period, resident=[person()], chronic_registration=[managed("hypertension")], visit=visits,
                    hypertension_followup=sections, health_examination=exams)  # fmt: skip
    return numbers(found, "hypertension_standard")


FOUR = ("2026-01-01", "2026-04-01", "2026-07-01", "2026-12-31")


def test_four_visits_in_person_and_an_examination_are_by_the_rules() -> None:
    assert standard(FOUR, exam="2026-06-01") == (1, 1)
    assert standard(FOUR[:3], exam="2026-06-01") == (0, 1)
    assert standard(FOUR, exam=None) == (0, 1)
    assert standard(FOUR, exam="2025-12-31") == (0, 1)
    assert standard((*FOUR[:3], "2025-12-31"), exam="2026-06-01") == (0, 1)


@pytest.mark.parametrize("changed", [{"visit_mode": "3"}, {"sbp": None}, {"dbp": None}, {"outcome": "3"}])
def test_by_telephone_unmeasured_or_refused_a_visit_does_not_count_to_the_four(changed: dict[str, Any]) -> None:
    assert standard(FOUR, exam="2026-06-01", **changed) == (0, 1)


@pytest.mark.parametrize(("exam", "met"), [("2026-09-30", 1), ("2025-09-30", 1), ("2025-09-29", 0), ("2026-10-01", 0)])
def test_a_quarter_asks_for_one_visit_and_an_examination_within_a_year_before_its_end(exam: str, met: int) -> None:
    third = Period(2026, 3, date(2027, 1, 2), NOW)
    assert standard(["2026-07-01"], exam=exam, period=third) == (met, 1)


def control(*visits: tuple[Any, dict[str, Any] | None]) -> tuple[int, int | None]:
    sections = [section("hypertension_followup", each, **values) for each, values in visits if values is not None]
    found = counted(resident=[person()], chronic_registration=[managed("hypertension")],
                    visit=[each for each, _ in visits], hypertension_followup=sections)  # fmt: skip
    return numbers(found, "hypertension_control")


GOOD, BAD = {"meets_assessment_target": True}, {"meets_assessment_target": False}


def test_control_is_the_last_follow_up_of_the_year_and_lost_counts_as_missed() -> None:
    assert control((visit("2026-03-01"), BAD), (visit("2026-09-01"), GOOD)) == (1, 1)
    assert control((visit("2026-03-01"), GOOD), (visit("2026-09-01"), BAD)) == (0, 1)
    assert control((visit("2026-03-01"), GOOD), (visit("2026-09-01"), {})) == (0, 1)
    assert control((visit("2026-03-01"), GOOD), (visit("2026-09-01", outcome="5"), None)) == (0, 1)
    assert control((visit("2026-03-01"), GOOD), (visit("2026-09-01", outcome="4"), None)) == (1, 1)
    assert control((visit("2025-03-01"), GOOD)) == (0, 1)


@pytest.mark.parametrize(
    ("done", "due", "regular"), [(90, 100, 1), (89, 100, 0), (100, 100, 1), (None, 100, 0), (5, None, 0), (0, 0, 0)]
)
def test_doses_are_regular_from_ninety_percent_on(done: int | None, due: int | None, regular: int) -> None:
    last = visit("2026-10-01")
    closing = section("tuberculosis_followup", last, stop_date="2026-10-01", stop_reason="1", doses_due=due,
                      doses_done=done)  # fmt: skip
    facts = {"resident": [person()], "chronic_registration": [managed("tuberculosis")], "visit": [last]}
    assert numbers(counted(**facts, tuberculosis_followup=[closing]), "tuberculosis_doses") == (regular, 1)
    lost = closing._replace(stop_reason="3")
    assert numbers(counted(**facts, tuberculosis_followup=[lost]), "tuberculosis_doses") == (0, 0)


def test_the_dead_leave_every_denominator_and_who_came_back_does_not() -> None:
    dead, moved = visit("2026-05-01", "d", outcome="6"), visit("2026-05-01", "m", outcome="7")
    back = visit("2026-06-01", "m")
    people = [person("d"), person("m")]
    found = counted(resident=people, visit=[back, moved, dead])
    assert numbers(found, "file_use") == (1, 1)
    assert numbers(found, "people_gone") == (1, None)
    assert numbers(counted(resident=people, visit=[moved, dead]), "people_gone") == (2, None)


@pytest.mark.parametrize(("seen", "after"), [("2026-05-01", 0), ("2026-05-02", 1)])
def test_a_visit_after_the_day_of_death_is_shown_for_review(seen: str, after: int) -> None:
    dead = visit("2026-06-01", outcome="6", death_date="2026-05-01")
    found = counted(resident=[person()], visit=[visit(seen), dead])
    assert numbers(found, "quality_after_death") == (after, 1)


def test_files_of_one_person_are_one_and_a_ring_ends_at_the_smallest() -> None:
    files = {each: None for each in ("a", "b", "c")}
    links = [LinkFact("1", "b", "a"), LinkFact("2", "c", "b")]
    assert canonical_files(links, files) == {"b": "a", "c": "a"}
    assert canonical_files([*links, LinkFact("3", "a", "c")], files) == {"b": "a", "c": "a"}
    assert canonical_files([LinkFact("1", "b", "elsewhere")], files) == {}
    found = counted(resident=[person("a"), person("b")], identity_link=links[:1], visit=[visit("2026-02-02", "b")])
    assert numbers(found, "file_use") == (1, 1)


@pytest.mark.parametrize(
    ("written", "late"),
    [("2026-05-08T15:59:00.000Z", 0), ("2026-05-08T16:00:00.000Z", 1), ("2026-05-01T00:00:00.000Z", 0)],
)
def test_entered_more_than_seven_local_days_later_is_late(written: str, late: int) -> None:
    entered = visit("2026-05-01", authored_at=written)
    assert numbers(counted(resident=[person()], visit=[entered]), "quality_late") == (late, 1)
    amended = entered._replace(change_reason="改错")
    assert numbers(counted(resident=[person()], visit=[amended]), "quality_late") == (0, 0)


def test_twenty_in_an_hour_are_possible_and_twenty_one_are_looked_at() -> None:
    people = [person(str(number)) for number in range(41)]

    def seen(many: int, at: str) -> list[Any]:
        return [visit("2026-05-01", str(each), doctor_sign="张一", authored_at=at) for each in range(many)]

    def fast(visits: list[Any]) -> tuple[int, int | None]:
        return numbers(counted(resident=people, visit=visits), "quality_pace")

    same_hour, next_day = "2026-05-01T02:10:00.000Z", "2026-05-02T02:10:00.000Z"
    assert fast(seen(20, same_hour)) == (0, 20)
    assert fast(seen(21, same_hour)) == (21, 21)
    assert fast(seen(21, next_day)) == (0, 21)
    assert fast(seen(40, next_day)) == (0, 40)
    assert fast(seen(41, next_day)) == (41, 41)


def test_a_reading_is_a_copy_only_when_everything_is_the_same() -> None:
    first = visit("2026-01-01", sbp=130, dbp=80, heart_rate=70, weight="60")
    same = first._replace(id="b", visit_date="2026-04-01")
    assert numbers(counted(resident=[person()], visit=[first, same]), "quality_copied") == (1, 1)
    for changed in ({"dbp": 81}, {"heart_rate": None}, {"weight": "60.5"}):
        other = same._replace(**changed)
        assert numbers(counted(resident=[person()], visit=[first, other]), "quality_copied") == (0, 1)


def test_last_digits_are_told_when_they_are_many_lopsided_and_no_chance() -> None:
    def of(zeros: int, others: int) -> Figure:
        parts = (("0", zeros), *((str(digit), others) for digit in range(1, 10)))
        return Figure(BOOK["quality_digits"], zeros, zeros + 9 * others, parts=parts)

    assert digit_chi_square({}) == 0
    assert digit_chi_square({str(digit): 7 for digit in range(10)}) == 0
    assert digit_chi_square({"0": 10}) == pytest.approx(90)
    limits = BOOK.parameters
    assert not prefers_zero(of(10, 10), limits)
    assert prefers_zero(of(60, 10), limits)
    assert not prefers_zero(of(20, 2), limits), "under a hundred readings nothing is said"
    assert not prefers_zero(of(25, 11), limits), "a fifth or less is nothing to look at"


def test_unmeasured_is_split_by_its_reason_and_one_reason_serves_both_halves_of_a_pressure() -> None:
    visits = [
        visit("2026-01-01", not_measured={"sbp": "1"}),
        visit("2026-02-01", not_measured={"dbp": "血压计坏了"}),
        visit("2026-03-01"),
        visit("2026-04-01", sbp=120, dbp=80),
        visit("2026-05-01", visit_mode="3"),
    ]
    sections = [section("hypertension_followup", each) for each in visits]
    found = counted(resident=[person()], visit=visits, hypertension_followup=sections)
    shown = figure(found, BOOK["quality_not_measured"], BOTH)
    assert (shown.numerator, shown.denominator) == (3, 4)
    assert dict(shown.parts) == {"1": 1, "血压计坏了": 1, "": 1}


def base(area: str, **values: int) -> BaseFact:
    return BaseFact(**{**{name: None for name in BaseFact._fields}, "id": f"2026:{area}", "year": 2026, "area": area,
                       **values})  # type: ignore[arg-type]  # fmt: skip


def test_a_base_is_the_areas_own_else_the_sum_of_all_its_villages_and_never_guessed() -> None:
    people = [person("a"), person("b", village_code=OTHER)]
    township = replace(BOTH, area="T1")

    def rate(*bases: BaseFact, scope: Scope = township) -> tuple[int, int | None]:
        return numbers(counted(resident=people, yearly_base=bases), "file_rate", scope)

    one, two = base(VILLAGE, resident_population=7), base(OTHER, resident_population=5)
    assert rate() == (2, None)
    assert rate(one) == (2, None)
    assert rate(one, two) == (2, 12)
    assert rate(one, base("T1", resident_population=20)) == (2, 20)
    assert rate(one, base("T1", elderly_population=20)) == (2, None)
    assert rate(one, two._replace(year=2025)) == (2, None)
    assert rate(one, two, scope=replace(township, doctor="张一")) == (2, None)


def test_a_base_of_nobody_gives_no_rate() -> None:
    found = counted(resident=[person()], yearly_base=[base(VILLAGE, resident_population=0)])
    shown = figure(found, BOOK["file_rate"], Scope(frozenset({VILLAGE}), VILLAGE))
    assert (shown.denominator, shown.percent, shown.lacks_base) == (0, None, False)


@pytest.mark.parametrize(("numerator", "denominator", "percent"), [(1, 3, "33.3"), (1, 16, "6.3"), (2, 3, "66.7")])
def test_a_rate_has_one_decimal_half_up(numerator: int, denominator: int, percent: str) -> None:
    assert Figure(BOOK["file_use"], numerator, denominator).percent == Decimal(percent)


def test_a_doctor_is_the_one_in_charge_else_who_signed_last() -> None:
    people = [person("a"), person("b", responsible_doctor=None), person("c", responsible_doctor=None)]
    signed = [visit("2026-01-01", "b", doctor_sign="旧医生"), visit("2026-06-01", "b", doctor_sign="李二")]
    found = counted(resident=people, visit=signed)
    assert found.doctors(BOTH) == ["张一", "旧医生", "李二"]
    for doctor, files in (("张一", 1), ("李二", 1), ("旧医生", 0)):
        assert numbers(found, "file_use", replace(BOTH, doctor=doctor))[1] == files


def test_a_townships_villages_are_its_own_and_those_of_its_clinics() -> None:
    found = townships([
        OrganisationFact("T1", "演示镇", "township_centre", None, ["9"]),
        OrganisationFact("V1", "卫生室", "village_clinic", "T1", ["1"]),
        OrganisationFact("V2", "卫生室", "village_clinic", "T9", ["2"]),
        OrganisationFact("H1", "医院", "county_hospital", None, None),
    ])  # fmt: skip
    assert found == {"T1": ("演示镇", frozenset({"1", "9"}))}


def test_every_definition_says_what_from_where_and_how_far_that_was_verified() -> None:
    for each in BOOK.indicators:
        assert each.numerator
        assert each.source
        assert each.mark
        assert each.count or each.denominator
        assert each.base == "" or each.base in BOOK.bases
    assert BOOK["copd_followed"].mark == "未核实"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('key = "file_use"', 'key = "file_rate"'),
        ('verified = "V2"', 'verified = "V9"'),
        ('group = "files"', 'group = "elsewhere"'),
        ('base = "resident_population"', 'base = "moon_population"'),
        ("\ncount = true", "\n"),
        ("visits_per_year = 4", ""),
        ('of = "household"', 'of = "house"'),
        ("[parameters]", "[parameter"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_its_name(tmp_path: Path, old: str, new: str) -> None:
    from clinic_app.paths import resources_folder

    shipped = next((resources_folder() / "guidelines" / "indicators").glob("*.toml")).read_text(encoding="utf-8")
    assert old in shipped
    broken = tmp_path / "broken.toml"
    broken.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(IndicatorFileError, match=r"broken\.toml"):
        load_indicator_book(broken)
