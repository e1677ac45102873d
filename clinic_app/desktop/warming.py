"""What comes behind the door is read in while somebody types the password, so that the door itself is there at once."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer

BEHIND_THE_DOOR = ("clinic_app.sync.renewal", "clinic_app.desktop.rooms", "clinic_app.desktop.window")
"""What opens the data comes first: a short password may be faster than the pages."""
Opened = TypeVar("Opened")
SOON = 60
"""Milliseconds: first the door is painted."""


def read_in_behind_the_door() -> None:
    """Import the pages in a thread, once the door has been painted. A second time costs nothing."""
    if not sys.modules.keys() >= set(BEHIND_THE_DOOR):
        QTimer.singleShot(SOON, _begin)


def with_what_is_behind(come_in: Callable[[], Opened]) -> Opened:
    """For the door's own thread: what `come_in` opens, when the pages are there too. A fast hand on a slow computer
    then waits here, and not the thread of the window."""
    opened = come_in()
    _read_in()
    return opened


def _begin() -> None:
    threading.Thread(target=_read_in, name="reading in").start()


def _read_in() -> None:
    for name in BEHIND_THE_DOOR:
        importlib.import_module(name)
    # The first list needs the rules; they are read from their files once.
    from clinic_app.guidelines.indicator_definitions import default_indicator_book
    from clinic_app.guidelines.rule_files import default_rule_books

    default_rule_books()
    default_indicator_book()
