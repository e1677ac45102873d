"""Which of several lists a page shows: a button for each, one of them pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton

from clinic_app.desktop.widgets.basic import Button


def chips(words: Mapping[str, str], shown: str, clicked: Callable[[], object]) -> dict[str, QPushButton]:
    """A button for each list by its name, which stands in its property `list`; that of `shown` is pressed."""
    made: dict[str, QPushButton] = {}
    for name, text in words.items():
        button = made[name] = Button(text, role="option", clicked=clicked)
        button.setCheckable(True)
        button.setChecked(name == shown)
        button.setProperty("list", name)
    return made
