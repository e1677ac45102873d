"""Bluetooth meters by the standard profiles: found, connected, listened to. Runs in an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from clinic_app.devices import blood_pressure, glucose
from clinic_app.devices.reading import NotAReading, Reading

SEARCH_SECONDS = 8.0
RETRY_SECONDS = 5.0
"""Meters sleep between measurements: asked again and again until one wakes."""
CONTEXT_SECONDS = 1.0
"""How long a glucose value waits for the word that it was fasting."""
Deliver = Callable[[Reading], None]
Notified = Callable[[Any, bytearray], None]


@dataclass(frozen=True)
class FoundMeter:
    """A meter that was heard: its address and what it calls itself."""

    address: str
    name: str
    service: str


class Connection(Protocol):
    """What is used of a connected meter (bleak's client has it)."""

    async def start_notify(self, characteristic: str, notified: Notified) -> None:
        """Call `notified` for each value of a characteristic."""

    async def write_gatt_char(self, characteristic: str, data: bytes, response: bool) -> None:
        """Write a characteristic."""

    @property
    def is_connected(self) -> bool:
        """Whether the meter is still there."""


Connect = Callable[[str], AbstractAsyncContextManager[Connection]]


async def search(seconds: float = SEARCH_SECONDS) -> list[FoundMeter]:
    """Meters nearby that offer one of the two profiles. Raises OSError when there is no Bluetooth to be had."""
    from bleak import BleakScanner
    from bleak.exc import BleakError

    services = [blood_pressure.SERVICE, glucose.SERVICE]
    try:
        heard = await BleakScanner.discover(timeout=seconds, service_uuids=services, return_adv=True)
    except BleakError as problem:
        raise OSError(str(problem)) from problem
    return [
        FoundMeter(device.address, device.name or device.address, service)
        for device, advertised in heard.values()
        for service in services
        if service in advertised.service_uuids
    ]


def connect(address: str) -> AbstractAsyncContextManager[Connection]:
    """A connection by the operating system's Bluetooth."""
    from bleak import BleakClient

    return BleakClient(address)  # type: ignore[return-value]


async def listen(
    meter: FoundMeter, deliver: Deliver, *, connecting: Connect = connect, retry: float = RETRY_SECONDS
) -> None:
    """Hand over every measurement of a meter until cancelled; a meter that sleeps or is out of reach is tried again."""
    while True:
        try:
            async with connecting(meter.address) as connection:
                await _subscribe(meter, connection, deliver)
                while connection.is_connected:
                    await asyncio.sleep(retry / 5)
        except (TimeoutError, OSError, _bleak_error()):
            pass
        await asyncio.sleep(retry)


def _bleak_error() -> type[Exception]:
    from bleak.exc import BleakError

    return BleakError


async def _subscribe(meter: FoundMeter, connection: Connection, deliver: Deliver) -> None:
    if meter.service == blood_pressure.SERVICE:
        await connection.start_notify(blood_pressure.MEASUREMENT, _pressure_to(deliver))
        return
    waiting = _Waiting(deliver)
    await connection.start_notify(glucose.MEASUREMENT, waiting.measured)
    await connection.start_notify(glucose.CONTEXT, waiting.explained)
    await connection.start_notify(glucose.ACCESS_POINT, _nothing)
    await connection.write_gatt_char(glucose.ACCESS_POINT, glucose.NEWEST, True)


def _pressure_to(deliver: Deliver) -> Notified:
    def notified(characteristic: Any, data: bytearray) -> None:
        try:
            deliver(blood_pressure.parse_blood_pressure(data))
        except NotAReading:
            return

    return notified


def _nothing(characteristic: Any, data: bytearray) -> None:
    """The answer to the request says only that it was done."""


class _Waiting:
    """Glucose values until their context has come, or for a second."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._readings: dict[int, tuple[Reading, asyncio.TimerHandle]] = {}

    def measured(self, characteristic: Any, data: bytearray) -> None:
        try:
            reading = glucose.parse_glucose(data)
        except NotAReading:
            return
        number = reading.number or 0
        timer = asyncio.get_running_loop().call_later(CONTEXT_SECONDS, self._go, number, None)
        self._readings[number] = (reading, timer)

    def explained(self, characteristic: Any, data: bytearray) -> None:
        try:
            self._go(*glucose.parse_context(data))
        except NotAReading:
            return

    def _go(self, number: int, fasting: bool | None) -> None:
        reading, timer = self._readings.pop(number, (None, None))
        if reading is not None and timer is not None:
            timer.cancel()
            self._deliver(replace(reading, fasting=fasting))
