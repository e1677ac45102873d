"""Slips on every paper: nothing overlaps, nothing is lost, the bars and the QR are read back."""

from __future__ import annotations

import random
import time
from dataclasses import fields, replace

import pypdfium2
import pytest
import zxingcpp

from clinic_app.printing import qr
from clinic_app.printing.paper import A4, A5, CONTINUOUS_93, CONTINUOUS_140, PAPERS, POINT, Paper
from clinic_app.printing.qr import DOES_NOT_FIT, NO_TEXT, NOT_MADE, carrier_fits
from clinic_app.printing.referral import ReferralSlip, referral_pdf
from clinic_app.printing.referral_return import ReturnSlip, return_pdf

from .reading import SLIP, assert_calm, barcodes_of, characters_of, flat, ink_of, pages_of, text_of

DIGITS = SLIP.number.replace("-", "")
EMERGENCY = replace(
    SLIP,
    urgency="急救",
    suspicion="卒中",
    course="发病11月22日11:20　呼叫120 11:32　通知接收方 11:40　离开 __:__",
    window="发病3小时内，至11月22日14:20",
    vitals="血压186/112mmHg　心率98次/分钟　血氧饱和度95%　意识嗜睡",
    checklist="记下最后正常的时间；测血糖",
    escort="张某",
    request="检查（CT）",
    medicines="氨氯地平 5mg 每日1次",
)
RETURN = ReturnSlip(
    number=SLIP.number,
    patient_name=SLIP.patient_name,
    sex="女",
    age="67岁",
    to_org="柳树屯村卫生室",
    diagnosis="原发性高血压3级",
    inpatient_no="20263311",
    exam_results="肾功能正常。",
    treatment_and_advice="口服降压药，两周后随访。",
    from_org="演示县人民医院",
    opinion="不需要手术。",
    consultants="演示县人民医院：王某、李某",
)
ANY = "头晕血压168/102mmHg，。（）ABC abc\n䶮𬎆😀　;；12-3.5%"
NATIONAL = (
    "患者姓名", "性别", "年龄", "家庭住址", "联系电话", "因病情需要", "转入", "单位", "科室", "接诊医生",
    "转诊医生（签字）：", "初步印象：", "主要现病史（转出原因）：", "主要既往史：", "治疗经过：", "（机构名称）",
    "请予以接诊。", SLIP.record_no, flat(SLIP.home_address), SLIP.patient_phone, flat(SLIP.present_illness),
    SLIP.past_history, SLIP.treatment_course, SLIP.from_phone, "2026年11月22日",
)  # fmt: skip


def sealed(length: int) -> str:
    """Text as dense as a sealed pack's."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    return "".join(random.Random(length).choices(alphabet, k=length))


def inside(pdf: bytes, paper: Paper) -> bool:
    """Whether every character keeps off the strips of continuous paper."""
    return all(paper.strip <= each.left and each.right <= paper.width - paper.strip for each in characters_of(pdf))


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_has_the_national_fields_state_number_bars_and_seal_room_and_is_calm(name: str) -> None:
    paper = PAPERS[name]
    pdf = referral_pdf(SLIP, paper=paper)
    found = text_of(pdf)
    assert [word for word in NATIONAL if word not in found] == []
    for word in ("紧急", "待接诊", "（加盖公章）", "接诊医生（签字）：", "过敏史：", "接收安排："):
        assert word in found
    assert barcodes_of(pdf) == [("Code 128", DIGITS)]
    assert_calm(pdf, margin=3.5)
    assert inside(pdf, paper)
    assert ink_of(pdf) == set()
    with pypdfium2.PdfDocument(pdf) as document:
        sizes = {(round(page.get_width() * POINT), round(page.get_height() * POINT)) for page in document}
        assert len(document) == (2 if name == "a5" else 1)
    assert sizes == {(paper.width, paper.height)}


@pytest.mark.parametrize("name", PAPERS)
def test_an_emergency_says_times_vitals_and_what_was_done_on_every_paper(name: str) -> None:
    pdf = referral_pdf(EMERGENCY, paper=PAPERS[name])
    assert_calm(pdf, margin=3.5)
    found = text_of(pdf).replace("（续见第2页）", "")
    for word in ("急救", "怀疑：卒中", "发病11月22日11:20", "至11月22日14:20", "血压186/112mmHg", "护送人员：张某"):
        assert word in found
    assert "记下最后正常的时间" in found
    assert "测血糖" in found


@pytest.mark.parametrize("name", PAPERS)
def test_large_type_practice_and_reprint_are_calm_on_every_paper_and_long_texts_are_carried_on(name: str) -> None:
    paper = PAPERS[name]
    slip = replace(EMERGENCY, present_illness="".join(f"第{number}句头晕；" for number in range(120)))
    pdf = referral_pdf(slip, paper=paper, large=True, practice=True, reprint=True)
    assert_calm(pdf, margin=3.5)
    found = text_of(pdf)
    # A sentence may be parted by the end of a page.
    assert sum(f"第{number}句头晕" not in found for number in range(120)) < len(pages_of(pdf))
    assert "第119句头晕；" in found
    for page in pages_of(pdf):
        assert "练习单，不是真实单据" in page
        assert "补打" in page
    back = return_pdf(RETURN, paper=paper, large=True, practice=True)
    assert_calm(back, margin=3.5)


def test_large_type_is_larger_and_gives_the_stub_a_sheet_of_its_own() -> None:
    pdf = referral_pdf(SLIP, large=True)
    assert [flat(page)[:5] for page in pages_of(pdf)] == ["双向转诊（", "双向转诊单"]
    body = [each.size for each in characters_of(pdf) if each.text == "晕"]
    assert body == [14.0]


@pytest.mark.parametrize("paper", [CONTINUOUS_140.in_parts(2), CONTINUOUS_93.in_parts(3)])
def test_paper_in_parts_says_what_each_part_is_for(paper: Paper) -> None:
    found = text_of(referral_pdf(SLIP, paper=paper))
    assert f"一式{'两' if paper.parts == 2 else '三'}联：第一联存根" in found
    assert ("第三联回执" in found) == (paper.parts == 3)


def test_a_return_has_its_own_fields_and_the_opinion_of_a_consultation_on_every_paper() -> None:
    for paper in PAPERS.values():
        pdf = return_pdf(RETURN, paper=paper)
        found = text_of(pdf)
        for word in (
            "病案号", "诊断结果：原发性高血压3级", "住院病案号：20263311", "主要检查结果：肾功能正常。",
            "治疗经过、下一步治疗方案及康复建议：口服降压药，两周后随访。", "转回", "会诊意见：不需要手术。",
            "演示县人民医院：王某、李某",
        ):  # fmt: skip
            assert word in found, (paper, word)
        assert_calm(pdf, margin=3.5)


def test_a_referral_downwards_is_printed_on_the_return_form() -> None:
    down = replace(SLIP, direction="down", to_org="柳树屯村卫生室", from_org="演示县人民医院", results="CT：未见出血")
    found = text_of(referral_pdf(down))
    assert "双向转诊（回转）单" in found
    assert "双向转诊（转出）单" not in found
    assert f"诊断结果：{SLIP.initial_impression}" in found
    assert "主要检查结果：CT：未见出血" in found
    assert f"主要既往史：{SLIP.past_history}" in found
    assert "待接诊" in found


@pytest.mark.parametrize(("paper", "length"), [(A4, 300), (A4, 1200), (A5, 900)])
def test_the_carrier_is_read_back_from_a_print_at_200_dots_an_inch(paper: Paper, length: int) -> None:
    carrier = sealed(length)
    pdf = referral_pdf(EMERGENCY, paper=paper, carrier=carrier)
    assert ("QR Code", carrier) in barcodes_of(pdf)
    assert ("Code 128", DIGITS) in barcodes_of(pdf)
    assert_calm(pdf)
    assert DOES_NOT_FIT not in text_of(pdf)


def test_the_carrier_is_at_least_20_millimetres_wide_and_its_squares_are_not_too_fine() -> None:
    for length in (30, 300, 900, 1500, 2000):
        code = qr.carrier_code(A4, sealed(length))
        assert code is not None, length
        assert 20.0 <= code.side <= qr.ROOM + 1e-6
        assert code.module >= qr.SMALLEST_MODULE


def test_where_the_carrier_does_not_fit_the_slip_says_so_and_bears_the_number() -> None:
    assert not carrier_fits(A4, "")
    assert not carrier_fits(A4, sealed(4000))
    assert not carrier_fits(CONTINUOUS_140, sealed(30))
    for paper, length in ((A4, 4000), (A5, 4000), (CONTINUOUS_140, 30), (CONTINUOUS_93, 30)):
        pdf = referral_pdf(SLIP, paper=paper, carrier=sealed(length))
        assert DOES_NOT_FIT in text_of(pdf)
        assert barcodes_of(pdf) == [("Code 128", DIGITS)]
        assert_calm(pdf, margin=3.5)
    for paper in (A4, A5, CONTINUOUS_93):
        pdf = referral_pdf(SLIP, paper=paper, carrier=NO_TEXT)
        assert NOT_MADE in text_of(pdf)
        assert barcodes_of(pdf) == [("Code 128", DIGITS)]
        assert_calm(pdf, margin=3.5)


def test_the_same_values_give_the_same_bytes_and_a_reprint_differs_in_its_mark_alone() -> None:
    first = referral_pdf(EMERGENCY, carrier=sealed(600))
    assert first == referral_pdf(replace(EMERGENCY), carrier=sealed(600))
    again = referral_pdf(EMERGENCY, carrier=sealed(600), reprint=True)
    assert text_of(again).replace("补打", "") == text_of(first)


def test_a_slip_with_a_carrier_is_rendered_within_300_milliseconds() -> None:
    carrier = sealed(900)
    referral_pdf(EMERGENCY, carrier=carrier)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        referral_pdf(EMERGENCY, carrier=carrier)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.3


def test_a_slip_without_values_leaves_lines_for_a_pen_on_every_paper() -> None:
    for paper in PAPERS.values():
        pdf = referral_pdf(ReferralSlip(number="", patient_name=""), paper=paper)
        assert_calm(pdf, margin=3.5)
        assert "None" not in text_of(pdf)


def test_the_room_for_the_seal_is_45_millimetres_on_every_paper() -> None:
    for paper, (x, y) in ((A5, (174.0, 119.0)), (CONTINUOUS_140, (200.0, 113.0)), (CONTINUOUS_93, (200.0, 66.0))):
        placed = characters_of(referral_pdf(SLIP, paper=paper))
        words = "".join(
            each.text
            for each in placed
            if each.page == 0 and (each.left - x) ** 2 + (each.top - y) ** 2 < 22.5**2 and each.right < x + 22.5
        )
        assert words == "（加盖公章）" + SLIP.from_org + "（机构名称）2026年11月22日", paper


@pytest.mark.parametrize("name", PAPERS)
def test_words_of_any_length_in_every_field_at_once_are_calm_on_every_paper(name: str) -> None:
    source = random.Random(name)
    names = [each.name for each in fields(ReferralSlip) if each.type == "str" and each.name != "direction"]
    for _ in range(6):
        lengths = {each: source.choice((0, 3, 10, 40, 120, 400)) for each in names}
        values = {each: "".join(source.choices(ANY, k=length)) for each, length in lengths.items()}
        slip = replace(EMERGENCY, **values, direction=source.choice(("up", "down")))
        marks = {each: source.random() < 0.5 for each in ("large", "practice", "reprint")}
        assert_calm(
            referral_pdf(slip, paper=PAPERS[name], carrier=sealed(source.choice((30, 4000))), **marks), margin=3.5
        )


def test_zxing_sees_the_bars_also_at_the_resolution_of_a_needle_printer() -> None:
    with pypdfium2.PdfDocument(referral_pdf(SLIP, paper=CONTINUOUS_140)) as document:
        picture = document[0].render(scale=180 / 72).to_pil().convert("1")
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [DIGITS]
