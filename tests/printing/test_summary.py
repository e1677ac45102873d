"""健康小结: a person's own page, read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from clinic_app.printing.document import forms_pdf
from clinic_app.printing.summary import LEGEND, Summary, SummaryChart
from clinic_app.printing.trend import ASSESSMENT, CLINICAL, Aim, Mark, Reading, TrendChart
from tests.printing.reading import assert_calm, flat, fonts_of, ink_of, pages_of, text_of

READINGS = tuple(
    Reading(date(2025, 1, 1) + timedelta(days=30 * number), (152.0 - number, 92.0 - number / 2), number > 4)
    for number in range(20)
)
AIMS = (Aim(ASSESSMENT, (150.0, 90.0), "考核"), Aim(CLINICAL, (130.0, 80.0), "临床"))
CHART = TrendChart(READINGS, AIMS, (Mark(date(2025, 6, 1), "药"),))
SUMMARY = Summary(
    person="欧阳䶮某　女　70岁",
    record_no8="201-00358",
    printed_on=date(2026, 11, 22),
    lines=(("药物过敏", "青霉素"), ("病种管理", "高血压　控制满意\n　　考核目标 <150/90　达到"), ("转诊", "")),
    charts=(SummaryChart("血压（mmHg）", CHART, explained=True, turns=("2025-06-01　用演示平片",)),),
    clinic="演示村甲卫生室",
    phone="19900000000",
)


def test_the_page_says_what_to_know_and_leaves_out_what_is_empty() -> None:
    text = text_of(forms_pdf([SUMMARY]))
    for words in ("健康小结", "欧阳䶮某女70岁", "药物过敏青霉素", "考核目标<150/90达到", "演示村甲卫生室", "201-00358"):
        assert flat(words) in text
    assert "转诊" not in text.replace(flat(LEGEND), "")


def test_the_chart_is_drawn_with_its_targets_and_signs_in_black() -> None:
    pdf = forms_pdf([SUMMARY])
    text = text_of(pdf)
    for words in ("血压（mmHg）", "考核150", "临床130", "2025-06-01用演示平片", flat(LEGEND)):
        assert words in text
    assert ink_of(pdf) == set()
    assert fonts_of(pdf)


def test_two_charts_stand_on_one_page_where_they_stay_legible() -> None:
    both = (replace(SUMMARY.charts[0], explained=False, turns=()), SUMMARY.charts[0])
    pdf = forms_pdf([replace(SUMMARY, charts=both)])
    assert len(pages_of(pdf)) == 1
    assert_calm(pdf)


def test_long_matters_push_the_charts_to_the_next_page_and_nothing_is_cut() -> None:
    many = tuple((f"事项{number}", f"内容{number}\n第二行") for number in range(17))
    pdf = forms_pdf([replace(SUMMARY, lines=many)])
    assert len(pages_of(pdf)) == 2
    assert "第1页　共2页" in pages_of(pdf)[0]
    assert flat("内容16第二行") in text_of(pdf)
    assert flat(LEGEND) in "".join(pages_of(pdf)[1].split())


def test_what_no_cell_can_hold_goes_on_to_a_continuation_page() -> None:
    pdf = forms_pdf([replace(SUMMARY, lines=(("用药", "\n".join(f"药{number}" for number in range(30))),))])
    assert "药29" in text_of(pdf)
    assert "续页" in text_of(pdf)
    assert f"共{len(pages_of(pdf))}页" in pages_of(pdf)[0].replace(" ", "")


def test_practice_is_written_across_the_page() -> None:
    assert "练习" in text_of(forms_pdf([SUMMARY], practice=True))
