"""居民健康档案信息卡: front and back of a card side by side, to be cut along the marks and folded; four a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.printing.cells import Part, draw_cell, lay_cell
from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.declared import Answers
from clinic_app.printing.sheet import DASHES, Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.text import BODY, FLOOR, Continued, Piece
from clinic_app.printing.values import words_of
from clinic_app.records.field import Option
from clinic_app.records.resident import PAST_DISEASE, Resident

CARD = "居民健康档案信息卡"
WIDTH, HEIGHT = 90.0, 62.0
LEFT, TOP, PITCH = 15.0, 16.0, 66.0
PER_PAGE = 4
MARK = 3.0
PADDING = 2.6
ROW = 5.8
FIELDS = Resident.declaration.fields
ON_CARD = ("2", "3", "7", "4")
"""Of the past diseases those that the card names itself; 哮喘 has no code of its own in the file."""
ASTHMA = "哮喘"
OCCUPATIONAL = "12"
HARMLESS = ("1",)
Line = tuple[Part, ...]


@dataclass(frozen=True)
class Cards:
    """The cards of these residents: values of each with `diagnoses`, `allergies` and the filing clinic's telephone."""

    residents: tuple[Mapping[str, Any], ...]
    title: str = CARD

    def draw(self, sheet: Sheet) -> None:
        """Four cards a page, what a card cannot hold in full on continuation pages."""
        pages = [self.residents[at : at + PER_PAGE] for at in range(0, len(self.residents), PER_PAGE)]
        continued: list[Continued] = []
        for number, page in enumerate(pages):
            if number:
                sheet.next_page()
            if sheet.practice:
                sheet.outline(105.0, 150.0, "练习", 260.0, turned=50.0)
            sheet.text(LEFT, 9.5, head_words(sheet), BODY, bold=True)
            for place, values in enumerate(page):
                continued += _draw_card(sheet, TOP + place * PITCH, values)
        rest = continuation_pages(sheet.paper, continued)
        if rest:
            draw_page_number(sheet, len(pages), len(pages) + len(rest))
            draw_continuation(sheet, Head(CARD, "", "", head_words(sheet)), rest, first=len(pages) + 1)


def _draw_card(sheet: Sheet, top: float, values: Mapping[str, Any]) -> list[Continued]:
    _draw_marks(sheet, top)
    name = words_of(values.get("name"))
    continued = _draw_face(sheet, LEFT, top, f"{CARD}（正面）", _front(values), name)
    return continued + _draw_face(sheet, LEFT + WIDTH, top, f"{CARD}（反面）", _back(values), name)


def _draw_marks(sheet: Sheet, top: float) -> None:
    """Short lines outside the four corners and a dashed line where the card is folded."""
    right, bottom = LEFT + 2 * WIDTH, top + HEIGHT
    for x, away in ((LEFT, -1.0), (right, 1.0)):
        for y, outward in ((top, -1.0), (bottom, 1.0)):
            sheet.line(x + away * 1.0, y, x + away * (1.0 + MARK), y)
            sheet.line(x, y + outward * 0.4, x, y + outward * (0.4 + MARK / 2))
    sheet.box(LEFT, top, 2 * WIDTH, HEIGHT, weight=0.5)
    sheet.line(LEFT + WIDTH, top, LEFT + WIDTH, bottom, dash=DASHES)


def _draw_face(sheet: Sheet, x: float, top: float, heading: str, lines: Sequence[Line], name: str) -> list[Continued]:
    """Heading and lines of one face; a line's cells share its width."""
    sheet.text(x + WIDTH / 2, top + 6.4, heading, 11.0, bold=True, align="middle")
    continued = []
    y = top + 9.0
    for line in lines:
        width = (WIDTH - 2 * PADDING) / sum(part.share for part in line)
        at, height = x + PADDING - 1.2, ROW
        for part in line:
            laid, rest = lay_cell(part, width * part.share, FLOOR)
            draw_cell(sheet, at, y + 0.4, width * part.share + 2.4, laid)
            height = max(height, laid.height + 1.0)
            at += width * part.share
            if rest:
                label = next(piece.text for piece in part.pieces if not piece.filled)
                continued.append(Continued(f"{name}　{label}", rest, whole=False))
        y += height
    return continued


def _front(values: Mapping[str, Any]) -> list[Line]:
    answers = Answers(FIELDS, values)
    sex = FIELDS["sex"].label_of(values["sex"]) if values.get("sex") else ""
    return [
        (
            _value("姓名", words_of(values.get("name")), share=1.3, blank=38.0),
            _value("性别", sex, share=0.7, blank=12.0),
        ),
        (Part(answers.day("birth_date", "出生日期：")),),
        (_value("健康档案编号", words_of(values.get("record_no"))),),
        (_ticks("ABO血型", [(option.label, option.code == values.get("abo")) for option in FIELDS["abo"].options]),),
        (
            _ticks(
                "RH血型", [(f"Rh{option.label}", option.code == values.get("rh")) for option in FIELDS["rh"].options]
            ),
        ),
        (_ticks("慢性病患病情况", _chronic(values.get("diagnoses") or ())),),
        (_value("过敏史", words_of(values.get("allergies")), most=3),),
    ]


def _chronic(diagnoses: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, bool]]:
    """The card's own choices, as far as the past diseases say; 哮喘 where it was written in words."""
    asthma = [each for each in diagnoses if ASTHMA in words_of(each.get("text"))]
    diseases = {words_of(each.get("code")) for each in diagnoses if each not in asthma}
    ill = {each for each in diseases if each not in HARMLESS}
    yield "无", bool(diseases) and not ill and not asthma
    for code in ON_CARD:
        yield _name_of(code, PAST_DISEASE), code in ill
    yield ASTHMA, bool(asthma)
    yield _name_of(OCCUPATIONAL, PAST_DISEASE), OCCUPATIONAL in ill
    yield "其他疾病", bool(ill - {*ON_CARD, OCCUPATIONAL})


def _name_of(code: str, options: Sequence[Option]) -> str:
    return next(option.label for option in options if option.code == code)


def _back(values: Mapping[str, Any]) -> list[Line]:
    return [
        (_value("家庭住址", words_of(values.get("current_address")), most=2),),
        (_value("家庭电话", words_of(values.get("household_phone") or values.get("phone"))),),
        (_value("紧急情况联系人", words_of(values.get("contact_name"))),),
        (_value("联系人电话", words_of(values.get("contact_phone"))),),
        (_value("建档机构名称", words_of(values.get("filing_org")), most=2),),
        (_value("联系电话", words_of(values.get("filing_phone"))),),
        (
            _value("责任医生或护士", words_of(values.get("responsible_doctor")), blank=16.0),
            _value("电话", words_of(values.get("doctor_phone")), blank=24.0, share=0.85),
        ),
        (_value("其他说明", "", most=1),),
    ]


def _value(label: str, value: str, *, share: float = 1.0, most: int = 1, blank: float = 50.0) -> Part:
    return Part((Piece(f"{label}：", whole=True), Piece(value, True, blank)), share=share, most=most)


def _ticks(label: str, choices: Iterable[tuple[str, bool]]) -> Part:
    """`■A型 □B型`: the card has boxes to tick instead of codes."""
    pieces = [Piece(("■" if chosen else "□") + word, whole=True) for word, chosen in choices]
    spaced = [each for piece in pieces for each in (piece, Piece(" "))]
    return Part((Piece(f"{label}："), *spaced), most=3)
