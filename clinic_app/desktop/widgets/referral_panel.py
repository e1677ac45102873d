"""One referral: who, where it stands as a line of words with times, what can be done now, and its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.form import Form, Section, lines
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.referral_words import step_lines
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.attachments import AttachmentStrip, Subject
from clinic_app.desktop.widgets.basic import Button, Card, clear, hairline, label, row, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.words import medicine_line, moment, person_line, pressure, short_day
from clinic_app.protocol.referral_events import EVENT_WORD, SERVER, possible_events
from clinic_app.records.code_list import URGENCY
from clinic_app.records.field import Field, Option
from clinic_app.store.queries.reference import Department, Organisation, departments, organisations
from clinic_app.store.queries.referral import ReferralFile, referral_with_events

EVENT = "referral_event"
KEYS = {
    "accept": "F2", "arrive": "F3", "return_incomplete": "F4", "redirect": "F6", "decline": "F7", "send_back": "F9",
}  # fmt: skip
ASKED = {
    "accept": "dept doctor;slot;note", "return_incomplete": "reason", "complete": "note", "decline": "reason",
    "redirect": "to_org;to_dept;reason", "arrive": "note", "no_show": "note", "treat": "note", "onward": "to_org;note",
    "followed_up": "note", "withdraw": "reason", "request_withdrawal": "reason", "refuse": "reason", "die": "reason",
    "outside_result": "note",
}  # fmt: skip
AT_ONCE = ("arrive", "treat")
"""Steps that need no words: one key."""
BOXES = (
    ("initial_impression", "初步印象"),
    ("present_illness", "主要现病史"),
    ("past_history", "主要既往史"),
    ("treatment_course", "治疗经过"),
    ("allergy_text", "过敏史"),
)
RETURN_BOXES = (
    ("diagnosis", "诊断结果"),
    ("exam_results", "主要检查结果"),
    ("treatment_course", "治疗经过"),
    ("next_plan", "下一步治疗方案"),
    ("rehab_advice", "康复建议"),
)


@dataclass(frozen=True)
class _Loaded:
    file: ReferralFile | None
    organisations: Sequence[Organisation]
    departments: Sequence[Department]


class ReferralPanel(Card):
    """Shows a referral and asks for the next step; the page saves it."""

    step_asked = Signal(str, object)
    """An event and its fields."""
    return_asked = Signal(str)
    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.file: ReferralFile | None = None
        self.form: Form | None = None
        self._event = ""
        self._wanted = ""
        self._loaded = _Loaded(None, (), ())
        self.who = label("", "section", wrap=True)
        self.under = label("", "muted", wrap=True, selectable=True)
        self.states = QVBoxLayout()
        self.boxes = QVBoxLayout()
        self.attachments = AttachmentStrip(desk)
        self.attachments.hide()
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, theme().lengths.small, 0)
        inside.addLayout(self.states)
        inside.addWidget(hairline())
        inside.addWidget(self.attachments)
        inside.addLayout(self.boxes)
        inside.addStretch(1)
        self.step_place = QVBoxLayout()
        self.action_strip = QWidget()
        self._flow = FlowLayout(self.action_strip, spacing=theme().lengths.small)
        self.body.addWidget(self.who)
        self.body.addWidget(self.under)
        self.middle = scrolled(content)
        self.body.addWidget(self.middle, 1)
        self.body.addLayout(self.step_place)
        self.body.addWidget(self.action_strip)

    def show_referral(self, referral_id: str) -> None:
        """Read a referral; an empty id clears."""
        self._wanted = referral_id
        self._close_step()
        if not referral_id:
            self._show(_Loaded(None, (), ()))
            return
        own = self.desk.organisation

        def read(connection: Any) -> _Loaded:
            return _Loaded(
                referral_with_events(connection, referral_id), organisations(connection), departments(connection, own)
            )

        self.desk.read(self, read, self._show, key="referral")

    def take_step(self, event: str) -> None:
        """Ask what the step needs, or do it at once."""
        if event == "send_back":
            self.return_asked.emit(self._wanted)
            return
        if event in AT_ONCE:
            self.step_asked.emit(event, {})
            return
        self._close_step()
        self._event = event
        self.form = self._step_form(event)
        self.form.finished.connect(self.confirm)
        confirm = Button(self._word(event), role="main", clicked=self.confirm)
        cancel = Button(self.tr("不做这一步"), role="quiet", clicked=self._cancel)
        self.step_place.addWidget(label(self._word(event), "strong"))
        self.step_place.addWidget(self.form)
        self.step_place.addLayout(row(confirm, cancel, None))
        self.action_strip.hide()
        self.form.begin()

    @Slot()
    def confirm(self) -> None:
        """Hand the step over."""
        if self.form is None or self.form.check():
            return
        self.step_asked.emit(self._event, self.form.values().get(EVENT, {}))

    def show_errors(self, errors: Sequence[tuple[str, str, str]]) -> list[str]:
        """The store's words beside the step's fields."""
        return self.form.show_errors(errors) if self.form is not None else [message for _, _, message in errors]

    def _show(self, loaded: _Loaded) -> None:
        self._loaded, self.file = loaded, loaded.file
        clear(self.states)
        clear(self.boxes)
        clear(self._flow)
        for part in (self.middle, self.action_strip):
            part.setVisible(loaded.file is not None)
        self.attachments.show_of(Subject("referral", loaded.file.id) if loaded.file else None)
        if loaded.file is None:
            self.who.setText("")
            self.under.setText(self.tr("选一张转诊单，这里显示办到哪一步和病情"))
            return
        fields, state = loaded.file.fields, loaded.file.state
        self.who.setText(person_line(str(fields.get("patient_name") or ""), fields.get("sex"), fields.get("age")))
        self.under.setText(self._identity(fields))
        today = self.desk.today
        for words, colour in step_lines(state, lambda at: moment(at, today), self._name):
            self.states.addWidget(label(words, colour, wrap=True))
        self._show_boxes(loaded.file)
        for event in possible_events(fields, state, self.desk.organisation):
            if event != "complete" or _asks_completion(loaded.file):
                self._flow.addWidget(self._action(event))
        self.loaded.emit(loaded.file)

    def _identity(self, fields: Mapping[str, Any]) -> str:
        urgency = record_words(URGENCY).get(str(fields.get("urgency")), "")
        target = self._name(fields.get("to_org"))
        parts = [
            self.tr("单号 {number}").format(number=fields.get("slip_no") or ""),
            urgency,
            f"{self._name(fields.get('from_org'))} → {target} {fields.get('to_dept') or ''}".rstrip(),
            fields.get("home_address"),
            self.tr("电话 {phone}").format(phone=fields["patient_phone"]) if fields.get("patient_phone") else "",
        ]
        return "　".join(str(part) for part in parts if part)

    def _show_boxes(self, file: ReferralFile) -> None:
        if file.return_slip is not None:
            self.boxes.addWidget(label(self.tr("回转单"), "strong"))
            for name, words in RETURN_BOXES:
                self._box(self.tr(words), file.return_slip.get(name))
        self.boxes.addWidget(label(self.tr("转诊单"), "strong"))
        for name, words in BOXES:
            self._box(self.tr(words), file.fields.get(name))
        pack = file.fields.get("pack") or {}
        for reading in pack.get("readings") or []:
            sugar = self.tr("血糖 {value}").format(value=reading["fbg"]) if reading.get("fbg") else ""
            day = short_day(reading.get("visit_date"), self.desk.today)
            self._box(self.tr("读数"), "　".join(part for part in (day, pressure(reading), sugar) if part))
        self._box(self.tr("用药"), "；".join(medicine_line(each) for each in pack.get("medicines") or []))

    def _box(self, words: str, value: object) -> None:
        if value:
            self.boxes.addWidget(label(f"{words}　{value}", wrap=True, selectable=True))

    def _action(self, event: str) -> Button:
        main = event in ("accept", "send_back", "complete")
        button = Button(self._word(event), KEYS.get(event, ""), role="main" if main else "", clicked=self._act)
        button.setProperty("event", event)
        return button

    def _word(self, event: str) -> str:
        verbs = {
            "accept": self.tr("接收"), "complete": self.tr("补充"), "arrive": self.tr("到诊"),
            "no_show": self.tr("未到诊"), "treat": self.tr("开始处置"), "send_back": self.tr("回转"),
            "followed_up": self.tr("随访过了"), "outside_result": self.tr("记盟外结果"),
        }  # fmt: skip
        return verbs.get(event, record_word(EVENT_WORD[event]))

    def _step_form(self, event: str) -> Form:
        editors: dict[str, Any] = {}
        own = [Option(each.name, each.name) for each in self._loaded.departments]
        if own:
            editors["dept"] = partial(_pick, own)
        others = [
            Option(each.code, each.name)
            for each in self._loaded.organisations
            if each.kind not in ("bureau", "village_clinic")
        ]
        if others:
            editors["to_org"] = partial(_pick, others)
        asked = lines(*ASKED.get(event, "note").split(";"))
        form = Form([Section(EVENT, asked, editors=editors)], self.desk.today)
        form.body.setContentsMargins(0, 0, 0, 0)
        if event == "accept" and self.file is not None:
            form.set_values({EVENT: {"dept": self.file.fields.get("to_dept"), "doctor": self.desk.database.actor.name}})
        return form

    def _name(self, code: object) -> str:
        if code == SERVER:
            return self.tr("县平台")
        found = next((each.name for each in self._loaded.organisations if each.code == code), None)
        return found or str(code or "")

    def _close_step(self) -> None:
        self.form, self._event = None, ""
        clear(self.step_place)
        self.action_strip.show()

    @Slot()
    def _cancel(self) -> None:
        self._close_step()

    @Slot()
    def _act(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.take_step(str(sender.property("event")))


def _asks_completion(file: ReferralFile) -> bool:
    """Whether the receiver's last step was to send the referral back for completion."""
    steps = [step.event for step in file.state.steps if step.counts and step.event not in ("deliver", "read")]
    return bool(steps) and steps[-1] == "return_incomplete"


def _pick(options: Sequence[Option], declared: Field) -> PickEditor:
    return PickEditor(declared, options)
