"""The order of the fields on the screen is that of the printed form; both are read from what is there.

The paper is made of an answer to every declared field that tells from the others, and the order in which these stand on
it is compared with the order in which the form asks. What differs on purpose is named here with its reason (decision
0047), and a name that no longer differs is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from clinic_app.desktop.forms.section import Section
from clinic_app.desktop.pages.next_referral import next_lines
from clinic_app.desktop.pages.record_page import CONSULTATION, ENCOUNTER
from clinic_app.desktop.pages.return_form import return_lines
from clinic_app.desktop.person_form import supplement_sections
from clinic_app.desktop.programmes.asked import Known
from clinic_app.desktop.resident_form import Surroundings, resident_sections
from clinic_app.desktop.visit_form import visit_sections
from clinic_app.desktop.widgets.refer_form import referral_sections
from clinic_app.printing.basic_information import basic_information_form
from clinic_app.printing.copd import copd_form
from clinic_app.printing.diabetes import diabetes_form
from clinic_app.printing.elderly import elderly_form
from clinic_app.printing.encounter import consultation_form, encounter_form
from clinic_app.printing.health_examination import examination_form
from clinic_app.printing.hypertension import hypertension_form
from clinic_app.printing.mental import mental_form, mental_supplement
from clinic_app.printing.referral import ReferralSlip, slip_words
from clinic_app.printing.referral_return import ReturnSlip, return_words
from clinic_app.printing.slip_page import SlipWords
from clinic_app.printing.tuberculosis import tuberculosis_first_visit, tuberculosis_form
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind
from clinic_app.records.form_definition import form_definition

TODAY = date(2026, 11, 25)
FIRST = date(2001, 1, 1)
Form = tuple[Sequence[str], Sequence[str]]
"""The fields in the order of the screen, and in that of the paper."""

DAY = "the day stands first on every form of the screen: it is there already, and what is judged depends on it"
SIGNED = "signature and next date end every form of the screen, also where the paper has more below them"
AIM = "aims may be left out: they stand together below, so that Enter does not lead through them in every visit"
GRADE = "the grade is proposed from everything else, so it is asked when everything else is known"
ONCE = "the visit asks it once for all its forms, with what is measured and asked like it"
SAFE = "asked of everybody on the first day, with what must be known for safety"
NUMBER = "the identity number gives sex and birth date, and says whether somebody is on file"
LOCAL = "the paper prints what the county adds behind the national lines; the screen asks it where it belongs"
HEAD = "stands there already or is copied from a file: the work begins at the diagnosis"
COLUMNS = "the paper prints it in a second column"
MEN = "asked of men too, whose screen has no lines of women"
BESIDE_THE_DAY = ("outcome", "outcome_reason", "typist")
"""No lines of the forms: that nobody was met, and who typed it later, is written beside the day."""
EXERCISE = ("exercise_freq_target", "exercise_min_target")
ON_PURPOSE: Mapping[str, Mapping[str, Sequence[str]]] = {
    "hypertension": {
        AIM: ("weight_target", "smoking_target", "drinking_target", *EXERCISE), GRADE: ("classification",),
    },
    "diabetes": {
        AIM: ("weight_target", "smoking_target", "drinking_target", *EXERCISE, "staple_food_target"),
        GRADE: ("classification",),
    },
    "elderly": {DAY: ("visit_date",)},
    "mental": {},
    "tuberculosis": {
        DAY: ("visit_mode",), AIM: ("smoking_target", "drinking_target"), SIGNED: ("next_visit_date", "doctor_sign"),
    },
    "first tuberculosis": {AIM: ("smoking_target", "drinking_target")},
    "copd": {
        ONCE: ("sbp", "dbp", "medicines"), AIM: ("weight_target", "smoking_target", *EXERCISE),
    },
    "examination": {
        ONCE: ("respiratory_rate", "heart_rate", "smoking", "drinking", "exercise_min"),
        COLUMNS: ("height",), MEN: ("other_physical",), SIGNED: ("doctor_sign",),
    },
    "resident": {NUMBER: ("id_no",), SAFE: ("drug_allergy", "past_disease"), COLUMNS: ("work_unit",)},
    "encounter": {DAY: ("encounter_date",)},
    "consultation": {DAY: ("consult_date",)},
    "referral": {LOCAL: ("request", "urgency", "level_skip_reason", "own_list_reason", "criteria", "from_phone",
                         "results", "consent")},
    "next referral": {LOCAL: ("request", "path", "urgency", "from_phone")},
    "referral down": {LOCAL: ("request", "urgency")},
    "return": {HEAD: ("medical_record_no", "to_doctor"), LOCAL: ("opinion", "consultants", "from_phone")},
}  # fmt: skip
"""What stands elsewhere on the screen than on the paper, by the reason why."""


def _mark(name: str) -> str:
    return f"«{name}»"


def _answer(declared: Field, name: str, place: int) -> Any:
    """An answer that no other field has; a code that is none stands on the paper in words."""
    if declared.kind is Kind.DATE:
        return (FIRST + timedelta(days=place)).isoformat()
    if declared.kind is Kind.CODES:
        return [_mark(name)]
    if declared.kind is Kind.ITEMS:
        return [{item.name: _mark(name) for item in declared.items}]
    return _mark(name)


def _answers(*types: str) -> dict[str, Any]:
    declared = {name: each for kind in types for name, each in RECORD_TYPES[kind].fields.items()}
    asked = {
        name: each
        for name, each in declared.items()
        if each.kind not in (Kind.OBJECT, Kind.REFERENCE) and name not in BESIDE_THE_DAY
    }
    return {name: _answer(each, name, place) for place, (name, each) in enumerate(asked.items())}


def _words(part: Any) -> Iterator[str]:
    """Every word of a paper in the order in which it stands there."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for each in fields(part):
            yield from _words(getattr(part, each.name))
    elif isinstance(part, (tuple, list)):
        for each in part:
            yield from _words(each)


def _printed(paper: Any, answers: Mapping[str, Any]) -> list[str]:
    """The fields whose answers a paper shows, by where they are first seen."""
    said = re.sub(r"\s", "", "".join(_words(paper)))
    places = {name: _place(said, name, value) for name, value in answers.items()}
    return sorted((name for name, place in places.items() if place >= 0), key=lambda name: places[name])


def _place(said: str, name: str, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        found = re.search(rf"(?<!\d){day.month}月{day.day}日|{value.replace('-', '')}", said)
        return found.start() if found else -1
    return said.find(_mark(name))


def _asked(sections: Iterable[Section]) -> list[str]:
    return list(dict.fromkeys(name for each in sections for line in each.lines for name in line.names))


def _visit(programme: str, paper: Any, section: str, *more: Any, **known: Any) -> Form:
    answers = _answers("visit", section)
    given: Any = answers if paper in (elderly_form, tuberculosis_first_visit, examination_form) else [answers]
    programmes = (programme,) if programme else ()
    return _asked(visit_sections(Known(programmes, **known), TODAY)), _printed(paper("", "", given, *more), answers)


def _slip(made: Any, words: Any, asked: Sequence[str], names: Mapping[str, str]) -> Form:
    """A slip whose values are the names of the fields that they come from."""
    field_of = {slip: name for name, slip in names.items()}
    texts = [each.name for each in fields(made) if each.type == "str"]
    answers = {field_of.get(each, each): _mark(field_of.get(each, each)) for each in texts if each != "direction"}
    paper = words(made(**{each: answers[field_of.get(each, each)] for each in texts if each != "direction"}))
    return asked, _printed(paper, answers)


def _down_words(slip: ReferralSlip) -> SlipWords:
    return slip_words(replace(slip, direction="down"))


def _forms() -> dict[str, Form]:
    resident = _answers("resident") | {"diagnoses": [{"code": _mark("past_disease")}]}
    supplement, encounter, consultation = (
        _answers(each) for each in ("mental_supplement", "encounter", "consultation")
    )
    return {
        "hypertension": _visit("hypertension", hypertension_form, "hypertension_followup"),
        "diabetes": _visit("diabetes", diabetes_form, "diabetes_followup"),
        "elderly": _visit("elderly", elderly_form, "elderly_assessment"),
        "mental": _visit("mental", mental_form, "mental_followup"),
        "tuberculosis": _visit("tuberculosis", tuberculosis_form, "tuberculosis_followup"),
        "first tuberculosis": _visit(
            "tuberculosis", tuberculosis_first_visit, "tuberculosis_first_visit", first_tuberculosis=True
        ),
        "copd": _visit("copd", copd_form, "copd_followup", form_definition("copd_followup")),
        "examination": _visit("", examination_form, "health_examination", examination=True),
        "resident": (_asked(resident_sections(Surroundings())), _printed(basic_information_form(resident), resident)),
        "supplement": (_asked(supplement_sections()), _printed(mental_supplement("", "", supplement), supplement)),
        "encounter": (ENCOUNTER.lines, _printed(encounter_form("", "", encounter), encounter)),
        "consultation": (CONSULTATION.lines, _printed(consultation_form("", "", consultation), consultation)),
        "referral": _slip(
            ReferralSlip, slip_words, _asked(referral_sections({})), {"insurance_registered": "insurance"}
        ),
        "next referral": _slip(
            ReferralSlip, slip_words, _asked([Section("referral", next_lines(down=False))]), {}
        ),
        "referral down": _slip(
            ReferralSlip, _down_words, _asked([Section("referral", next_lines(down=True))]), {}
        ),
        "return": _slip(
            ReturnSlip, return_words,
            _asked([Section("return", return_lines(written=True, stayed=True))]),
            {"treatment_course": "treatment_and_advice"},
        ),
    }  # fmt: skip


def _compared(form: Form, but: Iterable[str]) -> tuple[list[str], list[str]]:
    """What both ask, in either order. The words of 其他 stand with their choice on both."""
    screen, paper = form
    both = {name for name in screen if name in paper and name not in set(but)}
    both -= {name for name in both if name.endswith("_other") and name.removesuffix("_other") in screen}
    return [name for name in screen if name in both], [name for name in paper if name in both]


FORMS = _forms()


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_in_the_order_of_its_paper(name: str) -> None:
    form = FORMS[name]
    assert len(set(form[0]) & set(form[1])) > 3
    on_purpose = [each for names in ON_PURPOSE.get(name, {}).values() for each in names]
    screen, paper = _compared(form, on_purpose)
    assert screen == paper
    for each in on_purpose:
        screen, paper = _compared(form, set(on_purpose) - {each})
        assert screen != paper, f"{each} stands in the order of the paper now"
