"""Words that are declared, not written in a window: labels, options, states, danger signs.

Declarations are read by storage, paper and sync as well, so they stay Chinese; only what a window draws is looked up.
`declared_words.py` has all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from clinic_app.records.field import Option

CONTEXT = "records"


def record_word(text: str) -> str:
    """A declared word in the language of the window; a word nobody declared (a name, a village) comes back as it is."""
    return QCoreApplication.translate(CONTEXT, text) if text else text


def record_title(text: str) -> str:
    """A declared word where it stands by itself, as in front of a field: with a capital in languages that have them."""
    words = record_word(text)
    # pH and eGFR stay as they are.
    return words if words[1:2].isupper() else words[:1].upper() + words[1:]


def record_words(options: Iterable[Option]) -> dict[str, str]:
    """The words of a code list by code, in the language of the window."""
    return {option.code: record_word(option.label) for option in options}
