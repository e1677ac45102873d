"""严重精神障碍患者个人信息补充表 on the screen: filled once, corrected when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.person_form import SUPPLEMENT, supplement_sections
from clinic_app.desktop.resident_form import without_empty
from clinic_app.desktop.words import person_line
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.overview import supplement_of
from clinic_app.store.queries.residents import ResidentCard, resident_card


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    record_id: str
    fields: Mapping[str, Any]
    draft: Draft | None


class MentalSupplementPage(FormPage):
    """Opened for a resident."""

    draft_kind = "mental_supplement"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.before: dict[str, Any] = {}
        self.record_id = ""
        self._is_new = True

    def arrive(self, place: Place) -> None:
        """Read the person, the supplement and the draft."""
        self.place, self.form = place, None
        database, today, resident_id, key = self.desk.database, self.desk.today, place.of, self.draft_key

        def read() -> _Opened:
            with database.shown() as connection:
                card = resident_card(connection, resident_id, today)
                record_id = supplement_of(connection, resident_id)
                stored = read_body(connection, SUPPLEMENT, record_id) if record_id else None
                return _Opened(card, record_id, stored[0].fields if stored else {}, load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """A new supplement, or what changed."""
        assert self.form is not None
        fields = self.form.values().get(SUPPLEMENT, {})
        if self._is_new:
            return [{"type": SUPPLEMENT, "id": self.record_id, "fields": {"resident_id": self.place.of, **fields}}]
        changes = changed_only(fields, self.before)
        if not changes:
            self.desk.say(self.tr("没有改动，不用保存"), "note")
            return []
        return [{"type": SUPPLEMENT, "id": self.record_id, "fields": changes}]

    def saved(self, result: SaveResult) -> None:
        """Back to the person."""
        self.desk.back.emit()
        self.desk.say(self.tr("补充信息已保存"))

    def _open(self, opened: _Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        card = opened.card
        person = person_line(card.name, card.sex, card.age)
        self.title.setText(self.tr("严重精神障碍补充信息　{person}").format(person=person))
        self._is_new = not opened.record_id
        self.record_id = opened.record_id or new_id(self.desk.clock.now())
        self.before = {name: value for name, value in without_empty(opened.fields).items() if name != "resident_id"}
        form = Form(supplement_sections(), self.desk.today)
        signed = {"filled_on": self.desk.today.isoformat(), "doctor_sign": self.desk.database.actor.name}
        form.set_values({SUPPLEMENT: signed if self._is_new else self.before})
        self.set_form(form, opened.draft)
        self.take_focus()
