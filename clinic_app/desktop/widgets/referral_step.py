"""One step of a referral being written: what it asks, the times and beds there are, and the two buttons under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.clock import LOCAL_ZONE
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.draft_keeper import DraftKeeper
from clinic_app.desktop.forms.form import Form, Section, Told
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.recognise import RecogniseEditor
from clinic_app.desktop.forms.slot import SlotEditor
from clinic_app.desktop.referral_content import shown_results
from clinic_app.desktop.referral_steps import EVENT, asked_lines, first_values, slot_kind, step_word
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import WAY_BACK, Button, label, row, scrolled
from clinic_app.desktop.widgets.referral_read import Loaded
from clinic_app.desktop.words import short_day
from clinic_app.guidelines.referral_rules import RecognisedItem, default_referral_rules
from clinic_app.records.field import Field, Option
from clinic_app.store.queries.reference import departments
from clinic_app.store.queries.slot_choice import SlotChoice, slot_choices
from clinic_app.store.queries.stored import day

BEDS = "beds"
NOT_SENT_TO = ("bureau", "village_clinic")


class StepPane(QWidget):
    """Made for one step, thrown away after it."""

    confirmed = Signal(str, object)
    """The event and its fields."""
    cancelled = Signal()

    def __init__(self, desk: Desk, loaded: Loaded, event: str) -> None:
        super().__init__()
        self.desk, self.loaded, self.step = desk, loaded, event
        self.request = str(loaded.fields.get("request") or "clinic")
        self.form = self._form()
        self.form.changed.connect(self._changed)
        self.form.finished.connect(self.confirm)
        self.warning = label("", "watch", wrap=True)
        self.warning.hide()
        content = QVBoxLayout(self)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(theme().lengths.small)
        content.addWidget(label(step_word(event), "strong"))
        content.addWidget(scrolled(self.form), 1)
        content.addWidget(self.warning)
        confirm = Button(step_word(event), "Ctrl+S", role="main", clicked=self.confirm)
        cancel = Button(self.tr("不做这一步"), WAY_BACK, role="quiet", clicked=self.cancelled.emit)
        content.addLayout(row(confirm, cancel, None))
        self._tell_beds()
        self._ask_times()
        if event == "redirect":
            self._ask_departments()
        self.keeper = DraftKeeper(desk, self.form, f"step {event}:{loaded.file.id if loaded.file else ''}")
        self.keeper.restored.connect(self._taken_up)

    @Slot()
    def _taken_up(self) -> None:
        """The times and beds of what was written before."""
        self._tell_beds()
        self._ask_times()
        self.desk.say(self.tr("上次没写完的这一步已恢复"), "note")

    @Slot()
    def confirm(self) -> None:
        """Hand the step over, unless a declaration refuses what is written."""
        if self.form.check():
            return
        fields = dict(self.form.values().get(EVENT, {}))
        editor = self._slot_editor()
        if editor is not None and fields.get("slot_time"):
            minutes = editor.minutes or self._minutes()
            fields |= {"slot_minutes": minutes} if minutes else {}
        if editor is not None and not fields.get("slot_time"):
            # The day stood there before anybody chose a time: it is no appointment.
            fields.pop("slot_date", None)
        self.confirmed.emit(self.step, fields)

    def _form(self) -> Form:
        directory = self.loaded.directory
        editors: dict[str, Any] = {"slot_time": SlotEditor}
        if self.step == "recognise":
            editors["results"] = partial(
                _recognition, shown_results(self.loaded), directory.recognised, self.desk.today
            )
        own = [Option(each.name, each.name) for each in directory.departments]
        if own:
            editors["dept"] = partial(_pick, own)
        others = [
            Option(each.code, each.name)
            for each in directory.organisations
            if each.kind not in NOT_SENT_TO or each.code == self.loaded.fields.get("to_org")
        ]
        if others:
            editors["to_org"] = partial(_pick, others)
            editors["to_dept"] = partial(_pick, [])
        told = (Told(BEDS, self.tr("空床"), before="bed"),)
        section = Section(EVENT, asked_lines(self.step, self.request), editors=editors, told=told)
        form = Form([section], self.desk.today)
        form.body.setContentsMargins(0, 0, 0, 0)
        assert self.loaded.file is not None
        values = first_values(self.step, self.loaded.file, self.desk.database.actor.name, self.desk.today)
        if self.step == "outside_result":
            values["phone"] = directory.phone(self.loaded.file.state.receiver)
        form.set_values({EVENT: {name: value for name, value in values.items() if value}})
        if form.has(EVENT, "note") and self.step == "outside_result":
            form.set_aside(EVENT, "spoke_with", self.tr("写明问到了什么：到没到、诊断、怎么处理"))
        return form

    @Slot(object)
    def _changed(self, key: tuple[str, str]) -> None:
        if key[1] in ("slot_date", "dept", "slot"):
            self._ask_times()
        if key[1] == "dept":
            self._tell_beds()
        if key[1] == "to_org":
            self._ask_departments()
        if key[1] == "slot_time":
            self._warn()

    def _ask_times(self) -> None:
        editor = self._slot_editor()
        on = day(self.form.value(EVENT, "slot_date"))
        if editor is None:
            return
        if on is None:
            editor.show_choices(())
            return
        own, but = self.desk.organisation, self.loaded.file.id if self.loaded.file else ""
        department, item = self._department(), self._item()
        minutes = self._minutes()

        def read(connection: Any) -> list[SlotChoice]:
            return slot_choices(
                connection, own, on, minutes=minutes, department=department, item=item, but=but
            )  # fmt: skip

        self.desk.read(self, read, partial(self._show_times, on), key="times")

    def _show_times(self, on: date, choices: Sequence[SlotChoice]) -> None:
        editor = self._slot_editor()
        if editor is not None:
            now = self.desk.clock.now().astimezone(LOCAL_ZONE)
            today = on == now.date()
            editor.show_choices([each for each in choices if not today or each.starts > f"{now:%H:%M}"])
            self._warn()

    def _warn(self) -> None:
        """A full time may still be given: the desk knows its doctors."""
        editor = self._slot_editor()
        chosen = editor.value() if editor else None
        full = editor is not None and any(each.starts == chosen and each.full for each in editor.choices)
        self.warning.setText(self.tr("这个时段已经约满，仍可接收，先和科室说一声") if full else "")
        self.warning.setVisible(full)

    def _tell_beds(self) -> None:
        if not self.form.has(EVENT, "bed"):
            return
        codes = {each.name: each.code for each in self.loaded.directory.departments}
        wanted = codes.get(self._department(), "")
        found = [each for each in self.loaded.directory.beds if each.department == wanted]
        words = [
            self.tr("{count}张（{day}统计）").format(count=each.free, day=short_day(each.counted_on, self.desk.today))
            for each in found
        ]
        self.form.tell(BEDS, "；".join(words))

    def _ask_departments(self) -> None:
        code = str(self.form.value(EVENT, "to_org") or "")
        self.desk.read(
            self, lambda connection: departments(connection, code), self._show_departments, key="departments"
        )

    def _show_departments(self, found: Sequence[Any]) -> None:
        editor = self.form.cell(EVENT, "to_dept").editor
        if isinstance(editor, PickEditor):
            editor.set_value(None)
            editor.set_options([Option(each.name, each.name) for each in found])

    def _slot_editor(self) -> SlotEditor | None:
        if not self.form.has(EVENT, "slot_time"):
            return None
        editor = self.form.cell(EVENT, "slot_time").editor
        return editor if isinstance(editor, SlotEditor) else None

    def _department(self) -> str:
        state = self.loaded.file.state if self.loaded.file else None
        return str(self.form.value(EVENT, "dept") or (state.department if state else "") or "")

    def _item(self) -> str:
        if self.request != "examination":
            return ""
        return str(self.form.value(EVENT, "slot") or self.loaded.fields.get("requested_item") or "")

    def _minutes(self) -> int:
        rules = default_referral_rules(self.desk.today)
        kind = slot_kind(self.request) or "clinic"
        return rules.slot_minutes(kind, self._item()) or rules.days("clinic_slot_minutes")


def _recognition(
    results: Sequence[Mapping[str, Any]], items: Sequence[RecognisedItem], today: date, declared: Field
) -> RecogniseEditor:
    return RecogniseEditor(declared, results, items, today)


def _pick(options: Sequence[Option], declared: Field) -> PickEditor:
    return PickEditor(declared, options)
