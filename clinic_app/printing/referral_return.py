"""双向转诊（回转）单: stub and slip, fields and wording of the national form (third edition), A4 upright."""

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
from clinic_app.printing.values import age_of, as_date, label_of, words_of
from clinic_app.records.code_list import SEX

TITLE = "双向转诊（回转）单"
ADVICE = (
    "患者须知",
    "一、把本单交给村医，两周内会上门或电话随访。",
    "二、按医嘱服药，不自行停药、换药。",
    "三、病情加重立即拨打120；有疑问打上面的联系电话。",
)


@dataclass(frozen=True)
class ReturnSlip:
    """Values of one return, in words. Keys are those of the national form; organisations are names, not codes."""

    number: str
    patient_name: str
    sex: str = ""
    age: str = ""
    medical_record_no: str = ""
    home_address: str = ""
    patient_phone: str = ""
    referral_date: date | None = None
    to_org: str = ""
    to_doctor: str = ""
    diagnosis: str = ""
    inpatient_no: str = ""
    exam_results: str = ""
    treatment_and_advice: str = ""
    from_phone: str = ""
    from_org: str = ""
    sign_date: date | None = None


def return_slip(referral: Mapping[str, Any], values: Mapping[str, Any], *, to_org: str, from_org: str) -> ReturnSlip:
    """The slip of a `return` record's field values and those of its `referral` (who the patient is).

    `to_org` and `from_org` are the organisations' names. The form has one column for treatment, plan and
    rehabilitation; what was written apart is printed together.
    """
    day = as_date(values.get("return_date"))
    apart = ("treatment_course", "next_plan", "rehab_advice", "treatment_and_advice")
    return ReturnSlip(
        number=words_of(referral.get("slip_no")),
        sex=label_of(SEX, referral.get("sex")),
        age=age_of(referral.get("age")),
        referral_date=day,
        sign_date=day,
        to_org=to_org,
        from_org=from_org,
        treatment_and_advice="\n".join(words_of(values[name]) for name in apart if values.get(name)),
        **{name: words_of(referral.get(name)) for name in ("patient_name", "home_address", "patient_phone")},
        **{
            name: words_of(values.get(name))
            for name in ("medical_record_no", "to_doctor", "diagnosis", "inpatient_no", "exam_results", "from_phone")
        },
    )


def return_pdf(slip: ReturnSlip, *, paper: Paper = A4, practice: bool = False, reprint: bool = False) -> bytes:
    """The PDF of stub and slip; long texts go on to continuation pages, nothing is cut.

    `practice` marks every page so that it cannot pass for a real return; `reprint` says 补打 on both halves.
    """
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    draw_marks(sheet)
    continued = _draw_stub(sheet, slip)
    draw_cut_line(sheet)
    continued += _draw_slip(sheet, slip)
    draw_continued(sheet, TITLE, slip.number, slip.patient_name, continued)
    return sheet.finish()


def _draw_stub(sheet: Sheet, slip: ReturnSlip) -> list[Continued]:
    continued = draw_stub_head(sheet, slip.number)
    first = [
        Cell("患者姓名", slip.patient_name, 56.0),
        Cell("性别", slip.sex, 26.0),
        Cell("年龄", slip.age, 30.0),
        Cell("病案号", slip.medical_record_no, 68.0),
    ]
    second = [Cell("家庭住址", slip.home_address, 112.0), Cell("联系电话", slip.patient_phone, 68.0)]
    continued += draw_row(sheet, 38.0, first) + draw_row(sheet, 48.0, second)
    sentence = [
        ("", Piece("于")),
        *day_pieces(slip.referral_date),
        ("", Piece("因病情需要，转回")),
        ("转回单位", Piece(slip.to_org, True, 60.0)),
        ("", Piece("单位")),
        ("接诊医生", Piece(slip.to_doctor, True, 26.0)),
        ("", Piece("接诊医生。")),
    ]
    continued += draw_sentence(sheet, 58.0, 16.5, sentence)
    draw_stub_foot(sheet, slip.sign_date)
    return continued


def _draw_slip(sheet: Sheet, slip: ReturnSlip) -> list[Continued]:
    continued = draw_slip_head(sheet, TITLE, slip.number, ())
    to_org = [("转回单位", Piece(slip.to_org, True, 60.0)), ("", Piece("（机构名称）："))]
    continued += draw_sentence(sheet, 133.0, 8.5, to_org, indent=0.0)
    patient = [
        ("", Piece("现有患者")),
        ("患者姓名", Piece(slip.patient_name, True, 34.0)),
        ("", Piece("因病情需要，现转回贵单位，请予以接诊。")),
    ]
    continued += draw_sentence(sheet, 141.5, 12.5, patient)
    boxes = [
        Box("诊断结果：", slip.diagnosis, 2),
        Box("住院病案号：", slip.inpatient_no),
        Box("主要检查结果：", slip.exam_results, 2),
        Box("治疗经过、下一步治疗方案及康复建议：", slip.treatment_and_advice, 4),
    ]
    continued += draw_boxes(sheet, boxes)
    return continued + draw_foot(sheet, Foot(slip.from_phone, slip.from_org, slip.sign_date, ADVICE))
