"""The desktop's composition root: one QApplication; login, then the main window, then login again after a lock."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.clock import Clock
from clinic_app.desktop.locking.cause import Cause, cause_words
from clinic_app.desktop.locking.ending import Ending
from clinic_app.desktop.locking.guard import Guard
from clinic_app.desktop.login import LoginWindow
from clinic_app.desktop.memory import Tidying
from clinic_app.desktop.practice_door import PracticeData, PracticeDoor
from clinic_app.desktop.theme import theme
from clinic_app.desktop.turns import Turns
from clinic_app.desktop.warming import read_in_behind_the_door
from clinic_app.desktop.widgets.practice_frame import PracticeDialogs
from clinic_app.diagnostics import logging_to_file, noting_crashes
from clinic_app.paths import practice_room, resources_folder
from clinic_app.protocol.audit_actions import LOCK, SWITCH
from clinic_app.settings import FILE, WindowSettings, load_window_settings, save_window_settings
from clinic_app.store.errors import StoreError
from clinic_app.store.lock import file_lock
from clinic_app.store.private_folder import private_temporary

if TYPE_CHECKING:
    from clinic_app.desktop.desk import Place
    from clinic_app.desktop.window import MainWindow
    from clinic_app.store.accounts import Account
    from clinic_app.store.as_found import Checked
    from clinic_app.store.database import Database

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
        # What the check found wrong with the data is not mended yet.
        self._damaged = False
        self._tidying: Tidying | None = None
        self._guard = Guard(self)
        self._guard.away.connect(self.lock)
        self._ending: Ending | None = None
        self._arrival: Turns | None = None
        self._cause: Cause | None = None
        self._next = ""
        # Where each person was at the last lock, and how large the window was: of this run of the program only.
        self._left: dict[str, Place] = {}
        self._geometry = QByteArray()
        self._minutes = 0
        self._spoken = ""
        self._translators: list[QTranslator] = []
        self._use_language()
        theme().wear(self.settings)

    def show_login(self, note: str = "") -> None:
        """The door."""
        self._use_language()
        if self.practice is None:
            last = self._next or self.settings.last_account
            self.login = LoginWindow(self.folder, self.clock, last, note, self._ending)
            self.login.practice_asked.connect(self.other_data)
            if self._damaged:
                self.login.offer_mending()
        else:
            self.login = PracticeDoor(self.practice, note)
            self.login.left.connect(self.other_data)
        self.login.opened.connect(self._opened)
        self.login.show()
        self.login.activateWindow()
        self.login.door.setFocus()
        read_in_behind_the_door()

    def show_window(self, database: Database, *, first: str = "") -> MainWindow:
        """The main window on an open database, at once; `first` names a page other than the first of the rail."""
        for _ in self._make_window(database, first):
            pass
        assert self.window is not None
        return self.window

    def _make_window(self, database: Database, first: str) -> Iterator[None]:
        """In steps between which the loop may turn; nothing is seen of it, and `window` is none, before the last."""
        # Read in by now: the door does not wait for the pages.
        from clinic_app.desktop.desk import Desk
        from clinic_app.desktop.rooms import PAGES, rail_items
        from clinic_app.desktop.window import MainWindow
        from clinic_app.store.as_found import check_when_due
        from clinic_app.store.ballast import lay_ballast

        self._use_language()
        desk = Desk(database, self.settings)
        window = MainWindow(desk, rail_items(desk), PAGES)
        yield
        window.begin()
        yield
        self.window = window
        if self.keeps_copies:
            desk.at_the_end = self._keep_copy
            desk.work.write(desk, lambda: lay_ballast(database.folder), None, lambda why: desk.say(str(why), "watch"))
            desk.work.network(desk, lambda: check_when_due(database), self._checked)
        desk.settings_changed.connect(self._keep_settings)
        desk.lock_asked.connect(self._lock)
        desk.switch_asked.connect(self._switch)
        desk.enrolled.connect(self._enrolled)
        desk.practice_left.connect(self.other_data)
        desk.practice_anew_asked.connect(self._anew)
        if not window.restoreGeometry(self._geometry):
            window.resize(1366, 768)
        window.show()
        window.activateWindow()
        self._guard.watch(window)
        if self._tidying is not None:
            self._tidying.start()
        if first:
            desk.open(first)

    def close(self) -> None:
        """End everything that is open."""
        self._finish_arrival()
        self._guard.close()
        for window in (self.login, self.window):
            _dispose(window)
        self.login = self.window = None
        if self._ending is not None:
            self._ending.join()

    def listen_to_system(self) -> None:
        """Lock when the computer goes to sleep or is locked itself."""
        self._guard.listen_to_system()

    def tidy_when_still(self) -> None:
        """From the first window on, memory is looked over when nobody works."""
        self._tidying = Tidying(self)

    @Slot(object)
    def lock(self, cause: Cause) -> None:
        """Hide what is shown at once, then close the data and open the door."""
        self._finish_arrival()
        if self.window is None or self._cause is not None:
            return
        self._cause = cause
        QApplication.setQuitOnLastWindowClosed(False)
        self._geometry = self.window.saveGeometry()
        self.window.conceal()
        # Whoever asked is a widget of the window that goes.
        QTimer.singleShot(0, self, self._lock_now)

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
        if self._ending is not None:
            self._ending.wait()
        if isinstance(self.login, PracticeDoor):
            self.login.begin_anew()

    @Slot(object)
    def _opened(self, database: Database) -> None:
        """The door is seen until the window is made, which takes several turns."""
        self._arrival = Turns(self._arrive(database), self)

    def _finish_arrival(self) -> None:
        arrival, self._arrival = self._arrival, None
        if arrival is not None:
            arrival.finish()

    def _arrive(self, database: Database) -> Iterator[None]:
        from clinic_app.store.accounts import note_login, own_account

        created = self.login is not None and self.login.created
        self._damaged = self._damaged and not (isinstance(self.login, LoginWindow) and self.login.mended)
        self._keep_settings(self.settings.with_(last_account=database.actor.name))
        self._next = ""
        yield from self._make_window(database, first="sync" if created else "")
        window = self.window
        assert window is not None
        _dispose(self.login)
        self.login = None
        window.desk.work.write(window.desk, partial(note_login, database))
        window.desk.work.read(window.desk, partial(own_account, database), self._remind)
        left = self._left.pop(database.actor.account, None)
        if left is not None:
            yield
            window.open(left)
        self._arrival = None

    def _remind(self, mine: Account | None) -> None:
        """Somebody else chose the password, and knows it."""
        from clinic_app.desktop.desk import Place

        if self.window is not None and mine is not None and mine.password_by is not None:
            words = self.tr("现在的密码是管理这台电脑的人设的，改成只有自己知道的")
            self.window.desk.say(words, "watch", self.tr("改密码"), Place("accounts"))

    @Slot(object)
    def _keep_settings(self, settings: WindowSettings) -> None:
        other_language = settings.language != self.settings.language
        self.settings = settings
        save_window_settings(self.folder, settings)
        if other_language:
            QTimer.singleShot(0, self, self._speak)

    @Slot()
    def _speak(self) -> None:
        """Another language: the window is made anew with its words, on the same database, where it was."""
        if self.window is None:
            return
        desk, place = self.window.desk, self.window.page.place
        if desk.long_work.jobs:
            desk.say(self.tr("正在做的事不打断：下次登录时换成这种语言"), "note")
            return
        self._geometry = self.window.saveGeometry()
        self.window.release()
        with _between_windows():
            _dispose(self.window)
            self.show_window(desk.database, first=place.page)

    def _use_language(self) -> None:
        if self._spoken != self.settings.language:
            for each in self._translators:
                QApplication.removeTranslator(each)
            self._spoken = self.settings.language
            self._translators = install_translators(self._spoken)

    @Slot()
    def _lock(self) -> None:
        self.lock(Cause.HAND)

    @Slot(str)
    def _switch(self, name: str) -> None:
        """Another person may take over: the data close, the door opens for that person."""
        self._next = name
        self.lock(Cause.SWITCH)

    @Slot()
    def _lock_now(self) -> None:
        cause, self._cause = self._cause or Cause.HAND, None
        with _between_windows():
            if self.window is not None:
                self._put_away(self.window, cause)
                self.window = None
            self.show_login(cause_words(cause, self._minutes))

    def _put_away(self, window: MainWindow, cause: Cause) -> None:
        """The draft is kept, the window goes, the rest ends behind the door. A copy is for the end of the day."""
        self._guard.rest()
        self._minutes = window.desk.idle_minutes
        self._left[window.desk.database.actor.account] = window.page.place
        desk = window.leave_desk()
        desk.at_the_end = None
        desk.readings.happened(SWITCH if cause is Cause.SWITCH else LOCK, cause.value)
        _dispose(window)
        self._ending = Ending(desk, self)
        self._ending.closed.connect(self._guard.ready)
        self._ending.begin()

    def _checked(self, found: Checked) -> None:
        """What is wrong with the data is said once, and where they are kept as they were found."""
        from clinic_app.store.integrity import Severity

        if found.copy is not None and self.window is not None:
            self._damaged = True
            words = self.tr("{problem}。已原样留底：{folder}。锁定后在登录处按“修复数据文件”")
            wrong = next(each for each in found.findings if each.severity is Severity.ERROR)
            self.window.desk.say(words.format(problem=wrong.sentence, folder=found.copy), "danger")

    def _keep_copy(self, database: Database) -> None:
        """The day's last work is in today's copy, also at the second place; nobody is kept waiting at a window."""
        from clinic_app.store.backup import closing_backup
        from clinic_app.store.second_place import carry_to_second_place

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
        with noting_crashes(folder), logging_to_file(folder), _qt_messages(), private_temporary(folder):
            desktop = Desktop(folder, clock, keeps_copies=True, practice=practice)
            desktop.listen_to_system()
            desktop.tidy_when_still()
            return _stay(desktop, application)


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
