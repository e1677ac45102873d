"""The meters of this laptop: listened to in threads of their own, their readings arrive on the GUI thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from clinic_app.devices import bluetooth, serial_port
from clinic_app.devices.meter import BLUETOOTH, Meter
from clinic_app.devices.reading import Reading
from clinic_app.devices.serial_line import LineFormat, line_formats
from clinic_app.paths import resources_folder

Deliver = Callable[[Reading], None]


def formats(data_folder: Path) -> dict[str, LineFormat]:
    """Line formats that ship with the program and those that stand beside the data. Raises LineFormatError."""
    return line_formats([resources_folder() / "devices", data_folder / "devices"])


class Meters(QObject):
    """`arrived` brings a Reading. Nobody waits for these threads: a radio that hangs holds up no window."""

    arrived = Signal(object)
    _delivered = Signal(object)

    def __init__(self, data_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = data_folder
        self._stops: list[Callable[[], None]] = []
        self._delivered.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    def use(self, meters: Sequence[Meter]) -> None:
        """Listen to these and no others. Raises LineFormatError when a file of line formats is broken."""
        self.stop()
        known = formats(self._folder) if any(each.kind != BLUETOOTH for each in meters) else {}
        for meter in meters:
            if meter.kind == BLUETOOTH:
                self._start_bluetooth(meter)
            elif meter.form in known:
                self._start_serial(meter, known[meter.form])

    def stop(self) -> None:
        """Stop listening; what is on its way is not heard any more."""
        for stop in self._stops:
            stop()
        self._stops.clear()

    def _start_bluetooth(self, meter: Meter) -> None:
        loop = asyncio.new_event_loop()
        found = bluetooth.FoundMeter(meter.place, meter.name, meter.form)
        task = loop.create_task(bluetooth.listen(found, self._deliver))

        def run() -> None:
            try:
                loop.run_until_complete(task)
            except asyncio.CancelledError:
                pass
            finally:
                loop.close()

        def stop() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(task.cancel)

        self._stops.append(stop)
        threading.Thread(target=run, name="meter", daemon=True).start()

    def _start_serial(self, meter: Meter, form: LineFormat) -> None:
        stopped = threading.Event()
        self._stops.append(stopped.set)
        arguments = (meter.place, form, self._deliver, stopped)
        threading.Thread(target=serial_port.listen, args=arguments, name="meter", daemon=True).start()

    def _deliver(self, reading: Reading) -> None:
        """In a meter's thread."""
        if self._stops and shiboken6.isValid(self):
            self._delivered.emit(reading)

    @Slot(object)
    def _arrived(self, reading: Reading) -> None:
        if self._stops:
            self.arrived.emit(reading)
