"""The first hour with practice data: seven steps that tick themselves off as they are done in the window."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from clinic_app.desktop.changes import Changes
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import Page
from clinic_app.store.first_hour import FirstHour, first_hour, keep_first_hour

FIND, REGISTER, VISIT, REFER, PRINT, SYNC, LOCK = "find", "register", "visit", "refer", "print", "sync", "lock"
SAVED_ON = {
    "resident_form": REGISTER, "visit": VISIT, "grid": VISIT, "refer": REFER, "emergency": REFER,
}  # fmt: skip
"""A save from one of these pages does a step."""
SEEN_AT = {"resident": FIND, "sync": SYNC}
"""Opening one of these pages does a step."""
SAVED_TYPES = frozenset({"resident", "visit", "referral"})


@dataclass(frozen=True)
class Step:
    """What is to be done, how in a sentence, where, and which chapter tells more. Without a place it is a key."""

    key: str
    title: str
    how: str
    chapter: str
    place: Place | None = None


def steps() -> list[Step]:
    """The steps in the language of the window."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("guide", text)

    found = (
        (FIND, "finding", None, tr("找一个人"), tr("按 Ctrl+K，打姓名、拼音首字母或电话尾号，回车打开。")),
        (REGISTER, "people", "resident_form", tr("登记一个人"), tr("编一个姓名和出生日期，填完按 Ctrl+S 保存。")),
        (VISIT, "visit", "work", tr("做一次随访"), tr("选一个人按回车，打几个数，看右边的判断，按 Ctrl+S 保存。")),
        (REFER, "referral", "residents", tr("开一张转诊单"),
         tr("选一个人打开一览，按 F8，选医院和科室，按 Ctrl+S 开具。")),
        (PRINT, "paper", "referrals", tr("打印"), tr("选一张转诊单按 Ctrl+P，看到单据再按 Ctrl+P，或存为PDF。")),
        (SYNC, "sync", "sync", tr("看懂同步"), tr("练习不上传。看一遍平时几点传、传了什么、什么要人处理。")),
        (LOCK, "safety", None, tr("锁定再回来"), tr("按 Ctrl+L 锁定，点“进入练习”回来。写了一半的都在。")),
    )  # fmt: skip
    return [Step(key, title, how, chapter, Place(page) if page else None) for key, chapter, page, title, how in found]


class Guide(QObject):
    """Watches what is done at a desk of practice data. One for each window."""

    changed = Signal()
    """A step was done, or the steps were put away or fetched again."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.steps = steps()
        self.reached = FirstHour(away=True)
        desk.changes.changed.connect(self._saved)
        desk.lock_asked.connect(self._locked)
        desk.read(self, first_hour, self._begin)

    @property
    def next(self) -> Step | None:
        """The first step that is not done; None when all are."""
        return next((each for each in self.steps if each.key not in self.reached.done), None)

    @property
    def count(self) -> int:
        """How many are done."""
        return sum(each.key in self.reached.done for each in self.steps)

    def arrived(self, place: Place) -> None:
        """A page was opened."""
        if place.page in SEEN_AT:
            self._tick(SEEN_AT[place.page])

    @Slot()
    def printed(self) -> None:
        """A paper went to a printer or into a file."""
        self._tick(PRINT)

    def show(self, shown: bool) -> None:
        """Put the steps away, or fetch them again."""
        self._keep(msgspec.structs.replace(self.reached, away=not shown))

    @Slot()
    def fetch(self) -> None:
        """Show the steps again."""
        self.show(True)

    def _begin(self, kept: FirstHour) -> None:
        # What was done while it was read counts too.
        self.reached = msgspec.structs.replace(kept, done=kept.done | self.reached.done)
        self.changed.emit()

    @Slot(object)
    def _saved(self, changes: Changes) -> None:
        page = changes.initiator
        if isinstance(page, Page) and changes.touches(SAVED_TYPES) and page.place.page in SAVED_ON:
            self._tick(SAVED_ON[page.place.page])

    @Slot()
    def _locked(self) -> None:
        self._tick(LOCK)

    def _tick(self, key: str) -> None:
        if key not in self.reached.done:
            self._keep(msgspec.structs.replace(self.reached, done=self.reached.done | {key}))

    def _keep(self, reached: FirstHour) -> None:
        self.reached = reached
        database = self.desk.database
        self.desk.work.write(self, lambda: keep_first_hour(database, reached), lambda _: None, lambda _: None)
        self.changed.emit()
