"""The follow-up tables on paper, read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing.diabetes import diabetes_form
from clinic_app.printing.followup import FollowupForm, FollowupRow, followup_pdf
from clinic_app.printing.hypertension import hypertension_form
from clinic_app.records.diabetes import DiabetesFollowup
from clinic_app.records.hypertension import HypertensionFollowup

from .reading import RARE_NAMES, Placed, assert_calm, characters_of, fonts_of, pages_of, text_of

VISIT: dict[str, Any] = {
    "visit_date": "2026-02-11",
    "visit_mode": "2",
    "symptoms": ["2", "4"],
    "symptoms_other": "夜间多尿",
    "sbp": 152,
    "dbp": 96,
    "weight": "65.5",
    "weight_target": "63",
    "heart_rate": 78,
    "smoking": 0,
    "smoking_target": 0,
    "exercise_freq": 3,
    "exercise_min": 30,
    "exercise_freq_target": 5,
    "exercise_min_target": 40,
    "salt": "重",
    "salt_target": "轻",
    "adherence": "2",
    "adr": "2",
    "adr_other": "踝部水肿",
    "classification": "2",
    "medicines": [
        {"name": "氨氯地平片", "times_per_day": 1, "dose": "5mg"},
        {"name": "缬沙坦胶囊", "times_per_day": 1, "dose": "80mg", "source": "县医院"},
        {"name": "阿司匹林", "usage": "睡前100mg"},
        {"name": "阿托伐他汀", "times_per_day": 1, "dose": "20mg"},
    ],
    "referral_reason": "两次控制不满意",
    "referral_org_dept": "县医院心内科",
    "next_visit_date": "2026-02-25",
    "doctor_sign": "张𠅤",
}
SUGAR: dict[str, Any] = {
    **VISIT,
    "symptoms": ["1"],
    "dorsalis_pedis": "2",
    "dorsalis_pedis_side": "2",
    "staple_food": 400,
    "staple_food_target": 300,
    "fbg": "8.9",
    "hba1c": "7.6",
    "hba1c_date": "2026-01-20",
    "hypoglycemia": "3",
    "insulin": [{"kind": "门冬胰岛素30", "usage": "早12u晚10u"}],
}
OPENING = "随访日期 随访方式 症状 血压 体重 体质指数 "
CLOSING = " 原因 机构及科别 下次随访日期 随访医生签名"
HYPERTENSION_LABELS = (
    OPENING + "心率 其他 日吸烟量 日饮酒量 运动 摄盐情况 心理调整 遵医行为 辅助检查 "
    "服药依从性 药物不良反应 此次随访分类 药物名称1 药物名称2 药物名称3 其他药物" + CLOSING
)
DIABETES_LABELS = (
    OPENING + "足背动脉搏动 其他 日吸烟量 日饮酒量 运动 主食 心理调整 遵医行为 空腹血糖值 其他检查 "
    "服药依从性 药物不良反应 低血糖反应 此次随访分类 药物名称1 药物名称2 药物名称3 胰岛素" + CLOSING
)
FULL = {
    "hypertension": hypertension_form("欧阳䶮", "20100358", [VISIT] * 4),
    "diabetes": diabetes_form("欧阳䶮", "20100358", [SUGAR] * 4),
}


def column(pdf: bytes, number: int) -> str:
    """The characters of the n-th visit's column, from above; 0 is the column of labels."""
    left = 64.0 + 33.5 * (number - 1) if number else 19.0
    right = left + (33.5 if number else 45.0)
    return "".join(each.text for each in _below_head(pdf) if left <= (each.left + each.right) / 2 < right)


def _below_head(pdf: bytes) -> list[Placed]:
    return [each for each in characters_of(pdf) if each.top > 32.0]


def in_order(text: str, parts: str) -> bool:
    """Whether the parts stand in the text one after the other."""
    at = 0
    for part in parts.split():
        at = text.find(part, at)
        if at < 0:
            return False
    return True


def test_the_hypertension_form_has_the_lines_of_the_national_table_in_its_order() -> None:
    labels = "".join(row.label for row in hypertension_form("王三", "", []).rows)
    assert in_order(labels, HYPERTENSION_LABELS)
    assert text_of(followup_pdf(hypertension_form("王三", "", []))).startswith("高血压患者随访服务记录表")


def test_the_diabetes_form_has_the_lines_of_the_national_table_in_its_order() -> None:
    assert in_order("".join(row.label for row in diabetes_form("王三", "", []).rows), DIABETES_LABELS)
    assert text_of(followup_pdf(diabetes_form("王三", "", []))).startswith("2型糖尿病患者随访服务记录表")


def test_every_declared_choice_is_in_the_legend() -> None:
    pairs = (
        (HypertensionFollowup, hypertension_form("", "", [])),
        (DiabetesFollowup, diabetes_form("", "", [])),
    )
    for section, form in pairs:
        printed = text_of(followup_pdf(form))
        for key in ("symptoms", "adherence", "classification", "dorsalis_pedis", "hypoglycemia"):
            declared = section.declaration.fields.get(key)
            for option in declared.options if declared else ():
                assert option.code + option.label in printed


def test_a_visit_stands_in_its_column_with_codes_in_boxes() -> None:
    first = column(followup_pdf(hypertension_form("王三", "201-00358", [VISIT])), 1)
    assert first.startswith("2026年2月11日2")
    assert "2/4//" in first
    assert in_order(first, "其他：夜间多尿 152/96 65.5/63 78 0/0 3次/周30分钟/次 5次/周40分钟/次 轻/中/重√/ 轻√/中/重")
    assert in_order(first, "2踝部水肿 2 氨氯地平片 每日1次，每次5mg 缬沙坦胶囊（县医院） 每日1次，每次80mg")
    assert in_order(first, "阿司匹林 睡前100mg 阿托伐他汀 每日1次，每次20mg")
    assert in_order(first, "两次控制不满意 县医院心内科 2026年2月25日 张𠅤")


def test_visits_stand_side_by_side_and_empty_columns_wait_for_the_pen() -> None:
    pdf = followup_pdf(hypertension_form("王三", "201-00358", [VISIT, {**VISIT, "sbp": 136, "dbp": 84}]))
    assert "136/84" in column(pdf, 2)
    assert "152/96" not in column(pdf, 2)
    for empty in (3, 4):
        assert column(pdf, empty).startswith("年月日")
        assert not any(character.isdigit() for character in column(pdf, empty))


def test_the_diabetes_column_says_what_only_diabetes_asks() -> None:
    first = column(followup_pdf(diabetes_form("王三", "201-00358", [SUGAR])), 1)
    assert in_order(first, "2左侧 400/300 8.9 糖化血红蛋白7.6% 检查日期1月20日 3 氨氯地平片 门冬胰岛素30早12u晚10u")


def test_a_fourth_medicine_of_a_diabetic_is_not_dropped() -> None:
    assert "阿托伐他汀" in text_of(followup_pdf(diabetes_form("王三", "", [SUGAR])))
    assert "其他药物" not in text_of(followup_pdf(diabetes_form("王三", "", [{**SUGAR, "medicines": []}])))


def test_loss_and_death_stand_at_the_visit_date() -> None:
    lost = {"visit_date": "2026-08-02", "outcome": "5", "outcome_reason": "外出打工"}
    died = {"visit_date": "2026-09-02", "outcome": "6", "death_date": "2026-08-30", "outcome_reason": "脑出血"}
    pdf = followup_pdf(hypertension_form("王三", "", [lost, died]))
    assert column(pdf, 1).startswith("2026年8月2日失访：外出打工")
    assert column(pdf, 2).startswith("2026年9月2日死亡：2026年8月30日脑出血")
    done = {"visit_date": "2026-09-02", "outcome": "1"}
    assert "完成" not in text_of(followup_pdf(hypertension_form("王三", "", [done])))


def test_name_and_the_last_eight_digits_stand_above_the_table() -> None:
    found = text_of(followup_pdf(hypertension_form(RARE_NAMES, "201-00358", [])))
    assert f"姓名：{RARE_NAMES}" in found
    assert "编号201-00358" in found
    assert "编号待分配" in text_of(followup_pdf(hypertension_form("王三", "待分配", [])))


@pytest.mark.parametrize("name", FULL)
def test_four_full_visits_are_one_page_with_nothing_on_top_of_anything(name: str) -> None:
    pdf = followup_pdf(FULL[name])
    assert len(pages_of(pdf)) == 1
    assert_calm(pdf)
    assert "Helvetica" not in fonts_of(pdf)


def test_a_fifth_visit_begins_a_second_page() -> None:
    pages = pages_of(followup_pdf(hypertension_form("王三", "", [*[VISIT] * 4, {**VISIT, "sbp": 131, "dbp": 79}])))
    assert len(pages) == 2
    assert "131 / 79" in pages[1]
    assert "131 / 79" not in pages[0]


def test_a_code_of_a_newer_version_is_shown_as_it_is() -> None:
    pdf = followup_pdf(hypertension_form("王三", "", [{"classification": "12", "visit_mode": "video"}]))
    assert "12" in column(pdf, 1)
    assert "video" in column(pdf, 1)
    assert_calm(pdf)


def test_long_answers_are_printed_to_their_last_character() -> None:
    words = "".join(f"第{number}项检查未见异常※" for number in range(120))
    long = {**VISIT, "aux_exam": words, "referral_reason": words, "adr_other": words}
    pdf = followup_pdf(hypertension_form("王三" * 200, "201-00358" * 30, [long, VISIT]))
    assert_calm(pdf)
    found = text_of(pdf)
    assert found.count("第119项检查未见异常") == 3
    assert found.count("※") == 3 * 120
    assert "第1次随访辅助检查*（续）" in found
    assert "王三" * 200 in found.replace("高血压患者随访服务记录表续页", "")
    assert f"第1页共{len(pages_of(pdf))}页" in found


def test_a_practice_form_and_a_reprint_say_so() -> None:
    form = hypertension_form("王三", "", [VISIT])
    assert "练习单，不是真实单据" in text_of(followup_pdf(form, practice=True))
    assert "补打" in text_of(followup_pdf(form, reprint=True))
    assert "练习" not in text_of(followup_pdf(form))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(), max_size=60), max_size=6), min_size=1, max_size=12), st.text())
def test_any_text_in_any_cell_is_printed_inside_the_page(cells: list[list[str]], name: str) -> None:
    rows = tuple(FollowupRow(f"项目{number}", tuple(row)) for number, row in enumerate(cells))
    assert_calm(followup_pdf(FollowupForm("随访表", name, name, rows)))
