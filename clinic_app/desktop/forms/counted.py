"""Options of which each chosen one has a number: 危险行为, each with how many times."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.number import NumberEditor
from clinic_app.desktop.translation import record_title, record_word
from clinic_app.desktop.widgets.basic import column, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.records.field import Field, Kind


class CountedEditor(Editor):
    """Rows of a code and a count. The option 无 has no count and stands alone."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._code, self._count = declared.items
        none = tuple(each.code for each in self._code.options if each.label == "无")
        self.choice = ChoiceEditor(
            Field(declared.label, Kind.CODES, options=self._code.options, exclusive=none, help=declared.help)
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(self.choice)
        self._counts: dict[str, NumberEditor] = {}
        self._places: dict[str, QWidget] = {}
        strip = QWidget()
        flow = FlowLayout(strip)
        for option in self._code.options:
            if option.code in none:
                continue
            number = NumberEditor(self._count)
            words = record_title(option.label)
            number.name_for_reader(" ".join((words, record_word(self._count.label))))
            place = QWidget()
            place.setLayout(row(label(words, "muted"), number, label(record_word(self._count.unit), "muted")))
            place.hide()
            flow.addWidget(place)
            for signal, slot in (
                (number.changed, self.changed), (number.entered, self.entered), (number.left, self.left),
            ):  # fmt: skip
                signal.connect(slot)
            number.done.connect(self._count_done)
            self._counts[option.code], self._places[option.code] = number, place
        self.inner.addLayout(column(self.choice, strip))
        self.choice.changed.connect(self._chosen)
        self.choice.done.connect(self._choice_done)
        self.choice.entered.connect(self.entered)
        self.choice.left.connect(self.left)

    def value(self) -> Any:
        """`[{"act": "1", "times": "2"}]`, in printed order."""
        found = []
        for code in self.choice.value() or ():
            number = self._counts[code].value() if code in self._counts else None
            found.append({self._code.name: code, **({self._count.name: number} if number else {})})
        return found or None

    def set_value(self, value: Any) -> None:
        """Show stored rows."""
        rows = {str(each.get(self._code.name)): each.get(self._count.name) for each in value or ()}
        self.choice.set_value(list(rows))
        for code, number in self._counts.items():
            number.set_value(rows.get(code))
        self._show_counts()

    def name_for_reader(self, name: str) -> None:
        """The options have the field's name."""
        self.choice.name_for_reader(name)

    def mark(self, *, wrong: bool) -> None:
        """The frame of the options."""
        self.choice.mark(wrong=wrong)

    def _asked(self) -> list[str]:
        chosen = self.choice.value() or ()
        return [code for code in self._counts if code in chosen]

    def _show_counts(self) -> None:
        asked = self._asked()
        for code, place in self._places.items():
            place.setVisible(code in asked)

    @Slot()
    def _chosen(self) -> None:
        self._show_counts()
        self.changed.emit()

    @Slot()
    def _choice_done(self) -> None:
        asked = self._asked()
        if asked:
            self._counts[asked[0]].take_focus()
        else:
            self.done.emit()

    @Slot()
    def _count_done(self) -> None:
        asked = self._asked()
        place = next((i for i, code in enumerate(asked) if self._counts[code] is self.sender()), len(asked) - 1)
        if place + 1 < len(asked):
            self._counts[asked[place + 1]].take_focus()
        else:
            self.done.emit()
