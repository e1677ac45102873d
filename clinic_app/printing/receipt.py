"""转诊回执: what the receiving hospital fills in and gives back, so that the sender learns of it on paper too.

A local form. Where two sheets are one A4 the receipt takes the upper half.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.referral import ReferralSlip
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import (
    NUMBER,
    SEAL_DIAMETER,
    TO_DOCTOR,
    Area,
    Cell,
    Foot,
    Sentence,
    Style,
    day_pieces,
    draw_barcode,
    draw_continued,
    draw_cut_line,
    draw_mark,
    draw_number,
    draw_row,
    draw_seal_room,
    draw_sentence,
    draw_signature,
    head_words,
)
from clinic_app.printing.slip_boxes import Box, draw_boxes
from clinic_app.printing.slip_page import BELOW, COLUMN, GUTTER, style_of
from clinic_app.printing.text import FLOOR, Piece

TITLE = "转诊回执"
HANDLED = ("□门诊处置", "□留院观察", "□收住院", "□转上级", "□未到诊")
HALF = 148.0
GIVE_BACK = "由接收机构填写盖章，交患者带回或寄回转出机构。"


@dataclass(frozen=True)
class ReceiptForm:
    """The receipt of a referral as one of several papers in a document."""

    slip: ReferralSlip
    large: bool = False

    @property
    def title(self) -> str:
        """The form's name."""
        return TITLE

    def draw(self, sheet: Sheet) -> None:
        """The receipt, continuation pages after it."""
        _draw(sheet, self.slip, _style(sheet.paper, large=self.large))


def receipt_pdf(
    slip: ReferralSlip, *, paper: Paper = A4, practice: bool = False, reprint: bool = False, large: bool = False
) -> bytes:
    """The PDF of the receipt of a referral: who was sent is printed, the rest is for the receiver's pen and seal."""
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    ReceiptForm(slip, large).draw(sheet)
    return sheet.finish()


def _style(paper: Paper, *, large: bool) -> Style:
    style = style_of(paper, large=large and paper.lying)
    return style if paper.lying else replace(style, body=14.0 if large else 12.0, row=9.0, title=20.0)


def _area(paper: Paper) -> Area:
    height = min(paper.height, HALF)
    if paper.continuous:
        return Area(paper.strip + 4.0, 5.0, paper.width - paper.strip - 4.0, height - 5.0)
    return Area(14.0, 9.0, paper.width - 14.0, height - 8.0)


def _draw(sheet: Sheet, slip: ReferralSlip, style: Style) -> None:
    area = _area(sheet.paper)
    draw_mark(sheet, area)
    if not sheet.paper.low:
        draw_cut_line(sheet, HALF)
    main = replace(area, right=area.right - COLUMN - GUTTER)
    column = replace(area, left=area.right - COLUMN)
    y = area.top + style.title * 0.36
    end = area.left + sheet.text(area.left, y, TITLE, style.title, bold=True)
    sheet.text(main.right, y, head_words(sheet), 10.0, bold=True, align="right")
    line = style.body * style.sentence + 0.2
    y, continued = draw_sentence(sheet, main, y + style.row, line, _address(slip), style, indent=0.0)
    y, cut = draw_sentence(sheet, main, y + line, 4 * line, _sentence(slip), style, indent=7.0)
    continued += cut
    bottom = main.bottom - style.row - 6.0
    y, _ = draw_sentence(sheet, main, y + line, 2 * line, _handled(), style, indent=0.0)
    boxes = (Box("诊断：", lines=2, national=True), Box("住院病案号："), Box("说明：", national=True))
    at = (main.left, y + BELOW, main.right, bottom)
    continued += draw_boxes(sheet, at, boxes, body=style.body, pitch=style.box)
    y = main.bottom - 6.0
    draw_signature(sheet, main.left, y, TO_DOCTOR, main.middle - 2.0, style.body)
    continued += draw_row(sheet, replace(main, left=main.middle + 1.0), y, [Cell("联系电话：", "", 60.0)], style.body)
    sheet.text(main.left, main.bottom - 0.5, GIVE_BACK, FLOOR)
    sheet.text(column.left, column.top + 3.4, NUMBER, FLOOR)
    continued += draw_number(sheet, column.left, column.top + 10.0, COLUMN, slip.number, 16.0)
    draw_barcode(sheet, column.left, column.top + 12.0, 9.0, slip.number, style.module)
    seal_y = column.bottom - SEAL_DIAMETER / 2 - 0.5
    continued += draw_seal_room(sheet, column.middle, seal_y, Foot("", slip.to_org, None, ()))
    draw_continued(sheet, TITLE, slip.number, slip.patient_name, continued, (end + 4.0, area.top + style.title * 0.36))


def _handled() -> Sentence:
    """What became of the patient, to be ticked."""
    return (("", Piece("处理（打√）：", bold=True)), *(("", Piece(f"　{each}", whole=True)) for each in HANDLED))


def _address(slip: ReferralSlip) -> Sentence:
    return (("转出单位", Piece(slip.from_org, True, 60.0)), ("", Piece("（机构名称）：")))


def _sentence(slip: ReferralSlip) -> Sentence:
    return (
        ("", Piece("贵单位于")),
        *day_pieces(slip.referral_date),
        ("", Piece("转来患者")),
        ("患者姓名", Piece(slip.patient_name, True, 26.0)),
        ("", Piece("性别")),
        ("", Piece(slip.sex, True, 10.0)),
        ("", Piece("年龄")),
        ("", Piece(slip.age, True, 13.0)),
        ("", Piece("，已于")),
        *day_pieces(None),
        ("", Piece("到我单位")),
        ("转入科室", Piece(slip.to_dept, True, 30.0)),
        ("", Piece("科室就诊，接诊医生")),
        ("接诊医生", Piece(slip.to_doctor, True, 24.0)),
        ("", Piece("。")),
    )
