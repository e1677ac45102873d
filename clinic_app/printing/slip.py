"""What the two transfer slips share: stub above, cut line, slip below, seal room, continuation pages.

Layout of one A4 page in millimetres from its top left corner. The national form is a stub (存根, kept by the sender)
and a slip (handed to the patient) on one page; number, bar code, allergies, arrangement and advice are local additions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.sheet import DASHES, Sheet
from clinic_app.printing.text import (
    BODY,
    FLOOR,
    Continued,
    Fitted,
    Line,
    Piece,
    chinese_date,
    fit_block,
    fit_field,
    fit_sentence,
    one_line,
    plain,
    steps,
    text_of,
    words,
    wrap,
)

LEFT, RIGHT = 15.0, 195.0
WIDTH = RIGHT - LEFT
CUT = 92.0
BOXES_TOP, BOXES_BOTTOM = 150.0, 238.0
SEAL_X, SEAL_Y, SEAL_DIAMETER = 170.0, 264.0, 45.0
FRAMES_LEFT = 138.0
SENTENCE_PITCH = 0.68
BOX_PITCH = 0.6
NUMBER = "转诊单号"
PRACTICE_WORDS = "练习单，不是真实单据"


@dataclass(frozen=True)
class Cell:
    """A labelled value of one line; `width` is the millimetres of label and value together."""

    label: str
    value: str
    width: float


@dataclass(frozen=True)
class Box:
    """A labelled free text over whole lines, at least `lines` of them."""

    label: str
    text: str
    lines: int = 1


@dataclass(frozen=True)
class Foot:
    """Who signs, with which telephone, for which institution, on which day."""

    phone: str
    organisation: str
    day: date | None
    advice: Sequence[str]


def draw_marks(sheet: Sheet) -> None:
    """The practice mark on both halves; nothing on a real slip."""
    if sheet.practice:
        sheet.outline(105.0, 52.0, "练习", 150.0, turned=12.0)
        sheet.outline(105.0, 190.0, "练习", 260.0, turned=40.0)


def head_words(sheet: Sheet) -> str:
    """What the head says besides the number: practice, reprint."""
    return "　".join([PRACTICE_WORDS] * sheet.practice + ["补打"] * sheet.reprint)


def draw_stub_head(sheet: Sheet, number: str) -> list[Continued]:
    """双向转诊单 / 存根, the number on the right."""
    sheet.text(105.0, 19.0, "双向转诊单", 18.0, bold=True, align="middle")
    sheet.text(105.0, 27.5, "存　根", 14.0, bold=True, align="middle")
    sheet.text(LEFT, 14.0, head_words(sheet), BODY, bold=True)
    sheet.text(RIGHT, 14.0, NUMBER, 11.0, align="right")
    fitted = fit_field(number, 62.0, size=15.0, lines=1, bold=True)
    sheet.atoms(RIGHT - fitted.lines[0].width(fitted.size), 20.5, fitted.lines[0], fitted.size)
    return [Continued(NUMBER, fitted.rest)] if fitted.rest else []


def draw_slip_head(sheet: Sheet, title: str, number: str, words_of_state: Sequence[str]) -> list[Continued]:
    """Title, bar code with the number in large digits, urgency and state in frames."""
    sheet.text(105.0, 106.0, title, 18.0, bold=True, align="middle")
    sheet.text(LEFT, 102.0, head_words(sheet), BODY, bold=True)
    beside = LEFT + _draw_barcode(sheet, number)
    sheet.text(beside, 115.5, NUMBER, 11.0)
    fitted = fit_field(number, FRAMES_LEFT - beside, size=19.0, lines=1, bold=True)
    sheet.atoms(beside, 123.0, fitted.lines[0], fitted.size)
    continued = [Continued(NUMBER, fitted.rest)] if fitted.rest else []
    right = RIGHT
    for word in reversed([each for each in words_of_state if one_line(each)]):
        word_fitted = fit_field(word, 19.5, size=16.0, lines=1, bold=True)
        right = _draw_framed(sheet, right, word_fitted) - 3.0
        continued += [Continued("状态", word_fitted.rest)] if word_fitted.rest else []
    return continued


def _draw_barcode(sheet: Sheet, number: str) -> float:
    """The digits of the number as Code 128; returns the room it takes, 0 where the number is none."""
    digits = number.replace("-", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        return 0.0
    return sheet.barcode(LEFT, 111.5, 12.0, digits) + 5.0


def _draw_framed(sheet: Sheet, right: float, fitted: Fitted) -> float:
    width = fitted.lines[0].width(fitted.size) + 6.0
    sheet.box(right - width, 112.5, width, 10.0, weight=1.4)
    sheet.atoms(right - width + 3.0, 119.5, fitted.lines[0], fitted.size)
    return right - width


def draw_row(sheet: Sheet, y: float, cells: Sequence[Cell]) -> list[Continued]:
    """Cells side by side on baseline `y`: label, value on its line."""
    continued = []
    x = LEFT
    for cell in cells:
        start = x + sheet.text(x, y, cell.label, BODY) + 1.0
        end = x + cell.width - (0.0 if cell is cells[-1] else 3.0)
        fitted = fit_field(cell.value, end - start - 2.0)
        sheet.line(start, y + 1.3, end, y + 1.3)
        lift = (len(fitted.lines) - 1) * FLOOR * 0.45
        sheet.lines(start + 1.0, y - lift, fitted.lines, fitted.size, FLOOR * 0.45)
        if fitted.rest:
            continued.append(Continued(cell.label, fitted.rest))
        x += cell.width
    return continued


def draw_sentence(
    sheet: Sheet, y: float, height: float, pieces: Sequence[tuple[str, Piece]], *, indent: float = 9.0
) -> list[Continued]:
    """A sentence with filled-in values from baseline `y` within `height` millimetres."""
    fitted, continued = fit_sentence(pieces, WIDTH, height, indent=indent, pitch=SENTENCE_PITCH)
    pitch = fitted.size * SENTENCE_PITCH
    sheet.atoms(LEFT + indent, y, fitted.lines[0], fitted.size)
    sheet.lines(LEFT, y + pitch, fitted.lines[1:], fitted.size, pitch)
    return continued


def draw_stub_foot(sheet: Sheet, day: date | None) -> None:
    """The sender's signature and date under the stub."""
    draw_signature(sheet, 112.0, 75.5, "转诊医生（签字）：")
    draw_day(sheet, RIGHT, 84.0, day)


def draw_signature(sheet: Sheet, x: float, y: float, label: str, *, end: float = RIGHT) -> None:
    """A label with an empty line for ink."""
    start = x + sheet.text(x, y, label, BODY)
    sheet.line(start, y + 1.3, end, y + 1.3)


def draw_day(sheet: Sheet, right: float, y: float, day: date | None) -> None:
    """The date ending at `right`, or blanks to fill in by hand."""
    line = _day_line(day, (14.0, 8.0, 8.0))
    sheet.atoms(right - line.width(BODY), y, line, BODY)


def _day_line(day: date | None, blanks: Sequence[float]) -> Line:
    if day:
        return wrap(words(plain(chinese_date(day))), WIDTH, BODY)[0]
    pieces = [
        part for unit, blank in zip("年月日", blanks, strict=True) for part in (Piece("", True, blank), Piece(unit))
    ]
    return wrap(words(pieces), WIDTH, BODY)[0]


def draw_cut_line(sheet: Sheet) -> None:
    """The dashed line between stub and slip."""
    sheet.text(8.0, CUT + 1.6, "✂", 13.0)
    sheet.line(14.0, CUT, 86.0, CUT, weight=0.7, dash=DASHES)
    sheet.text(105.0, CUT + 1.3, "沿虚线裁开", 10.0, align="middle")
    sheet.line(124.0, CUT, 202.0, CUT, weight=0.7, dash=DASHES)


def day_pieces(day: date | None) -> list[tuple[str, Piece]]:
    """`__年__月__日` of a sentence."""
    parts = (str(day.year), str(day.month), str(day.day)) if day else ("", "", "")
    found = []
    for part, unit, blank in zip(parts, "年月日", (13.0, 9.0, 9.0), strict=True):
        found += [("", Piece(part, True, blank)), ("", Piece(unit))]
    return found


def draw_boxes(sheet: Sheet, boxes: Sequence[Box]) -> list[Continued]:
    """Free texts under each other on ruled lines, all in one size, filling the middle of the slip."""
    fitted = fit_boxes(boxes, BOXES_BOTTOM - BOXES_TOP)
    continued = []
    # Lines that stay blank spread out, so that the page is filled evenly.
    pitch = (BOXES_BOTTOM - BOXES_TOP) / sum(len(each.lines) for each in fitted)
    y = BOXES_TOP + pitch - 1.8
    for box, each in zip(boxes, fitted, strict=True):
        label = sheet.text(LEFT, y, box.label, each.size, bold=True)
        start = LEFT + label
        for line in each.lines:
            sheet.atoms(start, y, line, each.size)
            sheet.line(start, y + 1.5, RIGHT, y + 1.5)
            y += pitch
            start = LEFT
        if each.rest:
            continued.append(Continued(box.label, each.rest, whole=False))
    return continued


def fit_boxes(boxes: Sequence[Box], height: float) -> list[Fitted]:
    """The largest size at which all texts stay on their lines; at the floor the rest of the longest is left over."""
    for size in steps(BODY):
        wrapped = [_wrapped(box, size) for box in boxes]
        room = int(height / (size * BOX_PITCH) + 1e-6)
        wanted = [max(len(lines), box.lines) for lines, box in zip(wrapped, boxes, strict=True)]
        if sum(wanted) <= room:
            allowed = _spread(wanted, room)
            break
    else:
        allowed = _share([len(lines) for lines in wrapped], room)
    return [_cut(lines, count, size) for lines, count in zip(wrapped, allowed, strict=True)]


def _wrapped(box: Box, size: float) -> list[Line]:
    label = wrap(words(plain(box.label, bold=True)), WIDTH, size)[0].width(size)
    return wrap(words(plain(box.text.strip())), WIDTH, size, indent=label)


def _share(wanted: Sequence[int], room: int) -> list[int]:
    """Lines for each box when room is short: in turn each gets one more until it has what it wants."""
    allowed = [1] * len(wanted)
    while sum(allowed) < min(room, sum(wanted)):
        for index, want in enumerate(wanted):
            if allowed[index] < want and sum(allowed) < room:
                allowed[index] += 1
    return allowed


def _spread(allowed: list[int], room: int) -> list[int]:
    """Give spare lines to the longest texts, but leave generous spacing: at most three lines more."""
    spare = min(room - sum(allowed), 3)
    for index in sorted(range(len(allowed)), key=lambda each: -allowed[each])[:spare]:
        allowed[index] += 1
    return allowed


def _cut(lines: Sequence[Line], count: int, size: float) -> Fitted:
    if len(lines) <= count:
        return Fitted((*lines, *[Line()] * (count - len(lines))), size)
    note = wrap(words(plain("（续见第2页）")), WIDTH, size)[0]
    last = lines[count - 1]
    kept, room = list(last.drawn), WIDTH - note.width(size)
    while kept and Line(tuple(kept)).width(size) > room * (0.75 if count == 1 else 1.0):
        kept.pop()
    left = replace(last, atoms=last.atoms[len(kept) :])
    rest = text_of([left, *lines[count:]])
    return Fitted((*lines[: count - 1], Line((*kept, *note.atoms))), size, rest)


def draw_foot(sheet: Sheet, foot: Foot) -> list[Continued]:
    """Signature and telephone on the left, institution and date in the room for the seal, advice below."""
    draw_signature(sheet, LEFT, 248.0, "转诊医生（签字）：", end=136.0)
    continued = draw_row(sheet, 257.0, [Cell("联系电话：", foot.phone, 121.0)])
    y = 267.0
    for number, line in enumerate(foot.advice):
        y = sheet.paragraph(LEFT, y, 126.0, line, 11.0, bold=number == 0)
    return continued + _draw_seal_room(sheet, foot)


def _draw_seal_room(sheet: Sheet, foot: Foot) -> list[Continued]:
    sheet.circle(SEAL_X, SEAL_Y, SEAL_DIAMETER)
    sheet.text(SEAL_X, SEAL_Y - 14.0, "（加盖公章）", FLOOR, align="middle")
    fitted = fit_block(foot.organisation, 41.0, 2, size=11.0)
    pitch = fitted.size * 0.45
    y = SEAL_Y - 1.0 - (len(fitted.lines) - 1) * pitch / 2
    for line in fitted.lines:
        sheet.atoms(SEAL_X - line.width(fitted.size) / 2, y, line, fitted.size)
        y += pitch
    if not one_line(foot.organisation):
        sheet.line(SEAL_X - 19.0, SEAL_Y - 0.5, SEAL_X + 19.0, SEAL_Y - 0.5)
    sheet.text(SEAL_X, SEAL_Y + 6.5, "（机构名称）", FLOOR, align="middle")
    day = _day_line(foot.day, (10.0, 5.5, 5.5))
    sheet.atoms(SEAL_X - day.width(BODY) / 2, SEAL_Y + 13.5, day, BODY)
    return [Continued("机构名称", fitted.rest)] if fitted.rest else []


def draw_continued(sheet: Sheet, title: str, number: str, patient: str, continued: Sequence[Continued]) -> None:
    """Continuation pages of a slip and the page numbers that they call for; none on a slip of one page."""
    pages = continuation_pages(sheet.paper, list(dict.fromkeys(continued)))
    if pages:
        draw_page_number(sheet, 1, len(pages) + 1)
        head = Head(title, f"患者姓名：{patient}", f"转诊单号：{number}", head_words(sheet))
        draw_continuation(sheet, head, pages, first=2)
