"""A slip on its paper: A4 with the stub above the cut line, A5 and large type with the stub on a sheet of its own,
continuous paper with both in one, as every part of it receives the same words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clinic_app.printing.paper import Paper
from clinic_app.printing.qr import CAPTION, QUIET, QrCode, carrier_code, refusal
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import (
    FROM_DOCTOR,
    NUMBER,
    SEAL_DIAMETER,
    TO_DOCTOR,
    Area,
    Cell,
    Foot,
    Sentence,
    Style,
    draw_barcode,
    draw_continued,
    draw_cut_line,
    draw_day,
    draw_framed_words,
    draw_mark,
    draw_number,
    draw_row,
    draw_seal_room,
    draw_sentence,
    draw_signature,
    head_words,
)
from clinic_app.printing.slip_boxes import Box, draw_boxes
from clinic_app.printing.text import BODY, FLOOR, Continued, Piece, fit_field

STUB_TITLE = "双向转诊单"
STUB_HEIGHT = 80.0
CUT = 92.0
COLUMN, GUTTER = 48.0, 5.0
"""The right column of lying paper: number, state, QR and seal."""
BELOW = 2.6
"""Millimetres from the last line of a sentence to the frame of the texts."""
FOOT = 53.0
"""Millimetres of signatures and seal at the lower end of an upright page."""
PART_WORDS = {
    2: "一式两联：第一联存根，转出机构留存；第二联交患者带至接收机构。",
    3: "一式三联：第一联存根，转出机构留存；第二联交患者带至接收机构；第三联回执，接收机构签收后退回。",
}


@dataclass(frozen=True)
class SlipWords:
    """What stands on stub and slip, the same for every paper.

    `marks` stand in frames (urgency, state), `urgent` in one frame above the `boxes`. `request` ends the
    stub's sentence where stub and slip are one.
    """

    title: str
    number: str
    patient: str
    stub_rows: tuple[tuple[Cell, ...], ...]
    stub_sentence: Sentence
    address: Sentence
    sentence: Sentence
    request: str
    boxes: tuple[Box, ...]
    foot: Foot
    marks: tuple[str, ...] = ()
    urgent: tuple[Box, ...] = ()


def draw_slip(sheet: Sheet, slip: SlipWords, *, large: bool = False, carrier: str = "") -> None:
    """Stub and slip from the sheet's present page on, continuation pages after each; nothing is cut."""
    style = style_of(sheet.paper, large=large)
    code = carrier_code(sheet.paper, carrier)
    refused = "" if code else refusal(sheet.paper, carrier)
    if sheet.paper.continuous:
        _draw_lying(sheet, slip, style, code, refused=refused)
    elif sheet.paper.lying or large:
        if sheet.paper.lying:
            _draw_lying(sheet, slip, style, code, refused=refused)
        else:
            continued = _draw_upright(sheet, _whole(sheet.paper), slip, style, code, refused=refused)
            draw_continued(sheet, slip.title, slip.number, slip.patient, continued)
        sheet.next_page()
        continued = _draw_stub(sheet, _stub_area(sheet.paper, large=large), slip, style)
        draw_continued(sheet, f"{STUB_TITLE}存根", slip.number, slip.patient, continued)
    else:
        continued = _draw_stub(sheet, _stub_area(sheet.paper, large=False), slip, style)
        draw_cut_line(sheet, CUT)
        lower = replace(_whole(sheet.paper), top=CUT + 5.0)
        continued += _draw_upright(sheet, lower, slip, style, code, refused=refused)
        draw_continued(sheet, slip.title, slip.number, slip.patient, continued)


def style_of(paper: Paper, *, large: bool = False) -> Style:
    """The sizes of a paper; large type is two points more, on continuous paper one and a half."""
    if paper.continuous and paper.height < 120.0:
        return Style(
            body=10.5 if large else 10.0, title=13.0, number=16.0, row=5.6, sentence=0.5, box=0.43, module=0.42
        )
    if paper.continuous:
        return Style(
            body=12.0 if large else 10.5, title=15.0, number=16.0, row=7.2 if large else 6.6, sentence=0.56, box=0.46,
            module=0.42,
        )  # fmt: skip
    if paper.lying:
        return Style(body=13.0 if large else 11.0, title=16.0, number=16.0, row=8.5, sentence=0.6, box=0.47)
    return Style(body=14.0, title=22.0, number=22.0, row=12.0) if large else Style()


def _whole(paper: Paper) -> Area:
    """The paper without its margins."""
    if paper.continuous:
        return Area(paper.strip + 4.0, 5.0, paper.width - paper.strip - 4.0, paper.height - 4.0)
    if paper.lying:
        return Area(12.0, 7.0, paper.width - 12.0, paper.height - 6.0)
    return Area(15.0, 10.0, paper.width - 15.0, paper.height - 6.0)


def _stub_area(paper: Paper, *, large: bool) -> Area:
    whole = _whole(paper)
    return replace(whole, bottom=whole.top + STUB_HEIGHT * (1.2 if large else 1.0))


def _draw_stub(sheet: Sheet, area: Area, slip: SlipWords, style: Style) -> list[Continued]:
    """双向转诊单 / 存根, the number on the right, the sender's signature below."""
    unit = (area.bottom - area.top) / STUB_HEIGHT
    body = max(style.body, BODY) if unit > 1.0 else min(style.body, BODY)
    draw_mark(sheet, area)
    sheet.text(area.middle, area.top + 9.0 * unit, STUB_TITLE, style.title, bold=True, align="middle")
    sheet.text(area.middle, area.top + 17.5 * unit, "存　根", style.title * 0.78, bold=True, align="middle")
    sheet.text(area.left, area.top + 4.0, head_words(sheet), BODY, bold=True)
    sheet.text(area.right, area.top + 4.0 * unit, NUMBER, 11.0, align="right")
    fitted = fit_field(slip.number, 60.0, size=15.0, lines=1, bold=True)
    at = area.right - fitted.lines[0].width(fitted.size)
    continued = draw_number(sheet, at, area.top + 10.5 * unit, 60.0, slip.number, 15.0)
    y = area.top + 28.0 * unit
    for cells in slip.stub_rows:
        continued += draw_row(sheet, area, y, cells, body)
        y += 10.0 * unit
    spaced = replace(style, body=body, sentence=0.68)
    _, cut = draw_sentence(sheet, area, y, 16.5 * unit, slip.stub_sentence, spaced)
    draw_signature(sheet, area.left + area.width * 0.52, area.top + 66.0 * unit, FROM_DOCTOR, area.right, body)
    draw_day(sheet, area.right, area.top + 75.0 * unit, slip.foot.day, body)
    return continued + cut


def _draw_upright(
    sheet: Sheet, area: Area, slip: SlipWords, style: Style, code: QrCode | None, *, refused: str
) -> list[Continued]:
    """The slip on A4: number and state under the title, signatures and seal at the foot."""
    draw_mark(sheet, area)
    sheet.text(area.middle, area.top + 9.0, slip.title, style.title, bold=True, align="middle")
    sheet.text(area.left, area.top + 1.5, head_words(sheet), 11.0, bold=True)
    continued = _draw_upright_number(sheet, area, slip, style)
    y = area.top + 36.0
    line = style.body * style.sentence + 0.4
    y, cut = draw_sentence(sheet, area, y, line, slip.address, style, indent=0.0)
    continued += cut
    y, cut = draw_sentence(sheet, area, y + line + 0.3, 2 * line, slip.sentence, style)
    continued += cut
    top, bottom = y + BELOW, area.bottom - FOOT
    at = (area.left, top, area.right, bottom)
    continued += draw_boxes(sheet, at, slip.boxes, urgent=slip.urgent, body=style.body, pitch=style.box)
    return continued + _draw_upright_foot(sheet, area, slip.foot, code, refused=refused)


def _draw_upright_number(sheet: Sheet, area: Area, slip: SlipWords, style: Style) -> list[Continued]:
    y = area.top + 14.5
    room = 19.5
    taken = draw_barcode(sheet, area.left, y, 12.0, slip.number, style.module)
    beside = area.left + (taken + 5.0 if taken else 0.0)
    sheet.text(beside, y + 4.0, NUMBER, 11.0)
    frames = 2 * room + 15.0
    continued = draw_number(sheet, beside, y + 11.5, area.right - frames - beside, slip.number, style.number)
    return continued + draw_framed_words(sheet, area.right, y + 1.0, slip.marks, height=10.0, room=room)


def _draw_upright_foot(sheet: Sheet, area: Area, foot: Foot, code: QrCode | None, *, refused: str) -> list[Continued]:
    """QR, two signatures, telephone and advice on the left, institution and date in the room for the seal."""
    seal_x, seal_y = area.right - 25.0, area.bottom - 27.0
    end = seal_x - SEAL_DIAMETER / 2 - 4.0
    left = area.left
    if code:
        _draw_code(sheet, left, area.bottom - FOOT + 3.0, code)
        left += max(code.side, 40.0) + 4.0
    y = area.bottom - 46.0
    draw_signature(sheet, left, y, FROM_DOCTOR, end)
    draw_signature(sheet, left, y + 8.2, TO_DOCTOR, end)
    below = replace(area, left=left, right=end)
    continued = draw_row(sheet, below, y + 16.4, [Cell("联系电话：", foot.phone, 100.0)])
    y += 24.4
    if code:
        sheet.paragraph(left, y, end - left, foot.short_advice, 10.5)
    else:
        for number, line in enumerate(foot.advice):
            y = sheet.paragraph(left, y, end - left, line, 11.0, bold=number == 0)
        if refused:
            sheet.text(end, area.bottom - 21.6, refused, FLOOR, align="right")
    return continued + draw_seal_room(sheet, seal_x, seal_y, foot)


def _draw_code(sheet: Sheet, x: float, y: float, code: QrCode) -> float:
    """The QR with its caption; returns where it ends."""
    sheet.squares(x, y, code.rows, code.module)
    sheet.text(x + max(code.side, 40.0) / 2, y + code.side + 4.0, CAPTION, FLOOR, align="middle")
    return y + code.side + 5.0


def _draw_lying(sheet: Sheet, slip: SlipWords, style: Style, code: QrCode | None, *, refused: str) -> None:
    """The slip on lying paper: words on the left, number, state, QR and seal in a column on the right."""
    area = _whole(sheet.paper)
    draw_mark(sheet, area)
    main = replace(area, right=area.right - COLUMN - GUTTER)
    column = replace(area, left=area.right - COLUMN)
    continued = _draw_column(sheet, column, slip, style, code, refused=refused)
    y = main.top + style.title * 0.36
    end = main.left + sheet.text(main.left, y, slip.title, style.title, bold=True)
    sheet.text(main.right, y, head_words(sheet), 10.0, bold=True, align="right")
    y, cut = _draw_lying_sentences(sheet, main, y + style.row, slip, style)
    continued += cut
    bottom = main.bottom - 2 * style.row - (3.6 if sheet.paper.continuous else 4.6)
    at = (main.left, y, main.right, bottom)
    continued += draw_boxes(sheet, at, slip.boxes, urgent=slip.urgent, body=style.body, pitch=style.box)
    continued += _draw_lying_foot(sheet, main, slip.foot, style, bottom)
    beside = (end + 4.0, main.top + style.title * 0.36)
    draw_continued(sheet, slip.title, slip.number, slip.patient, continued, beside)


def _draw_lying_sentences(
    sheet: Sheet, main: Area, y: float, slip: SlipWords, style: Style
) -> tuple[float, list[Continued]]:
    """Whom the slip is for and who comes, on continuous paper with what the stub has; returns where the boxes begin."""
    line = style.body * style.sentence + 0.2
    if not sheet.paper.continuous:
        y, continued = draw_sentence(sheet, main, y, line, slip.address, style, indent=0.0)
        y, cut = draw_sentence(sheet, main, y + line, 2 * line, slip.sentence, style, indent=7.0)
        return y + BELOW, continued + cut
    continued = []
    for cells in slip.stub_rows:
        continued += draw_row(sheet, main, y, cells, style.body, lines=_lines(style))
        y += style.row
    both = (*slip.stub_sentence[:-1], ("", Piece(slip.request)))
    y, cut = draw_sentence(sheet, main, y, 2 * line, both, style, indent=0.0)
    return y + BELOW, continued + cut


def _lines(style: Style) -> int:
    """How many lines the value of a row may have: one where rows stand close, its rest on a continuation page."""
    return 1 if style.row < 6.0 else 2


def _draw_lying_foot(sheet: Sheet, main: Area, foot: Foot, style: Style, top: float) -> list[Continued]:
    """Two signatures side by side, the telephone, and what the parts are for or what the patient is told."""
    y = top + style.row - 0.6
    draw_signature(sheet, main.left, y, FROM_DOCTOR, main.middle - 2.0, style.body)
    draw_signature(sheet, main.middle + 1.0, y, TO_DOCTOR, main.right, style.body)
    y += style.row
    continued = draw_row(sheet, main, y, [Cell("联系电话：", foot.phone, 100.0)], style.body, lines=_lines(style))
    told = PART_WORDS.get(sheet.paper.parts, "") if sheet.paper.continuous else foot.short_advice
    sheet.paragraph(main.left, y + 5.2, main.width, told, FLOOR if sheet.paper.continuous else 10.0)
    return continued


def _draw_column(
    sheet: Sheet, column: Area, slip: SlipWords, style: Style, code: QrCode | None, *, refused: str
) -> list[Continued]:
    """Number in large digits, bar code, state, QR, and the room for the seal at the lower end."""
    y = column.top
    sheet.text(column.left, y + 3.4, NUMBER, FLOOR)
    continued = draw_number(sheet, column.left, y + 10.0, COLUMN, slip.number, style.number)
    draw_barcode(sheet, column.left, y + 12.0, 9.0, slip.number, style.module)
    continued += draw_framed_words(sheet, column.right, y + 23.0, slip.marks, height=8.0, room=17.0)
    if code:
        _draw_code(sheet, column.left + (COLUMN - code.side) / 2, y + 32.0 + QUIET, code)
    elif refused:
        sheet.text(column.right, y + 35.0, refused, FLOOR, align="right")
    return continued + draw_seal_room(sheet, column.middle, column.bottom - SEAL_DIAMETER / 2 - 0.5, slip.foot)
