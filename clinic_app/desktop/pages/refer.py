"""Issuing a referral: the form left, the very slip right, refreshed as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.referral import pack_of
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.open_choice import OpenChoiceEditor
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.pages.slip_form_page import SlipFormPage
from clinic_app.desktop.refer_advice import Advice, Opened, Receiver, open_referral_words, read_opened, read_receiver
from clinic_app.desktop.referral_words import direction, patient_block, prefilled, receivers
from clinic_app.desktop.widgets.basic import IconLabel
from clinic_app.desktop.widgets.refer_form import BEDS, COST, PHONE, REFERRAL, DoctorEditor, Known, refer_form
from clinic_app.desktop.widgets.refer_offer import OfferEditor
from clinic_app.desktop.words import person_line
from clinic_app.paper import referral_draft
from clinic_app.records.field import Option
from clinic_app.records.identifiers import new_id
from clinic_app.store.queries.reference import Organisation
from clinic_app.store.queries.residents import ResidentCard

OFFERED = timedelta(days=14)
"""How far ahead published times are offered."""
LED = ("to_org", "path", "urgency", "initial_impression", "direction")
"""What the hints go by."""


class ReferPage(SlipFormPage):
    """For a resident; `visit_id` in the place names the visit that the referral comes from."""

    draft_kind = "referral"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.card: ResidentCard | None = None
        self.referral_id = ""
        self.advice: Advice | None = None
        self._organisations: Sequence[Organisation] = ()
        self._receiver = Receiver()
        self._told_once = False
        self.save_words = self.tr("开具转诊单")
        self.save_button.set_words(self.save_words)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """Above form and slip, what is under way already."""
        self.under_way = IconLabel()
        self.under_way.tell("")
        self.body.addWidget(self.under_way)
        return super().frame_form(form_place)

    def arrive(self, place: Place) -> None:
        """Read the person, the directory, the visit's verdict, what is on file and the draft."""
        self.place = place
        self.form = None
        read = partial(read_opened, self.desk, place.of, self.draft_key)
        self.desk.work.read(self, read, self._open, key="open")

    def records(self) -> list[dict[str, Any]]:
        """The referral; the store freezes the identity block and what of the record pack is not said here."""
        assert self.form is not None
        if not self._reasons_asked():
            return []
        # What another answer has put out of sight is not said.
        asked = {
            name: value
            for name, value in self.form.values().get(REFERRAL, {}).items()
            if not self.form.cell(REFERRAL, name).isHidden()
        }
        fields = {"resident_id": self.place.of, **asked}
        if self.place.more.get("visit_id"):
            fields["visit_id"] = self.place.more["visit_id"]
        return [{"type": REFERRAL, "id": self.referral_id, "fields": fields}]

    def saved(self, result: SaveResult) -> None:
        """On to the list, where it can be printed."""
        referral_id = self.referral_id
        self.desk.back.emit()
        self.desk.open("referrals", referral_id, show="sent")
        self.desk.say(self.tr("已开具转诊单，保存在本机；打印按 Ctrl+P，联网后自动送达"))

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """Departments follow the organisation, criteria the impression; the slip follows everything."""
        super().form_changed(key)
        name = key[1] if isinstance(key, tuple) else ""
        if name == "to_org":
            self._organisation_chosen()
        elif name in ("to_dept", "request", "requested_item", "requested_day"):
            self._offer()
        elif name == "requested_time":
            self._slot_chosen()
        if name in LED:
            self._advise()

    def _open(self, opened: Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.card, self.advice, self._receiver = opened.card, opened.advice, Receiver()
        self._told_once = False
        self.referral_id = new_id(self.desk.clock.now())
        self.title.setText(
            self.tr("转诊　{who}").format(who=person_line(opened.card.name, opened.card.sex, opened.card.age))
        )
        self.under_way.tell(open_referral_words(opened.card.open_referrals, self.desk.today), "watch")
        self._organisations = receivers(opened.organisations, self.desk.organisation)
        options = [Option(each.code, each.name) for each in self._organisations]
        form = refer_form(Known(options, pack_of(opened.card), opened.results), self.desk.today)
        first = {"request": "clinic", "urgency": opened.urgency, **prefilled(opened.card, opened.reasons)}
        form.set_values({REFERRAL: first})
        self.set_form(form, opened.draft)
        if opened.draft is None:
            # The criteria that the visit's rules spoke of are ticked; the doctor takes them back.
            ticked = opened.advice.proposed(str(first.get("initial_impression") or ""), opened.rules)
            form.set_values({REFERRAL: {"criteria": ticked}})
        self._organisation_chosen()
        if form.complete:
            self._advise()
        else:
            form.built.connect(self._advise)
        self.draw_soon()
        self.take_focus()

    def _organisation_chosen(self) -> None:
        assert self.form is not None
        code = str(self.form.value(REFERRAL, "to_org") or "")
        found = next((each for each in self._organisations if each.code == code), None)
        if found is None:
            return
        own = self.desk.device.kind if self.desk.device else "village_clinic"
        self.form.set_values({REFERRAL: {"direction": direction(own, found.kind)}})
        today = self.desk.today
        read = partial(read_receiver, code=found.code, today=today, until=today + OFFERED)
        self.desk.read(self, read, self._receiver_known, key="receiver")

    def _receiver_known(self, found: Receiver) -> None:
        if self.form is None:
            return
        self._receiver = found
        editor = self.form.cell(REFERRAL, "to_dept").editor
        if isinstance(editor, PickEditor):
            editor.set_options([Option(each.name, each.name) for each in found.departments])
        doctor = self.form.cell(REFERRAL, "to_doctor").editor
        if isinstance(doctor, DoctorEditor):
            doctor.suggest(found.doctors)
        self._offer()
        self._advise()

    def _offer(self) -> None:
        """The times and beds of what is chosen so far."""
        assert self.form is not None
        asked = ("to_dept", "request", "requested_item", "requested_day")
        chosen = {name: str(self.form.value(REFERRAL, name) or "") for name in asked}
        item, day, now = chosen["requested_item"], chosen["requested_day"], self.desk.clock.now()
        slots = self._receiver.times(chosen["to_dept"], chosen["request"] or "clinic", item, day, now)
        editor = self.form.cell(REFERRAL, "requested_time").editor
        if isinstance(editor, OfferEditor):
            editor.offer(slots)
        words = self._receiver.bed_words(chosen["to_dept"], self.desk.today) if chosen["request"] == "bed" else ""
        self.form.tell(BEDS, words)
        self.form.tell(PHONE, self._receiver.phone_words(chosen["to_dept"]))

    def _slot_chosen(self) -> None:
        """A published time says the day, the doctor and the item as well."""
        assert self.form is not None
        editor = self.form.cell(REFERRAL, "requested_time").editor
        slot = editor.slot if isinstance(editor, OfferEditor) else None
        if slot is not None:
            said = {"requested_day": slot.day.isoformat(), "to_doctor": slot.doctor, "requested_item": slot.item}
            self.form.set_values({REFERRAL: {name: value for name, value in said.items() if value}})

    @Slot()
    def _advise(self) -> None:
        """Cost beside the choice; a reason is asked for where the rules want one, and never demanded."""
        if self.form is None or self.advice is None or not self.form.complete:
            return
        values = {name: str(self.form.value(REFERRAL, name) or "") for name in LED}
        target = next((each.kind for each in self._organisations if each.code == values["to_org"]), "")
        self.form.tell(COST, self.advice.cost_words(target, values["path"]))
        skipped = self.advice.skip_words(target, values["path"], values["urgency"])
        own = self.advice.own_words(values["initial_impression"], values["direction"])
        for name, words in (("level_skip_reason", skipped), ("own_list_reason", own)):
            self.form.set_shown(REFERRAL, name, shown=bool(words))
            self.form.set_aside(REFERRAL, name, words)
        self._show_criteria(values["initial_impression"])

    def _show_criteria(self, impression: str) -> None:
        if self.form is None or self.advice is None:
            return
        way = str(self.form.value(REFERRAL, "direction") or "up")
        editor = self.form.cell(REFERRAL, "criteria").editor
        if isinstance(editor, OpenChoiceEditor):
            editor.set_options(self.advice.criteria(impression, way))

    def _reasons_asked(self) -> bool:
        """Once: a reason that the rules ask for and nobody gave; a second save goes without it."""
        assert self.form is not None
        missing = [
            name
            for name in ("level_skip_reason", "own_list_reason")
            if not self.form.cell(REFERRAL, name).isHidden() and not self.form.value(REFERRAL, name)
        ]
        if not missing or self._told_once:
            return True
        self._told_once = True
        for name in missing:
            words = self.tr("写一句原因；再按一次 Ctrl+S，不写也照样开具")
            self.form.line_of(REFERRAL, name).tell((REFERRAL, name), words, "watch")
        self.form.begin(REFERRAL, missing[0])
        return False

    def drawing(self) -> Callable[[], bytes] | None:
        """The slip of what is written so far."""
        if self.form is None or self.card is None:
            return None
        values = {**patient_block(self.card, self.desk.today), **self.form.values().get(REFERRAL, {})}
        values.setdefault("from_doctor_sign", self.desk.database.actor.name)
        return partial(referral_draft, self.desk.database, values)
