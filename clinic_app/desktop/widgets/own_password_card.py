"""改自己的密码: for everybody."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, label
from clinic_app.desktop.widgets.passwords import add_box, password_box, password_problem
from clinic_app.store.accounts import change_password
from clinic_app.store.errors import StoreError


class OwnPasswordCard(Card):
    """The old one, and the new one twice."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        name = desk.database.actor.name
        self.body.addWidget(label(self.tr("改自己的密码（{name}）").format(name=name), "section"))
        self.old, self.new, self.repeat = password_box(), password_box(), password_box()
        grid = QGridLayout()
        captions = (self.tr("现在的密码"), self.tr("新密码（至少8位）"), self.tr("再输一次"))
        for place, (caption, box) in enumerate(zip(captions, (self.old, self.new, self.repeat), strict=True)):
            add_box(grid, place, caption, box)
        for box, following in ((self.old, self.new), (self.new, self.repeat)):
            box.done.connect(following.setFocus)
        self.repeat.done.connect(self.change)
        self.button = Button(self.tr("改密码"), clicked=self.change)
        grid.addWidget(self.button, 3, 1)
        self.words = IconLabel()
        self.words.tell("")
        self.body.addLayout(grid)
        self.body.addWidget(self.words)

    @Slot()
    def change(self) -> None:
        """In the writing lane: stretching two passwords takes half a second."""
        problem, box = password_problem(self.new, self.repeat)
        if box is not None:
            self.words.tell(self.tr("{problem}，密码没有改").format(problem=problem), "danger")
            box.setFocus()
            return
        database, name = self.desk.database, self.desk.database.actor.name
        old, new = self.old.text(), self.new.text()
        self.button.setEnabled(False)
        self.desk.work.write(self, lambda: change_password(database, name, old, new), self._changed, self._refused)

    def _changed(self, nothing: object) -> None:
        self.button.setEnabled(True)
        for box in (self.old, self.new, self.repeat):
            box.clear()
        self.words.tell(self.tr("密码已改，下次登录用新密码"), "good")
        self.changed.emit()

    def _refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, StoreError):
            self.words.tell(str(error), "danger")
            self.old.setFocus()
        else:
            self.desk.work.bug_found.emit(error)
