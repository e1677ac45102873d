"""One member of a family on the page of the household: who it is and all that is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.care.work_item import DueReason, WorkItem
from clinic_app.desktop.day_words import window
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Card, IconLabel, TitleLabel, label, set_role
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.line import COMMANDS, ENTER
from clinic_app.desktop.words import listed, person_line, pressure, short_day
from clinic_app.desktop.work_words import why_words
from clinic_app.guidelines.due import DueState
from clinic_app.records.resident import RELATION
from clinic_app.store.queries.bundle import Pressure
from clinic_app.store.queries.household import Member

CHIP = {DueState.OVERDUE: "chip-danger", DueState.DUE: "chip-watch", DueState.UPCOMING: "chip"}


class MemberCard(Card):
    """Enter or a double click begins the visit; the arrows go to the next card."""

    opened = Signal(str)
    stepped = Signal(int)

    def __init__(self, member: Member, item: WorkItem | None, last: Pressure | None, today: date) -> None:
        super().__init__("member")
        person = member.resident
        self.resident_id, self.due = person.id, item is not None
        self._today = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        name = person_line(person.name, person.sex, member.age)
        relation = record_words(RELATION).get(person.relation_to_head or "", "")
        reading = pressure({"sbp": last.sbp, "dbp": last.dbp}) if last else ""
        told = (
            self.tr("上次 {reading}（{day}）").format(reading=reading, day=short_day(last.day, today)) if last else ""
        )
        title = TitleLabel(name, "section")
        self.body.addLayout(folding(title, label(relation, "muted"), None, label(told, "muted")))
        self.chips = QWidget()
        flow = FlowLayout(self.chips, spacing=theme().lengths.small)
        for reason in item.reasons if item else ():
            flow.addWidget(label(self._reason(reason), CHIP[reason.state]))
        self.body.addWidget(self.chips)
        self.chips.setVisible(item is not None)
        self.why = IconLabel()
        self.body.addWidget(self.why)
        words = listed(why_words(each) for each in item.whys) if item else ""
        self.why.tell(words, "watch")
        self.note = label("", "muted", wrap=True)
        self.note.hide()
        self.body.addWidget(self.note)
        self.setAccessibleName("　".join(part for part in (name, relation, words) if part))

    def tell(self, words: str) -> None:
        """Something about a member with nothing due."""
        self.note.setText(words)
        self.note.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins; the arrows move."""
        if event.key() in ENTER and not event.modifiers() & COMMANDS:
            self.opened.emit(self.resident_id)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As Enter."""
        self.opened.emit(self.resident_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        set_role(self, "current", "state")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        set_role(self, "", "state")

    def _reason(self, reason: DueReason) -> str:
        words = record_word(reason.words)
        if reason.state is DueState.OVERDUE:
            days = (self._today - reason.due_date).days
            return self.tr("{what}　逾期{days}天").format(what=words, days=days)
        return self.tr("{what}　{window}").format(what=words, window=window(reason.opens, reason.due_date))


def in_order(people: Sequence[Member], items: Sequence[WorkItem]) -> list[Member]:
    """Those with something due first, the most urgent on top; the others as the household has them."""
    places = {item.resident_id: number for number, item in enumerate(items)}
    return sorted(people, key=lambda each: places.get(each.resident.id, len(places)))
