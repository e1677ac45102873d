"""The door: a name and a password; on a new laptop, the first account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from clinic_app.clock import Clock
from clinic_app.desktop.day_words import long_day
from clinic_app.desktop.locking.ending import Ending
from clinic_app.desktop.mending import Mending
from clinic_app.desktop.theme import theme
from clinic_app.desktop.warming import with_what_is_behind
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, in_the_middle, keep_width, label
from clinic_app.desktop.widgets.door_packet import DoorPacket
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.passwords import password_box
from clinic_app.desktop.widgets.person_choice import PersonChoice
from clinic_app.desktop.work import Work
from clinic_app.store.errors import (
    DamagedDatabase,
    LeaseEnded,
    NoDatabase,
    StoreError,
    TooManyTries,
    WeakKeys,
    WrongPassword,
    WrongRecoveryCode,
)  # fmt: skip
from clinic_app.store.header import SHORTEST_PASSWORD, account_names
from clinic_app.sync.errors import SyncProblem

if TYPE_CHECKING:
    from clinic_app.store.database import Database
    from clinic_app.store.lease import Lease

NO_FAULT = (WrongPassword, TooManyTries, WrongRecoveryCode, SyncProblem)
"""Refusals in which the program and the file are well: no packet for the administrator is offered."""


class LoginWindow(QWidget):
    """Opens the database off the GUI thread and hands it over with `opened`."""

    opened = Signal(object)
    """The open Database."""
    practice_asked = Signal()
    closed = Signal()

    def __init__(
        self, folder: Path, clock: Clock, last_account: str = "", note: str = "", ending: Ending | None = None
    ) -> None:
        """`ending`: a login before this one that may still be closing its data."""
        super().__init__()
        self._folder, self._clock, self._ending = folder, clock, ending
        self.work = Work(self)
        self.created = self.mended = self._is_damaged = False
        self.setWindowTitle(self.tr("登录"))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        try:
            names = account_names(folder)
        except NoDatabase:
            names = []
        self.trouble = IconLabel()
        self.door: _Fields = Door(names, last_account) if names else FirstAccount()
        self.lost = Button(self.tr("忘记密码，用恢复码"), role="quiet", clicked=self._turn)
        self._welcome(self.door)
        self.way_back = Recovery(names, last_account) if names else None
        if self.way_back is not None:
            self._welcome(self.way_back)
            self.way_back.hide()
        self.renewal = Renewal()
        self._welcome(self.renewal)
        self.renewal.hide()
        self.mending = Mending(folder, clock, self.work, self._settle)
        self._welcome(self.mending)
        self.mending.hide()
        self.damaged = Button(self.tr("修复数据文件…"), role="quiet", clicked=self._begin_mending)
        self.damaged.hide()
        self.packet = DoorPacket(self.work, folder, clock)
        self.packet.told.connect(self.trouble.tell)
        self._lay_out(bool(names))
        self.trouble.tell(note, "note")
        self.resize(960, 600)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let a running unlock end."""
        self.work.close()
        super().closeEvent(event)
        self.closed.emit()

    def _welcome(self, door: _Fields | Mending) -> None:
        door.tried.connect(self._try)
        door.refused.connect(self._say)

    def _lay_out(self, known: bool) -> None:
        card = Card()
        title = self.tr("登录") if known else self.tr("在这台电脑上建立诊所数据")
        self.title = label(title, "page-title")
        card.body.addWidget(self.title)
        card.body.addWidget(label(long_day(self._clock.today()), "muted"))
        if not known:
            words = self.tr("先设第一个账户。数据加密保存在本机；入网以前忘记密码不能找回，写下来收好。")
            card.body.addWidget(label(words, "muted", wrap=True))
        card.body.addWidget(self.door)
        card.body.addWidget(self.renewal)
        card.body.addWidget(self.mending)
        if self.way_back is not None:
            card.body.addWidget(self.way_back)
            card.body.addWidget(self.lost)
        card.body.addWidget(self.trouble)
        card.body.addWidget(self.damaged)
        card.body.addWidget(self.packet)
        self.practice = Button(self.tr("练习：虚构的居民，随便试"), role="quiet", clicked=self.practice_asked.emit)
        card.body.addWidget(self.practice)
        keep_width(card, 26)
        self.setLayout(in_the_middle(card))

    @Slot()
    def _turn(self) -> None:
        """Between the password and the recovery code; from a renewal back to the password."""
        assert self.way_back is not None
        self._show_form(self.way_back if self._shown is self.door else self.door)

    def offer_mending(self) -> None:
        """The file was found damaged, by the check of an earlier login or by this door."""
        self._is_damaged = True
        self.damaged.setVisible(self._shown is self.door)

    @Slot()
    def _begin_mending(self) -> None:
        if not isinstance(self.door, Door) or not self.door.password.text():
            self._say(self.tr("输入密码后再修复"))
            return
        name, password = self.door.name.currentText(), self.door.password.text()
        self._show_form(self.mending)
        self.mending.begin(name, password)

    def _settle(self) -> None:
        """Until a login before this one has closed its data."""
        if self._ending is not None:
            self._ending.wait()

    def _show_form(self, shown: _Fields | Mending) -> None:
        titles: list[tuple[_Fields | Mending | None, str]] = [
            (self.door, self.tr("登录")),
            (self.way_back, self.tr("用恢复码打开")),
            (self.renewal, self.tr("续期")),
            (self.mending, self.tr("修复数据文件")),
        ]
        for form, title in titles:
            if form is not None:
                form.setVisible(form is shown)
            if form is shown:
                self.title.setText(title)
        self.damaged.setVisible(self._is_damaged and shown is self.door)
        self.lost.set_words(self.tr("忘记密码，用恢复码") if shown is self.door else self.tr("返回登录"))
        self.trouble.tell("", "note")
        shown.setFocus()

    @property
    def _shown(self) -> _Fields | Mending:
        if not self.mending.isHidden():
            return self.mending
        if not self.renewal.isHidden():
            return self.renewal
        return self.way_back if self.way_back is not None and not self.way_back.isHidden() else self.door

    @Slot(str, str)
    def _try(self, name: str, password: str) -> None:
        if not self.mending.isHidden():
            # The data are whole again.
            self.mended, self._is_damaged = True, False
            self._show_form(self.door)
        folder, clock, shown = self._folder, self._clock, self._shown
        shown.setEnabled(False)
        self.trouble.tell(self.tr("正在打开…"), "note")
        self.created = isinstance(shown, FirstAccount)

        ending = self._ending

        def enter() -> Database:
            # The store is read in when the first password is tried, not before the door is there.
            from clinic_app.store.database import create_database
            from clinic_app.store.recovery import recover
            from clinic_app.store.renewal import renew
            from clinic_app.sync.renewal import open_or_ask

            if ending is not None:
                ending.wait()
            if isinstance(shown, Recovery):
                return recover(folder, shown.code.text(), name, password, clock)
            if isinstance(shown, Renewal):
                return renew(folder, name, password, shown.code.text(), clock)
            make = create_database if isinstance(shown, FirstAccount) else open_or_ask
            return make(folder, name, password, clock)

        self.work.read(self, partial(with_what_is_behind, enter), self._opened, self._refused)

    def _opened(self, database: Database) -> None:
        self.opened.emit(database)

    def _refused(self, error: BaseException) -> None:
        from clinic_app.protocol.escrow import EscrowProblem

        self._shown.setEnabled(True)
        if isinstance(error, LeaseEnded) and isinstance(self.door, Door):
            # The county was asked on the line and did not answer: the telephone is left.
            self.renewal.begin(error.lease, self.door.name.currentText(), self.door.password.text())
            self._show_form(self.renewal)
            return
        self.packet.setVisible(not isinstance(error, (*NO_FAULT, EscrowProblem)))
        if not isinstance(error, (StoreError, EscrowProblem, SyncProblem)):
            self.trouble.tell(self.tr("打不开数据，原有数据没有改动，重新启动程序再试"), "danger")
            raise error
        self.trouble.tell(str(error), "danger")
        self._shown.again()
        if isinstance(error, DamagedDatabase) and not isinstance(error, WeakKeys) and self._shown is self.door:
            self.offer_mending()
            self.damaged.setFocus()

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
        self.name = PersonChoice(names, last)
        self.name.chosen.connect(self._to_password)
        self.password = password_box()
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
    def _to_password(self) -> None:
        """Another person: what somebody began to type is not theirs."""
        self.password.clear()
        self.password.setFocus()

    @Slot()
    def _enter(self) -> None:
        if not self.password.text():
            self.refused.emit(self.tr("输入密码后再登录"))
            self.password.setFocus()
            return
        self.tried.emit(self.name.currentText(), self.password.text())


class _NewPassword(_Fields):
    """A password that is chosen here, typed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.password = password_box()
        self.repeat = password_box()

    def add_passwords(self, words: str, act: Callable[[], None]) -> None:
        """Both boxes; Enter goes on from one to the next and from the last to the act."""
        self.add(words, self.password)
        self.add(self.tr("再输一次密码"), self.repeat)
        self.password.done.connect(self.repeat.setFocus)
        self.repeat.done.connect(act)

    def problem_of_passwords(self) -> tuple[str, QLineEdit]:
        """What is wrong with the two, and where; empty words when nothing is."""
        if len(self.password.text()) < SHORTEST_PASSWORD:
            return self.tr("密码至少8位"), self.password
        if self.password.text() != self.repeat.text():
            return self.tr("两次输入的密码不一样，再输一次"), self.repeat
        return "", self.password


class FirstAccount(_NewPassword):
    """The first account of a new laptop."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Line()
        self.add(self.tr("姓名"), self.name)
        self.name.done.connect(self._to_password)
        self.add_passwords(self.tr("密码（至少8位）"), self._enter)
        self.button = Button(self.tr("建立"), role="main", clicked=self._enter)
        self.add_button(self.button)
        self.setFocusProxy(self.name)

    @Slot()
    def _to_password(self) -> None:
        self.password.setFocus()

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
        return self.problem_of_passwords()


class Recovery(_NewPassword):
    """Who it is, the code that the county reads out, and a new password."""

    def __init__(self, names: list[str], last: str) -> None:
        super().__init__()
        words = self.tr("打电话给县管理员，对方念出26位恢复码。数据都在，不会清除；设好新密码后旧恢复码作废。")
        self.add(self.tr("怎么办"), label(words, "muted", wrap=True))
        self.name = PersonChoice(names, last)
        self.add(self.tr("姓名"), self.name)
        self.code = Line()
        self.code.done.connect(self._to_password)
        self.add(self.tr("恢复码"), self.code)
        self.add_passwords(self.tr("新密码（至少8位）"), self._enter)
        self.button = Button(self.tr("打开并换密码"), role="main", clicked=self._enter)
        self.add_button(self.button)
        self.setFocusProxy(self.code)

    def again(self) -> None:
        """The code once more."""
        self.code.setFocus()
        self.code.selectAll()

    @Slot()
    def _to_password(self) -> None:
        self.password.setFocus()

    @Slot()
    def _enter(self) -> None:
        problem, box = self.problem_of_passwords()
        if not self.code.text().strip():
            problem, box = self.tr("输入恢复码"), self.code
        if problem:
            self.refused.emit(problem)
            box.setFocus()
            return
        self.tried.emit(self.name.currentText(), self.password.text())


class Renewal(_Fields):
    """The data are locked after too long without the county: the code that it reads out."""

    def __init__(self) -> None:
        super().__init__()
        self._who = ("", "")
        self.about = label("", "muted", wrap=True)
        self.add(self.tr("怎么办"), self.about)
        self.code = Line()
        self.code.done.connect(self._enter)
        self.add(self.tr("续期码"), self.code)
        self.button = Button(self.tr("续期并打开"), role="main", clicked=self._enter)
        self.add_button(self.button)
        self.setFocusProxy(self.code)

    def begin(self, lease: Lease, name: str, password: str) -> None:
        """For somebody whose password was right."""
        self._who = (name, password)
        words = self.tr(
            "这台电脑超过{days}天没有联系县平台，数据锁在本机，一条不少。联上网再登录会自动续期；"
            "没有网络就打电话给县管理员，报设备号 {number}，对方念出26位续期码。"
        )
        self.about.setText(words.format(days=lease.days, number=f"{lease.number:04d}"))
        self.code.clear()

    def again(self) -> None:
        """The code once more."""
        self.code.setFocus()
        self.code.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:
        """The password is wanted no longer."""
        self._who = ("", "")
        super().hideEvent(event)

    @Slot()
    def _enter(self) -> None:
        if not self.code.text().strip():
            self.refused.emit(self.tr("输入续期码"))
            self.code.setFocus()
            return
        self.tried.emit(*self._who)


__all__ = ["Door", "FirstAccount", "LoginWindow", "Recovery", "Renewal"]
