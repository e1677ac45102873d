"""A form of one record besides the programmes: 接诊记录 and 会诊记录, new or on file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.form import Form, Section, lines
from clinic_app.desktop.forms.items import ItemsEditor
from clinic_app.desktop.forms.text import LongTextEditor, NameEditor
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import IconLabel, label
from clinic_app.desktop.words import person_line
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.queries.reference import organisations, staff
from clinic_app.store.queries.residents import ResidentCard, resident_card


@dataclass(frozen=True)
class Sheet:
    """What one form asks: its lines, the day that is today, who signs, and how many lines the long texts have."""

    type: str
    lines: tuple[str, ...]
    day: str
    signer: str
    height: int = 3


ENCOUNTER = Sheet(
    "encounter",
    ("encounter_date", "subjective", "objective", "assessment", "plan", "doctor_sign"),
    "encounter_date",
    "doctor_sign",
)
CONSULTATION = Sheet(
    "consultation",
    ("consult_date", "reason", "opinion", "consultants", "responsible_doctor"),
    "consult_date",
    "responsible_doctor",
)


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    draft: Draft | None
    doctors: Sequence[str]
    places: Sequence[str]


class RecordPage(FormPage):
    """Opened for a resident. Saving goes back to where it was begun."""

    sheet: Sheet

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.card: ResidentCard | None = None
        self.record_id = ""
        self.kind = label(record_word(RECORD_TYPES[self.sheet.type].label), "muted")
        self.head.insertWidget(1, self.kind)
        self.alert = IconLabel()
        self.body.insertWidget(1, self.alert)
        self.alert.tell("")

    @property
    def draft_key(self) -> str:
        """A draft for each kind of form and person."""
        return f"{self.sheet.type}:{self.place.of}"

    def arrive(self, place: Place) -> None:
        """Read the person and what was left open."""
        self.place = place
        self.form = None
        database, today, key, resident_id = self.desk.database, self.desk.today, self.draft_key, place.of
        organisation = self.desk.organisation

        def read() -> _Opened:
            with database.shown() as connection:
                return _Opened(
                    resident_card(connection, resident_id, today),
                    load_draft(database, key),
                    [each.name for each in staff(connection, organisation or None) if each.name],
                    [each.name for each in organisations(connection)],
                )

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def take_focus(self) -> None:
        """The date is today; work begins below it."""
        if self.form is not None:
            self.form.begin(self.sheet.type, self.sheet.lines[1])

    def records(self) -> list[dict[str, Any]]:
        """The record."""
        assert self.form is not None
        values = self.form.values().get(self.sheet.type, {})
        if not set(values) - {self.sheet.day, self.sheet.signer}:
            self.desk.say(self.tr("还没有填内容"), "watch")
            return []
        fields = {self.sheet.signer: self.desk.database.actor.name, **values, "resident_id": self.place.of}
        return [{"type": self.sheet.type, "id": self.record_id, "fields": fields}]

    def saved(self, result: SaveResult) -> None:
        """Back, with the way to the paper."""
        self.desk.back.emit()
        place = Place("paper", self.record_id, {"kind": self.sheet.type})
        words = self.tr("已保存　{name}　{form}")
        name = self.card.name if self.card else ""
        self.desk.say(words.format(name=name, form=self.kind.text()), "good", self.tr("打印"), place)

    def _open(self, opened: _Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.card = opened.card
        self.record_id = new_id(self.desk.clock.now())
        self.title.setText(person_line(opened.card.name, opened.card.sex, opened.card.age))
        self.alert.tell("；".join(opened.card.alerts), "danger")
        sheet = self.sheet
        form = Form([Section(sheet.type, lines(*sheet.lines), editors=self._editors(opened))], self.desk.today)
        form.set_values({sheet.type: {sheet.day: self.desk.today.isoformat()}})
        form.set_aside(sheet.type, sheet.signer, self.tr("不填即为 {name}").format(name=self.desk.database.actor.name))
        self.set_form(form, opened.draft)
        self.take_focus()

    def _editors(self, opened: _Opened) -> Mapping[str, Any]:
        height, today = self.sheet.height, self.desk.today
        known = {"organisation": opened.places, "doctors": opened.doctors}

        def tall(declared: Field) -> Editor:
            return LongTextEditor(declared, lines=height)

        def rows(declared: Field) -> Editor:
            return ItemsEditor(declared, today=today, suggestions=known)

        def signer(declared: Field) -> Editor:
            return NameEditor(declared, opened.doctors)

        texts = dict.fromkeys(("subjective", "objective", "assessment", "plan", "reason", "opinion"), tall)
        found = {**texts, "consultants": rows, self.sheet.signer: signer}
        return {name: make for name, make in found.items() if name in self.sheet.lines}


class EncounterPage(RecordPage):
    """接诊记录表: subjective, objective, assessment, plan."""

    sheet = ENCOUNTER


class ConsultationPage(RecordPage):
    """会诊记录表: why, the opinion, and who gave it."""

    sheet = CONSULTATION
