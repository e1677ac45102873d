"""Follow-up tables of the national forms: A4 upright, four visits side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clinic_app.printing.cells import SIZE, Cell, Label
from clinic_app.printing.continuation import continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.document import forms_pdf
from clinic_app.printing.form_head import FormHead, draw_form_head
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.table import LaidRow, draw_downward, draw_row, lay_row, paginate
from clinic_app.printing.text import Continued, steps

LEFT, TOP, BOTTOM = 12.0, 32.0, 287.0
GROUP, LABEL, VISIT = 7.0, 45.0, 33.5
RIGHT = LEFT + GROUP + LABEL + 4 * VISIT
VISITS = 4
LOWEST = 6.0
HIGHEST = 1.35
"""How much rows may be stretched to fill the page."""


@dataclass(frozen=True)
class FollowupRow:
    """A line of the form: its label with the legend of its codes, and one cell for each visit.

    Neighbours with the same `group` (体征, 用药情况) share one name in the first column.
    """

    label: str
    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True)
class FootRow:
    """A line under the visits that runs across all of them: what is said once, at the end."""

    label: str
    cell: Cell
    group: str = ""


@dataclass(frozen=True)
class FollowupForm:
    """A form: title, whose it is, the last eight digits of the record number (`201-00358`), its lines.

    `mark` stands beside the title (非国家表).
    """

    title: str
    name: str
    record_no8: str
    rows: tuple[FollowupRow, ...]
    foot: tuple[FootRow, ...] = ()
    mark: str = ""

    @property
    def head(self) -> FormHead:
        """What stands above the table."""
        return FormHead(self.title, self.name, self.record_no8, self.mark)

    def draw(self, sheet: Sheet) -> None:
        """Four visits a page, blank columns for those to come; long texts go on to continuation pages."""
        pages, continued = _pages(self)
        rest = continuation_pages(sheet.paper, continued)
        total = len(pages) + len(rest)
        for number, rows in enumerate(pages, 1):
            if number > 1:
                sheet.next_page()
            draw_form_head(sheet, self.head)
            _draw_rows(sheet, rows)
            if total > 1:
                draw_page_number(sheet, number, total)
        draw_continuation(sheet, self.head.of_continuation(sheet), rest, first=len(pages) + 1)


def followup_pdf(form: FollowupForm, *, paper: Paper = A4, practice: bool = False, reprint: bool = False) -> bytes:
    """The PDF of one follow-up form."""
    return forms_pdf([form], paper=paper, practice=practice, reprint=reprint)


def _pages(form: FollowupForm) -> tuple[list[list[LaidRow]], list[Continued]]:
    """Four visits at a time, each time one page if shrinking to the floor does it, else as many as the rows need.

    The foot follows the last visits.
    """
    count = max((len(row.cells) for row in form.rows), default=0)
    pages: list[list[LaidRow]] = []
    continued = form.head.continued()
    for first in range(0, max(count, 1), VISITS):
        foot = form.foot if first + VISITS >= count else ()
        for size in steps(SIZE):
            rows = [_lay(row, first, size) for row in form.rows] + [_lay_foot(row, size) for row in foot]
            if sum(row.height for row in rows) <= BOTTOM - TOP:
                break
        else:
            rows = [_lay(row, first, SIZE - 1.0) for row in form.rows] + [_lay_foot(row, SIZE - 1.0) for row in foot]
        pages += _balanced(rows)
        continued += [each for row in rows for each in row.continued]
    return pages, continued


def _balanced(rows: Sequence[LaidRow]) -> list[list[LaidRow]]:
    """As few pages as the rows need, of about equal height."""
    pages = paginate(rows, BOTTOM - TOP)
    if len(pages) > 1:
        even = sum(row.height for row in rows) / len(pages)
        for height in range(int(even) + 1, int(BOTTOM - TOP), 5):
            if len(tried := paginate(rows, float(height))) == len(pages):
                return tried
    return pages


def _lay(row: FollowupRow, first: int, size: float) -> LaidRow:
    cells = [*row.cells[first : first + VISITS]]
    cells += [""] * (VISITS - len(cells))
    label = row.label.split(" ")[0]
    names = [label, *(f"第{first + place}次随访　{label}" for place in range(1, VISITS + 1))]
    widths = [_label_width(row.group), *[VISIT] * VISITS]
    return lay_row([Label(row.label), *cells], widths, minimum=LOWEST, names=names, group=row.group, size=size)


def _lay_foot(row: FootRow, size: float) -> LaidRow:
    label = row.label.split(" ")[0]
    widths = [_label_width(row.group), VISITS * VISIT]
    return lay_row(
        [Label(row.label), row.cell], widths, minimum=LOWEST, names=[label, label], group=row.group, size=size
    )


def _label_width(group: str) -> float:
    return LABEL if group else LABEL + GROUP


def _draw_rows(sheet: Sheet, rows: Sequence[LaidRow]) -> None:
    """The rows of one page, stretched evenly towards its foot, with their group names."""
    stretch = min(HIGHEST, (BOTTOM - TOP) / sum(row.height for row in rows))
    y = TOP
    for group, members in groupby(rows, key=lambda row: row.group):
        top = y
        for row in members:
            height = row.height * stretch
            draw_row(sheet, LEFT + GROUP if group else LEFT, y, row, row.widths, height)
            y += height
        if group:
            draw_downward(sheet, LEFT, top, GROUP, y, group)
    sheet.box(LEFT, TOP, RIGHT - LEFT, y - TOP, weight=1.2)
