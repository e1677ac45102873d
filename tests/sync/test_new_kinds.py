"""Every kind of record reaches the other laptop of its village through a real county, and no other village's."""

from __future__ import annotations

from typing import Any

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.records.catalogue import SECTION_PROGRAMME
from clinic_app.store.database import Database
from clinic_app.sync.session import sync_once
from tests.county.laptop import OTHER_VILLAGE, VILLAGE
from tests.exchange.test_round_trip import everything
from tests.sync.conftest import Enrolled


def of_the_village() -> list[dict[str, Any]]:
    records = everything()
    for each in records:
        if "village_code" in each["fields"]:
            each["fields"]["village_code"] = VILLAGE
    return records


def kept(database: Database) -> dict[str, tuple[str, int, dict[str, Any]]]:
    reference = ("organisation", "department", "village", "staff")
    return {each.id: (each.type, each.rev, each.fields) for each in exported_records(database)
            if each.type not in reference}  # fmt: skip


def test_a_visit_with_every_form_a_contract_and_a_tour_reach_the_other_laptop_of_the_village(laptop: Enrolled) -> None:
    first, second, elsewhere = laptop("V1"), laptop("V1", "second"), laptop("V2")
    records = of_the_village()
    save(first, records)
    report = sync_once(first)
    assert (report.exit_code, report.pending, report.quarantined) == (0, 0, 0), report
    sync_once(second)
    sync_once(elsewhere)
    there = kept(second)
    assert there == kept(first)
    assert {each["id"] for each in records} <= set(there)
    assert all(rev > 0 for _, rev, _ in there.values())
    assert {*SECTION_PROGRAMME} - {kind for kind, _, _ in there.values()} == {
        "hypertension_followup", "diabetes_followup",
    }  # fmt: skip
    assert kept(elsewhere) == {}


def test_corrections_and_patches_travel_back(laptop: Enrolled) -> None:
    first, second = laptop("V1"), laptop("V1", "second")
    records = of_the_village()
    by_kind = {each["type"]: each for each in records}
    save(first, records)
    sync_once(first)
    sync_once(second)
    tour, part = by_kind["tour"], by_kind["elderly_assessment"]
    save(second, [{**tour, "fields": {"served": 13}}])
    corrected = {**part, "fields": {"mobility": "10"}, "amends": True, "reason": "抄错"}
    save(second, [corrected])
    assert sync_once(second).exit_code == 0
    assert sync_once(first).exit_code == 0
    here = kept(first)
    assert here == kept(second)
    assert here[tour["id"]][2]["served"] == 13
    assert here[part["id"]][2]["self_care_grade"] == "3"
    examination = by_kind["health_examination"]
    assert here[examination["id"]][2]["elderly_self_care"] == "3"


def test_a_tour_that_goes_to_another_village_leaves_the_first_one(laptop: Enrolled) -> None:
    first, elsewhere = laptop("V1"), laptop("V2")
    tour = next(each for each in of_the_village() if each["type"] == "tour")
    save(first, [tour])
    sync_once(first)
    save(first, [{**tour, "fields": {"village_code": OTHER_VILLAGE}}])
    assert sync_once(first).exit_code == 0
    sync_once(elsewhere)
    sync_once(first)
    assert tour["id"] in kept(elsewhere)
    assert tour["id"] not in kept(first)


def test_a_tour_of_a_village_that_is_not_one_s_own_is_refused_by_the_county(laptop: Enrolled) -> None:
    first = laptop("V1")
    tour = next(each for each in of_the_village() if each["type"] == "tour")
    save(first, [{**tour, "fields": {**tour["fields"], "village_code": OTHER_VILLAGE}}])
    assert sync_once(first).quarantined == 1
