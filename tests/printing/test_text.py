"""Breaking lines, shrinking, and what is left over."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing import fonts
from clinic_app.printing.text import (
    BODY,
    FLOOR,
    NOT_AT_END,
    NOT_AT_START,
    Piece,
    chinese_date,
    fit_block,
    fit_field,
    fit_sentence,
    plain,
    text_of,
    words,
    wrap,
)

EM = BODY * 25.4 / 72


def lines_of(text: str, ems: float) -> list[str]:
    """The text of lines of so many ems."""
    return [line.text for line in wrap(words(plain(text)), ems * EM, BODY)]


def test_a_line_never_begins_with_closing_punctuation() -> None:
    assert lines_of("头痛头晕，恶心", 4) == ["头痛头", "晕，恶心"]


def test_a_line_never_ends_with_an_opening_bracket() -> None:
    assert lines_of("血压高（重度）", 4) == ["血压高", "（重度）"]


def test_figures_and_their_units_stay_together() -> None:
    assert lines_of("血压今日186/112mmHg，高", 8) == ["血压今日", "186/112mmHg，", "高"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    found = lines_of("A" * 40, 5)
    assert "".join(found) == "A" * 40
    assert len(found) > 4


@pytest.mark.parametrize("ems", range(10, 24))
@pytest.mark.parametrize("day", [date(2012, 7, 10), date(2026, 11, 22), date(2026, 1, 1)])
def test_a_date_is_never_broken(ems: int, day: date) -> None:
    found = lines_of(f"演示市精神专科医院确诊日期{chinese_date(day)}，随访至{chinese_date(day)}止", ems)
    assert sum(line.count(chinese_date(day)) for line in found) == 2


@pytest.mark.parametrize("ems", range(12, 30))
@pytest.mark.parametrize("parts", [("2012", "7", "10"), ("", "", "")])
def test_a_date_on_its_lines_stays_together_filled_in_or_empty(ems: int, parts: tuple[str, ...]) -> None:
    pieces = [Piece("诊断及医院确诊日期")]
    for part, unit in zip(parts, "年月日", strict=True):
        pieces += [Piece(part, True, 8.0), Piece(unit)]
    found = [line.text for line in wrap(words(pieces), ems * EM, BODY)]
    assert sum("{}年{}月{}日".format(*parts) in line for line in found) == 1


def test_a_date_wider_than_its_line_breaks_behind_a_unit() -> None:
    assert lines_of("2026年11月22日", 5) == ["2026年", "11月22日"]


@pytest.mark.parametrize("ems", range(3, 20))
def test_a_box_to_tick_is_never_parted_from_its_word(ems: int) -> None:
    found = lines_of("□高血压随访（至11月28日）　□续药（逾期11月3日）　■体检", ems)
    assert not any(line.rstrip()[-1:] in ("□", "■") for line in found)


def test_line_breaks_of_the_text_are_kept() -> None:
    assert lines_of("一\n\n二", 9) == ["一", "", "二"]


def test_a_date_is_written_in_chinese() -> None:
    assert chinese_date(date(2026, 11, 2)) == "2026年11月2日"
    assert chinese_date(None) == ""


def test_a_field_that_fits_keeps_its_size() -> None:
    fitted = fit_field("欧阳静", 3.01 * EM)
    assert (fitted.size, len(fitted.lines), fitted.rest) == (BODY, 1, "")


def test_a_field_shrinks_before_it_takes_a_second_line() -> None:
    assert fit_field("欧阳静", 2.8 * EM).size < BODY
    assert len(fit_field("欧阳静", 2.8 * EM).lines) == 1
    wrapped = fit_field("欧阳静静静", 3 * EM)
    assert (wrapped.size, len(wrapped.lines), wrapped.rest) == (FLOOR, 2, "")


def test_a_field_that_two_lines_cannot_hold_says_that_it_goes_on() -> None:
    fitted = fit_field("柳树屯村" * 9, 5 * EM)
    assert fitted.lines[-1].text.endswith("…")
    assert fitted.rest == "柳树屯村" * 9


def test_a_name_of_an_institution_is_broken_after_a_word_where_it_can() -> None:
    fitted = fit_block("演示县柳河镇卫生院柳树屯村卫生室", 11 * EM, 2)
    assert [line.text for line in fitted.lines] == ["演示县柳河镇卫生院", "柳树屯村卫生室"]


def test_a_sentence_that_is_too_long_shortens_its_longest_value_and_gives_it_in_full_later() -> None:
    pieces = [("", Piece("转入")), ("单位", Piece("人民医院" * 60, True)), ("科室", Piece("心内科", True))]
    fitted, continued = fit_sentence(pieces, 40 * EM, 2 * BODY * 0.68)
    assert [each.text for each in continued] == ["人民医院" * 60]
    assert "心内科" in text_of(fitted.lines)
    assert "…" in text_of(fitted.lines)


def test_a_short_value_is_not_broken_over_two_lines() -> None:
    stream = words([Piece("患者"), Piece("欧阳静", True), Piece("因病")])
    assert [line.text for line in wrap(stream, 4 * EM, BODY)] == ["患者", "欧阳静", "因病"]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("王，。（）a1 \n/😀“”…\u3000𬎆"), max_size=80), st.integers(9, 40))
def test_lines_keep_every_character_and_stay_inside_their_width(text: str, ems: int) -> None:
    lines = wrap(words(plain(text)), ems * EM, BODY)
    assert text_of(lines) == fonts.printable(text).strip("\n")
    for line in lines:
        assert line.width(BODY) <= ems * EM + 1e-6


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("王李张，。（）"), min_size=1, max_size=60))
def test_punctuation_stands_where_it_may(text: str) -> None:
    lines = [line.text for line in wrap(words(plain(text)), 12 * EM, BODY)]
    for before, after in pairwise(lines):
        # A run of punctuation longer than a line has no good place to break.
        if after[0] in NOT_AT_START or before[-1] in NOT_AT_END:
            assert any(len(word) > 8 for word in words(plain(text)))


@pytest.mark.parametrize("length", [2000, 20000])
def test_long_text_is_broken_in_reasonable_time(length: int) -> None:
    started = time.perf_counter()
    wrap(words(plain("血压偏高，" * (length // 5))), 180.0, BODY)
    assert time.perf_counter() - started < 2.0
