"""入户: one family on one page, a card for each member with all that is due; finish one and the next opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.work_item import WorkItem
from clinic_app.care.worklist import worklist
from clinic_app.desktop.changes import PEOPLE, VISITS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, clear, label, scrolled
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.widgets.member_card import MemberCard, in_order
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.store.queries.bundle import Family, Pressure, family
from clinic_app.store.queries.household import Member
from clinic_app.store.queries.visit_start import is_due

SCREENING_RULE = "H-02"


@dataclass(frozen=True)
class _Read:
    family: Family
    items: Sequence[WorkItem]


class BundlePage(Page):
    """Opened for a household; `households` are those to go on with, in the order of the way."""

    least_rows = SCROLLS_ITSELF

    watched = PEOPLE | VISITS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cards: list[MemberCard] = []
        self._items: Sequence[WorkItem] = ()
        self._left_with: set[str] = set()
        self._back_from_visit = False
        self.head_words = label("", "muted")
        self.phone = HiddenNumber(desk)
        self.onward = Button(self.tr("下一户"), "Ctrl+Enter", clicked=self._go_on)
        self.head.insertWidget(1, self.head_words)
        self.head.addWidget(self.phone)
        self.head.addWidget(self.onward)
        self.told = label("", "muted", wrap=True)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, theme().lengths.small, 0)
        self._list.setSpacing(theme().lengths.small)
        self._list.addStretch(1)
        self.body.addWidget(self.told)
        self._area = scrolled(inside, self.body)

    def arrive(self, place: Place) -> None:
        """Another family."""
        self._left_with, self._back_from_visit = set(), False
        self.onward.setVisible(bool(self._following(place)))
        super().arrive(place)

    def return_to(self) -> None:
        """Back from a visit: when nothing is left to do here, on to the next household."""
        self._back_from_visit = True
        self._stale = False
        self._fresh = True
        self.refresh()

    def refresh(self) -> None:
        """Read the family and what is due for it."""
        database, today, household_id = self.desk.database, self.desk.today, self.place.of

        def read() -> _Read:
            with database.shown() as connection:
                found = family(connection, household_id, today)
            ids = [each.resident.id for each in found.members]
            return _Read(found, worklist(database, today, residents=ids) if ids else [])

        self.desk.work.read(self, read, self._show, key="family")

    def take_focus(self) -> None:
        """The first member with something due."""
        if self.cards:
            first = next((each for each in self.cards if each.due), self.cards[0])
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, read: _Read) -> None:
        door = read.family.household
        if door is None:
            self.desk.say(self.tr("本机没有这一户，先同步"), "watch")
            self.desk.back.emit()
            return
        done = self._left_with and not read.items and self._back_from_visit
        self._items, self._back_from_visit = read.items, False
        if done:
            self._finished()
            return
        self.title.setText("".join(part for part in (door.village_name, door.group_name, door.house_no) if part))
        self.head_words.setText(self.tr("户主 {name}").format(name=door.head_name) if door.head_name else "")
        self.phone.show_number("", door.phone, f"household:{self.place.of}")
        self._fill(read.family)
        people, due = len(read.family.members), len(read.items)
        words = self.tr("{people} 人，{due} 人有到期的。Enter 开始，保存后下一位自己打开")
        self.told.setText(words.format(people=people, due=due) if due else self.tr("这一户现在没有到期的"))
        self.filled()

    def _fill(self, found: Family) -> None:
        held = next((card.resident_id for card in self.cards if card.hasFocus()), "")
        clear(self._list)
        items = {item.resident_id: item for item in self._items}
        self.cards = []
        for member in in_order(found.members, self._items):
            last = found.pressures.get(member.resident.id)
            card = MemberCard(member, items.get(member.resident.id), last, self.desk.today)
            if not card.due:
                card.tell(self._nothing_due(member, last))
            card.opened.connect(self._open_visit)
            card.stepped.connect(self._step)
            self._list.addWidget(card)
            # Otherwise it is seen, and can have the focus, only after the next turn of the event loop.
            card.show()
            self.cards.append(card)
            if card.resident_id == held:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.addStretch(1)

    def _nothing_due(self, member: Member, last: Pressure | None) -> str:
        """Whoever has nothing due may still have the pressure taken: once a year from a certain age (H-02)."""
        book = default_rule_books().in_force("hypertension", self.desk.today)
        age, days = getattr(book, "screening_age", 35), 365
        if (member.age or 0) >= age and is_due(last.day if last else None, self.desk.today, days):
            words = self.tr("没有到期的；{age}岁以上，近一年没有量过血压，可以只量血压（{rule}）")
            return words.format(age=age, rule=SCREENING_RULE)
        return self.tr("没有到期的")

    @Slot(str)
    def _open_visit(self, resident_id: str) -> None:
        due = [card.resident_id for card in self.cards if card.due]
        self._left_with = set(due)
        start = due.index(resident_id) if resident_id in due else -1
        queue = due[start:] if start >= 0 else [resident_id, *due]
        self.desk.open("visit", resident_id, queue=queue, bundle=True)

    @Slot(int)
    def _step(self, step: int) -> None:
        here = next((place for place, card in enumerate(self.cards) if card.hasFocus()), 0)
        target = self.cards[max(0, min(here + step, len(self.cards) - 1))]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(target)

    @Slot()
    def _go_on(self) -> None:
        following = self._following(self.place)
        if following:
            self.desk.open("bundle", following, **self.place.more)

    def _finished(self) -> None:
        """Nothing is due here any more: the next household, or back to where the family was opened."""
        self._left_with = set()
        if self._following(self.place):
            self._go_on()
        else:
            self.desk.back.emit()

    def _following(self, place: Place) -> str:
        ids: list[Any] = list(place.more.get("households") or [])
        here = ids.index(place.of) if place.of in ids else -1
        return str(ids[here + 1]) if 0 <= here < len(ids) - 1 else ""
