"""Sheets of paper and how a printer shifts them. Lengths are millimetres, font sizes points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

POINT = 25.4 / 72
"""Millimetres in a point."""


@dataclass(frozen=True)
class Paper:
    """A sheet in millimetres; the offsets move everything right and down where a printer feeds askew.

    `strip` is the perforated strip on either side of continuous paper, `parts` how many sheets one stroke prints (联).
    """

    width: float
    height: float
    offset_right: float = 0.0
    offset_down: float = 0.0
    strip: float = 0.0
    parts: int = 1

    @property
    def continuous(self) -> bool:
        """Whether an impact printer draws it: no fine bars, the same words on every part."""
        return self.strip > 0.0

    @property
    def lying(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    @property
    def low(self) -> bool:
        """Whether it is half of a usual sheet or less: heads take one line."""
        return self.height < 160.0

    def landscape(self) -> Paper:
        """The same sheet lying on its long side."""
        return replace(self, width=max(self.width, self.height), height=min(self.width, self.height))

    def shifted(self, right: float, down: float) -> Paper:
        """The same sheet with a printer's calibration."""
        return replace(self, offset_right=right, offset_down=down)

    def in_parts(self, parts: int) -> Paper:
        """Continuous paper of two or three parts (二联, 三联)."""
        return replace(self, parts=parts)


A4 = Paper(210.0, 297.0)
A5 = Paper(210.0, 148.0)
"""Lying, as slips use it."""
CONTINUOUS_140 = Paper(241.0, 140.0, strip=13.0, parts=2)
"""241 mm paper cut in halves (二等分)."""
CONTINUOUS_93 = Paper(241.0, 93.0, strip=13.0, parts=3)
"""241 mm paper cut in thirds (三等分)."""
PAPERS: Mapping[str, Paper] = {
    "a4": A4,
    "a5": A5,
    "continuous-140": CONTINUOUS_140,
    "continuous-93": CONTINUOUS_93,
}
"""By the names that settings and the command know them by."""
