"""What the county did not take is said with its own words, corrected where it stands, and made again as one save."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clinic_app.care.entry import Refused
from clinic_app.care.quarantine import dismiss, fix
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import departed, outbox
from clinic_app.store.queries.quarantine import RefusedSave, refused_save, refused_saves, with_refused_saves
from clinic_app.store.queries.referral import referral_with_events
from clinic_app.store.unit_of_work import NotReplaceable
from tests.care.conflicts import FILE, answered, last_save, shown
from tests.conftest import NOW

WORDS = "电话号码不对"


def listed(database: Database) -> list[RefusedSave]:
    with database.read() as connection:
        return refused_saves(connection, database.clock.now())


@pytest.fixture
def person(database: Database) -> str:
    return save(database, [{"type": "resident", "fields": FILE}]).ids[0]


@pytest.fixture
def followed(database: Database, person: str) -> tuple[str, str, str]:
    """A hypertension follow-up: the save, the visit and its section."""
    seen = new_id(NOW)
    visit = {"resident_id": person, "visit_date": "2026-11-22", "visit_mode": "2", "sbp": 152, "dbp": 96}
    visit |= {"weight": "61.5", "height": "158"}
    section = {"type": "hypertension_followup", "fields": {"visit_id": seen, "symptoms": ["1"]}}
    result = save(database, [{"type": "visit", "id": seen, "fields": visit}, section])
    assert result.mid
    return result.mid, seen, result.ids[1]


def test_the_list_says_whose_record_which_field_and_the_countys_words(
    database: Database, person: str, followed: tuple[str, str, str]
) -> None:
    mid, seen, _ = followed
    answered(database, mid, code="invalid", record=0, field="sbp", message=WORDS)
    (found,) = listed(database)
    assert (found.person, found.title, found.resident_id) == ("李某甲", "随访 2026-11-22", person)
    assert (found.field, found.words, found.state) == ("sbp", WORDS, "quarantined")
    assert found.named is not None
    assert (found.named.type, found.named.id) == ("visit", seen)
    with database.read() as connection:
        assert with_refused_saves(connection, NOW, [person, new_id(NOW)]) == {person}


def test_a_refused_save_stays_on_the_screen_until_it_is_settled(
    database: Database, followed: tuple[str, str, str]
) -> None:
    mid, seen, _ = followed
    answered(database, mid, code="invalid", message=WORDS)
    assert shown(database, "visit", seen)["sbp"] == 152


def test_a_correction_makes_the_whole_save_again_with_what_the_rules_now_say(
    database: Database, person: str, followed: tuple[str, str, str]
) -> None:
    mid, seen, section = followed
    answered(database, mid, code="invalid", record=0, field="sbp", message=WORDS)
    result = fix(database, mid, [{"type": "visit", "id": seen, "fields": {"sbp": 128, "dbp": 78, "weight": "70"}}])
    made = last_save(database)
    assert (made.mid, made.supersedes) == (result.mid, mid)
    assert [each.type for each in made.ops] == ["visit", "hypertension_followup", "chronic_registration"]
    assert shown(database, "visit", seen)["bmi"] == "28"
    found = shown(database, "hypertension_followup", section)
    assert (found["classification"], found["proposed_classification"]) == ("1", "1")
    assert found["symptoms"] == ["1"]
    assert listed(database) == []


def test_a_doctors_own_decision_is_kept_in_a_correction(database: Database, person: str) -> None:
    seen = new_id(NOW)
    visit = {"resident_id": person, "visit_date": "2026-11-22", "visit_mode": "2", "sbp": 152, "dbp": 96}
    own = {"visit_id": seen, "classification": "1", "decision_reason": "家庭自测一直达标"}
    records = [{"type": "visit", "id": seen, "fields": visit}, {"type": "hypertension_followup", "fields": own}]
    result = save(database, records)
    assert result.mid
    answered(database, result.mid, message=WORDS)
    fix(database, result.mid, [{"type": "visit", "id": seen, "fields": {"sbp": 155}}])
    found = shown(database, "hypertension_followup", result.ids[1])
    assert (found["classification"], found["proposed_classification"]) == ("1", "2")


def test_without_corrections_it_is_made_again_as_it_was(database: Database, followed: tuple[str, str, str]) -> None:
    mid, *_ = followed
    before = last_save(database)
    answered(database, mid, code="disabled", message="账户已停用")
    fix(database, mid)
    again = last_save(database)
    assert [(each.op, each.id, each.fields) for each in again.ops] == [
        (each.op, each.id, each.fields) for each in before.ops
    ]


def test_a_record_can_be_left_out_and_another_added(database: Database, followed: tuple[str, str, str]) -> None:
    mid, seen, section = followed
    answered(database, mid, message=WORDS)
    diabetes = {"type": "diabetes_followup", "fields": {"visit_id": seen, "fbg": "6.4"}}
    fix(database, mid, [diabetes], leave_out=[section])
    assert shown(database, "hypertension_followup", section) == {}
    assert [each.type for each in last_save(database).ops][:1] == ["visit"]
    assert "diabetes_followup" in [each.type for each in last_save(database).ops]


def test_a_correction_that_is_wrong_too_leaves_everything_as_it_was(
    database: Database, followed: tuple[str, str, str]
) -> None:
    mid, seen, _ = followed
    answered(database, mid, message=WORDS)
    with pytest.raises(Refused) as refusal:
        fix(database, mid, [{"type": "visit", "id": seen, "fields": {"sbp": 20}}])
    assert [(each.record, each.field) for each in refusal.value.errors] == [(0, "sbp")]
    assert [each.mid for each in listed(database)] == [mid]
    assert shown(database, "visit", seen)["sbp"] == 152


def test_a_slip_keeps_the_number_that_was_printed_on_it(database: Database, person: str) -> None:
    fields = {"resident_id": person, "direction": "up", "urgency": "routine", "to_org": "H1"}
    result = save(database, [{"type": "referral", "fields": {**fields, "initial_impression": "高血压"}}])
    assert result.mid
    slip = shown(database, "referral", result.ids[0])["slip_no"]
    answered(database, result.mid, record=0, field="to_org", message="没有这个机构")
    fix(database, result.mid, [{"type": "referral", "id": result.ids[0], "fields": {"to_org": "H2"}}])
    found = shown(database, "referral", result.ids[0])
    assert (found["slip_no"], found["to_org"]) == (slip, "H2")
    with database.read() as connection:
        file = referral_with_events(connection, result.ids[0])
    assert file
    assert [step.event for step in file.state.steps] == ["issue"]


def test_what_another_laptop_settled_meanwhile_is_not_made_again(
    database: Database, followed: tuple[str, str, str]
) -> None:
    mid, *_ = followed
    answered(database, mid, message=WORDS)
    answered(database, mid, "applied", seqs=[1, 3])
    with pytest.raises(NotReplaceable):
        fix(database, mid)


def test_a_supervisors_last_word_is_taken_note_of_and_the_bytes_stay(
    database: Database, followed: tuple[str, str, str]
) -> None:
    mid, *_ = followed
    answered(database, mid, "declined", message="不属于本单位")
    assert [each.state for each in listed(database)] == ["declined"]
    dismiss(database, mid)
    assert listed(database) == []
    with database.read() as connection:
        assert connection.execute(select(outbox.c.state).where(outbox.c.mid == mid)).scalar() == "declined"
        assert refused_save(connection, mid, NOW) is not None


@pytest.mark.parametrize(("age", "count", "grave"), [(23, 0, False), (25, 1, False), (121, 1, True)])
def test_what_the_county_holds_back_is_listed_after_a_day_and_grave_after_five(
    database: Database, followed: tuple[str, str, str], clock: FrozenClock, age: int, count: int, grave: bool
) -> None:
    mid, *_ = followed
    answered(database, mid, "deferred", waiting_for=[f"resident:{new_id(NOW)}", mid])
    clock.advance(timedelta(hours=age))
    found = listed(database)
    assert (len(found), any(each.grave for each in found)) == (count, grave)
    if found:
        assert found[0].waiting_for == ("居民", "李某甲 随访 2026-11-22")


def test_somebody_who_moved_away_can_still_be_written_about_while_work_is_under_way(
    database: Database, person: str, followed: tuple[str, str, str]
) -> None:
    with database.write() as connection:
        row = {"resident_id": person, "rev": 2, "name": "李某甲", "why": "move", "at": "2026-11-22T02:30:00.000Z"}
        connection.execute(departed.insert().values(**row, pending=True))
    visit: dict[str, Any] = {"resident_id": person, "visit_date": "2026-11-22", "visit_mode": "2", "sbp": 150}
    assert save(database, [{"type": "visit", "fields": {**visit, "dbp": 90}}]).mid


def test_other_programmes_are_judged_again_and_dates_of_the_doctors_own_stay(database: Database, person: str) -> None:
    seen = new_id(NOW)
    visit = {"resident_id": person, "visit_date": "2026-11-20", "visit_mode": "2"}
    scores = {"eating": "0", "grooming": "1", "dressing": "0", "toileting": "1", "mobility": "5"}
    records = [
        {"type": "visit", "id": seen, "fields": visit},
        {"type": "elderly_assessment", "fields": {"visit_id": seen, **scores}},
        {"type": "health_examination", "fields": {"visit_id": seen}},
        {"type": "mental_followup", "fields": {"visit_id": seen, "risk_level": "3"}},
        {"type": "tuberculosis_followup", "fields": {"visit_id": seen, "next_visit_date": "2027-01-05"}},
    ]
    result = save(database, records)
    assert result.mid
    answered(database, result.mid, message=WORDS)
    corrected = [
        {"type": "visit", "id": seen, "fields": {"visit_date": "2026-11-10"}},
        {"type": "elderly_assessment", "id": result.ids[1], "fields": {"mobility": "10"}},
    ]
    fix(database, result.mid, corrected)
    kinds = ("elderly_assessment", "health_examination", "mental_followup", "tuberculosis_followup")
    kept = {kind: shown(database, kind, each) for kind, each in zip(kinds, result.ids[1:], strict=True)}
    assert (kept["elderly_assessment"]["self_care_score"], kept["elderly_assessment"]["self_care_grade"]) == (12, "3")
    assert kept["health_examination"]["elderly_self_care"] == "3"
    assert {kind: each["next_visit_date"] for kind, each in kept.items()} == {
        "elderly_assessment": "2027-11-10", "health_examination": "2027-11-10", "mental_followup": "2026-11-24",
        "tuberculosis_followup": "2027-01-05",
    }  # fmt: skip
