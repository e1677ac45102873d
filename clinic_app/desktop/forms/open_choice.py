"""Options that are known only while the form is filled in: a check-list of the disease, the criteria of a referral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.widgets.basic import label
from clinic_app.records.field import Field, Option


class OpenChoiceEditor(Editor):
    """Several of a list that changes with other answers; chosen codes that a list lacks are kept."""

    def __init__(
        self, declared: Field, options: Sequence[Option] = (), parent: QWidget | None = None, *, empty: str = ""
    ) -> None:
        super().__init__(declared, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.choice: ChoiceEditor | None = None
        self._nothing = label(empty, "muted", wrap=True)
        self.inner.addWidget(self._nothing, 1)
        self._kept: list[str] = []
        self._name = ""
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Another list; what is chosen stays chosen."""
        if self.choice is not None and tuple(options) == tuple(self.choice.options):
            return
        chosen = self.value()
        focused = self.choice is not None and self.choice.hasFocus()
        if self.choice is not None:
            self.inner.removeWidget(self.choice)
            self.choice.hide()
            self.choice.deleteLater()
            self.choice = None
        self._nothing.setVisible(not options)
        if options:
            self._make(options)
            if focused:
                self.take_focus()
        self.set_value(chosen)

    def value(self) -> Any:
        """The chosen codes, those of the list in its order."""
        known = {option.code for option in self.choice.options} if self.choice is not None else set()
        chosen = (self.choice.value() or []) if self.choice is not None else []
        return [*chosen, *(each for each in self._kept if each not in known)] or None

    def set_value(self, value: Any) -> None:
        """Show stored codes."""
        codes = [str(each) for each in value] if isinstance(value, (list, tuple)) else []
        known = {option.code for option in self.choice.options} if self.choice is not None else set()
        self._kept = [each for each in codes if each not in known]
        if self.choice is not None:
            self.choice.set_value([each for each in codes if each in known])

    @property
    def waits_for_answer(self) -> bool:
        """Nothing to choose, nothing to stop at."""
        return self.choice is not None

    def name_for_reader(self, name: str) -> None:
        """What a screen reader says on entering."""
        self._name = name
        if self.choice is not None:
            self.choice.setAccessibleName(name)

    def take_focus(self) -> None:
        """Begin at the list."""
        if self.choice is not None:
            self.choice.take_focus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on."""
        super().focusInEvent(event)
        self.take_focus()

    def _make(self, options: Sequence[Option]) -> None:
        self.choice = ChoiceEditor(replace(self.declared, options=tuple(options)))
        self.choice.setAccessibleName(self._name)
        self.choice.changed.connect(self._chosen)
        self.choice.done.connect(self.done)
        self.choice.entered.connect(self.entered)
        self.choice.left.connect(self.left)
        self.inner.addWidget(self.choice, 1)

    @Slot()
    def _chosen(self) -> None:
        self.changed.emit()
