from __future__ import annotations

import json
from collections.abc import Callable

from clinic_app.county.database import CountyDatabase
from clinic_app.county.export import export_lines
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import resident, visit

Ids = Callable[[], str]


def test_each_record_stands_once_in_order_with_its_present_values(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person), visit(ids(), person)))
    laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": "0000"}, base=1)))
    records = [json.loads(line) for line in export_lines(county, "test")]
    assert [set(each) for each in records] == [{"type", "id", "rev", "void", "fields"}] * len(records)
    keys = [(each["type"], each["id"]) for each in records]
    assert keys == sorted(set(keys))
    (found,) = (each for each in records if each["type"] == "resident")
    assert (found["rev"], found["void"], found["fields"]["phone"]) == (2, False, "0000")


def test_a_resident_shows_the_allergies_that_are_in_force(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, person, wrong = enrolled(), ids(), ids()
    laptop.push(
        laptop.line(
            resident(person),
            Operation("add", "allergy", ids(), {"resident_id": person, "code": "5", "text": "花粉"}),
            Operation("add", "allergy", wrong, {"resident_id": person, "code": "2"}),
        )
    )
    laptop.push(laptop.line(Operation("remove", "allergy", wrong, reason="录错")))
    (found,) = (each for each in map(json.loads, export_lines(county, "test")) if each["type"] == "resident")
    assert (found["fields"]["drug_allergy"], found["fields"]["drug_allergy_other"]) == (["5"], "花粉")


def test_an_export_is_audited_with_its_reason(county: CountyDatabase) -> None:
    assert len(list(export_lines(county, "test", "年度质控"))) == 10
    with county.transaction() as connection:
        row = connection.execute("SELECT action, target, detail FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    assert row == ("export", "records:10", "年度质控")
