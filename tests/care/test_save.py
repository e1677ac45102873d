"""One visit fills every form it concerns; a refused save leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from clinic_app.care.entry import Refused
from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.care.worklist import worklist
from clinic_app.clock import FrozenClock
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox
from clinic_app.store.projection import read_body
from clinic_app.store.queries.referral import referral_with_events
from clinic_app.store.queries.residents import resident_card
from tests.conftest import NOW

VILLAGE = "990101100201"


def resident(**fields: Any) -> dict[str, Any]:
    known = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE}
    return {"type": "resident", "fields": {**known, **fields}}


def visit(resident_id: str, day: str = "2026-11-22", **fields: Any) -> dict[str, Any]:
    common = {"resident_id": resident_id, "visit_date": day, "visit_mode": "2"}
    return {"type": "visit", "id": new_id(NOW), "fields": {**common, **fields}}


def section(kind: str, of: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": f"{kind}_followup", "fields": {"visit_id": of["id"], **fields}}


def fields_of(database: Database, kind: str, record_id: str) -> dict[str, Any]:
    with database.read() as connection:
        found = read_body(connection, kind, record_id)
    assert found
    return dict(found[0].fields)


def counts(database: Database) -> tuple[int, ...]:
    with database.read() as connection:
        tables = (RECORD_TYPES["visit"].sql_table, RECORD_TYPES["resident"].sql_table, outbox)
        return tuple(connection.execute(select(func.count()).select_from(each)).scalar_one() for each in tables)


@pytest.fixture
def patient(database: Database) -> str:
    return save(database, [resident()]).ids[0]


def test_one_save_fills_both_programmes_and_opens_their_registrations(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=152, dbp=96, weight="61.5", height="158")
    result = save(database, [seen, section("hypertension", seen, symptoms=["1"]), section("diabetes", seen, fbg="6.4")])
    pressure = fields_of(database, "hypertension_followup", result.ids[1])
    glucose = fields_of(database, "diabetes_followup", result.ids[2])
    assert (pressure["classification"], pressure["next_visit_date"]) == ("2", "2026-12-06")
    assert (glucose["classification"], pressure["proposed_referral"]) == ("1", "none")
    assert pressure["rule_version"]
    assert fields_of(database, "visit", result.ids[0])["bmi"] == "24.6"
    with database.read() as connection:
        card = resident_card(connection, patient, NOW.date())
    assert card
    assert [each.programme for each in card.registrations] == ["hypertension", "diabetes"]


def test_record_outbox_and_audit_entry_come_together_once_per_save(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=152, dbp=96)
    result = save(database, [seen, section("hypertension", seen)])
    with database.read() as connection:
        entries = connection.execute(select(outbox).where(outbox.c.mid == result.mid)).all()
        assert len(entries) == 1
        assert audit.verify(connection) is None


def test_the_second_failure_in_a_row_proposes_a_referral_with_its_reason(database: Database, patient: str) -> None:
    for day in ("2026-11-01", "2026-11-15"):
        seen = visit(patient, day, sbp=152, dbp=96)
        result = save(database, [seen, section("hypertension", seen)])
    stored = fields_of(database, "hypertension_followup", result.ids[1])
    assert stored["proposed_referral"] == "routine"
    assert any("H-11" in reason for reason in stored["reasons"])


def test_a_decision_against_the_rules_is_kept_with_its_reason(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=152, dbp=96)
    with pytest.raises(Refused) as refusal:
        save(database, [seen, section("hypertension", seen, classification="1")])
    assert [(error.record, error.field) for error in refusal.value.errors] == [(1, "decision_reason")]
    kept = section("hypertension", seen, classification="1", decision_reason="家庭自测一直达标")
    stored = fields_of(database, "hypertension_followup", save(database, [seen, kept]).ids[1])
    assert (stored["classification"], stored["proposed_classification"]) == ("1", "2")


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ({"sbp": 80, "dbp": 96}, "sbp"),
        ({"sbp": 0, "dbp": 0}, "sbp"),
        ({"sbp": "高"}, "sbp"),
        ({"visit_date": "2026-11-23"}, "visit_date"),
        ({"visit_date": "1958-03-06"}, "visit_date"),
    ],
)
def test_an_impossible_value_refuses_the_whole_save(
    database: Database, patient: str, bad: dict[str, Any], named: str
) -> None:
    before = counts(database)
    seen = visit(patient, **bad)
    with pytest.raises(Refused) as refusal:
        save(database, [seen, resident(name="王某乙"), section("hypertension", seen)])
    assert named in {error.field for error in refusal.value.errors}
    assert counts(database) == before


def test_allergies_of_the_form_live_in_the_safety_set_and_a_change_adds_and_removes(database: Database) -> None:
    known = save(database, [resident(drug_allergy=["2", "5"], drug_allergy_other="碘")]).ids[0]
    save(database, [{"type": "resident", "id": known, "fields": {"drug_allergy": ["3"], "phone": "13900000000"}}])
    with database.read() as connection:
        card = resident_card(connection, known, NOW.date())
    assert card
    assert (card.allergies.codes, card.phone) == (("3",), "13900000000")


def test_patching_a_birth_date_carries_the_whole_identity_group(database: Database, patient: str) -> None:
    save(database, [{"type": "resident", "id": patient, "fields": {"birth_date": "1958-03-08"}}])
    with database.read() as connection:
        line = connection.execute(select(outbox.c.line).order_by(outbox.c.seq.desc()).limit(1)).scalar_one()
    assert b'"sex":"2"' in line
    assert "李某甲".encode() in line


def test_a_known_event_changes_only_with_amends_and_a_reason(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=152, dbp=96)
    save(database, [seen])
    changed = {**seen, "fields": {"sbp": 142}}
    for refused in (changed, {**changed, "amends": True}):
        with pytest.raises(Refused):
            save(database, [refused])
    save(database, [{**changed, "amends": True, "reason": "抄错"}])
    assert fields_of(database, "visit", seen["id"])["sbp"] == 142


def test_a_voided_record_needs_a_reason_and_stays_readable(database: Database, patient: str) -> None:
    seen = visit(patient)
    save(database, [seen])
    with pytest.raises(Refused):
        save(database, [{"void": seen["id"]}])
    save(database, [{"void": seen["id"], "reason": "记到别人名下"}])
    with database.read() as connection:
        found = read_body(connection, "visit", seen["id"])
    assert found
    assert (found[0].void, found[0].reason) == (True, "记到别人名下")


def test_a_referral_freezes_identity_and_record_pack_and_numbers_itself(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=186, dbp=112, medicines=[{"name": "氨氯地平", "dose": "5mg"}])
    referral = {
        "resident_id": patient,
        "direction": "up",
        "urgency": "urgent",
        "to_org": "990101H1",
        "visit_id": seen["id"],
    }
    result = save(database, [seen, section("hypertension", seen), {"type": "referral", "fields": referral}])
    with database.read() as connection:
        found = referral_with_events(connection, result.ids[2])
    assert found
    assert (found.fields["patient_name"], found.fields["age"], found.state.word) == ("李某甲", 68, "待接诊")
    assert found.fields["pack"]["readings"][0]["sbp"] == 186
    assert found.fields["slip_no"].startswith("0000-00001-")


def due_kinds(database: Database) -> list[str]:
    return [each.kind for item in worklist(database, NOW.date()) for each in item.reasons]


def test_the_visit_after_a_return_closes_the_referral_in_the_same_save(database: Database, patient: str) -> None:
    referral = {"resident_id": patient, "direction": "up", "urgency": "routine", "to_org": "990101H1"}
    issued = save(database, [{"type": "referral", "fields": referral}]).ids[0]
    moved = {"referral_id": issued, "event": "outside_result", "note": "电话问到已住院治疗"}
    save(database, [{"type": "referral_event", "fields": moved}])
    waiting = worklist(database, NOW.date())
    assert [(item.resident_id, item.reasons[0].kind) for item in waiting] == [(patient, "return")]
    save(database, [visit(patient, sbp=138, dbp=84)])
    with database.read() as connection:
        found = referral_with_events(connection, issued)
    assert found
    assert found.state.word == "已随访"
    assert "return" not in due_kinds(database)


def test_a_step_that_the_table_does_not_take_is_kept_and_said(database: Database, patient: str) -> None:
    referral = {"resident_id": patient, "direction": "up", "urgency": "routine", "to_org": "990101H1"}
    issued = save(database, [{"type": "referral", "fields": referral}]).ids[0]
    result = save(database, [{"type": "referral_event", "fields": {"referral_id": issued, "event": "accept"}}])
    assert "不能" in result.notices[0].message
    with database.read() as connection:
        found = referral_with_events(connection, issued)
    assert found
    assert (found.state.state, found.state.steps[-1].counts) == ("issued", False)


def test_the_worklist_puts_uncontrolled_and_overdue_people_first(database: Database, clock: FrozenClock) -> None:
    calm, worried = save(database, [resident(), resident(name="王某乙", birth_date="1950-01-02")]).ids
    for who, day, sbp in ((calm, "2026-09-01", 128), (worried, "2026-09-01", 162), (worried, "2026-10-01", 164)):
        seen = visit(who, day, sbp=sbp, dbp=80)
        save(database, [seen, section("hypertension", seen)])
    items = worklist(database, NOW.date())
    assert [item.resident_id for item in items] == [worried, calm]
    assert items[0].why == "连续2次未达标（H-11）、已逾期"
    assert items[0].state.value == "overdue"


@pytest.mark.parametrize("name", ["䶮某", "𬎆某甲", "'; DROP TABLE resident; --", "👨‍👩‍👧", '"引号"', "A" * 100])
def test_names_are_any_text(database: Database, name: str) -> None:
    assert fields_of(database, "resident", save(database, [resident(name=name)]).ids[0])["name"] == name


def test_a_visit_older_than_the_return_does_not_answer_it(database: Database, patient: str) -> None:
    referral = {"resident_id": patient, "direction": "up", "urgency": "routine", "to_org": "990101H1"}
    issued = save(database, [{"type": "referral", "fields": referral}]).ids[0]
    heard = {"referral_id": issued, "event": "outside_result", "note": "电话：已出院"}
    save(database, [{"type": "referral_event", "fields": heard}])
    save(database, [visit(patient, "2026-11-21")])
    assert [item.reasons[0].kind for item in worklist(database, NOW.date())] == ["return"]
    save(database, [visit(patient, "2026-11-22")])
    assert "return" not in due_kinds(database)


def test_a_corrected_pressure_is_judged_again_with_the_visit(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=170, dbp=100)
    section_id = save(database, [seen, section("hypertension", seen)]).ids[1]
    save(database, [{**seen, "fields": {"sbp": 120, "dbp": 78}, "amends": True, "reason": "抄错"}])
    stored = fields_of(database, "hypertension_followup", section_id)
    assert (stored["classification"], stored["proposed_classification"]) == ("1", "1")
    assert not any("170" in reason for reason in stored["reasons"])


def test_reasons_are_stored_as_the_rules_wrote_them(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=170, dbp=100)
    stored = fields_of(database, "hypertension_followup", save(database, [seen, section("hypertension", seen)]).ids[1])
    assert any("（H-08）" in reason for reason in stored["reasons"])


def test_nothing_moves_to_another_person_or_visit(database: Database, patient: str) -> None:
    other = save(database, [resident(name="王某乙")]).ids[0]
    first, second = visit(patient, "2026-11-20"), visit(patient, "2026-11-21")
    kept = save(database, [first, second, section("hypertension", first)]).ids[2]
    moved = {"type": "visit", "id": first["id"], "amends": True, "reason": "x", "fields": {"resident_id": other}}
    shifted = {"type": "hypertension_followup", "id": kept, "amends": True, "reason": "x"}
    for refused in (moved, {**shifted, "fields": {"visit_id": second["id"]}}):
        with pytest.raises(Refused, match="不能改到另一"):
            save(database, [refused])


def test_an_allergy_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="本机没有这位居民"):
        save(database, [{"type": "allergy", "fields": {"resident_id": new_id(NOW), "code": "2"}}])


def test_history_shows_own_versions_before_the_county_has_confirmed_them(database: Database, patient: str) -> None:
    for phone in ("1", "2"):
        save(database, [{"type": "resident", "id": patient, "fields": {"phone": phone}}])
    versions = [each.fields.get("phone") for each in exported_records(database, "resident", history=True)]
    assert versions == [None, "1", "2"]
