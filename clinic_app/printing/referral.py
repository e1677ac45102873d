"""双向转诊（转出）单: stub and slip, fields and wording of the national form (third edition), A4 upright."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import (
    Box,
    Cell,
    Foot,
    day_pieces,
    draw_boxes,
    draw_continued,
    draw_cut_line,
    draw_foot,
    draw_marks,
    draw_row,
    draw_sentence,
    draw_slip_head,
    draw_stub_foot,
    draw_stub_head,
)
from clinic_app.printing.text import Continued, Piece
from clinic_app.printing.values import age_of, as_date, label_of, urgency_word, words_of
from clinic_app.records.code_list import SEX

TITLE = "双向转诊（转出）单"
ADVICE = (
    "患者须知",
    "一、带好本单、身份证、医保卡和以往病历。",
    "二、到医院先找转诊服务处，出示本单；挂号、缴费照常。",
    "三、病情加重立即拨打120；有疑问打上面的联系电话。",
)


@dataclass(frozen=True)
class ReferralSlip:
    """Values of one referral, in words. Keys are those of the national form; organisations are names, not codes."""

    number: str
    patient_name: str
    sex: str = ""
    age: str = ""
    record_no: str = ""
    home_address: str = ""
    patient_phone: str = ""
    referral_date: date | None = None
    to_org: str = ""
    to_dept: str = ""
    to_doctor: str = ""
    initial_impression: str = ""
    present_illness: str = ""
    past_history: str = ""
    treatment_course: str = ""
    allergies: str = ""
    arrangement: str = ""
    from_phone: str = ""
    from_org: str = ""
    sign_date: date | None = None
    urgency: str = ""
    state: str = "待接诊"


def referral_slip(
    values: Mapping[str, Any], *, to_org: str, from_org: str, state: str = "待接诊", arrangement: str = ""
) -> ReferralSlip:
    """The slip of a `referral` record's field values.

    `to_org` and `from_org` are the organisations' names, `state` the word of the folded events, `arrangement` what the
    receiver promised (department, time, bed). The slip is signed on the day of the referral.
    """
    same = (
        "patient_name", "record_no", "home_address", "patient_phone", "to_dept", "to_doctor", "initial_impression",
        "present_illness", "past_history", "treatment_course", "from_phone",
    )  # fmt: skip
    day = as_date(values.get("referral_date"))
    return ReferralSlip(
        number=words_of(values.get("slip_no")),
        sex=label_of(SEX, values.get("sex")),
        age=age_of(values.get("age")),
        referral_date=day,
        sign_date=day,
        to_org=to_org,
        from_org=from_org,
        allergies=words_of(values.get("allergy_text")),
        arrangement=arrangement,
        urgency=urgency_word(values.get("urgency")),
        state=state,
        **{name: words_of(values.get(name)) for name in same},
    )


def referral_pdf(slip: ReferralSlip, *, paper: Paper = A4, practice: bool = False, reprint: bool = False) -> bytes:
    """The PDF of stub and slip; long texts go on to continuation pages, nothing is cut.

    `practice` marks every page so that it cannot pass for a real referral; `reprint` says 补打 on both halves.
    """
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    draw_marks(sheet)
    continued = _draw_stub(sheet, slip)
    draw_cut_line(sheet)
    continued += _draw_slip(sheet, slip)
    draw_continued(sheet, TITLE, slip.number, slip.patient_name, continued)
    return sheet.finish()


def _draw_stub(sheet: Sheet, slip: ReferralSlip) -> list[Continued]:
    continued = draw_stub_head(sheet, slip.number)
    first = [
        Cell("患者姓名", slip.patient_name, 56.0),
        Cell("性别", slip.sex, 26.0),
        Cell("年龄", slip.age, 30.0),
        Cell("档案编号", slip.record_no, 68.0),
    ]
    second = [Cell("家庭住址", slip.home_address, 112.0), Cell("联系电话", slip.patient_phone, 68.0)]
    continued += draw_row(sheet, 38.0, first) + draw_row(sheet, 48.0, second)
    sentence = [
        ("", Piece("于")),
        *day_pieces(slip.referral_date),
        ("", Piece("因病情需要，转入")),
        ("转入单位", Piece(slip.to_org, True, 45.0)),
        ("", Piece("单位")),
        ("转入科室", Piece(slip.to_dept, True, 32.0)),
        ("", Piece("科室")),
        ("接诊医生", Piece(slip.to_doctor, True, 26.0)),
        ("", Piece("接诊医生。")),
    ]
    continued += draw_sentence(sheet, 58.0, 16.5, sentence)
    draw_stub_foot(sheet, slip.sign_date)
    return continued


def _draw_slip(sheet: Sheet, slip: ReferralSlip) -> list[Continued]:
    continued = draw_slip_head(sheet, TITLE, slip.number, (slip.urgency, slip.state))
    to_org = [("转入单位", Piece(slip.to_org, True, 60.0)), ("", Piece("（机构名称）："))]
    continued += draw_sentence(sheet, 133.0, 8.5, to_org, indent=0.0)
    patient = [
        ("", Piece("现有患者")),
        ("患者姓名", Piece(slip.patient_name, True, 28.0)),
        ("", Piece("性别")),
        ("", Piece(slip.sex, True, 11.0)),
        ("", Piece("年龄")),
        ("", Piece(slip.age, True, 14.0)),
        ("", Piece("因病情需要，需转入贵单位，请予以接诊。")),
    ]
    continued += draw_sentence(sheet, 141.5, 12.5, patient)
    continued += draw_boxes(sheet, _boxes(slip))
    return continued + draw_foot(sheet, Foot(slip.from_phone, slip.from_org, slip.sign_date, ADVICE))


def _boxes(slip: ReferralSlip) -> list[Box]:
    return [
        Box("初步印象：", slip.initial_impression),
        Box("主要现病史（转出原因）：", slip.present_illness, 2),
        Box("主要既往史：", slip.past_history),
        Box("治疗经过：", slip.treatment_course, 2),
        Box("过敏史：", slip.allergies),
        Box("接收安排：", slip.arrangement),
    ]
