"""自检: what is wrong in words with what to do, the file checked in the background, the packet seen first."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_app import self_check as checks
from clinic_app.clock import FrozenClock, instant_text
from clinic_app.desktop.pages.self_check import SelfCheckPage
from clinic_app.diagnostics import CRASH_FILE
from clinic_app.protocol.lease import Grant
from clinic_app.self_check import State, self_check
from clinic_app.self_check_words import WORDS
from clinic_app.store.backup import daily_backup
from clinic_app.store.ballast import lay_ballast
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device, write_setting
from clinic_app.store.integrity import check
from clinic_app.store.local_tables import outbox
from clinic_app.store.printers import PrinterSettings, Profile, keep_printer_settings
from clinic_app.store.second_place import carry_to_second_place, set_second_place
from tests.desktop.conftest import OpenWindow, go, rest

Usage = namedtuple("Usage", "total used free")


def codes(database: Database, *printers: str) -> dict[str, State]:
    return {each.code: each.state for each in self_check(database, printers)}


def test_each_thing_is_said_at_its_boundary(
    village: Database, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(1 << 40, 0, (2 << 30) - 1))
    found = codes(village)
    assert found["disk_little"] is State.WATCH
    assert found["backup_none"] is State.WATCH
    assert found["second_place_none"] is State.WATCH
    assert found["line_never"] is State.WATCH
    assert found["integrity_never"] is State.NOTE
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(1 << 40, 0, 2 << 30))
    lay_ballast(village.folder)
    daily_backup(village)
    (tmp_path / "stick").mkdir()
    set_second_place(village, tmp_path / "stick")
    assert codes(village)["second_place_away"] is State.WATCH
    carry_to_second_place(village)
    assert not check(village)
    with village.write() as connection:
        write_setting(connection, "last_success", instant_text(clock.now()))
        write_setting(connection, "clock_offset", 301)
        keep_printer_settings(connection, PrinterSettings((Profile("针式", "a4", printer="LQ"),)))
    found = codes(village, "LQ")
    assert found["clock_wrong"] is State.DANGER
    for code in ("disk_good", "backup_good", "second_place_good", "line_good", "integrity_good", "printer_good"):
        assert found[code] is State.GOOD, code
    assert codes(village)["printer_gone"] is State.WATCH
    clock.advance(timedelta(days=2) - timedelta(seconds=1))
    assert "backup_good" in codes(village)
    clock.advance(timedelta(seconds=1))
    assert codes(village)["backup_late"] is State.WATCH
    clock.advance(timedelta(days=1))
    assert codes(village)["line_late"] is State.WATCH
    clock.advance(timedelta(days=4))
    found = codes(village)
    assert (found["backup_late"], found["second_place_old"]) == (State.DANGER, State.WATCH)
    clock.advance(timedelta(days=7))
    found = codes(village)
    assert (found["line_late"], found["integrity_late"]) == (State.DANGER, State.WATCH)


def test_every_finding_has_words_and_every_problem_says_what_to_do() -> None:
    source = Path(checks.__file__).read_text(encoding="utf-8")
    for code, (words, advice) in WORDS.items():
        assert f'"{code}"' in source, f"{code} is never found"
        assert words
        if code.split("_")[-1] not in ("good", "none", "alone", "practice"):
            assert advice, code


def test_the_page_says_it_checks_the_file_and_shows_the_packet_first(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "self_check")
    assert isinstance(page, SelfCheckPage)
    assert "项要处理" in page.headline.text()
    said = " ".join(each.text() for each in page.wrong.findChildren(QLabel))
    assert "没有第二处备份" in said
    assert "选U盘或另一块磁盘" in said
    page.whole.click()
    qtbot.waitUntil(lambda: "完好" in window.message_bar.text(), timeout=10_000)
    rest(qtbot, window)
    assert "完好" in " ".join(each.text() for each in page.fine.findChildren(QLabel))
    assert [each.title for each in page.recent.works] == ["核对数据文件"]
    page.packet.click()
    assert page.dialog is not None
    qtbot.waitUntil(lambda: page.dialog.pack_button.isEnabled())
    page.dialog.list.setCurrentRow(1)
    assert "clinic_app" in page.dialog.text.toPlainText()
    page.dialog.pack_to(tmp_path / "out" / "packet.zip")
    qtbot.waitUntil(lambda: "packet.zip" in window.message_bar.text(), timeout=5_000)
    with zipfile.ZipFile(tmp_path / "out" / "packet.zip") as packet:
        assert packet.namelist() == [each.name for each in page.dialog.members]
    rest(qtbot, window)


def test_a_damaged_save_is_found_by_the_button(qtbot: QtBot, village: Database, open_window: OpenWindow) -> None:
    window = open_window(village)
    with village.write() as connection:
        connection.execute(outbox.update().values(hash="0" * 64))
    page = go(qtbot, window, "self_check")
    assert isinstance(page, SelfCheckPage)
    page.whole.click()
    qtbot.waitUntil(lambda: "原样留底" in page.verdict.text(), timeout=10_000)
    assert "和保存时不一致" in window.message_bar.text()
    rest(qtbot, window)


def test_what_is_urgent_is_said_once_a_day_and_counted_in_the_rail(
    qtbot: QtBot, village: Database, clock: FrozenClock, open_window: OpenWindow
) -> None:
    with village.write() as connection:
        write_setting(connection, "clock_offset", 86_400)
        write_setting(connection, "last_success", instant_text(clock.now()))
    window = open_window(village)
    window.message_bar.clear()
    window.check_watch.look()
    rest(qtbot, window)
    assert "时钟　和县平台的时钟差 24 小时" in window.message_bar.text()
    assert "1" in window.rail.button("settings").text()
    window.message_bar.clear()
    window.check_watch.look()
    rest(qtbot, window)
    assert not window.message_bar.text()


def authority(ends: datetime) -> str:
    """A certificate authority of a test that ends then, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "演示县")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(ends - timedelta(days=400)).not_valid_after(ends)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def test_certificate_lease_crashes_and_refused_saves(village: Database, clock: FrozenClock) -> None:
    def pinned(certificate: str) -> dict[str, State]:
        with village.write() as connection:
            device = load_device(connection)
            assert device is not None
            save_device(connection, msgspec.structs.replace(device, certificate=certificate))
        return codes(village)

    now = clock.now().replace(microsecond=0)
    assert pinned(authority(now + timedelta(days=31)))["certificate_good"] is State.GOOD
    near = authority(now + timedelta(days=30))
    assert pinned(near)["certificate_near"] is State.WATCH
    # The next one is pinned beside it: the line goes on.
    assert "certificate_good" in pinned(near + authority(now + timedelta(days=400)))
    assert pinned(authority(now - timedelta(seconds=1)))["certificate_over"] is State.DANGER
    assert pinned("no certificate")["certificate_unreadable"] is State.DANGER
    for used, code in ((45, "lease_good"), (46, "lease_near"), (57, "lease_near")):
        with village.write() as connection:
            device = load_device(connection)
            assert device is not None
            said = clock.now() - timedelta(days=used)
            grant = Grant("lease", device.id, instant_text(said), 60, said.date(), "")
            write_setting(connection, "lease", msgspec.to_builtins(grant))
        assert code in codes(village), used
    assert codes(village)["lease_near"] is State.DANGER, "three days are left"
    crash = village.folder / CRASH_FILE
    crash.write_text("ValueError form.py:12 save\n" * 3, encoding="utf-8")
    for age, code in ((29, "crashes_some"), (30, "crashes_none")):
        at = (clock.now() - timedelta(days=age)).timestamp()
        os.utime(crash, (at, at))
        assert code in codes(village), age
    with village.write() as connection:
        connection.execute(outbox.update().values(state="quarantined"))
    assert codes(village)["quarantine_refused"] is State.WATCH
