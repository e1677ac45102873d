"""Severe mental disorder: 随访服务记录表 (four visits) and 个人信息补充表, third edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Cell, Part
from clinic_app.printing.declared import Answers, boxed, joined
from clinic_app.printing.followup import FollowupForm, FollowupRow
from clinic_app.printing.form_head import FormHead
from clinic_app.printing.text import Piece
from clinic_app.printing.values import label_of, words_of
from clinic_app.printing.visit_row import (
    MEDICINES,
    choice,
    day,
    declared_row,
    legend,
    padded,
    row,
    text,
    visit_day,
)
from clinic_app.records.code_list import VISIT_MODE
from clinic_app.records.mental import (
    DANGEROUS_ACT,
    FORM,
    NO_ACT,
    PSYCHIATRIC_MEDICINE,
    SUPPLEMENT_FORM,
    MentalFollowup,
    MentalSupplement,
)
from clinic_app.records.visit import SOMATIC_CAUSE, Visit

FIELDS = MentalFollowup.declaration.fields
VISIT_FIELDS = Visit.declaration.fields
PER = next(item for item in PSYCHIATRIC_MEDICINE if item.name == "per").options
USE = "用法 每日（月）次 每次mg"
CIRCLED = "①②③④⑤⑥⑦⑧⑨"
Values = Mapping[str, Any]


def mental_form(name: str, record_no8: str, visits: Sequence[Values]) -> FollowupForm:
    """The follow-up form of a resident's visits, oldest first: values of `visit` and `mental_followup` together."""
    columns = padded(visits)
    rows = [
        row("随访日期", columns, visit_day),
        row(legend("本次随访形式", VISIT_MODE), columns, _code("visit_mode")),
        declared_row(VISIT_FIELDS["lost_reason"], columns, label="若失访，原因"),
        *_death(columns),
        *_state(columns),
        *_treatment(columns),
        *_medicines(columns, "用药情况", "psychiatric_medicines"),
        *_medicines(columns, "用药指导", "medicine_advice"),
        declared_row(FIELDS["rehabilitation"], columns, slots=4, other=True),
        declared_row(FIELDS["classification"], columns),
        row("下次随访日期", columns, day("next_visit_date")),
        row("随访医生签名", columns, text("doctor_sign")),
    ]
    return FollowupForm(FORM, name, record_no8, tuple(rows))


def _death(visits: Sequence[Values]) -> list[FollowupRow]:
    somatic = "（" + " ".join(CIRCLED[int(each.code) - 1] + each.label for each in SOMATIC_CAUSE) + "）"
    causes = VISIT_FIELDS["death_cause"].options
    label = legend("死亡原因", causes[:1], somatic) + " " + legend("", causes[1:]).strip()
    return [
        row("死亡日期", visits, day("death_date"), group="如死亡"),
        row(label, visits, _death_cause, group="如死亡"),
    ]


def _death_cause(visit: Values) -> Cell:
    """The cause in its box, the kind of bodily disease beside it as ①."""
    somatic = words_of(visit.get("death_somatic"))
    note = CIRCLED[int(somatic) - 1] if somatic in {option.code for option in SOMATIC_CAUSE} else somatic
    return choice([visit.get("death_cause")], note=note)


def _state(visits: Sequence[Values]) -> list[FollowupRow]:
    functions = ("sf_selfcare", "sf_housework", "sf_work", "sf_learning", "sf_social")
    acts = " ".join(f"{each.code}{each.label}" + ("" if each.code == NO_ACT else "__次") for each in DANGEROUS_ACT)
    return [
        declared_row(FIELDS["risk_level"], visits),
        declared_row(FIELDS["symptoms"], visits, other=True),
        *(declared_row(FIELDS[key], visits) for key in ("insight", "sleep", "diet")),
        *(declared_row(FIELDS[key], visits, group="社会功能") for key in functions),
        row(f"危险行为 {acts}", visits, _acts),
    ]


def _acts(visit: Values) -> Cell:
    """Acts in boxes, how often each under them: `1×2次`."""
    acts = visit.get("dangerous_acts") or ()
    counts = [f"{words_of(each.get('act'))}：{each['times']}次" for each in acts if each.get("times")]
    return choice([each.get("act") for each in acts], 4, note=" ".join(counts))


def _treatment(visits: Sequence[Values]) -> list[FollowupRow]:
    group = "是否转诊"
    return [
        declared_row(FIELDS["lock"], visits),
        declared_row(FIELDS["admission"], visits),
        declared_row(FIELDS["discharged_on"], visits),
        *(declared_row(FIELDS[key], visits) for key in ("lab", "adherence", "adr", "effect")),
        declared_row(FIELDS["referral"], visits, group=group),
        row("转诊原因", visits, text("referral_reason"), group=group),
        row("转诊至机构及科室", visits, text("referral_org_dept"), group=group),
    ]


def _medicines(visits: Sequence[Values], group: str, key: str) -> list[FollowupRow]:
    """药物1 to 药物3 with their use; a fourth and later ones stand under the third."""
    rows = []
    for place in range(MEDICINES):
        cells = _medicine(key, place, _name), _medicine(key, place, _use)
        rows.append(row(f"药物{place + 1}", visits, cells[0], group=group))
        rows.append(row(USE, visits, cells[1], group=group))
    return rows


def _medicine(key: str, place: int, part: Callable[[Values], str]) -> Callable[[Values], Cell]:
    last = place == MEDICINES - 1

    def cell(visit: Values) -> Cell:
        taken = visit.get(key) or ()
        return "；".join(part(each) for each in (taken[place:] if last else taken[place : place + 1])) or part({})

    return cell


def _name(medicine: Values) -> str:
    return words_of(medicine.get("name"))


def _use(medicine: Values) -> str:
    if not any(medicine.get(key) is not None for key in ("per", "times", "dose_mg")):
        return ""
    per = label_of(PER, medicine.get("per")) or "每日（月）"
    times, dose = (words_of(medicine.get(key)) or "　" for key in ("times", "dose_mg"))
    return f"{per}{times}次 每次{dose}mg"


def _code(key: str) -> Callable[[Values], Cell]:
    return lambda visit: choice([visit.get(key)])


def mental_supplement(name: str, record_no8: str, values: Values) -> BlockForm:
    """The supplement of a resident who is under management; without values an empty one for the pen."""
    answers = Answers(MentalSupplement.declaration.fields, values)
    items = [
        _pair(answers, "guardian_name", "guardian_relation"),
        _pair(answers, "guardian_address", "guardian_phone"),
        Item("辖区村（居）委会联系人、电话", ((answers.text("village_contact", ""),),)),
        *(Item(answers.label(key), ((answers.choice(key, ""),),)) for key in ("household_type", "employment")),
        _consent(answers),
        Item(answers.label("onset_date"), ((Part(answers.day("onset_date", "")),),)),
        Item(answers.label("past_symptoms"), ((answers.choice("past_symptoms", "", slots=8),),)),
        Item(answers.label("past_lock"), ((answers.choice("past_lock", ""),),)),
        _past_treatment(answers),
        _diagnosis(answers),
        Item(answers.label("last_effect"), ((answers.choice("last_effect", ""),),)),
        Item(answers.label("dangerous_acts"), ((_act_counts(values),),)),
        Item(answers.label("economy"), ((answers.choice("economy", ""),),)),
        Item("专科医生的意见（如果有请记录）", ((answers.text("specialist_advice", "", high=26.0),),)),
        Item(answers.label("filled_on"), ((Part(answers.day("filled_on", "")), Part(answers.measure("doctor_sign"))),)),
    ]
    return BlockForm(FormHead(SUPPLEMENT_FORM, name, record_no8), (Block("", tuple(items)),), label=38.0)


def _pair(answers: Answers, first: str, second: str) -> Item:
    line = (answers.text(first, ""), Part(answers.measure(second, width=30.0)))
    return Item(answers.label(first), (line,))


def _consent(answers: Answers) -> Item:
    signed = joined(answers.measure("consent_signed_by", "签字：", width=30.0), answers.day("consent_signed_on"))
    return Item(answers.label("consent"), ((answers.choice("consent", ""),), (signed,)))


def _past_treatment(answers: Answers) -> Item:
    first = Part(answers.day("first_drug_date"))
    stays = (Piece("住院 曾住精神专科医院/综合医院精神专科"), answers.blank("past_admissions"), Piece("次"))
    return Item("既往治疗情况", ((answers.choice("past_outpatient", "门诊"),), (first,), (Part(stays),)))


def _diagnosis(answers: Answers) -> Item:
    parts = joined(
        answers.measure("diagnosis", "诊断", width=34.0),
        answers.measure("diagnosis_hospital", width=30.0),
        answers.day("diagnosed_on", "确诊日期"),
    )
    return Item("目前诊断情况", ((parts,),))


def _act_counts(values: Values) -> Part:
    """`1轻度滋事__次 … 7无`, the counts on their lines, the acts in boxes."""
    given = {words_of(each.get("act")): each for each in values.get("dangerous_acts") or ()}
    pieces: list[Piece] = []
    for option in DANGEROUS_ACT:
        pieces.append(Piece(option.code + option.label, whole=True))
        if option.code != NO_ACT:
            count = words_of(given.get(option.code, {}).get("times"))
            pieces += [Piece(count, True, 7.0), Piece("次  ")]
    boxes, rest = boxed(list(given), 4)
    return Part((*pieces, *([Piece(f" {rest}")] if rest else [])), boxes)
