"""在院费用: the referred patients on the wards, a line a day for what it cost, and the hint that one may go down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot

from clinic_app.care.save import SaveResult
from clinic_app.desktop.changes import CALLS, REFERRALS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.section import Line, Section
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.models.order import by_name
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.list_form import ListFormPage, Told
from clinic_app.desktop.referral_content import steady_hint
from clinic_app.desktop.referral_steps import DOWN
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.words import person_line, short_day, short_person_line
from clinic_app.store.queries.referral_desk import Inpatient, inpatients

COST = "inpatient_cost"
SHOWN = 10
PATIENT, LAST, HINT = 0, 2, 3


class InpatientsPage(ListFormPage[Inpatient]):
    """By department and bed; Ctrl+S saves the day's cost and goes to the next bed."""

    record_type = COST
    first, form_first = "amount", True
    watched = REFERRALS | CALLS

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column("patient", self.tr("患者"), 8.5),
            Column("bed", self.tr("床位"), 4, gives_way=2),
            Column("cost", self.tr("最近费用"), 6),
            Column("hint", self.tr("提示"), 4),
            Column("department", self.tr("科室"), 0, gives_way=1),
        )
        super().__init__(desk, self.tr("在院费用"), "inpatients", columns, "bed")
        self.down = Button(self.tr("下转"), "F8", clicked=self._down)
        self.slip = Button(self.tr("看这张单"), "F4", symbol="file", clicked=self._open_slip)
        self.list.emptied.connect(self.slip.setDisabled)
        self.head.addWidget(self.slip)
        self.buttons.insertWidget(self.buttons.count() - 1, self.down)

    def read(self, connection: Any) -> list[Inpatient]:
        """Who is on the wards."""
        return inpatients(connection, self.desk.organisation)

    def id_of(self, item: Inpatient) -> str:
        """The referral."""
        return item.row.id

    def row_of(self, item: Inpatient) -> Row:
        """Who, where, the last cost, and whether it has been steady."""
        row, today = item.row, self.desk.today
        hint = steady_hint(item.costs, item.diagnosis, today)
        last = item.costs[-1] if item.costs else None
        texts = (
            short_person_line(row.patient_name, row.sex, row.age),
            item.bed,
            f"{short_day(last.day, today)} {last.amount}" if last else self.tr("还没有记"),
            self.tr("可下转") if hint is not None and hint.steady else "",
            row.to_dept,
        )
        sorts = {PATIENT: by_name(row.patient_name), LAST: last.day if last else None}
        return Row(row.id, texts, {HINT: "good"}, "　".join(texts), sorts)

    def describe(self, item: Inpatient) -> tuple[str, str | None, Sequence[Told]]:
        """The days so far, and what the rule says of them."""
        row, today = item.row, self.desk.today
        since = "　".join(part for part in (row.to_dept, item.bed, item.diagnosis) if part)
        told: list[Told] = [(since, "")]
        hint = steady_hint(item.costs, item.diagnosis, today)
        if hint is not None:
            told += [(words, "good" if hint.steady else "muted") for words in hint.reasons]
        told += [
            (self.tr("{day}　{amount}元").format(day=short_day(each.day, today), amount=each.amount), "muted")
            for each in reversed(item.costs[-SHOWN:])
        ]
        return person_line(row.patient_name, row.sex, row.age), None, told

    def make_form(self, item: Inpatient) -> Form:
        """The day and its cost: the first day without one."""
        form = Form([Section(COST, (Line(("amount", "cost_date")),))], self.desk.today)
        form.set_values({COST: {"cost_date": self.desk.today.isoformat()}})
        return form

    def records(self, item: Inpatient, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A new day, or the day that stands there corrected."""
        known = next((each for each in item.costs if each.day.isoformat() == values.get("cost_date")), None)
        fields = {"referral_id": item.row.id, **values}
        if known is None:
            return [{"type": COST, "fields": fields}]
        return [{"type": COST, "id": known.id, "amends": True, "reason": self.tr("更正当日费用"), "fields": fields}]

    def saved_words(self, result: SaveResult) -> str:
        """Said of a cost."""
        return self.tr("已记下费用")

    def empty_words(self) -> str:
        """Nobody is here."""
        return self.tr("没有在院的转诊患者。请求住院床位的患者到诊以后排在这里，每天记一次费用。")

    @Slot()
    def _down(self) -> None:
        if self.item is not None:
            self.desk.open("next_referral", self.item.row.id, way=DOWN)

    @Slot()
    def _open_slip(self) -> None:
        if self.item is not None:
            self.desk.go.emit(Place("referrals", self.item.row.id, {"show": "received"}))
