"""Old codes in those of the third edition: item by item, nothing guessed, the old code kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.edition import (
    ORIGINAL,
    THIRD,
    EditionError,
    edition,
    edition_names,
    read_edition,
)
from clinic_app.records.field import Kind
from clinic_app.records.validation import check_values

ITEMS = [
    (name, record, field)
    for name in edition_names()
    for record, field in sorted(edition(name).items)
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "record", "field", "old", "new"),
    [
        ("2011", "resident", "livestock", "1", "2"),
        ("2011", "resident", "livestock", "2", "3"),
        ("2011", "resident", "livestock", 3, "4"),
        ("2011", "resident", "livestock", "室外", "室外"),
        ("livestock-4-none", "resident", "livestock", "4", "1"),
        ("2011", "resident", "rh", "1", "2"),
        ("2011", "resident", "rh", "2", "1"),
        ("2011", "resident", "rh", "3", "3"),
        ("2011", "resident", "rh", "否", "2"),
        ("2011", "resident", "rh", "是", "1"),
        ("2011", "resident", "rh", "阴性", "阴性"),
        ("rh-reversed", "resident", "rh", "1", "2"),
        ("rh-reversed", "resident", "rh", "2", "1"),
        ("rh-reversed", "resident", "rh", "3", "3"),
        ("2011", "resident", "ethnicity", "1", "01"),
        ("2011", "resident", "ethnicity", "2", "99"),
        ("2011", "resident", "occupation", "1", "0"),
        ("2011", "resident", "occupation", 8, "7"),
        ("occupation-from-1", "resident", "occupation", "9", "8"),
        ("2011", "resident", "past_disease", ["2", "重性精神疾病"], ["2", "8"]),
        ("2011", "hypertension_followup", "symptoms", "2/9", "2/9"),
        ("symptom-10", "diabetes_followup", "symptoms", ["2", "10"], ["2"]),
        ("2011", "diabetes_followup", "dorsalis_pedis", "1", "3"),
        ("foot-pulse-7", "diabetes_followup", "dorsalis_pedis", "1", "1"),
        ("foot-pulse-7", "diabetes_followup", "dorsalis_pedis", "4", "2"),
        ("foot-pulse-7", "diabetes_followup", "dorsalis_pedis", "7", "3"),
        ("2011", "mental_followup", "admission", "0", "0"),
        ("2011", "mental_followup", "adherence", "规律", "1"),
        ("2011", "mental_followup", "classification", "3", "3"),
        ("risk-from-1", "mental_followup", "risk_level", "1", "0"),
        ("risk-from-1", "mental_followup", "risk_level", "6", "5"),
        ("visit-mode-7", "visit", "visit_mode", "2", "2"),
        ("visit-mode-7", "visit", "visit_mode", "电话随访", "3"),
        ("merged-insurance", "resident", "payment", ["1", "城乡居民基本医疗保险"], ["1", "2"]),
        ("gb-codes", "resident", "marital", "22", "2"),
        ("gb-codes", "resident", "payment", "99", ["8"]),
        ("gb-codes", "resident", "education", "90", "9"),
        ("gb-codes", "resident", "relation_to_head", "02", "1"),
    ],
)
def test_one_old_code(name: str, record: str, field: str, old: Any, new: Any) -> None:
    found = edition(name).translate(record, {field: old})
    assert (found.fields[field], found.errors, found.notices) == (new, (), ())
    kept = found.fields.get(ORIGINAL, {})
    assert kept == ({} if str(old) == str(new) else {field: old})


@pytest.mark.parametrize(
    ("name", "record", "field", "old"),
    [
        ("2011", "resident", "livestock", "4"),
        ("2011", "resident", "livestock", "7"),
        ("2011", "resident", "rh", "4"),
        ("2011", "resident", "occupation", "0"),
        ("2011", "resident", "occupation", "9"),
        ("2011", "diabetes_followup", "dorsalis_pedis", "2"),
        ("2011", "mental_followup", "admission", "2"),
        ("2011", "mental_followup", "adherence", "4"),
        ("merged-insurance", "resident", "payment", "1/3"),
        ("gb-codes", "resident", "marital", "60"),
        ("gb-codes", "resident", "ethnicity", "97"),
    ],
)
def test_what_may_mean_two_things_is_left_out_with_a_notice_and_kept(
    name: str, record: str, field: str, old: str
) -> None:
    found = edition(name).translate(record, {field: old, "name": "李某甲"})
    assert field not in found.fields
    assert found.fields[ORIGINAL] == {field: old}
    assert [(each.field, each.message.endswith("没有导入这一项")) for each in found.notices] == [(field, True)]
    assert found.errors == ()


@pytest.mark.parametrize(
    ("name", "record", "field", "old"),
    [
        ("2011", "mental_followup", "classification", "0"),
        ("visit-mode-7", "visit", "visit_mode", "4"),
        ("visit-mode-7", "visit", "visit_mode", "7"),
        ("visit-mode-7", "visit", "visit_mode", "8"),
        ("visit-mode-7", "visit", "visit_mode", "短信"),
        ("gb-codes", "visit", "visit_mode", "9"),
        ("risk-from-1", "mental_followup", "risk_level", "0"),
    ],
)
def test_what_a_record_cannot_do_without_refuses_it(name: str, record: str, field: str, old: str) -> None:
    found = edition(name).translate(record, {field: old})
    assert [each.field for each in found.errors] == [field]
    assert found.errors[0].message


def test_a_tenth_symptom_becomes_the_text_of_the_line() -> None:
    table = edition("2011")
    found = table.translate("hypertension_followup", {"symptoms": "2/10", "symptoms_other": "耳痛"})
    assert (found.fields["symptoms"], found.fields["symptoms_other"]) == (["2"], "耳痛")
    found = table.translate("diabetes_followup", {"symptoms": [10]})
    assert "symptoms" not in found.fields
    assert found.fields["symptoms_other"] == "其他"
    found = table.translate("diabetes_followup", {"symptoms": ["1", "10"]})
    assert [each.field for each in found.errors] == ["symptoms"]


def test_the_side_of_a_pulse_comes_out_of_its_code_and_must_not_differ_from_what_is_given() -> None:
    table = edition("foot-pulse-7")
    found = table.translate("diabetes_followup", {"dorsalis_pedis": "6"})
    assert (found.fields["dorsalis_pedis"], found.fields["dorsalis_pedis_side"]) == ("3", "2")
    found = table.translate("diabetes_followup", {"dorsalis_pedis": "6", "dorsalis_pedis_side": "3"})
    assert [each.field for each in found.errors] == ["dorsalis_pedis_side"]


def test_a_minority_of_the_standard_keeps_its_name() -> None:
    found = edition("gb-codes").translate("resident", {"ethnicity": "03"})
    assert (found.fields["ethnicity"], found.fields["ethnicity_other"]) == ("99", "回族")


def test_originals_join_those_that_were_there() -> None:
    found = edition("2011").translate("resident", {"rh": "1", ORIGINAL: {"name": "旧名"}})
    assert found.fields[ORIGINAL] == {"name": "旧名", "rh": "1"}


def test_the_third_edition_changes_nothing() -> None:
    fields = {"rh": "1", "livestock": "1", "ethnicity": "1"}
    assert edition(THIRD).translate("resident", fields).fields == fields


def test_tables_are_joined_unless_two_speak_of_the_same_item() -> None:
    both = edition("2011+visit-mode-7")
    assert {("resident", "rh"), ("visit", "visit_mode")} <= set(both.items)
    with pytest.raises(EditionError, match="血型RH"):
        edition("2011+rh-reversed")


def test_an_unknown_edition_is_told_with_those_that_there_are() -> None:
    with pytest.raises(EditionError, match="没有“2009”这个版本，可选：2017、2011"):
        edition("2009")


def test_a_table_with_a_code_that_the_third_edition_lacks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edition-bad.toml"
    path.write_text(
        'name="bad"\ntitle="x"\nvalid_from=2011-01-01\nsource="x"\nmark="V2"\n[[items]]\nrecords=["resident"]\n'
        'field="rh"\nmark="V2"\nsource="x"\ncodes={1="9"}\n'
    )
    with pytest.raises(EditionError, match="edition-bad"):
        read_edition(path)


def test_every_table_and_item_names_its_source_and_mark() -> None:
    for name in edition_names()[1:]:
        table = edition(name)
        assert table.name == name
        assert table.mark in ("V1", "V2", "U+", "U?")
        for item in table.items.values():
            assert item.source
            assert item.mark in ("V1", "V2", "U+", "U?")


@given(st.data())
def test_whatever_is_written_the_old_value_can_be_told_and_the_new_one_is_of_the_third_edition(
    data: st.DataObject,
) -> None:
    name, record, field = data.draw(st.sampled_from(ITEMS))
    table, declared = edition(name), RECORD_TYPES[record].fields[field]
    item = table.items[record, field]
    known = [*item.codes, *item.words, *item.unclear, *item.refused, *declared.codes]
    one = st.sampled_from(known) | st.text(max_size=4) | st.integers(-3, 120)
    old = data.draw(st.lists(one, max_size=4) if declared.kind is Kind.CODES else one)
    before = {field: old}
    found = table.translate(record, before)
    assert before == {field: old}
    if found.errors:
        return
    kept = found.fields.get(ORIGINAL, {})
    # Round trip: what was written is either still there or kept beside.
    assert kept.get(field, found.fields.get(field)) == old
    if field in kept and field in found.fields:
        checked = check_values(RECORD_TYPES[record], {field: found.fields[field]})
        known_parts = [each for each in (old if isinstance(old, list) else [old]) if str(each) in known]
        if len(known_parts) == (len(old) if isinstance(old, list) else 1):
            assert checked.errors == () or "不能再选别项" in checked.errors[0].message
    if field not in found.fields and field in before and old not in ("", []):
        assert field in kept
