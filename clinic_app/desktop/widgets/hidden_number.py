"""A telephone or identity number with its middle hidden until somebody asks, which is written into the audit."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, FoldingLabel, label, row
from clinic_app.desktop.words import grouped_identity, masked_identity, masked_phone

REVEAL_KEY = "Ctrl+Shift+H"
"""Shows and hides every number on the page; the window has the key."""


class Number(StrEnum):
    """Which kind of number: what the audit says was shown."""

    PHONE = "phone"
    IDENTITY = "identity"


class HiddenNumber(QWidget):
    """Shows nothing until `show_number`; another number, another page or a lock hides it again."""

    def __init__(self, desk: Desk, kind: Number = Number.PHONE, role: str = "", *, folds: bool = False) -> None:
        """One that `folds` puts the number under its caption where the pane is narrow."""
        super().__init__()
        self.desk, self.kind = desk, kind
        self._caption, self._number, self._target = "", "", ""
        self.shown = False
        """Whether the whole number can be read."""
        self.words: QLabel = FoldingLabel("", role) if folds else label("", role)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button(self.tr("显示"), role="link", clicked=self.toggle)
        self.button.setToolTip(REVEAL_KEY)
        self.setLayout(row(self.words, self.button, None))

    def show_number(self, caption: str, number: str | None, target: str) -> None:
        """Take a number and hide it; without one it says so. `target` is whose it is: `resident:ID`."""
        self._caption, self._number, self._target = caption, number or "", target
        self.button.setVisible(bool(number))
        self._tell(shown=False)

    @property
    def has_number(self) -> bool:
        """Whether there is a number to show."""
        return bool(self._number)

    @Slot()
    def toggle(self) -> None:
        """Show the whole number, or hide it again."""
        if not self.has_number:
            return
        if not self.shown:
            self.desk.readings.revealed(self._target, self.kind)
        self._tell(shown=not self.shown)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing stays open behind another page."""
        super().hideEvent(event)
        if self.shown:
            self._tell(shown=False)

    def _tell(self, *, shown: bool) -> None:
        self.shown = shown
        if not self._number:
            empty = self.tr("没有电话") if self.kind is Number.PHONE else ""
            self.words.setText(empty)
            return
        self.button.set_words(self.tr("遮住") if shown else self.tr("显示"))
        said = self._whole() if shown else self._masked()
        self.words.setText(f"{self._caption}　{said}" if self._caption else said)

    def _whole(self) -> str:
        return grouped_identity(self._number) if self.kind is Number.IDENTITY else self._number

    def _masked(self) -> str:
        return masked_identity(self._number) if self.kind is Number.IDENTITY else masked_phone(self._number)


def toggle_all(page: QWidget) -> bool:
    """Show every number that can be seen on a page; where all are shown, hide them. Whether there was one."""
    seen = [each for each in page.findChildren(HiddenNumber) if each.isVisible() and each.has_number]
    hidden = [each for each in seen if not each.shown]
    for each in hidden or seen:
        each.toggle()
    return bool(seen)
