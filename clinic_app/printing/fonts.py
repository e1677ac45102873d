"""Faces that are embedded in every page, and what to print for a character that none of them holds.

A character is drawn with the first face that has it: Noto Sans SC, then the rare-character faces. What no face has is
written as 〔U+2B9D0, pinyin〕, never as an empty box, and `unprintable` tells the screen which ones these are.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from clinic_app.paths import resources_folder

if TYPE_CHECKING:
    from clinic_app.printing.embedding import EmbeddedFont

REGULAR = "clinic-regular"
BOLD = "clinic-bold"
RARE_B = "clinic-rare-b"
RARE_C = "clinic-rare-c"
RARE_A = "clinic-rare-a"
RARE = (RARE_B, RARE_C, RARE_A)
FILES = {
    REGULAR: "NotoSansSC-Regular.ttf",
    BOLD: "NotoSansSC-Bold.ttf",
    RARE_B: "RareHanB.ttf",
    RARE_C: "RareHanC.ttf",
    RARE_A: "RareHanA.ttf",
}
CHAIN = {False: (REGULAR, *RARE), True: (BOLD, REGULAR, *RARE)}

writing = threading.Lock()
"""Held while a document is written out: faces share one read position between documents."""


@dataclass(frozen=True)
class Run:
    """A stretch of text that one face draws."""

    face: str
    text: str


@cache
def _load(name: str) -> EmbeddedFont:
    # What writes PDF is read in with the first page: most days begin without one.
    from clinic_app.printing.embedding import registered

    return registered(name, resources_folder() / "fonts" / FILES[name])


def initial_font() -> str:
    """The face that a page starts with, so that no face of the reader's system is named in the PDF."""
    return str(_load(REGULAR).fontName)


@cache
def face_of(character: str, bold: bool = False) -> str | None:
    """The face that draws a character, None when there is none. Rare faces are loaded when first needed."""
    code = ord(character)
    return next((name for name in CHAIN[bold] if code in _load(name).face.charToGlyph), None)


@cache
def advance(character: str, bold: bool = False) -> float:
    """How far a printable character moves the pen, in ems."""
    face = face_of(character, bold)
    return float(_load(face).face.getCharWidth(ord(character))) / 1000 if face else 0.0


@cache
def shown(character: str) -> str:
    """What stands on paper for a character: itself, a space, nothing for an invisible one, or 〔U+2B9D0, pinyin〕."""
    category = unicodedata.category(character)
    if character in "\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n"
    if character == "\t" or category == "Zs":
        return character if character == "\u3000" else " "
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    return character if face_of(character) else f"〔U+{ord(character):04X}{_reading(character)}〕"


def _reading(character: str) -> str:
    """`, pinyin` of a Han character that has one; pypinyin is only loaded for such a character."""
    code = ord(character)
    if not (0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF):
        return ""
    # Its phrases would take fifty megabytes; one character is no phrase.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import pinyin

    readings = pinyin(character, errors="ignore")
    reading = "".join(letter for letter in readings[0][0] if face_of(letter)) if readings else ""
    return f", {reading}" if reading else ""


def printable(text: str) -> str:
    """The text as it can be drawn: every character has a face, `\\n` breaks a line."""
    return "".join(map(shown, text.replace("\r\n", "\n").replace("\r", "\n")))


def unprintable(text: str) -> list[str]:
    """Characters that paper shows as 〔code point〕, each once, in order, for the screen to say so."""
    return [each for each in dict.fromkeys(text) if shown(each).startswith("〔U+")]


def runs(text: str, *, bold: bool = False) -> list[Run]:
    """Printable text cut where the face changes."""
    found: list[Run] = []
    for character in text:
        face = face_of(character, bold) or CHAIN[bold][0]
        if found and found[-1].face == face:
            found[-1] = Run(face, found[-1].text + character)
        else:
            found.append(Run(face, character))
    return found


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The drawn width of printable text in points at `size` points."""
    return size * sum(advance(character, bold) for character in text)
