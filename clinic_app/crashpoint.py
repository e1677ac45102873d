"""Named places where a test ends the program as a power cut would.

In a clinic this does nothing: a place is armed only by the variable CLINIC_APP_CRASHPOINT, and only when it names a
file that begins with MARK. Both are read once, when the program starts; a running program cannot be armed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

VARIABLE = "CLINIC_APP_CRASHPOINT"
MARK = "clinic-app test: end at"
KILLED = 137


def _nothing(name: str) -> None:
    """Go on."""


def _armed(marker: str | None) -> Callable[[str], None]:
    """What `crashpoint` is in this process. A marker's second line is `place`, or `place n` for its n-th passing."""
    if not marker:
        return _nothing
    try:
        mark, place, *_ = Path(marker).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return _nothing
    name, _, count = place.partition(" ")
    if mark != MARK or not name:
        return _nothing
    left = int(count) if count.isdecimal() else 1

    def end(passed: str) -> None:
        nonlocal left
        if passed == name:
            left -= 1
            if left == 0:
                os._exit(KILLED)

    return end


crashpoint = _armed(os.environ.get(VARIABLE))
