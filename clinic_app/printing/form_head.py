"""The head of a person's form: title, name, the last eight figures of the record number, marks."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.printing.cells import draw_boxes, figure_boxes, width_of
from clinic_app.printing.continuation import Head
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.text import BODY, Continued, Fitted, fit_field

LEFT, RIGHT = 12.0, 198.0
BASELINE = 27.5
NUMBER = "编号"
NUMBER_LENGTHS = (3, 5)


@dataclass(frozen=True)
class FormHead:
    """Whose form it is. `mark` stands in a frame beside the title (非国家表).

    A form of a household says 户主 and 住址 instead of 姓名 and 编号.
    """

    title: str
    name: str
    record_no8: str
    mark: str = ""
    name_label: str = "姓名"
    number_label: str = NUMBER

    def continued(self) -> list[Continued]:
        """Name and number where the head could not hold them whole."""
        found = [
            Continued(self.name_label, _fit_name(self).rest),
            Continued(self.number_label, _fit_number(self).rest),
        ]
        return [each for each in found if each.text]

    def of_continuation(self, sheet: Sheet) -> Head:
        """What stands above the continuation pages."""
        return Head(
            self.title, f"{self.name_label}：{self.name}", f"{self.number_label}：{self.record_no8}", head_words(sheet)
        )


def draw_form_head(sheet: Sheet, head: FormHead) -> None:
    """Title, name and number above the table, the practice mark across the page."""
    if sheet.practice:
        sheet.outline(105.0, 160.0, "练习", 260.0, turned=50.0)
    title = fit_field(head.title, 140.0, size=17.0, lines=1, bold=True)
    width = sheet.text(105.0, 17.0, title.lines[0].text, title.size, bold=True, align="middle")
    if head.mark:
        beside = 105.0 + width / 2 + 4.0
        room = sheet.text(beside + 1.5, 16.6, head.mark, BODY, bold=True) + 3.0
        sheet.box(beside, 11.6, room, 6.8)
    sheet.text(LEFT, 9.5, head_words(sheet), BODY, bold=True)
    start = LEFT + sheet.text(LEFT, BASELINE, f"{head.name_label}：", BODY)
    name = _fit_name(head)
    sheet.line(start, BASELINE + 1.3, start + 78.0, BASELINE + 1.3)
    sheet.lines(start + 1.0, BASELINE - (len(name.lines) - 1) * 4.0, name.lines, name.size, 4.0)
    _draw_number(sheet, head)


def _fit_name(head: FormHead) -> Fitted:
    return fit_field(head.name, 76.0)


def _fit_number(head: FormHead) -> Fitted:
    return fit_field(head.record_no8, 60.0, lines=1)


def _draw_number(sheet: Sheet, head: FormHead) -> None:
    """`编号 □□□-□□□□□`, a figure in each box; what is no such number stands as it is."""
    digits = head.record_no8.replace("-", "")
    if head.number_label != NUMBER or (digits and not (len(digits) == 8 and digits.isascii() and digits.isdigit())):
        fitted = _fit_number(head)
        x = RIGHT - fitted.lines[0].width(fitted.size)
        sheet.atoms(x, BASELINE, fitted.lines[0], fitted.size)
    else:
        boxes = figure_boxes(digits, NUMBER_LENGTHS)
        x = RIGHT - width_of(boxes, "-")
        draw_boxes(sheet, x, BASELINE - 3.7, boxes, "-")
    sheet.text(x - 2.0, BASELINE, head.number_label, BODY, align="right")
