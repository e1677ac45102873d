"""双向转诊（回转）单 on paper, read back."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing.referral_return import ReturnSlip, return_pdf, return_slip

from .reading import RARE_NAMES, assert_calm, barcodes_of, fonts_of, pages_of, text_of

SLIP = ReturnSlip(
    number="12-00034-567-8",
    patient_name="欧阳䶮𡛓",
    sex="女",
    age="67岁",
    medical_record_no="MZ0031",
    home_address="演示县柳河镇柳树屯村3组27号",
    patient_phone="13800000000",
    referral_date=date(2026, 11, 30),
    to_org="柳树屯村卫生室",
    to_doctor="张𠅤",
    diagnosis="原发性高血压3级，很高危。",
    inpatient_no="20263311",
    exam_results="血压142/86mmHg，肾功能正常。",
    treatment_and_advice="静脉降压后改口服。\n两周后随访血压。\n每日步行30分钟。",
    from_phone="0990-7654321",
    from_org="演示县人民医院",
    sign_date=date(2026, 11, 30),
)
TEXTS = [each.name for each in fields(ReturnSlip) if each.name not in ("referral_date", "sign_date", "template")]


def test_the_stub_and_the_slip_say_the_sentences_of_the_national_form() -> None:
    found = text_of(return_pdf(SLIP))
    assert "双向转诊单存根" in found
    assert "患者姓名欧阳䶮𡛓性别女年龄67岁病案号MZ0031" in found
    assert "于2026年11月30日因病情需要，转回柳树屯村卫生室单位张𠅤接诊医生。" in found
    assert "双向转诊（回转）单" in found
    assert "柳树屯村卫生室（机构名称）：" in found
    assert "现有患者欧阳䶮𡛓因病情需要，现转回贵单位，请予以接诊。" in found
    assert "诊断结果：原发性高血压3级，很高危。" in found
    assert "住院病案号：20263311" in found
    assert "主要检查结果：血压142/86mmHg，肾功能正常。" in found
    assert "治疗经过、下一步治疗方案及康复建议：静脉降压后改口服。两周后随访血压。每日步行30分钟。" in found
    assert "联系电话：0990-7654321" in found


def test_the_slip_names_neither_sex_nor_age_nor_a_department_as_the_form_has_none() -> None:
    slip = text_of(return_pdf(SLIP)).split("双向转诊（回转）单")[1]
    assert "性别" not in slip
    assert "年龄" not in slip
    assert "科室接诊" not in text_of(return_pdf(SLIP))


def test_the_bars_hold_the_number_of_the_referral_that_is_answered() -> None:
    assert barcodes_of(return_pdf(SLIP)) == [("Code 128", "12000345678")]


def test_rare_names_read_back_and_every_face_is_embedded() -> None:
    pdf = return_pdf(replace(SLIP, patient_name=RARE_NAMES))
    assert text_of(pdf).count(RARE_NAMES) == 2
    assert "Helvetica" not in fonts_of(pdf)
    assert_calm(pdf)


def test_an_ordinary_return_is_one_page() -> None:
    pdf = return_pdf(SLIP)
    assert len(pages_of(pdf)) == 1
    assert_calm(pdf)


@pytest.mark.parametrize("name", TEXTS)
def test_a_very_long_field_goes_on_to_a_continuation_page(name: str) -> None:
    pdf = return_pdf(replace(SLIP, **{name: "".join(f"{number}号医嘱，" for number in range(300))}))
    assert_calm(pdf)
    found = text_of(pdf)
    assert "299号医嘱" in found
    assert "续页" in found


def test_a_practice_return_and_a_reprint_say_so() -> None:
    assert text_of(return_pdf(SLIP, practice=True)).count("练习单，不是真实单据") == 2
    assert text_of(return_pdf(SLIP, reprint=True)).count("补打") == 2
    assert "练习" not in text_of(return_pdf(SLIP))


def test_a_slip_is_made_from_the_values_of_a_referral_and_its_return() -> None:
    referral = {"slip_no": "12-00034-567-8", "patient_name": "欧阳䶮", "sex": "1", "age": 70, "from_phone": "村"}
    values = {
        "return_date": "2026-11-30",
        "diagnosis": "高血压3级",
        "treatment_course": "降压",
        "next_plan": "两周随访",
        "rehab_advice": None,
        "from_phone": "0990-7654321",
    }
    slip = return_slip(referral, values, to_org="柳树屯村卫生室", from_org="演示县人民医院")
    assert (slip.number, slip.patient_name, slip.sex, slip.age) == ("12-00034-567-8", "欧阳䶮", "男", "70岁")
    assert slip.treatment_and_advice == "降压\n两周随访"
    assert slip.from_phone == "0990-7654321"
    assert slip.referral_date == date(2026, 11, 30)


@settings(max_examples=15, deadline=None)
@given(st.fixed_dictionaries({name: st.text(st.characters(), max_size=40) for name in TEXTS}))
def test_any_text_in_any_field_is_printed_inside_the_page(values: dict[str, str]) -> None:
    assert_calm(return_pdf(ReturnSlip(**values)))
