"""What a hospital writes beside a referral reaches whoever takes part in it, and nobody else."""

from __future__ import annotations

from clinic_app.care.save import save
from clinic_app.store.queries.referral_desk import calls_of, costs_of, desk_inbox, inpatients
from tests.sync.conftest import Enrolled
from tests.sync.test_hand_over import issued, step, sync_all


def test_costs_and_calls_are_read_by_the_sender_and_corrected_by_the_hospital(laptop: Enrolled) -> None:
    village, hospital, stranger = (laptop(each) for each in ("V1", "H1", "H2"))
    _, slip = issued(village)
    sync_all(hospital)
    step(hospital, slip, "arrive", bed="12床")
    cost = {"referral_id": slip, "cost_date": "2026-11-21", "amount": "820.50"}
    (entered,) = save(hospital, [{"type": "inpatient_cost", "fields": cost}]).ids
    back = {"referral_id": slip, "diagnosis": "高血压3级", "discharged_on": "2026-11-22"}
    with hospital.read() as connection:
        assert [each.bed for each in inpatients(connection, "H1")] == ["12床"]
    save(hospital, [{"type": "return", "fields": back}])
    call = {"referral_id": slip, "level": "1", "called_on": "2026-11-22", "result": "1", "condition": "平稳"}
    save(hospital, [{"type": "call_back", "fields": call}])
    sync_all(hospital, village, stranger)
    corrected = {"type": "inpatient_cost", "id": entered, "amends": True, "reason": "看错一位", "fields": cost}
    save(hospital, [{**corrected, "fields": {**cost, "amount": "82.05"}}])
    sync_all(hospital, village, stranger)
    for desk in (hospital, village):
        with desk.read() as connection:
            assert [each.amount for each in costs_of(connection, slip)] == ["82.05"]
            assert [each["condition"] for each in calls_of(connection, slip)] == ["平稳"]
    with stranger.read() as connection:
        assert costs_of(connection, slip) == ()
        assert calls_of(connection, slip) == ()
    with hospital.read() as connection:
        assert desk_inbox(connection, "H1", hospital.clock.now(), 24, {"routine": 48}) == []
        assert inpatients(connection, "H1") == []
