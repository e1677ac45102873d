"""The composition root: door, window, lock, end; one window on a folder; notes of bugs without personal data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.app import ALREADY_OPEN, Desktop, run_desktop
from clinic_app.care.worklist import worklist
from clinic_app.clock import FrozenClock
from clinic_app.desktop.login import Door, LoginWindow
from clinic_app.desktop.schedule import EVERY, FIRST_COPY
from clinic_app.desktop.window import MainWindow
from clinic_app.store.backup import last_backup, restore
from clinic_app.store.ballast import ballast_file, lay_ballast
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import list_drafts, save_draft
from clinic_app.store.errors import DiskFull
from clinic_app.store.local_tables import audit
from clinic_app.store.lock import file_lock
from clinic_app.store.second_place import last_at_second_place, set_second_place
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import LIMIT, OpenWindow, activate, go, rest


class Visitor(QObject):
    """Does the next thing as soon as its window is there, while the program runs its own event loop."""

    def __init__(self, steps: list[tuple[type, Callable[[object], None]]]) -> None:
        super().__init__()
        self.steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(20)

    @Slot()
    def look(self) -> None:
        if not self.steps:
            return
        kind, act = self.steps[0]
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
        if found:
            self.steps.pop(0)
            act(found[0])

    def stop(self) -> None:
        self._timer.stop()


def log_in(window: object) -> None:
    assert isinstance(window, LoginWindow)
    assert isinstance(window.door, Door)
    window.door.password.setText(PASSWORD)
    window.door.button.click()


def lock(window: object) -> None:
    assert isinstance(window, MainWindow)
    window.desk.lock_asked.emit()


def save_and_shut(window: object) -> None:
    assert isinstance(window, MainWindow)
    save_draft(window.desk.database, "visit:last", {"note": "x"})
    window.close()


def shut(window: object) -> None:
    assert isinstance(window, (MainWindow, LoginWindow))
    window.close()


def test_door_window_lock_door_end_and_a_copy_of_the_last_work(
    qtbot: QtBot, database: Database, clock: FrozenClock, tmp_path: Path
) -> None:
    (tmp_path / "U盘").mkdir()
    set_second_place(database, stick := tmp_path / "U盘")
    database.close()
    visitor = Visitor([(LoginWindow, log_in), (MainWindow, lock), (LoginWindow, log_in), (MainWindow, save_and_shut)])
    assert run_desktop(database.folder, clock) == 0
    visitor.stop()
    assert visitor.steps == []
    # The last thing that was saved is in the copies of both places.
    for number, kept in enumerate((last_backup(database.folder), last_at_second_place(stick, database.folder))):
        assert kept is not None
        restore(kept.path, tmp_path / f"again{number}", USER, PASSWORD)
        with open_database(tmp_path / f"again{number}", USER, PASSWORD, clock) as again:
            assert [each.key for each in list_drafts(again)] == ["visit:last"]
            with again.read() as connection:
                of_the_door = audit.c.action.in_(("login", "lock"))
                acts = connection.execute(select(audit.c.action, audit.c.detail).where(of_the_door)).all()
            assert [tuple(each) for each in acts] == [("login", None), ("lock", "hand"), ("login", None)]


def test_a_second_window_on_the_same_folder_is_refused_in_words(
    qtbot: QtBot, tmp_path: Path, clock: FrozenClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with file_lock(tmp_path / "window.lock"):
        assert run_desktop(tmp_path, clock) == ALREADY_OPEN
    assert "已经开着" in capsys.readouterr().err


def test_a_wrong_password_is_said_and_the_door_stays(qtbot: QtBot, database: Database, clock: FrozenClock) -> None:
    desktop = Desktop(database.folder, clock)
    desktop.show_login()
    assert desktop.login is not None
    assert isinstance(desktop.login.door, Door)
    activate(qtbot, desktop.login)
    desktop.login.door.password.setText("something else")
    desktop.login.door.button.click()
    qtbot.waitUntil(lambda: "密码不对" in desktop.login.trouble.text())  # type: ignore[union-attr]
    assert desktop.window is None
    desktop.close()


def test_the_rail_counts_what_needs_a_person(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    due = len(worklist(managed, managed.clock.today()))
    assert due
    assert window.rail.button("work").text().endswith(str(due))
    assert window.rail.button("referrals").text() == "转诊"


def test_the_day_sheet_prints_from_the_list(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "paper", "2026-11-22", kind="day-sheet")
    assert page.preview.pdf.startswith(b"%PDF")  # type: ignore[attr-defined]
    assert page.preview._images  # type: ignore[attr-defined]
    window.go_back()
    rest(qtbot, window)
    assert window.page.place.page == "work"


def test_what_cannot_be_printed_is_said_and_the_page_before_comes_back(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    go(qtbot, window, "paper", "01a20116-c840-7142-913a-80e8c00d5217", kind="diabetes_followup")
    rest(qtbot, window)
    assert window.page.place.page == "work"
    assert "没有" in window.message_bar.text()


def test_a_copy_is_kept_every_day(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    copy = managed.folder / "backups" / "daily-2026-11-22.clinicbackup"
    assert not copy.exists(), "not while the first list is waited for"
    assert window.schedule.copies.isActive()
    assert window.schedule.copies.interval() == FIRST_COPY
    window.schedule.copies.setInterval(0)
    qtbot.waitUntil(copy.exists, timeout=LIMIT)
    rest(qtbot, window)
    assert window.schedule.copies.interval() == EVERY


def test_a_persons_save_on_a_full_disk_takes_the_room_that_was_kept(
    qtbot: QtBot, database: Database, open_window: OpenWindow
) -> None:
    window = open_window(database)
    lay_ballast(database.folder)
    answers: list[object] = []

    def needs_room() -> str:
        if ballast_file(database.folder).exists():
            raise DiskFull()
        return "saved"

    window.desk.act(window, needs_room, answers.append, answers.append)
    qtbot.waitUntil(lambda: answers == ["saved"])
    rest(qtbot, window)


def test_damage_found_at_the_start_is_said_with_the_place_of_the_untouched_copy(
    qtbot: QtBot, database: Database, clock: FrozenClock
) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE audit SET target = 'x' WHERE seq = 1")
    database.close()
    told: list[str] = []

    def read(window: object) -> None:
        assert isinstance(window, MainWindow)
        if "留底" not in window.message_bar.text():
            QTimer.singleShot(50, lambda: read(window))
            return
        told.append(window.message_bar.text())
        window.close()

    visitor = Visitor([(LoginWindow, log_in), (MainWindow, read)])
    assert run_desktop(database.folder, clock) == 0
    visitor.stop()
    assert "审计记录第1条" in told[0]
    assert (database.folder / "backups" / "as-found-2026-11-22" / "clinic.db").exists()
