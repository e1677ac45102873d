"""Results of tests that a referral can take along."""

from __future__ import annotations

from datetime import date
from typing import Any

from clinic_app.care.save import save
from clinic_app.store.database import Database
from clinic_app.store.queries.results import MOST, known_results
from tests.desktop.people import household, id_of, resident


def examined(day: str, **found: Any) -> list[dict[str, Any]]:
    visit_id = id_of(day)
    fields = {"resident_id": id_of("李某甲"), "visit_date": day, "visit_mode": "1"}
    return [
        {"type": "visit", "id": visit_id, "fields": fields},
        {"type": "health_examination", "fields": {"visit_id": visit_id, **found}},
    ]


def test_the_newest_of_each_test_since_a_day_and_as_many_as_there_are_digits(database: Database) -> None:
    save(database, [household(), resident("李某甲", "1957-03-02", "1")])
    save(database, examined("2026-01-10", creatinine="88.0", alt="30.0"))
    save(database, examined("2026-10-20", creatinine="96.0", ecg="2", ecg_other="左室高电压", pulse_rate=72))

    def since(day: date) -> list[tuple[str, str, str]]:
        with database.read() as connection:
            found = known_results(connection, id_of("李某甲"), day)
        return [(each["item"], each["value"], each["examined_on"]) for each in found]

    newest = [("心电图", "异常 左室高电压", "2026-10-20"), ("血清肌酐", "96 μmol/L", "2026-10-20")]
    assert since(date(2026, 1, 10)) == [*newest, ("血清谷丙转氨酶", "30 U/L", "2026-01-10")]
    assert since(date(2026, 1, 11)) == newest
    assert since(date(2026, 10, 21)) == []
    many = {name: "4.0" for name in ("hba1c", "total_bilirubin", "urea", "potassium", "total_cholesterol",
                                     "triglycerides", "ldl", "hdl")}  # fmt: skip
    save(database, examined("2026-11-01", **many, white_cells="6.0", creatinine="90.0", alt="20.0"))
    found = since(date(2026, 1, 1))
    assert len(found) == MOST == 9
    assert {day for _, _, day in found} == {"2026-11-01"}
