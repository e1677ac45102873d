"""The desktop's composition root: one QApplication; login, then the main window, then login again after a lock."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.clock import Clock
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.login import LoginWindow
from clinic_app.desktop.practice_door import PracticeData, PracticeDoor
from clinic_app.desktop.rooms import PAGES, rail_items
from clinic_app.desktop.theme import Look, theme
from clinic_app.desktop.widgets.practice_frame import PracticeDialogs
from clinic_app.desktop.window import MainWindow
from clinic_app.diagnostics import noting_crashes
from clinic_app.paths import resources_folder
from clinic_app.protocol.audit_actions import LOCK, LOGIN
from clinic_app.settings import FILE, WindowSettings, load_window_settings, save_window_settings
from clinic_app.store.as_found import Checked, check_when_due
from clinic_app.store.backup import closing_backup
from clinic_app.store.ballast import lay_ballast
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError
from clinic_app.store.integrity import Severity
from clinic_app.store.lock import file_lock
from clinic_app.store.practice import practice_room
from clinic_app.store.private_folder import private_temporary
from clinic_app.store.second_place import carry_to_second_place

log = logging.getLogger(__name__)
ALREADY_OPEN = 1
OTHER_DATA = 64
"""Asks whoever runs the window for the other folder: practice data, or the clinic's own."""


class Desktop(QObject):
    """Owns whichever window is open."""

    def __init__(
        self, folder: Path, clock: Clock, *, keeps_copies: bool = False, practice: PracticeData | None = None
    ) -> None:
        """`keeps_copies`: when the program ends, what was saved since today's copy goes into it; ballast is kept.
        `practice`: the folder holds practice data, which open by themselves."""
        super().__init__()
        self.keeps_copies = keeps_copies
        self.practice = practice
        if practice is not None:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            self._dialogs = PracticeDialogs(application, self)
        self.folder, self.clock = folder, clock
        self.settings = load_window_settings(folder)
        self.login: LoginWindow | PracticeDoor | None = None
        self.window: MainWindow | None = None
        self._translators = install_translators(self.settings.language)
        theme().apply(_look(self.settings), self.settings.text_step)

    def show_login(self, note: str = "") -> None:
        """The door."""
        if self.practice is None:
            self.login = LoginWindow(self.folder, self.clock, self.settings.last_account, note)
            self.login.practice_asked.connect(self.other_data)
        else:
            self.login = PracticeDoor(self.practice, note)
            self.login.left.connect(self.other_data)
        self.login.opened.connect(self._opened)
        self.login.show()
        self.login.activateWindow()
        self.login.door.setFocus()

    def show_window(self, database: Database, *, first: str = "") -> MainWindow:
        """The main window on an open database; `first` names a page other than the first of the rail."""
        desk = Desk(database, self.settings)
        self.window = MainWindow(desk, rail_items(desk), PAGES)
        if self.keeps_copies:
            desk.at_the_end = self._keep_copy
            desk.work.write(desk, lambda: lay_ballast(database.folder), None, lambda why: desk.say(str(why), "watch"))
            desk.work.network(desk, lambda: check_when_due(database), self._checked)
        desk.settings_changed.connect(self._keep_settings)
        desk.lock_asked.connect(self._lock)
        desk.enrolled.connect(self._enrolled)
        desk.practice_left.connect(self.other_data)
        desk.practice_anew_asked.connect(self._anew)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        if first:
            desk.open(first)
        return self.window

    def close(self) -> None:
        """End everything that is open."""
        for window in (self.login, self.window):
            _dispose(window)
        self.login = self.window = None

    @Slot()
    def other_data(self) -> None:
        """From the clinic's data to practice, or back: whoever runs the window opens the other folder."""
        QApplication.exit(OTHER_DATA)

    @Slot()
    def _anew(self) -> None:
        """The practice data close, and their door makes them anew."""
        QTimer.singleShot(0, self, self._anew_now)

    @Slot()
    def _anew_now(self) -> None:
        self._lock_now()
        if isinstance(self.login, PracticeDoor):
            self.login.begin_anew()

    @Slot(object)
    def _opened(self, database: Database) -> None:
        created = self.login is not None and self.login.created
        self._keep_settings(self.settings.with_(last_account=database.actor.name))
        with _between_windows():
            _dispose(self.login)
            self.login = None
            self.show_window(database, first="sync" if created else "").desk.readings.happened(LOGIN)

    @Slot(object)
    def _keep_settings(self, settings: WindowSettings) -> None:
        self.settings = settings
        save_window_settings(self.folder, settings)

    @Slot()
    def _lock(self) -> None:
        """Another person may take over: the database closes, the door opens."""
        QTimer.singleShot(0, self, self._lock_now)

    @Slot()
    def _lock_now(self) -> None:
        if self.window is not None:
            # The door comes at once; the copy is for the end of the day.
            self.window.desk.at_the_end = None
            self.window.desk.readings.happened(LOCK)
        with _between_windows():
            _dispose(self.window)
            self.window = None
            self.show_login()

    def _checked(self, found: Checked) -> None:
        """What is wrong with the data is said once, and where they are kept as they were found."""
        if found.copy is not None and self.window is not None:
            words = self.tr("{problem}。已原样留底：{folder}")
            wrong = next(each for each in found.findings if each.severity is Severity.ERROR)
            self.window.desk.say(words.format(problem=wrong.sentence, folder=found.copy), "danger")

    def _keep_copy(self, database: Database) -> None:
        """The day's last work is in today's copy, also at the second place; nobody is kept waiting at a window."""
        if self.window is not None:
            self.window.hide()
        try:
            closing_backup(database)
            carry_to_second_place(database)
        except StoreError as problem:
            # The next start tries again and says it.
            log.warning("no copy at the end: %s", type(problem).__name__)

    @Slot()
    def _enrolled(self) -> None:
        """Role and scope are known now: the window is made anew on the same database."""
        QTimer.singleShot(0, self, self._rebuild)

    @Slot()
    def _rebuild(self) -> None:
        if self.window is None:
            return
        database = self.window.desk.database
        self.window.desk.reload_actor()
        self.window.release()
        with _between_windows():
            _dispose(self.window)
            self.show_window(database).schedule.sync()


def run_desktop(
    data_folder: Path, clock: Clock, practice: PracticeData | None = None, *, practise: bool = False
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    `practice` opens the practice data beside the clinic's; with `practise` the window begins there.
    """
    application = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(application, QApplication)
    application.setApplicationName("clinic_app")
    application.setStyle("Fusion")
    while True:
        # Each folder has its own lock, notes and temporary room: nothing of practice lies with the clinic's data.
        folder = practice_room(data_folder) if practise else data_folder
        if practise and not (folder / FILE).exists():
            # As large and as dark as the person has it.
            save_window_settings(folder, load_window_settings(data_folder).with_(last_account=""))
        code = _run(folder, clock, application, practice if practise else None)
        if code != OTHER_DATA:
            return code
        practise = not practise and practice is not None


def _run(folder: Path, clock: Clock, application: QApplication, practice: PracticeData | None) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with file_lock(folder / "window.lock") as free:
        if not free:
            print("这份数据的窗口已经开着，换到那个窗口；没有重复打开", file=sys.stderr)
            return ALREADY_OPEN
        # What the printing system and the spreadsheet library put down on their way stays with the data.
        with noting_crashes(folder), _qt_messages(), private_temporary(folder):
            return _stay(Desktop(folder, clock, keeps_copies=True, practice=practice), application)


def _stay(desktop: Desktop, application: QApplication) -> int:
    try:
        desktop.show_login()
        return int(application.exec())
    finally:
        desktop.close()


@contextmanager
def _qt_messages() -> Iterator[None]:
    """What Qt says goes into the log, where it is scrubbed."""
    before = qInstallMessageHandler(lambda kind, context, words: log.warning("qt: %s", words))
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def install_translators(language: str) -> list[QTranslator]:
    """Qt's own words and ours in a language; Simplified Chinese is what the sources say."""
    application = QApplication.instance()
    assert application is not None
    found = []
    for folder, name in (
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
        (str(resources_folder() / "i18n"), "clinic_app"),
    ):
        translator = QTranslator(application)
        if translator.load(QLocale(language), name, "_", folder):
            application.installTranslator(translator)
            found.append(translator)
    return found


def _look(settings: WindowSettings) -> Look:
    return Look(settings.look) if settings.look in set(Look) else Look.LIGHT


@contextmanager
def _between_windows() -> Iterator[None]:
    """One window closes before the next opens: that is not the end of the program."""
    QApplication.setQuitOnLastWindowClosed(False)
    try:
        yield
    finally:
        QApplication.setQuitOnLastWindowClosed(True)


def _dispose(window: QWidget | None) -> None:
    if window is not None:
        window.close()
        window.deleteLater()
