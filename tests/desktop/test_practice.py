"""Practice beside the clinic's data: a frame and a word on everything, no county, begun anew at will."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from clinic_app.app import Desktop
from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.demo.practice import practice_database, start_over
from clinic_app.desktop.practice_door import PracticeData, PracticeDoor
from clinic_app.desktop.widgets.practice_frame import PracticeFrame
from clinic_app.paths import practice_folder, practice_room
from clinic_app.store.database import Database, create_database
from clinic_app.store.errors import StoreError
from clinic_app.store.practice import clear_practice
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import LIMIT, activate, rest
from tests.printing.reading import text_of

FEW = 12
"""Residents; the command line makes a whole village."""


@pytest.fixture
def practice(tmp_path: Path, clock: FrozenClock) -> Iterator[Desktop]:
    """The door of practice data that do not exist yet."""
    folder = practice_folder(tmp_path / "data")
    room = practice_room(tmp_path / "data")
    room.mkdir()
    data = PracticeData(lambda: practice_database(folder, clock, FEW), lambda: start_over(folder, clock, FEW))
    desktop = Desktop(room, clock, practice=data)
    desktop.show_login()
    yield desktop
    desktop.close()


def _enter(qtbot: QtBot, desktop: Desktop) -> None:
    assert isinstance(desktop.login, PracticeDoor)
    desktop.login.door.click()
    qtbot.waitUntil(lambda: desktop.window is not None, timeout=LIMIT * 3)
    assert desktop.window is not None
    activate(qtbot, desktop.window)
    rest(qtbot, desktop.window)


def test_practice_opens_without_a_password_says_so_everywhere_and_begins_anew(qtbot: QtBot, practice: Desktop) -> None:
    _enter(qtbot, practice)
    window = practice.window
    assert window is not None
    frame = window.centralWidget()
    assert isinstance(frame, PracticeFrame)
    assert window.windowTitle().startswith("练习 · ")
    assert not window.desk.connects, "nothing waits for a line"
    dialog = QDialog(window)
    dialog.setWindowTitle("导出")
    dialog.show()
    assert dialog.windowTitle() == "练习 · 导出"
    dialog.close()
    dialog.deleteLater()
    first = window.desk.database.folder
    frame.anew.click()
    qtbot.waitUntil(lambda: practice.window not in (None, window), timeout=LIMIT * 3)
    assert practice.window is not None
    assert practice.window.desk.database.folder == first
    rest(qtbot, practice.window)


def test_on_the_command_line_practice_says_so_on_what_goes_out_and_reaches_no_county(
    tmp_path: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(database.folder)]
    before = sorted(each.name for each in database.folder.iterdir())
    assert main([*data, "practice", "--json"]) == 0
    assert main([*data, "--practice", "search", "某", "--json"]) == 0
    assert "某" in capsys.readouterr().out
    paper, book = tmp_path / "out.pdf", tmp_path / "out.xlsx"
    assert main([*data, "--practice", "print", "day-sheet", "today", "--out", str(paper)]) == 0
    assert "练习" in text_of(paper.read_bytes())
    assert main([*data, "--practice", "indicators", "--year", "2026", "--xlsx", str(book)]) == 0
    sheet = load_workbook(book).active
    assert sheet is not None
    assert any("练习" in str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell)
    code = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-23"
    assert main([*data, "--practice", "enrol", "--server", "http://127.0.0.1:9", "--code", code]) != 0
    assert "练习数据" in capsys.readouterr().err
    assert main([*data, "--practice", "sync"]) == 6
    assert main([*data, "--practice", "relay", "export", str(tmp_path / "stick")]) != 0
    assert not (tmp_path / "stick").exists()
    assert sorted(each.name for each in database.folder.iterdir()) == before, "the clinic's own data are untouched"


def test_only_what_proves_to_be_practice_is_removed(tmp_path: Path, clock: FrozenClock) -> None:
    """A clinic's own data under the name of practice data stay where they are."""
    folder = practice_folder(tmp_path / "data")
    folder.parent.mkdir(parents=True)
    create_database(folder, USER, PASSWORD, clock).close()
    with pytest.raises(StoreError):
        clear_practice(folder, clock)
    assert (folder / "keys.json").exists()
