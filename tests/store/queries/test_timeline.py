"""Everything of a person by day: keys first, entries when they are shown."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from clinic_app.store.queries.timeline import EXAMINATION, KINDS, Entry, entries, entry_keys
from tests.store.queries.clinic import Clinic


def timeline(connection: Connection, resident_id: str, kind: str = "", *, with_void: bool = False) -> list[Entry]:
    return entries(connection, entry_keys(connection, resident_id, kind, with_void=with_void))


def told(found: list[Entry]) -> list[tuple[str, str]]:
    return [(each.day, each.type) for each in found]


@pytest.fixture
def person(clinic: Clinic) -> str:
    """Somebody with one of everything, and a void visit."""
    resident = clinic.resident()
    visit, _ = clinic.followup(resident, "2026-05-01", section={"symptoms": ["1"]}, sbp=150, dbp=95)
    clinic.write("health_examination", visit_id=visit, pulse_rate=70)
    clinic.write("visit_attachment", visit_id=visit, sha256="0" * 64, media_type="image/png", size=1, title="药盒")
    clinic.write("encounter", resident_id=resident, encounter_date="2026-04-01", assessment="感冒")
    clinic.write("consultation", resident_id=resident, consult_date="2026-04-02")
    clinic.write("contact_attempt", resident_id=resident, attempted_on="2026-04-20", channel="1", result="2")
    contract = clinic.write("contract", resident_id=resident, signed_on="2026-01-01", starts_on="2026-01-02",
                            ends_on="2026-12-31")  # fmt: skip
    clinic.write("contract_service", contract_id=contract, item="血压测量", given_on="2026-03-01")
    referral = clinic.write("referral", resident_id=resident, referral_date="2026-05-02", to_org="H1", from_org="V1")
    clinic.write("referral_event", referral_id=referral, event="issue", organisation="V1",
                 happened_at="2026-05-02T01:00:00.000Z")  # fmt: skip
    clinic.write("return", referral_id=referral, return_date="2026-05-20", diagnosis="高血压")
    clinic.register(resident, on="2025-12-01")
    clinic.write("mental_supplement", resident_id=resident, filled_on="2025-11-01")
    clinic.followup(resident, "2026-06-01", void=True)
    return resident


def test_every_kind_stands_on_its_day_newest_first(connection: Connection, person: str) -> None:
    assert told(timeline(connection, person)) == [
        ("2026-05-20", "return"), ("2026-05-02", "referral"), ("2026-05-01", "visit_attachment"),
        ("2026-05-01", "visit"), ("2026-04-20", "contact_attempt"), ("2026-04-02", "consultation"),
        ("2026-04-01", "encounter"), ("2026-03-01", "contract_service"), ("2026-01-01", "contract"),
        ("2025-12-01", "chronic_registration"), ("2025-11-01", "mental_supplement"),
    ]  # fmt: skip


def test_a_visit_comes_with_all_its_sections_and_a_referral_with_its_steps(connection: Connection, person: str) -> None:
    found = {each.type: each for each in timeline(connection, person)}
    assert {part.type for part in found["visit"].parts} == {"hypertension_followup", "health_examination"}
    assert found["visit"].fields["sbp"] == 150
    assert [step["event"] for step in found["referral"].steps] == ["issue"]
    assert found["referral"].state is not None
    assert found["referral"].state.word == "待接诊"


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("visit", {"visit"}), (EXAMINATION, {"visit"}), ("encounter", {"encounter", "consultation"}),
        ("referral", {"referral", "return"}), ("contact", {"contact_attempt"}),
        ("contract", {"contract", "contract_service"}), ("attachment", {"visit_attachment"}),
        ("registration", {"chronic_registration", "mental_supplement"}),
    ],
)  # fmt: skip
def test_a_kind_narrows_the_list(connection: Connection, person: str, kind: str, types: set[str]) -> None:
    assert {each.type for each in timeline(connection, person, kind)} == types
    assert kind in KINDS


def test_an_unknown_kind_is_refused(connection: Connection, person: str) -> None:
    with pytest.raises(KeyError):
        entry_keys(connection, person, "weather")


def test_a_visit_without_an_examination_is_none(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.followup(resident, "2026-05-01")
    assert timeline(connection, resident, EXAMINATION) == []


def test_void_ones_are_shown_on_demand_with_their_sections(connection: Connection, person: str) -> None:
    found = timeline(connection, person, "visit", with_void=True)
    assert told(found) == [("2026-06-01", "visit"), ("2026-05-01", "visit")]
    assert found[0].void
    assert [part.type for part in found[0].parts] == ["hypertension_followup"]
    assert not found[1].void


def test_linked_files_are_one_persons_timeline(connection: Connection, clinic: Clinic) -> None:
    first, second = clinic.resident(), clinic.resident()
    clinic.write("identity_link", resident_id=second, canonical_id=first, reason="同一人")
    clinic.visit(first, "2026-05-01")
    clinic.visit(second, "2026-06-01")
    assert [day for day, _ in told(timeline(connection, second))] == ["2026-06-01", "2026-05-01"]


def test_another_persons_records_are_not_there(connection: Connection, person: str, clinic: Clinic) -> None:
    other = clinic.resident("李丙")
    clinic.visit(other, "2026-07-01")
    assert "2026-07-01" not in {day for day, _ in told(timeline(connection, person))}


def test_a_key_that_is_gone_is_left_out(connection: Connection, person: str) -> None:
    assert entries(connection, ["visit:nobody:2026-01-01"]) == []
