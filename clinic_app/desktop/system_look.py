"""What the computer itself is set to: dark or light, strong contrast, how much room its screen has."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from clinic_app.desktop.tokens import Density, Look

SMALL_SCREEN = 640
"""Logical pixels that a screen leaves to windows from top to bottom; below this there is little room for gaps."""
HIGH_CONTRAST_QUERY = 0x0042
HIGH_CONTRAST_ON = 0x00000001


def system_look() -> Look:
    """The colour set that goes with the computer's choice; light where it says nothing."""
    hints = QGuiApplication.styleHints()
    accessibility: Any = getattr(hints, "accessibility", None)
    if accessibility is not None:
        strong = accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    else:
        strong = _windows_high_contrast()
    if strong:
        return Look.HIGH_CONTRAST
    return Look.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Look.LIGHT


def system_density() -> Density:
    """Compact on a screen that is low at the scaling chosen for it: 1366x768 at 150 % has 512 pixels."""
    screen = QGuiApplication.primaryScreen()
    low = screen is not None and screen.availableGeometry().height() < SMALL_SCREEN
    return Density.COMPACT if low else Density.COMFORTABLE


class _HighContrast(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("flags", ctypes.c_uint), ("scheme", ctypes.c_wchar_p))


def _windows_high_contrast() -> bool:
    """Before Qt 6.10 only the system itself tells."""
    if sys.platform != "win32":
        return False
    found = _HighContrast(ctypes.sizeof(_HighContrast), 0, None)
    asked = ctypes.windll.user32.SystemParametersInfoW(HIGH_CONTRAST_QUERY, found.size, ctypes.byref(found), 0)
    return bool(asked) and bool(found.flags & HIGH_CONTRAST_ON)
