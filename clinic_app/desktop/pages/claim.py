"""从别村迁入: somebody who is on file in another village lives here now; found at the county, then brought over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from clinic_app.care.claim import claim
from clinic_app.care.entry import EntryProblem
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, column, keep_width, label, row, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import Line, WheelGuard
from clinic_app.desktop.words import sex_word
from clinic_app.records.resident import ID_TYPE
from clinic_app.store.errors import StoreError
from clinic_app.store.looked_up import LookedUp
from clinic_app.store.queries.reference import villages
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.lookup import look_up

REASONS = ("已搬来本村居住", "婚嫁迁入", "原村登记有误")


class ClaimPage(Page):
    """Number and name, the one person whom the county names, and the reason; nothing is saved before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("从别村迁入"))
        self.head.addWidget(Button(self.tr("返回"), symbol="back", clicked=self._leave))
        self.found: LookedUp | None = None
        self._names: Mapping[str, str] = {}
        self._busy = False
        self._guard = WheelGuard(self)
        content = QWidget()
        content.setLayout(column(self._question(), self._answer(), None, spacing=12))
        self.area = scrolled(content, self.body)

    def arrive(self, place: Place) -> None:
        """An empty question each time: a number is not left standing. A list that names somebody brings both along."""
        self.number.setText(str(place.more.get("number") or ""))
        self.name.setText(str(place.more.get("name") or ""))
        self.reason.clear()
        self.kind.setCurrentIndex(0)
        self._show_found(None)
        self.trouble.tell("")
        super().arrive(place)

    def refresh(self) -> None:
        """Read the names of villages."""
        self.desk.read(self, self._read, self._fill, key="villages")

    def take_focus(self) -> None:
        """The number; what is there already is looked up with Enter."""
        box = self.name if self.number.text() and self.name.text() else self.number
        box.setFocus(Qt.FocusReason.TabFocusReason)

    def _question(self) -> Card:
        card = Card()
        words = self.tr("按证件号码和姓名在县平台查一位居民，两样都要写全。要联网；查到后核对，再迁入。")
        card.body.addWidget(label(words, "muted", wrap=True))
        self.kind = QComboBox()
        self.kind.installEventFilter(self._guard)
        for code, option in record_words(ID_TYPE).items():
            self.kind.addItem(option, code)
        self.number, self.name = Line(), Line()
        self.number.done.connect(self._to_name)
        self.name.done.connect(self._look_up)
        grid = QGridLayout()
        captions = (self.tr("证件类别"), self.tr("证件号码"), self.tr("姓名"))
        for place, (caption, box) in enumerate(zip(captions, (self.kind, self.number, self.name), strict=True)):
            self._place(grid, place, caption, box)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        self.search = Button(self.tr("查找"), "F6", role="main", symbol="search", clicked=self._look_up)
        self.trouble = IconLabel()
        card.body.addLayout(row(self.search, None))
        card.body.addWidget(self.trouble)
        return card

    def _answer(self) -> Card:
        self.answer = Card()
        self.person = label("", "section", wrap=True)
        self.where = label("", wrap=True)
        self.village = QComboBox()
        self.village.installEventFilter(self._guard)
        self.reason = Line()
        self.reason.setPlaceholderText(self.tr("为什么迁入"))
        self.reason.done.connect(self._to_claim)
        grid = QGridLayout()
        for place, (caption, box) in enumerate(((self.tr("迁到"), self.village), (self.tr("原因"), self.reason))):
            self._place(grid, place, caption, box)
        grid.setColumnStretch(1, 1)
        reasons = QWidget()
        flow = FlowLayout(reasons, spacing=theme().lengths.tiny)
        for words in REASONS:
            button = Button(self.tr(words), role="option", clicked=self._take_reason)
            button.setProperty("reason", words)
            flow.addWidget(button)
        self.note = IconLabel()
        self.button = Button(self.tr("迁入"), "Ctrl+S", role="main", symbol="save", clicked=self._claim)
        hint = self.tr("迁入后下次同步，全部档案就到本机；原村会收到通知，没有传完的记录照常接收。")
        self.answer.body.addWidget(self.person)
        self.answer.body.addWidget(self.where)
        self.answer.body.addLayout(grid)
        self.answer.body.addWidget(reasons)
        self.answer.body.addWidget(self.note)
        self.answer.body.addWidget(label(hint, "muted", wrap=True))
        self.answer.body.addLayout(row(self.button, None))
        return self.answer

    def _place(self, grid: QGridLayout, place: int, caption: str, box: QWidget) -> None:
        named = label(caption)
        named.setBuddy(box)
        box.setAccessibleName(caption)
        keep_width(box, 14)
        grid.addWidget(named, place, 0)
        grid.addWidget(box, place, 1)

    def _read(self, connection: Any) -> Mapping[str, str]:
        return {each.code: each.name for each in villages(connection)}

    def _fill(self, names: Mapping[str, str]) -> None:
        self._names = names
        chosen = self.village.currentData()
        self.village.clear()
        for code in self.desk.device.scope.villages if self.desk.device else ():
            self.village.addItem(names.get(code) or code, code)
        self.village.setCurrentIndex(max(self.village.findData(chosen), 0))
        self.filled()

    @Slot()
    def _to_name(self) -> None:
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _to_claim(self) -> None:
        self.button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _leave(self) -> None:
        self.desk.back.emit()

    @Slot()
    def _take_reason(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.reason.setText(str(sender.property("reason")))
            self.note.tell("")
            self._to_claim()

    @Slot()
    def _look_up(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._show_found(None)
        self.trouble.tell(self.tr("正在联系县平台…"), "note")
        database = self.desk.database
        number, name, kind = self.number.text(), self.name.text(), str(self.kind.currentData())
        self.desk.work.network(self, lambda: look_up(database, number, name, kind), self._named, self._unanswered)

    def _named(self, found: LookedUp | None) -> None:
        self._busy = False
        if found is None:
            words = self.tr("县平台没有证件号码和姓名都相同的居民。核对后再查，或在本村新建档案。")
            self.trouble.tell(words, "watch")
            self.take_focus()
            return
        self.trouble.tell("")
        self._show_found(found)
        QTimer.singleShot(0, self, self._in_sight)
        self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _in_sight(self) -> None:
        """In a low window the answer is below what was asked."""
        self.area.ensureWidgetVisible(self.button)

    def _show_found(self, found: LookedUp | None) -> None:
        self.found = found
        self.answer.setVisible(found is not None)
        self.note.tell("")
        if found is None:
            return
        self.person.setText("　".join((found.name, sex_word(found.sex), found.birth_date)))
        village = self._names.get(found.village_code, found.village_code)
        place = "　".join(part for part in (village, found.organisation_name) if part)
        self.where.setText(self.tr("现在的档案在：{place}").format(place=place))

    def _unanswered(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, (SyncProblem, StoreError)):
            self.trouble.tell(str(error), "danger")
            self.take_focus()
        else:
            self.trouble.tell("")
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _claim(self) -> None:
        found = self.found
        if found is None or self._busy:
            return
        reason, village = self.reason.text().strip(), str(self.village.currentData() or "")
        if not reason:
            self.note.tell(self.tr("写明原因再迁入，原村也看得到"), "watch")
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._busy = True
        database = self.desk.database
        self.desk.act(self, lambda: claim(database, found.resident_id, village, reason), self._claimed, self._refused)

    def _claimed(self, mid: str) -> None:
        self._busy = False
        name = self.found.name if self.found else ""
        self.desk.say(self.tr("{name} 的迁入已保存，同步后档案就到本机").format(name=name), "good")
        self.desk.back.emit()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, (EntryProblem, StoreError)):
            self.note.tell(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
