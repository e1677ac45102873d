"""What a meter measured, in the units of the forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MMHG_PER_KPA = Decimal("7.50062")
MG_PER_DL_OF_MMOL = Decimal("18.0182")
"""Molar mass of glucose: 180.182 g/mol."""


class NotAReading(ValueError):
    """The bytes or the line are no measurement of this profile."""


@dataclass(frozen=True)
class Reading:
    """One measurement. Pressures in mmHg, heart rate per minute, glucose in mmol/L.

    `measured_at` is the meter's own local clock, where it has one. `fasting` is None when the meter does not say.
    `remarks` are the meter's own doubts (袖带过松) in words.
    """

    sbp: int | None = None
    dbp: int | None = None
    heart_rate: int | None = None
    glucose: Decimal | None = None
    fasting: bool | None = None
    measured_at: datetime | None = None
    remarks: tuple[str, ...] = ()
    number: int | None = None
    """The meter's own number of the measurement, by which its context is found."""

    def values(self) -> dict[str, Any]:
        """Field values as the forms keep them: `sbp`, `dbp`, `heart_rate`; `fbg` unless the meter says not fasting."""
        found: dict[str, Any] = {
            name: getattr(self, name) for name in ("sbp", "dbp", "heart_rate") if getattr(self, name) is not None
        }
        if self.glucose is not None and self.fasting is not False:
            found["fbg"] = str(self.glucose)
        return found


def mmhg(value: Decimal, *, kilopascal: bool) -> int:
    """A pressure in whole mmHg. Raises NotAReading for what no cuff measures."""
    pressure = int((value * MMHG_PER_KPA if kilopascal else value).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < pressure < 400:
        raise NotAReading(f"pressure {pressure}")
    return pressure


def mmol(value: Decimal, *, molar: bool) -> Decimal:
    """A concentration in mmol/L with one decimal, from mol/L or from kg/L."""
    found = value * 1000 if molar else value * 100_000 / MG_PER_DL_OF_MMOL
    rounded = found.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not 0 < rounded < 100:
        raise NotAReading(f"glucose {rounded}")
    return rounded
