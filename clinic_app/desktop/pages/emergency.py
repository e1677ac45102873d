"""急救转诊: a slip in a minute. Enter leads through what must be known now; the rest may follow within hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.emergency import EMERGENCY
from clinic_app.care.save import SaveResult
from clinic_app.clock import instant_text
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.emergency_words import completion_length
from clinic_app.desktop.forms.editor import Editor, LineEditor
from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.moment import MomentEditor
from clinic_app.desktop.forms.open_choice import OpenChoiceEditor
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.referral_words import checklist_options, direction, receivers, unit_options
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.widgets.emergency_side import EmergencySide
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.words import moment, person_line
from clinic_app.devices.reading import Reading
from clinic_app.guidelines.referral_rules import ChecklistItem, default_referral_rules
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Option
from clinic_app.records.identifiers import new_id
from clinic_app.records.referral import CENTRE
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.queries.alliance import CapableUnit, capable_units
from clinic_app.store.queries.reference import Organisation, organisations
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.search import search

REFERRAL = "referral"
SEEK_AFTER = 200
"""Milliseconds after the last letter of a name."""
TICK = 20_000
MOST_PEOPLE = 3
TIMES = ("called_at", "notified_at", "left_at")
TIME_KEYS = ("F7", "F8", "F9")
MEASURED = ("sbp", "dbp", "heart_rate", "glucose")
OF_THE_FILE = ("patient_name", "sex", "age")
"""What a resident's own file says better."""


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    organisations: Sequence[Organisation]
    draft: Draft | None


class EmergencyPage(FormPage):
    """Of a resident where the place names one, else of whoever is there: by name, or 不详."""

    draft_kind = "emergency"
    shows_undo = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("急救转诊"))
        self.save_words = self.tr("开单，看单据打印")
        self.save_button.set_words(self.save_words)
        self.card: ResidentCard | None = None
        self.referral_id = ""
        self._people: Sequence[ResidentCard] = ()
        self._organisations: Sequence[Organisation] = ()
        self._units: Sequence[CapableUnit] = ()
        self._chosen_by_hand = False
        self._asked_onset = False
        self._stamps = [
            Button(words, key, clicked=self._stamp) for words, key in zip(self._stamp_words(), TIME_KEYS, strict=True)
        ]
        for name, button in zip(TIMES, self._stamps, strict=True):
            button.setProperty("time", name)
            self.foot_row.insertWidget(self.foot_row.count() - 1, button)
        self._seek = QTimer(self)
        self._seek.setSingleShot(True)
        self._seek.setInterval(SEEK_AFTER)
        self._seek.timeout.connect(self._seek_people)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self._tick)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """Time, units and people beside the form, in narrow windows too."""
        self.side = EmergencySide()
        self.side.chosen.connect(self._take_person)
        return TwoPanes(form_place, self.side, shares=(5, 3), when_narrow=WhenNarrow.BESIDE)

    def arrive(self, place: Place) -> None:
        """Read the directory, the person where one is named, and the draft."""
        self.place = place
        database, today, key = self.desk.database, self.desk.today, self.draft_key

        def read() -> _Opened:
            with database.shown() as connection:
                card = resident_card(connection, place.of, today) if place.of else None
                return _Opened(card, organisations(connection), load_draft(database, key))

        self.form = None
        self.desk.work.read(self, read, self._open, key="open")
        self._clock.start()

    def return_to(self) -> None:
        """The form stands as it was left."""
        self._clock.start()
        if self.form is None:
            self.desk.back.emit()
        else:
            self.take_focus()

    def depart(self) -> None:
        """Keep what is typed; no clock runs unseen."""
        self._clock.stop()
        super().depart()

    def extra_draft(self) -> dict[str, Any]:
        """Which resident was taken."""
        return {"resident_id": self.card.id} if self.card else {}

    def take_reading(self, reading: Reading) -> bool:
        """A meter's values go into their boxes; the focus stays where it is."""
        found = {name: getattr(reading, name) for name in MEASURED if getattr(reading, name) is not None}
        if self.form is None or not found:
            return False
        self.form.enter({REFERRAL: found})
        return True

    def records(self) -> list[dict[str, Any]]:
        """The referral; who has no file here gets one in the same save (care/emergency.py)."""
        assert self.form is not None
        values = dict(self.form.values().get(REFERRAL, {}))
        if not values.get("onset_at") and not self._asked_onset:
            self._ask_onset()
            return []
        if self.card is not None:
            values = {name: value for name, value in values.items() if name not in OF_THE_FILE}
            values["resident_id"] = self.card.id
        own = self.desk.device.kind if self.desk.device else "village_clinic"
        target = next((each.kind for each in self._organisations if each.code == values.get("to_org")), "")
        values |= {"urgency": EMERGENCY, "direction": direction(own, target or "county_hospital")}
        values.setdefault("initial_impression", _suspected(values.get("suspicion")))
        fields = {name: value for name, value in values.items() if value not in (None, "")}
        return [{"type": REFERRAL, "id": self.referral_id, "fields": fields}]

    def saved(self, result: SaveResult) -> None:
        """On to the paper, and until when the rest is due."""
        referral_id = self.referral_id
        due = self.desk.clock.now() + completion_length(self.desk.today)
        words = self.tr("急救转诊单已开好，Ctrl+P 打印。其余内容 {time} 前补全：转诊列表里按“补充”")
        self.desk.back.emit()
        self.desk.open("referrals", referral_id, show="sent", paper="referral")
        self.desk.say(words.format(time=moment(instant_text(due), self.desk.today)), "watch")

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """The list of units, the check-list and the clock follow what is suspected and since when."""
        super().form_changed(key)
        name = key[1] if isinstance(key, tuple) else ""
        if name == "patient_name":
            self._forget_person()
            self._seek.start()
        elif name == "suspicion":
            self._suspicion_chosen()
        elif name == "to_org":
            self._chosen_by_hand = True
        elif name == "onset_at":
            self._tick()
        elif name == "checklist":
            self._note_times()

    def _open(self, opened: _Opened) -> None:
        self.card, self._people, self._units = None, (), ()
        self._asked_onset, self._chosen_by_hand = False, False
        self.referral_id = new_id(self.desk.clock.now())
        self._organisations = receivers(opened.organisations, self.desk.organisation)
        self.side.show_people((), known=False)
        form = self._build()
        self.set_form(form, opened.draft)
        if opened.card is not None:
            self._show_person(opened.card)
        elif opened.draft is not None and opened.draft.body.get("resident_id"):
            self._read_person(str(opened.draft.body["resident_id"]))
        elif opened.draft is not None:
            self.desk.say(self.tr("上一张没开完的急救单已恢复；是另一位病人，就选“放弃草稿”"), "watch")
        if form.complete:
            self._suspicion_chosen()
        else:
            form.built.connect(self._suspicion_chosen)
        self.take_focus()

    def _build(self) -> Form:
        moment_line = partial(_moment, self.desk)
        editors: dict[str, Any] = {name: moment_line for name in ("onset_at", *TIMES)}
        if self._organisations:
            editors["to_org"] = partial(_picker, self)
        empty = self.tr("选了怀疑的病种，这里列出要核对的事")
        editors |= {"patient_name": _short_line, "patient_phone": _short_line}
        editors["checklist"] = partial(_checks, empty)
        first = (
            Line(("patient_name", "age"), label=self.tr("姓名")),
            Line(("sex",)),
            Line(("suspicion",)),
            Line(("onset_at", "patient_phone"), labels={"patient_phone": self.tr("电话")}),
            Line(("sbp", "dbp"), label=self.tr("血压"), joined="/"),
            Line(("heart_rate", "respiratory_rate", "spo2"), labels=self._short_labels()),
            Line(("consciousness",)),
            Line(("glucose", "temperature")),
            Line(("to_org",)),
        )
        later = (*lines("initial_impression", "checklist", "called_at notified_at", "left_at escort", passed=True),)
        return Form(
            [
                Section(REFERRAL, first, editors=editors, fields={"sex": _few_sexes(self.tr("不清楚"))}),
                Section(REFERRAL, later, title=self.tr("路上再填"), editors=editors),
            ],
            self.desk.today,
            lazy=True,
        )

    def _short_labels(self) -> dict[str, str]:
        return {"respiratory_rate": self.tr("呼吸"), "spo2": self.tr("血氧")}

    def _stamp_words(self) -> tuple[str, str, str]:
        return self.tr("叫120了"), self.tr("通知医院了"), self.tr("出发了")

    def _ask_onset(self) -> None:
        """Once: nobody is kept from sending a patient."""
        assert self.form is not None
        self._asked_onset = True
        words = self.tr("发病时间没有填：不知道就写最后还正常的时间；再按一次 Ctrl+S 照样开单")
        self.form.line_of(REFERRAL, "onset_at").tell((REFERRAL, "onset_at"), words, "watch")
        self.form.begin(REFERRAL, "onset_at")

    @Slot()
    def _suspicion_chosen(self) -> None:
        if self.form is None:
            return
        centre = str(self.form.value(REFERRAL, "suspicion") or "")
        checks = self.form.cell(REFERRAL, "checklist").editor
        if isinstance(checks, OpenChoiceEditor):
            checks.set_options(checklist_options(default_referral_rules(self.desk.today), centre))
        self._tick()
        if not centre:
            self._show_units(())
            return
        village = self.card.village_code if self.card else next(iter(self._villages()), "")
        own = self.desk.organisation
        self.desk.read(
            self,
            lambda connection: capable_units(connection, centre, village=village or "", organisation=own),
            self._show_units,
            key="units",
        )

    def _villages(self) -> Sequence[str]:
        return self.desk.device.scope.villages if self.desk.device else ()

    def _show_units(self, units: Sequence[CapableUnit]) -> None:
        if self.form is None:
            return
        self._units = [each for each in units if each.organisation != self.desk.organisation]
        self.side.show_units(self._units, known=bool(self.form.value(REFERRAL, "suspicion")))
        editor = self.form.cell(REFERRAL, "to_org").editor
        if not isinstance(editor, PickEditor):
            return
        editor.set_options(unit_options(self._units, self._organisations))
        if self._units and not self._chosen_by_hand:
            editor.set_value(self._units[0].organisation)

    @Slot()
    def _tick(self) -> None:
        """What is left of the window, again every few seconds."""
        if self.form is None:
            return
        window = default_referral_rules(self.desk.today).window(str(self.form.value(REFERRAL, "suspicion") or ""))
        self.side.show_window(window, str(self.form.value(REFERRAL, "onset_at") or ""), self.desk.clock.now())

    @Slot()
    def _stamp(self) -> None:
        """One key: it is happening now."""
        sender = self.sender()
        if self.form is None or sender is None:
            return
        name = str(sender.property("time"))
        self._take_now(name)
        ticked = list(self.form.value(REFERRAL, "checklist") or [])
        done = [each.code for each in self._checklist() if each.time_field == name and each.code not in ticked]
        self.form.set_values({REFERRAL: {"checklist": [*ticked, *done]}})

    def _take_now(self, name: str) -> None:
        assert self.form is not None
        editor = self.form.cell(REFERRAL, name).editor
        if isinstance(editor, MomentEditor):
            editor.take_now()

    def _note_times(self) -> None:
        """A ticked item that has a time of its own happened now, unless a time stands there."""
        assert self.form is not None
        ticked = self.form.value(REFERRAL, "checklist") or []
        for each in self._checklist():
            if each.code in ticked and each.time_field in TIMES and not self.form.value(REFERRAL, each.time_field):
                self._take_now(each.time_field)

    def _checklist(self) -> Sequence[ChecklistItem]:
        assert self.form is not None
        centre = str(self.form.value(REFERRAL, "suspicion") or "")
        return default_referral_rules(self.desk.today).checklist(centre) if centre else ()

    @Slot()
    def _seek_people(self) -> None:
        if self.form is None:
            return
        typed, today = str(self.form.value(REFERRAL, "patient_name") or ""), self.desk.today
        if not typed.strip():
            self._show_people(())
            return

        def read(connection: Any) -> list[ResidentCard]:
            hits = [hit for hit in search(connection, typed, MOST_PEOPLE * 2) if hit.type == "resident"]
            cards = [resident_card(connection, hit.id, today) for hit in hits[:MOST_PEOPLE]]
            return [card for card in cards if card is not None]

        self.desk.read(self, read, self._show_people, key="people")

    def _show_people(self, cards: Sequence[ResidentCard]) -> None:
        self._people = cards if self.card is None else ()
        named = bool(self.form is not None and self.form.value(REFERRAL, "patient_name"))
        self.side.show_people(self._people, known=named)

    @Slot(int)
    def _take_person(self, place: int) -> None:
        if place < len(self._people):
            self._show_person(self._people[place])
            if self.form is not None:
                self.form.begin(REFERRAL, "suspicion")

    def _read_person(self, resident_id: str) -> None:
        today = self.desk.today
        self.desk.read(self, lambda connection: resident_card(connection, resident_id, today), self._show_person)

    def _show_person(self, card: ResidentCard | None) -> None:
        if self.form is None or card is None:
            return
        self.card, self._people = card, ()
        known = {"patient_name": card.name, "sex": card.sex, "age": card.age, "patient_phone": card.phone}
        self.form.set_values({REFERRAL: {name: value for name, value in known.items() if value is not None}})
        words = self.tr("急救转诊　{who}").format(who=person_line(card.name, card.sex, card.age))
        self.title.setText(words)
        self.side.show_people((), known=True)

    def _forget_person(self) -> None:
        """Another name is another person."""
        self.card = None
        self.title.setText(self.tr("急救转诊"))


def _suspected(centre: object) -> str:
    """怀疑卒中: the first impression of who wrote no other; it goes onto the slip."""
    word = next((option.label for option in CENTRE if option.code == centre), "")
    return f"怀疑{word}" if word else ""


def _few_sexes(unknown: str) -> Field:
    """Three short options on one line."""
    declared = RECORD_TYPES[REFERRAL].fields["sex"]
    known = tuple(option for option in declared.options if option.code in "12")
    return replace(declared, options=(*known, Option("0", unknown)))


def _short_line(declared: Field) -> Editor:
    """A name or a number: two of them stand on one line of a small screen."""
    return LineEditor(declared, characters=12)


def _moment(desk: Desk, declared: Field) -> Editor:
    return MomentEditor(declared, desk.clock.now)


def _picker(page: EmergencyPage, declared: Field) -> Editor:
    return PickEditor(declared, unit_options((), page._organisations))


def _checks(empty: str, declared: Field) -> Editor:
    return OpenChoiceEditor(declared, empty=empty)
