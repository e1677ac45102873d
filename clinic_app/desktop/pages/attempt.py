"""没联系上: one line for a try to reach somebody, and what the earlier tries met; after the third, lost may be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.save import SaveResult
from clinic_app.care.work_item import WorkItem, days_unreached
from clinic_app.care.worklist import worklist
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.section import Section, lines
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.widgets.basic import Button, Card, label
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.words import listed, person_line
from clinic_app.desktop.work_words import attempt_line, due_words
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.queries.due import Attempt, attempts
from clinic_app.store.queries.residents import ResidentCard, resident_card

ATTEMPT = "contact_attempt"
LOST, NOT_REACHED_THRICE = "5", "4"
BY_PHONE, AT_HOME = "3", "2"


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    items: tuple[WorkItem, ...]
    tried: tuple[Attempt, ...]
    draft: Draft | None


class AttemptPage(FormPage):
    """Opened for a resident: digits choose the channel and the result, Ctrl+S saves and goes back to the list.

    `together` of the place are several people who were not reached in the same way, such as a hamlet cut off by snow:
    one form, a line for each of them.
    """

    draft_kind = "attempt"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("没联系上"))
        self.items: tuple[WorkItem, ...] = ()
        self.tried: tuple[Attempt, ...] = ()
        self.lost = Button(self.tr("记为失访"), "F9", clicked=self._say_lost)
        self.lost.hide()
        self.foot_row.insertWidget(self.foot_row.count() - 1, self.lost)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """Beside the form: what is due, the phone, the earlier tries."""
        self.side = Card()
        self.person = label("", "section", wrap=True)
        self.due = label("", wrap=True)
        self.phone = HiddenNumber(self.desk)
        self.contact = HiddenNumber(self.desk)
        self.before = label("", "muted", wrap=True)
        self.advice = label("", "watch", wrap=True)
        for widget in (self.person, self.due, self.phone, self.contact, self.before, self.advice):
            self.side.body.addWidget(widget)
        self.side.body.addStretch(1)
        return TwoPanes(form_place, self.side, shares=(3, 2), narrow=700)

    def arrive(self, place: Place) -> None:
        """Read the person, what is due and the earlier tries."""
        self.place, self.form = place, None
        database, today, resident_id, key = self.desk.database, self.desk.today, place.of, self.draft_key
        everybody = self.everybody

        def read() -> _Opened:
            found = worklist(database, today, residents=everybody)
            with database.shown() as connection:
                card = resident_card(connection, resident_id, today)
                tried = attempts(connection, today).get(resident_id, ())
            return _Opened(card, tuple(found), tried, load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    @property
    def everybody(self) -> list[str]:
        """Whom the line is about."""
        return list(self.place.more.get("together") or ()) or [self.place.of]

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """One attempt for each person, for everything that is due for them."""
        assert self.form is not None
        values = {**self.form.values().get(ATTEMPT, {}), "by": self.desk.database.actor.name}
        return [{"type": ATTEMPT, "fields": {**self._for(each), **values}} for each in self.everybody]

    def _for(self, resident_id: str) -> dict[str, Any]:
        item = next((each for each in self.items if each.resident_id == resident_id), None)
        purposes = dict.fromkeys(reason.purpose for reason in (item.reasons if item else ()))
        return {"resident_id": resident_id, "purpose": [each for each in purposes if each] or None}

    def saved(self, result: SaveResult) -> None:
        """Back to the list."""
        count = len(self.everybody)
        self.desk.back.emit()
        words = self.tr("已记下这次联系，共 {count} 人").format(count=count)
        self.desk.say(words if count > 1 else self.tr("已记下这次联系"))

    def _open(self, opened: _Opened) -> None:
        card = opened.card
        if card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.items, self.tried = opened.items, opened.tried
        alone = len(self.everybody) == 1
        if alone:
            self.person.setText(person_line(card.name, card.sex, card.age))
            due = due_words(self.items[0].reasons) if self.items else ""
            self.due.setText("　".join(part for part in (card.address, due) if part))
        else:
            self.person.setText(self.tr("{count} 人一起记").format(count=len(self.everybody)))
            self.due.setText(listed(each.name for each in self.items))
        self.phone.setVisible(alone)
        self.phone.show_number(self.tr("电话"), card.phone, f"resident:{card.id}")
        self.contact.setVisible(alone and bool(card.contact_phone))
        self.contact.show_number(card.contact_name or self.tr("联系人"), card.contact_phone, f"resident:{card.id}")
        self._tell_tries()
        section = Section(ATTEMPT, lines("attempted_on", "channel", "result", "next_try_on", "reason"))
        form = Form([section], self.desk.today)
        form.set_values({ATTEMPT: {"attempted_on": self.desk.today.isoformat()}})
        self.set_form(form, opened.draft)
        self.take_focus()

    def take_focus(self) -> None:
        """The day is today's: begin with the channel."""
        if self.form is not None:
            self.form.begin(ATTEMPT, "channel")

    def _tell_tries(self) -> None:
        if len(self.everybody) > 1:
            for part in (self.before, self.advice, self.lost):
                part.hide()
            return
        self.before.show()
        said = [attempt_line(each, self.desk.today) for each in reversed(self.tried)]
        self.before.setText("\n".join([self.tr("以前的联系"), *said]) if said else self.tr("以前没有联系过"))
        enough = default_rule_books().general_in_force(self.desk.today).attempts
        days = days_unreached(self.tried)
        self.lost.setVisible(days >= enough)
        words = self.tr("{count}个不同日期都没有联系上，可以按 F9 记为失访；也可以接着再试。").format(count=days)
        self.advice.setText(words if days >= enough else "")
        self.advice.setVisible(days >= enough)

    @Slot()
    def _say_lost(self) -> None:
        """失访 as the outcome of a visit of today, by the way of the last try."""
        if not self.tried:
            return
        days = days_unreached(self.tried)
        fields = {
            "resident_id": self.place.of,
            "visit_date": self.desk.today.isoformat(),
            "visit_mode": BY_PHONE if self.tried[-1].channel == "1" else AT_HOME,
            "outcome": LOST,
            "lost_reason": NOT_REACHED_THRICE,
            "outcome_reason": self.tr("{count}次没有联系上").format(count=days),
        }
        records = [{"type": "visit", "fields": fields}]
        self.desk.save(self, records, self._lost_saved, self._not_saved, draft_key=self.draft_key)

    def _lost_saved(self, result: SaveResult) -> None:
        self.form = self._close_form()
        self.desk.back.emit()
        self.desk.say(self.tr("已记为失访。联系上以后照常随访就恢复"))
