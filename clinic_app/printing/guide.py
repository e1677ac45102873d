"""转诊明白纸: what a patient takes home in large type: where, when, what to bring, what it may cost, whom to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from clinic_app.printing.leaf import Leaf, Paragraph, draw_leaf, said
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.referral import DOWN, ReferralSlip
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import Piece, chinese_date

TITLE = "转诊明白纸"
ELDERLY = 65
"""From this age on the hospital's window for the elderly is named (预约诊疗：老年人由家人或家庭医生代约)."""
AT_ONCE = ("急救", "紧急")
CALLED = ("医生", "医师", "大夫", "主任", "教授", "院长", "老师")
BRING = "转诊单、身份证、医保卡（社保卡）、以往的病历和检查单、正在吃的药（连同包装）。"
BRING_FOR_BED = "要住院的，再带洗漱用品和换洗衣服，最好有家人陪同。"
FIRST = "到医院先找转诊服务处（或导诊台），出示转诊单，挂号、缴费照常。"
FIRST_DOWN = "到了先找接诊的医生或护士，出示转诊单，挂号、缴费照常。"
WINDOW = f"满{ELDERLY}岁可以走老年人优先窗口。"
NO_TABLE = "费用请问接收单位的医保窗口。"
ESTIMATE = "这只是估算，实际以医院结算为准。"
WORSE = "路上或在家里病情加重，立即拨打120。"
AFTERWARDS = "出院或看完病，把医院给的回转单交给村医，两周内会来随访。"
AT_HOME = ("远程会诊", "病历资料")
"""Requests for which nobody has to travel."""
STAY = "不用去医院。请{whom}{request}，意见由医生告诉您。"
WAIT = "等医生通知。"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
WEEKDAYS = "一二三四五六日"
AFTERWARDS_DOWN = "把转诊单交给村医或卫生院，会安排随访；按医嘱吃药，不要自己停药。"


@dataclass(frozen=True)
class GuideForm:
    """The guide of a referral as one of several papers in a document."""

    slip: ReferralSlip
    large: bool = False

    @property
    def title(self) -> str:
        """The form's name."""
        return TITLE

    def draw(self, sheet: Sheet) -> None:
        """The guide, on a second page only where it is very long."""
        draw_leaf(sheet, _leaf(self.slip), largest=_largest(sheet.paper) + (2.0 if self.large else 0.0))


def guide_pdf(
    slip: ReferralSlip, *, paper: Paper = A4, practice: bool = False, reprint: bool = False, large: bool = False
) -> bytes:
    """The PDF of the guide of a referral. Its type is large anyway; `large` makes it larger where there is room."""
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    GuideForm(slip, large).draw(sheet)
    return sheet.finish()


def _largest(paper: Paper) -> float:
    if not paper.low:
        return 20.0
    return 11.0 if paper.height < 120.0 else 14.0


def _leaf(slip: ReferralSlip) -> Leaf:
    who = "，".join(part for part in (slip.sex, slip.age) if part)
    patient = Paragraph(said(slip.patient_name + (f"（{who}）" if who else "")), "患者")
    asked, worse = Paragraph(_whom_to_ask(slip), "有疑问"), Paragraph(said(WORSE, bold=True), "要当心")
    if slip.request.startswith(AT_HOME):
        return Leaf(TITLE, slip.number, (patient, *_at_home(slip), worse, asked), column=5)
    on_the_way = (
        Paragraph(_where(slip), "去哪里"),
        Paragraph(_when(slip), "什么时候"),
        Paragraph(said(f"{BRING}{BRING_FOR_BED if '住院' in slip.request else ''}"), "带什么"),
        Paragraph(said(_first(slip)), "到了以后"),
        Paragraph(said(f"{slip.cost}。{ESTIMATE}" if slip.cost else NO_TABLE), "费用估算"),
        worse,
        Paragraph(said(AFTERWARDS_DOWN if slip.direction == DOWN else AFTERWARDS), "看完以后"),
    )
    return Leaf(TITLE, slip.number, (patient, *on_the_way, asked), column=5)


def _at_home(slip: ReferralSlip) -> tuple[Paragraph, ...]:
    """A remote consultation or a request for records: the doctors meet, the patient waits for their opinion."""
    request = next(each for each in AT_HOME if slip.request.startswith(each))
    words = STAY.format(whom=slip.to_org + slip.to_dept, request=request.replace("病历", "提供病历"))
    return (
        Paragraph(said(words, bold=True), "去哪里"),
        Paragraph(said(_spoken(slip.arrangement) or WAIT, bold=True), "什么时候"),
    )


def _where(slip: ReferralSlip) -> tuple[Piece, ...]:
    parts = (slip.to_org, slip.to_dept, _addressed(slip.to_doctor))
    return said("　".join(part for part in parts if part), bold=True) if any(parts) else (Piece("", True, 90.0),)


def _addressed(doctor: str) -> str:
    """丁医生, also where the name already says what she is (丁主任医师)."""
    return doctor if not doctor or doctor.endswith(CALLED) else f"{doctor}医生"


def _when(slip: ReferralSlip) -> tuple[Piece, ...]:
    """What the receiver promised; else at once, or the day left for the pen."""
    if slip.arrangement:
        return said(_spoken(slip.arrangement), bold=True)
    if slip.urgency in AT_ONCE:
        return said("现在就去，不要等。", bold=True)
    blanks = [piece for unit in "月日时分" for piece in (Piece("", True, 14.0), Piece(unit))]
    return (*blanks, Piece("（医院答复后填写，或等村医电话）"))


def _spoken(words: str) -> str:
    """`11月25日（星期三） 15:20` for `2026-11-25 15:20`, as people say it."""
    return DAY.sub(_said_day, words)


def _said_day(found: re.Match[str]) -> str:
    try:
        day = date.fromisoformat(found[0])
    except ValueError:
        return found[0]
    return f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def _first(slip: ReferralSlip) -> str:
    """Whom to look for; a house that takes patients back has no desk for referrals and no window for the elderly."""
    if slip.direction == DOWN:
        return FIRST_DOWN
    return FIRST + (WINDOW if _age(slip) >= ELDERLY else "")


def _whom_to_ask(slip: ReferralSlip) -> tuple[Piece, ...]:
    asked = ((slip.from_org, slip.from_phone), (slip.to_org, slip.to_phone))
    lines = [f"{name}　{phone}" for name, phone in asked if phone]
    day = f"（{chinese_date(slip.sign_date)}）" if slip.sign_date else ""
    return said(("\n".join(lines) or slip.from_org) + day)


def _age(slip: ReferralSlip) -> int:
    figures = slip.age.removesuffix("岁")
    return int(figures) if figures.isascii() and figures.isdigit() else 0
