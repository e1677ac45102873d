"""个人基本信息表, third edition: every line from the declared fields of a resident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Part, code_boxes
from clinic_app.printing.declared import Answers, boxed, day_boxes, joined, title
from clinic_app.printing.form_head import FormHead
from clinic_app.printing.text import Piece
from clinic_app.printing.values import coded, short_number, words_of
from clinic_app.records.resident import BASIC, PAST_DISEASE, Resident
from clinic_app.records.safety import NONE

FIELDS = Resident.declaration.fields
FAMILY = ("family_father", "family_mother", "family_siblings", "family_children")
EVENTS = (("surgery", "名称"), ("trauma", "名称"), ("transfusion", "原因"))
HOME = ("kitchen_vent", "fuel", "water", "toilet", "livestock")
DISEASES = 6
NUMBERS = "①②③④⑤⑥⑦⑧⑨"


def basic_information_form(values: Mapping[str, Any]) -> BlockForm:
    """The form of a resident. `diagnoses` are the past diseases with the month in which each was diagnosed."""
    answers = Answers(FIELDS, values)
    blocks = (
        Block("", (*_identity(answers), *_background(answers))),
        Block("既往史", (_diseases(answers), *(_events(answers, key, word) for key, word in EVENTS))),
        Block("", (_family(answers), _item(answers, "genetic"), _item(answers, "disability", 6))),
        Block("生活环境*", tuple(_item(answers, key) for key in HOME)),
    )
    head = FormHead(BASIC, words_of(values.get("name")), short_number(values.get("record_no")))
    return BlockForm(head, blocks, label=27.0, size=11.0)


def _item(answers: Answers, key: str, slots: int = 0) -> Item:
    return Item(answers.label(key), ((answers.choice(key, "", slots=slots),),))


def _two(answers: Answers, first: str, second: str) -> Item:
    """A value beside its label, and a second one with its label in the other half."""
    return Item(answers.label(first), ((answers.text(first, ""), Part(answers.measure(second, width=34.0))),))


def _identity(answers: Answers) -> tuple[Item, ...]:
    born = day_boxes(answers.values.get("birth_date"), answers.label("birth_date"), share=0.95)
    number = Part((Piece(words_of(answers.values.get("id_no"))),))
    work = Part(answers.measure("work_unit", width=34.0))
    blood = (answers.choice("abo", "", share=1.2), answers.choice("rh", "RH"))
    return (
        Item(answers.label("sex"), ((answers.choice("sex", ""), born),)),
        Item(answers.label("id_no"), ((number, work),)),
        Item(answers.label("phone"), ((
            answers.text("phone", ""),
            Part(answers.measure("contact_name", width=20.0)),
            Part(answers.measure("contact_phone", width=20.0)),
        ),)),
        Item(answers.label("residence_type"), ((
            answers.choice("residence_type", "", share=0.8), answers.choice("ethnicity"),
        ),)),
        Item("血型", (blood,)),
    )  # fmt: skip


def _background(answers: Answers) -> tuple[Item, ...]:
    return (
        *(_item(answers, key) for key in ("education", "occupation", "marital")),
        _item(answers, "payment", 3),
        _item(answers, "drug_allergy", 4),
        _item(answers, "exposure", 3),
    )


def _diseases(answers: Answers) -> Item:
    """The legend, then a box with its month for each disease, at least six."""
    given = [each for each in answers.values.get("diagnoses") or () if each.get("code")]
    chosen = [each for each in given if each["code"] != NONE] or given
    cells = [_disease(each) for each in [*chosen, *[{}] * (DISEASES - len(chosen))]]
    legend = Part(_legend_with_texts(answers, chosen))
    rows = [tuple(cells[start : start + 3]) for start in range(0, len(cells), 3)]
    rows[-1] = (*rows[-1], *[_disease({})] * (3 - len(rows[-1])))
    return Item("疾病", ((legend,), *rows))


def _disease(entry: Mapping[str, Any]) -> Part:
    """`□ 确诊时间 ____年__月`."""
    code = words_of(entry.get("code"))
    boxes, rest = boxed([code] if code else [], 1)
    year, _, month = words_of(entry.get("diagnosed_on")).partition("-")
    pieces = (
        *title("确诊时间"), Piece(year, True, 10.0), Piece("年"), Piece(month[:2], True, 6.0), Piece("月"),
        Piece(f" {rest}"),
    )  # fmt: skip
    return Part(pieces, boxes)


def _legend_with_texts(answers: Answers, chosen: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """The codes of past diseases, a blank after those that are named in words (恶性肿瘤, 职业病, 其他)."""
    texts = {words_of(each.get("code")): words_of(each.get("text")) for each in chosen}
    named = {PAST_DISEASE[-1].code: words_of(answers.values.get("past_disease_other"))}
    pieces: list[Piece] = []
    for option in PAST_DISEASE:
        pieces.append(Piece(option.code + option.label, whole=True))
        text = texts.get(option.code) or named.get(option.code, "")
        if text or option.label in ("恶性肿瘤", "职业病", "其他"):
            pieces.append(Piece(text, True, 14.0))
        pieces.append(Piece("  "))
    return tuple(pieces[:-1])


def _events(answers: Answers, key: str, word: str) -> Item:
    """`1无 2有：名称①__时间__ / 名称②__时间__`, the code by whether there are any."""
    given = answers.values.get(key)
    code = "" if given is None else "2" if given else "1"
    events = list(given or ())
    events += [{}] * (2 - len(events))
    pieces: list[Piece] = [Piece("1无  2有：")]
    for place, each in enumerate(events):
        number = NUMBERS[place] if place < len(NUMBERS) else f"{place + 1}."
        pieces += [Piece(" / ")] * bool(place)
        pieces += [Piece(word + number, whole=True), Piece(words_of(each.get("name")), True, 22.0)]
        pieces += [Piece("时间"), Piece(words_of(each.get("time")), True, 16.0)]
    return Item(answers.label(key), ((Part(tuple(pieces), code_boxes([code] if code else [])),),))


def _family(answers: Answers) -> Item:
    """Two relatives a row with six boxes each, the legend once below; 其他 beside the boxes."""
    relatives = []
    for key in FAMILY:
        boxes, rest = boxed([words_of(each) for each in answers.values.get(key) or ()], 6)
        other = words_of(answers.values.get(f"{key}_other"))
        said = (Piece(f"{other} {rest}".strip(), True),) if other or rest else ()
        relatives.append(Part((*title(answers.label(key)), *said), boxes))
    options = [Piece(coded(option), whole=True) for option in FIELDS[FAMILY[0]].options]
    legend = joined(*((each,) for each in options), (Piece("", True, 20.0, clings=True),), between="  ")
    return Item("家族史", ((relatives[0], relatives[1]), (relatives[2], relatives[3]), (legend,)))
