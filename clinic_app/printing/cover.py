"""居民健康档案封面, third edition: the number in 17 boxes, whose file it is, who made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.printing.cells import draw_boxes, figure_boxes, width_of
from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.text import BODY, Continued, chinese_date, fit_block, fit_field
from clinic_app.printing.values import as_date, words_of
from clinic_app.records.resident import COVER, Resident

FIELDS = Resident.declaration.fields
LENGTHS = (6, 3, 3, 5)
BIG = 15.0
LABEL_END, LINE_END = 78.0, 176.0
Row = tuple[str, str]


@dataclass(frozen=True)
class Cover:
    """The cover of one resident's file; `values` with the names of township and village."""

    values: Mapping[str, Any]
    title: str = COVER

    def draw(self, sheet: Sheet) -> None:
        """One page; a continuation page only for texts that no line can hold."""
        if sheet.practice:
            sheet.outline(105.0, 170.0, "练习", 260.0, turned=50.0)
        sheet.text(15.0, 14.0, head_words(sheet), BODY, bold=True)
        continued = _draw_number(sheet, words_of(self.values.get("record_no")))
        sheet.text(105.0, 92.0, "居民健康档案", 36.0, bold=True, align="middle")
        continued += _draw_rows(sheet, 128.0, _person(self.values))
        continued += _draw_rows(sheet, 232.0, _filing(self.values))
        rest = continuation_pages(sheet.paper, continued)
        if rest:
            draw_page_number(sheet, 1, len(rest) + 1)
            name = words_of(self.values.get("name"))
            draw_continuation(sheet, Head(COVER, f"姓名：{name}", "", head_words(sheet)), rest, first=2)


def _label(key: str) -> str:
    return FIELDS[key].label


def _person(values: Mapping[str, Any]) -> list[Row]:
    keys = ("name", "current_address", "registered_address")
    rows = [(_label(key), words_of(values.get(key))) for key in keys]
    rows.append(("联系电话", words_of(values.get("phone"))))
    rows.append(("乡镇（街道）名称", words_of(values.get("township_name"))))
    return [*rows, ("村（居）委会名称", words_of(values.get("village_name")))]


def _filing(values: Mapping[str, Any]) -> list[Row]:
    rows = [(_label(key), words_of(values.get(key))) for key in ("filing_org", "filing_person", "responsible_doctor")]
    day = chinese_date(as_date(values.get("filing_date"))) or "　　　　年　　　月　　　日"
    return [*rows, (_label("filing_date"), day)]


def _draw_number(sheet: Sheet, number: str) -> list[Continued]:
    """编号 in boxes 6-3-3-5; what is no such number, as before the county gave one, stands beside empty boxes."""
    figures = number.replace("-", "")
    whole = len(figures) == sum(LENGTHS) and figures.isascii() and figures.isdigit()
    boxes = figure_boxes(figures if whole else "", LENGTHS)
    x = 192.0 - width_of(boxes, "-")
    draw_boxes(sheet, x, 30.0, boxes, "-")
    sheet.text(x - 3.0, 33.6, "编号", BIG - 1.0, align="right")
    if whole or not number:
        return []
    fitted = fit_field(number, 80.0, lines=1)
    sheet.atoms(192.0 - fitted.lines[0].width(fitted.size), 40.5, fitted.lines[0], fitted.size)
    return [Continued("编号", fitted.rest)] if fitted.rest else []


def _draw_rows(sheet: Sheet, y: float, rows: Sequence[Row]) -> list[Continued]:
    """Labels that end at one place, each value on its line."""
    continued = []
    for label, value in rows:
        sheet.text(LABEL_END - 3.0, y, f"{label}：", BIG, align="right")
        fitted = fit_block(value, LINE_END - LABEL_END - 2.0, 2, size=BIG)
        pitch = fitted.size * 0.42
        sheet.line(LABEL_END - 1.0, y + 1.6, LINE_END, y + 1.6)
        sheet.lines(LABEL_END, y - (len(fitted.lines) - 1) * pitch, fitted.lines, fitted.size, pitch)
        if fitted.rest:
            continued.append(Continued(label, fitted.rest))
        y += 14.0
    return continued
