"""The box of a measured value: the number, where it comes from, or why it was not measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.number import NumberEditor
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import label, set_role
from clinic_app.desktop.widgets.line import COMMANDS, ENTER
from clinic_app.records.field import Field, Kind
from clinic_app.records.visit import NOT_MEASURED_REASON, PROVENANCE

NOT_MEASURED_KEY, SOURCE_KEY = Qt.Key.Key_F7, Qt.Key.Key_F9
TYPED = "typed"
REASON = Field("未测原因", Kind.CODE, name="not_measured", options=NOT_MEASURED_REASON)
SOURCES = tuple(option.code for option in PROVENANCE)


class Absence(QLabel):
    """未测：没带设备, in the field's place. Enter goes on; F7, Backspace or typing a digit goes back to the box."""

    done = Signal()
    entered = Signal()
    left = Signal()
    taken_back = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "chip-watch")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; a digit is the value after all."""
        if event.modifiers() & COMMANDS:
            super().keyPressEvent(event)
        elif event.key() in ENTER:
            self.done.emit()
        elif event.key() in (NOT_MEASURED_KEY, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space):
            self.taken_back.emit("")
        elif event.text().isdigit():
            self.taken_back.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        set_role(self, "current", "state")
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        set_role(self, "", "state")
        self.left.emit()


class MeasuredEditor(Editor):
    """A number that says where it comes from. F7: not measured, with the reason by digit; F9: the next source."""

    absence_changed = Signal()

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.number = NumberEditor(declared)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.inner.setSpacing(6)
        self.inner.addWidget(self.number)
        self.setFocusProxy(self.number.line)
        self._reason = ""
        self._source = TYPED
        self._choice: ChoiceEditor | None = None
        self._absence: Absence | None = None
        self._chip: QLabel | None = None
        self.number.changed.connect(self._number_changed)
        self.number.done.connect(self.done)
        self.number.entered.connect(self.entered)
        self.number.left.connect(self.left)

    @property
    def reason(self) -> str:
        """The code of why it was not measured; empty when it was, or when nobody has said anything."""
        return self._reason

    @property
    def absent(self) -> bool:
        """Whether the box gave its place to the reason, or to the question for it."""
        return bool(self._reason) or (self._choice is not None and not self._choice.isHidden())

    @property
    def source(self) -> str:
        """Where the number comes from: typed, device, paper, told."""
        return self._source

    def value(self) -> Any:
        """The number; None when it was not measured."""
        return None if self._reason else self.number.value()

    def set_value(self, value: Any) -> None:
        """Show a stored number."""
        self.number.set_value(value)

    def marks(self) -> Mapping[str, str]:
        """What belongs to the value besides itself: `source` of a number, or `reason` of none."""
        if self._reason:
            return {"reason": self._reason}
        return {"source": self._source} if self.number.has_value() else {}

    def set_marks(self, marks: Mapping[str, str]) -> None:
        """Show stored marks."""
        self._source = marks.get("source") or TYPED
        self.set_reason(marks.get("reason", ""))
        self._show_source()

    def set_reason(self, reason: str) -> None:
        """Show why it was not measured, or the box again."""
        if reason == self._reason and not self.absent:
            return
        self._reason = reason
        if self._choice is not None:
            self._choice.hide()
        if reason:
            self._show_absence()
        elif self._absence is not None:
            self._absence.hide()
        self.number.setVisible(not reason)
        self.setFocusProxy(self._absence if reason and self._absence else self.number.line)
        self._show_source()
        self.absence_changed.emit()

    def take(self, value: Any, source: str) -> None:
        """A value from a meter: it stands in the box with its source."""
        self.set_reason("")
        self.number.set_value(value)
        self._source = source
        self._show_source()
        self.changed.emit()

    def mark(self, *, wrong: bool) -> None:
        """The frame of the box."""
        self.number.mark(wrong=wrong)

    def name_for_reader(self, name: str) -> None:
        """The box has the field's name."""
        self.number.name_for_reader(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F7 and F9 at the box."""
        if event.key() == NOT_MEASURED_KEY and not event.modifiers() & COMMANDS:
            self._take_back("") if self.absent else self.ask_reason()
        elif event.key() == SOURCE_KEY and not event.modifiers() & COMMANDS and not self.absent:
            self._source = SOURCES[(SOURCES.index(self._source) + 1) % len(SOURCES)]
            self._show_source()
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def ask_reason(self) -> None:
        """The reasons in place of the box; a digit chooses."""
        if self._choice is None:
            self._choice = ChoiceEditor(REASON)
            self._choice.name_for_reader(record_word(REASON.label))
            self._choice.changed.connect(self._reason_chosen)
            self._choice.done.connect(self._reason_done)
            self._choice.entered.connect(self.entered)
            self._choice.left.connect(self.left)
            self.inner.addWidget(self._choice, 1)
        self._choice.set_value(None)
        self.number.hide()
        self._choice.show()
        self._choice.take_focus()
        self.absence_changed.emit()

    def _show_absence(self) -> None:
        if self._absence is None:
            self._absence = Absence()
            self._absence.taken_back.connect(self._take_back)
            self._absence.done.connect(self.done)
            self._absence.entered.connect(self.entered)
            self._absence.left.connect(self.left)
            self.inner.addWidget(self._absence)
        words = record_words(NOT_MEASURED_REASON).get(self._reason, self._reason)
        self._absence.setText(self.tr("未测：{reason}").format(reason=words))
        self._absence.setAccessibleName(self._absence.text())
        self._absence.show()

    def _show_source(self) -> None:
        shown = self._source != TYPED and not self._reason and not self.absent
        if self._chip is None:
            if not shown:
                return
            self._chip = label("", "chip")
            self.inner.insertWidget(1, self._chip)
        self._chip.setText(record_words(PROVENANCE).get(self._source, self._source))
        self._chip.setVisible(shown)

    @Slot()
    def _number_changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _reason_chosen(self) -> None:
        assert self._choice is not None
        chosen = self._choice.value()
        if chosen:
            self._reason = ""
            self.number.set_value(None)
            self.set_reason(str(chosen))
            self.changed.emit()

    @Slot()
    def _reason_done(self) -> None:
        if self._reason:
            self.done.emit()
        else:
            self._take_back("")

    @Slot(str)
    def _take_back(self, typed: str) -> None:
        """It was measured after all."""
        self.set_reason("")
        if self._choice is not None:
            self._choice.hide()
        self.number.show()
        self.absence_changed.emit()
        self.number.take_focus()
        if typed:
            self.number.set_value(typed)
        self.changed.emit()
