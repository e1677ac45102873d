"""双向转诊（回转）单: stub and slip, fields and wording of the national form (third edition)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import Cell, Foot, Sentence, day_pieces
from clinic_app.printing.slip_boxes import Box
from clinic_app.printing.slip_page import SlipWords, draw_slip
from clinic_app.printing.slip_template import SlipTemplate, local_boxes, slip_template
from clinic_app.printing.text import Piece, chinese_date
from clinic_app.printing.values import age_of, as_date, label_of, words_of
from clinic_app.records.code_list import SEX

TITLE = "双向转诊（回转）单"
ADVICE = (
    "患者须知",
    "一、把本单交给村医，两周内会上门或电话随访。",
    "二、按医嘱服药，不自行停药、换药。",
    "三、病情加重立即拨打120；有疑问打上面的联系电话。",
)
SHORT_ADVICE = "患者须知：把本单交给村医，两周内会随访；按医嘱服药；病情加重拨打120。"
APART = ("treatment_course", "next_plan", "rehab_advice", "treatment_and_advice")
"""The form has one column for treatment, plan and rehabilitation; what was written apart is printed together."""


@dataclass(frozen=True)
class ReturnSlip:
    """Values of one return, in words. Keys are those of the national form; organisations are names, not codes.

    From `opinion` on they are local extensions, which the template may print.
    """

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
    opinion: str = ""
    consultants: str = ""
    discharged_on: str = ""
    follow_up_by: str = ""
    template: SlipTemplate = field(default_factory=slip_template)


def return_slip(
    referral: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    to_org: str,
    from_org: str,
    template: SlipTemplate | None = None,
) -> ReturnSlip:
    """The slip of a `return` record's field values and those of its `referral` (who the patient is).

    `to_org` and `from_org` are the organisations' names, `template` the county's extensions.
    """
    day = as_date(values.get("return_date"))
    same = ("medical_record_no", "to_doctor", "diagnosis", "inpatient_no", "exam_results", "from_phone", "opinion")
    return ReturnSlip(
        number=words_of(referral.get("slip_no")),
        sex=label_of(SEX, referral.get("sex")),
        age=age_of(referral.get("age")),
        referral_date=day,
        sign_date=day,
        to_org=to_org,
        from_org=from_org,
        treatment_and_advice="\n".join(words_of(values[name]) for name in APART if values.get(name)),
        consultants=consultant_words(values.get("consultants") or ()),
        discharged_on=chinese_date(as_date(values.get("discharged_on"))),
        follow_up_by=chinese_date(as_date(values.get("follow_up_by"))),
        template=template or slip_template(),
        **{name: words_of(referral.get(name)) for name in ("patient_name", "home_address", "patient_phone")},
        **{name: words_of(values.get(name)) for name in same},
    )


def consultant_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """`演示县人民医院：王某、李某；演示市医院：赵某`: an institution is written once, its doctors after it."""
    doctors: dict[str, list[str]] = {}
    for row in rows:
        doctors.setdefault(words_of(row.get("organisation")), []).append(words_of(row.get("doctors")))
    return "；".join(f"{where}：{'、'.join(filter(None, names))}" for where, names in doctors.items())


@dataclass(frozen=True)
class ReturnForm:
    """A return slip as one of several papers in a document."""

    slip: ReturnSlip
    large: bool = False

    @property
    def title(self) -> str:
        """The form's name."""
        return TITLE

    def draw(self, sheet: Sheet) -> None:
        """Stub and slip, continuation pages after them."""
        draw_slip(sheet, return_words(self.slip), large=self.large)


def return_pdf(
    slip: ReturnSlip, *, paper: Paper = A4, practice: bool = False, reprint: bool = False, large: bool = False
) -> bytes:
    """The PDF of stub and slip; long texts go on to continuation pages, nothing is cut.

    `practice` marks every page so that it cannot pass for a real return; `reprint` says 补打 on both halves.
    """
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    ReturnForm(slip, large).draw(sheet)
    return sheet.finish()


def return_words(slip: ReturnSlip) -> SlipWords:
    """What stands on stub and slip."""
    first = (
        Cell("患者姓名", slip.patient_name, 56.0),
        Cell("性别", slip.sex, 26.0),
        Cell("年龄", slip.age, 30.0),
        Cell("病案号", slip.medical_record_no, 68.0),
    )
    second = (Cell("家庭住址", slip.home_address, 112.0), Cell("联系电话", slip.patient_phone, 68.0))
    boxes = (
        Box("诊断结果：", slip.diagnosis, 2, national=True),
        Box("住院病案号：", slip.inpatient_no, national=True),
        Box("主要检查结果：", slip.exam_results, 2, national=True),
        Box("治疗经过、下一步治疗方案及康复建议：", slip.treatment_and_advice, 4, national=True),
    )
    local = local_boxes(slip.template.back, lambda name: str(getattr(slip, name, "")))
    return SlipWords(
        title=TITLE,
        number=slip.number,
        patient=slip.patient_name,
        stub_rows=(first, second),
        stub_sentence=_stub_sentence(slip),
        address=(("转回单位", Piece(slip.to_org, True, 60.0)), ("", Piece("（机构名称）："))),
        sentence=(
            ("", Piece("现有患者")),
            ("患者姓名", Piece(slip.patient_name, True, 34.0)),
            ("", Piece("因病情需要，现转回贵单位，请予以接诊。")),
        ),
        request="接诊医生，请予以接诊。",
        boxes=(*boxes, *local),
        foot=Foot(slip.from_phone, slip.from_org, slip.sign_date, ADVICE, SHORT_ADVICE),
    )


def _stub_sentence(slip: ReturnSlip) -> Sentence:
    return (
        ("", Piece("于")),
        *day_pieces(slip.referral_date),
        ("", Piece("因病情需要，转回")),
        ("转回单位", Piece(slip.to_org, True, 60.0)),
        ("", Piece("单位")),
        ("接诊医生", Piece(slip.to_doctor, True, 26.0)),
        ("", Piece("接诊医生。")),
    )
