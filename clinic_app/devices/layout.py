"""Reading the byte layouts of Bluetooth health profiles: little-endian numbers, SFLOAT, date and time."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from clinic_app.devices.reading import NotAReading

SPECIAL = {0x07FE: "+infinity", 0x07FF: "not a number", 0x0800: "not at this resolution", 0x0801: "reserved",
           0x0802: "-infinity"}  # fmt: skip
"""Mantissas that stand for no number (IEEE 11073-20601, SFLOAT)."""


class Bytes:
    """A characteristic's value, read from the front. Every read raises NotAReading past the end."""

    def __init__(self, raw: bytes | bytearray) -> None:
        self._raw = bytes(raw)
        self._place = 0

    @property
    def left(self) -> int:
        """How many bytes are still unread."""
        return len(self._raw) - self._place

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if self.left < count:
            raise NotAReading(f"{count} bytes wanted, {self.left} left")
        found = self._raw[self._place : self._place + count]
        self._place += count
        return found

    def whole(self, count: int, *, signed: bool = False) -> int:
        """A little-endian whole number of `count` bytes."""
        return int.from_bytes(self.take(count), "little", signed=signed)

    def sfloat(self) -> Decimal | None:
        """A 16-bit SFLOAT: 4 bits exponent to base ten, 12 bits mantissa; None for its special values."""
        raw = self.whole(2)
        mantissa, exponent = raw & 0x0FFF, raw >> 12
        if mantissa in SPECIAL:
            return None
        mantissa -= 0x1000 if mantissa & 0x0800 else 0
        exponent -= 0x10 if exponent & 0x8 else 0
        return Decimal(mantissa).scaleb(exponent)

    def moment(self) -> datetime | None:
        """A Date Time of seven bytes, the meter's local clock; None where it does not know the day."""
        year, month, day, hour, minute, second = self.whole(2), *self.take(5)
        if not (year and month and day):
            return None
        try:
            return datetime(year, month, day, hour, minute, second)
        except ValueError as impossible:
            raise NotAReading(str(impossible)) from impossible
