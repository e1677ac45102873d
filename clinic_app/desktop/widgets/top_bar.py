"""The top bar: where we are, the search, who is at the keyboard, and how the line stands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QSizePolicy, QWidget

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.icons import icon
from clinic_app.desktop.schedule import Known
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, label, row
from clinic_app.desktop.widgets.search_box import SearchBox
from clinic_app.desktop.words import moment, waiting
from clinic_app.store.errors import StoreError
from clinic_app.store.header import account_names

MOST_NAMES = 8
"""People that the menu names; at a desk with more of them the door asks."""

LARGE = 150
"""Percent."""


class TopBar(QFrame):
    """Always there, on every page."""

    state_clicked = Signal()
    keys_asked = Signal()
    lock_asked = Signal()
    switch_asked = Signal(str)
    """Another person takes over: the name, empty for whoever it is."""
    account_asked = Signal()
    emergency_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "bar")
        self.organisation = label("", "strong", wrap=True)
        self.search = SearchBox(desk)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.person = self._person_button()
        self.state = Button("", role="quiet", clicked=self.state_clicked.emit)
        self._known: Known | None = None
        self.emergency = Button(self.tr("急救"), symbol="danger", clicked=self.emergency_asked.emit)
        self.emergency.setToolTip("Ctrl+Shift+E")
        if desk.receives or not may_open(desk, "emergency"):
            # A receiving desk sends nobody to itself.
            self.emergency.hide()
        layout = row(
            self.organisation, self.search, self.emergency, None, self.person, self.state, spacing=theme().lengths.gap
        )
        layout.setStretch(1, 100)
        lengths = theme().lengths
        layout.setContentsMargins(lengths.wide, lengths.tiny, lengths.small, lengths.tiny)
        self.setLayout(layout)
        theme().changed.connect(self._paint)
        theme().changed.connect(self.show_organisation)
        self.show_organisation()

    @Slot()
    def show_organisation(self) -> None:
        """The organisation's name, or that the laptop has not joined yet."""
        device = self.desk.device
        self.organisation.setText(device.organisation_name if device else self.tr("未入网"))
        self.search.setMaximumWidth(self.fontMetrics().horizontalAdvance("国" * 40))
        # With large type it stands in two lines: the room is for what is sought and for what waits.
        words = self.fontMetrics().horizontalAdvance("国" * (5 if theme().step >= LARGE else 8))
        self.organisation.setFixedWidth(min(self.organisation.sizeHint().width() + 8, words))

    def show_status(self, known: Known) -> None:
        """Whether our own server answers, last sync, what waits and since when, what needs a person."""
        self._known = known
        self._paint()

    def state_words(self) -> tuple[str, str]:
        """The two lines of the state, for the button and for tests."""
        if self._known is None:
            return "", ""
        status = self._known.status
        if self.desk.practice:
            return self.tr("练习 · 不上传"), self.tr("只保存在练习数据里")
        first = self._first_line(self._known)
        parts = []
        if status.pending:
            age = waiting(status.oldest_pending, self.desk.clock.now())
            parts.append(self.tr("待传 {count}（最早{age}）").format(count=status.pending, age=age))
        if status.needs_attention:
            parts.append(self.tr("需处理 {count}").format(count=status.needs_attention))
        return first, " · ".join(parts) or self.tr("没有待传")

    def _first_line(self, known: Known) -> str:
        status = known.status
        if not status.enrolled:
            return self.tr("未入网 · 已保存在本机")
        if not known.online:
            return self.tr("未联网 · 已保存在本机")
        if known.problem and not known.paused:
            return self.tr("在线 · 还没同步完")
        return self.tr("在线 · 已同步 {time}").format(time=moment(status.last_success, self.desk.today))

    @Slot()
    def _paint(self) -> None:
        if self._known is None:
            return
        status = self._known.status
        first, second = self.state_words()
        size = self.fontMetrics().height()
        self.state.setIconSize(QSize(size, size))
        self.state.setText(f"{first}\n{second}")
        self.state.setAccessibleName(f"{first} {second}")
        if status.needs_attention:
            self.state.setIcon(icon("watch", "watch"))
        elif not self._known.online:
            self.state.setIcon(icon("offline", "muted"))
        else:
            self.state.setIcon(icon("waiting", "muted") if status.pending else icon("good", "good"))

    def _person_button(self) -> QPushButton:
        button = Button(self.desk.database.actor.name, role="quiet", symbol="person")
        self._menu = QMenu(button)
        # Who else may take over is in the key file: read when somebody looks.
        self._menu.aboutToShow.connect(self._fill_menu)
        self._fill_menu()
        button.setMenu(self._menu)
        return button

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        if not self.desk.practice:
            for name in self._others():
                self._add_entry(self.tr("换成 {name}").format(name=name.replace("&", "&&")), self._switch, name)
            self._add_entry(self.tr("换人登录"), self._switch, "")
        self._add_entry(self.tr("锁定　Ctrl+L"), self.lock_asked)
        self._menu.addSeparator()
        self._add_entry(self.tr("账户和密码"), self.account_asked)
        self._add_entry(self.tr("按键一览　Shift+F1"), self.keys_asked)

    def _add_entry(self, words: str, receiver: Any, name: str | None = None) -> None:
        action = self._menu.addAction(words)
        action.setData(name)
        action.triggered.connect(receiver)

    def _others(self) -> list[str]:
        try:
            names = account_names(self.desk.folder)
        except StoreError:
            return []
        return [each for each in names if each != self.desk.database.actor.name][:MOST_NAMES]

    @Slot()
    def _switch(self) -> None:
        action = self.sender()
        self.switch_asked.emit(str(action.data() or "") if isinstance(action, QAction) else "")
