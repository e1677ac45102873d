"""The guide that a patient takes home, the consent form and the receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clinic_app.printing.consent import TOLD, consent_pdf
from clinic_app.printing.guide import guide_pdf
from clinic_app.printing.paper import A4, PAPERS
from clinic_app.printing.receipt import receipt_pdf
from clinic_app.printing.referral import ReferralSlip

from .reading import SLIP, assert_calm, barcodes_of, characters_of, flat, ink_of, pages_of, text_of

PATIENT = replace(
    SLIP,
    cost="县级住院：起付线600元，报销75%（城乡居民，2026-01-01起执行的费用表，估算）",
    to_phone="0990-7654321",
    request="住院床位",
    consent_choice="agree",
    consent_relation="之女",
    consent_phone="13900000000",
)


def test_the_guide_says_where_when_what_to_bring_and_what_it_may_cost_in_large_type() -> None:
    pdf = guide_pdf(PATIENT)
    found = text_of(pdf)
    for word in (
        "转诊明白纸", "演示县人民医院", "心血管内科", flat(PATIENT.arrangement), "身份证", "医保卡", "洗漱用品",
        "满65岁可以走老年人优先窗口", "起付线600元", "2026-01-01", "估算", "实际以医院结算为准", "拨打120",
        "0990-1234567", "0990-7654321", "回转单", "2026年11月22日",
    ):  # fmt: skip
        assert word in found, word
    assert len(pages_of(pdf)) == 1
    assert min(each.size for each in characters_of(pdf)) >= 15.0
    assert min(each.size for each in characters_of(guide_pdf(replace(PATIENT, request=""), large=True))) >= 15.0


@pytest.mark.parametrize(
    ("name", "printed"), [("丁某", "丁某医生"), ("丁医生", "丁医生"), ("丁某主任医师", "丁某主任医师")]
)
def test_a_doctor_is_addressed_once(name: str, printed: str) -> None:
    found = text_of(guide_pdf(replace(PATIENT, to_doctor=name, arrangement="")))
    assert f"心血管内科{printed}什么时候" in found


def test_without_a_promised_time_the_guide_leaves_room_for_it_or_says_at_once() -> None:
    later = text_of(guide_pdf(replace(PATIENT, arrangement="", urgency="")))
    assert "月日时分（医院答复后填写，或等村医电话）" in later
    assert "现在就去，不要等。" in text_of(guide_pdf(replace(PATIENT, arrangement="", urgency="急救")))


def test_the_guide_of_somebody_younger_without_a_table_of_costs_names_neither_window_nor_figures() -> None:
    found = text_of(guide_pdf(replace(PATIENT, age="40岁", cost="", request="门诊")))
    assert "优先窗口" not in found
    assert "费用请问接收单位的医保窗口" in found
    assert "洗漱用品" not in found
    assert "优先窗口" not in text_of(guide_pdf(replace(PATIENT, age="64岁")))
    assert "优先窗口" in text_of(guide_pdf(replace(PATIENT, age="65岁")))


def test_the_guide_says_a_day_as_people_do_and_who_need_not_travel_is_told_so() -> None:
    found = text_of(guide_pdf(replace(PATIENT, arrangement="2026-11-25 15:20 心血管内科")))
    assert "什么时候11月25日（星期三）15:20" in found
    assert "2026-13-40" in text_of(guide_pdf(replace(PATIENT, arrangement="2026-13-40")))
    remote = text_of(guide_pdf(replace(PATIENT, request="远程会诊，希望11月24日", arrangement="")))
    assert "不用去医院。请演示县人民医院心血管内科远程会诊，意见由医生告诉您。" in remote
    assert "什么时候等医生通知。" in remote
    assert "带什么" not in remote
    records = text_of(guide_pdf(replace(PATIENT, request="病历资料", arrangement="2026-11-25 15:20")))
    assert "请演示县人民医院心血管内科提供病历资料" in records
    assert "11月25日（星期三）15:20" in records


def test_who_goes_back_down_looks_for_the_doctor_and_hands_the_slip_over() -> None:
    found = text_of(guide_pdf(replace(PATIENT, direction="down", to_org="演示镇卫生院", arrangement="")))
    assert "到了先找接诊的医生或护士，出示转诊单" in found
    assert "转诊服务处" not in found
    assert "把转诊单交给村医或卫生院" in found


def test_the_consent_form_tells_everything_and_ticks_what_was_answered() -> None:
    found = text_of(consent_pdf(PATIENT))
    for line in TOLD:
        assert flat(line) in found
    assert "√同意转诊□不同意转诊，后果已知晓□先救治，后补签" in found
    assert "患者或家属（签字）：与患者关系：之女" in found
    assert "13900000000" in found
    assert "补签" in found
    open_form = text_of(consent_pdf(replace(PATIENT, consent_choice="")))
    assert "□同意转诊□不同意转诊" in open_form


def test_the_receipt_names_who_was_sent_and_leaves_the_rest_to_the_receiver() -> None:
    pdf = receipt_pdf(PATIENT)
    found = text_of(pdf)
    assert "演示县柳河镇卫生院柳树屯村卫生室（机构名称）：" in found
    assert "贵单位于2026年11月22日转来患者欧阳䶮𬎆性别女年龄67岁，已于年月日到我单位心血管内科科室就诊" in found
    for word in ("□门诊处置", "□收住院", "□转上级", "□未到诊", "诊断：", "住院病案号：", "（加盖公章）"):
        assert word in found
    assert barcodes_of(pdf) == [("Code 128", PATIENT.number.replace("-", ""))]


@pytest.mark.parametrize("name", PAPERS)
def test_the_three_are_calm_and_black_on_every_paper_also_with_marks_or_without_values(name: str) -> None:
    paper = PAPERS[name]
    for slip in (PATIENT, ReferralSlip(number="", patient_name="")):
        for pdf in (guide_pdf, consent_pdf, receipt_pdf):
            made = pdf(slip, paper=paper, practice=True, reprint=True)
            assert_calm(made, margin=3.5)
            assert ink_of(made) == set()
            found = text_of(made)
            assert "练习单，不是真实单据" in found
            assert "补打" in found
            assert "None" not in found


@pytest.mark.parametrize("name", ["to_org", "initial_impression", "arrangement", "from_org", "patient_name", "cost"])
def test_long_values_are_printed_to_their_end(name: str) -> None:
    words = "".join(f"{number}号内容，" for number in range(160))
    slip = replace(PATIENT, **{name: words})
    for made in (guide_pdf(slip), consent_pdf(slip), receipt_pdf(slip, paper=A4)):
        assert_calm(made)
    shown = receipt_pdf(slip) if name in ("from_org", "patient_name") else guide_pdf(slip)
    if name == "initial_impression":
        shown = consent_pdf(slip)
    assert "159号内容" in text_of(shown)
