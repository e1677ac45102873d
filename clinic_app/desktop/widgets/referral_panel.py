"""One referral: who, where it stands as a line of words with times, what can be done now, and its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.emergency_words import completion_words, missing_words
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.reading_log import REFERRAL
from clinic_app.desktop.referral_content import content_lines, steady_reasons, window_words
from clinic_app.desktop.referral_steps import AT_ONCE, KEYS, LEADS_ON, MAIN, offered_steps, step_word
from clinic_app.desktop.referral_words import step_lines
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.attachments import AttachmentStrip, Subject
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, hairline, label, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.widgets.referral_read import Loaded, read_referral
from clinic_app.desktop.widgets.referral_step import StepPane
from clinic_app.desktop.words import moment, person_line
from clinic_app.protocol.referral_events import RECEIVER, SENDER, SERVER, sides_of
from clinic_app.records.code_list import URGENCY
from clinic_app.store.queries.emergency import unfinished_slip
from clinic_app.store.queries.referral import ReferralFile

LOW = 460
"""Below this height a step that is being written takes the place of what the slip says."""


class ReferralPanel(Card):
    """Shows a referral and asks for the next step; the page saves it."""

    step_asked = Signal(str, object)
    """An event and its fields."""
    return_asked = Signal(str)
    next_asked = Signal(str, str)
    """A new referral that follows this one: its id and `onward` or `down`."""
    other_asked = Signal(str)
    """Another slip of the same patient, by its id."""
    loaded = Signal(object)
    step_opened = Signal()
    """A step is being written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.file: ReferralFile | None = None
        self.step: StepPane | None = None
        self._wanted = ""
        self._rare_shown = False
        self._loaded = Loaded()
        self.who = label("", "section", wrap=True)
        self.under = label("", "muted", wrap=True, selectable=True)
        self.under.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(theme().lengths.tiny)
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
        self.action_strip = QWidget()
        self._flow = FlowLayout(self.action_strip, spacing=theme().lengths.small)
        self.body.addWidget(self.who)
        self.body.addWidget(self.under)
        self.body.addLayout(self.notices)
        self.middle = scrolled(content)
        self.body.addWidget(self.middle, 1)
        self.body.addWidget(self.action_strip)

    @property
    def form(self) -> Form | None:
        """The form of the step that is being written."""
        return self.step.form if self.step is not None else None

    def show_referral(self, referral_id: str) -> None:
        """Read a referral; an empty id clears."""
        self._wanted = referral_id
        self._close_step()
        if not referral_id:
            self._show(Loaded())
            return
        own = self.desk.organisation
        self.desk.read(
            self, lambda connection: read_referral(connection, referral_id, own), self._show, key="referral"
        )  # fmt: skip

    def take_step(self, event: str) -> None:
        """Ask what the step needs, or do it at once."""
        if event == "send_back":
            self.return_asked.emit(self._wanted)
            return
        if event == "complete":
            self.desk.open("complete", self._wanted)
            return
        if event in LEADS_ON:
            self.next_asked.emit(self._wanted, event)
            return
        if event in AT_ONCE:
            self.step_asked.emit(event, {})
            return
        self._close_step()
        self.step = StepPane(self.desk, self._loaded, event)
        self.step.confirmed.connect(self.step_asked)
        self.step.cancelled.connect(self._cancel)
        self.body.addWidget(self.step, 3)
        self._make_room()
        self.step_opened.emit()
        self.step.form.begin()

    @Slot()
    def confirm(self) -> None:
        """Hand the open step over."""
        if self.step is not None:
            self.step.confirm()

    def show_errors(self, errors: Sequence[tuple[str, str, str]]) -> list[str]:
        """The store's words beside the step's fields."""
        return self.form.show_errors(errors) if self.form is not None else [message for _, _, message in errors]

    def tell(self, words: str, state: str = "note") -> IconLabel:
        """A line above what the slip says, until another referral is shown."""
        notice = IconLabel()
        notice.tell(words, state)
        self.notices.addWidget(notice)
        return notice

    def _show(self, loaded: Loaded) -> None:
        self._loaded, self.file = loaded, loaded.file
        for place in (self.states, self.boxes, self.notices, self._flow):
            clear(place)
        for part in (self.middle, self.action_strip):
            part.setVisible(loaded.file is not None)
        self.attachments.show_of(Subject("referral", loaded.file.id) if loaded.file else None)
        if loaded.file is None:
            self.who.hide()
            self.under.setText(self.tr("选一张转诊单，这里显示办到哪一步和病情"))
            return
        fields, today = loaded.fields, self.desk.today
        self.who.show()
        self.who.setText(person_line(str(fields.get("patient_name") or ""), fields.get("sex"), fields.get("age")))
        self.under.setText(self._identity(fields))
        self._tell(loaded.file)
        for words, colour in step_lines(loaded.file.state, lambda at: moment(at, today), self._name):
            self.states.addWidget(label(words, colour, wrap=True))
        self._show_chain()
        self._show_phone(loaded.file.id, fields)
        for caption, words in content_lines(loaded, today):
            line = label(f"{caption}　{words}", wrap=True, selectable=True) if words else label(caption, "strong")
            self.boxes.addWidget(line)
        first, rare = offered_steps(loaded.file, self.desk.organisation, today)
        self._show_actions(first, rare)
        self.desk.readings.saw(REFERRAL, loaded.file.id)
        self.loaded.emit(loaded.file)

    def _tell(self, file: ReferralFile) -> None:
        """What this desk should not overlook."""
        fields, state = self._loaded.fields, file.state
        receives = RECEIVER in sides_of(file.fields, state, self.desk.organisation)
        if file.fields.get("from_paper"):
            self.tell(self.tr("凭单上的二维码收下；其余内容等开单的诊所同步后自动补上"), "watch")
        if state.withdrawal_asked and state.is_open:
            asked = next((step.remark for step in reversed(state.steps) if step.event == "request_withdrawal"), "")
            words = self.tr("转出方请求撤回：{reason}") if receives else self.tr("已请求撤回：{reason}")
            self.tell(words.format(reason=asked), "watch")
        slip = unfinished_slip(file) if SENDER in sides_of(file.fields, state, self.desk.organisation) else None
        if slip is not None:
            words, colour = completion_words(slip, self.desk.clock.now(), self.desk.today)
            self.tell("　".join((words, self.tr("还缺：{missing}").format(missing=missing_words(slip)))), colour)
        if state.incomplete and state.is_open:
            asked = next((step.remark for step in reversed(state.steps) if step.event == "return_incomplete"), "")
            self.tell(self.tr("退回补充：{reason}").format(reason=asked), "watch")
        if state.state in ("issued", "delivered", "accepted", "arrived"):
            words, colour = window_words(fields, self.desk.clock.now())
            if words:
                self.tell(words, colour)
        if receives and state.state in ("arrived", "in_treatment"):
            reasons = steady_reasons(self._loaded.costs, str(fields.get("initial_impression") or ""), self.desk.today)
            if reasons:
                self.tell(reasons[-1], "good")

    def _identity(self, fields: Mapping[str, Any]) -> str:
        urgency = record_words(URGENCY).get(str(fields.get("urgency")), "")
        receiver = self.file.state.receiver if self.file else fields.get("to_org")
        department = self.file.state.department if self.file else fields.get("to_dept")
        parts = [
            self.tr("单号 {number}").format(number=fields.get("slip_no") or ""),
            urgency,
            f"{self._name(fields.get('from_org'))} → {self._name(receiver)} {department or ''}".rstrip(),
        ]
        return "　".join(str(part) for part in parts if part)

    def _show_phone(self, referral_id: str, fields: Mapping[str, Any]) -> None:
        if fields.get("patient_phone"):
            phone = HiddenNumber(self.desk)
            phone.show_number(self.tr("患者电话"), str(fields["patient_phone"]), f"{REFERRAL}:{referral_id}")
            self.boxes.addWidget(phone)

    def _show_chain(self) -> None:
        """The slips before and after this one, each one click away."""
        for words, slips in ((self.tr("上一张 {number}"), self._loaded.former[:1]),
                             (self.tr("后续转诊单 {number}"), self._loaded.following)):  # fmt: skip
            for referral_id, number in slips:
                link = Button(words.format(number=number), role="link", clicked=self._other)
                link.setProperty("referral", referral_id)
                self.states.addWidget(link)

    def _show_actions(self, first: Sequence[str], rare: Sequence[str]) -> None:
        main = next((each for each in MAIN if each in first), "")
        for event in (*first, *rare):
            button = Button(step_word(event), KEYS.get(event, ""), role="main" if event == main else "",
                            clicked=self._act)  # fmt: skip
            button.setProperty("event", event)
            button.setProperty("rare", event in rare)
            self._flow.addWidget(button)
            button.setVisible(event not in rare)
        self._rare_shown = False
        if rare:
            self.more = Button(self.tr("更多…"), "Ctrl+M", role="quiet", clicked=self._more)
            self._flow.addWidget(self.more)

    def _name(self, code: object) -> str:
        return self.tr("县平台") if code == SERVER else self._loaded.directory.name(code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A lower window leaves less room beside the step."""
        super().resizeEvent(event)
        if self.step is not None:
            self._make_room()

    def _make_room(self) -> None:
        """While a step is written; a low window shows nothing else."""
        room = self.height() >= LOW * theme().step / 100
        self.middle.setVisible(room)
        self.under.setVisible(room)
        self.action_strip.hide()

    def keep_draft(self) -> None:
        """The step that is being written, to the disk."""
        if self.step is not None:
            self.step.keeper.keep()

    def _close_step(self) -> None:
        self.keep_draft()
        if self.step is not None:
            self.body.removeWidget(self.step)
            self.step.hide()
            self.step.deleteLater()
        self.step = None
        shown = self.file is not None
        self.middle.setVisible(shown)
        self.action_strip.setVisible(shown)
        self.under.show()

    @Slot()
    def _cancel(self) -> None:
        """What was typed comes back when the step is begun again."""
        self._close_step()

    @Slot()
    def _act(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.take_step(str(sender.property("event")))

    @Slot()
    def _other(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.other_asked.emit(str(sender.property("referral")))

    @Slot()
    def _more(self) -> None:
        """The steps that are seldom taken, instead of the others."""
        self._rare_shown = not self._rare_shown
        self.more.set_words(self.tr("常用步骤") if self._rare_shown else self.tr("更多…"))
        for place in range(self._flow.count()):
            item = self._flow.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.more:
                widget.setVisible(bool(widget.property("rare")) == self._rare_shown)
