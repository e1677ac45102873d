"""Issuing a referral: the form left, the very slip right, refreshed as one types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.text import LongTextEditor
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.referral_words import direction, patient_block, prefilled
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.preview import Preview, page_images
from clinic_app.desktop.words import person_line
from clinic_app.paper import referral_draft
from clinic_app.records.field import Field, Option
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.reference import Department, Organisation, departments, organisations
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.queries.visit import visits_of

REFERRAL = "referral"
PREVIEW_AFTER = 250
PREVIEW_SCALE = 1.6


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    organisations: Sequence[Organisation]
    reasons: tuple[str, ...]
    urgency: str
    draft: Draft | None


class ReferPage(FormPage):
    """For a resident; `visit_id` in the place names the visit that the referral comes from."""

    draft_kind = "referral"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.card: ResidentCard | None = None
        self.referral_id = ""
        self._organisations: Sequence[Organisation] = ()
        self.save_button.set_words(self.tr("开具转诊单"))
        self.foot_row.insertWidget(self.foot_row.count() - 1, self.look)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(PREVIEW_AFTER)
        self._preview_timer.timeout.connect(self._draw)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """The slip beside the form."""
        self.preview = Preview(self.tr("转诊单"))
        self.preview.set_printable(False, self.tr("开具后有单号，再打印"))
        self.panes = TwoPanes(form_place, self.preview, shares=(3, 2), when_narrow=WhenNarrow.SWAP)
        self.look = Button(self.tr("看单据"), "F4", symbol="file", clicked=self._swap)
        self.look.hide()
        self.panes.narrow_changed.connect(self.look.setVisible)
        return self.panes

    def arrive(self, place: Place) -> None:
        """Read the person, the directory, the visit's verdict and the draft."""
        self.place = place
        database, today, resident_id, key = self.desk.database, self.desk.today, place.of, f"referral:{place.of}"

        def read() -> _Opened:
            with database.read() as connection:
                card = resident_card(connection, resident_id, today)
                reasons, urgency = _verdict(connection, resident_id)
                return _Opened(card, organisations(connection), reasons, urgency, load_draft(database, key))

        self.form = None
        self.desk.work.read(self, read, self._open, key="open")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.desk.back.emit()
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """The referral; the store freezes the identity block and the record pack."""
        assert self.form is not None
        fields = {"resident_id": self.place.of, **self.form.values().get(REFERRAL, {})}
        fields["to_dept"] = self._department_name()
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
        """Departments follow the organisation; the slip follows everything."""
        super().form_changed(key)
        if key == (REFERRAL, "to_org"):
            self._organisation_chosen()
        self._preview_timer.start()

    def _open(self, opened: _Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.card = opened.card
        self.referral_id = new_id(self.desk.clock.now())
        self.title.setText(
            self.tr("转诊　{who}").format(who=person_line(opened.card.name, opened.card.sex, opened.card.age))
        )
        self._organisations = [each for each in opened.organisations if each.code != self.desk.organisation]
        form = self._build()
        form.set_values({REFERRAL: {"urgency": opened.urgency, **prefilled(opened.card, opened.reasons)}})
        self.set_form(form, opened.draft)
        self._organisation_chosen()
        self._preview_timer.start()
        self.take_focus()

    def _build(self) -> Form:
        receivers = [Option(each.code, each.name) for each in self._organisations if each.kind != "bureau"]
        editors: dict[str, Any] = {"to_dept": partial(_picker, ())}
        if receivers:
            editors["to_org"] = partial(_picker, receivers)
        else:
            del editors["to_dept"]
        for name in ("present_illness", "treatment_course"):
            editors[name] = partial(LongTextEditor, lines=3)
        return Form(
            [
                Section(REFERRAL, lines("to_org", "to_dept", "to_doctor"), title=self.tr("转到哪里"), editors=editors),
                Section(REFERRAL, (Line(("urgency",)), Line(("direction",)))),
                Section(
                    REFERRAL,
                    lines("initial_impression", "present_illness", "past_history", "treatment_course", "from_phone"),
                    title=self.tr("为什么转"),
                    editors=editors,
                ),
            ],
            self.desk.today,
        )

    def _organisation_chosen(self) -> None:
        assert self.form is not None
        code = self.form.cell(REFERRAL, "to_org").editor.value()
        found = next((each for each in self._organisations if each.code == code), None)
        if found is None:
            return
        own = self.desk.device.kind if self.desk.device else "village_clinic"
        self.form.set_values({REFERRAL: {"direction": direction(own, found.kind)}})
        self.desk.read(
            self, lambda connection: departments(connection, found.code), self._departments, key="departments"
        )

    def _departments(self, found: Sequence[Department]) -> None:
        if self.form is None:
            return
        editor = self.form.cell(REFERRAL, "to_dept").editor
        if isinstance(editor, PickEditor):
            editor.set_options([Option(each.name, each.name) for each in found])

    def _department_name(self) -> str | None:
        assert self.form is not None
        value = self.form.cell(REFERRAL, "to_dept").editor.value()
        return str(value) if value else None

    @Slot()
    def _swap(self) -> None:
        """In a narrow window: the slip instead of the form, and back."""
        shown = not self.panes.right_shown
        self.panes.show_right(shown)
        self.look.set_words(self.tr("回到填写") if shown else self.tr("看单据"))

    @Slot()
    def _draw(self) -> None:
        """In the reading pool: the slip as it would print."""
        if self.form is None or self.card is None:
            return
        values = {**patient_block(self.card, self.desk.today), **self.form.values().get(REFERRAL, {})}
        values.setdefault("from_doctor_sign", self.desk.database.actor.name)
        database = self.desk.database

        def draw() -> tuple[bytes, list[QImage]]:
            pdf = referral_draft(database, values)
            return pdf, page_images(pdf, PREVIEW_SCALE)

        self.desk.work.read(self, draw, self._drawn, key="slip")

    def _drawn(self, answer: tuple[bytes, list[QImage]]) -> None:
        self.preview.show_pdf(*answer)


def _picker(options: Sequence[Option], declared: Field) -> Editor:
    return PickEditor(declared, options)


def _verdict(connection: Any, resident_id: str) -> tuple[tuple[str, ...], str]:
    """Why the rules of the last visit proposed a referral, and how urgent they found it."""
    reasons: list[str] = []
    urgency = "routine"
    for visit in visits_of(connection, resident_id, 1):
        for part in visit.parts:
            stored = read_body(connection, part.section, part.section_id)
            fields: Mapping[str, Any] = stored[0].fields if stored else {}
            if fields.get("proposed_referral") in ("routine", "urgent"):
                reasons += [_plain(each) for each in fields.get("reasons") or () if _speaks_of_referral(each)]
                urgency = "urgent" if fields["proposed_referral"] == "urgent" else urgency
    # Both programmes may say the same of one pressure.
    return tuple(dict.fromkeys(reasons)), urgency


def _speaks_of_referral(reason: str) -> bool:
    return "转诊" in reason and not reason.startswith(("转诊后", "紧急转诊后"))


def _plain(reason: str) -> str:
    """A reason without its rule's number."""
    return re.sub(r"[（(][A-Z]+-\d+[）)]$", "", reason)
