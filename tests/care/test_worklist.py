"""今日工作 from facts: first and last day of every kind, who comes first, who was tried, and what never happens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.care.day_sheet import keep_numbers, printed_numbers, printed_villages, sheet_rows
from clinic_app.care.identity import link
from clinic_app.care.worklist import day_sheet_order, most_urgent_first, walking_order, worklist
from clinic_app.guidelines.due import DueState
from clinic_app.store.database import Database
from tests.store.queries.clinic import FIRST, SECOND, Clinic

TODAY = date(2026, 11, 22)
YOUNG = "1990-05-05"


class CommittedClinic(Clinic):
    """Commits each record, so that the list reads it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def write(
        self, type_name: str, record_id: str | None = None, void: bool = False, rev: int = 1, **fields: Any
    ) -> str:
        with self.database.write() as connection:
            return Clinic(connection).write(type_name, record_id, void, rev, **fields)


@pytest.fixture
def clinic(database: Database) -> Clinic:
    """Writes straight into the tables of `database`."""
    return CommittedClinic(database)


def states(database: Database, kind: str, days: list[str]) -> list[str]:
    """Where the only duty of a kind stands on some days; `-` when it is not on the list."""
    found = []
    for day in days:
        items = worklist(database, date.fromisoformat(day))
        reasons = [reason for item in items for reason in item.reasons if reason.kind == kind]
        assert len(reasons) <= 1
        found.append(reasons[0].state.value if reasons else "-")
    return found


DUE, OVERDUE, NOT = "due", "overdue", "-"


def test_a_routine_followup_has_a_window_of_two_weeks(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, on="2026-01-01")
    clinic.followup(person, "2026-09-01", "1")
    # 90 days after 1 September is 30 November.
    days = ["2026-11-15", "2026-11-16", "2026-11-30", "2026-12-01"]
    assert states(database, "followup", days) == [NOT, DUE, DUE, OVERDUE]


def test_a_two_week_recheck_is_not_due_on_the_day_of_the_visit(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, on="2026-01-01")
    clinic.followup(person, "2026-11-01", "2")
    days = ["2026-11-01", "2026-11-07", "2026-11-08", "2026-11-15", "2026-11-16"]
    assert states(database, "followup", days) == [NOT, NOT, DUE, DUE, OVERDUE]


def test_the_agreed_day_closes_the_window(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, on="2026-01-01")
    clinic.followup(person, "2026-09-01", "1", section={"next_visit_date": "2026-10-20"})
    days = ["2026-10-05", "2026-10-06", "2026-10-20", "2026-10-21"]
    assert states(database, "followup", days) == [NOT, DUE, DUE, OVERDUE]


@pytest.mark.parametrize(
    ("classification", "days"),
    [
        ("1", ["2026-11-07", "2026-11-08", "2026-11-15", "2026-11-16"]),
        ("2", ["2026-11-07", "2026-11-08", "2026-11-15", "2026-11-16"]),
        # 90 days after 1 November is 30 January.
        ("3", ["2027-01-15", "2027-01-16", "2027-01-30", "2027-01-31"]),
    ],
)
def test_mental_disorders_are_followed_up_after_14_or_90_days(
    database: Database, clinic: Clinic, classification: str, days: list[str]
) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "mental", on="2026-01-01")
    clinic.followup(person, "2026-11-01", classification, "mental")
    assert states(database, "followup", days) == [NOT, DUE, DUE, OVERDUE]


def test_tuberculosis_is_visited_at_home_within_72_hours(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "tuberculosis", on="2026-11-20")
    days = ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"]
    assert states(database, "first_visit", days) == [NOT, DUE, DUE, OVERDUE]
    (item,) = worklist(database, TODAY)
    assert item.why == "3天内首次入户（T-03）"


@pytest.mark.parametrize(
    ("supervisor", "days"),
    [
        # A relative: 10 days after the first visit, open from halfway.
        ("2", ["2026-10-05", "2026-10-06", "2026-10-11", "2026-10-12"]),
        # A doctor: 30 days.
        ("1", ["2026-10-16", "2026-10-17", "2026-10-31", "2026-11-01"]),
    ],
)
def test_who_supervises_decides_the_next_visit_of_tuberculosis(
    database: Database, clinic: Clinic, supervisor: str, days: list[str]
) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "tuberculosis", on="2026-09-30")
    clinic.write("tuberculosis_first_visit", visit_id=clinic.visit(person, "2026-10-01"), supervisor=supervisor)
    assert states(database, "followup", days) == [NOT, DUE, DUE, OVERDUE]
    assert states(database, "first_visit", days) == [NOT] * 4


@pytest.mark.parametrize(
    ("intensive", "days"),
    [
        (True, ["2026-11-05", "2026-11-06", "2026-11-11", "2026-11-12"]),
        (False, ["2026-11-16", "2026-11-17", "2026-12-01", "2026-12-02"]),
    ],
)
def test_a_relative_supervises_every_ten_days_in_the_intensive_phase_only(
    database: Database, clinic: Clinic, intensive: bool, days: list[str]
) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "tuberculosis", on="2026-09-30")
    section = {"supervisor": "2", "intensive": intensive}
    clinic.followup(person, "2026-11-01", None, "tuberculosis", section)
    assert states(database, "followup", days) == [NOT, DUE, DUE, OVERDUE]


def test_treatment_that_ended_asks_for_nothing(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "tuberculosis", on="2026-02-01")
    clinic.followup(person, "2026-08-01", None, "tuberculosis", {"stop_date": "2026-08-01", "stop_reason": "1"})
    assert worklist(database, TODAY) == []


def test_the_elderly_are_examined_and_assessed_a_year_after_the_last_time(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date="1950-03-03")
    visit_id = clinic.visit(person, "2025-11-20")
    clinic.write("health_examination", visit_id=visit_id)
    clinic.write("elderly_assessment", visit_id=visit_id)
    days = ["2026-11-05", "2026-11-06", "2026-11-20", "2026-11-21"]
    assert states(database, "examination", days) == [NOT, DUE, DUE, OVERDUE]
    assert states(database, "followup", days) == [NOT, DUE, DUE, OVERDUE]


def test_who_was_never_examined_has_from_the_birthday_to_the_end_of_the_year(
    database: Database, clinic: Clinic
) -> None:
    clinic.resident(birth_date="1961-11-10")
    days = ["2026-11-09", "2026-11-10", "2026-12-31", "2027-01-01", "2027-11-10"]
    assert states(database, "examination", days) == [NOT, DUE, DUE, NOT, DUE]


def test_an_examination_is_due_a_year_after_registration_where_none_is_known(
    database: Database, clinic: Clinic
) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "hypertension", on="2025-11-20")
    days = ["2026-11-05", "2026-11-06", "2026-11-20", "2026-11-21"]
    assert states(database, "examination", days) == [NOT, DUE, DUE, OVERDUE]
    reason = next(each for each in worklist(database, TODAY)[0].reasons if each.kind == "examination")
    assert reason.rule == "H-12"


def test_a_refill_is_due_a_week_before_the_first_medicine_is_gone(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    long = {"name": "乙药", "dispensed_on": "2026-11-01", "days_supplied": 84}
    short = {"name": "甲药", "dispensed_on": "2026-11-01", "days_supplied": 28}
    clinic.visit(person, "2026-11-01", medicines=[long, short, {"name": "没写天数"}])
    # 28 days from 1 November end on 29 November.
    days = ["2026-11-21", "2026-11-22", "2026-11-29", "2026-11-30"]
    assert states(database, "refill", days) == [NOT, DUE, DUE, OVERDUE]
    assert worklist(database, TODAY)[0].reasons[0].days_left == 7
    assert "药已用完" in worklist(database, date(2026, 11, 30))[0].why


def test_a_contract_is_renewed_in_its_last_thirty_days(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.write("contract", resident_id=person, starts_on="2025-12-01", ends_on="2026-11-30")
    days = ["2026-10-30", "2026-10-31", "2026-11-30", "2026-12-01"]
    assert states(database, "contract", days) == [NOT, DUE, DUE, OVERDUE]


def returned(clinic: Clinic, person: str, **slip: Any) -> str:
    referral = clinic.write("referral", resident_id=person, direction="up", urgency="routine", to_org="H1")
    clinic.write("referral_event", referral_id=referral, event="issue", at="2026-11-01T02:00:00.000Z")
    clinic.write("referral_event", referral_id=referral, event="outside_result", note="电话：已出院")
    clinic.write("return", referral_id=referral, return_date="2026-11-10", **slip)
    return referral


def test_a_return_is_followed_up_within_two_weeks(database: Database, clinic: Clinic) -> None:
    returned(clinic, clinic.resident(birth_date=YOUNG))
    days = ["2026-11-10", "2026-11-24", "2026-11-25"]
    assert states(database, "return", days) == [DUE, DUE, OVERDUE]


def test_who_was_discharged_is_visited_within_a_week_of_the_discharge(database: Database, clinic: Clinic) -> None:
    referral = returned(clinic, clinic.resident(birth_date=YOUNG), discharged_on="2026-11-09")
    days = ["2026-11-10", "2026-11-16", "2026-11-17"]
    assert states(database, "discharge", days) == [DUE, DUE, OVERDUE]
    (item,) = worklist(database, TODAY)
    assert item.reasons[0].referral_id == referral
    assert item.reasons[0].window == (date(2026, 11, 9), date(2026, 11, 16))
    assert item.whys[0].text == "出院后7天内回访"


def test_whoever_died_waits_for_no_return_visit(database: Database, clinic: Clinic) -> None:
    person = clinic.resident(birth_date=YOUNG)
    returned(clinic, person)
    clinic.visit(person, "2026-11-12", outcome="6")
    assert worklist(database, TODAY) == []


def managed(clinic: Clinic, programme: str, classification: str | None, **section: Any) -> str:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, programme, on="2026-10-01")
    clinic.followup(person, "2026-10-20", classification, programme, {"next_visit_date": "2026-11-20", **section})
    return person


def test_risk_comes_before_delay_and_each_says_why_with_the_rule(database: Database, clinic: Clinic) -> None:
    expected = [
        (managed(clinic, "hypertension", "2", proposed_referral="urgent"), "上次有危急情况（H-07）"),
        (managed(clinic, "diabetes", "4"), "上次有并发症（D-09）"),
    ]
    twice = managed(clinic, "hypertension", "2")
    clinic.followup(twice, "2026-10-21", "3", section={"next_visit_date": "2026-11-20"})
    expected.append((twice, "连续2次未达标（H-11）"))
    expected.append((managed(clinic, "mental", "1"), "上次不稳定（P-09）"))
    back = clinic.resident(birth_date=YOUNG)
    returned(clinic, back)
    expected.append((back, "转诊已回转（G-07）"))
    new = clinic.resident(birth_date=YOUNG)
    clinic.register(new, "tuberculosis", on="2026-11-21")
    expected.append((new, "3天内首次入户（T-03）"))
    home = clinic.resident(birth_date=YOUNG)
    returned(clinic, home, discharged_on="2026-11-09")
    expected.append((home, "出院后7天内回访"))
    expected.append((managed(clinic, "diabetes", "2"), "上次控制不满意（D-08）"))
    calm = managed(clinic, "hypertension", "1")
    late = clinic.resident(birth_date=YOUNG)
    clinic.register(late, on="2024-01-01")
    clinic.followup(late, "2024-02-01", "1")
    items = worklist(database, TODAY)
    assert [(item.resident_id, item.whys[0].text) for item in items[: len(expected)]] == expected
    assert [item.resident_id for item in items[len(expected) :]] == [late, calm]


def test_the_next_try_moves_a_person_down_until_that_day(database: Database, clinic: Clinic) -> None:
    danger, calm = managed(clinic, "hypertension", "4"), managed(clinic, "hypertension", "1")
    clinic.write("contact_attempt", resident_id=danger, attempted_on="2026-11-21", channel="1", result="4",
                 next_try_on="2026-11-25")  # fmt: skip
    assert [item.resident_id for item in worklist(database, TODAY)] == [calm, danger]
    assert [item.resident_id for item in worklist(database, date(2026, 11, 24))] == [calm, danger]
    assert [item.resident_id for item in worklist(database, date(2026, 11, 25))] == [danger, calm]


@pytest.mark.parametrize(
    ("days", "results", "unreached", "may_be_lost"),
    [
        (["2026-11-18", "2026-11-19"], "22", 2, False),
        (["2026-11-18", "2026-11-19", "2026-11-19"], "222", 2, False),
        (["2026-11-18", "2026-11-19", "2026-11-20"], "243", 3, True),
        (["2026-11-18", "2026-11-19", "2026-11-20"], "221", 0, False),
        (["2026-11-18", "2026-11-19", "2026-11-20"], "122", 2, False),
    ],
)
def test_three_days_without_an_answer_offer_lost(
    database: Database, clinic: Clinic, days: list[str], results: str, unreached: int, may_be_lost: bool
) -> None:
    person = managed(clinic, "hypertension", "1")
    for day, result in zip(days, results, strict=True):
        clinic.write("contact_attempt", resident_id=person, attempted_on=day, channel="1", result=result)
    (item,) = worklist(database, TODAY)
    assert (item.unreached, item.may_be_lost) == (unreached, may_be_lost)
    assert ("3次没有联系上" in item.why) == may_be_lost


def test_two_days_without_seeing_a_tuberculosis_patient_are_said_with_the_rule(
    database: Database, clinic: Clinic
) -> None:
    person = clinic.resident(birth_date=YOUNG)
    clinic.register(person, "tuberculosis", on="2026-11-20")
    for day in ("2026-11-20", "2026-11-21"):
        clinic.write("contact_attempt", resident_id=person, attempted_on=day, channel="2", result="4")
    assert "2次没有联系上（T-03）" in worklist(database, TODAY)[0].why


def test_some_people_only(database: Database, clinic: Clinic) -> None:
    one, two = managed(clinic, "hypertension", "1"), managed(clinic, "mental", "2")
    assert [item.resident_id for item in worklist(database, TODAY, residents=[two])] == [two]
    assert {item.resident_id for item in worklist(database, TODAY)} == {one, two}
    assert worklist(database, TODAY, residents=[]) == []


def test_the_day_sheet_walks_by_number_of_group_and_door(database: Database, clinic: Clinic) -> None:
    doors = [(SECOND, "1组", "1号"), (FIRST, "10组", "1号"), (FIRST, "2组", "12号"), (FIRST, "2组", "3号")]
    for village, group, door in doors:
        household = clinic.household(village_code=village, group_name=group, house_no=door)
        clinic.resident(birth_date="1950-01-01", village_code=village, household_id=household)
    order = [(item.group_name, item.house_no) for item in day_sheet_order(worklist(database, TODAY))]
    assert order == [("2组", "3号"), ("2组", "12号"), ("10组", "1号"), ("1组", "1号")]


def test_a_printed_number_stays_its_persons_when_others_were_seen(database: Database, clinic: Clinic) -> None:
    people = []
    for door in ("1号", "2号", "3号"):
        household = clinic.household(house_no=door)
        people.append(clinic.resident(birth_date="1950-01-01", household_id=household))
    keep_numbers(database, TODAY)
    visit_id = clinic.visit(people[0], "2026-11-22")
    for section in ("health_examination", "elderly_assessment"):
        clinic.write(section, visit_id=visit_id)
    new = clinic.resident(birth_date="1949-01-01", household_id=clinic.household(house_no="0号"))
    rows = [(row.number, row.item.resident_id) for row in sheet_rows(database, TODAY)]
    assert rows == [(2, people[1]), (3, people[2]), (4, new)]
    assert printed_numbers(database, TODAY) == {each: number for number, each in enumerate(people, 1)}
    assert printed_numbers(database, TODAY + timedelta(days=1)) == {}
    keep_numbers(database, TODAY)
    assert [(row.number, row.item.resident_id) for row in sheet_rows(database, TODAY)] == rows


def test_a_village_is_keyed_back_by_its_own_sheet_else_by_its_part_of_the_whole(
    database: Database, clinic: Clinic
) -> None:
    first, second = (clinic.resident(birth_date="1950-01-01", village_code=each) for each in (FIRST, SECOND))
    keep_numbers(database, TODAY)
    assert printed_numbers(database, TODAY) == {first: 1, second: 2}
    assert printed_numbers(database, TODAY, SECOND) == {second: 2}
    assert printed_villages(database, TODAY) == frozenset()
    keep_numbers(database, TODAY, SECOND)
    assert printed_numbers(database, TODAY, SECOND) == {second: 1}
    assert printed_villages(database, TODAY) == {SECOND}


def test_a_villages_list_is_its_part_of_the_whole_also_of_people_with_two_files(
    database: Database, clinic: Clinic
) -> None:
    people = [clinic.resident(birth_date="1950-01-01", village_code=FIRST) for _ in range(3)]
    young, other = clinic.resident(birth_date="1990-01-01", village_code=FIRST), clinic.resident(village_code=SECOND)
    clinic.register(young, "hypertension", on="2024-01-01")
    # The first was examined long ago, the second lately under a file in another village, the third never.
    for resident_id, on in ((people[0], "2024-03-01"), (people[0], "2025-03-01"), (other, "2026-09-01")):
        visit_id = clinic.visit(resident_id, on)
        for section in ("health_examination", "elderly_assessment"):
            clinic.write(section, visit_id=visit_id)
    link(database, other, people[1], "同一人")
    whole, first = worklist(database, TODAY), worklist(database, TODAY, FIRST)
    assert first == [item for item in whole if item.village_code == FIRST]
    assert {item.resident_id for item in first} == {people[0], people[2], young}


KINDS = st.sampled_from(["hypertension", "diabetes", "mental", "tuberculosis", "copd", "elderly"])
PEOPLE = st.lists(
    st.tuples(
        st.dates(date(1930, 1, 1), date(2010, 1, 1)),
        st.lists(KINDS, max_size=3),
        st.sampled_from(["1", "2", "3", "4", None]),
        st.dates(date(2026, 1, 1), date(2026, 11, 22)),
        st.sampled_from([None, "1", "5", "6", "7"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25)
@given(people=PEOPLE, ahead=st.integers(0, 60))
def test_nobody_stands_twice_the_order_is_total_and_the_dead_are_not_there(
    database: Database, clinic: Clinic, people: list[tuple[Any, ...]], ahead: int
) -> None:
    gone = set()
    for born, programmes, classification, day, outcome in people:
        person = clinic.resident(birth_date=born.isoformat())
        for programme in programmes:
            clinic.register(person, programme, on="2026-01-01")
        judged = [each for each in programmes if each in ("hypertension", "diabetes", "mental", "copd")][:1]
        for programme in judged:
            clinic.followup(person, day.isoformat(), classification, programme)
        if outcome:
            clinic.visit(person, "2026-11-22", outcome=outcome)
        gone |= {person} if outcome in ("6", "7") else set()
    on = TODAY + timedelta(days=ahead)
    items = worklist(database, on)
    ids = [item.resident_id for item in items]
    assert len(set(ids)) == len(ids)
    assert not gone & set(ids)
    keys = [most_urgent_first(item, on) for item in items]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert len({walking_order(item) for item in items}) == len(items)
    assert worklist(database, on, FIRST) == [item for item in items if item.village_code == FIRST]
    for item in items:
        assert item.reasons
        assert all(each.state is not DueState.UPCOMING and each.opens <= on for each in item.reasons)
        assert len({(each.kind, each.programme) for each in item.reasons}) == len(item.reasons)
