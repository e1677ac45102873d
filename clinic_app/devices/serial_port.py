"""A meter on a serial port, read line by line in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from clinic_app.devices.reading import NotAReading, Reading
from clinic_app.devices.serial_line import LONGEST, LineFormat

PATIENCE = 0.5
"""Seconds between looks at whether to stop."""
RETRY_SECONDS = 5.0


def ports() -> list[tuple[str, str]]:
    """Serial ports of this computer: what opens them and what they are called."""
    from serial.tools.list_ports import comports

    return [(each.device, each.description or each.device) for each in comports()]


def listen(port: str, form: LineFormat, deliver: Callable[[Reading], None], stopped: threading.Event) -> None:
    """Hand over every measurement until `stopped`; a port that is pulled out is tried again.

    `port` is a device name or a URL that pyserial understands.
    """
    import serial

    while not stopped.is_set():
        try:
            with serial.serial_for_url(port, baudrate=form.baud, timeout=PATIENCE) as line:
                _read(line.read_until, form, deliver, stopped)
        except (OSError, serial.SerialException):
            stopped.wait(RETRY_SECONDS)


def _read(
    read_until: Callable[[bytes, int], bytes], form: LineFormat, deliver: Callable[[Reading], None],
    stopped: threading.Event,
) -> None:  # fmt: skip
    kept = b""
    while not stopped.is_set():
        kept += read_until(b"\n", LONGEST * 2)
        if len(kept) > LONGEST * 2:
            kept = b""
        if not kept.endswith((b"\n", b"\r")):
            continue
        whole, kept = kept, b""
        try:
            deliver(form.parse(whole.decode(form.encoding, "replace")))
        except NotAReading:
            continue
