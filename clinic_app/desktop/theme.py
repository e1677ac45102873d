"""Every colour, length and type size of the window, and the one style sheet made from them.

Type sizes are points: the user's step scales them all. Lengths follow the step too, so that a row stays as high as
its text needs. Nothing else in the program names a colour or a size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from clinic_app.desktop import style_sheet
from clinic_app.desktop.fonts import families
from clinic_app.paths import resources_folder


class Look(StrEnum):
    """The three colour sets."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


TEXT_STEPS = (100, 115, 130, 150, 175, 200)
"""Type sizes in percent that a person may choose."""
BODY_POINTS = 12.0
"""16 pixels at 96 dots an inch."""


@dataclass(frozen=True)
class Colours:
    """One colour set; every text colour reaches 4.5:1 on surface and card."""

    surface: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    good: str
    watch: str
    danger: str
    soft: str
    """Behind the current rail item and a chosen row."""
    practice: str
    """The frame of practice data."""
    on_practice: str


COLOURS = {
    Look.LIGHT: Colours(
        surface="#F6F7F9", card="#FFFFFF", line="#DDE1E7", text="#1B2430", muted="#5A6675", accent="#0B6E69",
        on_accent="#FFFFFF", good="#1B7F3B", watch="#9A5B00", danger="#B3261E", soft="#E9F4F3",
        practice="#6A3BA0", on_practice="#FFFFFF",
    ),
    Look.DARK: Colours(
        surface="#15181C", card="#1E2227", line="#343A42", text="#E8EBEF", muted="#A3ADB9", accent="#4FB8B0",
        on_accent="#0E1513", good="#62C27F", watch="#E0A84A", danger="#F28B82", soft="#21393A",
        practice="#B79AE8", on_practice="#15101C",
    ),
    Look.HIGH_CONTRAST: Colours(
        surface="#FFFFFF", card="#FFFFFF", line="#000000", text="#000000", muted="#1A1A1A", accent="#00336B",
        on_accent="#FFFFFF", good="#00480F", watch="#5A3300", danger="#8A0000", soft="#D6E6F8",
        practice="#4B0082", on_practice="#FFFFFF",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Lengths:
    """The 8-point rhythm, in logical pixels at the chosen step."""

    tiny: int
    small: int
    gap: int
    wide: int
    section: int
    page: int
    row: int
    compact_row: int
    button: int
    focus: int = 2


def lengths(step: int) -> Lengths:
    """The rhythm at a text step in percent: rows and buttons grow with the text, gaps hardly."""
    grown = 1 + (step - 100) / 200
    return Lengths(
        tiny=4,
        small=8,
        gap=round(12 * grown),
        wide=round(16 * grown),
        section=round(24 * grown),
        page=round(32 * grown),
        row=round(40 * step / 100),
        compact_row=round(36 * step / 100),
        button=round(40 * step / 100),
    )


@dataclass(frozen=True)
class TypeSizes:
    """Points at the chosen step."""

    body: float
    section: float
    page: float
    figure: float


def type_sizes(step: int) -> TypeSizes:
    """16, 20, 24 and 28 pixels at step 100, in points."""
    return TypeSizes(*(BODY_POINTS * factor * step / 100 for factor in (1.0, 1.25, 1.5, 1.75)))


class Theme(QObject):
    """The look in force. One for the application; `changed` tells painters to repaint."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.look = Look.LIGHT
        self.step = TEXT_STEPS[0]
        self._worn: tuple[Look, int] | None = None
        self.families = families()

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return COLOURS[self.look]

    @property
    def lengths(self) -> Lengths:
        """The lengths in force."""
        return lengths(self.step)

    @property
    def sizes(self) -> TypeSizes:
        """The type sizes in force."""
        return type_sizes(self.step)

    def colour(self, name: str) -> QColor:
        """A token as a colour for a painter."""
        return QColor(getattr(self.colours, name))

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """A token as a font for a painter."""
        font = QFont(self.families)
        font.setPointSizeF(getattr(self.sizes, size))
        font.setBold(bold)
        return font

    def apply(self, look: Look, step: int) -> None:
        """Put a look on: font, palette, style sheet. What is on already costs nothing: each widget is styled anew."""
        step = min(max(step, TEXT_STEPS[0]), TEXT_STEPS[-1])
        if self._worn == (look, step):
            return
        self._worn = look, step
        self.look, self.step = look, step
        self._application.setFont(self.font())
        self._application.setPalette(_palette(self.colours))
        chevron = (resources_folder() / "icons" / f"chevron-{look.value}.svg").as_posix()
        self._application.setStyleSheet(style_sheet.build(self.colours, self.lengths, self.sizes, chevron))
        self.changed.emit()


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, colours.surface),
        (roles.Base, colours.card),
        (roles.AlternateBase, colours.surface),
        (roles.Button, colours.card),
        (roles.WindowText, colours.text),
        (roles.Text, colours.text),
        (roles.ButtonText, colours.text),
        (roles.ToolTipBase, colours.card),
        (roles.ToolTipText, colours.text),
        (roles.PlaceholderText, colours.muted),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.Link, colours.accent),
    ):
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return palette


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1, 1.4.3)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def theme() -> Theme:
    """The application's theme; made on first use."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    found = application.findChild(Theme)
    return found if isinstance(found, Theme) else Theme(application)
