"""Medicines of a visit: four weeks without ado, twelve with words of the assessment and the signature, never more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context
from clinic_app.records.identifiers import new_id
from clinic_app.records.validation import check
from clinic_app.records.visit import MEDICINE, ORDINARY_DAYS
from tests.conftest import NOW

VISIT = RECORD_TYPES["visit"]
SIGNED = {"long_prescription": "病情稳定，患者已签字"}


def problems(**row: Any) -> list[tuple[str, str]]:
    fields = {"resident_id": new_id(NOW), "visit_date": "2026-11-20", "visit_mode": "1"}
    fields["medicines"] = [{"name": "氨氯地平", **row}]  # type: ignore[assignment]
    found = check(VISIT, fields, Context(date(2026, 11, 22)))
    return [(error.field, error.message) for error in found.errors]


@pytest.mark.parametrize(
    ("row", "fine"),
    [
        ({}, True),
        ({"days_supplied": 1}, True),
        ({"days_supplied": 28}, True),
        ({"days_supplied": 29}, False),
        ({"days_supplied": 29, **SIGNED}, True),
        ({"days_supplied": 84, **SIGNED}, True),
        ({"days_supplied": 85, **SIGNED}, False),
        ({"days_supplied": 0}, False),
        ({"days_supplied": "56", "long_prescription": " "}, False),
        ({"dispensed_on": "2026-11-22"}, True),
        ({"dispensed_on": "2026-11-23"}, False),
        ({"times_per_day": 24}, True),
        ({"times_per_day": 25}, False),
    ],
)
def test_a_row_at_its_limits(row: dict[str, Any], *, fine: bool) -> None:
    found = problems(**row)
    assert [name for name, _ in found] == ([] if fine else ["medicines"])


def test_a_long_prescription_without_words_is_told_what_to_write() -> None:
    assert problems(days_supplied=56) == [
        ("medicines", "氨氯地平可用56天，超过28天是长期处方，在长期处方说明里写评估情况和患者签字")
    ]


def test_any_name_may_be_typed_but_a_row_has_one() -> None:
    assert problems(name="自采草药") == []
    assert problems(name="") == [("medicines", "用药情况缺少药物名称")]


def test_the_limits_are_those_of_the_general_rules() -> None:
    general = default_rule_books().general_in_force(date(2026, 11, 22))
    supplied = next(each for each in MEDICINE if each.name == "days_supplied")
    assert general.days("prescription_days") == ORDINARY_DAYS
    assert str(general.days("long_prescription_days")) == supplied.maximum
