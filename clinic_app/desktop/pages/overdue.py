"""超时未答复: one's own referrals that nobody has answered in time, with the phone to call and what was heard there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot

from clinic_app.clock import instant_text
from clinic_app.desktop.changes import REFERRALS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.section import Line, Section, lines
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.models.order import by_name
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.list_form import ListFormPage, Told
from clinic_app.desktop.referral_rows import pressing
from clinic_app.desktop.referral_steps import EVENT
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.words import moment, person_line, short_person_line, waiting
from clinic_app.guidelines.referral_rules import answer_hours
from clinic_app.records.code_list import URGENCY
from clinic_app.store.queries.referral_desk import URGENCY_ORDER, OverdueAnswer, overdue_answers

PATIENT, URGENT, LATE = 0, 1, 2


class OverduePage(ListFormPage[OverdueAnswer]):
    """The most urgent first, then the longest overdue."""

    record_type = EVENT
    first = "spoke_with"
    watched = REFERRALS

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column("patient", self.tr("患者"), 8.5),
            Column("urgency", self.tr("紧急"), 3),
            Column("due", self.tr("应答复"), 6.5),
            Column("to", self.tr("送往"), 0, gives_way=1),
        )
        super().__init__(desk, self.tr("超时未答复"), "overdue", columns, "referral")
        self.slip = Button(self.tr("看这张单"), "F4", symbol="file", clicked=self._open_slip)
        self.list.emptied.connect(self.slip.setDisabled)
        self.head.addWidget(self.slip)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.save_button.set_words(self.tr("记下电话结果"))

    def read(self, connection: Any) -> list[OverdueAnswer]:
        """What has waited longer than its urgency allows."""
        hours = {urgency: answer_hours(urgency) for urgency in URGENCY_ORDER}
        return overdue_answers(connection, self.desk.organisation, self.desk.clock.now(), hours)

    def id_of(self, item: OverdueAnswer) -> str:
        """The referral."""
        return item.row.id

    def row_of(self, item: OverdueAnswer) -> Row:
        """Who, how urgent, since when, where to."""
        row = item.row
        texts = (
            short_person_line(row.patient_name, row.sex, row.age),
            record_words(URGENCY).get(row.urgency, row.urgency),
            moment(instant_text(item.due), self.desk.today),
            f"{row.to_org_name} {row.to_dept}".rstrip(),
        )
        sorts = {PATIENT: by_name(row.patient_name), URGENT: pressing(row.urgency), LATE: item.due}
        return Row(row.id, texts, {URGENT: "danger"} if row.urgency != "routine" else {}, "　".join(texts), sorts)

    def describe(self, item: OverdueAnswer) -> tuple[str, str | None, Sequence[Told]]:
        """Whom to call and what for; whether somebody there works with the program."""
        row = item.row
        sent = self.tr("{when}送往{place}").format(
            when=waiting(instant_text(item.since), self.desk.clock.now()),
            place=f"{row.to_org_name} {row.to_dept}".rstrip(),
        )
        seen = self.tr("对方已打开，还没有答复") if item.connected else self.tr("对方还没有打开过，可能没有联网")
        number = self.tr("单号 {number}　{impression}").format(
            number=row.slip_no or "", impression=row.initial_impression or ""
        )
        call = self.tr("打电话问：{phone}").format(phone=item.phone) if item.phone else self.tr("目录里没有对方的电话")
        told = [(call, "section" if item.phone else "watch"), (sent, ""), (number, "muted"), (seen, "watch")]
        told.append((self.tr("电话问到了结果，写在这里："), "strong"))
        return person_line(row.patient_name, row.sex, row.age), item.patient_phone, told

    def make_form(self, item: OverdueAnswer) -> Form:
        """The number that was called, who answered, what was said."""
        form = Form(
            [Section(EVENT, (*lines("phone", "spoke_with"), Line(("note",), self.tr("问到的结果"))))], self.desk.today
        )
        form.set_values({EVENT: {"phone": item.phone}})
        return form

    def records(self, item: OverdueAnswer, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """An answer from outside the line: the referral comes back with what was heard."""
        if not values.get("note"):
            assert self.form is not None
            self.form.show_errors([(EVENT, "note", self.tr("写明问到了什么：到没到、诊断、怎么处理"))])
            return []
        return [{"type": EVENT, "fields": {"referral_id": item.row.id, "event": "outside_result", **values}}]

    def empty_words(self) -> str:
        """Everybody has answered."""
        return self.tr("没有超时未答复的转诊单。")

    @Slot()
    def _open_slip(self) -> None:
        if self.item is not None:
            self.desk.go.emit(Place("referrals", self.item.row.id, {"show": "sent"}))
