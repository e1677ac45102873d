"""The form of a referral: whom to ask for what, why, what travels along, what the patient agreed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Slot

from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.form import Form, Line, Section, Told, lines
from clinic_app.desktop.forms.open_choice import OpenChoiceEditor
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.suggest import Suggestions
from clinic_app.desktop.forms.text import LongTextEditor, TextEditor
from clinic_app.desktop.widgets.refer_offer import OfferEditor
from clinic_app.desktop.widgets.refer_pack import PackEditor, ResultsEditor
from clinic_app.records.field import Field, Option

REFERRAL = "referral"
COST, BEDS, PHONE = "cost", "beds", "phone"
"""Told lines: what the choice may cost, the free beds there, whom to ring."""
TIMED = frozenset({"clinic", "examination"})
SIGNED = ("consent_by", "consent_relation", "consent_phone")
WHY = ("initial_impression", "criteria", "present_illness", "past_history", "treatment_course", "from_phone")


class DoctorEditor(TextEditor):
    """A name; those of the organisation that is chosen are offered, any other text is taken too."""

    def suggest(self, names: Sequence[str]) -> None:
        """Another organisation's doctors."""
        offered = Suggestions(names, self.line)
        offered.activated.connect(self._taken)

    @Slot()
    def _taken(self) -> None:
        self.changed.emit()


@dataclass(frozen=True)
class Known:
    """What the form is made of besides declarations: values from the store, plain."""

    receivers: Sequence[Option]
    pack: Mapping[str, Any] = field(default_factory=dict)
    results: Sequence[Mapping[str, Any]] = ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("refer", text)


def refer_form(known: Known, today: Any) -> Form:
    """All sections in the order of the work; Enter passes over what a routine referral does not need."""
    return Form(referral_sections(_editors(known, today)), today, lazy=True)


def referral_sections(editors: Mapping[str, Callable[[Field], Editor]]) -> list[Section]:
    """The sections of that form, with these editors where a field has one of its own."""
    shown_when = {
        "requested_item": ("request", frozenset({"examination"})),
        **dict.fromkeys(("requested_day", "requested_time"), ("request", TIMED)),
        **dict.fromkeys(SIGNED, ("consent", frozenset({"agree", "refuse"}))),
    }
    asked = partial(Section, REFERRAL, editors=editors, shown_when=shown_when)
    return [
        asked(_where(), title=_tr("转到哪里"), told=_told()),
        asked(lines("level_skip_reason", "own_list_reason")),
        asked(lines(*WHY), title=_tr("为什么转")),
        asked((*lines("pack"), *lines("results", passed=True)), title=_tr("带去的资料")),
        asked(_agreed(), title=_tr("知情同意和手续")),
    ]


def _where() -> tuple[Line, ...]:
    return (
        Line(("to_org",)),
        Line(("to_dept",)),
        Line(("to_doctor",), passed=True),
        Line(("request",), passed=True),
        Line(("requested_item",)),
        Line(("requested_day", "requested_time"), _tr("希望时间"), labels={"requested_time": _tr("号源")}, passed=True),
        Line(("urgency",)),
        Line(("direction",)),
    )


def _told() -> tuple[Told, ...]:
    return (
        Told(PHONE, _tr("电话"), before="request"),
        Told(BEDS, _tr("空床"), before="urgency"),
        Told(COST, _tr("费用"), before="urgency"),
    )


def _agreed() -> tuple[Line, ...]:
    return (
        Line(("consent",)),
        Line(("consent_by", "consent_relation"), passed=True),
        *lines("consent_phone", "path", "booked_by", "insurance_registered", passed=True),
    )


def _editors(known: Known, today: Any) -> dict[str, Callable[[Field], Editor]]:
    found: dict[str, Callable[[Field], Editor]] = {
        "requested_time": OfferEditor,
        "to_doctor": DoctorEditor,
        "criteria": partial(_open, _tr("写了初步印象，这里列出这种病的转诊标准")),
        "pack": partial(_pack, known.pack, today),
        "results": partial(_results, known.results, today),
        **dict.fromkeys(("present_illness", "treatment_course"), partial(_long, 3)),
    }
    if known.receivers:
        found |= {"to_dept": partial(_pick, ()), "to_org": partial(_pick, known.receivers)}
    return found


def _pick(options: Sequence[Option], declared: Field) -> Editor:
    return PickEditor(declared, options)


def _long(count: int, declared: Field) -> Editor:
    return LongTextEditor(declared, lines=count)


def _open(empty: str, declared: Field) -> Editor:
    return OpenChoiceEditor(declared, empty=empty)


def _pack(pack: Mapping[str, Any], today: Any, declared: Field) -> Editor:
    return PackEditor(declared, pack, today)


def _results(results: Sequence[Mapping[str, Any]], today: Any, declared: Field) -> Editor:
    return ResultsEditor(declared, results, today)
