"""What the two transfer slips are drawn with: heads, rows, sentences, signatures, the room for the seal.

Everything stands in an `Area` of the sheet and in a `Style`, the sizes that a paper asks for; lengths are millimetres,
sizes points. The national form is a stub (存根, kept by the sender) and a slip (handed to the patient); number, bar
code, arrangement, the receiver's signature and advice are local additions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    words,
    wrap,
)

SEAL_DIAMETER = 45.0
NUMBER = "转诊单号"
PRACTICE_WORDS = "练习单，不是真实单据"
FROM_DOCTOR, TO_DOCTOR = "转诊医生（签字）：", "接诊医生（签字）："
A4_WIDTH = 180.0
"""The width that the cells of a row are measured for; other areas stretch or squeeze them."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the sheet from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Millimetres across."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Style:
    """Sizes of one paper: of values, title and number in points, `row` millimetres from row to row.

    `sentence` and `box` are millimetres a line for each point of size; `module` is the width of a bar.
    """

    body: float = BODY
    title: float = 18.0
    number: float = 19.0
    row: float = 10.0
    sentence: float = 0.68
    box: float = 0.5
    module: float = 0.38


@dataclass(frozen=True)
class Cell:
    """A labelled value of one line; `width` is the millimetres of label and value together on A4."""

    label: str
    value: str
    width: float


Sentence = Sequence[tuple[str, Piece]]
"""Words and filled-in values; a label names a value that may have to be shortened."""


@dataclass(frozen=True)
class Foot:
    """With which telephone, for which institution, on which day it is signed; what the patient is told."""

    phone: str
    organisation: str
    day: date | None
    advice: Sequence[str]
    short_advice: str = ""


def head_words(sheet: Sheet) -> str:
    """What the head says besides the number: practice, reprint."""
    return "　".join([PRACTICE_WORDS] * sheet.practice + ["补打"] * sheet.reprint)


def draw_mark(sheet: Sheet, area: Area) -> None:
    """The large practice mark over an area; nothing on a real slip."""
    if sheet.practice:
        height = area.bottom - area.top
        size = min(260.0, height * 1.7)
        turned = 12.0 if height < area.width else 40.0
        sheet.outline(area.middle, (area.top + area.bottom) / 2, "练习", size, turned=turned)


def draw_number(sheet: Sheet, x: float, y: float, width: float, number: str, size: float) -> list[Continued]:
    """The slip's number in bold from `x` on baseline `y`."""
    fitted = fit_field(number, width, size=size, lines=1, bold=True)
    sheet.atoms(x, y, fitted.lines[0], fitted.size)
    return [Continued(NUMBER, fitted.rest)] if fitted.rest else []


def draw_barcode(sheet: Sheet, x: float, y: float, height: float, number: str, module: float) -> float:
    """The digits of the number as Code 128; returns the room it takes, 0 where the number is none."""
    digits = number.replace("-", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        return 0.0
    return sheet.barcode(x, y, height, digits, module=module)


def draw_framed_words(
    sheet: Sheet, right: float, top: float, given: Sequence[str], *, height: float, room: float
) -> list[Continued]:
    """Urgency and state in frames that end at `right`; each may be `room` millimetres wide inside."""
    continued = []
    for word in reversed([each for each in given if one_line(each)]):
        fitted = fit_field(word, room, size=height * 1.6, lines=1, bold=True)
        width = fitted.lines[0].width(fitted.size) + 5.0
        sheet.box(right - width, top, width, height, weight=1.4)
        sheet.atoms(right - width + 2.5, top + height * 0.72, fitted.lines[0], fitted.size)
        right -= width + 3.0
        continued += [Continued("状态", fitted.rest)] if fitted.rest else []
    return continued


def draw_row(
    sheet: Sheet, area: Area, y: float, cells: Sequence[Cell], size: float = BODY, *, lines: int = 2
) -> list[Continued]:
    """Cells side by side on baseline `y`, over the whole width: label, value on up to `lines` lines."""
    continued = []
    scale = area.width / sum(cell.width for cell in cells)
    x = area.left
    for cell in cells:
        width = cell.width * scale
        start = x + sheet.text(x, y, cell.label, size) + 1.0
        end = x + width - (0.0 if cell is cells[-1] else 2.0)
        fitted = fit_field(cell.value, end - start - 2.0, size=size, lines=lines)
        sheet.line(start, y + 1.3, end, y + 1.3)
        lift = (len(fitted.lines) - 1) * FLOOR * 0.4
        sheet.lines(start + 1.0, y - lift, fitted.lines, fitted.size, FLOOR * 0.4)
        if fitted.rest:
            continued.append(Continued(cell.label.rstrip("："), fitted.rest))
        x += width
    return continued


def draw_sentence(
    sheet: Sheet, area: Area, y: float, height: float, pieces: Sentence, style: Style, *, indent: float = 9.0
) -> tuple[float, list[Continued]]:
    """A sentence with filled-in values from baseline `y` within `height` millimetres; returns its last baseline."""
    fitted, continued = fit_sentence(
        pieces, area.width, height, indent=indent, pitch=style.sentence, largest=style.body
    )
    pitch = fitted.size * style.sentence
    sheet.atoms(area.left + indent, y, fitted.lines[0], fitted.size)
    sheet.lines(area.left, y + pitch, fitted.lines[1:], fitted.size, pitch)
    return y + pitch * (len(fitted.lines) - 1), continued


def draw_signature(sheet: Sheet, x: float, y: float, label: str, end: float, size: float = BODY) -> None:
    """A label with an empty line for ink."""
    start = x + sheet.text(x, y, label, size)
    sheet.line(start, y + 1.3, end, y + 1.3)


def draw_day(sheet: Sheet, right: float, y: float, day: date | None, size: float = BODY) -> None:
    """The date ending at `right`, or blanks to fill in by hand."""
    line = day_line(day, (14.0, 8.0, 8.0), size)
    sheet.atoms(right - line.width(size), y, line, size)


def day_line(day: date | None, blanks: Sequence[float], size: float) -> Line:
    """A date as one line, with blanks for the pen where there is none."""
    if day:
        return wrap(words(plain(chinese_date(day))), A4_WIDTH, size)[0]
    pieces = [
        part for unit, blank in zip("年月日", blanks, strict=True) for part in (Piece("", True, blank), Piece(unit))
    ]
    return wrap(words(pieces), A4_WIDTH, size)[0]


def day_pieces(day: date | None) -> list[tuple[str, Piece]]:
    """`__年__月__日` of a sentence."""
    parts = (str(day.year), str(day.month), str(day.day)) if day else ("", "", "")
    found = []
    for part, unit, blank in zip(parts, "年月日", (13.0, 9.0, 9.0), strict=True):
        found += [("", Piece(part, True, blank)), ("", Piece(unit))]
    return found


def draw_cut_line(sheet: Sheet, y: float) -> None:
    """The dashed line between stub and slip."""
    sheet.text(8.0, y + 1.6, "✂", 13.0)
    sheet.line(14.0, y, 86.0, y, weight=0.7, dash=DASHES)
    sheet.text(105.0, y + 1.3, "沿虚线裁开", 10.0, align="middle")
    sheet.line(124.0, y, 202.0, y, weight=0.7, dash=DASHES)


def draw_seal_room(sheet: Sheet, x: float, y: float, foot: Foot) -> list[Continued]:
    """A dotted circle of 45 mm around (x, y) that holds nothing but institution and date."""
    sheet.circle(x, y, SEAL_DIAMETER)
    sheet.text(x, y - 14.0, "（加盖公章）", FLOOR, align="middle")
    fitted: Fitted = fit_block(foot.organisation, 41.0, 2, size=11.0)
    pitch = fitted.size * 0.45
    baseline = y - 1.0 - (len(fitted.lines) - 1) * pitch / 2
    for line in fitted.lines:
        sheet.atoms(x - line.width(fitted.size) / 2, baseline, line, fitted.size)
        baseline += pitch
    if not one_line(foot.organisation):
        sheet.line(x - 19.0, y - 0.5, x + 19.0, y - 0.5)
    sheet.text(x, y + 6.5, "（机构名称）", FLOOR, align="middle")
    day = day_line(foot.day, (10.0, 5.5, 5.5), BODY)
    sheet.atoms(x - day.width(BODY) / 2, y + 13.5, day, BODY)
    return [Continued("机构名称", fitted.rest)] if fitted.rest else []


def draw_continued(
    sheet: Sheet,
    title: str,
    number: str,
    patient: str,
    continued: Sequence[Continued],
    beside: tuple[float, float] | None = None,
) -> None:
    """Continuation pages of a slip and the page numbers that they call for; none on a slip of one page.

    The number of the first page stands at its foot, or from `beside` on where the foot has no room.
    """
    pages = continuation_pages(sheet.paper, list(dict.fromkeys(continued)))
    if pages:
        draw_page_number(sheet, 1, len(pages) + 1, beside)
        head = Head(title, f"患者姓名：{patient}", f"转诊单号：{number}", head_words(sheet))
        draw_continuation(sheet, head, pages, first=2)
