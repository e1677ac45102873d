"""出院回访: whom to call after a discharge, by the doctor in charge, the head nurse and the call-back centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.changes import CALLS, REFERRALS
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.section import Section, lines
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.models.order import by_name
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.list_form import ListFormPage, Told
from clinic_app.desktop.referral_content import call_line
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.words import person_line, short_day, short_person_line
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.records.referral import CALL_LEVEL
from clinic_app.store.queries.referral_desk import CallDue, call_backs_due, call_days

CALL = "call_back"
PATIENT, LEVEL, DUE, DISCHARGED = 0, 1, 2, 3


class CallBacksPage(ListFormPage[CallDue]):
    """Each discharge is called about three times, level by level; the earliest due first."""

    record_type = CALL
    first = "result"
    watched = REFERRALS | CALLS

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column("patient", self.tr("患者"), 8.5),
            Column("level", self.tr("级别"), 5),
            Column("due", self.tr("到期"), 4.5),
            Column("discharged", self.tr("出院"), 4.5, gives_way=2),
            Column("tried", self.tr("没打通"), 0, gives_way=1),
        )
        super().__init__(desk, self.tr("出院回访"), "call_backs", columns, "phone")

    def read(self, connection: Any) -> list[CallDue]:
        """The calls due today or before."""
        days = call_days(default_referral_rules(self.desk.today))
        return call_backs_due(connection, self.desk.organisation, self.desk.today, days)

    def id_of(self, item: CallDue) -> str:
        """A patient is called on each level."""
        return f"{item.referral_id}:{item.level}"

    def draft_key(self, item: CallDue) -> str:
        """A form for each level."""
        return f"{CALL} {item.level}:{item.referral_id}"

    def row_of(self, item: CallDue) -> Row:
        """Who, which level, since when."""
        today = self.desk.today
        texts = (
            short_person_line(item.patient_name, item.sex, item.age),
            record_words(CALL_LEVEL).get(item.level, item.level),
            short_day(item.due, today),
            short_day(item.discharged_on, today),
            self.tr("{count}次").format(count=item.tried) if item.tried else "",
        )
        colours = {DUE: "watch"} if item.due < today else {}
        sorts = {PATIENT: by_name(item.patient_name), LEVEL: item.level, DUE: item.due, DISCHARGED: item.discharged_on}
        return Row(self.id_of(item), texts, colours, "　".join(texts), sorts)

    def describe(self, item: CallDue) -> tuple[str, str | None, Sequence[Told]]:
        """What she was treated for, what was agreed, and what the earlier calls heard."""
        today = self.desk.today
        discharged = self.tr("{day}出院　{diagnosis}").format(
            day=short_day(item.discharged_on, today), diagnosis=item.diagnosis
        )
        level = record_words(CALL_LEVEL).get(item.level, item.level)
        told: list[Told] = [(discharged, ""), (item.next_plan, "muted")]
        told += [(call_line(each, today), "muted") for each in item.earlier]
        told.append((self.tr("{level}回访").format(level=level), "strong"))
        return person_line(item.patient_name, item.sex, item.age), item.phone, told

    def make_form(self, item: CallDue) -> Form:
        """What was heard; digits choose."""
        asked = lines("result", "condition", "problem", "next_on", "called_on", "by")
        form = Form([Section(CALL, asked)], self.desk.today)
        form.set_values({CALL: {"called_on": self.desk.today.isoformat(), "by": self.desk.database.actor.name}})
        form.set_aside(CALL, "next_on", self.tr("没打通或要再问时填"))
        return form

    def records(self, item: CallDue, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One call."""
        return [{"type": CALL, "fields": {"referral_id": item.referral_id, "level": item.level, **values}}]

    def saved_words(self, result: SaveResult) -> str:
        """Said of a call, not of a referral."""
        return self.tr("已记下这次回访")

    def empty_words(self) -> str:
        """Nobody is due."""
        return self.tr("今天没有到期的回访。写回转单时填了出院日期的患者，到日子会排在这里。")
