"""One question, one answer, on the form: what another section answered is not asked again, and the form says so.

Which questions are the same is data (records/shared_answers.py). Here: where the asker stands before the other on
this form, the other is hidden and told; where the answer does not tell, it is asked after all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.section import Key, Line, Section, Told
from clinic_app.desktop.programmes.asked import Asked
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import listed
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind
from clinic_app.records.shared_answers import Flow, Place, asked_once, carried

SIGNS = "other_signs"
CHRONIC = ("hypertension_followup", "diabetes_followup")


@dataclass(frozen=True)
class Sharing:
    """The flows of one form: all of them, those that save a question, and those that tick along."""

    flows: tuple[Flow, ...] = ()
    answered: tuple[Flow, ...] = ()
    ticked: tuple[Flow, ...] = ()
    own: set[Key] = field(default_factory=set)
    """Fields that the person wants to answer by themselves after all."""

    def follow(self, form: Form, changed: Key | None = None) -> None:
        """Bring what is told up to date after an answer, or after all of them."""
        sources = {_key(flow.source) for flow in (*self.answered, *self.ticked)}
        if changed is not None and changed not in sources:
            return
        values = form.values()
        for flow in self.answered:
            self._answer(form, flow, values)
        for flow in self.ticked:
            self._tick(form, flow, values)

    def _answer(self, form: Form, flow: Flow, values: Mapping[str, Mapping[str, Any]]) -> None:
        section, name = flow.target
        if (section, name) in self.own:
            form.set_shown(section, name, shown=True)
            return
        source = values.get(flow.source.section, {})
        given = source.get(flow.source.field)
        answered = given not in (None, "", [])
        says = flow.carry(source) if answered else {}
        line, stands = told_name(flow), values.get(section, {}).get(name)
        told = bool(form.told(line))
        if stands is not None and not told and stands != says.get(name):
            # A stored visit says something else here: that was the doctor's.
            self.own.add((section, name))
            form.set_shown(section, name, shown=True)
            return
        if says or told:
            now = {name: None, **says}
            form.set_values({section: {each: value for each, value in now.items() if form.has(section, each)}})
        form.set_shown(section, name, shown=answered and not says)
        form.tell(line, _answer_words(flow, given, says) if says else "", record_word(flow.note))

    def _tick(self, form: Form, flow: Flow, values: Mapping[str, Mapping[str, Any]]) -> None:
        found = carried([flow], {flow.source.section: values.get(flow.source.section, {})})
        codes = found.get(flow.target.section, {}).get(flow.target.field) or []
        declared = RECORD_TYPES[flow.target.section].fields[flow.target.field]
        said = listed(f"{code} {record_word(declared.label_of(code))}" for code in codes)
        origin = record_word(RECORD_TYPES[flow.source.section].label)
        form.tell(told_name(flow), f"{said}（{origin}）" if said else "", record_word(flow.note))


def _key(place: Place) -> Key:
    return place.section, place.field


def told_name(flow: Flow) -> str:
    """The line that says what flowed."""
    return f"{flow.source.section}.{flow.source.field} {flow.target.section}.{flow.target.field}"


def _answer_words(flow: Flow, given: Any, says: Mapping[str, Any]) -> str:
    """2 有（高血压随访）, with both wordings where they differ."""
    source = RECORD_TYPES[flow.source.section].fields[flow.source.field]
    target = RECORD_TYPES[flow.target.section].fields[flow.target.field]
    value = says.get(flow.target.field)
    origin = record_word(RECORD_TYPES[flow.source.section].label)
    was, becomes = _words(source, given), _words(target, value)
    return f"{becomes}（{origin}）" if was == becomes else f"{becomes}（{origin}：{was}）"


def _words(declared: Field, value: Any) -> str:
    codes = value if isinstance(value, (list, tuple)) else [value]
    if not declared.options:
        return listed(str(each) for each in codes)
    return listed(f"{each} {record_word(declared.label_of(each))}" for each in codes)


def shared(sections: Sequence[str], asked: Sequence[Asked]) -> tuple[Sharing, list[Section]]:
    """The sections of the form without what is asked twice in the same words, with lines that tell what flows."""
    order = [(each.section.type, name) for each in asked for line in each.section.lines for name in line.names]
    place = {key: number for number, key in enumerate(order)}
    flows = tuple(flow for question in asked_once(sections) for flow in question.others)
    flows += tuple(_signs(CHRONIC[0], other) for other in CHRONIC[1:] if {CHRONIC[0], other} <= {*sections})
    # An answer can only save a question that comes after it.
    before = [
        flow for flow in flows
        if _key(flow.target) in place and place.get(_key(flow.source), len(order)) < place[_key(flow.target)]
    ]  # fmt: skip
    same = {_key(flow.target) for flow in before if flow.whole and _same_words(flow)}
    answered = tuple(flow for flow in before if flow.whole and _key(flow.target) not in same)
    ticked = tuple(flow for flow in before if not flow.whole)
    dropped = same | {(section, f"{name}_other") for section, name in same}
    found = [_rewritten(each.section, dropped, answered, ticked) for each in asked]
    return Sharing(flows, answered, ticked), [each for each in found if each.lines or each.told]


def _signs(source: str, target: str) -> Flow:
    """其他（阳性体征）stands on both forms in the same words."""

    def carry(values: Mapping[str, Any]) -> dict[str, Any]:
        return {SIGNS: values[SIGNS]} if values.get(SIGNS) else {}

    return Flow(Place(source, SIGNS), Place(target, SIGNS), carry, "")


def _same_words(flow: Flow) -> bool:
    """Whether the two forms print the very same choices, so that nothing needs telling."""
    source = RECORD_TYPES[flow.source.section].fields[flow.source.field]
    target = RECORD_TYPES[flow.target.section].fields[flow.target.field]
    if source.kind is Kind.TEXT:
        return True
    every = {"True", "False"} if not source.options else source.codes
    return source.kind is target.kind and source.options == target.options and set(flow.codes or ()) == set(every)


def _rewritten(
    section: Section, dropped: set[tuple[str, str]], answered: Sequence[Flow], ticked: Sequence[Flow]
) -> Section:
    lines = [_without(line, section.type, dropped) for line in section.lines]
    kept = tuple(line for line in lines if line.names)
    names = {name for line in kept for name in line.names}
    here = [flow for flow in (*answered, *ticked) if flow.target.section == section.type and flow.target.field in names]
    told = tuple(
        Told(told_name(flow), record_word(section.declared(flow.target.field).label),
             key=_key(flow.target) if flow.whole else None, before=flow.target.field)
        for flow in here
    )  # fmt: skip
    fields = dict(section.fields)
    for flow in (each for each in ticked if each in here):
        declared = fields.get(flow.target.field) or section.declared(flow.target.field)
        left = tuple(option for option in declared.options if option.code not in flow.replaced)
        fields[flow.target.field] = replace(declared, options=left)
    return replace(section, lines=kept, told=(*section.told, *told), fields=fields)


def _without(line: Line, section: str, dropped: set[tuple[str, str]]) -> Line:
    return replace(line, names=tuple(name for name in line.names if (section, name) not in dropped))


def with_flows(
    sharing: Sharing,
    values: Mapping[str, Mapping[str, Any]],
    sections: Sequence[str],
    derived: Mapping[str, Mapping[str, Any]],
) -> dict[str, dict[str, Any]]:
    """The visit and every section with what flows into it; what was answered there stays.

    `derived` is what the rules make of the sections (the grade of self-care): it flows, and is stored by the rules.
    """
    present = {name: dict(values.get(name, {})) for name in ("visit", *sections)}
    known = {name: {**given, **derived.get(name, {})} for name, given in present.items()}
    flowing = carried(sharing.flows, known)
    return {name: {**given, **flowing.get(name, {})} for name, given in present.items()}
