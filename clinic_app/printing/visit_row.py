"""Lines that the follow-up forms share: how a visit's values are written into the cells of the national tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from clinic_app.printing.cells import Cell, Choice
from clinic_app.printing.followup import VISITS, FollowupRow
from clinic_app.printing.text import chinese_date
from clinic_app.printing.values import as_date, coded, label_of, late_words, reading, words_of
from clinic_app.records.code_list import ADHERENCE, CLASSIFICATION, GOOD_FAIR_POOR, LOST_REASON, VISIT_MODE
from clinic_app.records.field import Field, Kind, Option
from clinic_app.records.visit import DEATH_CAUSE, OUTCOME, SOMATIC_CAUSE

Values = Mapping[str, Any]
DONE, LOST, DEAD = "1", "5", "6"
MEDICINES = 3


def padded(visits: Sequence[Values]) -> list[Values]:
    """The visits and blank ones up to a full page of columns."""
    return [*visits, *[{}] * (-len(visits) % VISITS or (0 if visits else VISITS))]


def row(label: str, visits: Iterable[Values], cell: Callable[[Values], Cell], *, group: str = "") -> FollowupRow:
    """A line whose cells are made from each visit's values."""
    return FollowupRow(label, tuple(cell(visit) for visit in visits), group)


def legend(label: str, options: Sequence[Option], more: str = "") -> str:
    """The label with its codes: `随访方式 1门诊 2家庭 3电话`."""
    return label + " " + " ".join(coded(option) for option in options) + more


def code(key: str, *, note: str = "") -> Callable[[Values], Cell]:
    """One code in its box; the text of `note` under it, or why it was not looked at."""

    def cell(visit: Values) -> Cell:
        if visit.get(key) is None and (why := reading(visit, key)):
            return why
        return choice([visit.get(key)], note=words_of(visit.get(note)) if note else "")

    return cell


def codes(key: str, slots: int, *, other: bool = True) -> Callable[[Values], Cell]:
    """Several codes in `slots` boxes, the 其他 text under them where the field has one."""

    def cell(visit: Values) -> Cell:
        note = "其他：" + words_of(visit.get(f"{key}_other")) if other else ""
        return choice(visit.get(key) or (), slots, note=note)

    return cell


def choice(values: Iterable[object], slots: int = 1, note: str = "") -> Choice:
    """Codes in boxes; what is too long for a box, as a newer peer may send it, stands in words under them."""
    chosen = [words_of(value) for value in values if words_of(value)]
    boxed = tuple(each for each in chosen if len(each) <= 2)
    return Choice(boxed, slots, " ".join([*(each for each in chosen if len(each) > 2), note]).strip())


def text(key: str) -> Callable[[Values], Cell]:
    """The value as it is, or why it was not measured."""
    return lambda visit: reading(visit, key)


def aim(key: str) -> Callable[[Values], Cell]:
    """`now / target`, the target being that of the next visit."""
    return lambda visit: f"{_room(reading(visit, key))} / {_room(visit.get(f'{key}_target'))}"


def pressure(visit: Values) -> Cell:
    """`152/96`, or why it was not measured."""
    if visit.get("sbp") is None and visit.get("dbp") is None and (why := reading(visit, "sbp")):
        return why
    return f"{_room(visit.get('sbp'))} / {_room(visit.get('dbp'))}"


def exercise(visit: Values) -> Cell:
    """Now above, target below, each `times a week, minutes a time`."""
    return "\n".join(
        f"{_room(visit.get(f'exercise_freq{end}'))}次/周{_room(visit.get(f'exercise_min{end}'))}分钟/次"
        for end in ("", "_target")
    )


def day(key: str) -> Callable[[Values], Cell]:
    """A date, or room for one."""
    return lambda visit: chinese_date(as_date(visit.get(key))) or "　　 年　 月　 日"


def visit_day(visit: Values) -> Cell:
    """The visit's date; loss and death with their reason stand here (filling note of the form), late entry too."""
    return "\n".join([str(day("visit_date")(visit)), *outcome_words(visit), *late_words(visit)])


def outcome_words(visit: Values) -> list[str]:
    """`失访：外出打工`, `死亡：2026年8月30日 脑血管病`; nothing for a visit that was made."""
    outcome = words_of(visit.get("outcome"))
    if outcome in ("", DONE):
        return []
    parts = [words_of(visit.get("outcome_reason"))]
    if outcome == DEAD:
        causes = ((DEATH_CAUSE, "death_cause"), (SOMATIC_CAUSE, "death_somatic"))
        died = chinese_date(as_date(visit.get("death_date")))
        parts = [died, *(label_of(options, visit.get(key)) for options, key in causes), *parts]
    elif outcome == LOST:
        parts = [label_of(LOST_REASON, visit.get("lost_reason")), *parts]
    reason = " ".join(dict.fromkeys(each for each in parts if each))
    return [label_of(OUTCOME, outcome) + (f"：{reason}" if reason else "")]


def _room(value: object) -> str:
    return words_of(value) or "　　"


def opening_rows(visits: Sequence[Values], symptoms: Sequence[Option]) -> list[FollowupRow]:
    """Date, way and symptoms."""
    return [
        row("随访日期", visits, visit_day),
        row(legend("随访方式", VISIT_MODE), visits, code("visit_mode")),
        row(legend("症状", symptoms), visits, codes("symptoms", 8)),
    ]


def declared_row(
    field: Field, visits: Sequence[Values], *, label: str = "", group: str = "", slots: int = 8, other: bool = False
) -> FollowupRow:
    """A line made from a declaration: its codes as legend and boxes, its unit behind the label.

    `other` says that the field has a text of its own besides the codes.
    """
    label = label or field.label.rsplit("·", 1)[-1]
    if field.kind is Kind.CODE:
        return row(legend(label, field.options), visits, code(field.name, note=f"{field.name}_other"), group=group)
    if field.kind is Kind.CODES:
        count = min(slots, len(field.options))
        return row(legend(label, field.options), visits, codes(field.name, count, other=other), group=group)
    if field.kind is Kind.DATE:
        return row(label, visits, day(field.name), group=group)
    return row(f"{label}（{field.unit}）" if field.unit else label, visits, text(field.name), group=group)


def judgement_rows(visits: Sequence[Values], between: Sequence[FollowupRow] = ()) -> list[FollowupRow]:
    """Adherence, adverse reactions, what the form asks between them and the classification."""
    return [
        row(legend("服药依从性", ADHERENCE), visits, code("adherence")),
        row("药物不良反应 1无 2有", visits, code("adr", note="adr_other")),
        *between,
        row(legend("此次随访分类", CLASSIFICATION), visits, code("classification")),
    ]


def attitude_rows(visits: Sequence[Values], group: str) -> list[FollowupRow]:
    """心理调整 and 遵医行为."""
    return [
        row(legend("心理调整", GOOD_FAIR_POOR), visits, code("psych"), group=group),
        row(legend("遵医行为", GOOD_FAIR_POOR), visits, code("compliance"), group=group),
    ]


def closing_rows(visits: Sequence[Values]) -> list[FollowupRow]:
    """Referral, next date and the doctor."""
    return [
        row("原因", visits, text("referral_reason"), group="转诊"),
        row("机构及科别", visits, text("referral_org_dept"), group="转诊"),
        row("下次随访日期", visits, day("next_visit_date")),
        row("随访医生签名", visits, text("doctor_sign")),
    ]


def medicine_rows(visits: Sequence[Values], *, others: bool) -> list[FollowupRow]:
    """药物名称 1-3 with their doses; a line for other medicines where the form has one or somebody takes more."""
    rows = []
    for place in range(MEDICINES):
        rows.append(row(f"药物名称{place + 1}", visits, _medicine(place, _name), group="用药情况"))
        rows.append(row("用法用量", visits, _medicine(place, _dose), group="用药情况"))
    if others or any(len(visit.get("medicines") or ()) > MEDICINES for visit in visits):
        rows.append(row("其他药物", visits, _other_medicines(_name), group="用药情况"))
        rows.append(row("用法用量", visits, _other_medicines(_dose), group="用药情况"))
    return rows


def _medicine(place: int, part: Callable[[Values], str]) -> Callable[[Values], Cell]:
    def cell(visit: Values) -> Cell:
        taken = visit.get("medicines") or ()
        return part(taken[place] if place < len(taken) else {})

    return cell


def _other_medicines(part: Callable[[Values], str]) -> Callable[[Values], Cell]:
    return lambda visit: "；".join(part(each) for each in (visit.get("medicines") or ())[MEDICINES:])


def _name(medicine: Values) -> str:
    source = words_of(medicine.get("source"))
    return words_of(medicine.get("name")) + (f"（{source}）" if source else "")


def _dose(medicine: Values) -> str:
    times, dose = _room(medicine.get("times_per_day")), words_of(medicine.get("dose"))
    usage = words_of(medicine.get("usage"))
    if usage and not (medicine.get("times_per_day") or medicine.get("dose")):
        return usage
    return f"每日{times}次，每次{dose}" + (f"，{usage}" if usage else "")
