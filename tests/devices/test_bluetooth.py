"""Listening to a Bluetooth meter, with a peripheral in place of the radio: it keeps the profile's order of events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from clinic_app.devices import blood_pressure, glucose
from clinic_app.devices.bluetooth import Connection, FoundMeter, listen
from clinic_app.devices.reading import Reading
from tests.devices.test_profiles import glucose as glucose_bytes
from tests.devices.test_profiles import pressures, sfloat

CUFF = FoundMeter("00:11:22:33:44:55", "演示血压计", blood_pressure.SERVICE)
STRIPS = FoundMeter("00:11:22:33:44:66", "演示血糖仪", glucose.SERVICE)


class Peripheral:
    """A meter: what it sends when somebody subscribes or asks, then it goes to sleep."""

    def __init__(self, on_subscribe: dict[str, list[bytes]], on_request: list[tuple[str, bytes]] | None = None) -> None:
        self.on_subscribe, self.on_request = on_subscribe, on_request or []
        self.notified: dict[str, Callable[[Any, bytearray], None]] = {}
        self.asked: list[bytes] = []
        self.is_connected = True

    async def start_notify(self, characteristic: str, notified: Callable[[Any, bytearray], None]) -> None:
        self.notified[characteristic] = notified
        for raw in self.on_subscribe.get(characteristic, []):
            notified(characteristic, bytearray(raw))

    async def write_gatt_char(self, characteristic: str, data: bytes, response: bool) -> None:
        self.asked.append(bytes(data))
        for target, raw in self.on_request:
            self.notified[target](target, bytearray(raw))


def heard(meter: FoundMeter, peripherals: list[Peripheral | None], count: int) -> list[Reading]:
    """What arrives until `count` readings; None in the list is a meter that is out of reach."""
    found: list[Reading] = []

    async def run() -> None:
        enough = asyncio.Event()
        waiting = iter(peripherals)

        @asynccontextmanager
        async def connecting(address: str) -> AsyncIterator[Connection]:
            assert address == meter.address
            peripheral = next(waiting, None)
            if peripheral is None:
                raise OSError("out of reach")
            yield peripheral
            peripheral.is_connected = False

        def deliver(reading: Reading) -> None:
            found.append(reading)
            if len(found) == count:
                enough.set()

        listening = asyncio.create_task(listen(meter, deliver, connecting=connecting, retry=0.01))
        await asyncio.wait_for(enough.wait(), 10)
        listening.cancel()

    asyncio.run(run())
    return found


def test_a_pressure_arrives_and_noise_does_not() -> None:
    cuff = Peripheral({blood_pressure.MEASUREMENT: [b"\x00", b"\x00" + pressures(152, 96)]})
    assert heard(CUFF, [cuff], 1) == [Reading(sbp=152, dbp=96)]


def test_a_meter_out_of_reach_is_tried_until_it_wakes() -> None:
    cuff = Peripheral({blood_pressure.MEASUREMENT: [b"\x00" + pressures(152, 96)]})
    assert heard(CUFF, [None, None, cuff], 1) == [Reading(sbp=152, dbp=96)]


def test_only_the_newest_glucose_is_asked_for_and_its_context_says_fasting() -> None:
    measured = glucose_bytes(0x16, sfloat(64, -4) + b"\x11")
    strips = Peripheral({}, [(glucose.MEASUREMENT, measured), (glucose.CONTEXT, bytes((0x02, 7, 0, 3)))])
    (reading,) = heard(STRIPS, [strips], 1)
    assert strips.asked == [bytes((0x01, 0x06))]
    assert (str(reading.glucose), reading.fasting) == ("6.4", True)


def test_a_glucose_without_context_arrives_a_second_later() -> None:
    strips = Peripheral({}, [(glucose.MEASUREMENT, glucose_bytes(0x06, sfloat(64, -4) + b"\x11"))])
    (reading,) = heard(STRIPS, [strips], 1)
    assert (str(reading.glucose), reading.fasting) == ("6.4", None)
