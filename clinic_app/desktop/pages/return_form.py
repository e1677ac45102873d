"""回转: diagnosis, findings, treatment and plan go back to who sent the patient; of a consultation, the opinion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.text import LongTextEditor
from clinic_app.desktop.pages.slip_form_page import SlipFormPage
from clinic_app.desktop.words import person_line
from clinic_app.paper import return_draft
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.queries.referral import ReferralFile, referral_with_events

RETURN = "return"
LONG = ("diagnosis", "exam_results", "treatment_course", "next_plan", "rehab_advice")


@dataclass(frozen=True)
class _Opened:
    file: ReferralFile | None
    draft: Draft | None


class ReturnFormPage(SlipFormPage):
    """For a referral that this organisation received."""

    draft_kind = "return"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file: ReferralFile | None = None
        self.return_id = ""
        self.save_words = self.tr("保存并回转")
        self.save_button.set_words(self.save_words)

    def slip_words(self) -> tuple[str, str]:
        """The return slip."""
        return self.tr("回转单"), self.tr("保存后再打印")

    def arrive(self, place: Place) -> None:
        """Read the referral and the draft."""
        self.place = place
        self.form = None
        database, referral_id, key = self.desk.database, place.of, f"return:{place.of}"

        def read() -> _Opened:
            with database.shown() as connection:
                found = referral_with_events(connection, referral_id)
            return _Opened(found, load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    def records(self) -> list[dict[str, Any]]:
        """The return slip; the referral moves with it."""
        assert self.form is not None
        fields = {"referral_id": self.place.of, **self.form.values().get(RETURN, {})}
        return [{"type": RETURN, "id": self.return_id, "fields": fields}]

    def saved(self, result: SaveResult) -> None:
        """Back to the inbox, where the slip can be printed."""
        referral_id = self.place.of
        self.desk.back.emit()
        self.desk.open("referrals", referral_id, show="received", paper="return")
        self.desk.say(self.tr("已回转，联网后自动送到转出单位；打印按 Ctrl+P"))

    def _open(self, opened: _Opened) -> None:
        if opened.file is None:
            self.desk.say(self.tr("本机没有这张转诊单"), "watch")
            self.desk.back.emit()
            return
        self.file = opened.file
        self.return_id = new_id(self.desk.clock.now())
        fields = opened.file.fields
        who = person_line(str(fields.get("patient_name") or ""), fields.get("sex"), fields.get("age"))
        self.title.setText(self.tr("回转　{who}").format(who=who))
        editors: dict[str, Any] = {name: partial(LongTextEditor, lines=2) for name in (*LONG, "opinion")}
        written = opened.file.shown.get("request") == "consultation"
        asked = return_lines(written=written, stayed=_stayed(opened.file))
        form = Form([Section(RETURN, asked, editors=editors)], self.desk.today)
        form.set_values({RETURN: self._first(opened.file)})
        form.set_aside(RETURN, "discharged_on", self.tr("住院的填；到日子排出院回访"))
        self.set_form(form, opened.draft)
        self.draw_soon()
        self.take_focus()

    def _first(self, file: ReferralFile) -> dict[str, Any]:
        """What the steps say already: the course from the interim notes, the results that came along."""
        notes = [str(each["note"]) for each in file.events if each.get("event") == "interim" and each.get("note")]
        today = self.desk.today.isoformat()
        found = {
            "return_date": today,
            "to_doctor": file.fields.get("from_doctor_sign"),
            "treatment_course": "；".join(notes),
            "discharged_on": today if _stayed(file) else None,
        }
        return {name: value for name, value in found.items() if value}

    def drawing(self) -> Callable[[], bytes] | None:
        """The return slip of what is written so far."""
        if self.form is None or self.file is None:
            return None
        return partial(return_draft, self.desk.database, self.place.of, self.form.values().get(RETURN, {}))


def return_lines(*, written: bool, stayed: bool) -> tuple[Line, ...]:
    """What is asked: a consultation is answered by its opinion, a stay by its number and the day of discharge."""
    opinion = lines("opinion", "consultants") if written else ()
    diagnosis, *course = LONG
    return (
        *opinion,
        *lines(diagnosis, passed=written),
        *lines("inpatient_no", passed=not stayed),
        *lines(*course, passed=written),
        *lines("from_phone"),
        *lines("discharged_on", passed=not stayed),
        *lines("follow_up_by", passed=True),
        *lines("medical_record_no", "return_date to_doctor"),
    )


def _stayed(file: ReferralFile) -> bool:
    """Whether the patient was on a ward."""
    return file.shown.get("request") == "bed" or bool(file.state.bed)
