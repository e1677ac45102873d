"""What happened over a year to the people of the practice county, oldest first, one save at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from clinic_app.demo.diary import LONG_SUPPLY_DAYS, SUPPLY_DAYS, WELL, Diary, Save
from clinic_app.demo.people import Record

INTENSIVE_DAYS, CONTINUATION_DAYS = (11, 21, 31, 41, 51, 61), (92, 122, 152)
"""After the notice: every ten days while the family supervises the intensive phase, then every month."""
NOTICE_AGO = 184


def history(diary: Diary) -> Iterator[Save]:
    """The saves of somebody: their story, or visits as their programmes and age bring them."""
    story = STORIES.get(diary.person.story)
    yield from story(diary) if story else _ordinary(diary)


def _ordinary(diary: Diary) -> Iterator[Save]:
    person, chance = diary.person, diary.chance
    if "tuberculosis" in person.programmes:
        return
    if (diary.is_elderly or person.programmes) and chance.random() < 0.95:
        yield diary.yearly(chance.randint(20, 320) if chance.random() < 0.8 else chance.randint(340, 420))
    if person.programmes:
        last = chance.randint(10, 105) if chance.random() < 0.85 else chance.randint(106, 150)
        for number in range(3, -1, -1):
            ago = last + number * chance.randint(78, 92)
            yield diary.programmes_visit(ago, person.severity if number % 2 else person.severity // 2)
    if chance.random() < 0.55:
        yield from diary.contract(chance.randint(35, 330), chance.randint(100, 9999))


def _three_at_once(diary: Diary) -> Iterator[Save]:
    """Hypertension, diabetes and 65+: everything is due at one visit."""
    yield diary.yearly(372, **NOT_ALL_WELL)
    for ago, sbp, dbp, fbg in (
        (364, 156, 92, "8.1"),
        (270, 148, 88, "7.2"),
        (182, 142, 84, "6.8"),
        (94, 138, 82, "6.5"),
    ):
        hypertension: Record = {**WELL, "salt": "重", "salt_target": "中"}
        diabetes: Record = {**WELL, "dorsalis_pedis": "1", "fbg": fbg, "staple_food": 350, "staple_food_target": 300}
        sections = {"hypertension_followup": hypertension, "diabetes_followup": diabetes}
        medicines = diary.medicines(ago, LONG_SUPPLY_DAYS if ago == 94 else 0)
        yield diary.visit(ago, sections, sbp=sbp, dbp=dbp, medicines=medicines, smoking=5, smoking_target=0)
    yield from diary.contract(130, 1)


def _uncontrolled_twice(diary: Diary) -> Iterator[Save]:
    yield diary.yearly(120)
    for ago, sbp, dbp in ((210, 136, 82), (120, 138, 84)):
        yield diary.programmes_visit(ago, sbp=sbp, dbp=dbp)
    symptoms: Record = {**WELL, "symptoms": ["2"], "adherence": "2", "salt": "重"}
    for ago, sbp, dbp in ((29, 162, 96), (15, 158, 94)):
        medicines = diary.medicines(ago)
        yield diary.visit(ago, {"hypertension_followup": symptoms}, sbp=sbp, dbp=dbp, medicines=medicines)
    yield from diary.contract(200, 2)


def _crisis(diary: Diary) -> Iterator[Save]:
    yield diary.yearly(150)
    for ago in (270, 180, 91):
        yield diary.programmes_visit(ago, 1)
    found: Record = {**WELL, "symptoms": ["2", "3"], "danger_signs": ["2", "3"], "salt": "重"}
    yield diary.visit(8, {"hypertension_followup": found}, sbp=188, dbp=114, medicines=diary.medicines(8))
    yield [
        {"type": "encounter", "fields": {"resident_id": diary.person.id, "encounter_date": diary.day(8), **ENCOUNTER}}
    ]
    yield from diary.contract(90, 3, terminated_on=diary.day(40), termination_reason="随子女去县城住了一段")


def _mental(diary: Diary) -> Iterator[Save]:
    yield [
        {
            "type": "mental_supplement",
            "fields": {"resident_id": diary.person.id, "filled_on": diary.day(400), **SUPPLEMENT},
        }
    ]
    yield diary.yearly(200)
    for ago, severity in ((340, 1), (320, 0), (236, 0), (146, 0), (58, 1), (16, 1)):
        yield diary.visit(ago, {"mental_followup": diary.section("mental", severity)}, sbp=124, dbp=78)
    yield from diary.contract(75, 4)


def _fifth_month(diary: Diary) -> Iterator[Save]:
    yield [
        {
            "type": "consultation",
            "fields": {"resident_id": diary.person.id, "consult_date": diary.day(180), **CONSULTED},
        }
    ]
    yield diary.visit(NOTICE_AGO - 2, {"tuberculosis_first_visit": FIRST_VISIT}, weight="54.0")
    for place, after in enumerate((*INTENSIVE_DAYS, *CONTINUATION_DAYS)):
        intensive = after in INTENSIVE_DAYS
        found: Record = {
            "treatment_month": max(1, round(after / 30)),
            "intensive": intensive,
            "supervisor": "2",
            "symptoms": ["1"] if place < 3 else ["0"],
            "regimen": "2HRZE/4HR",
            "usage": "1",
            "dosage_form": ["1"],
            "missed_doses": 1 if place == 4 else 0,
            "adr": "1",
            "complication": "1",
            "result_2w": "",
            "handling": "继续督导服药，按时复查痰菌" if intensive else "",
        }
        found = {name: value for name, value in found.items() if value not in ("", [])}
        yield diary.visit(NOTICE_AGO - after, {"tuberculosis_followup": found}, weight=f"{54 + place * 0.4:.1f}")


def _not_reached(diary: Diary) -> Iterator[Save]:
    yield diary.yearly(250)
    for ago, severity in ((290, 0), (200, 1), (112, 0)):
        yield diary.programmes_visit(ago, severity)
    yield diary.attempt(12, "2", purpose=["hypertension", "copd"])
    yield diary.attempt(7, "4", channel="2", purpose=["hypertension", "copd"], reason="邻居说去镇上了")
    yield diary.attempt(1, "2", purpose=["hypertension", "copd"], next_try_on=diary.day(0))


def _medicines(diary: Diary) -> Iterator[Save]:
    yield diary.yearly(90)
    for ago in (285, 200, 112):
        yield diary.programmes_visit(ago)
    supplied = diary.medicines(25, SUPPLY_DAYS)
    yield diary.programmes_visit(25, medicines=supplied, visit_mode="1")
    yield from diary.contract(12, 5)


def _controlled(diary: Diary) -> Iterator[Save]:
    yield diary.yearly(60)
    for ago in (300, 212, 124, 36):
        yield diary.programmes_visit(ago)
    yield from diary.contract(290, 6)


def _examined(diary: Diary) -> Iterator[Save]:
    yield diary.yearly(45)
    yield from diary.contract(215, 7)


def _sent(diary: Diary) -> Iterator[Save]:
    """Their referral to the hospital and its answer follow in referrals.py."""
    yield diary.yearly(110)
    for ago in (280, 190, 101):
        yield diary.programmes_visit(ago, 1)
    yield diary.programmes_visit(9, 5)
    yield from diary.contract(170, 8)


STORIES: Mapping[str, Callable[[Diary], Iterator[Save]]] = {
    "three at once": _three_at_once,
    "uncontrolled twice": _uncontrolled_twice,
    "crisis": _crisis,
    "mental": _mental,
    "fifth month": _fifth_month,
    "not reached": _not_reached,
    "medicines": _medicines,
    "controlled": _controlled,
    "examined": _examined,
    "guardian": _examined,
    "returned": _sent,
    "discharged": _sent,
}
SUPPLEMENT: Record = {
    "guardian_name": "丁某甲寅",
    "guardian_relation": "母子",
    "guardian_address": "演示村二组3号",
    "guardian_phone": "19900007703",
    "village_contact": "演示甲村村委会 0990-1000301",
    "household_type": "2",
    "employment": "3",
    "consent": "1",
    "consent_signed_by": "丁某甲寅",
    "consent_signed_on": "2021-05-12",
    "onset_date": "2006-03-01",
    "past_symptoms": ["1", "3", "10"],
    "past_lock": "1",
    "past_outpatient": "3",
    "first_drug_date": "2006-06-01",
    "past_admissions": 2,
    "diagnosis": "精神分裂症",
    "diagnosis_hospital": "演示县精神卫生中心",
    "diagnosed_on": "2006-06-01",
    "last_effect": "2",
    "dangerous_acts": [{"act": "7"}],
    "economy": "2",
    "specialist_advice": "坚持服药，每三个月门诊复查",
    "doctor_sign": "甲医生",
}
FIRST_VISIT: Record = {
    "patient_type": "1",
    "sputum": "1",
    "resistance": "2",
    "symptoms": ["1", "2"],
    "regimen": "2HRZE/4HR",
    "usage": "1",
    "dosage_form": ["1"],
    "supervisor": "2",
    "single_room": "1",
    "ventilation": "1",
    "pickup_place": "演示镇卫生院",
    "edu_card": "1",
    "edu_method": "1",
    "edu_course": "1",
    "edu_irregular": "1",
    "edu_adr": "1",
    "edu_sputum": "1",
    "edu_travel": "2",
    "edu_habits": "1",
    "edu_contacts": "1",
}
ENCOUNTER: Record = {
    "subjective": "剧烈头痛半日，恶心，未呕吐",
    "objective": "血压188/114mmHg，心率92次/分钟，神清，四肢活动好",
    "assessment": "高血压急症待排",
    "plan": "平卧休息，口服降压药，30分钟后复测；建议转县人民医院，家属要求先观察",
    "doctor_sign": "甲医生",
}
CONSULTED: Record = {
    "reason": "痰涂片阳性，确定督导方式和密切接触者检查",
    "opinion": "家属督导服药，强化期每10天随访；同住家人到镇卫生院查胸片",
    "consultants": [{"organisation": "演示镇卫生院", "doctors": "丙医生"}],
    "responsible_doctor": "甲医生",
}
NOT_ALL_WELL: Record = {
    "fbg": "7.4",
    "ecg": "2",
    "ecg_other": "左室高电压",
    "evaluation": "2",
    "guidance": ["1"],
    "abnormal_findings": [{"finding": "空腹血糖7.4mmol/L"}, {"finding": "心电图左室高电压"}],
}
