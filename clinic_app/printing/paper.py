"""Sheets of paper and how a printer shifts them. Lengths are millimetres, font sizes points."""

from __future__ import annotations

from dataclasses import dataclass, replace

POINT = 25.4 / 72
"""Millimetres in a point."""


@dataclass(frozen=True)
class Paper:
    """A sheet in millimetres; the offsets move everything right and down where a printer feeds askew."""

    width: float
    height: float
    offset_right: float = 0.0
    offset_down: float = 0.0

    def landscape(self) -> Paper:
        """The same sheet lying on its long side."""
        return replace(self, width=max(self.width, self.height), height=min(self.width, self.height))

    def shifted(self, right: float, down: float) -> Paper:
        """The same sheet with a printer's calibration."""
        return replace(self, offset_right=right, offset_down=down)


A4 = Paper(210.0, 297.0)
