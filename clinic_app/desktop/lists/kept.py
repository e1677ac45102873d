"""The columns and widths that the person at the keyboard chose, read once and written a moment after a change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from clinic_app.desktop.desk import Desk
from clinic_app.store.list_choice import ListChoice, keep_list_choices, list_choices

AFTER = 400
"""Milliseconds of rest after which a change is written: a column that is being dragged changes many times."""


class KeptChoices(QObject):
    """One for each desk: another person has another desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        with desk.database.read() as connection:
            self._choices = list_choices(connection, desk.database.actor.account)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self.write)

    def of(self, name: str) -> ListChoice:
        """The choice for a list; an empty one where nothing was changed."""
        return self._choices.get(name, ListChoice())

    def keep(self, name: str, choice: ListChoice) -> None:
        """Another choice; an empty one forgets."""
        if choice == ListChoice():
            self._choices.pop(name, None)
        else:
            self._choices[name] = choice
        self._timer.start()

    @Slot()
    def write(self) -> None:
        """In the writing lane."""
        database, choices = self._desk.database, dict(self._choices)
        self._desk.work.write(self, lambda: keep_list_choices(database, choices))


def kept_choices(desk: Desk) -> KeptChoices:
    """The choices that go with a desk."""
    return desk.findChild(KeptChoices) or KeptChoices(desk)
