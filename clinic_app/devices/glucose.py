"""Glucose Measurement and its context (0x2A18, 0x2A34 of service 0x1808), Bluetooth Glucose Service 1.0.

A meter hands over stored measurements on request; only the newest is asked for.
"""

from __future__ import annotations

from datetime import timedelta

from clinic_app.devices.layout import Bytes
from clinic_app.devices.reading import NotAReading, Reading, mmol

SERVICE = "00001808-0000-1000-8000-00805f9b34fb"
MEASUREMENT = "00002a18-0000-1000-8000-00805f9b34fb"
CONTEXT = "00002a34-0000-1000-8000-00805f9b34fb"
ACCESS_POINT = "00002a52-0000-1000-8000-00805f9b34fb"
NEWEST = bytes((0x01, 0x06))
"""Record Access Control Point: report stored records, last record."""
OFFSET, CONCENTRATION, MOLAR, STATUS = 0x01, 0x02, 0x04, 0x08
DOUBTS = {0x0001: "设备电量低", 0x0002: "设备故障", 0x0004: "血样不足", 0x0008: "试纸插入有误", 0x0010: "试纸类型不符",
          0x0020: "高于设备量程", 0x0040: "低于设备量程", 0x0080: "温度过高", 0x0100: "温度过低"}  # fmt: skip
CONTROL_SOLUTION = 0x0A
"""Sample type of a test of the meter itself: nobody's blood."""
CARBOHYDRATE, MEAL, EXTENDED = 0x01, 0x02, 0x80
PREPRANDIAL, POSTPRANDIAL, FASTING, CASUAL = 1, 2, 3, 4


def parse_glucose(raw: bytes | bytearray) -> Reading:
    """A measurement from its bytes. Raises NotAReading for control solution, no result or a broken layout."""
    read = Bytes(raw)
    flags, number = read.whole(1), read.whole(2)
    moment = read.moment()
    if flags & OFFSET:
        minutes = read.whole(2, signed=True)
        moment = moment + timedelta(minutes=minutes) if moment else None
    if not flags & CONCENTRATION:
        raise NotAReading("no concentration")
    concentration, sample = read.sfloat(), read.whole(1)
    status = read.whole(2) if flags & STATUS else 0
    if concentration is None:
        raise NotAReading("no result")
    if sample & 0x0F == CONTROL_SOLUTION:
        raise NotAReading("control solution")
    remarks = tuple(words for bit, words in DOUBTS.items() if status & bit)
    glucose = mmol(concentration, molar=bool(flags & MOLAR))
    return Reading(glucose=glucose, measured_at=moment, remarks=remarks, number=number)


def parse_context(raw: bytes | bytearray) -> tuple[int, bool | None]:
    """The number of the measurement it belongs to, and whether it was fasting; None when the context does not say."""
    read = Bytes(raw)
    flags, number = read.whole(1), read.whole(2)
    if flags & EXTENDED:
        read.whole(1)
    if flags & CARBOHYDRATE:
        read.whole(1)
        read.sfloat()
    if not flags & MEAL:
        return number, None
    meal = read.whole(1)
    return number, True if meal == FASTING else None if meal in (PREPRANDIAL, 0) else False
