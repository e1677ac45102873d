"""A visit: the form left, the judgement right, saved with one key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.judge import judge
from clinic_app.care.save import SaveResult
from clinic_app.care.visit import DERIVED
from clinic_app.clock import LOCAL_ZONE
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.visit_form import SHARED, VISIT, Known, LastValues, provenance, section_values, visit_form
from clinic_app.desktop.widgets.basic import Button, IconLabel, label
from clinic_app.desktop.widgets.judgement import Judgement
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.widgets.person_card import MaskedPhone
from clinic_app.desktop.words import person_line, short_day
from clinic_app.guidelines.body import bmi
from clinic_app.guidelines.finding import Verdict
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.code_list import CLASSIFICATION, PROGRAMME
from clinic_app.records.identifiers import new_id
from clinic_app.records.validation import check_values
from clinic_app.store.device import read_setting
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.quarantine import RefusedSave, refused_save
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.queries.visit import ProgrammePart, last_values, visits_of

JUDGE_AFTER = 30
BACK, NEXT, REFER = "back", "next", "refer"
DOUBTFUL_CLOCK = 12 * 3600
"""Seconds between this computer's clock and the county's above which a person confirms the visit's date."""
Given = Mapping[str, tuple[str, dict[str, Any]]]
"""What a refused save says of a visit: by record type the record's id and its values."""


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    last: LastValues
    draft: Draft | None
    clock_offset: int = 0
    refused: RefusedSave | None = None
    given: Given = field(default_factory=dict)


@dataclass(frozen=True)
class _Stored:
    """What the commit left of a visit."""

    name: str
    resident_id: str
    visit_id: str
    then: str
    parts: tuple[ProgrammePart, ...]
    proposes_referral: bool


class VisitPage(FormPage):
    """Opened for a resident, from the worklist, a household, a card or the search."""

    draft_kind = "visit"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.card: ResidentCard | None = None
        self.known = Known(())
        self.visit_id = ""
        self._then = BACK
        self._last: LastValues = {}
        self._given: Given = {}
        self.alert, self.phone = IconLabel(), MaskedPhone()
        self.programmes = label("", "muted")
        self.head.insertWidget(1, self.programmes)
        self.add_buttons = {code: self._add_button(code, words) for code, words in _programme_names()}
        for button in self.add_buttons.values():
            self.head.addWidget(button)
        self.head.addWidget(self.phone)
        self.body.insertWidget(1, self.alert)
        self.alert.tell("")
        self.judgement.refer.clicked.connect(self._save_and_refer)
        self.judgement.disagree_asked.connect(self._disagree)
        self.next_button = Button(self.tr("保存并下一位"), "Ctrl+Enter", clicked=self._save_and_next)
        self.foot_row.addWidget(self.next_button)
        self._judge_timer = QTimer(self)
        self._judge_timer.setSingleShot(True)
        self._judge_timer.setInterval(JUDGE_AFTER)
        self._judge_timer.timeout.connect(self._judge)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """The judgement stands beside the form."""
        self.judgement = Judgement(self.desk)
        self.panes = TwoPanes(form_place, self.judgement, shares=(5, 2))
        self.panes.narrow_changed.connect(self.judgement.set_brief)
        return self.panes

    def arrive(self, place: Place) -> None:
        """Read the person and what was left open."""
        self.place = place
        self._then = BACK
        database, today, resident_id, key = self.desk.database, self.desk.today, place.of, self.draft_key
        fixes = self.fixes
        self.form = None

        def read() -> _Opened:
            with database.read() as connection:
                card = resident_card(connection, resident_id, today)
                last = last_values(connection, resident_id)
                offset = int(read_setting(connection, "clock_offset") or 0)
                refused = refused_save(connection, fixes, database.clock.now()) if fixes else None
                given = _given(connection, refused)
            return _Opened(card, last, load_draft(database, key), offset, refused, given)

        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def take_focus(self) -> None:
        """The date is today; work begins at the mode."""
        if self.form is not None:
            self.form.begin(VISIT, "visit_mode")

    def records(self) -> list[dict[str, Any]]:
        """The visit and a section for each programme."""
        assert self.form is not None
        values = self.form.values()
        visit = {"resident_id": self.place.of, **values.get(VISIT, {})}
        visit |= {"provenance": provenance(visit)} if provenance(visit) else {}
        if self.fixes:
            return self._corrections(visit, section_values(values, self.known.sections))
        found = [{"type": VISIT, "id": self.visit_id, "fields": visit}]
        if visit.get("outcome") in (None, "", "1"):
            for section, fields in section_values(values, self.known.sections).items():
                found.append({"type": section, "fields": {"visit_id": self.visit_id, **fields}})
        return found

    def _corrections(self, visit: dict[str, Any], sections: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
        """What differs from the refused save, record by record; a programme that was added is new."""
        assert self.form is not None
        found: list[dict[str, Any]] = []
        for record_type, now in {VISIT: visit, **sections}.items():
            if record_type not in self._given:
                fields = {"visit_id": self.visit_id, **now}
                found.append({"type": record_type, "id": new_id(self.desk.clock.now()), "fields": fields})
                continue
            record_id, before = self._given[record_type]
            asked = {name: value for name, value in before.items() if self._asks(record_type, name)}
            changes = changed_only({name: value for name, value in now.items() if name != "resident_id"}, asked)
            changes = {name: value for name, value in changes.items() if name != "provenance" or len(changes) > 1}
            if changes:
                found.append({"type": record_type, "id": record_id, "fields": changes})
        if not found:
            self.desk.say(self.tr("没有改动。要原样再传一次，回到需处理的名单里按 F6"), "note")
        return found

    def _asks(self, record_type: str, name: str) -> bool:
        assert self.form is not None
        return self.form.has(record_type, name) or (record_type != VISIT and name in SHARED)

    def extra_draft(self) -> dict[str, Any]:
        """Which programmes the form asked for."""
        return {"programmes": list(self.known.programmes)}

    def saved(self, result: SaveResult) -> None:
        """Say what was saved; go where the key said."""
        resident_id, visit_id, then = self.place.of, self.visit_id, self._then
        following = self._following() if then == NEXT else ""
        if then == REFER:
            self.desk.back.emit()
            self.desk.open("refer", resident_id, visit_id=visit_id)
        elif following:
            self.desk.open("visit", following, queue=self.place.more.get("queue", []))
        else:
            self.desk.back.emit()
        name = self.card.name if self.card else ""
        self.desk.read(
            self, lambda connection: _stored(connection, name, resident_id, visit_id, then), self._tell_saved
        )

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """Judge again; keep the draft."""
        super().form_changed(key)
        if self.form is None:
            return
        record_type, name = key if isinstance(key, tuple) else ("", "")
        if name == "adr":
            self.form.set_shown(record_type, "adr_other", shown=self.form.cell(record_type, name).editor.value() == "2")
        if name == "dorsalis_pedis":
            odd = self.form.cell(record_type, name).editor.value() in ("2", "3")
            self.form.set_shown(record_type, "dorsalis_pedis_side", shown=odd)
        self._judge_timer.start()

    @Slot()
    def save(self) -> None:
        """Ctrl+S goes back to where the visit was begun."""
        self._then = BACK if self.sender() not in (self.next_button, self.judgement.refer) else self._then
        super().save()

    @Slot()
    def _save_and_next(self) -> None:
        self._then = NEXT
        super().save()

    @Slot()
    def _save_and_refer(self) -> None:
        self._then = REFER
        super().save()

    @Slot()
    def _disagree(self) -> None:
        if self.form is not None and self.known.sections:
            self.form.begin(self.known.sections[0], "classification")

    def _open(self, opened: _Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.card, self._last, self._given = opened.card, opened.last, opened.given
        if opened.refused is not None:
            self._open_refused(opened)
            return
        asked = tuple((opened.draft.body.get("programmes") or ()) if opened.draft else ())
        programmes = tuple(dict.fromkeys((*opened.card.programmes, *asked)))
        self.visit_id = new_id(self.desk.clock.now())
        self._show_person(opened.card)
        self._build(programmes, opened.draft)
        self._doubt_date(opened.clock_offset)
        self.take_focus()

    def _open_refused(self, opened: _Opened) -> None:
        """The visit as the county did not take it, with its words at the field."""
        assert opened.card is not None
        given = dict(opened.given)
        if VISIT not in given:
            self.desk.say(self.tr("这次随访不在本机，先同步再改"), "watch")
            self.desk.back.emit()
            return
        self.visit_id, visit = given[VISIT]
        # What stands in the refused visit itself is no last value.
        self._last = {name: each for name, each in self._last.items() if each[1] != visit.get("visit_date")}
        programmes = tuple(code for code, section in PROGRAMME_SECTION.items() if section in given)
        self._show_person(opened.card)
        self.next_button.hide()
        self._build(programmes, None)
        assert self.form is not None
        self.form.set_values({record_type: values for record_type, (_, values) in given.items()})
        if opened.draft is not None:
            self.form.set_values(opened.draft.body.get("values", {}))
            self._tell_draft(opened.draft)
        self._show_dependent()
        self.form.begin(VISIT, "visit_mode")
        self.show_refused(opened.refused)

    def _doubt_date(self, offset: int) -> None:
        """The computer's date may be wrong: the person looks at it before saving; nothing is asked in a dialog."""
        if self.form is None or abs(offset) <= DOUBTFUL_CLOCK:
            return
        county = short_day((self.desk.clock.now() + timedelta(seconds=offset)).astimezone(LOCAL_ZONE).date(), date.min)
        words = self.tr("电脑的时钟和县平台相差{hours}小时，县平台是{day}，核对随访日期")
        words = words.format(hours=round(abs(offset) / 3600), day=county)
        self.form.line_of(VISIT, "visit_date").tell((VISIT, "visit_date"), words, "watch")

    def _show_person(self, card: ResidentCard) -> None:
        self.title.setText(person_line(card.name, card.sex, card.age))
        self.alert.tell("；".join(card.alerts), "danger")
        self.phone.show_number(card.address, card.phone or card.contact_phone)
        self.next_button.setVisible(bool(self._following()))

    def _build(self, programmes: tuple[str, ...], draft: Draft | None) -> None:
        names = dict(_programme_names())
        self.known = Known(tuple(each for each in programmes if each in PROGRAMME_SECTION), self._last)
        self.programmes.setText(" · ".join(names.get(each, each) for each in self.known.programmes))
        for code, button in self.add_buttons.items():
            button.setVisible(code not in self.known.programmes)
        self.judgement.set_programmes(self.known.programmes)
        self.set_form(visit_form(self.known, self.desk.today), draft)
        self._show_dependent()
        self._judge_timer.start()

    def _show_dependent(self) -> None:
        """Fields that only another field's answer asks for."""
        assert self.form is not None
        for section in self.known.sections:
            if self.form.has(section, "adr"):
                shown = self.form.cell(section, "adr").editor.value() == "2"
                self.form.set_shown(section, "adr_other", shown=shown)
            if self.form.has(section, "dorsalis_pedis"):
                odd = self.form.cell(section, "dorsalis_pedis").editor.value() in ("2", "3")
                self.form.set_shown(section, "dorsalis_pedis_side", shown=odd)

    def _add_button(self, code: str, words: str) -> Button:
        button = Button(self.tr("加{name}").format(name=words), symbol="add", role="quiet", clicked=self._add_programme)
        button.setProperty("programme", code)
        return button

    @Slot()
    def _add_programme(self) -> None:
        sender = self.sender()
        if sender is None or self.form is None:
            return
        values = self.form.values()
        self._build((*self.known.programmes, str(sender.property("programme"))), None)
        assert self.form is not None
        self.form.set_values(values)
        self.form_changed(("", ""))
        self.take_focus()

    @Slot()
    def _judge(self) -> None:
        """In the reading pool: what the rules say of what is typed so far."""
        if self.form is None:
            return
        values = self.form.values()
        visit = check_values(RECORD_TYPES[VISIT], values.get(VISIT, {})).values
        visit = {"visit_date": self.desk.today.isoformat(), **visit, "resident_id": self.place.of}
        sections = section_values(values, self.known.sections)
        clean = {name: check_values(RECORD_TYPES[name], fields).values for name, fields in sections.items()}
        programmes = [each for each in self.known.programmes if _measured(each, visit, clean)]
        self._show_bmi(visit)

        def read(connection: Any) -> dict[str, Verdict]:
            return {each: judge(connection, each, visit, clean[PROGRAMME_SECTION[each]]) for each in programmes}

        self.desk.read(self, read, self.judgement.tell, self._unjudged, key="judge")

    def _unjudged(self, error: BaseException) -> None:
        """What cannot be judged is said on saving."""
        self.judgement.tell({})

    def _show_bmi(self, visit: dict[str, Any]) -> None:
        height = visit.get("height") or (self._last.get("height") or (None, ""))[0]
        try:
            index = bmi(Decimal(str(visit["weight"])), Decimal(str(height))) if visit.get("weight") and height else None
        except (InvalidOperation, ValueError):
            index = None
        self.judgement.bmi.setText(self.tr("BMI {value}（自动）").format(value=index) if index is not None else "")

    def _tell_saved(self, stored: _Stored) -> None:
        """What was stored, and the way to the referral that the rules propose."""
        names, grades = dict(_programme_names()), record_words(CLASSIFICATION)
        parts = [stored.name]
        for part in stored.parts:
            grade = grades.get(part.classification or "", "")
            day = short_day(part.next_visit_date, self.desk.today)
            parts.append(self.tr("{name} {grade}，下次 {day}").format(name=names[part.programme], grade=grade, day=day))
        words = self.tr("已保存　{what}").format(what=" · ".join(part for part in parts if part))
        proposes = stored.proposes_referral and stored.then != REFER
        place = Place("refer", stored.resident_id, {"visit_id": stored.visit_id}) if proposes else None
        self.desk.say(words, "good", self.tr("开转诊单") if proposes else "", place)

    def _following(self) -> str:
        queue = list(self.place.more.get("queue") or [])
        place = queue.index(self.place.of) if self.place.of in queue else -1
        return str(queue[place + 1]) if 0 <= place < len(queue) - 1 else ""

    def confirm_medicines(self) -> None:
        """As last time; what F6 does."""
        if self.form is not None and self.form.has(VISIT, "medicines"):
            editor = self.form.cell(VISIT, "medicines").editor
            if isinstance(editor, CarriedEditor):
                editor.confirm()


def _given(connection: Any, refused: RefusedSave | None) -> dict[str, tuple[str, dict[str, Any]]]:
    """The visit and sections of a refused save, each over what is stored; what the rules filled in is left to them."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    sections = tuple(PROGRAMME_SECTION.values())
    for each in refused.operations if refused else ():
        if each.type in (VISIT, *sections):
            stored = read_body(connection, each.type, each.id)
            fields = {**(stored[0].fields if stored else {}), **each.fields}
            followed = fields.get("classification") == fields.get("proposed_classification")
            dropped = DERIVED if each.type != VISIT and followed else ()
            found[each.type] = (each.id, {name: value for name, value in fields.items() if name not in dropped})
    visit_id = next((str(values.get("visit_id")) for name, (_, values) in found.items() if name != VISIT), "")
    stored = read_body(connection, VISIT, visit_id) if VISIT not in found and visit_id else None
    if stored is not None:
        found[VISIT] = (visit_id, dict(stored[0].fields))
    return found


def _stored(connection: Any, name: str, resident_id: str, visit_id: str, then: str) -> _Stored:
    visit = next((each for each in visits_of(connection, resident_id) if each.id == visit_id), None)
    parts = visit.parts if visit else ()
    sections = [read_body(connection, PROGRAMME_SECTION[part.programme], part.section_id) for part in parts]
    fields = [each[0].fields for each in sections if each]
    proposed = any(
        each.get("proposed_referral") in ("routine", "urgent") and not each.get("referral_declined") for each in fields
    )
    return _Stored(name, resident_id, visit_id, then, parts, proposed)


def _measured(programme: str, visit: dict[str, Any], clean: dict[str, dict[str, Any]]) -> bool:
    section = clean.get(PROGRAMME_SECTION[programme], {})
    has_sign = bool(section.get("danger_signs")) or bool(section.get("new_complication")) or section.get("adr") == "2"
    if programme == "diabetes":
        return has_sign or bool(section.get("fbg"))
    return has_sign or visit.get("sbp") is not None or visit.get("dbp") is not None


def _programme_names() -> list[tuple[str, str]]:
    return list(record_words(PROGRAMME).items())
