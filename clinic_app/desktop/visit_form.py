"""What a visit asks, in the order of the paper: the common block once, then what each programme still has to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.form import Form, Key, Section
from clinic_app.desktop.forms.measured import MeasuredEditor
from clinic_app.desktop.programmes import chronic, common, copd, elderly, examination, mental, tuberculosis
from clinic_app.desktop.programmes.asked import EXAMINATION, VISIT, Asked, Known, LastValues, Parts
from clinic_app.desktop.programmes.common import DONE, GONE, NEEDED, OUTCOME
from clinic_app.desktop.programmes.sharing import CHRONIC, Sharing, shared, told_name, with_flows
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import listed, pressure, short_day
from clinic_app.records.field import Field, Kind

__all__ = [
    "DONE", "EXAMINATION", "GONE", "OUTCOME", "VISIT", "Known", "LastValues", "VisitForm", "visit_form",
    "visit_sections",
]  # fmt: skip

ASKED = "asked"
"""What the form calls everything that is not asked where nobody was met."""
PROGRAMME_PARTS: Mapping[str, Parts] = {
    "hypertension": chronic.hypertension,
    "diabetes": chronic.diabetes,
    "elderly": elderly.elderly,
    "mental": mental.mental,
    "tuberculosis": tuberculosis.tuberculosis,
    "copd": copd.copd,
}
NO_LAST_VALUE = frozenset({"sbp", "dbp", "visit_date", "visit_mode", "outcome", "lost_reason", "death_cause"})
ALWAYS = ("visit_date", "visit_mode", "outcome", "outcome_reason", "lost_reason", "death_date", "death_cause",
          "death_somatic", "note", "doctor_sign", "typist")  # fmt: skip
"""What a visit says that was not done."""


class VisitForm(Form):
    """The form of one visit. What it hands over stands in the shape of `records put`."""

    def __init__(self, known: Known, today: date, *, lazy: bool = False) -> None:
        self.known = known
        self.sharing, sections = _composed(known, today)
        super().__init__(sections, today, lazy=lazy)
        self.programmes = known.in_order or None
        self.set_values({VISIT: {"visit_date": today.isoformat()}})
        show_last_values(self, known.last, today)
        self.show_parts([OUTCOME], shown=False)
        self.own_asked.connect(self._answer_here)
        self.changed.connect(self._answered)
        self.sharing.follow(self)

    @property
    def is_gone(self) -> bool:
        """Whether nobody was met, so that nothing else is asked."""
        return self.value(VISIT, "outcome") in GONE

    def records(self, derived: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
        """The values of every section, each with what was answered once for all of them; the visit first.

        `derived` is what the rules make of the sections so far.
        """
        typed = self.values()
        found = with_flows(self.sharing, typed, self.known.sections, derived or {})
        found[VISIT] = {**self._measured(found.get(VISIT, {}), typed), **self._marks()}
        if self.is_gone:
            return {VISIT: {name: value for name, value in found[VISIT].items() if name in ALWAYS}}
        return found

    def answered(self, section: str) -> bool:
        """Whether anything was answered for a section itself: one that nobody spoke of is no follow-up.

        The common block is hypertension's, and diabetes' where that is alone: who was measured was followed up.
        """
        told = {tuple(flow.target) for flow in self.sharing.answered if self.told(told_name(flow))}
        typed = self.values()
        if any((section, name) not in told for name in typed.get(section, {})):
            return True
        chronic = [each for each in CHRONIC if each in self.known.sections]
        if section not in chronic[:1]:
            return False
        reasons = {name for (_, name), marks in self.marks().items() if marks.get("reason")}
        common = self._measured(typed.get(VISIT, {}), typed)
        return bool(set(NEEDED[section].split()) & ({*common} | reasons))

    def says(self, record_type: str, name: str) -> bool:
        """Whether this form answers a field: by asking it, or with the answer to the same question elsewhere."""
        if self.has(record_type, name) or (record_type == VISIT and name in ("provenance", "not_measured")):
            return True
        base = name.removesuffix("_other")
        return any(flow.whole and tuple(flow.target) == (record_type, base) for flow in self.sharing.flows)

    def keep(self) -> dict[str, Any]:
        """Everything typed, for the draft."""
        marks = [{"type": key[0], "name": key[1], **each} for key, each in self.marks().items()]
        return {"values": self.values(), "marks": marks, "own": [list(each) for each in self.sharing.own]}

    def give_back(self, kept: Mapping[str, Any]) -> None:
        """The values of a draft, or of another form of the same visit."""
        self.sharing.own.update((str(each[0]), str(each[1])) for each in kept.get("own", ()))
        self.set_values(kept.get("values", {}))
        self.set_marks({(each["type"], each["name"]): _mark(each) for each in kept.get("marks", ())})
        self.follow_outcome()
        self.sharing.follow(self)

    def give_stored(self, given: Mapping[str, Mapping[str, Any]]) -> None:
        """The values of a stored visit and its sections, with where they came from."""
        self.set_values(given)
        visit = given.get(VISIT, {})
        sources, reasons = visit.get("provenance") or {}, visit.get("not_measured") or {}
        marks = {key: {"source": sources.get(key[1], ""), "reason": str(reasons.get(key[1], ""))} for key in self.keys}
        self.set_marks({key: each for key, each in marks.items() if any(each.values())})
        self.follow_outcome()
        self.sharing.follow(self)

    def take_measured(self, values: Mapping[str, Any], source: str) -> list[Key]:
        """Put a meter's values into their boxes; returns the fields that had a place for one."""
        found = []
        for key in self.keys:
            if key[1] in values and isinstance(editor := self.cell(*key).editor, MeasuredEditor):
                editor.take(values[key[1]], source)
                found.append(key)
        return found

    def follow_outcome(self) -> None:
        """Ask nothing else where nobody was met; a routine visit has no question about it."""
        self.show_parts([ASKED], shown=not self.is_gone)
        self.show_parts([OUTCOME], shown=self.value(VISIT, "outcome") is not None)

    def ask_outcome(self) -> None:
        """What became of the visit where it was not done."""
        self.show_parts([OUTCOME], shown=True)
        self.begin(VISIT, "outcome")

    def tell_pressure(self) -> None:
        """With both arms measured: which one is the reading of the visit."""
        sbp, dbp, side = _higher_arm(self.values().get(EXAMINATION, {}))
        words = _tr("{reading} mmHg（取较高一侧：{side}）")
        told = words.format(reading=pressure({"sbp": sbp, "dbp": dbp}), side=side) if sbp else ""
        self.tell("pressure", told)

    def _measured(self, visit: dict[str, Any], typed: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """The common block with the pressure of the higher arm where an examination took both."""
        if "sbp" in visit or EXAMINATION not in self.known.sections or self.has(VISIT, "sbp"):
            return visit
        sbp, dbp, _ = _higher_arm(typed.get(EXAMINATION, {}))
        return {**visit, **({"sbp": sbp} if sbp else {}), **({"dbp": dbp} if dbp else {})}

    def _marks(self) -> dict[str, Any]:
        marks = self.marks()
        sources = {name: each["source"] for (_, name), each in marks.items() if each.get("source")}
        reasons = {name: each["reason"] for (_, name), each in marks.items() if each.get("reason")}
        found: dict[str, Any] = {"provenance": sources} if sources else {}
        return {**found, "not_measured": reasons} if reasons else found

    def _answered(self, key: object) -> None:
        changed = key if isinstance(key, tuple) else None
        self.sharing.follow(self, changed)
        if changed == (VISIT, "outcome"):
            self.follow_outcome()
        if changed and changed[0] == EXAMINATION and changed[1].startswith(("sbp_", "dbp_")):
            self.tell_pressure()

    def _answer_here(self, key: object) -> None:
        """The person answers by themselves what was answered elsewhere."""
        assert isinstance(key, tuple)
        self.sharing.own.add(key)
        for flow in self.sharing.answered:
            if tuple(flow.target) == key:
                self.tell(f"{flow.source.section}.{flow.source.field} {key[0]}.{key[1]}", "")
        self.set_shown(*key, shown=True)
        self.begin(*key)


def visit_form(known: Known, today: date, *, lazy: bool = False) -> VisitForm:
    """The form of a visit for somebody in these programmes, with the last values beside the fields."""
    return VisitForm(known, today, lazy=lazy)


def visit_sections(known: Known, today: date) -> list[Section]:
    """The sections of that form."""
    return _composed(known, today)[1]


def _composed(known: Known, today: date) -> tuple[Sharing, list[Section]]:
    asked: list[Asked] = common.parts(known, today)
    for programme in known.in_order:
        asked += PROGRAMME_PARTS[programme](known, today)
    if known.examination:
        asked += examination.examination(known, today)
    # Sorting is stable: within a slot the common block stands first, then the programmes in their order.
    asked.sort(key=lambda each: each.slot)
    sharing, sections = shared(known.sections, asked)
    return sharing, [each if each.name else replace(each, name=ASKED) for each in sections]


def _mark(kept: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(kept[name]) for name in ("source", "reason") if kept.get(name)}


def _higher_arm(values: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """The pressure of the arm with the higher systolic value, and which arm that is."""
    sides = [(values.get(f"sbp_{side}"), values.get(f"dbp_{side}"), side) for side in ("left", "right")]
    known = [(str(sbp), dbp, side) for sbp, dbp, side in sides if str(sbp).isdecimal()]
    if not known:
        return None, None, ""
    sbp, dbp, side = max(known, key=lambda each: int(each[0]))
    return sbp, dbp, _tr("左侧") if side == "left" else _tr("右侧")


def show_last_values(form: Form, last: LastValues, today: date) -> None:
    """The last value beside each field; both halves of a pressure together."""
    if "sbp" in last or "dbp" in last:
        day = last.get("sbp", last.get("dbp", (None, "")))[1]
        words = pressure({name: last[name][0] for name in ("sbp", "dbp") if name in last})
        form.set_aside(VISIT, "dbp", _last_words(words, day, today))
    for part in form.parts:
        for name in (name for line in part.section.lines for name in line.names):
            declared = part.section.declared(name)
            if name in NO_LAST_VALUE or declared.kind in (Kind.LONG_TEXT, Kind.ITEMS):
                continue
            found = last.get(f"{part.section.type}.{name}") or _unshared(part.section.type, name, last)
            if found:
                words = _last_words(_value_words(declared, found[0]), found[1], today)
                form.set_aside(part.section.type, name, words)


def _unshared(record_type: str, name: str, last: LastValues) -> tuple[Any, str] | None:
    """A field of one form only; where several forms have the name, their codes differ and the key says whose it is."""
    several = sum(each.endswith(f".{name}") for each in last)
    return None if several and record_type != VISIT else last.get(name)


def _value_words(declared: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _tr("是") if value else _tr("否")
    if isinstance(value, list):
        return listed(record_word(declared.label_of(each)) for each in value)
    return record_word(declared.label_of(value)) if declared.options else str(value)


def _last_words(value: str, day: str, today: date) -> str:
    return _tr("上次 {value}（{day}）").format(value=value, day=short_day(day, today)) if value else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)
