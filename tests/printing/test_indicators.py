"""The figures on paper, read back: every definition whole, what has no base said, nothing outside the page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.indicator_facts import DATED, PLAIN, SECTIONS, Period
from clinic_app.guidelines.indicators import Counted, Scope, count
from clinic_app.printing.indicators import indicators_pdf
from tests.guidelines.indicator_fixture import FIXTURE, VILLAGES, records

from .reading import RARE_NAMES, assert_calm, fonts_of, pages_of, text_of

SCOPE = Scope(frozenset(VILLAGES))


@pytest.fixture(scope="module")
def counted() -> Counted:
    kinds = {**PLAIN, **SECTIONS, **{name: kind for name, (_, kind) in DATED.items()}}
    facts: dict[str, list[object]] = {}
    for record in records():
        if kind := kinds.get(record["type"]):
            values = {"id": record["id"], "authored_at": record.get("at"), **record["fields"]}
            facts.setdefault(record["type"], []).append(kind(*(values.get(name) for name in kind._fields)))
    today = date.fromisoformat(FIXTURE["today"])
    return count(facts, Period(2026, None, today, datetime(2026, 11, 22, 2, 30, tzinfo=UTC)))


def test_every_figure_is_there_with_its_whole_definition(counted: Counted) -> None:
    found = text_of(indicators_pdf(counted, SCOPE, "演示镇卫生院"))
    assert "2026年全年统计表" in found
    assert "演示镇卫生院" in found
    assert "截至2026-11-22" in found
    for each in default_indicator_book().indicators:
        assert each.label.replace(" ", "") in found
        assert "".join(each.words.split()) in found
    assert "血压控制率（考核目标）1425.0%" in found
    assert "健康档案建档率12—没有基数" in found
    assert "不作扣分" in found


def test_the_sheet_lies_across_and_its_pages_are_numbered(counted: Counted) -> None:
    pages = pages_of(indicators_pdf(counted, SCOPE, "演示镇卫生院"))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "数的是什么" in page
        assert f"第{number}页" in page


def test_a_long_and_rare_name_is_printed_to_its_end_inside_the_page(counted: Counted) -> None:
    pdf = indicators_pdf(counted, SCOPE, RARE_NAMES + "卫生室、" * 40 + "末尾")
    assert_calm(pdf)
    assert "末尾" in text_of(pdf)
    assert "Helvetica" not in fonts_of(pdf)


def test_a_practice_sheet_says_so(counted: Counted) -> None:
    assert "练习单，不是真实单据" in text_of(indicators_pdf(counted, SCOPE, "演示", practice=True))
