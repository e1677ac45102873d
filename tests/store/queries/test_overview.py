"""One person at a glance, as the store knows it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from clinic_app.guidelines.term import TermState
from clinic_app.store.queries.contract import contracts_of, current_contract
from clinic_app.store.queries.overview import overview
from tests.conftest import NOW
from tests.store.queries.clinic import Clinic

TODAY = date(2026, 11, 22)


def test_nobody_has_no_overview(connection: Connection, clinic: Clinic) -> None:
    assert overview(connection, "nobody", TODAY, NOW) is None


def test_a_programme_is_told_by_its_newest_follow_up(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.register(resident)
    clinic.register(resident, "tuberculosis", "2026-02-01")
    clinic.followup(resident, "2026-05-01", "2")
    clinic.followup(resident, "2026-08-01", "1", section={"meets_assessment_target": True})
    clinic.followup(resident, "2026-09-01", "3", void=True)
    found = overview(connection, resident, TODAY, NOW)
    assert found is not None
    pressure, tuberculosis = found.states
    assert (pressure.programme, pressure.visit_date, pressure.value("classification")) == (
        "hypertension", "2026-08-01", "1",
    )  # fmt: skip
    assert pressure.value("meets_assessment_target") is True
    assert (tuberculosis.programme, tuberculosis.visit_date) == ("tuberculosis", "")


def test_forms_are_those_that_something_was_written_for(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.followup(resident, "2026-05-01")
    encounter = clinic.write("encounter", resident_id=resident, encounter_date="2026-04-01")
    found = overview(connection, resident, TODAY, NOW)
    assert found is not None
    assert set(found.forms) == {"hypertension_followup", "encounter"}
    assert found.forms["encounter"] == encounter
    assert found.supplement == ""


def test_the_contract_in_force_goes_before_later_and_earlier_ones(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    terms = (("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31"))
    ids = [clinic.write("contract", resident_id=resident, starts_on=start, ends_on=end) for start, end in terms]
    found = contracts_of(connection, resident)
    assert [each.id for each in found] == ids[::-1]
    current = current_contract(found, TODAY)
    assert current is not None
    assert current.id == ids[1]
    assert current.state(TODAY, renewal_days=30) is TermState.IN_FORCE
    assert current.state(date(2026, 12, 1), renewal_days=30) is TermState.ENDING


def test_services_stand_under_their_contract_newest_first(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    contract = clinic.write("contract", resident_id=resident, starts_on="2026-01-01", ends_on="2026-12-31")
    for day in ("2026-02-01", "2026-03-01"):
        clinic.write("contract_service", contract_id=contract, item="血压测量", given_on=day)
    clinic.write("contract_service", None, True, contract_id=contract, item="录错", given_on="2026-04-01")
    assert [each.given_on for each in contracts_of(connection, resident)[0].services] == ["2026-03-01", "2026-02-01"]
