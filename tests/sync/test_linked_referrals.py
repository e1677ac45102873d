"""A patient goes on and comes down: laptops that know only the slip, a county between them, and everybody hears."""

from __future__ import annotations

from typing import Any

from clinic_app.care.save import save
from clinic_app.care.worklist import worklist
from clinic_app.store.database import Database
from clinic_app.store.queries.residents import resident_ids
from tests.sync.conftest import Enrolled
from tests.sync.test_hand_over import issued, state_at, step, sync_all, visit


def carried_on(hospital: Database, former: str, **fields: Any) -> str:
    known = {"previous_id": former, "urgency": "routine", **fields}
    return save(hospital, [{"type": "referral", "fields": known}]).ids[0]


def due(laptop: Database) -> list[tuple[str, str | None]]:
    """Whom this desk has to see after a stay elsewhere."""
    found = worklist(laptop, laptop.clock.today())
    return [(each.kind, each.referral_id) for item in found for each in item.reasons if each.referral_id]


def test_up_to_the_city_down_to_the_township_and_every_sender_hears(laptop: Enrolled) -> None:
    village, county, city, township = (laptop(each) for each in ("V1", "H1", "H2", "T1"))
    person, first = issued(village)
    sync_all(county)
    with county.read() as connection:
        assert resident_ids(connection) == [], "the hospital knows the slip and nobody"
    step(county, first, "arrive")
    higher = carried_on(county, first, direction="up", to_org="H2", initial_impression="需介入治疗")
    sync_all(county, city, village)
    assert [state_at(each, first).state for each in (county, village)] == ["onward", "onward"]
    step(city, higher, "accept", slot_date="2026-11-23", slot_time="09:20")
    back = {"referral_id": higher, "diagnosis": "冠心病", "discharged_on": "2026-11-22"}
    save(city, [{"type": "return", "fields": back}])
    down = carried_on(city, higher, direction="down", to_org="T1", to_dept="康复")
    sync_all(city, county, village, township)
    assert state_at(township, down).word == "已送达"
    # The county's desk looks after no village: what came back is told to the clinic that sent the patient first.
    assert due(village) == [("discharge", first)]
    step(township, down, "accept", bed="康复2床")
    assert due(township) == [("down", down)]
    visit(township, person)
    assert due(township) == []
    visit(village, person)
    sync_all(township, village, city, county)
    for desk in (village, county, township):
        assert state_at(desk, first).state == "closed"
    for desk in (village, city, township):
        assert state_at(desk, down).state == "arrived"
    assert state_at(village, higher).state == "returned", "the county's own desk answers for what it sent"
