"""What every page is: a title with actions, a body, and the habit of reading again when something changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.desktop.changes import Changes
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import label
from clinic_app.devices.reading import Reading

SETTLE = 80
"""Milliseconds in which a storm of changes becomes one reading."""


class Page(QWidget):
    """Lives as long as the window. `watched` are the record types whose change makes it read again."""

    watched: frozenset[str] = frozenset()

    def __init__(self, desk: Desk, title: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.place = Place("")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lengths = theme().lengths
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(lengths.wide, lengths.gap, lengths.wide, lengths.gap)
        self.body.setSpacing(lengths.gap)
        self.title = label(title, "page-title")
        self.head = QHBoxLayout()
        self.head.setSpacing(lengths.gap)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        self._stale = False
        self._fresh = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self.refresh)
        desk.changes.changed.connect(self._changed)

    def arrive(self, place: Place) -> None:
        """The page is opened."""
        self.place = place
        self._stale = False
        self._fresh = True
        self.refresh()

    def return_to(self) -> None:
        """The page is seen again after a page that was opened from it."""
        if self._stale:
            self._stale = False
            self.refresh()
        self.take_focus()

    def depart(self) -> None:
        """Another page takes its place."""

    @Slot()
    def refresh(self) -> None:
        """Read again what the page shows."""

    def filled(self) -> None:
        """What was read is shown; the first time after arriving the focus goes to it."""
        if self._fresh:
            self._fresh = False
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus where work begins."""

    def answered(self) -> bool:
        """F1 on this page: whether it had help at the field with the focus."""
        return False

    def take_reading(self, reading: Reading) -> bool:
        """A meter measured something: whether this page has a place for it."""
        return False

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if not changes.touches(self.watched):
            return
        if self.isVisible():
            self._settle.start()
        else:
            self._stale = True
