"""双向转诊（转出）单 on paper, read back."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing.paper import A4
from clinic_app.printing.referral import ReferralSlip, referral_pdf, referral_slip
from clinic_app.printing.slip import SEAL_DIAMETER
from clinic_app.printing.slip_page import CUT

from .reading import (
    RARE_NAMES,
    SLIP,
    assert_calm,
    barcodes_of,
    characters_of,
    flat,
    fonts_of,
    ink_of,
    pages_of,
    text_by_pypdf,
    text_of,
)

SEAL_X, SEAL_Y = 170.0, 264.0
"""The middle of the room for the seal on A4."""
OTHER = ("referral_date", "sign_date", "template", "direction")
# What stands on the guide or the consent form only.
ELSEWHERE = ("cost", "consent_choice", "consent_by", "consent_relation", "consent_phone", "to_phone")
TEXTS = [each.name for each in fields(ReferralSlip) if each.name not in (*OTHER, *ELSEWHERE)]


def half(pdf: bytes, *, stub: bool) -> str:
    """The characters above or below the cut line, in reading order."""
    return "".join(each.text for each in characters_of(pdf) if (each.bottom < CUT - 2.0) == stub)


def test_the_stub_says_the_sentences_of_the_national_form() -> None:
    stub = half(referral_pdf(SLIP), stub=True)
    assert stub.startswith("双向转诊单存根")
    for label in ("患者姓名欧阳䶮𬎆", "性别女", "年龄67岁", "档案编号990101-101-201-00358", "联系电话13800000000"):
        assert label in stub
    assert "家庭住址演示县柳河镇柳树屯村3组27号" in stub
    assert "于2026年11月22日因病情需要，转入演示县人民医院单位心血管内科科室接诊医生。" in stub
    assert stub.endswith("转诊医生（签字）：2026年11月22日")


def test_the_slip_says_the_sentences_of_the_national_form() -> None:
    slip = half(referral_pdf(SLIP), stub=False)
    assert "双向转诊（转出）单" in slip
    assert "演示县人民医院（机构名称）：" in slip
    assert "现有患者欧阳䶮𬎆性别女年龄67岁因病情需要，需转入贵单位，请予以接诊。" in slip
    assert f"初步印象：{SLIP.initial_impression}" in slip
    assert f"主要现病史（转出原因）：{SLIP.present_illness}" in slip
    assert f"主要既往史：{SLIP.past_history}" in slip
    assert f"治疗经过：{SLIP.treatment_course}" in slip
    assert f"过敏史：{SLIP.allergies}" in slip
    assert f"接收安排：{SLIP.arrangement}" in slip
    assert "转诊医生（签字）：接诊医生（签字）：联系电话：0990-1234567" in slip
    assert "沿虚线裁开" in slip
    assert "加盖公章" in slip


def test_urgency_and_state_stand_in_words() -> None:
    assert "紧急" in text_of(referral_pdf(SLIP))
    assert "待接诊" in text_of(referral_pdf(SLIP))
    calm = referral_pdf(replace(SLIP, urgency="", state="已接收"))
    assert "紧急" not in text_of(calm)
    assert "已接收" in text_of(calm)


def test_the_bars_hold_the_digits_of_the_number_and_nothing_else() -> None:
    assert barcodes_of(referral_pdf(SLIP)) == [("Code 128", "1200034567" + "8")]


def test_the_number_stands_large_on_both_halves() -> None:
    large = [each for each in characters_of(referral_pdf(SLIP)) if each.size >= 15.0]
    for stub in (True, False):
        assert "12-00034-567-8" in "".join(each.text for each in large if (each.bottom < CUT) == stub)


def test_a_number_that_is_no_number_is_printed_without_bars() -> None:
    pdf = referral_pdf(replace(SLIP, number="临时号甲"))
    assert barcodes_of(pdf) == []
    assert text_of(pdf).count("临时号甲") == 2


def test_every_rare_name_reads_back_on_stub_and_slip() -> None:
    pdf = referral_pdf(replace(SLIP, patient_name=RARE_NAMES))
    assert text_of(pdf).count(RARE_NAMES) == 2
    assert text_by_pypdf(pdf).count(RARE_NAMES) == 2
    assert_calm(pdf)


def test_a_character_without_a_face_is_named_on_the_paper() -> None:
    assert "欧阳〔U+1F600〕" in text_of(referral_pdf(replace(SLIP, patient_name="欧阳😀")))


def test_only_our_own_faces_are_on_the_page_and_all_ink_is_black() -> None:
    pdf = referral_pdf(SLIP, practice=True)
    assert fonts_of(pdf) == {"NotoSansSC-Regular", "NotoSansSC-Bold", "ClinicRareHanB"}
    assert ink_of(pdf) == set()


def test_the_ordinary_slip_is_one_page_of_large_text_with_nothing_on_top_of_anything() -> None:
    pdf = referral_pdf(SLIP)
    assert len(pages_of(pdf)) == 1
    assert_calm(pdf)
    small = {each.text for each in characters_of(pdf) if each.size < 10.9} - set("沿虚线裁开（加盖公章）（机构名称）")
    assert small == set()


def test_a_slip_without_values_leaves_lines_for_a_pen() -> None:
    pdf = referral_pdf(ReferralSlip(number="", patient_name=""))
    assert_calm(pdf)
    assert "于年月日因病情需要，转入单位科室接诊医生。" in text_of(pdf)
    assert "None" not in text_of(pdf)


def test_the_room_for_the_seal_holds_institution_and_date_only() -> None:
    pdf = referral_pdf(SLIP)
    inside = "".join(
        each.text
        for each in characters_of(pdf)
        if (each.left - SEAL_X) ** 2 + (each.top - SEAL_Y) ** 2 < (SEAL_DIAMETER / 2) ** 2
    )
    assert inside == "（加盖公章）" + SLIP.from_org + "（机构名称）2026年11月22日"


@pytest.mark.parametrize("name", TEXTS)
def test_a_very_long_field_is_printed_to_its_last_character_and_stays_in_its_frame(name: str) -> None:
    words = "".join(f"第{number}句血压偏高，头晕；" for number in range(150))
    pdf = referral_pdf(replace(SLIP, **{name: words}))
    assert_calm(pdf)
    found = text_of(pdf)
    for number in range(150):
        assert f"第{number}句血压偏高" in found or _over_a_break(found, number), number
    assert "续页" in found
    assert f"第1页共{len(pages_of(pdf))}页" in found


def _over_a_break(found: str, number: int) -> bool:
    """Whether a sentence stands on two pages, with the note of the break or a heading between its parts."""
    return f"第{number - 1}句" in found and f"第{number + 1}句" in found


def test_a_box_that_goes_on_joins_to_the_whole_text() -> None:
    words = "".join(f"{number}号记录血压偏高。" for number in range(400))
    pages = pages_of(referral_pdf(replace(SLIP, present_illness=words)))
    first = flat(pages[0]).split("主要现病史（转出原因）：")[1].split("（续见第2页）")[0]
    rest = "".join(flat(page) for page in pages[1:]).split("主要现病史（转出原因）（续）")[1]
    for heading in (flat(page)[:100] for page in pages[2:]):
        assert heading.startswith("双向转诊（转出）单续页")
    assert words.startswith(first)
    assert rest.startswith(words[len(first) : len(first) + 200])
    assert words[-40:] in rest


def test_all_fields_long_at_once_stay_calm() -> None:
    pdf = referral_pdf(replace(SLIP, **{name: "柳河镇卫生院（心内科）186/112mmHg，" * 30 for name in TEXTS}))
    assert_calm(pdf)


def test_a_practice_slip_cannot_pass_for_a_real_one() -> None:
    pdf = referral_pdf(replace(SLIP, present_illness="头晕，" * 900), practice=True)
    for page in pages_of(pdf):
        assert "练习单，不是真实单据" in page
        assert "练习" in page.replace("练习单，不是真实单据", "")
    first = flat(pages_of(pdf)[0])
    assert first.count("练习单，不是真实单据") == 2
    assert first.count("练习") == 4
    assert "练习" not in text_of(referral_pdf(SLIP))
    assert_calm(pdf)


def test_a_reprint_says_so_on_both_halves() -> None:
    assert text_of(referral_pdf(SLIP, reprint=True)).count("补打") == 2
    assert "补打" not in text_of(referral_pdf(SLIP))


def test_a_printer_that_feeds_askew_is_met_by_shifting_everything() -> None:
    plain, moved = (characters_of(referral_pdf(SLIP, paper=paper)) for paper in (A4, A4.shifted(2.0, -1.5)))
    for before, after in zip(plain, moved, strict=True):
        assert after.left - before.left == pytest.approx(2.0, abs=0.05)
        assert after.top - before.top == pytest.approx(-1.5, abs=0.05)


def test_a_slip_is_made_from_the_values_of_a_referral() -> None:
    values = {
        "slip_no": "12-00034-567-8",
        "patient_name": "欧阳䶮",
        "sex": "2",
        "age": 67,
        "referral_date": "2026-11-22",
        "to_dept": "心血管内科",
        "urgency": "urgent",
        "allergy_text": "青霉素",
        "to_org": "990101001",
    }
    slip = referral_slip(values, to_org="演示县人民医院", from_org="柳树屯村卫生室", state="已接收", arrangement="8:30")
    assert (slip.sex, slip.age, slip.urgency, slip.state) == ("女", "67岁", "紧急", "已接收")
    assert (slip.to_org, slip.from_org, slip.allergies) == ("演示县人民医院", "柳树屯村卫生室", "青霉素")
    assert slip.referral_date == slip.sign_date == date(2026, 11, 22)
    assert slip.home_address == ""
    assert referral_slip({"urgency": "routine"}, to_org="", from_org="").urgency == ""
    assert referral_slip({"urgency": "emergency"}, to_org="", from_org="").urgency == "急救"
    assert referral_slip({"age": 0, "sex": "7"}, to_org="", from_org="").age == "0岁"


def test_a_slip_is_rendered_within_150_milliseconds_once_the_faces_are_loaded() -> None:
    referral_pdf(SLIP)
    fastest = min(_timed() for _ in range(3))
    assert fastest < 0.15


def _timed() -> float:
    started = time.perf_counter()
    referral_pdf(SLIP)
    return time.perf_counter() - started


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries({name: st.text(st.characters(), max_size=40) for name in TEXTS}))
def test_any_text_in_any_field_is_printed_inside_the_page(values: dict[str, str]) -> None:
    assert_calm(referral_pdf(ReferralSlip(**values)))
