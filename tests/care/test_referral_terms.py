"""What a referral freezes on the day of issue."""

from __future__ import annotations

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from tests.desktop.people import household, id_of, resident, write_directory


def publish_costs(database: Database) -> None:
    """An older and a newer table of two schemes, and lines outside the alliance."""
    lines = (
        ("城乡居民", "2025-01-01", "county", "500", "70"), ("城乡居民", "2026-01-01", "county", "600", "75"),
        ("城乡居民", "2026-01-01", "outside", "3000", "50"), ("城镇职工", "2026-01-01", "county", "500", "85"),
        ("城乡居民", "2027-01-01", "county", "700", "70"),
    )  # fmt: skip
    with database.write() as connection:
        for scheme, valid_from, level, deductible, rate in lines:
            fields = {"scheme": scheme, "valid_from": valid_from, "level": level, "deductible": deductible,
                      "rate": rate}  # fmt: skip
            write_body(connection, "cost_rule", f"{scheme}:{valid_from}:{level}", Body(fields), 1)


def test_the_cost_of_the_insurance_and_the_edition_of_the_criteria_are_frozen(database: Database) -> None:
    write_directory(database)
    publish_costs(database)
    save(database, [household(), resident("李某甲", "1957-03-02", "1"),
                    resident("王某乙", "1959-08-14", "2", payment=["1"])])  # fmt: skip
    asked = {"direction": "up", "urgency": "routine", "to_org": "H1"}
    save(database, [{"type": "referral", "fields": {**asked, "resident_id": id_of("李某甲"), "criteria": ["htn-3"]}}])
    save(database, [{"type": "referral", "fields": {**asked, "resident_id": id_of("王某乙")}}])
    save(database, [{"type": "referral", "fields": {**asked, "resident_id": id_of("李某甲"), "path": "outside"}}])
    of_residents, of_employees, outside = (each.fields for each in exported_records(database, "referral"))
    hint = of_residents["cost_hint"]
    assert (hint["scheme"], hint["deductible"], hint["rate"]) == ("城乡居民", "600", "75")
    assert hint["valid_from"] == "2026-01-01"
    assert of_residents["criteria_version"] == default_referral_rules(database.clock.today()).version
    assert (of_employees["cost_hint"]["scheme"], of_employees["cost_hint"]["rate"]) == ("城镇职工", "85")
    assert "criteria_version" not in of_employees
    assert (outside["cost_hint"]["level"], outside["cost_hint"]["deductible"]) == ("outside", "3000")
