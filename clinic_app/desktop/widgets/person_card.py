"""The card of one person: alerts, last readings, medicines, phone, and what can be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QWidget

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.reading_log import RESIDENT
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.attachments import AttachmentStrip, Subject
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, column, keep_lines, label, scrolled
from clinic_app.desktop.widgets.chart import Point, ReadingsChart, Series
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.words import medicine_line, person_line, pressure, short_day
from clinic_app.guidelines.control import ControlBook
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.guidelines.target import target_for
from clinic_app.records.catalogue import PROGRAMME_SECTION
from clinic_app.records.code_list import PROGRAMME
from clinic_app.store.queries.marks import NONE, Marks, marks
from clinic_app.store.queries.residents import ResidentCard, resident_card

SHOWN_READINGS = 3


class PersonCard(Card):
    """Filled by `show_resident`; empty it says what to do."""

    visit_asked = Signal(str)
    file_asked = Signal(str)
    loaded = Signal(object)

    def __init__(self, desk: Desk, empty_words: str) -> None:
        super().__init__()
        self.desk = desk
        self.card: ResidentCard | None = None
        self._wanted = ""
        self.name = label("", "section", wrap=True)
        self.under = label("", "muted", wrap=True)
        self.why = label("", "watch", wrap=True)
        self.last = label("", "muted", wrap=True)
        self._why = ""
        self._series: Series | None = None
        self._chart_words = ""
        self.alerts = IconLabel()
        self.chips = QWidget()
        self.to_choose = Button("", role="link", symbol="conflict", clicked=self._choose)
        self.to_mend = Button("", role="link", symbol="refused", clicked=self._mend)
        self.moved = label(self.tr("已迁出待处理"), "chip-watch")
        self.marks = QWidget()
        beside = FlowLayout(self.marks, spacing=theme().lengths.tiny)
        for part in (self.to_choose, self.to_mend, self.moved):
            beside.addWidget(part)
        self._flow = FlowLayout(self.chips, spacing=theme().lengths.tiny)
        self.chart_title = label("", "muted", wrap=True)
        self.chart = ReadingsChart()
        self.medicines = label("", wrap=True)
        self.phone = HiddenNumber(desk)
        self.attachments = AttachmentStrip(desk, brief=True)
        self.start = Button(self.tr("开始随访　Enter"), role="main", clicked=self._start)
        self.glance = Button(self.tr("一览"), "Ctrl+O", clicked=self._glance)
        self.file = Button(self.tr("档案"), "Ctrl+D", clicked=self._file)
        self.refer = Button(self.tr("转诊"), "F8", clicked=self._refer)
        self.empty = label(empty_words, "muted", wrap=True)
        self.form_button = Button(self.tr("随访表"), "Ctrl+R", symbol="print", clicked=self._print_form)
        self._wide_only = [self.chips, self.chart_title, self.chart]
        self._filled = [self.name, self.under, self.last, self.medicines, self.phone, self.start, self.glance]
        self._filled += [self.file, self.refer]
        self._compact = False
        self._frame = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._frame.addLayout(self._info(), 1)
        second = folding(self.file, self.refer, self.form_button, None)
        self._frame.addLayout(column(folding(self.start, self.glance, None), second))
        self._wide_only.append(self.form_button)
        self.body.addLayout(self._frame)
        self._clear()

    def _info(self) -> QBoxLayout:
        """What does not fit is scrolled, not squeezed; who it is, what is dangerous and the phone stay in sight."""
        self._address = QWidget()
        line = FlowLayout(self._address, spacing=theme().lengths.gap)
        line.addWidget(self.under)
        line.addWidget(self.phone)
        readings = QWidget()
        tiny = theme().lengths.tiny
        readings.setLayout(column(self.chips, self.medicines, self.chart_title, self.chart, None, spacing=tiny))
        self._more = scrolled(readings)
        # With little room this goes first: who it is and what is dangerous are never squeezed.
        self._more.setMinimumHeight(1)
        foot = QWidget()
        foot.setLayout(column(self.attachments))
        self._wide_only += [self._address, self._more, foot]
        head = QWidget()
        parts = (self.empty, self.name, self._address, self.last, self.why, self.alerts, self.marks)
        head.setLayout(column(*parts, spacing=tiny))
        for part in (head, readings):
            keep_lines(part)
        info = column(head, self._more, foot)
        info.setStretch(1, 1)
        info.addStretch()
        return info

    def set_start(self, words: str = "") -> None:
        """What Enter does with this person where it is no visit."""
        self.start.setText(self.tr("{words}　Enter").format(words=words) if words else self.tr("开始随访　Enter"))

    def tell_why(self, words: str) -> None:
        """Why this person comes first, in full: a list has no room for it. An empty text hides it."""
        self._why = words
        self._show_why()
        if self._compact and self.card is not None:
            self._show_reading(self.card)

    def _show_why(self) -> None:
        self.why.setText(self._why)
        self.why.setVisible(bool(self._why) and self.card is not None and not self._compact)

    def set_compact(self, compact: bool) -> None:
        """Under a list: the name, the last reading and what can be done, nothing else."""
        self._compact = compact
        directions = QBoxLayout.Direction
        self._frame.setDirection(directions.LeftToRight if compact else directions.TopToBottom)
        if self.card is not None:
            self._show(self.card)

    def show_resident(self, resident_id: str) -> None:
        """Read a person's card; an empty id clears it."""
        self._wanted = resident_id
        if not resident_id:
            self._clear()
            return
        today, now = self.desk.today, self.desk.clock.now()
        self.desk.read(self, lambda connection: resident_card(connection, resident_id, today), self._show, key="card")
        self.desk.read(
            self, lambda connection: marks(connection, now).get(resident_id, NONE), self._show_marks, key="marks"
        )

    def _clear(self) -> None:
        self.card = None
        for widget in (*self._filled, *self._wide_only):
            widget.hide()
        self.attachments.show_of(None)
        self.attachments.hide()
        self.alerts.tell("")
        self._show_why()
        self._show_marks(NONE)
        self.empty.show()

    def _show_marks(self, found: Marks) -> None:
        """What a person must look at, with the way there."""
        self.to_choose.set_words(self.tr("填得不同 {count}　去选").format(count=found.conflicts))
        self.to_mend.set_words(self.tr("没有接收 {count}　去改").format(count=found.refused))
        self.to_choose.setVisible(bool(found.conflicts))
        self.to_mend.setVisible(bool(found.refused))
        self.moved.setVisible(found.moved)
        self.marks.setVisible(found != NONE)

    @Slot()
    def _choose(self) -> None:
        self.desk.open("conflicts", "", resident=self._wanted)

    @Slot()
    def _mend(self) -> None:
        self.desk.open("quarantine", "", resident=self._wanted)

    def _show(self, card: ResidentCard | None) -> None:
        if card is None or card.id != self._wanted:
            self._clear()
            return
        self.card = card
        self.empty.hide()
        today = self.desk.today
        self.name.setText(person_line(card.name, card.sex, card.age))
        self.under.setText(card.address)
        self.alerts.tell("；".join(card.alerts), "danger")
        self._show_chips(card)
        self._show_chart(card)
        drugs = "；".join(medicine_line(each) for each in card.medicines)
        when = short_day(card.medicines_date, today)
        self.medicines.setText(self.tr("用药（{when}）　{drugs}").format(when=when, drugs=drugs) if drugs else "")
        self.phone.show_number(self.tr("电话"), card.phone or card.contact_phone, f"resident:{card.id}")
        self._arrange(card)
        newest = card.visits[0] if card.visits else None
        self.attachments.show_of(Subject("visit", newest.id, card.id, newest.visit_date) if newest else None)
        self.refer.setVisible(may_open(self.desk, "refer"))
        self.form_button.setVisible(bool(self._form_kind()) and not self._compact)
        self.desk.readings.saw(RESIDENT, card.id)
        self.loaded.emit(card)

    def _arrange(self, card: ResidentCard) -> None:
        for widget in self._filled:
            widget.show()
        for widget in self._wide_only:
            widget.setVisible(not self._compact)
        self.medicines.setVisible(bool(self.medicines.text()) and not self._compact)
        self.chart.setVisible(bool(self.chart_title.text()) and not self._compact)
        self._show_why()
        self.last.setVisible(self._compact)
        if self._compact:
            self._show_reading(card)

    def event(self, event: QEvent) -> bool:
        """Whether there is room for the chart is known when everything has its place."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._choose_chart()
            self._keep_height()
        return done

    def _keep_height(self) -> None:
        """Under a list nothing that is said is squeezed: a long name, why somebody comes first."""
        least = max(self.heightForWidth(self.width()), 0) if self._compact and self.card is not None else 0
        if least != self.minimumHeight():
            self.setMinimumHeight(least)

    def _choose_chart(self) -> None:
        """The chart where it fits whole, otherwise its numbers in words."""
        if self._series is None or self._compact or self.card is None:
            return
        width, room = self._more.viewport().width(), self._more.viewport().height()
        others = [each for each in (self.chips, self.medicines) if not each.isHidden()]
        needed = sum(each.heightForWidth(width) for each in others) + self.chart_title.fontMetrics().height()
        needed += self.chart.minimumSizeHint().height() + theme().lengths.tiny * (len(others) + 1)
        fits = needed <= room
        self.chart.setVisible(fits)
        self.chart_title.setText(self._chart_words if fits else self.chart.accessibleName())

    def _show_reading(self, card: ResidentCard) -> None:
        """Why somebody comes first, or where they live, and the last reading."""
        reading = next((each for each in card.readings if each.sbp is not None or each.fbg), None)
        parts = [self._why or card.address]
        if reading is not None:
            parts.append(short_day(reading.visit_date, self.desk.today))
            parts.append(
                pressure({"sbp": reading.sbp, "dbp": reading.dbp}) or self.tr("血糖 {value}").format(value=reading.fbg)
            )
        self.last.setText("　".join(part for part in parts if part))

    def _show_chips(self, card: ResidentCard) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        words = record_words(PROGRAMME)
        for programme in card.programmes:
            self._flow.addWidget(label(words.get(programme, programme), "chip"))
        for referral in card.open_referrals:
            self._flow.addWidget(label(self.tr("转诊 {word}").format(word=record_word(referral.word)), "chip-watch"))
        if not card.allergies.codes:
            self._flow.addWidget(label(self.tr("过敏史未问"), "chip"))

    def _show_chart(self, card: ResidentCard) -> None:
        self._series = series = readings_series(card, self.desk.today)
        self.chart.show_series(series)
        self._chart_words = f"{self.tr(series.words)}（{series.unit}）" if series else ""
        self.chart_title.setText(self._chart_words)

    @Slot()
    def _start(self) -> None:
        if self.card is not None:
            self.visit_asked.emit(self.card.id)

    @Slot()
    def _glance(self) -> None:
        if self.card is not None:
            self.desk.open("resident", self.card.id)

    @Slot()
    def _file(self) -> None:
        if self.card is not None:
            self.file_asked.emit(self.card.id)

    def _form_kind(self) -> str:
        """The newest follow-up's form; the national sheet shows four visits of a year side by side."""
        if self.card is None:
            return ""
        programmes = next((visit.programmes for visit in self.card.visits if visit.programmes), ())
        return PROGRAMME_SECTION.get(programmes[0], "") if programmes else ""

    @Slot()
    def _print_form(self) -> None:
        if self.card is not None and self._form_kind():
            self.desk.open("paper", self.card.id, kind=self._form_kind())

    @Slot()
    def _refer(self) -> None:
        if self.card is not None:
            self.desk.open("refer", self.card.id)


def readings_series(card: ResidentCard, today: date) -> Series | None:
    """The last pressures with the assessment target, or the last glucose values of a diabetic without pressures."""
    pressures = [each for each in card.readings if each.sbp is not None][:SHOWN_READINGS]
    if pressures:
        points = tuple(Point(date.fromisoformat(each.visit_date), each.dbp, each.sbp) for each in reversed(pressures))
        return Series(points, _targets("hypertension", card.age, today, ("sbp", "dbp")), "mmHg", "最近血压")
    sugars = [each for each in card.readings if each.fbg][:SHOWN_READINGS]
    if not sugars:
        return None
    points = tuple(Point(date.fromisoformat(each.visit_date), None, float(each.fbg or 0)) for each in reversed(sugars))
    return Series(points, _targets("diabetes", card.age, today, ("fbg",)), "mmol/L", "最近空腹血糖")


def _targets(programme: str, age: int | None, today: date, fields: tuple[str, ...]) -> tuple[float, ...]:
    book = default_rule_books().in_force(programme, today)
    if not isinstance(book, ControlBook):
        return ()
    bounds = {bound.field: float(bound.value) for bound in target_for(book.assessment_targets, age).bounds}
    return tuple(bounds[field] for field in fields if field in bounds)
