"""A person at a window, by program: waits for facts, presses keys, takes pictures."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from clinic_app.app import Desktop
from clinic_app.clock import Clock
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.help import HelpPanel
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database

PATIENCE = 60.0
"""Seconds: a village laptop may be slow and busy."""
SOON_MS = 1_000
"""Timers of the open page up to this long are part of what was done; longer ones (drafts) are not waited for."""
BREATH = 0.02
TURNS = 6
SIZE = (1366, 768)


class TourFailed(Exception):
    """What was awaited did not come; the message says what."""


class Pilot:
    """Drives the main window of one laptop; leaving closes the window and keeps the database open."""

    def __init__(self, database: Database, clock: Clock, pictures: Path) -> None:
        self.database = database
        self.pictures = pictures
        self._desktop = Desktop(database.folder, clock)
        self.window: MainWindow = self._desktop.show_window(database)
        self.window.resize(*SIZE)
        # Its keys are a person's, not a scanner's.
        self.window.scanner.clock = itertools.count().__next__
        self.settle()

    def __enter__(self) -> Pilot:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.release()
        self.settle()
        self._desktop.close()
        # No event loop is running that would delete it; a window that stays makes the style of the next one slow.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def wait(self, fact: Callable[[], object], what: str) -> None:
        """Let the window work until `fact` holds; raises TourFailed."""
        ends = time.monotonic() + PATIENCE
        while not fact():
            if time.monotonic() > ends:
                raise TourFailed(what)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(BREATH)

    def settle(self) -> None:
        """Until every query has come back, every short timer of the page has run and what came of it is painted."""
        self.wait(lambda: self.window.desk.work.idle and not self._about_to_start(), "rest")
        # What the last answer changed is laid out from the inside to the outside.
        for _ in range(TURNS):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _about_to_start(self) -> bool:
        timers = self.window.page.findChildren(QTimer)
        return any(each.isActive() and each.isSingleShot() and each.interval() <= SOON_MS for each in timers)

    def open(self, page: str, of: str = "", **more: object) -> None:
        """Go to a page as the rail or a list does."""
        self.window.desk.open(page, of, **more)
        self.wait(lambda: self.window.page is self.window.page_named(page), f"page {page}")
        self.settle()

    def type(self, text: str) -> None:
        """Type into whatever has the focus: ASCII as keys, Chinese as an input method commits it."""
        for piece in re.findall(r"[ -~]|[^ -~]+", text):
            if piece.isascii():
                QTest.keyClicks(self._focused(), piece)
            else:
                committed = QInputMethodEvent()
                committed.setCommitString(piece)
                QApplication.sendEvent(self._focused(), committed)
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, with a modifier or without."""
        QTest.keyClick(self._focused(), key, modifier)
        self.settle()

    def help_panel(self) -> HelpPanel:
        """The panel that F1 opened; raises TourFailed."""
        found: list[HelpPanel] = []

        def shown() -> bool:
            found[:] = [each for each in self.window.findChildren(HelpPanel) if each.isVisible()]
            return bool(found)

        self.wait(shown, "help")
        return found[0]

    def close(self, panel: QDialog) -> None:
        """Close a panel; the window is the active one again, or its keys do nothing."""
        panel.accept()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow, "the window")
        self.settle()

    def arrived(self, page: str, of: str = "") -> None:
        """Until a page is there, and where it has a form the form too; for one that a key opened."""
        self.wait(lambda: self.window.page.place.page == page and of in ("", self.window.page.place.of), f"page {page}")
        if isinstance(self.window.page, FormPage):
            self.form()
        self.settle()

    def form(self) -> Form:
        """The form of the open page, once it is there."""
        page = self.window.page
        assert isinstance(page, FormPage)
        self.wait(lambda: page.form is not None, "form")
        self.settle()
        assert page.form is not None
        return page.form

    def fill(self, record_type: str, values: Mapping[str, str]) -> None:
        """Type values into fields of the open form, each as a person would."""
        form = self.form()
        for name, text in values.items():
            form.begin(record_type, name)
            self.type(text)
        self.settle()

    def save(self) -> None:
        """Ctrl+S, until the form is gone."""
        page = self.window.page
        assert isinstance(page, FormPage)
        before = page.form
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: page.form is not before or self.window.page is not page, "save")
        self.settle()

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """A picture of the window, or of a panel over it, as it is."""
        self.settle()
        path = self.pictures / f"{name}.png"
        if not (of or self.window).grab().save(str(path)):
            raise TourFailed(f"picture {path.name}")

    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget() or self.window.childAt(QPoint(1, 1)) or self.window
        assert isinstance(focused, QWidget)
        return focused
