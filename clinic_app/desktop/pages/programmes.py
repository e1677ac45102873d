"""病种登记: put a person under management in a programme, or end that with a reason. Six programmes, one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.entry import Refused
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.draft_keeper import BoxKeeper
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.person_form import REGISTRATION, registration_section
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, Card, clear, hairline, keep_lines, label, row, scrolled
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.words import person_line, short_day
from clinic_app.records.code_list import PROGRAMME
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.overview import EndedRegistration, ended_registrations
from clinic_app.store.queries.residents import Registration, ResidentCard, resident_card


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    ended: list[EndedRegistration]
    draft: Draft | None


class ProgrammesPage(FormPage):
    """Opened for a resident."""

    draft_kind = "programmes"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.save_words = self.tr("登记")
        self.card: ResidentCard | None = None
        self.reason: Line | None = None
        self._kept: BoxKeeper | None = None
        self._ending = ""

    def frame_form(self, form_place: QWidget) -> QWidget:
        """Beside the form: what is in force, and what was ended and why."""
        side = Card()
        self.inside = QWidget()
        self.lines = QVBoxLayout(self.inside)
        self.lines.setContentsMargins(0, 0, 0, 0)
        side.body.addWidget(label(self.tr("在管的病种"), "section"))
        side.body.addWidget(scrolled(self.inside), 1)
        return TwoPanes(form_place, side, shares=(3, 2), narrow=700)

    def arrive(self, place: Place) -> None:
        """Read the registrations."""
        self.place, self.form, self._ending = place, None, ""
        self._read()

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def depart(self) -> None:
        """The reason is kept as the form is."""
        super().depart()
        if self._kept is not None:
            self._kept.keep()

    def records(self) -> list[dict[str, Any]]:
        """One registration; the day is today when none was written."""
        assert self.form is not None
        fields = self.form.values().get(REGISTRATION, {})
        if not fields.get("programme"):
            message = (REGISTRATION, "programme", self.tr("选一个病种"))
            self.form.show_errors([message])
            return []
        return [{"type": REGISTRATION, "fields": {"resident_id": self.place.of, **fields}}]

    def saved(self, result: SaveResult) -> None:
        """It stays here: the list beside shows what was registered."""
        self.desk.say(self.tr("已登记"))
        self._read()

    def _read(self) -> None:
        database, today, resident_id, key = self.desk.database, self.desk.today, self.place.of, self.draft_key

        def read() -> _Opened:
            with database.shown() as connection:
                card = resident_card(connection, resident_id, today)
                return _Opened(card, ended_registrations(connection, resident_id), load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    def _open(self, opened: _Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.card = card = opened.card
        self.title.setText(self.tr("病种登记　{person}").format(person=person_line(card.name, card.sex, card.age)))
        section = registration_section(card.programmes)
        form = Form([section] if section else [], self.desk.today)
        if section is not None:
            form.set_values({REGISTRATION: {"registered_on": self.desk.today.isoformat()}})
        self.set_form(form, opened.draft)
        self.save_button.setVisible(section is not None)
        self._show_lines(card, opened.ended)
        self.take_focus()

    def _show_lines(self, card: ResidentCard, ended: list[EndedRegistration]) -> None:
        clear(self.lines)
        if self._kept is not None:
            self._kept.keep()
        self.reason = self._kept = None
        for each in card.registrations:
            self._in_force(each)
        if not card.registrations:
            self.lines.addWidget(label(self.tr("没有在管的病种"), "muted"))
        if ended:
            self.lines.addWidget(hairline())
            self.lines.addWidget(label(self.tr("已结束"), "strong"))
        names = record_words(PROGRAMME)
        for gone in ended:
            day = short_day(gone.ended_on, self.desk.today)
            words = self.tr("{name}　{day}结束：{reason}")
            words = words.format(name=names.get(gone.programme, gone.programme), day=day, reason=gone.reason)
            self.lines.addWidget(label(words, "muted", wrap=True))
        self.lines.addStretch(1)
        keep_lines(self.inside)

    def _in_force(self, each: Registration) -> None:
        name = record_words(PROGRAMME).get(each.programme, each.programme)
        parts = [name, self.tr("{day}登记").format(day=short_day(each.registered_on, self.desk.today))]
        parts += [self.tr("{day}确诊").format(day=each.diagnosed_on)] if each.diagnosed_on else []
        button = Button(self.tr("结束管理"), role="link", clicked=self._ask_end)
        button.setAccessibleName(self.tr("结束管理 {name}").format(name=name))
        button.setProperty("registration", each.id)
        self.lines.addLayout(row(label("　".join(parts), wrap=True), button, None))
        if each.id == self._ending:
            self.reason = Line()
            self.reason.setPlaceholderText(self.tr("写原因：治愈、排除诊断、完成疗程…　Enter 结束"))
            self.reason.setAccessibleName(self.tr("结束{name}管理的原因").format(name=name))
            self.reason.done.connect(self._end)
            self._kept = BoxKeeper(self.desk, self.reason)
            self._kept.turn_to(f"end {each.id}:{self.place.of}")
            self.lines.addWidget(self.reason)

    @Slot()
    def _ask_end(self) -> None:
        """A line for the reason under the programme; Enter in it ends the management."""
        sender = self.sender()
        if sender is None or self.card is None:
            return
        self._ending = str(sender.property("registration"))
        resident_id = self.place.of
        self.desk.read(self, lambda connection: ended_registrations(connection, resident_id), self._show_reason)

    def _show_reason(self, ended: list[EndedRegistration]) -> None:
        if self.card is not None:
            self._show_lines(self.card, ended)
        if self.reason is not None:
            self.reason.setFocus()

    @Slot()
    def _end(self) -> None:
        if self.reason is None:
            return
        reason = self.reason.text().strip()
        if not reason:
            self.desk.say(self.tr("结束管理要写原因"), "watch")
            return
        self.desk.save(
            self, [{"void": self._ending, "reason": reason}], self._ended, self._not_ended
        )  # fmt: skip

    def _ended(self, result: SaveResult) -> None:
        self._ending = ""
        if self._kept is not None:
            self._kept.forget()
        self.desk.say(self.tr("已结束管理，以前的随访都还在"))
        self._read()

    def _not_ended(self, error: BaseException) -> None:
        if isinstance(error, (Refused, StoreError)):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
