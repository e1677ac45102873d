"""The tokens of the window: named colours, lengths and type sizes. Nothing else names a colour or a size.

Type sizes are points: the user's step scales them all. Lengths follow the step too, so that a row stays as high as
its text needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """The three colour sets."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Density(StrEnum):
    """How much room there is between things; a row is never lower than 36."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


TEXT_STEPS = (100, 125, 150, 175, 200)
"""Type sizes in percent that a person may choose."""
BODY_POINTS = 12.0
"""16 pixels at 96 dots an inch."""


@dataclass(frozen=True)
class Colours:
    """One colour set; every text colour reaches 4.5:1 on surface, card and soft."""

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
    handle: str
    """Of a scroll bar; 3:1 beside what it lies on."""
    soft: str
    """Behind the current rail item and a chosen row."""
    practice: str
    """The frame of practice data."""
    on_practice: str


COLOURS = {
    Look.LIGHT: Colours(
        surface="#F6F7F9", card="#FFFFFF", line="#DDE1E7", text="#1B2430", muted="#5A6675", accent="#0B6E69",
        on_accent="#FFFFFF", good="#1B7F3B", watch="#9A5B00", danger="#B3261E", handle="#7F8A99", soft="#E9F4F3",
        practice="#6A3BA0", on_practice="#FFFFFF",
    ),
    Look.DARK: Colours(
        surface="#15181C", card="#1E2227", line="#343A42", text="#E8EBEF", muted="#A3ADB9", accent="#4FB8B0",
        on_accent="#0E1513", good="#62C27F", watch="#E0A84A", danger="#F28B82", handle="#7A8692", soft="#21393A",
        practice="#B79AE8", on_practice="#15101C",
    ),
    Look.HIGH_CONTRAST: Colours(
        surface="#FFFFFF", card="#FFFFFF", line="#000000", text="#000000", muted="#1A1A1A", accent="#00336B",
        on_accent="#FFFFFF", good="#00480F", watch="#5A3300", danger="#8A0000", handle="#000000", soft="#D6E6F8",
        practice="#4B0082", on_practice="#FFFFFF",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Lengths:
    """The 8-point rhythm, in logical pixels at the chosen step and density."""

    tiny: int
    small: int
    gap: int
    wide: int
    section: int
    page: int
    row: int
    """A row of a table or of a form."""
    compact_row: int
    """A field, an option, a row of a list that must be short."""
    button: int
    focus: int = 2


def lengths(step: int, density: Density = Density.COMFORTABLE) -> Lengths:
    """The rhythm at a text step in percent: rows and buttons grow with the text, gaps hardly."""
    grown = 1 + (step - 100) / 200
    close = density is Density.COMPACT
    row = 36 if close else 40
    return Lengths(
        tiny=4,
        small=6 if close else 8,
        gap=round((8 if close else 12) * grown),
        wide=round((12 if close else 16) * grown),
        section=round((16 if close else 24) * grown),
        page=round((24 if close else 32) * grown),
        row=round(row * step / 100),
        compact_row=round(36 * step / 100),
        button=round(row * step / 100),
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


def nearest_step(step: int) -> int:
    """The step that is offered and comes nearest to a stored one; of two the larger."""
    return min(reversed(TEXT_STEPS), key=lambda each: abs(each - step))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1, 1.4.3)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
