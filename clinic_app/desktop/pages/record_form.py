"""A refused record that has no form of its own: the fields it says something in, and the one that the county named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form, Section, lines
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.resident_form import village_editors, without_empty
from clinic_app.desktop.translation import record_word
from clinic_app.protocol.mutation import Operation
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind, Option
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.quarantine import RefusedSave, refused_save
from clinic_app.store.queries.reference import Organisation, Village, organisations, villages
from clinic_app.store.queries.wording import type_word

NO_EDITOR = (Kind.REFERENCE, Kind.OBJECT, Kind.INSTANT)
WITHDRAWING = ("void", "remove")


@dataclass(frozen=True)
class _Opened:
    refused: RefusedSave | None
    fields: Mapping[str, Any]
    villages: Sequence[Village]
    organisations: Sequence[Organisation]
    draft: Draft | None


class RecordFormPage(FormPage):
    """Opened for the id of a record in a refused save."""

    draft_kind = "record"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.before: dict[str, Any] = {}
        self.type = ""

    def arrive(self, place: Place) -> None:
        """Read the refused save and what is stored of the record."""
        self.place = place
        self.form = None
        database, key, record_id, fixes = self.desk.database, self.draft_key, place.of, self.fixes

        def read() -> _Opened:
            with database.shown() as connection:
                refused = refused_save(connection, fixes, database.clock.now())
                operation = refused.operation(record_id) if refused else None
                fields: dict[str, Any] = {}
                if operation is not None:
                    stored = read_body(connection, operation.type, record_id)
                    fields = {**(stored[0].fields if stored else {}), **operation.fields}
                return _Opened(
                    refused, fields, villages(connection), organisations(connection), load_draft(database, key)
                )

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """What was corrected."""
        assert self.form is not None
        changes = changed_only(self.form.values().get(self.type, {}), self.before)
        if not changes:
            self.desk.say(self.tr("没有改动。要原样再传一次，回到需处理的名单里按 F6"), "note")
            return []
        return [{"type": self.type, "id": self.place.of, "fields": changes}]

    def saved(self, result: SaveResult) -> None:
        """A correction goes back by itself."""

    def _open(self, opened: _Opened) -> None:
        operation = opened.refused.operation(self.place.of) if opened.refused else None
        names = self._names(operation, opened) if operation else []
        if operation is None or not names:
            self.desk.say(self.tr("这条记录没有可以在这里改的内容"), "watch")
            self.desk.back.emit()
            return
        self.type = operation.type
        person = opened.refused.person if opened.refused else ""
        record = record_word(type_word(operation.type))
        self.title.setText("　".join(part for part in (person, record) if part))
        form = Form([Section(self.type, lines(*names), editors=self._editors(names, opened))], self.desk.today)
        self.before = {name: value for name, value in without_empty(opened.fields).items() if name in names}
        form.set_values({self.type: self.before})
        self.set_form(form, opened.draft)
        self.take_focus()
        self.show_refused(opened.refused)

    def _names(self, operation: Operation, opened: _Opened) -> list[str]:
        """The fields that the record says something in, those it must have and the one that was named."""
        record_type = RECORD_TYPES.get(operation.type)
        if record_type is None or operation.op in WITHDRAWING:
            return []
        named = opened.refused.field if opened.refused else ""
        wanted = {*operation.fields, *record_type.required, named}
        return [
            name
            for name, declared in record_type.fields.items()
            if name in wanted and declared.kind not in NO_EDITOR and not declared.derived
        ]

    def _editors(self, names: Sequence[str], opened: _Opened) -> dict[str, Any]:
        found: dict[str, Any] = village_editors(opened.villages) if "village_code" in names else {}
        known = [Option(each.code, each.name) for each in opened.organisations]
        if "to_org" in names and known:
            found["to_org"] = lambda declared: _pick(declared, known)
        return found


def _pick(declared: Field, options: Sequence[Option]) -> PickEditor:
    return PickEditor(declared, options)
