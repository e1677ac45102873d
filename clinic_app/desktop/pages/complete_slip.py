"""补充: what a slip that is already under way still lacks; of an emergency, the rest within hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.emergency import UNKNOWN
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.emergency_words import completion_words, missing_words
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.moment import MomentEditor
from clinic_app.desktop.forms.open_choice import OpenChoiceEditor
from clinic_app.desktop.forms.text import LongTextEditor
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.referral_words import checklist_options
from clinic_app.desktop.widgets.basic import IconLabel
from clinic_app.desktop.words import person_line
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.records.field import Field
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.projection import read_body
from clinic_app.store.queries.emergency import EMERGENCY, unfinished_slip
from clinic_app.store.queries.referral import ReferralFile, referral_with_events

REFERRAL, RESIDENT, EVENT = "referral", "resident", "referral_event"
CLINICAL = ("initial_impression", "present_illness", "past_history", "treatment_course")
HASTE = ("onset_at", "checklist", "called_at notified_at", "left_at escort")
MOMENTS = ("onset_at", "called_at", "notified_at", "left_at")
TICK = 30_000


@dataclass(frozen=True)
class _Opened:
    file: ReferralFile | None
    patient: Mapping[str, Any]
    draft: Draft | None


class CompleteSlipPage(FormPage):
    """For a referral that this organisation issued; saves a `complete` step with what was added."""

    draft_kind = "complete"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file: ReferralFile | None = None
        self._before: dict[str, Any] = {}
        self._patient: Mapping[str, Any] = {}
        self.save_words = self.tr("补充并送出")
        self.save_button.set_words(self.save_words)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self._tick)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """What is asked, and until when, above the form."""
        self.asked = IconLabel()
        self.body.addWidget(self.asked)
        return form_place

    def arrive(self, place: Place) -> None:
        """Read the referral, what the patient's file says, and the draft."""
        self.place, self.form = place, None
        database, referral_id, key = self.desk.database, place.of, self.draft_key

        def read() -> _Opened:
            with database.shown() as connection:
                found = referral_with_events(connection, referral_id)
                stored = read_body(connection, RESIDENT, str(found.fields["resident_id"])) if found else None
            return _Opened(found, stored[0].fields if stored else {}, load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")
        self._clock.start()

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.desk.back.emit()
        else:
            self._clock.start()
            self.take_focus()

    def depart(self) -> None:
        """Keep what is typed; no clock runs unseen."""
        self._clock.stop()
        super().depart()

    def records(self) -> list[dict[str, Any]]:
        """The step; who the patient is goes into the file of the unknown person in the same save."""
        assert self.form is not None
        assert self.file is not None
        values = self.form.values()
        added = changed_only(values.get(REFERRAL, {}), self._before)
        step = {"event": "complete", "supplement": {name: value for name, value in added.items() if value is not None}}
        step |= values.get(EVENT, {})
        identity = values.get(RESIDENT, {})
        if not (step["supplement"] or step.get("note") or identity.get("name")):
            self.desk.say(self.tr("还没有写补充的内容；确实没有的，在备注里写一句"), "watch")
            return []
        records: list[dict[str, Any]] = []
        if identity.get("name"):
            records.append({"type": RESIDENT, "id": self.file.fields["resident_id"], "fields": identity})
        return [*records, {"type": EVENT, "fields": {"referral_id": self.file.id, **step}}]

    def saved(self, result: SaveResult) -> None:
        """Back to where the step was asked for."""
        self._clock.stop()
        words = "；".join(each.message for each in result.notices)
        self.desk.back.emit()
        self.desk.say(words or self.tr("已补充，保存在本机，联网后自动送出"), "watch" if words else "good")

    def _open(self, opened: _Opened) -> None:
        if opened.file is None:
            self.desk.say(self.tr("本机没有这张转诊单"), "watch")
            self.desk.back.emit()
            return
        self.file, self._patient = opened.file, opened.patient
        shown = opened.file.shown
        who = person_line(str(shown.get("patient_name") or ""), shown.get("sex"), shown.get("age"))
        self.title.setText(self.tr("补充　{who}").format(who=who))
        form = self._build(shown)
        self._before = {name: shown[name] for kind, name in form.keys if kind == REFERRAL and shown.get(name)}
        form.set_values({REFERRAL: self._before, RESIDENT: self._known_of_patient()})
        self.set_form(form, opened.draft)
        self._tick()
        self.take_focus()

    def _build(self, shown: Mapping[str, Any]) -> Form:
        editors: dict[str, Any] = {
            **dict.fromkeys(CLINICAL[1:], _long),
            **dict.fromkeys(MOMENTS, partial(_moment, self.desk)),
            "checklist": partial(_checks, self.desk, str(shown.get("suspicion") or "other")),
        }
        haste = lines(*HASTE) if shown.get("urgency") == EMERGENCY else ()
        sections = [
            Section(REFERRAL, lines(*CLINICAL), title=self.tr("病情"), editors=editors),
            Section(REFERRAL, (*haste, *lines("results")), title=self.tr("时间、核对和检查"), editors=editors),
            Section(
                REFERRAL, (Line(("consent",)), Line(("consent_by", "consent_relation"))), title=self.tr("知情同意")
            ),
            Section(EVENT, lines("note"), title=self.tr("给接诊方的话")),
        ]
        if self._unnamed(shown):
            who = lines("name", "sex birth_date", "id_no", "phone", "current_address")
            sections.insert(0, Section(RESIDENT, who, title=self.tr("患者是谁")))
        return Form(sections, self.desk.today, lazy=True)

    def _unnamed(self, shown: Mapping[str, Any]) -> bool:
        """Whether nobody knew the patient and the file still says so."""
        return bool(shown.get("identity_unknown")) and str(self._patient.get("name") or "").startswith(UNKNOWN)

    def _known_of_patient(self) -> dict[str, Any]:
        """Sex and phone as on the slip; the name and the birth date of the stub are nobody's."""
        return {name: self._patient[name] for name in ("sex", "phone") if self._patient.get(name)}

    @Slot()
    def _tick(self) -> None:
        if self.file is None or self.form is None:
            return
        slip, parts = unfinished_slip(self.file), []
        state = "note"
        if slip is not None:
            words, state = completion_words(slip, self.desk.clock.now(), self.desk.today)
            parts += [words, self.tr("还缺：{missing}").format(missing=missing_words(slip))]
        if self.file.state.incomplete:
            steps = reversed(self.file.state.steps)
            reason = next((step.remark for step in steps if step.event == "return_incomplete" and step.counts), "")
            parts.append(self.tr("接诊方要求：{reason}").format(reason=reason))
            state = "watch" if state == "note" else state
        self.asked.tell("　".join(parts), state)


def _moment(desk: Desk, declared: Field) -> Editor:
    return MomentEditor(declared, desk.clock.now)


def _checks(desk: Desk, centre: str, declared: Field) -> Editor:
    return OpenChoiceEditor(declared, checklist_options(default_referral_rules(desk.today), centre))


def _long(declared: Field) -> Editor:
    return LongTextEditor(declared, lines=3)
