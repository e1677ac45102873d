"""A family's door: village, group, number, head, telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form, Section, lines
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.resident_form import HOUSEHOLD, village_editors, without_empty
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.quarantine import RefusedSave, refused_save
from clinic_app.store.queries.reference import Village, villages


@dataclass(frozen=True)
class _Opened:
    fields: Mapping[str, Any]
    villages: Sequence[Village]
    draft: Draft | None
    refused: RefusedSave | None


class HouseholdFormPage(FormPage):
    """New without an id."""

    draft_kind = "household"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.before: dict[str, Any] = {}
        self.household_id = ""

    def arrive(self, place: Place) -> None:
        """Read the family, the villages and the draft."""
        self.place = place
        self.form = None
        database, key, household_id, fixes = self.desk.database, self.draft_key, place.of, self.fixes

        def read() -> _Opened:
            with database.shown() as connection:
                stored = read_body(connection, HOUSEHOLD, household_id) if household_id else None
                refused = refused_save(connection, fixes, database.clock.now()) if fixes else None
                fields = stored[0].fields if stored else {}
                return _Opened(fields, villages(connection), load_draft(database, key), refused)

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """The family, or what changed of it."""
        assert self.form is not None
        fields = self.form.values().get(HOUSEHOLD, {})
        if self.place.of:
            fields = changed_only(fields, self.before)
            if not fields:
                self.desk.say(self.tr("没有改动，不用保存"), "note")
                return []
        return [{"type": HOUSEHOLD, "id": self.household_id, "fields": fields}]

    def saved(self, result: SaveResult) -> None:
        """A new family gets its first member next."""
        new, household_id = not self.place.of, self.household_id
        self.desk.back.emit()
        if new:
            self.desk.open("households", household_id)
            self.desk.open("resident_form", household=household_id)
            self.desk.say(self.tr("家庭已保存，接着登记第一位成员"))
        else:
            self.desk.say(self.tr("家庭已保存"))

    def _open(self, opened: _Opened) -> None:
        self.household_id = self.place.of or new_id(self.desk.clock.now())
        self.title.setText(self.tr("家庭") if self.place.of else self.tr("新建家庭"))
        own = self.desk.own_villages(opened.villages)
        editors = village_editors(own)
        asked = lines("village_code", "group_name", "house_no", "head_name", "phone")
        form = Form([Section(HOUSEHOLD, asked, editors=editors)], self.desk.today)
        self.before = without_empty(opened.fields)
        if not self.before and len(own) == 1:
            form.set_values({HOUSEHOLD: {"village_code": own[0].code}})
        form.set_values({HOUSEHOLD: self.before})
        self.set_form(form, opened.draft)
        form.begin(HOUSEHOLD, "group_name" if form.cell(HOUSEHOLD, "village_code").editor.has_value() else "")
        self.show_refused(opened.refused)
