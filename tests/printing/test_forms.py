"""The forms of visits, people and households on paper, read back: every declared field, codes in boxes, long texts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clinic_app.printing.basic_information import basic_information_form
from clinic_app.printing.copd import copd_form, copd_forms
from clinic_app.printing.cover import Cover
from clinic_app.printing.diabetes import diabetes_form
from clinic_app.printing.document import Form, forms_pdf
from clinic_app.printing.elderly import elderly_form
from clinic_app.printing.encounter import consultation_form, encounter_form
from clinic_app.printing.health_examination import examination_form
from clinic_app.printing.household_roster import RosterGroup, RosterLine, roster_pdf
from clinic_app.printing.household_visit import HouseholdVisit, MemberLine, Team, household_visit_form
from clinic_app.printing.information_card import Cards
from clinic_app.printing.mental import mental_form, mental_supplement
from clinic_app.printing.tuberculosis import tuberculosis_first_visit, tuberculosis_form
from clinic_app.records import elderly, encounter, health_examination, mental, resident, tuberculosis
from clinic_app.records.field import Field, Kind
from clinic_app.records.form_definition import form_definition, form_edition, read_definition
from clinic_app.records.visit import Visit

from .answers import answers_to, asked, missing
from .reading import RARE_NAMES, assert_calm, characters_of, flat, fonts_of, ink_of, pages_of, text_by_pypdf, text_of

VISIT = {"visit_date": "2026-11-20", "visit_mode": "2", "doctor_sign": "张某𠅤", "next_visit_date": "2027-02-18"}
ANY = [
    *range(9, 0x250),
    *range(0x300, 0x310),
    *range(0x3000, 0x3040),
    *range(0x4E00, 0x4F00),
    0x20000,
    0x2B9D0,
    0x1F600,
]
"""Control characters, Latin, accents, punctuation, Chinese, rare characters and what no face has."""
NAME, NUMBER = "䶮某甲", "20100358"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A form, the fields that it declares and how values become the form."""

    fields: Mapping[str, Field]
    form: Callable[[Values], Form]


def visit_case(fields: Mapping[str, Field], form: str, draw: Callable[[Values], Form]) -> Case:
    return Case(asked(fields, form), lambda values: draw({**VISIT, **values}))


def person(values: Values) -> dict[str, Any]:
    """The cover's and basic form's values with the diagnoses behind 既往史."""
    codes = [{"code": each} for each in values.get("past_disease") or ()]
    return {**values, "diagnoses": codes}


COPD = form_definition("copd_followup")
CASES: dict[str, Case] = {
    "mental": visit_case(mental.MentalFollowup.declaration.fields, mental.FORM,
                         lambda values: mental_form(NAME, NUMBER, [values])),
    "supplement": Case(asked(mental.MentalSupplement.declaration.fields, mental.SUPPLEMENT_FORM),
                       lambda values: mental_supplement(NAME, NUMBER, values)),
    "tuberculosis": visit_case(tuberculosis.TuberculosisFollowup.declaration.fields, tuberculosis.FORM,
                               lambda values: tuberculosis_form(NAME, NUMBER, [values])),
    "first visit": visit_case(tuberculosis.TuberculosisFirstVisit.declaration.fields, tuberculosis.FIRST_FORM,
                              lambda values: tuberculosis_first_visit(NAME, NUMBER, values)),
    "copd": Case(asked(COPD.fields), lambda values: copd_forms(NAME, NUMBER, [{**VISIT, **values}])[0]),
    "examination": visit_case(health_examination.HealthExamination.declaration.fields, health_examination.FORM,
                              lambda values: examination_form(NAME, NUMBER, values)),
    "encounter": Case(asked(encounter.Encounter.declaration.fields, encounter.ENCOUNTER_FORM),
                      lambda values: encounter_form(NAME, NUMBER, values)),
    "consultation": Case(asked(encounter.Consultation.declaration.fields, encounter.CONSULTATION_FORM),
                         lambda values: consultation_form(NAME, NUMBER, values)),
    "basic": Case(asked(resident.Resident.declaration.fields, resident.BASIC),
                  lambda values: basic_information_form(person(values))),
}  # fmt: skip
ELSEWHERE = {
    "basic": {"birth_date"},
    "examination": {"urine_protein", "urine_sugar", "urine_ketone", "urine_blood"},
}
"""Not as text or with a legend: the date of birth stands in boxes, of the urine only what was found is written."""


def pdf_of(name: str, values: Values) -> bytes:
    return forms_pdf([CASES[name].form(values)])


@pytest.mark.parametrize("name", CASES)
def test_every_declared_field_and_every_option_is_on_the_form(name: str) -> None:
    case = CASES[name]
    values = answers_to(case.fields)
    pdf = pdf_of(name, values)
    assert set(missing(text_of(pdf), case.fields, values)) <= ELSEWHERE.get(name, set())
    assert_calm(pdf)


@pytest.mark.parametrize("name", CASES)
def test_an_empty_form_waits_for_the_pen_and_claims_nothing(name: str) -> None:
    pdf = forms_pdf([CASES[name].form({})])
    printed = text_of(pdf)
    assert_calm(pdf)
    for option in ("None", "[]", "{}", "未测", "补记"):
        assert option not in printed


@pytest.mark.parametrize("name", CASES)
def test_forms_are_black_with_every_face_embedded_and_read_the_same_elsewhere(name: str) -> None:
    case = CASES[name]
    pdf = pdf_of(name, answers_to(case.fields))
    assert ink_of(pdf) == set()
    assert "Helvetica" not in fonts_of(pdf)
    assert flat(case.form({}).title) in flat(text_by_pypdf(pdf))


@pytest.mark.parametrize("name", CASES)
def test_long_texts_of_any_field_are_printed_to_their_last_character(name: str) -> None:
    case = CASES[name]
    long = "".join(f"第{place}条※" for place in range(500))
    key = next(key for key, each in case.fields.items() if each.max_length and each.max_length >= 100)
    pdf = pdf_of(name, {key: long})
    assert_calm(pdf)
    assert text_of(pdf).count("※") == 500
    assert len(pages_of(pdf)) > 1


def test_an_examination_is_three_pages_that_say_whose_they_are() -> None:
    pages = pages_of(pdf_of("examination", {"symptoms": ["1"]}))
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert "健康体检表" in page
        assert NAME in page
        assert f"第{number}页" in page


def test_codes_stand_in_boxes_at_the_end_of_their_line() -> None:
    printed = text_of(pdf_of("first visit", {"supervisor": "2", "symptoms": ["1", "9"], "edu_travel": "2"}))
    assert "1医生2家属3自服药4其他2" in printed
    assert "1/9////" in printed
    assert "外出期间如何坚持服药1掌握2未掌握2" in printed


def test_a_box_is_as_far_right_as_its_cell() -> None:
    placed = characters_of(pdf_of("first visit", {"supervisor": "2"}))
    codes = [each for each in placed if each.left > 192.0 and each.top > 32.0]
    assert any(each.text == "2" for each in codes)


def test_the_self_care_table_has_the_printed_scores_the_sum_and_the_grade() -> None:
    values = {**VISIT, "eating": "0", "grooming": "1", "dressing": "3", "toileting": "1", "mobility": "10",
              "self_care_score": 15, "self_care_grade": "3"}  # fmt: skip
    pdf = forms_pdf([elderly_form(NAME, NUMBER, values)])
    printed = text_of(pdf)
    assert_calm(pdf)
    for key in elderly.ITEMS:
        field = elderly.ElderlyAssessment.declaration.fields[key]
        assert flat(f"{field.label}：{field.help}") in printed
        for option in field.options:
            assert flat(option.label) in printed
    # The last column of each row of scores is the score that was given.
    assert "00350" in printed
    assert "01371" in printed
    assert "00353" in printed
    assert "0151010" in printed
    assert "0～3分为可自理；4～8分为轻度依赖；9～18分为中度依赖；≥19分为不能自理" in printed
    assert "各项评分相加15" in printed
    assert "1可自理2轻度依赖3中度依赖4不能自理3" in printed


def test_the_cover_has_the_number_in_seventeen_boxes() -> None:
    values = {
        "name": RARE_NAMES,
        "record_no": "99010110120100358",
        "village_name": "演示村",
        "filing_date": "2016-04-01",
    }
    pdf = forms_pdf([Cover(values)])
    printed = text_of(pdf)
    assert_calm(pdf)
    assert "990101-101-201-00358" in printed
    assert RARE_NAMES in printed
    assert "2016年4月1日" in printed
    for label in ("姓名", "现住址", "户籍地址", "联系电话", "乡镇（街道）名称", "村（居）委会名称",
                  "建档单位", "建档人", "责任医生", "建档日期"):  # fmt: skip
        assert f"{label}：" in printed


def test_a_number_that_the_county_has_not_given_yet_leaves_the_boxes_empty() -> None:
    printed = text_of(forms_pdf([Cover({"name": NAME, "record_no": "待分配"})]))
    assert "待分配" in printed
    assert "编号---" in printed


def test_past_diseases_stand_with_their_month_and_their_words() -> None:
    values = {"diagnoses": [{"code": "2", "diagnosed_on": "2014-05"}, {"code": "6", "text": "胃癌"}],
              "surgery": [{"name": "胆囊切除", "time": "2008年"}], "trauma": [],
              "birth_date": "1955-03-07"}  # fmt: skip
    printed = text_of(forms_pdf([basic_information_form(values)]))
    assert "确诊时间2014年05月2" in printed
    assert "6恶性肿瘤胃癌" in printed
    assert "名称①胆囊切除时间2008年" in printed
    assert "19550307" in printed


def test_more_diseases_than_the_form_has_boxes_for_are_all_printed() -> None:
    codes = [{"code": str(code), "diagnosed_on": f"20{code:02d}-01"} for code in range(2, 12)]
    printed = text_of(forms_pdf([basic_information_form({"diagnoses": codes})]))
    for each in codes:
        assert f"{each['diagnosed_on'][:4]}年01月{each['code']}" in printed


def test_the_card_has_two_faces_and_four_cards_fill_a_page() -> None:
    values = {"name": NAME, "sex": "2", "birth_date": "1955-03-07", "abo": "1", "rh": "2", "allergies": "青霉素",
              "diagnoses": [{"code": "2"}, {"code": "13", "text": "支气管哮喘"}], "contact_name": "李某乙"}  # fmt: skip
    pdf = forms_pdf([Cards((values,) * 5)])
    assert_calm(pdf)
    pages = [flat(page) for page in pages_of(pdf)]
    assert [page.count("信息卡（正面）") for page in pages] == [4, 1]
    assert [page.count("信息卡（反面）") for page in pages] == [4, 1]
    assert "■A型□B型□O型□AB型□不详" in pages[0]
    assert "□Rh阴性■Rh阳性" in pages[0]
    assert "■高血压" in pages[0]
    assert "■哮喘" in pages[0]
    assert "□其他疾病" in pages[0]
    assert "过敏史：青霉素" in pages[0]
    assert "□无■高血压" in pages[0]


def test_nobody_asked_is_not_the_same_as_no_disease_on_the_card() -> None:
    asked_none = text_of(forms_pdf([Cards(({"diagnoses": [{"code": "1"}]},))]))
    assert "■无" in asked_none
    assert "■" not in text_of(forms_pdf([Cards(({},))]))


def test_the_visit_sheet_names_the_family_and_leaves_a_card() -> None:
    members = (MemberLine(NAME, "女", "71岁", "户主", ("65岁以上", "高血压"), "高血压随访"), MemberLine("李某𬎆"))
    team = Team("演示村卫生室", "0990-1234567", (("张某𠅤", "19900000002"),), "0990-7654321")
    pdf = forms_pdf(
        [household_visit_form(HouseholdVisit(NAME, "演示村一组1号", "199", date(2026, 11, 22), members, team))]
    )
    printed = text_of(pdf)
    assert_calm(pdf)
    assert len(pages_of(pdf)) == 1
    for words in ("非国家表", "户主：" + NAME, "住址演示村一组1号", "■65岁以上■高血压□糖尿病", "李某𬎆", "健康教育主题",
                  "1很不满意2不满意3一般4满意5很满意", "居民签名", "裁下留给居民", "张某𠅤", "19900000002",
                  "监督投诉电话0990-7654321"):  # fmt: skip
        assert words in printed


def test_a_family_of_many_keeps_its_card_on_the_last_page_of_the_sheet() -> None:
    members = tuple(MemberLine(f"李某{place}", groups=("65岁以上", "高血压", "糖尿病")) for place in range(30))
    pages = pages_of(forms_pdf([household_visit_form(HouseholdVisit(NAME, "演示村", members=members))]))
    assert len(pages) > 1
    assert ["裁下留给居民" in page for page in pages] == [False] * (len(pages) - 1) + [True]


def test_the_roster_gives_twenty_households_a_page_and_each_group_its_own() -> None:
    first = RosterGroup("一组", tuple(RosterLine(f"{door}号", f"李某{door}", 3) for door in range(1, 24)))
    pdf = roster_pdf("演示村", [first, RosterGroup("二组", (RosterLine("9号", RARE_NAMES, 2),))], date(2026, 11, 22))
    assert_calm(pdf)
    pages = pages_of(pdf)
    assert len(pages) == 3
    assert "20号" in pages[0]
    assert "21号" not in pages[0]
    assert "23号" in pages[1]
    assert RARE_NAMES in flat(pages[2])
    for page in pages:
        assert "居民签名" in page
    assert max(each.right for each in characters_of(pdf)) > 210.0


def test_practice_is_written_on_every_kind_of_page() -> None:
    forms: list[Form] = [CASES[name].form({}) for name in CASES]
    forms += [Cover({}), Cards(({},)), elderly_form("", "", {}), household_visit_form(HouseholdVisit("", ""))]
    for form in forms:
        assert "练习单，不是真实单据" in text_of(forms_pdf([form], practice=True)), form.title
        assert "练习" not in text_of(forms_pdf([form])), form.title
    assert "练习" in text_of(roster_pdf("演示村", [RosterGroup("一组", ())], date(2026, 11, 22), practice=True))


def test_visit_fields_of_the_common_block_are_on_the_examination() -> None:
    names = ("temperature", "height", "weight", "bmi", "waist", "respiratory_rate", "heart_rate", "exercise_min")
    fields = {name: Visit.declaration.fields[name] for name in names}
    values = answers_to(fields)
    assert missing(text_of(pdf_of("examination", values)), fields, values) == []


def test_urine_is_written_as_signs_or_as_the_measured_amount() -> None:
    printed = text_of(pdf_of("examination", {"urine_protein": "++", "urine_sugar": "-", "urine_blood": "0.3g/L"}))
    assert "尿蛋白＋＋尿糖－" in printed
    assert "尿潜血0.3g/L" in printed


def test_what_was_not_measured_says_why_in_its_place() -> None:
    why = {"not_measured": {"sbp": "2", "weight": "1", "fev1": "没有仪器", "fbg": "2"}}
    printed = text_of(forms_pdf(copd_forms(NAME, NUMBER, [{**VISIT, **why}])))
    assert "未测：没带设备" in printed
    assert "未测：本人不愿测/" in printed
    assert "未测：没有仪器" in printed
    pulse = {**VISIT, "not_measured": {"dorsalis_pedis": "3", "hba1c": "2"}}
    sugar = text_of(forms_pdf([diabetes_form(NAME, NUMBER, [pulse])]))
    assert "未测：设备故障" in sugar
    assert "糖化血红蛋白未测：没带设备检查日期" in sugar
    assert "空腹血糖*未测：没带设备心电图" in text_of(pdf_of("examination", why))


def test_late_entry_and_a_typist_stand_at_the_date() -> None:
    late = {**VISIT, "recorded_on": "2026-11-25", "typist": "王某㛃"}
    for form in (
        mental_form(NAME, NUMBER, [late]),
        elderly_form(NAME, NUMBER, late),
        tuberculosis_first_visit(NAME, NUMBER, late),
    ):
        printed = text_of(forms_pdf([form]))
        assert "补记：2026-11-25" in printed
        assert "代录：王某㛃看诊：张某𠅤" in printed
    for day in ("2026-11-20", "2026-11-21"):
        assert "补记" not in text_of(forms_pdf([mental_form(NAME, NUMBER, [{**VISIT, "recorded_on": day}])]))


def test_loss_and_death_of_a_patient_with_severe_mental_disorder_have_their_own_lines() -> None:
    lost = {**VISIT, "outcome": "5", "lost_reason": "4"}
    died = {**VISIT, "outcome": "6", "death_date": "2026-11-02", "death_cause": "1", "death_somatic": "4",
            "outcome_reason": "脑出血"}  # fmt: skip
    printed = text_of(forms_pdf([mental_form(NAME, NUMBER, [lost, died])]))
    assert "失访：连续3次未到访" in printed
    assert "死亡：2026年11月2日躯体疾病脑血管病脑出血" in printed
    assert "④" in printed


def test_the_end_of_treatment_stands_once_at_the_foot_under_the_last_visits() -> None:
    end = {"stop_date": "2026-11-10", "stop_reason": "1", "visits_due": 12, "visits_done": 11, "doses_due": 180,
           "doses_done": 174, "dose_rate": "96.7"}  # fmt: skip
    visits = [{**VISIT, "treatment_month": month} for month in range(1, 6)] + [{**VISIT, "treatment_month": 6, **end}]
    pages = [flat(page) for page in pages_of(forms_pdf([tuberculosis_form(NAME, NUMBER, visits)]))]
    assert len(pages) == 2
    assert "停止治疗" not in pages[0]
    assert "应访视患者12次，实际访视11次；患者在疗程中，应服药180次，实际服药174次，服药率96.7%" in pages[1]
    assert "1完成疗程2死亡3丢失4转入耐多药治疗1" in pages[1]
    assert "第5月" in pages[1]


def test_a_copd_form_says_that_it_is_not_national_and_which_edition_it_is() -> None:
    printed = text_of(forms_pdf(copd_forms(NAME, NUMBER, [{**VISIT, "form_version": COPD.version}])))
    assert "非国家表" in printed
    assert COPD.version in printed


def test_a_national_edition_prints_its_own_questions_and_bears_no_mark(tmp_path: Path) -> None:
    file = tmp_path / "copd-2027.toml"
    file.write_text(
        'record_type = "copd_followup"\nversion = "copd-2027"\nvalid_from = 2027-01-01\nnational = true\n'
        'title = "慢性阻塞性肺疾病患者随访服务记录表"\nmark = ""\nsource = "试行规范"\n'
        '[[fields]]\nname = "cough"\nlabel = "咳嗽次数"\nkind = "integer"\nunit = "次/日"\n',
        encoding="utf-8",
    )
    printed = text_of(forms_pdf([copd_form(NAME, NUMBER, [{**VISIT, "cough": 7}], read_definition(file))]))
    assert "咳嗽次数（次/日）7" in printed
    assert "慢性阻塞性肺疾病患者随访服务记录表" in printed
    assert "非国家表" not in printed
    assert "CAT评分" not in printed
    assert form_edition("copd_followup", COPD.version) == COPD
    assert form_edition("copd_followup", "copd-2027") is None


def test_visits_of_two_editions_stand_on_two_sheets() -> None:
    visits = [
        {**VISIT, "form_version": version} for version in ("copd-regional-2020", "copd-regional-2020", "copd-2027")
    ]
    assert [len(form.rows[0].cells) for form in copd_forms(NAME, NUMBER, visits)] == [4, 4]


def test_psychiatric_medicines_are_all_there_with_their_use() -> None:
    medicines = [
        {"name": f"药{place}", "per": "month" if place else "day", "times": 2, "dose_mg": f"{place}00"}
        for place in range(5)
    ]
    printed = text_of(forms_pdf([mental_form(NAME, NUMBER, [{**VISIT, "psychiatric_medicines": medicines}])]))
    assert "每日2次每次000mg" in printed
    for place in range(5):
        assert f"药{place}" in printed
    assert "每月2次每次400mg" in printed


@pytest.mark.parametrize("name", CASES)
def test_any_text_and_any_code_is_printed_inside_the_page(name: str) -> None:
    chance = random.Random(name)
    for _ in range(3):
        texts = ["".join(map(chr, chance.choices(ANY, k=chance.randint(0, 80)))) for _ in range(5)]
        values: dict[str, Any] = {}
        for place, (key, field) in enumerate(CASES[name].fields.items()):
            text = texts[place % len(texts)]
            if field.kind is Kind.CODES:
                values[key] = texts[: place % 5]
            elif field.kind is Kind.ITEMS:
                values[key] = [{item.name: text for item in field.items}] * (place % 4)
            elif field.kind is not Kind.DATE:
                values[key] = text
        assert_calm(pdf_of(name, values))
