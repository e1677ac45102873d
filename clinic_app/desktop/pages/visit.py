"""A visit: the form left, the judgement right, saved with one key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtWidgets import QMenu, QWidget

from clinic_app.care.save import SaveResult
from clinic_app.clock import LOCAL_ZONE
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.hover import hover_words
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.programmes.elderly import GRADE
from clinic_app.desktop.programmes.tuberculosis import RATE
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.visit_form import EXAMINATION, VISIT, Known, VisitForm, visit_form
from clinic_app.desktop.visit_reading import (
    Given,
    Judged,
    Opened,
    Stored,
    drug_names,
    is_answered,
    judged_visit,
    read_opened,
    stored_visit,
)
from clinic_app.desktop.widgets.basic import Button, IconLabel, label
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.widgets.judgement import Judgement
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.words import listed, person_line, short_day
from clinic_app.devices.reading import Reading
from clinic_app.guidelines.body import bmi
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.elderly import SELF_CARE_GRADE
from clinic_app.records.identifiers import new_id
from clinic_app.records.validation import check_values
from clinic_app.store.drafts import Draft
from clinic_app.store.queries.residents import ResidentCard

JUDGE_AFTER = 30
BACK, NEXT, REFER = "back", "next", "refer"
DOUBTFUL_CLOCK = 12 * 3600
"""Seconds between this computer's clock and the county's above which a person confirms the visit's date."""


class VisitPage(FormPage):
    """Opened for a resident, from the worklist, a household, a card or the search."""

    draft_kind = "visit"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form: VisitForm | None = None
        self.card: ResidentCard | None = None
        self.known = Known(())
        self.visit_id = ""
        self._then = BACK
        self._given: Given = {}
        self._suggested: tuple[str, ...] = ()
        self._drugs: list[str] = []
        self._unasked: list[str] = []
        self._noticed: list[str] = []
        self.alert, self.phone = IconLabel(), HiddenNumber(desk)
        self.programmes = label("", "muted", wrap=True)
        self.head.insertWidget(1, self.programmes, 1)
        self.head.setStretch(2, 0)
        self.add = Button(self.tr("加病种"), "F2", symbol="add", clicked=self._open_menu)
        self.menu = QMenu(self)
        self.head.addWidget(self.phone)
        self.head.addWidget(self.add)
        self.body.insertWidget(1, self.alert)
        self.alert.tell("")
        self.judgement.refer.clicked.connect(self._save_and_refer)
        self.judgement.disagree_asked.connect(self._disagree)
        self.next_button = Button(self.tr("保存并下一位"), "Ctrl+Enter", clicked=self._save_and_next)
        self.foot_row.addWidget(self.next_button)
        self.not_met = Button(self.tr("没见到本人"), "F4", clicked=self._ask_outcome)
        self.foot_row.insertWidget(2, self.not_met)
        self._judge_timer = QTimer(self)
        self._judge_timer.setSingleShot(True)
        self._judge_timer.setInterval(JUDGE_AFTER)
        self._judge_timer.timeout.connect(self._judge)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """The judgement stands beside the form."""
        self.judgement = Judgement(self.desk)
        self.panes = TwoPanes(form_place, self.judgement, shares=(5, 2), under=0.3)
        self.panes.narrow_changed.connect(self.judgement.set_brief)
        return self.panes

    def arrive(self, place: Place) -> None:
        """Read the person and what was left open."""
        self.place = place
        self._then = BACK
        database, today, resident_id = self.desk.database, self.desk.today, place.of
        key, fixes, organisation = self.draft_key, self.fixes, self.desk.organisation
        self.form = None

        def read() -> Opened:
            return read_opened(
                database, resident_id, today, draft_key=key, fixes=fixes, organisation=organisation
            )  # fmt: skip

        self.desk.work.read(self, read, self._open, key="open")
        if not self._drugs:
            folder = self.desk.folder
            self.desk.work.read(self, lambda: drug_names(folder), self._drugs.extend, key="drugs")

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

    def take_reading(self, reading: Reading) -> bool:
        """A meter's values go into their boxes; the focus stays where it is."""
        if self.form is None or self.form.is_gone:
            return False
        return bool(self.form.take_measured(reading.values(), "device"))

    def records(self) -> list[dict[str, Any]]:
        """The visit and a section for each programme."""
        assert self.form is not None
        sections = self.form.records(self._derived())
        visit = {"resident_id": self.place.of, **sections.pop(VISIT)}
        signed, typing = visit.get("doctor_sign"), self.desk.database.actor.name
        if signed and signed != typing:
            visit.setdefault("typist", typing)
        if self.fixes:
            return self._corrections(visit, sections)
        found = [{"type": VISIT, "id": self.visit_id, "fields": visit}]
        answered = [section for section in sections if self.form.answered(section)]
        self._unasked = [section for section in sections if section not in answered]
        for section in answered:
            found.append({"type": section, "fields": {"visit_id": self.visit_id, **sections[section]}})
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
            asked = {name: value for name, value in before.items() if self.form.says(record_type, name)}
            changes = changed_only({name: value for name, value in now.items() if name != "resident_id"}, asked)
            changes = {name: value for name, value in changes.items() if name != "provenance" or len(changes) > 1}
            if changes:
                found.append({"type": record_type, "id": record_id, "fields": changes})
        if not found:
            self.desk.say(self.tr("没有改动。要原样再传一次，回到需处理的名单里按 F6"), "note")
        return found

    def extra_draft(self) -> dict[str, Any]:
        """Which programmes the form asked for, where values came from."""
        kept = self.form.keep() if self.form is not None else {}
        return {**kept, "programmes": list(self.known.programmes), "examination": self.known.examination}

    def saved(self, result: SaveResult) -> None:
        """Say what was saved; go where the key said. In a household's bundle the next member opens by itself."""
        resident_id, visit_id, then = self.place.of, self.visit_id, self._then
        in_turn = then == NEXT or (then == BACK and self.place.more.get("bundle"))
        following = self._following() if in_turn else ""
        if then == REFER:
            self.desk.back.emit()
            self.desk.open("refer", resident_id, visit_id=visit_id)
        elif following:
            self.desk.open("visit", following, **self.place.more)
        else:
            self.desk.back.emit()
        self._noticed = [each.message for each in result.notices]
        name = self.card.name if self.card else ""
        self.desk.read(
            self, lambda connection: stored_visit(connection, name, resident_id, visit_id, then), self._tell_saved
        )

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """Judge again; keep the draft."""
        super().form_changed(key)
        if self.form is None:
            return
        if key == (VISIT, "visit_date"):
            self._tell_late()
        if key == (VISIT, "outcome"):
            self.judgement.set_programmes(() if self.form.is_gone else self.known.in_order, gone=self.form.is_gone)
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
        if self.form is not None:
            judged = (each for each in self.known.sections if self.form.has(each, "classification"))
            self.form.begin(next(judged, ""), "classification")

    @Slot()
    def _ask_outcome(self) -> None:
        if self.form is not None:
            self.form.ask_outcome()

    def _open(self, opened: Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.card, self._given = opened.card, opened.given
        if opened.refused is not None:
            self._open_refused(opened)
            return
        self.visit_id = new_id(self.desk.clock.now())
        self._show_person(opened.card)
        known = opened.known(self.desk.today)
        self._suggested = opened.suggested(known, self.desk.today)
        self._build(known, opened.draft)
        self._doubt_date(opened.clock_offset)
        self.take_focus()

    def _open_refused(self, opened: Opened) -> None:
        """The visit as the county did not take it, with its words at the field."""
        assert opened.card is not None
        given = dict(opened.given)
        if VISIT not in given:
            self.desk.say(self.tr("这次随访不在本机，先同步再改"), "watch")
            self.desk.back.emit()
            return
        self.visit_id, visit = given[VISIT]
        known = opened.known(self.desk.today)
        # What stands in the refused visit itself is no last value.
        last = {name: each for name, each in known.last.items() if each[1] != visit.get("visit_date")}
        self._show_person(opened.card)
        self.next_button.hide()
        self._suggested = ()
        self._build(replace(known, last=last), None)
        assert self.form is not None
        self.form.give_stored({record_type: values for record_type, (_, values) in given.items()})
        if opened.draft is not None:
            self.form.give_back(opened.draft.body)
            self._tell_draft(opened.draft)
        self._tell_late()
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

    def _tell_late(self) -> None:
        """A visit written down on a later day says so, with both days."""
        assert self.form is not None
        visited, today = str(self.form.value(VISIT, "visit_date") or ""), self.desk.today
        late = len(visited) == len("2026-11-22") and visited < today.isoformat()
        words = self.tr("补记：{visited}随访，{written}录入") if late else ""
        # The year is always said: a late entry may cross it.
        written = short_day(today, date.min)
        self.form.set_aside(
            VISIT, "visit_date", words.format(visited=short_day(visited, date.min), written=written) if late else ""
        )

    def _show_person(self, card: ResidentCard) -> None:
        self.title.setText(person_line(card.name, card.sex, card.age))
        self.alert.tell("；".join(card.alerts), "danger")
        self.phone.show_number("", card.phone or card.contact_phone, f"resident:{card.id}")
        self.phone.setToolTip(hover_words(card.address or ""))
        self.next_button.setVisible(bool(self._following()))

    def _build(self, known: Known, draft: Draft | None) -> None:
        names = _part_names()
        programmes = tuple(each for each in known.programmes if each in PROGRAMME_SECTION)
        self.known = replace(known, programmes=programmes, drugs=self._drugs)
        shown = [*self.known.in_order, *([EXAMINATION] if self.known.examination else [])]
        # No break inside a name.
        self.programmes.setText(" · ".join("\u2060".join(names.get(each, each)) for each in shown))
        self._fill_menu()
        self.judgement.set_programmes(self.known.in_order)
        form = visit_form(self.known, self.desk.today, lazy=True)
        self.set_form(form, draft)
        self.form = form
        if draft is not None:
            form.give_back(draft.body)
            self._tell_late()
        form.set_aside(VISIT, "doctor_sign", self.tr("不填即为 {name}").format(name=self.desk.database.actor.name))
        self._judge_timer.start()

    def _fill_menu(self) -> None:
        """What is not part of this visit yet, what is due for the person first; digits choose."""
        self.menu.clear()
        names = _part_names()
        there = {*self.known.programmes, *([EXAMINATION] if self.known.examination else [])}
        suggested = [each for each in self._suggested if each not in there]
        rest = [each for each in names if each not in there and each not in suggested]
        for number, code in enumerate([*suggested, *rest], 1):
            words = self.tr("{name}（到期）") if code in suggested else "{name}"
            action = self.menu.addAction(f"&{number} " + words.format(name=names[code]))
            action.setData(code)
            action.triggered.connect(self._add_part)
        due = listed(names[each] for each in suggested)
        self.add.set_words(self.tr("加{names}").format(names=due) if due else self.tr("加病种"))
        self.add.setVisible(not self.menu.isEmpty())

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    @Slot()
    def _add_part(self) -> None:
        sender = self.sender()
        if sender is None or self.form is None:
            return
        code, kept = str(sender.data()), self.form.keep()  # type: ignore[attr-defined]
        if code == EXAMINATION:
            self._build(replace(self.known, examination=True), None)
        else:
            self._build(replace(self.known, programmes=(*self.known.programmes, code)), None)
        assert self.form is not None
        self.form.give_back(kept)
        self.form_changed(("", ""))
        self.take_focus()

    @Slot()
    def _judge(self) -> None:
        """In the reading pool: what the rules say of what is typed so far."""
        if self.form is None or self.form.is_gone:
            return
        values = self.form.records()
        visit = check_values(RECORD_TYPES[VISIT], values[VISIT]).values
        visit = {"visit_date": self.desk.today.isoformat(), **visit, "resident_id": self.place.of}
        clean = {
            programme: check_values(RECORD_TYPES[section], values[section]).values
            for programme in self.known.programmes
            if (section := self.known.section_of(programme)) in values
        }
        judged = [each for each, section in clean.items() if is_answered(each, visit, section)]
        self._show_bmi(visit)

        fbg, visit_id = values.get(EXAMINATION, {}).get("fbg"), self.visit_id

        def read(connection: Any) -> Judged:
            return judged_visit(connection, visit, {each: clean[each] for each in judged}, fbg, visit_id)

        self.desk.read(self, read, self._show_verdicts, self._unjudged, key="judge")

    def _show_verdicts(self, judged: Judged) -> None:
        self.judgement.tell(judged.verdicts)
        self.judgement.tell_screened(judged.screened)
        if self.form is None:
            return
        grades = record_words(SELF_CARE_GRADE)
        for programme, verdict in judged.verdicts.items():
            found = verdict.values
            if programme == "elderly" and found.get("self_care_score") is not None:
                words = self.tr("{score} 分　{grade}")
                grade = grades.get(str(found.get("self_care_grade")), self.tr("五项答完定级"))
                self.form.tell(GRADE, words.format(score=found["self_care_score"], grade=grade))
            if found.get("dose_rate") is not None:
                self.form.tell(RATE, f"{found['dose_rate']}%")

    def _unjudged(self, error: BaseException) -> None:
        """What cannot be judged is said on saving."""
        self.judgement.tell({})

    def _derived(self) -> dict[str, Mapping[str, Any]]:
        """What the rules make of the sections, by record type."""
        verdicts = self.judgement.verdicts.items()
        return {self.known.section_of(each): verdict.values for each, verdict in verdicts if verdict.values}

    def _show_bmi(self, visit: dict[str, Any]) -> None:
        height = visit.get("height") or (self.known.last.get("height") or (None, ""))[0]
        try:
            index = bmi(Decimal(str(visit["weight"])), Decimal(str(height))) if visit.get("weight") and height else None
        except (InvalidOperation, ValueError):
            index = None
        self.judgement.bmi.setText(self.tr("BMI {value}（自动）").format(value=index) if index is not None else "")

    def _tell_saved(self, stored: Stored) -> None:
        """What was stored, and the way to the referral that the rules propose."""
        parts = [stored.name]
        for part in stored.parts:
            name = record_words(PROGRAMME).get(part.programme) or record_word(RECORD_TYPES[part.section].label)
            declared = RECORD_TYPES[part.section].fields.get("classification")
            grade = record_word(declared.label_of(part.classification)) if declared and part.classification else ""
            day = short_day(part.next_visit_date, self.desk.today)
            words = self.tr("{name} {grade}，下次 {day}") if day else "{name} {grade}"
            parts.append(words.format(name=name, grade=grade, day=day).strip().replace(" ，", "，"))
        words = self.tr("已保存　{what}").format(what=" · ".join(part for part in parts if part))
        if self._unasked and stored.parts:
            names = listed(record_word(RECORD_TYPES[each].label) for each in self._unasked)
            words += self.tr("　没有填、没有记：{names}").format(names=names)
        proposes = stored.proposes_referral and stored.then != REFER
        place = Place("refer", stored.resident_id, {"visit_id": stored.visit_id}) if proposes else None
        words = "　".join((words, *self._noticed))
        self.desk.say(words, "watch" if self._noticed else "good", self.tr("开转诊单") if proposes else "", place)

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


def _part_names() -> dict[str, str]:
    """What a visit can consist of, by code, in words."""
    return {**record_words(PROGRAMME), EXAMINATION: record_word(RECORD_TYPES[EXAMINATION].label)}
