"""What a visit asks, in the order of the paper: the common block once, then what each programme still has to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import medicine_line, pressure, short_day
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.field import Field, Kind, Option

VISIT = "visit"
SHARED = ("adherence", "adr", "adr_other", "new_complication")
"""Asked once, whatever programmes there are."""
MEASURED = ("sbp", "dbp", "heart_rate", "weight", "height", "waist", "temperature")
TARGETS = ("weight_target", "smoking_target", "drinking_target", "exercise_freq_target", "exercise_min_target")
LastValues = Mapping[str, tuple[Any, str]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


@dataclass(frozen=True)
class Known:
    """What is known before the visit: the programmes asked for and the last values."""

    programmes: tuple[str, ...]
    last: LastValues = field(default_factory=dict)

    @property
    def sections(self) -> tuple[str, ...]:
        """The record types of the programmes."""
        return tuple(PROGRAMME_SECTION[each] for each in self.programmes if each in PROGRAMME_SECTION)


def visit_form(known: Known, today: date) -> Form:
    """The form of a visit for somebody in these programmes, with the last values beside the fields."""
    form = Form(_sections(known, today), today)
    form.set_values({VISIT: {"visit_date": today.isoformat()}})
    show_last_values(form, known.last, today)
    for section in known.sections:
        if form.has(section, "adr_other"):
            form.set_shown(section, "adr_other", shown=False)
        if form.has(section, "dorsalis_pedis_side"):
            form.set_shown(section, "dorsalis_pedis_side", shown=False)
    return form


def _sections(known: Known, today: date) -> list[Section]:
    sections = known.sections
    first = sections[0] if sections else ""
    diabetes = "diabetes_followup" in sections
    hypertension = "hypertension_followup" in sections
    asked = [
        Section(VISIT, (Line(("visit_date", "visit_mode")),)),
        Section(VISIT, (Line(("sbp", "dbp"), label=_tr("血压"), joined="/"),)),
        *([Section("diabetes_followup", lines("fbg"))] if diabetes else []),
        Section(VISIT, lines("heart_rate weight")),
        *(_symptoms(each, today) for each in sections),
        Section(VISIT, lines("smoking drinking", "exercise_freq exercise_min")),
        *([Section("hypertension_followup", lines("salt"))] if hypertension else []),
        *([Section("diabetes_followup", lines("staple_food"))] if diabetes else []),
        Section(VISIT, lines("psych", "compliance")),
        Section(VISIT, lines("medicines"), editors={"medicines": _carried(known, "medicines", today, "F6")}),
        *([_shared(first)] if first else []),
        *([_diabetes_more(known, today)] if diabetes else []),
        *(_danger(each, today) for each in sections),
        *([Section(first, lines("new_complication"))] if first else []),
        Section(VISIT, lines("height waist temperature"), title=_tr("其他体征和检查")),
        *(Section(each, _exams(each)) for each in sections),
        Section(VISIT, (Line(TARGETS, label=_tr("下次目标")),), title=_tr("目标（可以不填）"), fields=_target_names()),
        *(_decision(each, several=len(sections) > 1) for each in sections),
        Section(VISIT, lines("outcome", "outcome_reason death_date", "note"), title=_tr("没有完成时，以及备注")),
    ]
    return asked


def _symptoms(section: str, today: date) -> Section:
    several = {"hypertension_followup": _tr("高血压症状"), "diabetes_followup": _tr("糖尿病症状")}
    return Section(section, (Line(("symptoms", "symptoms_other"), label=several.get(section, "")),))


def _shared(section: str) -> Section:
    return Section(section, lines("adherence", "adr adr_other"))


def _diabetes_more(known: Known, today: date) -> Section:
    return Section(
        "diabetes_followup",
        lines("hypoglycemia", "dorsalis_pedis dorsalis_pedis_side", "insulin"),
        editors={"insulin": _carried(known, "insulin", today, "Shift+F6")},
    )


def _danger(section: str, today: date) -> Section:
    """Danger signs are asked by name; the list is the rule file's."""
    programme = next(name for name, each in PROGRAMME_SECTION.items() if each == section)
    book = default_rule_books().in_force(programme, today)
    none = book.no_danger_sign.code
    options = [Option(none, book.no_danger_sign.words), *(Option(each.code, each.words) for each in book.danger_signs)]
    declared = RECORD_TYPES[section].fields["danger_signs"]
    asked = replace(declared, options=tuple(options), exclusive=(none,), help=_tr("逐项问；症状不代替危急情况"))
    label = _tr("危急情况（{name}）").format(name=record_word(book.name))
    return Section(section, (Line(("danger_signs",), label=label),), fields={"danger_signs": asked})


def _exams(section: str) -> tuple[Line, ...]:
    if section == "diabetes_followup":
        return lines("hba1c hba1c_date", "other_exam", "other_signs")
    return lines("aux_exam", "other_signs")


def _decision(section: str, *, several: bool) -> Section:
    declared = RECORD_TYPES[section].fields
    name = record_word(declared["classification"].label)
    title = _tr("医生的决定（同意建议时不填）")
    if several:
        title = f"{record_word(RECORD_TYPES[section].label)}·{title}"
    labels = {"classification": name, "referral_declined": _tr("不采纳转诊建议")}
    asked = (
        Line(("classification",)),
        Line(("referral_declined",), labels=labels),
        Line(("decision_reason",)),
        Line(("next_visit_date",), label=_tr("下次随访日期")),
    )
    return Section(section, asked, title=title)


def _target_names() -> dict[str, Field]:
    fields = RECORD_TYPES[VISIT].fields
    return {name: replace(fields[name], label=fields[name].label.removesuffix("·目标")) for name in TARGETS}


def _carried(known: Known, name: str, today: date, key: str) -> Callable[[Field], Editor]:
    last, when = known.last.get(name, ([], ""))

    def make(declared: Field) -> Editor:
        words = medicine_line if name == "medicines" else _insulin_line
        day = short_day(when, today) if when else ""
        return CarriedEditor(declared, last or [], words, when=day, key=key)

    return make


def _insulin_line(row: Mapping[str, Any]) -> str:
    return " ".join(str(part) for part in (row.get("kind"), row.get("usage")) if part)


def show_last_values(form: Form, last: LastValues, today: date) -> None:
    """The last value beside each field; both halves of a pressure together."""
    if "sbp" in last or "dbp" in last:
        day = last.get("sbp", last.get("dbp", (None, "")))[1]
        words = pressure({name: last[name][0] for name in ("sbp", "dbp") if name in last})
        form.set_aside(VISIT, "dbp", _last_words(words, day, today))
    for (record_type, name), cell in form.cells.items():
        if name in ("sbp", "dbp", "medicines", "insulin", "visit_mode") or cell.declared.kind is Kind.LONG_TEXT:
            continue
        found = last.get(f"{record_type}.{name}") or (last.get(name) if name not in SHARED else None)
        if found:
            form.set_aside(record_type, name, _last_words(_value_words(cell.declared, found[0]), found[1], today))


def _value_words(declared: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _tr("是") if value else _tr("否")
    if isinstance(value, list):
        return "、".join(record_word(declared.label_of(each)) for each in value)
    return record_word(declared.label_of(value)) if declared.options else str(value)


def _last_words(value: str, day: str, today: date) -> str:
    return _tr("上次 {value}（{day}）").format(value=value, day=short_day(day, today)) if value else ""


def section_values(values: Mapping[str, Mapping[str, Any]], sections: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Each section with what was asked once for all of them."""
    first = values.get(sections[0], {}) if sections else {}
    shared = {name: first[name] for name in SHARED if name in first}
    return {section: {**shared, **values.get(section, {})} for section in sections}


def provenance(visit: Mapping[str, Any]) -> dict[str, str]:
    """Typed by hand: the source of each measured value."""
    return {name: "typed" for name in MEASURED if visit.get(name) not in (None, "")}
