"""An emergency: somebody without a file is referred in one save."""

from __future__ import annotations

import pytest

from clinic_app.care.entry import Refused
from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.protocol.slip_number import slip_tail
from clinic_app.store.database import Database

EMERGENCY = {
    "direction": "up", "urgency": "emergency", "to_org": "H1", "sex": "1", "age": 60, "suspicion": "stroke",
    "village_code": "990101100201",
}  # fmt: skip


def test_an_unknown_person_gets_a_file_in_the_same_save(database: Database) -> None:
    result = save(database, [{"type": "referral", "fields": EMERGENCY}])
    referral = next(exported_records(database, "referral"))
    resident = next(exported_records(database, "resident"))
    assert result.ids == (referral.id,)
    tail = slip_tail(referral.id)
    assert tail in referral.fields["slip_no"].split("-")
    assert resident.fields["name"] == referral.fields["patient_name"] == f"不详{tail}"
    assert resident.fields["birth_date"] == f"{database.clock.today().year - 60}-01-01"
    assert referral.fields["resident_id"] == resident.id
    assert (referral.fields["identity_unknown"], referral.fields["age"]) == (True, 60)


def test_a_stranger_with_a_name_keeps_it_and_nobody_is_filed_without_sex_and_age(database: Database) -> None:
    save(database, [{"type": "referral", "fields": {**EMERGENCY, "patient_name": "演某客"}}])
    referral = next(exported_records(database, "referral"))
    assert referral.fields["patient_name"] == "演某客"
    assert "identity_unknown" not in referral.fields
    with pytest.raises(Refused) as refused:
        save(database, [{"type": "referral", "fields": {"direction": "up", "urgency": "emergency", "to_org": "H1"}}])
    assert {error.field for error in refused.value.errors} == {"sex", "age"}
    assert len(list(exported_records(database, "resident"))) == 1
