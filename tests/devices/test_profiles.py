"""The byte layouts of the Bluetooth profiles, each field on and off."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.devices.blood_pressure import parse_blood_pressure
from clinic_app.devices.glucose import parse_context, parse_glucose
from clinic_app.devices.layout import Bytes
from clinic_app.devices.reading import NotAReading, Reading

MOMENT = bytes((0xEA, 0x07, 11, 22, 10, 30, 5))


def sfloat(mantissa: int, exponent: int = 0) -> bytes:
    return ((exponent & 0xF) << 12 | mantissa & 0xFFF).to_bytes(2, "little")


def pressures(sbp: int, dbp: int, exponent: int = 0) -> bytes:
    return sfloat(sbp, exponent) + sfloat(dbp, exponent) + sfloat((sbp + 2 * dbp) // 3, exponent)


def test_the_least_measurement_is_two_pressures_in_mmhg() -> None:
    assert parse_blood_pressure(b"\x00" + pressures(152, 96)) == Reading(sbp=152, dbp=96)


def test_everything_that_a_cuff_can_say_is_read_in_its_place() -> None:
    raw = b"\x1e" + pressures(152, 96) + MOMENT + sfloat(72) + b"\x01" + b"\x26\x00"
    assert parse_blood_pressure(raw) == Reading(
        sbp=152, dbp=96, heart_rate=72, measured_at=datetime(2026, 11, 22, 10, 30, 5),
        remarks=("袖带过松", "脉搏不齐", "测量姿势不当"),
    )  # fmt: skip


def test_kilopascals_become_mmhg() -> None:
    assert parse_blood_pressure(b"\x01" + pressures(203, 128, -1)) == Reading(sbp=152, dbp=96)


def test_tenths_are_rounded_to_whole_mmhg() -> None:
    found = parse_blood_pressure(b"\x00" + pressures(1395, 895, -1))
    assert (found.sbp, found.dbp) == (140, 90)


@pytest.mark.parametrize("special", [0x07FE, 0x07FF, 0x0800, 0x0801, 0x0802])
def test_a_failed_measurement_is_none(special: int) -> None:
    with pytest.raises(NotAReading):
        parse_blood_pressure(b"\x00" + special.to_bytes(2, "little") + sfloat(96) + sfloat(110))


def test_pressures_the_wrong_way_round_are_none() -> None:
    with pytest.raises(NotAReading):
        parse_blood_pressure(b"\x00" + pressures(96, 152))


def test_a_pulse_without_a_value_leaves_the_pressures() -> None:
    raw = b"\x04" + pressures(152, 96) + sfloat(0x7FF)
    assert parse_blood_pressure(raw) == Reading(sbp=152, dbp=96)


def test_a_clock_that_was_never_set_gives_no_time() -> None:
    raw = b"\x02" + pressures(152, 96) + bytes((0, 0, 0, 0, 8, 0, 0))
    assert parse_blood_pressure(raw).measured_at is None


def glucose(flags: int, rest: bytes, number: int = 7) -> bytes:
    return bytes((flags,)) + number.to_bytes(2, "little") + MOMENT + rest


def test_glucose_in_mol_per_litre() -> None:
    found = parse_glucose(glucose(0x06, sfloat(64, -4) + b"\x11"))
    assert (found.glucose, found.number, found.fasting) == (Decimal("6.4"), 7, None)


def test_glucose_in_kilograms_per_litre_becomes_mmol() -> None:
    """126 mg/dl is 7.0 mmol/l."""
    assert parse_glucose(glucose(0x02, sfloat(126, -5) + b"\x11")).glucose == Decimal("7.0")


def test_the_time_offset_moves_the_meters_clock() -> None:
    found = parse_glucose(glucose(0x07, (-90).to_bytes(2, "little", signed=True) + sfloat(64, -4) + b"\x11"))
    assert found.measured_at == datetime(2026, 11, 22, 9, 0, 5)


def test_the_meters_doubts_are_told_in_words() -> None:
    assert parse_glucose(glucose(0x0E, sfloat(330, -4) + b"\x11" + b"\x24\x00")).remarks == ("血样不足", "高于设备量程")


@pytest.mark.parametrize("rest", [sfloat(64, -4) + b"\x1a", sfloat(0x7FF) + b"\x11"])
def test_control_solution_and_no_result_are_nobodys_blood(rest: bytes) -> None:
    with pytest.raises(NotAReading):
        parse_glucose(glucose(0x06, rest))


def test_a_record_without_a_concentration_is_none() -> None:
    with pytest.raises(NotAReading):
        parse_glucose(glucose(0x00, b""))


@pytest.mark.parametrize(("meal", "fasting"), [(1, None), (2, False), (3, True), (4, False), (5, False)])
def test_the_context_says_whether_it_was_fasting(meal: int, fasting: bool | None) -> None:
    assert parse_context(bytes((0x02, 7, 0, meal))) == (7, fasting)


def test_the_meal_stands_behind_extended_flags_and_carbohydrates() -> None:
    assert parse_context(bytes((0x83, 7, 0, 0x00, 1)) + sfloat(30, -3) + bytes((3,))) == (7, True)


def test_a_context_without_a_meal_says_nothing() -> None:
    assert parse_context(bytes((0x00, 7, 0))) == (7, None)


def test_a_glucose_that_was_not_fasting_is_no_fasting_value() -> None:
    after_meal = Reading(glucose=Decimal("9.8"), fasting=False)
    assert after_meal.values() == {}
    assert Reading(glucose=Decimal("6.4")).values() == {"fbg": "6.4"}


@given(st.integers(-2048, 2047), st.integers(-8, 7))
def test_sfloat_is_mantissa_times_ten_to_the_exponent(mantissa: int, exponent: int) -> None:
    found = Bytes(sfloat(mantissa, exponent)).sfloat()
    if mantissa & 0xFFF in (0x7FE, 0x7FF, 0x800, 0x801, 0x802):
        assert found is None
    else:
        assert found == Decimal(mantissa).scaleb(exponent)


@given(st.binary(max_size=40))
def test_any_bytes_are_a_reading_or_no_reading(raw: bytes) -> None:
    for parse in (parse_blood_pressure, parse_glucose, parse_context):
        try:
            parse(raw)
        except NotAReading:
            continue
