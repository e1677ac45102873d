"""双向转诊（转出）单: stub and slip, fields and wording of the national form (third edition), local extensions beside.

A referral downwards is printed on the return form, as the specification has it (R-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.referral_return import ReturnSlip, return_words
from clinic_app.printing.referral_values import (
    booked_by_words,
    checklist_words,
    consent_words,
    cost_words,
    course_words,
    criteria_words,
    insurance_words,
    medicines_words,
    path_words,
    readings_words,
    request_words,
    results_words,
    rules_of,
    vitals_words,
    window_words,
)
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import Cell, Foot, Sentence, day_pieces
from clinic_app.printing.slip_boxes import Box
from clinic_app.printing.slip_page import SlipWords, draw_slip
from clinic_app.printing.slip_template import SlipTemplate, local_boxes, slip_template
from clinic_app.printing.text import Piece
from clinic_app.printing.values import age_of, as_date, label_of, urgency_word, words_of
from clinic_app.records.code_list import SEX
from clinic_app.records.referral import CENTRE

TITLE = "双向转诊（转出）单"
ADVICE = (
    "患者须知",
    "一、带好本单、身份证、医保卡和以往病历。",
    "二、到医院先找转诊服务处，出示本单；挂号、缴费照常。",
    "三、病情加重立即拨打120；有疑问打上面的联系电话。",
)
SHORT_ADVICE = "患者须知：带本单、身份证、医保卡和病历，先找转诊服务处；病情加重拨打120。"
DOWN = "down"
SAME = (
    "patient_name", "record_no", "home_address", "patient_phone", "to_dept", "to_doctor", "initial_impression",
    "present_illness", "past_history", "treatment_course", "from_phone", "level_skip_reason", "own_list_reason",
    "escort", "direction", "consent_by", "consent_relation", "consent_phone",
)  # fmt: skip
"""Values that stand on the slip as they stand in the record."""


@dataclass(frozen=True)
class ReferralSlip:
    """Values of one referral, in words; the first are those of the national form. Organisations are names, not codes.

    What follows `urgency` and `state` are local extensions: the template says which of them the slip prints. Guide,
    consent form and receipt are made from the same values.
    """

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
    direction: str = "up"
    previous_number: str = ""
    request: str = ""
    path: str = ""
    booked_by: str = ""
    insurance: str = ""
    criteria: str = ""
    level_skip_reason: str = ""
    own_list_reason: str = ""
    readings: str = ""
    medicines: str = ""
    results: str = ""
    suspicion: str = ""
    course: str = ""
    window: str = ""
    vitals: str = ""
    checklist: str = ""
    escort: str = ""
    cost: str = ""
    consent: str = ""
    consent_choice: str = ""
    consent_by: str = ""
    consent_relation: str = ""
    consent_phone: str = ""
    to_phone: str = ""
    template: SlipTemplate = field(default_factory=slip_template)


def referral_slip(
    values: Mapping[str, Any],
    *,
    to_org: str,
    from_org: str,
    state: str = "待接诊",
    arrangement: str = "",
    to_phone: str = "",
    previous_number: str = "",
    template: SlipTemplate | None = None,
) -> ReferralSlip:
    """The slip of a `referral` record's field values, with what was supplemented laid over them.

    `to_org` and `from_org` are the organisations' names, `state` the word of the folded events, `arrangement` what the
    receiver promised (department, time, bed), `to_phone` the receiver's telephone for the guide, `template` the
    county's extensions. The slip is signed on the day of the referral.
    """
    day = as_date(values.get("referral_date"))
    rules = rules_of(values)
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
        previous_number=previous_number,
        request=request_words(values),
        path=path_words(values),
        booked_by=booked_by_words(values),
        insurance=insurance_words(values),
        criteria=criteria_words(values, rules),
        readings=readings_words(values),
        medicines=medicines_words(values),
        results=results_words(values),
        suspicion=label_of(CENTRE, values["suspicion"]) if values.get("suspicion") else "",
        course=course_words(values),
        window=window_words(values, rules),
        vitals=vitals_words(values),
        checklist=checklist_words(values, rules),
        cost=cost_words(values),
        consent=consent_words(values),
        consent_choice=words_of(values.get("consent")),
        to_phone=to_phone,
        template=template or slip_template(),
        **{name: words_of(values.get(name)) for name in SAME},
    )


@dataclass(frozen=True)
class ReferralForm:
    """A slip as one of several papers in a document; `carrier` is the text of the QR, empty for none."""

    slip: ReferralSlip
    large: bool = False
    carrier: str = ""

    @property
    def title(self) -> str:
        """The form's name."""
        return TITLE

    def draw(self, sheet: Sheet) -> None:
        """Stub and slip, continuation pages after them."""
        draw_slip(sheet, slip_words(self.slip), large=self.large, carrier=self.carrier)


def referral_pdf(
    slip: ReferralSlip,
    *,
    paper: Paper = A4,
    practice: bool = False,
    reprint: bool = False,
    large: bool = False,
    carrier: str = "",
) -> bytes:
    """The PDF of stub and slip; long texts go on to continuation pages, nothing is cut.

    `practice` marks every page so that it cannot pass for a real referral; `reprint` says 补打 on both halves.
    `carrier` is drawn as a QR where `qr.carrier_fits`; elsewhere the slip says so and bears the number alone.
    """
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    ReferralForm(slip, large, carrier).draw(sheet)
    return sheet.finish()


def slip_words(slip: ReferralSlip) -> SlipWords:
    """What stands on stub and slip."""
    if slip.direction == DOWN:
        return _down_words(slip)
    first = (
        Cell("患者姓名", slip.patient_name, 56.0),
        Cell("性别", slip.sex, 26.0),
        Cell("年龄", slip.age, 30.0),
        Cell("档案编号", slip.record_no, 68.0),
    )
    second = (Cell("家庭住址", slip.home_address, 112.0), Cell("联系电话", slip.patient_phone, 68.0))
    return SlipWords(
        title=TITLE,
        number=slip.number,
        patient=slip.patient_name,
        stub_rows=(first, second),
        stub_sentence=_stub_sentence(slip),
        address=(("转入单位", Piece(slip.to_org, True, 60.0)), ("", Piece("（机构名称）："))),
        sentence=_sentence(slip),
        request="接诊医生，请予以接诊。",
        boxes=(*_national_boxes(slip), *local_boxes(slip.template.out, _value_of(slip))),
        foot=Foot(slip.from_phone, slip.from_org, slip.sign_date, ADVICE, SHORT_ADVICE),
        marks=(slip.urgency, slip.state),
        urgent=tuple(local_boxes(slip.template.urgent, _value_of(slip))),
    )


def _stub_sentence(slip: ReferralSlip) -> Sentence:
    return (
        ("", Piece("于")),
        *day_pieces(slip.referral_date),
        ("", Piece("因病情需要，转入")),
        ("转入单位", Piece(slip.to_org, True, 45.0)),
        ("", Piece("单位")),
        ("转入科室", Piece(slip.to_dept, True, 32.0)),
        ("", Piece("科室")),
        ("接诊医生", Piece(slip.to_doctor, True, 26.0)),
        ("", Piece("接诊医生。")),
    )


def _sentence(slip: ReferralSlip) -> Sentence:
    return (
        ("", Piece("现有患者")),
        ("患者姓名", Piece(slip.patient_name, True, 28.0)),
        ("", Piece("性别")),
        ("", Piece(slip.sex, True, 11.0)),
        ("", Piece("年龄")),
        ("", Piece(slip.age, True, 14.0)),
        ("", Piece("因病情需要，需转入贵单位，请予以接诊。")),
    )


def _national_boxes(slip: ReferralSlip) -> tuple[Box, ...]:
    return (
        Box("初步印象：", slip.initial_impression, national=True),
        Box("主要现病史（转出原因）：", slip.present_illness, 2, national=True),
        Box("主要既往史：", slip.past_history, national=True),
        Box("治疗经过：", slip.treatment_course, 2, national=True),
    )


def _value_of(slip: ReferralSlip) -> Any:
    """How a template asks the slip; a name that it does not have says nothing."""
    return lambda name: found if isinstance(found := getattr(slip, name, ""), str) else ""


def _down_words(slip: ReferralSlip) -> SlipWords:
    """The return form: diagnosis, results and treatment in its columns, the two histories as local lines."""
    form = ReturnSlip(
        number=slip.number,
        patient_name=slip.patient_name,
        sex=slip.sex,
        age=slip.age,
        home_address=slip.home_address,
        patient_phone=slip.patient_phone,
        referral_date=slip.referral_date,
        to_org=slip.to_org,
        to_doctor=slip.to_doctor,
        diagnosis=slip.initial_impression,
        exam_results="\n".join(part for part in (slip.results, slip.readings) if part),
        treatment_and_advice=slip.treatment_course,
        from_phone=slip.from_phone,
        from_org=slip.from_org,
        sign_date=slip.sign_date,
    )
    words = return_words(form)
    histories = [("主要现病史（转出原因）：", slip.present_illness), ("主要既往史：", slip.past_history)]
    printed = {"results", "readings"}
    lines = [line for line in slip.template.out if line.name not in printed]
    local = [Box(label, text) for label, text in histories if text] + local_boxes(lines, _value_of(slip))
    return replace(words, boxes=(*words.boxes, *local), marks=(slip.urgency, slip.state))
