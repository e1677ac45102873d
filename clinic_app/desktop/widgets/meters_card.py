"""血压计和血糖仪: which meters this laptop listens to. Typing always stays open."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.meters import formats
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, column, label, row
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.devices import blood_pressure, bluetooth, serial_port
from clinic_app.devices.meter import BLUETOOTH, SERIAL, SETTING, Meter, as_stored, meters_from
from clinic_app.devices.serial_line import LineFormatError
from clinic_app.store.device import read_setting, write_setting


class MetersCard(Card):
    """The meters in use, and two ways to find another."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.meters: list[Meter] = []
        self.offered: list[Meter] = []
        self.search_button = Button(self.tr("找附近的蓝牙设备"), clicked=self._search)
        self.ports_button = Button(self.tr("看串口"), clicked=self._look_at_ports)
        title = label(self.tr("血压计和血糖仪"), "section")
        self.body.addLayout(folding(title, None, self.search_button, self.ports_button))
        about = self.tr("测完的数值直接填进打开的随访；手工录入一直可用。支持标准蓝牙血压计、血糖仪和串口设备。")
        self.body.addWidget(label(about, "muted", wrap=True))
        self.list = column()
        holder = QWidget()
        holder.setLayout(self.list)
        self.body.addWidget(holder)
        self.state = IconLabel()
        self.state.tell("")
        self.body.addWidget(self.state)

    def load(self) -> None:
        """Read which meters are in use."""
        self.desk.read(self, lambda connection: read_setting(connection, SETTING, []), self._loaded, key="meters")

    def _loaded(self, stored: Any) -> None:
        self.meters = meters_from(stored)
        self._show()

    def _show(self) -> None:
        clear(self.list)
        for place, meter in enumerate(self.meters):
            self.list.addLayout(self._line(meter, place, self.tr("去掉"), self._remove))
        for place, meter in enumerate(self.offered):
            self.list.addLayout(self._line(meter, place, self.tr("使用这台"), self._add))
        if not self.meters and not self.offered:
            self.list.addWidget(label(self.tr("还没有设备"), "muted"))

    def _line(self, meter: Meter, place: int, verb: str, clicked: Any) -> Any:
        button = Button(verb, role="link", clicked=clicked)
        button.setAccessibleName(f"{verb} {meter.name}")
        button.setProperty("place", place)
        return row(label(f"{meter.name}　{self._kind(meter)}"), button, None)

    def _kind(self, meter: Meter) -> str:
        if meter.kind == SERIAL:
            return self.tr("串口")
        return self.tr("蓝牙血压计") if meter.form == blood_pressure.SERVICE else self.tr("蓝牙血糖仪")

    @Slot()
    def _search(self) -> None:
        self.search_button.setEnabled(False)
        self.state.tell(self.tr("正在找，约{seconds}秒；先打开设备的蓝牙").format(seconds=8), "note")
        self.desk.work.network(self, lambda: asyncio.run(bluetooth.search()), self._found, self._no_radio)

    def _found(self, found: list[bluetooth.FoundMeter]) -> None:
        self.search_button.setEnabled(True)
        self._offer([Meter(BLUETOOTH, each.address, each.name, each.service) for each in found])

    def _no_radio(self, error: BaseException) -> None:
        """No adapter, no service, no rights: whatever it is, typing goes on."""
        self.search_button.setEnabled(True)
        self.state.tell(self.tr("这台电脑用不了蓝牙，检查蓝牙开关；手工录入不受影响"), "watch")

    @Slot()
    def _look_at_ports(self) -> None:
        try:
            known = formats(self.desk.folder)
        except LineFormatError as problem:
            self.state.tell(self.tr("设备格式文件有错：{problem}").format(problem=problem), "danger")
            return
        self._offer([
            Meter(SERIAL, port, f"{name}（{form.label}）", form.name)
            for port, name in serial_port.ports() for form in known.values()
        ])  # fmt: skip

    def _offer(self, found: list[Meter]) -> None:
        self.offered = [each for each in found if each not in self.meters]
        words = self.tr("找到 {count} 台，选一台").format(count=len(self.offered))
        self.state.tell(words if self.offered else self.tr("没有找到新的设备"), "note")
        self._show()

    @Slot()
    def _add(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.meters.append(self.offered.pop(int(sender.property("place"))))
            self._keep()

    @Slot()
    def _remove(self) -> None:
        sender = self.sender()
        if sender is not None:
            del self.meters[int(sender.property("place"))]
            self._keep()

    def _keep(self) -> None:
        database, kept = self.desk.database, as_stored(self.meters)

        def write() -> None:
            with database.write() as connection:
                write_setting(connection, SETTING, kept)

        self.desk.work.write(self, write, self._kept)
        self._show()

    def _kept(self, nothing: object) -> None:
        self.state.tell("")
        self.desk.meters_changed.emit(list(self.meters))
