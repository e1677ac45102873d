"""Whatever is answered, a save is taken or refused in words; what is taken is judged the same when written again."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.care.entry import RecordError, Refused
from clinic_app.care.save import save
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.field import Field, Kind
from clinic_app.store.database import Database
from tests.care.people import resident, section, stored, visit

KINDS = sorted(SECTION_PROGRAMME)


def answers(declared: Field) -> st.SearchStrategy[Any]:
    """Possible and impossible values of a field."""
    codes = st.sampled_from([*sorted(declared.codes), "77"]) if declared.codes else st.text(max_size=3)
    if declared.kind is Kind.CODE:
        return codes
    if declared.kind is Kind.CODES:
        return st.lists(codes, max_size=3)
    if declared.kind in (Kind.INTEGER, Kind.DECIMAL):
        low, high = int(float(declared.minimum or 0)), int(float(declared.maximum or 100))
        return st.integers(low - 1, high + 1) | st.integers(low, min(high, low + 20))
    if declared.kind is Kind.BOOLEAN:
        return st.booleans()
    if declared.kind is Kind.DATE:
        return st.dates().map(str) | st.sampled_from(["2026-11-20", "2027-01-05", "2026-02-30", ""])
    if declared.kind is Kind.ITEMS:
        row = {part.name: answers(part) for part in declared.items}
        return st.lists(st.fixed_dictionaries({}, optional=row), max_size=2)
    return st.text(max_size=5) if declared.kind in (Kind.TEXT, Kind.LONG_TEXT) else st.none()


def refusal_of(database: Database, records: list[dict[str, Any]]) -> tuple[RecordError, ...] | None:
    """Why a save was refused; None when it was taken."""
    try:
        save(database, records)
    except Refused as refusal:
        return refusal.errors
    return None


@settings(max_examples=80)
@given(data=st.data())
def test_any_answers_are_taken_or_refused_in_words(database: Database, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    asked = {name: each for name, each in RECORD_TYPES[kind].fields.items() if name != "visit_id"}
    chosen = data.draw(st.lists(st.sampled_from(sorted(asked)), unique=True, max_size=6))
    person = resident()
    seen = visit(person["id"])
    part = section(kind, seen, **{name: data.draw(answers(asked[name]), label=name) for name in chosen})
    if (errors := refusal_of(database, [person, seen, part])) is not None:
        assert all(error.message and error.record == 2 for error in errors)
        return
    kept = stored(database, part)
    twin = resident()
    again = visit(twin["id"])
    copy = section(kind, again, **{name: value for name, value in kept.items() if name != "visit_id"})
    result = save(database, [twin, again, copy])
    assert result.notices == ()
    assert {**stored(database, copy), "visit_id": ""} == {**kept, "visit_id": ""}
