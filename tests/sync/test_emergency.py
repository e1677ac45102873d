"""An emergency of an unknown patient: the hospital has the slip at once, and the name when the village knows it."""

from __future__ import annotations

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.store.queries.referral import referral_with_events
from tests.sync.conftest import Enrolled
from tests.sync.test_hand_over import state_at, step, sync_all


def test_the_slip_goes_ahead_and_the_rest_follows_it(laptop: Enrolled) -> None:
    village, hospital = laptop("V1"), laptop("H1")
    onset = "2026-11-22T01:50:00.000Z"
    fields = {"direction": "up", "urgency": "emergency", "to_org": "H1", "sex": "1", "age": 60, "sbp": 178, "dbp": 102,
              "suspicion": "stroke", "onset_at": onset}  # fmt: skip
    slip = save(village, [{"type": "referral", "fields": fields}]).ids[0]
    sync_all(village, hospital)
    assert state_at(hospital, slip).word == "已送达"
    with hospital.read() as connection:
        found = referral_with_events(connection, slip)
    assert found is not None
    assert found.shown["patient_name"].startswith("不详")
    assert (found.shown["onset_at"], found.shown["sbp"]) == (onset, 178)
    step(hospital, slip, "arrive")
    unknown = next(exported_records(village, "resident"))
    named = {"type": "resident", "id": unknown.id, "fields": {"name": "演某客", "birth_date": "1966-05-01"}}
    rest = {"referral_id": slip, "event": "complete", "supplement": {"present_illness": "右侧肢体无力"}}
    save(village, [named, {"type": "referral_event", "fields": rest}])
    sync_all(village, hospital)
    with hospital.read() as connection:
        found = referral_with_events(connection, slip)
    assert found is not None
    assert found.state.state == "arrived"
    shown = {name: found.shown[name] for name in ("patient_name", "identity_unknown", "present_illness", "age")}
    assert shown == {"patient_name": "演某客", "identity_unknown": False, "present_illness": "右侧肢体无力", "age": 60}
    assert found.fields["patient_name"].startswith("不详"), "the slip stays as it was printed"
