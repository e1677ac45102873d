"""老年人生活自理能力评估表: the scoring table as printed, the scores of one assessment, their sum and the grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Part
from clinic_app.printing.declared import Answers, headings, joined, words
from clinic_app.printing.form_head import FormHead
from clinic_app.printing.text import Piece
from clinic_app.printing.values import late_words, words_of
from clinic_app.printing.visit_row import outcome_words
from clinic_app.records.elderly import FORM, ITEMS, SELF_CARE_GRADE, ElderlyAssessment
from clinic_app.records.field import Option
from clinic_app.records.visit import Visit

FIELDS = {**Visit.declaration.fields, **ElderlyAssessment.declaration.fields}
SHARES = (1.0, 1.25, 1.25, 1.0, 0.75)
BANDS = ("0～3分", "4～8分", "9～18分", "≥19分")
"""As the form prints them: the sum that means each grade (national-forms 4.10, V1)."""


def elderly_form(name: str, record_no8: str, visit: Mapping[str, Any]) -> BlockForm:
    """One assessment: values of `visit` and `elderly_assessment` together; empty values give a form for the pen."""
    answers = Answers(FIELDS, visit)
    grades = [option.label for option in SELF_CARE_GRADE]
    items = [Item("评估事项、内容与评分", (headings(*grades, "判断评分", shares=SHARES),))]
    for place, key in enumerate(ITEMS, 1):
        items.append(_question(answers, key, place))
    items += [_total(answers), _grade(answers), _closing(answers, visit)]
    return BlockForm(FormHead(FORM, name, record_no8), (Block("", tuple(items)),), label=34.0, size=11.0)


def _question(answers: Answers, key: str, place: int) -> Item:
    """Words and score of each degree, the score that was given in the last column."""
    field = FIELDS[key]
    degrees = _degrees(field.options)
    given = words_of(answers.values.get(key))
    said = [words(option.label if option else "—", share=share, middle=not option or len(option.label) < 9)
            for option, share in zip(degrees, SHARES, strict=False)]  # fmt: skip
    scores = [words(option.code if option else "0", share=share, middle=True, bold=True)
              for option, share in zip(degrees, SHARES, strict=False)]  # fmt: skip
    answer = Part((), ((given,),), share=SHARES[-1], middle=True)
    blank = words("", share=SHARES[-1])
    return Item(f"（{place}）{field.label}：{field.help}", ((*said, blank), (*scores, answer)))


def _degrees(options: Sequence[Option]) -> tuple[Option | None, ...]:
    """The four columns; where the form has no words for 轻度依赖 that column says so."""
    return tuple(options) if len(options) == len(SELF_CARE_GRADE) else (options[0], None, *options[1:])


def _total(answers: Answers) -> Item:
    score = words_of(answers.values.get("self_care_score"))
    note = words("各项评分相加", share=sum(SHARES[:-1]))
    return Item("总评分", ((note, Part((Piece(score, True, 12.0),), share=SHARES[-1], middle=True)),))


def _grade(answers: Answers) -> Item:
    bands = "；".join(f"{band}为{grade.label}" for band, grade in zip(BANDS, SELF_CARE_GRADE, strict=True))
    return Item("评估结果", ((words(bands),), (answers.choice("self_care_grade", ""),)))


def _closing(answers: Answers, visit: Mapping[str, Any]) -> Item:
    when = Part((*answers.day("visit_date", ""), *(Piece(f"　{each}") for each in _notes(visit))), share=1.2)
    return Item("评估日期", ((when, joined(answers.measure("doctor_sign", "评估人签名：", width=30.0))),))


def _notes(visit: Mapping[str, Any]) -> list[str]:
    return [*outcome_words(visit), *late_words(visit)]
