"""持单到诊: a scanner reads a slip on any list, in the search or on its own page; words say what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_app.care.slip_carrier import carrier_text
from clinic_app.desktop.scanner import FASTEST_PERSON
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device
from clinic_app.sync.kept_scans import kept_scans
from clinic_app.sync.session import sync_once
from tests.desktop.conftest import OpenWindow, go, rest
from tests.sync.conftest import Enrolled, cluster, county, emptied, fresh_url, laptop, open_folder, server
from tests.sync.test_scan import issued, slip_no, word

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
__all__ = ["cluster", "county", "emptied", "fresh_url", "laptop", "open_folder", "server"]


def texts(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


@contextmanager
def cut_off(database: Database) -> Iterator[None]:
    """The county's address leads nowhere for a while."""
    with database.write() as connection:
        device = load_device(connection)
        assert device is not None
        save_device(connection, msgspec.structs.replace(device, server="http://127.0.0.1:9"))
    yield
    with database.write() as connection:
        save_device(connection, device)


@pytest.fixture
def desk(laptop: Enrolled) -> Database:
    found = laptop("H1")
    assert sync_once(found).problem is None
    return found


def test_a_slip_scanned_on_a_list_opens_and_enter_registers_the_arrival(
    qtbot: QtBot, laptop: Enrolled, desk: Database, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = laptop("V1")
    referral_id = issued(village)
    text = carrier_text(village, referral_id)
    window = open_window(desk)
    page = go(qtbot, window, "referrals")
    moment = [0.0]

    def scanning() -> float:
        # Every two hundredth key the scanner rests: a long code comes in bursts.
        moment[0] += FASTEST_PERSON / 4 if int(moment[0] / FASTEST_PERSON * 4) % 200 else 0.5
        return moment[0]

    monkeypatch.setattr(window.scanner, "clock", scanning)
    table = page.table  # type: ignore[attr-defined]
    table.show()
    table.setFocus()
    QTest.keyClicks(table, text)
    QTest.keyClick(table, Qt.Key.Key_Return)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.page.place.of == referral_id)
    rest(qtbot, window)
    said = texts(window)
    for words in ("王𬎆", "开单的诊所还没有同步", "凭单上的二维码收下", "按 Enter 登记"):
        assert words in said
    assert window.top_bar.search.text() == ""
    QTest.keyClick(window.page, Qt.Key.Key_Return)
    rest(qtbot, window)
    assert word(desk, referral_id) == "已到诊"


def test_a_number_that_is_not_here_is_asked_for_with_the_name(
    qtbot: QtBot, laptop: Enrolled, open_window: OpenWindow
) -> None:
    village, other = laptop("V1"), laptop("H2")
    referral_id = issued(village)
    sync_once(village)
    sync_once(other)
    window = open_window(other)
    window.top_bar.search.look_up(slip_no(village, referral_id))
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.page.place.page == "slip")
    rest(qtbot, window)
    page = window.page
    assert page.name.hasFocus()  # type: ignore[attr-defined]
    page.name.setText("王某")  # type: ignore[attr-defined]
    QTest.keyClick(page.name, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    rest(qtbot, window)
    assert "县平台没有这个单号和姓名的转诊单" in texts(window)
    page.name.setText("王𬎆")  # type: ignore[attr-defined]
    QTest.keyClick(page, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: window.page.place.of == referral_id)
    rest(qtbot, window)
    assert "已改到本单位" in texts(window)


def test_without_a_line_it_is_said_and_told_after_the_next_sync(
    qtbot: QtBot, laptop: Enrolled, desk: Database, open_window: OpenWindow
) -> None:
    village = laptop("V1")
    text = carrier_text(village, issued(village))
    window = open_window(desk, 910, 512)
    page = go(qtbot, window, "slip")
    with cut_off(desk):
        page.slip.setText(text)  # type: ignore[attr-defined]
        QTest.keyClick(page.slip, Qt.Key.Key_Return)  # type: ignore[attr-defined]
        rest(qtbot, window)
    said = texts(window)
    assert "二维码已记下，联网后自动再问" in said
    assert "没有网时扫过的 1 个二维码" in said
    assert page.slip.text() == ""  # type: ignore[attr-defined]
    # A sync that began while the line was cut may still be ending; the next one follows it.
    window.desk.sync_asked.emit()
    qtbot.waitUntil(lambda: "已找到王𬎆的转诊单" in texts(window), timeout=20_000)
    rest(qtbot, window)
    # The news of the same referral does not take the place of the answer, and nothing waits any more.
    assert "已找到王𬎆的转诊单" in texts(window)
    assert "没有网时扫过" not in texts(window)
    with desk.read() as connection:
        assert kept_scans(connection) == 0


def test_what_is_neither_a_code_nor_number_and_name_is_not_asked(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window = open_window(village)
    QTest.keyClick(window, Qt.Key.Key_D, CONTROL_SHIFT)
    assert window.page.place.page == "slip"
    QTest.keyClick(window.page, Qt.Key.Key_F6)
    assert "扫二维码，或写全转诊单号和患者姓名" in texts(window)
