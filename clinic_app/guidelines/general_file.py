"""Reading the general rule file."""

from __future__ import annotations

from clinic_app.guidelines.rule_book import GeneralBook, PossibleRange
from clinic_app.guidelines.rule_table import Table, header

INTERVALS = (
    "examination_days", "discharge_days", "return_followup_days", "refill_ahead_days", "contract_renewal_days",
    "attempts", "prescription_days", "long_prescription_days",
)  # fmt: skip


def read_general_book(table: Table) -> GeneralBook:
    """The book of one file. Raises RuleFileError."""
    bmi, waist, alcohol = table.table("bmi"), table.table("waist"), table.table("alcohol")
    return GeneralBook(
        **header(table, INTERVALS),
        programme="",
        underweight_below=bmi.number("underweight_below"),
        overweight_from=bmi.number("overweight_from"),
        obese_from=bmi.number("obese_from"),
        central_obesity_from_male_cm=waist.number("central_obesity_from_male_cm"),
        central_obesity_from_female_cm=waist.number("central_obesity_from_female_cm"),
        liang_of_beer=alcohol.number("beer"),
        liang_of_red_wine=alcohol.number("red_wine"),
        liang_of_yellow_wine=alcohol.number("yellow_wine"),
        referral_followup_days=table.table("referral").whole("followup_days"),
        first_day=table.table("possible_days").day("first"),
        last_day=table.table("possible_days").day("last"),
        possible=table.mapping("possible", _possible),
    )


def _possible(ranges: Table, key: str) -> PossibleRange:
    each = ranges.table(key)
    return PossibleRange(
        each.text("label"), each.text("unit"), each.number("low"), each.number("high"), each.truth("whole")
    )
