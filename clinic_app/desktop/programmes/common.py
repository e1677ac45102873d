"""The common block of a visit: asked once, and only what one of its programmes needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.section import Line, Section, Told, lines
from clinic_app.desktop.forms.text import NameEditor
from clinic_app.desktop.programmes.asked import EXAMINATION, VISIT, Asked, Known, Make, Slot, measured
from clinic_app.desktop.words import medicine_line, short_day
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field

OUTCOME = "outcome"
"""What the page calls the part that says why nothing else is asked."""
MEASURED = ("sbp", "dbp", "heart_rate", "weight", "height", "waist", "temperature", "respiratory_rate")
TARGETS = ("weight", "smoking", "drinking", "exercise_freq", "exercise_min")
_LIFE = "smoking drinking exercise_freq exercise_min psych compliance medicines"
NEEDED = {
    "hypertension_followup": f"sbp dbp heart_rate weight {_LIFE}",
    "diabetes_followup": f"sbp dbp weight {_LIFE}",
    "elderly_assessment": "",
    "mental_followup": "",
    "tuberculosis_first_visit": "smoking drinking",
    "tuberculosis_followup": "smoking drinking",
    "copd_followup": "height weight sbp dbp heart_rate respiratory_rate smoking exercise_freq exercise_min psych "
    "compliance medicines",
    EXAMINATION: "temperature respiratory_rate height weight waist heart_rate exercise_min smoking drinking",
}
"""The fields of the common block that each printed form has."""
NO_PROGRAMME = f"sbp dbp heart_rate weight {_LIFE}"
GONE = frozenset("234567")
"""Outcomes of a visit that was not done; nothing else is asked."""
DONE = "1"


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def needed(known: Known) -> set[str]:
    """What the forms of this visit need of the common block."""
    wanted = " ".join(NEEDED.get(each, "") for each in known.sections) if known.sections else NO_PROGRAMME
    return set(wanted.split())


def parts(known: Known, today: date) -> list[Asked]:
    """The common block; what no form needs can still be written down below."""
    wanted = needed(known)
    # The examination measures both arms, and temperature and breathing before them.
    both_arms = EXAMINATION in known.sections
    rest = [name for name in MEASURED if name not in wanted and not (both_arms and name in ("sbp", "dbp"))]
    more = _measured_lines(rest)
    asked = [
        Asked(Slot.START, Section(VISIT, (Line(("visit_date", "visit_mode")),), name="start")),
        Asked(Slot.START, _outcome()),
        Asked(Slot.VITALS, _section(*_lines(wanted, "temperature respiratory_rate") if both_arms else ())),
        Asked(Slot.PRESSURE, _pressure(known, wanted, both_arms=both_arms)),
        Asked(Slot.BODY, _section(*_body_lines(wanted, both_arms=both_arms))),
        Asked(Slot.HABITS, _section(*_lines(wanted, "smoking drinking", "exercise_freq exercise_min"))),
        Asked(Slot.MIND, _section(*_lines(wanted, "psych", "compliance"))),
        Asked(Slot.MEDICINES, _medicines(known, today) if "medicines" in wanted else _section()),
        Asked(Slot.MORE_SIGNS, replace(_section(*more), title=_tr("其他体征和检查") if more else "")),
        Asked(Slot.TARGETS, _targets(wanted)),
        Asked(Slot.END, _signed(known)),
    ]
    return [each for each in asked if each.section.lines or each.section.told]


def _section(*asked: Line) -> Section:
    names = [name for line in asked for name in line.names]
    return Section(VISIT, asked, editors={name: measured for name in names if name in MEASURED})


def _lines(wanted: set[str], *specs: str) -> list[Line]:
    found = (tuple(name for name in spec.split() if name in wanted) for spec in specs)
    return [Line(names) for names in found if names]


def _body_lines(wanted: set[str], *, both_arms: bool) -> list[Line]:
    """Weight and heart rate of a follow-up on one line; the examination measures the body by the lines of its form."""
    if both_arms:
        return _lines(wanted, "height", "weight waist", "heart_rate")
    return _lines(wanted, "height", "weight heart_rate", "waist", "respiratory_rate temperature")


def _measured_lines(names: list[str]) -> list[Line]:
    pressure = [Line(("sbp", "dbp"), label=_tr("血压"), joined="/")] if "sbp" in names else []
    return [*pressure, *_lines(set(names), "heart_rate weight", "height waist", "temperature respiratory_rate")]


def _pressure(known: Known, wanted: set[str], *, both_arms: bool) -> Section:
    if both_arms:
        # The examination measures both arms: the higher one is the reading of the visit.
        return Section(VISIT, (), told=(Told("pressure", _tr("本次血压")),))
    if "sbp" not in wanted:
        return _section()
    return _section(Line(("sbp", "dbp"), label=_tr("血压"), joined="/"))


def _outcome() -> Section:
    """One key away from a routine visit, and first in line where nobody was met."""
    gone = ("outcome", GONE)
    asked = (
        Line(("outcome",), label=_tr("随访结果"), passed=True),
        *lines("lost_reason", "death_date death_cause", "death_somatic", "outcome_reason", passed=True),
    )
    shown = {
        "lost_reason": ("outcome", frozenset("5")),
        "death_date": ("outcome", frozenset("6")),
        "death_cause": ("outcome", frozenset("6")),
        "death_somatic": ("death_cause", frozenset("1")),
        "outcome_reason": gone,
    }
    return Section(VISIT, asked, shown_when=shown, name=OUTCOME)


def _medicines(known: Known, today: date) -> Section:
    return Section(VISIT, lines("medicines"), editors={"medicines": carried(known, "medicines", today, "F6")})


def carried(known: Known, name: str, today: date, key: str) -> Make:
    """Last time's rows with the one key that says they are the same; drugs know when they run out."""
    last, when = known.last.get(name, ([], ""))

    def make(declared: Field) -> Editor:
        day = short_day(when, today) if when else ""
        words = medicine_line if name == "medicines" else insulin_line
        return CarriedEditor(
            declared, last or [], words, when=day, key=key, today=today, suggestions={"name": known.drugs},
            rare=name != "medicines",
        )  # fmt: skip

    return make


def insulin_line(row: object) -> str:
    """诺和灵30R 早12单位."""
    values = row if isinstance(row, dict) else {}
    return " ".join(str(part) for part in (values.get("kind"), values.get("usage")) if part)


def _targets(wanted: set[str]) -> Section:
    names = tuple(f"{name}_target" for name in TARGETS if name in wanted)
    declared = RECORD_TYPES[VISIT].fields
    fields = {name: replace(declared[name], label=declared[name].label.removesuffix("·目标")) for name in names}
    asked = (Line(names, label=_tr("下次目标")),) if names else ()
    return Section(VISIT, asked, title=_tr("目标（可以不填）") if names else "", fields=fields)


def _signed(known: Known) -> Section:
    names = {name: _doctors(known) for name in ("doctor_sign", "typist")}
    asked = (Line(("note",)), Line(("doctor_sign", "typist"), label=_tr("随访医生")))
    return Section(VISIT, asked, title=_tr("备注和签名"), editors=names, name="end")


def _doctors(known: Known) -> Make:
    return lambda declared: NameEditor(declared, known.doctors)
