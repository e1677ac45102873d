"""健康体检表, third edition: the blocks of the form in their order, each line made from declared fields.

`*` marks what is not free for everybody, as printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Part
from clinic_app.printing.declared import Answers, headings, joined, row_table, title, with_share, words
from clinic_app.printing.form_head import FormHead
from clinic_app.printing.text import Piece
from clinic_app.printing.values import late_words, words_of
from clinic_app.printing.visit_row import outcome_words
from clinic_app.records.health_examination import FORM, HAZARDS, URINE, HealthExamination
from clinic_app.records.visit import Visit

FIELDS = {**Visit.declaration.fields, **HealthExamination.declaration.fields}
STARRED = frozenset({
    "elderly_health", "elderly_self_care", "elderly_cognition", "elderly_emotion", "fundus", "pedal_pulse", "rectal",
    "breast", "ecg", "stool_blood", "hbsag", "chest_xray", "cervical_smear", "hba1c", "urine_microalbumin", "fbg",
})  # fmt: skip
Line = tuple[Part, ...]


def examination_form(name: str, record_no8: str, visit: Mapping[str, Any]) -> BlockForm:
    """One yearly examination: values of `visit` and `health_examination` together."""
    answers = Answers(FIELDS, visit)
    doctor = answers.measure("doctor_sign", "责任医生", width=30.0)
    date = Part((*answers.day("visit_date", ""), *(Piece(f"　{each}") for each in _notes(visit))), share=1.3)
    blocks = (
        Block("", (Item("体检日期", ((date, Part(doctor)),)), _symptoms(answers))),
        Block("一般状况", _general(answers)),
        Block("生活方式", _habits(answers)),
        Block("脏器功能", _organs(answers)),
        Block("查体", _body(answers)),
        Block("辅助检查", _laboratory(answers)),
        Block("现存主要健康问题", _problems(answers)),
        Block("住院治疗情况", _stays(answers)),
        Block("", (_medicines(answers), _vaccinations(answers), _evaluation(answers), _guidance(answers))),
    )
    return BlockForm(FormHead(FORM, name, record_no8), blocks, label=31.0, size=10.5)


def _notes(visit: Mapping[str, Any]) -> list[str]:
    return [*outcome_words(visit), *late_words(visit)]


def _item(answers: Answers, key: str, label: str = "", *more: Line) -> Item:
    """A label with the choice of one field beside it."""
    star = "*" if key in STARRED else ""
    return Item((label or answers.label(key)) + star, ((answers.choice(key, ""),), *more))


def _choice(answers: Answers, key: str, label: str, share: float = 1.0) -> Part:
    return answers.choice(key, label, share=share)


def _symptoms(answers: Answers) -> Item:
    return Item(answers.label("symptoms"), ((answers.choice("symptoms", "", slots=10),),))


def _general(answers: Answers) -> tuple[Item, ...]:
    def pressure(side: str, word: str) -> Part:
        high, low = answers.blank(f"sbp_{side}"), answers.blank(f"dbp_{side}")
        return Part((*title(word), high, Piece(" / "), low, Piece("mmHg")))

    both = answers.values.get("sbp_left") is None and answers.values.get("sbp_right") is None
    once = (
        ((Part((*title("血压（未分侧）"), answers.blank("sbp"), Piece(" / "), answers.blank("dbp"), Piece("mmHg"))),),)
        if both and answers.values.get("sbp") is not None
        else ()
    )
    scores = {
        "elderly_cognition": ("cognition_score", "简易智力状态检查，总分"),
        "elderly_emotion": ("emotion_score", "老年人抑郁评分检查，总分"),
    }
    items = [
        Item("", ((answers.cell("temperature"), answers.cell("pulse_rate")),)),
        Item("", ((answers.cell("respiratory_rate"), pressure("left", "血压 左侧")),)),
        Item("", ((answers.cell("height"), pressure("right", "血压 右侧")), *once)),
        Item("", ((answers.cell("weight"), answers.cell("waist"), answers.cell("bmi", "体质指数（BMI）")),)),
        _item(answers, "elderly_health"),
        _item(answers, "elderly_self_care"),
    ]
    for key, (score, label) in scores.items():
        chosen = answers.choice(key, "")
        pieces = (*chosen.pieces, Piece("，"), *answers.measure(score, label, width=9.0))
        items.append(Item(f"{answers.label(key)}*", ((Part(pieces, chosen.boxes),),)))
    return tuple(items)


def _habits(answers: Answers) -> tuple[Item, ...]:
    return (
        _item(answers, "exercise_state", "体育锻炼", (
            answers.cell("exercise_min", "每次锻炼时间", "分钟", share=1.2), answers.cell("exercise_years", share=1.1),
            answers.cell("exercise_kind", share=1.4),
        )),
        Item(answers.label("diet"), ((answers.choice("diet", "", slots=3),),)),
        _item(answers, "smoking_state", "吸烟情况", (
            answers.cell("smoking", None, "支"), answers.cell("smoking_from_age", "开始吸烟年龄"),
            answers.cell("smoking_until_age"),
        )),
        _drinking(answers),
        _hazards(answers),
    )  # fmt: skip


def _drinking(answers: Answers) -> Item:
    stopped = answers.choice("drinking_stopped")
    age = answers.measure("drinking_until_age", "，戒酒年龄：")
    return Item("饮酒情况", (
        (answers.choice("drinking_state", "饮酒频率"), answers.cell("drinking", "日饮酒量 平均", "两", share=0.6)),
        (Part((*stopped.pieces, *age), stopped.boxes, share=1.5), answers.cell("drinking_from_age")),
        (answers.choice("drunk_last_year", share=0.8), answers.choice("drinks", slots=4, share=1.2)),
    ))  # fmt: skip


def _hazards(answers: Answers) -> Item:
    found = answers.choice("hazard", "")
    job = joined(answers.measure("hazard_job"), answers.measure("hazard_years"))
    lines: list[Line] = [(Part((*found.pieces, Piece("（"), *job.pieces, Piece("）")), found.boxes),)]
    for key in HAZARDS:
        kind = Part((*answers.measure(key, answers.label(key).removesuffix("危害因素"), width=24.0),), share=0.8)
        lines.append((kind, answers.choice(f"{key}_protection", "防护措施")))
    return Item(answers.label("hazard"), tuple(lines))


def _organs(answers: Answers) -> tuple[Item, ...]:
    eyes = ("vision_left", "vision_right", "corrected_left", "corrected_right")
    labels = ("左眼", "右眼", "（矫正视力：左眼", "右眼")
    seen = [answers.measure(key, label, "") for key, label in zip(eyes, labels, strict=True)]
    return (
        Item("口腔", (
            (answers.choice("lips"),),
            (answers.choice("teeth", slots=3, other="部位"),),
            (answers.choice("pharynx"),),
        )),
        Item("视力", ((Part((*joined(*seen).pieces, Piece("）"))),),)),
        _item(answers, "hearing"),
        _item(answers, "movement"),
    )  # fmt: skip


def _body(answers: Answers) -> tuple[Item, ...]:
    simple = [_item(answers, key) for key in ("fundus", "skin", "sclera", "lymph_nodes")]
    belly = (
        ("abdomen_tenderness", "压痛"), ("abdomen_mass", "包块"), ("hepatomegaly", "肝大"),
        ("splenomegaly", "脾大"), ("shifting_dullness", "移动性浊音"),
    )  # fmt: skip
    heart = answers.measure("heart_rate", "心率：")
    rhythm = answers.choice("heart_rhythm", "心律：")
    return (
        *simple,
        Item("肺", (
            (answers.choice("barrel_chest", "桶状胸：", share=0.7), answers.choice("breath_sounds", "呼吸音：")),
            (answers.choice("rales", "罗音："),),
        )),
        Item("心脏", ((Part(heart, share=0.8), rhythm), (answers.choice("heart_murmur", "杂音："),))),
        Item("腹部", _pairs([answers.choice(key, f"{label}：") for key, label in belly])),
        _item(answers, "leg_oedema"),
        _item(answers, "pedal_pulse"),
        _item(answers, "rectal"),
        Item(f"{answers.label('breast')}*", ((answers.choice("breast", "", slots=4),),)),
        Item("妇科*", _pairs([answers.choice(key) for key in ("vulva", "vagina", "cervix", "uterus", "adnexa")])),
        Item("其他*", ((answers.text("other_physical", ""),),)),
    )  # fmt: skip


def _pairs(parts: list[Part]) -> tuple[Line, ...]:
    """Two cells a row."""
    return tuple(tuple(parts[start : start + 2]) for start in range(0, len(parts), 2))


def _laboratory(answers: Answers) -> tuple[Item, ...]:
    def measures(label: str, *keys: str, across: int = 2) -> Item:
        parts = [answers.cell(key) for key in keys]
        return Item(label, tuple(tuple(parts[at : at + across]) for at in range(0, len(parts), across)))

    urine = [_urine(answers, key) for key in ("urine_protein", "urine_sugar", "urine_ketone", "urine_blood")]
    return (
        Item("血常规*", (
            (answers.cell("haemoglobin"), answers.cell("white_cells"), answers.cell("platelets")),
            (answers.cell("blood_other", "其他", width=60.0),),
        )),
        Item("尿常规*", (*_pairs(urine), (answers.cell("urine_other", "其他", width=60.0),))),
        Item("空腹血糖*", ((Part(answers.measure("fbg", "")),),)),
        _item(answers, "ecg"),
        Item("尿微量白蛋白*", ((Part(answers.measure("urine_microalbumin", "")),),)),
        _item(answers, "stool_blood"),
        Item("糖化血红蛋白*", ((Part(answers.measure("hba1c", "")),),)),
        _item(answers, "hbsag"),
        measures("肝功能*", "alt", "ast", "albumin", "total_bilirubin", "direct_bilirubin"),
        measures("肾功能*", "creatinine", "urea", "potassium", "sodium"),
        measures("血脂*", "total_cholesterol", "triglycerides", "ldl", "hdl"),
        _item(answers, "chest_xray"),
        Item("B超*", (
            (answers.choice("abdominal_ultrasound", "腹部B超"),),
            (answers.choice("other_ultrasound", "其他"),),
        )),
        _item(answers, "cervical_smear"),
        Item("其他*", ((answers.text("exam_other", ""),),)),
    )  # fmt: skip


def _urine(answers: Answers, key: str) -> Part:
    """－ to ＋＋＋＋ as printed, or the measured amount with its unit."""
    value = words_of(answers.values.get(key))
    shown = next((option.label for option in URINE if option.code == value), value)
    return Part((*title(answers.label(key)), Piece(shown, True, 18.0)))


def _problems(answers: Answers) -> tuple[Item, ...]:
    several = ("problem_cerebral", "problem_kidney", "problem_heart", "problem_vascular", "problem_eye")
    return (
        *(Item(answers.label(key), ((answers.choice(key, "", slots=5),),)) for key in several),
        *(_item(answers, key) for key in ("problem_nerve", "problem_other")),
    )


def _stays(answers: Answers) -> tuple[Item, ...]:
    return tuple(
        _stay(answers, key, words_) for key, words_ in (("hospital_stays", "入/出院日期"), ("home_beds", "建/撤床日期"))
    )


def _stay(answers: Answers, key: str, dates: str) -> Item:
    """入/出院日期 in one column, then reason, institution and case number; at least two rows."""
    field = answers.fields[key]
    shares = (1.5, 1.2, 1.5, 0.9)
    given = [*(answers.values.get(key) or ())]
    lines = [headings(dates, *(item.label for item in field.items[2:]), shares=shares)]
    for stay in [*given, *[{}] * (2 - len(given))]:
        from_to = f"{words_of(stay.get('from_date')) or '　'} / {words_of(stay.get('to_date')) or '　'}"
        cells = (from_to, *(words_of(stay.get(item.name)) for item in field.items[2:]))
        lines.append(tuple(words(text, share=share, middle=True) for text, share in zip(cells, shares, strict=True)))
    return Item(answers.label(key), tuple(lines))


def _medicines(answers: Answers) -> Item:
    field = answers.fields["year_medicines"]
    return Item("主要用药情况", row_table(field, answers.values.get("year_medicines"), (1.4, 0.9, 0.8, 0.8, 1.1), 6))


def _vaccinations(answers: Answers) -> Item:
    field = answers.fields["vaccinations"]
    return Item(field.label, row_table(field, answers.values.get("vaccinations"), (1.2, 0.8, 1.2), 3))


def _evaluation(answers: Answers) -> Item:
    """体检无异常 or 有异常, with the four numbered findings."""
    found = [words_of(each.get("finding")) for each in answers.values.get("abnormal_findings") or ()]
    found += [""] * (4 - len(found))
    lines = [Part((*title(f"异常{place}"), Piece(each, True, 50.0))) for place, each in enumerate(found, 1)]
    return Item(answers.label("evaluation"), ((answers.choice("evaluation", ""),), *_pairs(lines)))


def _guidance(answers: Answers) -> Item:
    goal = answers.measure("weight_goal", "（减体重目标", width=9.0)
    vaccine = answers.measure("vaccine_advised", "建议接种", "", width=16.0)
    control = answers.choice("risk_control", "危险因素控制：", slots=5)
    extended = Part((*control.pieces, Piece("  "), *goal, Piece("，"), *vaccine, Piece("）")), control.boxes)
    return Item(answers.label("guidance"), (
        (with_share(answers.choice("guidance", "", slots=3), 1.0),), (extended,),
    ))  # fmt: skip
