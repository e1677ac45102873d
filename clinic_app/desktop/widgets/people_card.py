"""能打开这台电脑的人: who they are and when they were here; whoever looks after the laptop adds people, sets passwords,
closes and opens accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import Line, WheelGuard
from clinic_app.desktop.widgets.passwords import add_box, password_box, password_problem
from clinic_app.desktop.widgets.table import Table
from clinic_app.desktop.words import moment
from clinic_app.records.staff import ROLE
from clinic_app.store.accounts import (
    Account,
    add_account,
    disable_account,
    enable_account,
    set_administration,
    set_password,
    set_role,
)
from clinic_app.store.errors import StoreError

ROWS = 7
"""Lines that the table is high."""


def role_choice(guard: WheelGuard, name: str) -> QComboBox:
    """The roles; at the top that of the laptop."""
    box = QComboBox()
    box.addItem(box.tr("随本机"), None)
    for code, word in record_words(ROLE).items():
        box.addItem(word, code)
    box.installEventFilter(guard)
    box.setAccessibleName(name)
    return box


class PeopleCard(Card):
    """A table, and below it what can be done to the person that is chosen."""

    changed = Signal()
    """Somebody was added, closed, opened: read again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.accounts: list[Account] = []
        self._guard = WheelGuard(self)
        self.body.addWidget(label(self.tr("能打开这台电脑的人"), "section"))
        self.model = RowsModel([self.tr("姓名"), self.tr("角色"), self.tr("上次登录"), self.tr("说明")], self)
        self.table = Table([7, 6, 8, 0], self.tr("能打开这台电脑的人"), optional=(3,))
        self.table.setModel(self.model)
        self.table.fit()
        self.table.chosen.connect(self._show_acts)
        self.body.addWidget(self.table)
        self.acts = self._acts()
        self.body.addWidget(self.acts)
        self.fresh = self._fresh_password()
        self.body.addWidget(self.fresh)
        self.words = IconLabel()
        self.words.tell("")
        self.body.addWidget(self.words)

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """What was read; the chosen person stays chosen."""
        chosen = self.chosen
        self.accounts = list(accounts)
        self.model.show_rows([self._row(each) for each in accounts])
        lines = min(max(len(accounts), 2), ROWS) + 1
        self.table.setFixedHeight(self.table.verticalHeader().defaultSectionSize() * lines + 8)
        self.table.go_to(max(0, self.model.row_of(chosen.id) if chosen else 0))
        self._show_acts()

    @property
    def chosen(self) -> Account | None:
        """The person of the current row."""
        found = self.model.id_at(self.table.row)
        return next((each for each in self.accounts if each.id == found), None)

    def _row(self, each: Account) -> Row:
        role = record_words(ROLE).get(each.role or "", self.tr("随本机"))
        seen = moment(each.last_seen, self.desk.today) or self.tr("还没有登录过")
        notes = []
        if each.disabled:
            notes.append(self.tr("已停用"))
        elif not each.opens:
            notes.append(self.tr("没有密码，先设一个"))
        if each.administers:
            notes.append(self.tr("管理这台电脑"))
        if each.password_by is not None and not each.disabled:
            notes.append(self.tr("密码是别人设的"))
        return Row(each.id, (each.name, role, seen, "，".join(notes)), {0: "muted"} if each.disabled else {})

    def _acts(self) -> QWidget:
        strip = QWidget()
        flow = FlowLayout(strip)
        self.password_button = Button(self.tr("设新密码…"), clicked=self._begin_password)
        self.close_button = Button(self.tr("停用"), clicked=self._close_or_open)
        self.administer_button = Button(self.tr("请他管理这台电脑"), clicked=self._administer)
        self.role = role_choice(self._guard, self.tr("改角色"))
        self.role.activated.connect(self._role_chosen)
        role = QWidget()
        role.setLayout(row(label(self.tr("角色")), self.role))
        for each in (self.password_button, self.close_button, self.administer_button, role):
            flow.addWidget(each)
        return strip

    def _fresh_password(self) -> QWidget:
        place = QWidget()
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 0)
        self.fresh_words = label("", wrap=True)
        grid.addWidget(self.fresh_words, 0, 0, 1, 3)
        self.new, self.repeat = password_box(), password_box()
        add_box(grid, 1, self.tr("新密码（至少8位）"), self.new)
        add_box(grid, 2, self.tr("再输一次"), self.repeat)
        self.new.done.connect(self.repeat.setFocus)
        self.repeat.done.connect(self._set_password)
        self.set_button = Button(self.tr("设好"), clicked=self._set_password)
        grid.addLayout(row(self.set_button, Button(self.tr("不设了"), role="link", clicked=place.hide), None), 3, 1)
        place.hide()
        return place

    @Slot()
    def _show_acts(self) -> None:
        each = self.chosen
        self.acts.setEnabled(each is not None)
        self.fresh.hide()
        if each is None:
            return
        own = each.id == self.desk.database.actor.account
        self.password_button.setEnabled(not each.disabled and not own)
        self.close_button.setEnabled(not own)
        self.close_button.set_words(self.tr("恢复") if each.disabled else self.tr("停用"))
        self.administer_button.setEnabled(each.role != "administrator" and not each.disabled)
        no_more, please = self.tr("不再管理这台电脑"), self.tr("请他管理这台电脑")
        self.administer_button.set_words(no_more if each.administers else please)
        self.role.setCurrentIndex(max(0, self.role.findData(each.role)))

    @Slot()
    def _begin_password(self) -> None:
        each = self.chosen
        assert each is not None
        words = self.tr("给{name}设新密码，当面告诉本人；本人登录后改成自己的。记录、草稿和待传的都不受影响。")
        self.fresh_words.setText(words.format(name=each.name))
        self.new.clear()
        self.repeat.clear()
        self.fresh.show()
        self.new.setFocus()

    @Slot()
    def _set_password(self) -> None:
        each = self.chosen
        assert each is not None
        problem, box = password_problem(self.new, self.repeat)
        if box is not None:
            self.words.tell(self.tr("{problem}，密码没有改").format(problem=problem), "danger")
            box.setFocus()
            return
        told = self.tr("{name}的新密码设好了").format(name=each.name)
        self._do(partial(set_password, self.desk.database, each.id, self.new.text()), told)

    @Slot()
    def _close_or_open(self) -> None:
        each = self.chosen
        assert each is not None
        database = self.desk.database
        if not each.disabled:
            told = self.tr("{name}已停用，打不开这台电脑了；写过的记录和草稿都在").format(name=each.name)
            self._do(partial(disable_account, database, each.id), told)
            return
        told = self.tr("{name}已恢复，用原来的密码登录").format(name=each.name)
        ask = self.tr("{name}已恢复，原来的密码不能用了，给他设一个新的").format(name=each.name)
        self._do(partial(enable_account, database, each.id), told, ask)

    @Slot()
    def _administer(self) -> None:
        each = self.chosen
        assert each is not None
        given = not each.administers
        words = self.tr("{name}现在也管理这台电脑") if given else self.tr("{name}不再管理这台电脑")
        self._do(partial(set_administration, self.desk.database, each.id, given), words.format(name=each.name))

    @Slot()
    def _role_chosen(self) -> None:
        each = self.chosen
        if each is not None and self.role.currentData() != each.role:
            told = self.tr("{name}的角色改好了，下次登录起作用").format(name=each.name)
            self._do(partial(set_role, self.desk.database, each.id, self.role.currentData()), told)

    def _do(self, act: Callable[[], bool | None], told: str, otherwise: str = "") -> None:
        """In the writing lane; `otherwise` is said where the act answers that something is left to do."""
        self.acts.setEnabled(False)

        def done(answer: bool | None) -> None:
            left = answer is False and bool(otherwise)
            self.words.tell(otherwise if left else told, "watch" if left else "good")
            self.fresh.hide()
            self.changed.emit()

        self.desk.work.write(self, act, done, self._refused)

    def _refused(self, error: BaseException) -> None:
        self.acts.setEnabled(True)
        self._show_acts()
        if isinstance(error, StoreError):
            self.words.tell(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)


class NewPersonCard(Card):
    """加一个人: a name, a role, a first password."""

    added = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._guard = WheelGuard(self)
        self.body.addWidget(label(self.tr("加一个人"), "section"))
        about = self.tr("每个人用自己的姓名和密码登录，记录署各自的名字。人员名单里有同名的，入网后自动对上。")
        self.body.addWidget(label(about, "muted", wrap=True))
        self.name, self.first, self.repeat = Line(), password_box(), password_box()
        self.role = role_choice(self._guard, self.tr("角色"))
        grid = QGridLayout()
        add_box(grid, 0, self.tr("姓名"), self.name)
        grid.addWidget(label(self.tr("角色")), 1, 0)
        grid.addWidget(self.role, 1, 1)
        add_box(grid, 2, self.tr("初始密码（至少8位）"), self.first)
        add_box(grid, 3, self.tr("再输一次"), self.repeat)
        self.button = Button(self.tr("加一个人"), symbol="add", clicked=self.add)
        grid.addWidget(self.button, 4, 1)
        self.name.done.connect(self.role.setFocus)
        self.first.done.connect(self.repeat.setFocus)
        self.repeat.done.connect(self.add)
        self.words = IconLabel()
        self.words.tell("")
        self.body.addLayout(grid)
        self.body.addWidget(self.words)

    @Slot()
    def add(self) -> None:
        """In the writing lane."""
        problem, box = password_problem(self.first, self.repeat)
        if not self.name.text().strip():
            problem, box = self.tr("输入姓名，记录会署上这个名字"), self.name
        if box is not None:
            self.words.tell(self.tr("{problem}，没有添加").format(problem=problem), "danger")
            box.setFocus()
            return
        self.button.setEnabled(False)
        act = partial(add_account, self.desk.database, self.name.text(), self.first.text(), self.role.currentData())
        self.desk.work.write(self, act, self._added, self._refused)

    def _added(self, actor: object) -> None:
        self.button.setEnabled(True)
        words = self.tr("已添加，{name}可以用这个密码登录，登录后改成自己的")
        self.words.tell(words.format(name=self.name.text().strip()), "good")
        for box in (self.name, self.first, self.repeat):
            box.clear()
        self.added.emit()

    def _refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, StoreError):
            self.words.tell(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
