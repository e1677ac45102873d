"""Blood Pressure Measurement (characteristic 0x2A35 of service 0x1810), Bluetooth Blood Pressure Service 1.1."""

from __future__ import annotations

from clinic_app.devices.layout import Bytes
from clinic_app.devices.reading import NotAReading, Reading, mmhg

SERVICE = "00001810-0000-1000-8000-00805f9b34fb"
MEASUREMENT = "00002a35-0000-1000-8000-00805f9b34fb"
KILOPASCAL, TIMED, PULSE, USER, STATUS = 0x01, 0x02, 0x04, 0x08, 0x10
DOUBTS = {0x01: "测量时有动作", 0x02: "袖带过松", 0x04: "脉搏不齐", 0x20: "测量姿势不当"}


def parse_blood_pressure(raw: bytes | bytearray) -> Reading:
    """A measurement from its bytes. Raises NotAReading for a failed measurement or a broken layout."""
    read = Bytes(raw)
    flags = read.whole(1)
    systolic, diastolic, _mean = read.sfloat(), read.sfloat(), read.sfloat()
    moment = read.moment() if flags & TIMED else None
    pulse = read.sfloat() if flags & PULSE else None
    if flags & USER:
        read.whole(1)
    status = read.whole(2) if flags & STATUS else 0
    if systolic is None or diastolic is None:
        raise NotAReading("the measurement failed")
    kilopascal = bool(flags & KILOPASCAL)
    sbp, dbp = mmhg(systolic, kilopascal=kilopascal), mmhg(diastolic, kilopascal=kilopascal)
    if sbp <= dbp:
        raise NotAReading(f"{sbp}/{dbp}")
    rate = int(pulse) if pulse is not None and 0 < pulse < 400 else None
    remarks = tuple(words for bit, words in DOUBTS.items() if status & bit)
    return Reading(sbp=sbp, dbp=dbp, heart_rate=rate, measured_at=moment, remarks=remarks)
