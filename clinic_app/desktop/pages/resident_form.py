"""A resident's file: new or on file. Likely duplicates are shown before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.care.duplicates import Candidate, likely_duplicates
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.resident_form import (
    HOUSEHOLD,
    REGISTRATION,
    RESIDENT,
    Surroundings,
    registrations,
    resident_form,
    without_empty,
)
from clinic_app.desktop.widgets.basic import Button, Card, clear, label, row
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.words import sex_word
from clinic_app.records import identity_number
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.household import HouseholdRow, household_row, households
from clinic_app.store.queries.quarantine import RefusedSave, refused_save
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.queries.residents import ResidentCard, resident_card

LOOK_AFTER = 250
IDENTITY = ("id_no", "name", "birth_date", "phone", "village_code")


@dataclass(frozen=True)
class _Opened:
    fields: Mapping[str, Any]
    card: ResidentCard | None
    household: HouseholdRow | None
    villages: Sequence[Village]
    draft: Draft | None
    refused: RefusedSave | None


class ResidentFormPage(FormPage):
    """Without an id a new resident; `household` in the place puts them into that family."""

    draft_kind = "resident"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.before: dict[str, dict[str, Any]] = {}
        self.resident_id = ""
        self.household: HouseholdRow | None = None
        self._candidates: list[Candidate] = []
        self._told_duplicates = False
        self._village_names: dict[str, str] = {}
        self.then_visit = Button(self.tr("保存并随访"), "Ctrl+Enter", clicked=self._save_and_visit)
        self.foot_row.addWidget(self.then_visit)
        self._visit_next = False
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.setInterval(LOOK_AFTER)
        self._look_timer.timeout.connect(self._look)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """Beside the form: the family found at the door, and who is likely the same person."""
        self.side = Card()
        self.household_words = label("", wrap=True)
        self.duplicates = QVBoxLayout()
        self.check_title = label(self.tr("核对"), "section")
        self.side.body.addWidget(self.check_title)
        self.side.body.addWidget(self.household_words)
        self.side.body.addLayout(self.duplicates)
        self.side.body.addStretch(1)
        panes = TwoPanes(form_place, self.side, shares=(5, 2))
        panes.narrow_changed.connect(self.check_title.setHidden)
        return panes

    @property
    def is_new(self) -> bool:
        """Whether the person is not on file yet."""
        return not self.place.of

    def arrive(self, place: Place) -> None:
        """Read the file, the family, the villages and the draft."""
        self.place = place
        self._visit_next = self._told_duplicates = False
        database, today = self.desk.database, self.desk.today
        resident_id, household_id, key = place.of, str(place.more.get("household") or ""), self.draft_key
        fixes = self.fixes

        def read() -> _Opened:
            with database.shown() as connection:
                stored = read_body(connection, RESIDENT, resident_id) if resident_id else None
                fields = dict(stored[0].fields) if stored else {}
                at = str(fields.get("household_id") or household_id)
                return _Opened(
                    fields,
                    resident_card(connection, resident_id, today) if resident_id else None,
                    household_row(connection, at) if at else None,
                    villages(connection),
                    load_draft(database, key),
                    refused_save(connection, fixes, database.clock.now()) if fixes else None,
                )

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """The family when it is new, the person, new registrations."""
        assert self.form is not None
        if self.is_new and self._candidates and not self._told_duplicates:
            self._told_duplicates = True
            self.desk.say(self.tr("右边这些人可能就是他，先核对；确实不是，再按一次 Ctrl+S 新建"), "watch")
            return []
        values = self.form.values()
        person = values.get(RESIDENT, {})
        found = self._household_records(values.get(HOUSEHOLD, {}), person)
        if found and "household_id" not in person:
            person["household_id"] = found[0]["id"]
        elif self.household is not None:
            person["household_id"] = self.household.id
        if self.is_new:
            found.append({"type": RESIDENT, "id": self.resident_id, "fields": person})
        else:
            changes = changed_only(person, self.before.get(RESIDENT, {}))
            found += [{"type": RESIDENT, "id": self.resident_id, "fields": changes}] if changes else []
        found += registrations(self.resident_id, values.get(REGISTRATION, {}).get("programme", []))
        if not found:
            self.desk.say(self.tr("没有改动，不用保存"), "note")
        return found

    def saved(self, result: SaveResult) -> None:
        """Say it; go on to the visit when asked."""
        name = self.before.get("name", {}).get("name", "")
        resident_id, visit = self.resident_id, self._visit_next
        self.desk.back.emit()
        if visit:
            self.desk.open("visit", resident_id)
            self.desk.say(self.tr("已保存　{name}").format(name=name))
        else:
            place = Place("visit", resident_id)
            self.desk.say(self.tr("已保存　{name}").format(name=name), "good", self.tr("开始随访"), place)

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """Look for the family and for duplicates; keep the draft."""
        super().form_changed(key)
        if self.form is None or not isinstance(key, tuple):
            return
        record_type, name = key
        if key == (RESIDENT, "id_no"):
            self._from_identity()
        if name in IDENTITY or record_type == HOUSEHOLD:
            self._told_duplicates = False
            self._look_timer.start()

    @Slot()
    def save(self) -> None:
        """Ctrl+S goes back to the list."""
        self._visit_next = self._visit_next and self.sender() is self.then_visit
        if self.form is not None:
            self.before["name"] = {"name": self.form.cell(RESIDENT, "name").editor.value() or ""}
        super().save()

    @Slot()
    def _save_and_visit(self) -> None:
        self._visit_next = True
        self.save()

    def _open(self, opened: _Opened) -> None:
        if self.place.of and opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.title.setText(opened.card.name if opened.card else self.tr("新建居民"))
        self.resident_id = self.place.of or new_id(self.desk.clock.now())
        self.household = opened.household
        self._village_names = {each.code: each.name for each in opened.villages}
        own = self.desk.own_villages(opened.villages)
        around = Surroundings(own, opened.card.programmes if opened.card else ())
        form = resident_form(around, self.desk.today)
        self.before = self._stored(opened)
        form.set_values(self.before)
        self.set_form(form, opened.draft)
        self._show_candidates([])
        self._tell_household()
        self.then_visit.setVisible(not self.fixes)
        self.take_focus()
        self.show_refused(opened.refused)

    def _stored(self, opened: _Opened) -> dict[str, dict[str, Any]]:
        person = without_empty(opened.fields)
        if opened.card is not None:
            for name, view in (("drug_allergy", opened.card.allergies), ("past_disease", opened.card.diagnoses)):
                if view.codes:
                    person[name] = list(view.codes)
                if view.other:
                    person[f"{name}_other"] = view.other
        door: dict[str, Any] = {}
        if opened.household is not None:
            door = without_empty({"group_name": opened.household.group_name, "house_no": opened.household.house_no})
            person.setdefault("village_code", opened.household.village_code)
        elif self.is_new and len(own := self.desk.own_villages(opened.villages)) == 1:
            person["village_code"] = own[0].code
        asked = {name: value for name, value in person.items() if not isinstance(value, Mapping)}
        return {RESIDENT: asked, HOUSEHOLD: door}

    def _household_records(self, door: Mapping[str, Any], person: dict[str, Any]) -> list[dict[str, Any]]:
        """A new family where nobody lives at that door yet."""
        before = self.before.get(HOUSEHOLD, {})
        if self.household is not None or not door or dict(door) == before:
            return []
        fields = {"village_code": person.get("village_code"), **door}
        if person.get("relation_to_head") == "1":
            pairs = (("head_name", "name"), ("phone", "phone"))
            fields |= {name: person[key] for name, key in pairs if person.get(key)}
        return [{"type": HOUSEHOLD, "id": new_id(self.desk.clock.now()), "fields": fields}]

    def _from_identity(self) -> None:
        """An identity number says the birth date and the sex; what is typed already stays."""
        assert self.form is not None
        try:
            said = identity_number.parse(str(self.form.cell(RESIDENT, "id_no").editor.value() or ""))
        except ValueError:
            return
        for name, value in (("birth_date", said.birth_date.isoformat()), ("sex", said.sex)):
            editor = self.form.cell(RESIDENT, name).editor
            if not editor.has_value():
                editor.set_value(value)

    @Slot()
    def _look(self) -> None:
        if self.form is None:
            return
        values = self.form.values()
        person, door = dict(values.get(RESIDENT, {})), values.get(HOUSEHOLD, {})
        but = self.place.of or None

        def read(connection: Any) -> tuple[list[Candidate], HouseholdRow | None]:
            return likely_duplicates(connection, person, but=but), _at_door(connection, person, door)

        self.desk.read(self, read, self._looked, key="look")

    def _looked(self, answer: tuple[list[Candidate], HouseholdRow | None]) -> None:
        candidates, found = answer
        self.household = found
        self._show_candidates(candidates)
        self._tell_household()

    def _tell_household(self) -> None:
        if self.household is None:
            self.household_words.setText(self.tr("填门牌号后，在这里核对是不是已有的家庭。"))
            return
        joined = self.before.get(RESIDENT, {}).get("household_id") == self.household.id
        words = self.tr("{door}：户主 {head}，{count} 人。") if joined else ""
        words = words or self.tr("{door} 已有家庭：户主 {head}，{count} 人。保存后加入这一户。")
        door = f"{self.household.group_name or ''}{self.household.house_no or ''}"
        head = self.household.head_name or self.tr("未填")
        self.household_words.setText(words.format(door=door, head=head, count=self.household.members))

    def _show_candidates(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = list(candidates)
        clear(self.duplicates)
        if candidates:
            self.duplicates.addWidget(label(self.tr("可能已建档"), "section"))
        for each in candidates:
            village = self._village_names.get(each.village_code, each.village_code)
            words = f"{each.name}　{sex_word(each.sex)}　{each.birth_date}　{village}\n{each.why}"
            self.duplicates.addWidget(label(words, wrap=True))
            button = Button(self.tr("打开这份档案"), role="link", clicked=self._open_candidate)
            button.setProperty("resident", each.resident_id)
            self.duplicates.addLayout(row(button, None))

    @Slot()
    def _open_candidate(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.desk.open("resident_form", str(sender.property("resident")))


def _at_door(connection: Any, person: Mapping[str, Any], door: Mapping[str, Any]) -> HouseholdRow | None:
    """The family that lives at this very door, if there is one."""
    village, number = str(person.get("village_code") or ""), str(door.get("house_no") or "")
    if not village or not number:
        return None
    group = str(door.get("group_name") or "")
    rows = households(connection, village=village, group=group)
    return next((each for each in rows if (each.house_no or "") == number and (each.group_name or "") == group), None)
