"""The door: a name and a password; on a new laptop, the first account."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from clinic_app.clock import Clock
from clinic_app.desktop.forms.editor import Line, WheelGuard
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, column, keep_width, label, row
from clinic_app.desktop.words import long_day
from clinic_app.desktop.work import Work
from clinic_app.store.database import Database, account_names, create_database, open_database
from clinic_app.store.errors import NoDatabase, StoreError

SHORTEST_PASSWORD = 8


class LoginWindow(QWidget):
    """Opens the database off the GUI thread and hands it over with `opened`."""

    opened = Signal(object)
    """The open Database."""
    closed = Signal()

    def __init__(self, folder: Path, clock: Clock, last_account: str = "", note: str = "") -> None:
        super().__init__()
        self._folder, self._clock = folder, clock
        self.work = Work(self)
        self.created = False
        self.setWindowTitle(self.tr("登录"))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        try:
            names = account_names(folder)
        except NoDatabase:
            names = []
        self.trouble = IconLabel()
        self.door = Door(names, last_account) if names else FirstAccount()
        self.door.tried.connect(self._try)
        self.door.refused.connect(self._say)
        self._lay_out(bool(names))
        self.trouble.tell(note, "note")
        self.resize(960, 600)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let a running unlock end."""
        self.work.close()
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self, known: bool) -> None:
        card = Card()
        title = self.tr("登录") if known else self.tr("在这台电脑上建立诊所数据")
        card.body.addWidget(label(title, "page-title"))
        card.body.addWidget(label(long_day(self._clock.today()), "muted"))
        if not known:
            words = self.tr("先设第一个账户。数据加密保存在本机，忘记密码不能找回，写下来收好。")
            card.body.addWidget(label(words, "muted", wrap=True))
        card.body.addWidget(self.door)
        card.body.addWidget(self.trouble)
        keep_width(card, 26)
        middle = row(None, card, None)
        layout = column(None, middle, None)
        layout.setContentsMargins(*(theme().lengths.section,) * 4)
        self.setLayout(layout)

    @Slot(str, str)
    def _try(self, name: str, password: str) -> None:
        self.door.setEnabled(False)
        self.trouble.tell(self.tr("正在打开…"), "note")
        make = create_database if isinstance(self.door, FirstAccount) else open_database
        self.created = isinstance(self.door, FirstAccount)
        self.work.read(self, lambda: make(self._folder, name, password, self._clock), self._opened, self._refused)

    def _opened(self, database: Database) -> None:
        self.opened.emit(database)

    def _refused(self, error: BaseException) -> None:
        self.door.setEnabled(True)
        if not isinstance(error, StoreError):
            self.trouble.tell(self.tr("打不开数据，原有数据没有改动，重新启动程序再试"), "danger")
            raise error
        self.trouble.tell(str(error), "danger")
        self.door.again()

    @Slot(str)
    def _say(self, words: str) -> None:
        self.trouble.tell(words, "danger")


class _Fields(QWidget):
    """Labels over boxes, and the main button."""

    tried = Signal(str, str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme().lengths.gap, 0, 0)
        self._grid.setVerticalSpacing(theme().lengths.small)
        self._boxes: list[QWidget] = []

    def again(self) -> None:
        """Begin once more after a refusal."""

    def add(self, words: str, box: QWidget) -> None:
        """One labelled box."""
        place = len(self._boxes)
        named = label(words)
        named.setBuddy(box)
        box.setAccessibleName(words)
        self._grid.addWidget(named, place, 0)
        self._grid.addWidget(box, place, 1)
        self._boxes.append(box)

    def add_button(self, button: Button) -> None:
        """The main act, below the boxes."""
        self._grid.addWidget(button, len(self._boxes), 1)


class Door(_Fields):
    """Who it is and the password."""

    def __init__(self, names: list[str], last: str) -> None:
        super().__init__()
        self.name = QComboBox()
        self.name.addItems(names)
        self.name.setCurrentText(last if last in names else names[0])
        self._guard = WheelGuard(self)
        self.name.installEventFilter(self._guard)
        self.password = _password_box()
        self.password.done.connect(self._enter)
        self.add(self.tr("姓名"), self.name)
        self.add(self.tr("密码"), self.password)
        self.button = Button(self.tr("登录"), role="main", clicked=self._enter)
        self.add_button(self.button)
        self.setFocusProxy(self.password)
        self.password.setFocus()

    def again(self) -> None:
        """The password once more."""
        self.password.setFocus()
        self.password.selectAll()

    @Slot()
    def _enter(self) -> None:
        if not self.password.text():
            self.refused.emit(self.tr("输入密码后再登录"))
            self.password.setFocus()
            return
        self.tried.emit(self.name.currentText(), self.password.text())


class FirstAccount(_Fields):
    """The first account of a new laptop."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Line()
        self.password = _password_box()
        self.repeat = _password_box()
        for words, box, then in (
            (self.tr("姓名"), self.name, self._to_password),
            (self.tr("密码（至少8位）"), self.password, self._to_repeat),
            (self.tr("再输一次密码"), self.repeat, self._enter),
        ):
            self.add(words, box)
            box.done.connect(then)
        self.button = Button(self.tr("建立"), role="main", clicked=self._enter)
        self.add_button(self.button)
        self.setFocusProxy(self.name)

    @Slot()
    def _to_password(self) -> None:
        self.password.setFocus()

    @Slot()
    def _to_repeat(self) -> None:
        self.repeat.setFocus()

    @Slot()
    def _enter(self) -> None:
        problem, box = self._problem()
        if problem:
            self.refused.emit(problem)
            box.setFocus()
            return
        self.tried.emit(self.name.text().strip(), self.password.text())

    def _problem(self) -> tuple[str, QLineEdit]:
        if not self.name.text().strip():
            return self.tr("输入姓名，记录会署上这个名字"), self.name
        if len(self.password.text()) < SHORTEST_PASSWORD:
            return self.tr("密码至少8位"), self.password
        if self.password.text() != self.repeat.text():
            return self.tr("两次输入的密码不一样，再输一次"), self.repeat
        return "", self.name


def _password_box() -> Line:
    box = Line()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    keep_width(box, 12)
    return box


__all__ = ["Door", "FirstAccount", "LoginWindow"]
