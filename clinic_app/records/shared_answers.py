"""One person with three diseases is asked each question once: which section asks, and what the others take from it.

Forms word one question differently and count its answers differently. Every code that means the same is listed here
with a meaning; an answer flows only where the other form has a code of that meaning, or of a meaning that follows from
it (头痛 is 头痛头晕; 头痛头晕 may be either). Everything else is asked by itself. What the mappings stand for:
docs/decisions/0028-one-question-one-answer.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind

VISIT = "visit"
HYPERTENSION, DIABETES = "hypertension_followup", "diabetes_followup"
MENTAL, COPD = "mental_followup", "copd_followup"
FIRST, TUBERCULOSIS = "tuberculosis_first_visit", "tuberculosis_followup"
ELDERLY, EXAMINATION = "elderly_assessment", "health_examination"
ORDER = (VISIT, HYPERTENSION, DIABETES, MENTAL, FIRST, TUBERCULOSIS, COPD, ELDERLY, EXAMINATION)
"""Who asks first when several could."""


class Place(NamedTuple):
    """A field of a section (or of the visit's common block)."""

    section: str
    field: str


@dataclass(frozen=True)
class Flow:
    """What the answer at one place says at another.

    `carry(values)` takes the source section's values and gives those of the target's fields; empty when the answer
    does not tell and the target is asked by itself. `whole`: the target's question needs no asking unless `carry` is
    empty. Otherwise single choices are ticked along, and those in `replaced` need not be offered at the target.
    `note` is a Chinese sentence for the screen.
    """

    source: Place
    target: Place
    carry: Callable[[Mapping[str, Any]], dict[str, Any]]
    note: str
    whole: bool = True
    replaced: frozenset[str] = frozenset()
    codes: Mapping[str, str] | None = None
    """The mapping code by code, where it is one."""


@dataclass(frozen=True)
class Asked:
    """One question: where it is asked, and where else its answer goes."""

    asker: Place
    others: tuple[Flow, ...]


# Meanings that follow from another one.
IMPLIES: Mapping[str, tuple[str, ...]] = {
    "轻微不良反应": ("有不良反应",),
    "严重不良反应": ("有不良反应",),
    "头痛": ("头痛或头晕",),
    "头晕": ("头痛或头晕",),
    "心悸": ("心悸或胸闷",),
    "胸闷": ("心悸或胸闷",),
    "眼花": ("眼花或耳鸣",),
    "耳鸣": ("眼花或耳鸣", "耳鸣或听力下降"),
    "慢性咳嗽": ("咳嗽",),
    "体重明显下降": ("体重下降",),
    "咯血": ("咯血或血痰",),
    "关节肿痛": ("关节疼痛",),
}


@dataclass(frozen=True)
class _Question:
    """One question in the words of several forms: what each code means, place by place."""

    name: str
    places: Mapping[Place, Mapping[str, str]]
    note: str
    whole: bool = True
    companions: tuple[str, ...] = ()
    """Fields that go along where both sections have them (the text of 其他)."""


_TAKES = {"1": "规律", "2": "间断", "3": "不服药"}
_ADR_PLACES: Mapping[Place, Mapping[str, str]] = {
    Place(HYPERTENSION, "adr"): {"1": "无不良反应", "2": "有不良反应"},
    Place(DIABETES, "adr"): {"1": "无不良反应", "2": "有不良反应"},
    Place(MENTAL, "adr"): {"1": "无不良反应", "2": "有不良反应", "9": "未用药"},
    # A reaction to these drugs means an immediate referral (T-07): which drug it was is asked there.
    Place(TUBERCULOSIS, "adr"): {"1": "无不良反应", "2": "抗结核药不良反应"},
    Place(COPD, "adr"): {"1": "无不良反应", "2": "轻微不良反应", "3": "严重不良反应"},
}
QUESTIONS: tuple[_Question, ...] = (
    _Question(
        "服药依从性",
        {
            Place(HYPERTENSION, "adherence"): _TAKES,
            Place(DIABETES, "adherence"): _TAKES,
            Place(MENTAL, "adherence"): {**_TAKES, "4": "医嘱勿需用药"},
            Place(COPD, "adherence"): _TAKES,
        },
        "服药依从性问一次，各病种的药服法不同时在该病种里改",
    ),
    _Question(
        "药物不良反应",
        _ADR_PLACES,
        "不良反应问一次；答“有”时，轻重要分开填的和抗结核药的另问",
        companions=("adr_other",),
    ),
    _Question(
        "新发并发症",
        {
            Place(HYPERTENSION, "new_complication"): {"True": "有", "False": "无"},
            Place(DIABETES, "new_complication"): {"True": "有", "False": "无"},
        },
        "新发并发症问一次",
    ),
    _Question(
        "督导人员",
        {Place(each, "supervisor"): {code: code for code in "1234"} for each in (FIRST, TUBERCULOSIS)},
        "督导人员问一次",
    ),
    _Question(
        "用法",
        {Place(each, "usage"): {code: code for code in "12"} for each in (FIRST, TUBERCULOSIS)},
        "抗结核药的用法问一次",
    ),
    _Question(
        "药品剂型",
        {Place(each, "dosage_form"): {code: code for code in "1234"} for each in (FIRST, TUBERCULOSIS)},
        "抗结核药的剂型问一次",
    ),
    _Question(
        "自理能力",
        {
            Place(ELDERLY, "self_care_grade"): {code: code for code in "1234"},
            Place(EXAMINATION, "elderly_self_care"): {code: code for code in "1234"},
        },
        "体检表的自理能力取自同次的自理评估",
    ),
    _Question(
        "症状",
        {
            Place(HYPERTENSION, "symptoms"): {
                "2": "头痛或头晕", "3": "恶心呕吐", "4": "眼花或耳鸣", "5": "呼吸困难", "6": "心悸或胸闷",
                "9": "下肢水肿",
            },
            Place(DIABETES, "symptoms"): {
                "2": "多饮", "4": "多尿", "5": "视力模糊", "7": "手脚麻木", "8": "下肢水肿", "9": "体重明显下降",
            },
            Place(FIRST, "symptoms"): {
                "0": "无结核症状", "1": "咳嗽咳痰", "2": "低热盗汗", "3": "咯血或血痰", "4": "胸痛消瘦",
                "5": "恶心纳差", "6": "头痛失眠", "7": "视力模糊", "8": "皮肤瘙痒皮疹", "9": "耳鸣或听力下降",
            },
            Place(TUBERCULOSIS, "symptoms"): {
                "0": "无结核症状", "1": "咳嗽咳痰", "2": "低热盗汗", "3": "咯血或血痰", "4": "胸痛消瘦",
                "5": "恶心纳差", "6": "关节疼痛", "7": "头痛失眠", "8": "视力模糊",
                "9": "皮肤瘙痒皮疹", "10": "耳鸣或听力下降",
            },
            Place(COPD, "symptoms"): {"2": "咳嗽", "3": "咳痰", "6": "呼吸困难", "7": "咯血", "8": "乏力"},
            Place(EXAMINATION, "symptoms"): {
                "2": "头痛", "3": "头晕", "4": "心悸", "5": "胸闷", "7": "慢性咳嗽", "8": "咳痰", "9": "呼吸困难",
                "10": "多饮", "11": "多尿", "12": "体重下降", "13": "乏力", "14": "关节肿痛", "15": "视力模糊",
                "16": "手脚麻木", "21": "恶心呕吐", "22": "眼花", "23": "耳鸣",
            },
        },
        "同一症状在几张表上一起记；说法不同的各问各的",
        whole=False,
    ),
)  # fmt: skip


def asked_once(sections: Sequence[str]) -> tuple[Asked, ...]:
    """The questions that these sections of one visit share.

    Of a whole question the first section in ORDER asks; of symptoms every section is an asker of its own list, and
    where a number and a state tell each other (SPECIAL) whichever is answered first. The visit's common block counts
    as present. Sections that this program does not know share nothing.
    """
    present = [each for each in ORDER if each == VISIT or each in sections]
    found = [asked for question in QUESTIONS for asked in _asked(question, present)]
    found += [
        Asked(flow.source, (flow,)) for flow in SPECIAL if {flow.source.section, flow.target.section} <= {*present}
    ]
    return tuple(found)


def carried(flows: Sequence[Flow], values: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What flows where, for values by section: `{section: {field: value}}`; given answers are never overwritten."""
    found: dict[str, dict[str, Any]] = {}
    for flow in flows:
        given = values.get(flow.target.section, {})
        for name, value in flow.carry(values.get(flow.source.section, {})).items():
            if name == flow.target.field and not flow.whole:
                before = found.get(flow.target.section, {}).get(name) or given.get(name) or []
                found.setdefault(flow.target.section, {})[name] = _together(before, value, flow.target)
            elif given.get(name) in (None, "", []):
                found.setdefault(flow.target.section, {}).setdefault(name, value)
    return found


def notes() -> tuple[str, ...]:
    """Every sentence that a screen may show with a shared question."""
    every = (*(each.note for each in QUESTIONS), *(each.note for each in SPECIAL), *SEPARATE.values())
    return tuple(dict.fromkeys(every))


def mapping(source: Place, target: Place) -> dict[str, str]:
    """The codes of one place as those of another; a code that is not there is asked at the target."""
    question = next((each for each in QUESTIONS if source in each.places and target in each.places), None)
    return dict(_codes(question, source, target)) if question else {}


def _asked(question: _Question, present: Sequence[str]) -> Iterator[Asked]:
    places = [place for section in present for place in question.places if place.section == section and _known(place)]
    if question.whole:
        if len(places) > 1:
            yield Asked(places[0], tuple(_flow(question, places[0], other) for other in places[1:]))
        return
    for source in places:
        flows = tuple(_flow(question, source, other) for other in places if other != source)
        if flows := tuple(flow for flow in flows if flow.codes):
            yield Asked(source, flows)


def _known(place: Place) -> bool:
    """Whether the form in use asks this; a replaced form file may not."""
    return place.field in RECORD_TYPES[place.section].fields


def _flow(question: _Question, source: Place, target: Place) -> Flow:
    codes = _codes(question, source, target)
    back = _codes(question, target, source)
    replaced = frozenset() if question.whole else frozenset(to for code, to in codes.items() if back.get(to) == code)
    own = RECORD_TYPES[source.section].fields
    along = tuple(each for each in question.companions if each in own and each in RECORD_TYPES[target.section].fields)

    def carry(values: Mapping[str, Any]) -> dict[str, Any]:
        answer = _mapped(values.get(source.field), codes, whole=question.whole)
        if answer is None:
            return {}
        texts = {each: values[each] for each in along if values.get(each)}
        return {target.field: answer, **texts}

    return Flow(source, target, carry, question.note, question.whole, replaced, codes)


def _codes(question: _Question, source: Place, target: Place) -> dict[str, str]:
    wanted = {meaning: code for code, meaning in question.places[target].items() if _offered(target, code)}
    found = {}
    for code, meaning in question.places[source].items():
        if not _offered(source, code):
            continue
        answer = next((wanted[each] for each in (meaning, *IMPLIES.get(meaning, ())) if each in wanted), None)
        if answer is not None:
            found[code] = answer
    return found


def _offered(place: Place, code: str) -> bool:
    declared = RECORD_TYPES[place.section].fields[place.field]
    if declared.kind is Kind.BOOLEAN:
        return True
    # The form of a replaced file may count otherwise: then its words are not the ones listed here.
    return code in declared.codes and (
        not declared.loose or declared.label_of(code) in _LOOSE.get(place, {}).get(code, ())
    )


_LOOSE: Mapping[Place, Mapping[str, tuple[str, ...]]] = {
    Place(COPD, "adherence"): {"1": ("规律",), "2": ("间断",), "3": ("不用药", "不服药")},
    Place(COPD, "adr"): {"1": ("无",), "2": ("轻微",), "3": ("严重",)},
    Place(COPD, "symptoms"): {
        "2": ("咳嗽",), "3": ("咳痰",), "6": ("呼吸困难",), "7": ("咯血",), "8": ("乏力",),
    },
}  # fmt: skip
"""The words behind the codes of forms that are data."""


def _mapped(answer: Any, codes: Mapping[str, str], *, whole: bool) -> Any:
    if isinstance(answer, bool):
        return answer if str(answer) in codes else None
    if isinstance(answer, (list, tuple)):
        known = [codes[str(each)] for each in answer if str(each) in codes]
        if whole and len(known) < len(answer):
            return None
        return list(dict.fromkeys(known)) or None
    return codes.get(str(answer)) if answer not in (None, "") else None


def _together(before: Sequence[str], added: Sequence[str], place: Place) -> list[str]:
    """Ticks joined in printed order; 无症状 gives way."""
    declared = RECORD_TYPES[place.section].fields[place.field]
    every = {*before, *added} - {*declared.exclusive}
    if not every:
        every = {*before, *added}
    printed = [option.code for option in declared.options]
    return sorted(every, key=lambda code: (printed.index(code) if code in printed else len(printed), code))


def _number(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _pulse_at_examination(values: Mapping[str, Any]) -> dict[str, Any]:
    """Both sides weak has no code on the examination's form, and is asked there."""
    found = {
        ("1", None): "2", ("2", "2"): "3", ("2", "3"): "4", ("3", "1"): "1", ("3", "2"): "3", ("3", "3"): "4",
    }  # fmt: skip
    pulse, side = values.get("dorsalis_pedis"), values.get("dorsalis_pedis_side")
    answer = found.get((str(pulse), None if pulse == "1" else side))
    return {"pedal_pulse": answer} if answer else {}


def _pulse_at_followup(values: Mapping[str, Any]) -> dict[str, Any]:
    """弱或消失 of one side may be either, and is asked."""
    pulse = values.get("pedal_pulse")
    if pulse == "1":
        return {"dorsalis_pedis": "3", "dorsalis_pedis_side": "1"}
    return {"dorsalis_pedis": "1"} if pulse == "2" else {}


def _smoking_state(values: Mapping[str, Any]) -> dict[str, Any]:
    """Nought a day is never or no longer: asked."""
    number = _number(values.get("smoking"))
    return {"smoking_state": "3"} if number else {}


def _smoking_number(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"smoking": 0} if values.get("smoking_state") in ("1", "2") else {}


def _drinking_number(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"drinking": "0"} if values.get("drinking_state") == "1" else {}


def _exercise_state(values: Mapping[str, Any]) -> dict[str, Any]:
    """No time a week is now and then or never: asked."""
    number = _number(values.get("exercise_freq"))
    if not number:
        return {}
    return {"exercise_state": "1" if number >= 7 else "2"}


def _exercise_number(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"exercise_freq": 0} if values.get("exercise_state") == "4" else {}


_PULSE, _EXAMINED = Place(DIABETES, "dorsalis_pedis"), Place(EXAMINATION, "pedal_pulse")
SPECIAL: tuple[Flow, ...] = (
    Flow(_PULSE, _EXAMINED, _pulse_at_examination, "足背动脉：两张表的代码不同，两侧减弱时体检表另填"),
    Flow(_EXAMINED, _PULSE, _pulse_at_followup, "足背动脉：体检表填一侧弱或消失时，随访表另填减弱还是消失"),
    Flow(
        Place(VISIT, "smoking"),
        Place(EXAMINATION, "smoking_state"),
        _smoking_state,
        "日吸烟量为0时，另问从不吸还是已戒",
    ),
    Flow(Place(EXAMINATION, "smoking_state"), Place(VISIT, "smoking"), _smoking_number, "不吸烟或已戒烟，日吸烟量为0"),
    Flow(Place(EXAMINATION, "drinking_state"), Place(VISIT, "drinking"), _drinking_number, "从不饮酒，日饮酒量为0"),
    Flow(
        Place(VISIT, "exercise_freq"),
        Place(EXAMINATION, "exercise_state"),
        _exercise_state,
        "每周7次及以上为每天；0次时另问",
    ),
    Flow(Place(EXAMINATION, "exercise_state"), Place(VISIT, "exercise_freq"), _exercise_number, "不锻炼，运动次数为0"),
)
"""Questions that one form asks as a number and another as a state, and the pulses with their sides."""

SEPARATE: Mapping[tuple[Place, Place], str] = {
    (Place(HYPERTENSION, "adherence"), Place(TUBERCULOSIS, "missed_doses")): "肺结核问漏服几次，不是依从性，单独问",
    (Place(HYPERTENSION, "symptoms"), Place(DIABETES, "symptoms")): (
        "高血压的眼花耳鸣不是糖尿病的视力模糊，四肢发麻不是手脚麻木，分开问"
    ),
    (Place(VISIT, "sbp"), Place(EXAMINATION, "sbp_left")): "体检量左右两侧，较高的一侧记为随访的血压",
    (Place(DIABETES, "fbg"), Place(EXAMINATION, "fbg")): "体检的化验与随访的血糖各记各的",
    (Place(HYPERTENSION, "symptoms"), Place(EXAMINATION, "leg_oedema")): "下肢水肿是症状还是体征，分开记",
}
"""Pairs that look alike and are not mapped, with the reason in words."""
