"""One tour or free clinic: planned, held with how many came, or cancelled with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.section import Section, lines
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.resident_form import village_editors, without_empty
from clinic_app.desktop.widgets.basic import label
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.reference import Village, villages

TOUR = "tour"
PLANNED = {"kind": "1", "state": "1"}


@dataclass(frozen=True)
class _Opened:
    fields: Mapping[str, Any]
    villages: Sequence[Village]
    draft: Draft | None


class TourFormPage(FormPage):
    """Opened for a tour's id, or with a village and a day for a new one."""

    draft_kind = "tour"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("巡诊"))
        self.before: dict[str, Any] = {}
        self.tour_id = ""
        self.due = label("", "muted")
        self.head.insertWidget(1, self.due)

    @property
    def draft_key(self) -> str:
        """A new tour's draft is kept under its village and day."""
        more = self.place.more
        named = self.place.of or f"{more.get('village') or ''} {more.get('day') or ''}"
        return f"fix {self.fixes}:{self.place.of}" if self.fixes else f"{self.draft_kind}:{named}"

    def arrive(self, place: Place) -> None:
        """Read the tour and the villages."""
        self.place, self.form = place, None
        database, key, tour_id = self.desk.database, self.draft_key, place.of

        def read() -> _Opened:
            with database.shown() as connection:
                stored = read_body(connection, TOUR, tour_id) if tour_id else None
                return _Opened(stored[0].fields if stored else {}, villages(connection), load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """A new tour, or what changed."""
        assert self.form is not None
        fields = self.form.values().get(TOUR, {})
        if not self.place.of:
            return [{"type": TOUR, "id": self.tour_id, "fields": fields}]
        changes = changed_only(fields, self.before)
        if not changes:
            self.desk.say(self.tr("没有改动，不用保存"), "note")
            return []
        return [{"type": TOUR, "id": self.tour_id, "fields": changes}]

    def saved(self, result: SaveResult) -> None:
        """Back to the calendar."""
        self.desk.back.emit()
        self.desk.say(self.tr("巡诊已保存"))

    def take_focus(self) -> None:
        """A new tour begins with its kind, one that is there with what became of it."""
        if self.form is not None:
            self.form.begin(TOUR, "state" if self.place.of else "kind")

    def _open(self, opened: _Opened) -> None:
        more = self.place.more
        self.tour_id = self.place.of or new_id(self.desk.clock.now())
        self.before = without_empty(opened.fields)
        names = ("village_code", "tour_date", "kind", "state", "place", "staff", "attendance served", "note")
        form = Form([Section(TOUR, lines(*names), editors=village_editors(opened.villages))], self.desk.today)
        new = {**PLANNED, "village_code": more.get("village"), "tour_date": more.get("day")}
        form.set_values({TOUR: self.before if self.place.of else without_empty(new)})
        due = more.get("due")
        self.due.setText(self.tr("这个村现有 {count} 人待办").format(count=due) if due else "")
        self.set_form(form, opened.draft)
        self.take_focus()
