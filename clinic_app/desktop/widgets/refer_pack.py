"""What travels with a referral: the parts of the record pack, and results that are on file, each taken with one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.items import ItemsEditor
from clinic_app.desktop.widgets.basic import label
from clinic_app.desktop.words import medicine_line, pressure, short_day
from clinic_app.records.field import Field, Kind, Option

PARTS = ("readings", "medicines", "diagnoses")
"""The keys of a record pack that the sender may leave at home; allergies always travel."""


class PackEditor(Editor):
    """The record pack as it would be frozen now; a part that is not ticked stays at home. All are ticked at first."""

    def __init__(self, declared: Field, pack: Mapping[str, Any], today: date, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._pack = {name: pack[name] for name in PARTS if pack.get(name)}
        self._always = {name: value for name, value in pack.items() if name not in PARTS}
        words = {
            "readings": self.tr("近期读数"), "medicines": self.tr("正在用药"), "diagnoses": self.tr("疾病史"),
        }  # fmt: skip
        options = tuple(
            Option(name, "　".join(part for part in (words[name], _gist(name, pack[name], today)) if part))
            for name in self._pack
        )
        self.choice = ChoiceEditor(replace(declared, kind=Kind.CODES, options=options)) if options else None
        if self.choice is None:
            self.inner.addWidget(label(self.tr("本机没有可带的读数、用药和病史"), "muted", wrap=True), 1)
            return
        self.choice.set_value(list(self._pack))
        self.choice.changed.connect(self.changed)
        self.choice.done.connect(self.done)
        self.choice.entered.connect(self.entered)
        self.choice.left.connect(self.left)
        self.inner.addWidget(self.choice, 1)
        self.setFocusProxy(self.choice)

    @property
    def waits_for_answer(self) -> bool:
        """An empty pack has nothing to choose."""
        return self.choice is not None

    def value(self) -> Any:
        """The ticked parts, and what always travels."""
        if self.choice is None:
            return None
        return {**{name: self._pack[name] for name in self.choice.value() or []}, **self._always}

    def set_value(self, value: Any) -> None:
        """Tick the parts that a draft had."""
        if self.choice is not None and isinstance(value, Mapping):
            self.choice.set_value([name for name in self._pack if name in value])


class ResultsEditor(Editor):
    """Results of tests: those on file by a digit, others typed."""

    def __init__(
        self, declared: Field, known: Sequence[Mapping[str, Any]], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(declared, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._known = {str(place): dict(each) for place, each in enumerate(known, 1)}
        self._place = QVBoxLayout()
        self.inner.addLayout(self._place, 1)
        self.choice: ChoiceEditor | None = None
        self.rows = ItemsEditor(_asked(declared), today=today)
        if self._known:
            options = tuple(Option(code, _result_words(each, today)) for code, each in self._known.items())
            self.choice = ChoiceEditor(replace(declared, kind=Kind.CODES, options=options, items=()))
            self.choice.changed.connect(self.changed)
            self.choice.done.connect(self.rows.take_focus)
            self.choice.entered.connect(self.entered)
            self._place.addWidget(self.choice)
        self._place.addWidget(self.rows)
        self.rows.changed.connect(self.changed)
        self.rows.done.connect(self.done)
        self.rows.entered.connect(self.entered)

    def value(self) -> Any:
        """The chosen ones, then the typed ones."""
        chosen = [self._known[code] for code in (self.choice.value() or [])] if self.choice is not None else []
        return [*chosen, *(self.rows.value() or [])] or None

    def set_value(self, value: Any) -> None:
        """Tick what is on file; the rest stands in the rows."""
        rows = [dict(each) for each in value or [] if isinstance(each, Mapping)]
        chosen = [code for code, each in self._known.items() if each in rows]
        if self.choice is not None:
            self.choice.set_value(chosen)
        taken = [self._known[code] for code in chosen]
        self.rows.set_value([each for each in rows if each not in taken])

    def name_for_reader(self, name: str) -> None:
        """Both say the field's name."""
        self.rows.name_for_reader(name)
        if self.choice is not None:
            self.choice.setAccessibleName(name)

    def mark(self, *, wrong: bool) -> None:
        """The typed rows are what can be wrong."""
        self.rows.mark(wrong=wrong)

    @Slot()
    def take_focus(self) -> None:
        """The list, or the first row."""
        (self.choice or self.rows).take_focus()


def _asked(declared: Field) -> Field:
    """What the sender says of a result; whether it is recognised is the receiver's."""
    return replace(declared, items=tuple(part for part in declared.items if part.name not in ("recognised", "reason")))


def _gist(name: str, value: Any, today: date) -> str:
    """The newest reading, the number of medicines, the words of allergies."""
    if name == "readings":
        newest = value[0]
        sugar = f"{newest['fbg']} mmol/L" if newest.get("fbg") else ""
        return " ".join(part for part in (short_day(newest.get("visit_date"), today), pressure(newest), sugar) if part)
    if name == "medicines":
        return "；".join(medicine_line(each) for each in value)
    return str(value)


def _result_words(result: Mapping[str, Any], today: date) -> str:
    day = short_day(result.get("examined_on"), today)
    return " ".join(str(part) for part in (result.get("item"), result.get("value"), day) if part)
