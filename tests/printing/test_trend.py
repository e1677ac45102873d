"""The drawing of readings: where strokes and words stand, and what they mean without colour."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from clinic_app.printing.trend import (
    ASSESSMENT,
    CLINICAL,
    DASHES,
    HEAVY,
    Aim,
    Drawing,
    Mark,
    Reading,
    Stroke,
    TrendChart,
    draw_trend,
)

WIDTH, HEIGHT, EM = 180.0, 60.0, 3.7
AIMS = (Aim(ASSESSMENT, (150.0, 90.0), "考核"), Aim(CLINICAL, (130.0, 80.0), "临床"))


def drawn(chart: TrendChart) -> Drawing:
    return draw_trend(
        chart, WIDTH, HEIGHT, EM, lambda text: len(text) * EM * 0.8,
        lambda day, with_year: f"{day.year}年{day.month}月" if with_year else f"{day.month}月",
    )  # fmt: skip


def pressures(*values: tuple[date, float, float, bool]) -> TrendChart:
    return TrendChart(tuple(Reading(day, (sbp, dbp), met) for day, sbp, dbp, met in values), AIMS)


def words(drawing: Drawing) -> list[str]:
    return [each.text for each in drawing.words]


def heavy(drawing: Drawing) -> list[Stroke]:
    """The filled squares: strokes as broad as they are long."""
    return [each for each in drawing.strokes if each.weight > 0.15]


def test_without_readings_nothing_is_drawn() -> None:
    assert drawn(TrendChart((), AIMS)) == Drawing()


def test_both_kinds_of_target_stand_in_their_own_dashes_with_their_words() -> None:
    found = drawn(pressures((date(2026, 1, 1), 152, 88, False), (date(2026, 6, 1), 140, 82, True)))
    assert {"考核 150", "考核 90", "临床 130", "临床 80"} <= set(words(found))
    dashes = [each.dash for each in found.strokes if each.weight == HEAVY]
    assert dashes.count(DASHES[ASSESSMENT]) == dashes.count(DASHES[CLINICAL]) == 2


def test_equal_targets_share_one_word() -> None:
    aims = (Aim(ASSESSMENT, (7.0,), "考核"), Aim(CLINICAL, (4.4, 7.0), "临床"))
    found = drawn(TrendChart((Reading(date(2026, 1, 1), (6.0,), True),), aims, step=1.0))
    assert "考核、临床 7" in words(found)
    assert "临床 4.4" in words(found)


def test_off_target_is_filled_and_within_is_hollow() -> None:
    assert len(heavy(drawn(pressures((date(2026, 1, 1), 152, 88, False))))) == 2
    assert heavy(drawn(pressures((date(2026, 1, 1), 140, 82, True)))) == []


def test_pressure_is_a_band_from_the_second_reading_on() -> None:
    one = (date(2026, 1, 1), 152.0, 88.0, False)
    assert drawn(pressures(one)).bands == []
    assert len(drawn(pressures(one, (date(2026, 6, 1), 140, 82, True))).bands) == 1


def test_distance_follows_the_days() -> None:
    found = drawn(pressures(*((day, 140, 82, True) for day in (date(2026, 1, 1), date(2026, 2, 1), date(2026, 12, 1)))))
    upper = found.bands[0][:3]
    assert (upper[1][0] - upper[0][0]) * 10 == pytest.approx(upper[2][0] - upper[1][0], rel=0.03)


def test_marks_close_together_share_their_box() -> None:
    marks = (Mark(date(2026, 5, 1), "药"), Mark(date(2026, 5, 3), "转"), Mark(date(2026, 10, 1), "药"))
    readings = (Reading(date(2026, 1, 1), (152, 88)), Reading(date(2026, 12, 1), (140, 82)))
    assert {"药转", "药"} <= set(words(drawn(TrendChart(readings, AIMS, marks))))


@pytest.mark.parametrize("years", [0, 1, 3, 10, 40])
def test_everything_stays_inside_and_no_two_words_of_the_axis_meet(years: int) -> None:
    readings = tuple(Reading(date(1986 + year, 3, 1), (150.0 + year, 90.0), False) for year in range(years + 1))
    found = drawn(TrendChart(readings, AIMS, (Mark(date(1986, 3, 2), "药"),)))
    for stroke in found.strokes:
        for x, y in (stroke.start, stroke.end):
            assert -EM <= x <= WIDTH + 1e-6
            assert -EM <= y <= HEIGHT
    axis = [each for each in found.words if each.text.endswith("月")]
    ends = [(each.place[0] - len(each.text) * EM * 0.4, each.place[0] + len(each.text) * EM * 0.4) for each in axis]
    assert all(first[1] <= second[0] for first, second in pairwise(ends))
    assert axis[0].text.startswith("19") if axis else years == 0


def test_one_reading_ends_an_axis_of_two_months() -> None:
    found = drawn(pressures((date(2026, 1, 15), 152, 88, False)))
    assert [each.text for each in found.words if each.text.endswith("月")] == ["2025年12月", "2026年1月"]
