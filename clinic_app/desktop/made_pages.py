"""The pages of one window: each is made when it is first opened, and goes when it has not been seen for a while.

A page is a few hundred widgets. Those of the rail stay, with what was looked for on them; of the others the last ones
seen do, which is how far Esc leads back. A page that went is made anew from its place; what was half filled in is a
draft by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.pages.page import SETTLE, Page

PageMaker = Callable[[Desk], Page]
LAST_SEEN = 4
"""Pages that are not of the rail and stay made."""


class MadePages(QObject):
    """Makes pages into a stack and lets them go. `rail` names the pages that stay."""

    made = Signal(object)
    """A page that nobody has seen yet: whoever has something to do with it connects itself."""

    def __init__(
        self, desk: Desk, makers: dict[str, PageMaker], rail: Iterable[str], stack: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._makers, self._rail, self._stack = desk, makers, frozenset(rail), stack
        self._pages: dict[str, Page] = {}
        """In the order in which they were last seen."""
        desk.shelf = stack
        self._leaving = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE)
        self._soon.timeout.connect(self._tidy)

    def __contains__(self, name: object) -> bool:
        """Whether there is such a page to open."""
        return name in self._makers

    def made_already(self, name: str) -> Page | None:
        """A page if it is made."""
        return self._pages.get(name)

    def named(self, name: str) -> Page:
        """A page, made when needed; it counts as seen."""
        page = self._pages.pop(name, None)
        if page is None:
            page = self._makers[name](self._desk)
            self.made.emit(page)
            self._stack.addWidget(page)
            self._soon.start()
        self._pages[name] = page
        return page

    @Slot()
    def let_all_go(self) -> None:
        """The look changes: a page that is not seen is made anew when it is opened the next time, which costs less than
        dressing all of them."""
        self._leaving = True
        self._tidy()

    @Slot()
    def _tidy(self) -> None:
        unseen = [name for name, page in self._pages.items() if page is not self._stack.currentWidget()]
        going = unseen if self._leaving else [name for name in unseen if name not in self._rail][:-LAST_SEEN]
        going = [name for name in going if not self._pages[name].is_held]
        # A page that waits for an answer goes when it has come.
        free = [name for name in going if not self._desk.work.concerns(self._pages[name])]
        # One at a time: a large form takes ten milliseconds, and ten times as long while a thread works beside it.
        now = free if self._leaving else free[:1] if self._desk.work.calm else []
        for name in now:
            self._let_go(self._pages.pop(name))
        if len(now) < len(going):
            self._soon.start()
        else:
            self._leaving = False

    def _let_go(self, page: Page) -> None:
        self._stack.removeWidget(page)
        # In one go: Qt would ask Python for its turn once for each of the widgets, while a thread counts.
        shiboken6.delete(page)
