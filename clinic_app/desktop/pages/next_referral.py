"""A referral that carries an earlier one on: down to the township with its free beds, or on to a higher house.

The hospital has no file of the patient: who it is comes from the slip that brought her.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from clinic_app.care.referral_former import frozen_from
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.text import LongTextEditor
from clinic_app.desktop.pages.slip_form_page import SlipFormPage
from clinic_app.desktop.referral_steps import DOWN
from clinic_app.desktop.referral_words import direction
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import person_line, short_day
from clinic_app.paper import referral_draft
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Option
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.queries.alliance import BedCount, beds_of
from clinic_app.store.queries.reference import Department, Organisation, departments, organisations
from clinic_app.store.queries.referral import ReferralFile, referral_with_events

REFERRAL = "referral"
BELOW = ("township_centre",)
ADVICE = ("treatment_course", "next_plan", "rehab_advice")
NEVER = ("bureau", "village_clinic")


@dataclass(frozen=True)
class _Target:
    organisation: Organisation
    departments: Sequence[Department]
    beds: Sequence[BedCount]

    @property
    def free(self) -> int:
        return sum(each.free for each in self.beds)


@dataclass(frozen=True)
class _Opened:
    file: ReferralFile | None
    targets: Sequence[_Target]
    draft: Draft | None


class NextReferralPage(SlipFormPage):
    """Opened for the former referral; `way` in the place says `down` or `onward`."""

    draft_kind = "next"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file: ReferralFile | None = None
        self.referral_id = ""
        self._targets: Sequence[_Target] = ()
        self.save_words = self.tr("开具转诊单")
        self.save_button.set_words(self.save_words)

    @property
    def down(self) -> bool:
        """Whether the patient goes back to the township."""
        return self.place.more.get("way") != "onward"

    def arrive(self, place: Place) -> None:
        """Read the former slip, where one can be sent, and the draft."""
        self.place, self.form = place, None
        database, own, down, key = self.desk.database, self.desk.organisation, self.down, self.draft_key

        def read() -> _Opened:
            with database.shown() as connection:
                found = referral_with_events(connection, place.of)
                known = [
                    _Target(each, departments(connection, each.code), beds_of(connection, each.code))
                    for each in organisations(connection)
                    if each.code != own and (each.kind in BELOW if down else each.kind not in (*NEVER, *BELOW))
                ]
            return _Opened(found, known, load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    def records(self) -> list[dict[str, Any]]:
        """The referral; care takes the patient from the former one, and moves that when this goes on."""
        assert self.form is not None
        fields = {"direction": self._direction(), **self.form.values().get(REFERRAL, {}), "previous_id": self.place.of}
        return [{"type": REFERRAL, "id": self.referral_id, "fields": fields}]

    def saved(self, result: SaveResult) -> None:
        """To the new slip; the former one still owes its sender an answer."""
        former, down = self.place.of, self.down
        self.desk.back.emit()
        self.desk.open("referrals", self.referral_id, show="sent")
        if down:
            words = self.tr("已开下转单；再给原转出单位写回转单，这次转诊就有了结果")
            self.desk.say(words, "good", self.tr("写回转单"), Place("return_form", former))
        else:
            self.desk.say(self.tr("已转上级，原转诊单记为“转上级”；打印按 Ctrl+P"))

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """Departments and beds follow the organisation; the slip follows everything."""
        super().form_changed(key)
        if key == (REFERRAL, "to_org"):
            self._target_chosen()

    def _open(self, opened: _Opened) -> None:
        if opened.file is None:
            self.desk.say(self.tr("本机没有这张转诊单"), "watch")
            self.desk.back.emit()
            return
        self.file, self._targets = opened.file, opened.targets
        self.referral_id = new_id(self.desk.clock.now())
        shown = opened.file.shown
        who = person_line(str(shown.get("patient_name") or ""), shown.get("sex"), shown.get("age"))
        title = self.tr("下转　{who}") if self.down else self.tr("转上级　{who}")
        self.title.setText(title.format(who=who))
        form = Form([Section(REFERRAL, next_lines(down=self.down), editors=self._editors())], self.desk.today)
        form.set_values({REFERRAL: self._first(shown)})
        self.set_form(form, opened.draft)
        self._target_chosen()
        self.draw_soon()
        self.take_focus()

    def _first(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """What the former slip and the steps since then say already."""
        assert self.file is not None
        course = [str(each["note"]) for each in self.file.events if each.get("event") == "interim" and each.get("note")]
        slip = self.file.return_slip or {}
        found = {
            "urgency": "routine" if self.down else shown.get("urgency"),
            "request": "bed" if self.down else "clinic",
            "initial_impression": slip.get("diagnosis") or shown.get("initial_impression"),
            "present_illness": None if self.down else shown.get("present_illness"),
            "treatment_course": "；".join(part for part in (*course, *map(slip.get, ADVICE)) if part),
            # Back to where she came from, when that is a township.
            "to_org": shown.get("from_org") if self._target(shown.get("from_org")) else self._only_target(),
        }
        return {name: value for name, value in found.items() if value}

    def _editors(self) -> dict[str, Any]:
        long = dict.fromkeys(("present_illness", "treatment_course"), partial(LongTextEditor, lines=4))
        options = [Option(each.organisation.code, self._target_words(each)) for each in self._targets]
        if not options:
            return dict(long)
        return {**long, "to_org": partial(_pick, options), "to_dept": partial(_pick, ())}

    def _target_words(self, each: _Target) -> str:
        """The bed list beside the choice."""
        if not self.down or not each.beds:
            return each.organisation.name
        words = self.tr("{name}　空床 {count}")
        return words.format(name=each.organisation.name, count=each.free)

    def _target_chosen(self) -> None:
        assert self.form is not None
        found = self._target(self.form.value(REFERRAL, "to_org"))
        if found is None:
            return
        editor = self.form.cell(REFERRAL, "to_dept").editor
        if isinstance(editor, PickEditor):
            editor.set_options([Option(each.name, self._department_words(each, found)) for each in found.departments])
        phones = [each.phone for each in found.beds if each.phone] or [found.organisation.phone or ""]
        words = [
            self.tr("{day}统计").format(day=short_day(each.counted_on, self.desk.today)) for each in found.beds[:1]
        ]
        words += [self.tr("电话 {phone}").format(phone=phones[0])] if phones[0] else []
        self.form.set_aside(REFERRAL, "to_org", "　".join(words))

    def _department_words(self, department: Department, target: _Target) -> str:
        free = next((each.free for each in target.beds if each.department == department.code), None)
        if free is None:
            return department.name
        return self.tr("{name}　空床 {count}").format(name=department.name, count=free)

    def _target(self, code: object) -> _Target | None:
        return next((each for each in self._targets if each.organisation.code == code), None)

    def _only_target(self) -> str | None:
        return self._targets[0].organisation.code if len(self._targets) == 1 else None

    def _direction(self) -> str:
        if self.down or self.form is None:
            return DOWN
        found = self._target(self.form.value(REFERRAL, "to_org"))
        own = self.desk.device.kind if self.desk.device else "county_hospital"
        # Another house of the same kind is still above this one for this patient.
        return "up" if found is None else direction(own, found.organisation.kind)

    def drawing(self) -> Callable[[], bytes] | None:
        """The slip of what is written so far, with the patient of the former one."""
        if self.form is None or self.file is None:
            return None
        values = {**frozen_from(self.file, self.desk.today), "direction": self._direction()}
        values |= {"from_doctor_sign": self.desk.database.actor.name, **self.form.values().get(REFERRAL, {})}
        return partial(referral_draft, self.desk.database, values)


def next_lines(*, down: bool) -> tuple[Line, ...]:
    """What is asked; a slip downwards is printed on the return form: its boxes have that form's names."""
    if not down:
        clinical = ("initial_impression", "present_illness", "treatment_course")
        return lines(
            "to_org", "to_dept to_doctor", "request", "requested_item", "path", "urgency", *clinical, "consent",
            "escort", "from_phone",
        )  # fmt: skip
    named = RECORD_TYPES["return"].fields
    return (
        *lines("to_org", "to_dept", "to_doctor", "request", "urgency"),
        Line(("initial_impression",), record_word(named["diagnosis"].label)),
        Line(("treatment_course",), record_word(named["treatment_and_advice"].label)),
        *lines("consent", "escort", "from_phone"),
    )


def _pick(options: Sequence[Option], declared: Field) -> PickEditor:
    return PickEditor(declared, options)
