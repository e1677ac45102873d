"""Meters in the window: readings arrive from a real (pseudo) serial port, old and homeless ones are only told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.widgets.basic import Button
from clinic_app.devices.meter import BLUETOOTH, SERIAL, SETTING, Meter, as_stored, meters_from
from clinic_app.devices.reading import Reading
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from tests.desktop.conftest import OpenWindow, go, rest


@pytest.fixture
def port() -> Iterator[tuple[int, str]]:
    """A serial line: what is written to the number is read from the name."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo terminals")
    writing, reading = os.openpty()
    os.set_blocking(writing, False)
    yield writing, os.ttyname(reading)
    os.close(writing)
    os.close(reading)


def test_a_reading_from_a_remembered_port_arrives_in_the_window(
    qtbot: QtBot, database: Database, open_window: OpenWindow, port: tuple[int, str]
) -> None:
    with database.write() as connection:
        write_setting(connection, SETTING, as_stored([Meter(SERIAL, port[1], "演示血压计", "plain-lines")]))
    window = open_window(database)

    def told() -> bool:
        os.write(port[0], b"152/96/72\r\n")
        return "152/96 · 心率 72" in window.message_bar.text()

    qtbot.waitUntil(told, timeout=10_000)
    assert "打开随访后再测" in window.message_bar.text()
    window.meters.stop()
    rest(qtbot, window)


def test_what_the_meter_kept_from_before_is_told_with_its_time_and_not_filled_in(
    qtbot: QtBot, database: Database, open_window: OpenWindow
) -> None:
    window = open_window(database)
    window.meters.arrived.emit(Reading(sbp=152, dbp=96, measured_at=datetime(2026, 11, 22, 10, 15)))
    assert "旧读数" in window.message_bar.text()
    assert "11-22 10:15" in window.message_bar.text()
    window.meters.arrived.emit(Reading(sbp=152, dbp=96, measured_at=datetime(2026, 11, 22, 10, 25)))
    assert "旧读数" not in window.message_bar.text()


def test_a_glucose_says_whether_it_was_fasting(qtbot: QtBot, database: Database, open_window: OpenWindow) -> None:
    window = open_window(database)
    window.meters.arrived.emit(Reading(glucose=Decimal("9.8"), fasting=False, remarks=("血样不足",)))
    assert "非空腹血糖 9.8（血样不足）" in window.message_bar.text()


def _button(page: SettingsPage, name: str) -> Button:
    return next(each for each in page.meters.findChildren(Button) if each.accessibleName() == name)


def test_a_meter_is_chosen_and_taken_away_in_the_settings(
    qtbot: QtBot, database: Database, open_window: OpenWindow
) -> None:
    window = open_window(database)
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    offered = Meter(SERIAL, "no-such-port", "演示血压计", "plain-lines")
    page.meters._offer([offered])
    _button(page, "使用这台 演示血压计").click()

    def stored() -> list[Meter]:
        with database.read() as connection:
            return meters_from(read_setting(connection, SETTING, []))

    qtbot.waitUntil(lambda: stored() == [offered])
    assert page.meters.offered == []
    _button(page, "去掉 演示血压计").click()
    qtbot.waitUntil(lambda: stored() == [])
    rest(qtbot, window)


def test_a_computer_without_a_radio_says_so_and_typing_goes_on(
    qtbot: QtBot, database: Database, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(seconds: float = 0) -> list[object]:
        raise OSError("no adapter")

    monkeypatch.setattr("clinic_app.devices.bluetooth.search", none)
    window = open_window(database)
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    page.meters.search_button.click()
    qtbot.waitUntil(lambda: "用不了蓝牙" in page.meters.state.text())
    assert page.meters.search_button.isEnabled()
    rest(qtbot, window)


def test_entries_of_another_shape_are_left_out() -> None:
    good = Meter(BLUETOOTH, "00:11", "演示", "x")
    assert meters_from([{"kind": "serial"}, *as_stored([good])]) == [good]
