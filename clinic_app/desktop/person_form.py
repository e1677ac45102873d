"""Forms about one person besides the file and the visit: contract, mental supplement, registration in a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.forms.editor import LineEditor
from clinic_app.desktop.forms.section import Line, Section, lines
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.field import Field

CONTRACT, SUPPLEMENT, REGISTRATION = "contract", "mental_supplement", "chronic_registration"
BETWEEN = "、,，;；"
KEPT_ON_RENEWAL = ("team", "doctor", "team_phone", "categories", "packages", "renews", "fee")


def _tr(text: str) -> str:
    return QCoreApplication.translate("person_form", text)


class NamesEditor(LineEditor):
    """Several names on one line with 、 between them."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent, characters=30)
        self.stretch()

    def value(self) -> Any:
        """The names, each once; None for none."""
        text = self.line.text()
        for sign in BETWEEN[1:]:
            text = text.replace(sign, BETWEEN[0])
        names = [name.strip() for name in text.split(BETWEEN[0])]
        return list(dict.fromkeys(name for name in names if name)) or None

    def set_value(self, value: Any) -> None:
        """Show stored names."""
        names = value if isinstance(value, list) else [value] if value else []
        super().set_value(BETWEEN[0].join(str(name) for name in names))


def contract_sections() -> list[Section]:
    """Who signs with whom, for what and how long; how it ended."""
    return [
        Section(
            CONTRACT, lines("starts_on ends_on", "signed_on", "signed_by signature_checked"), title=_tr("期限与签字")
        ),
        Section(CONTRACT, lines("packages"), editors={"packages": NamesEditor}, title=_tr("服务")),
        Section(CONTRACT, lines("categories", "team doctor", "team_phone", "renews", "fee agreement_no")),
        Section(CONTRACT, lines("terminated_on", "termination_reason"), title=_tr("解约（提前结束才填）")),
    ]


def renewed(fields: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The next contract of the same term: it begins the day after the last one, or today when that is past."""
    begins, ends = (date.fromisoformat(str(fields[name])) for name in ("starts_on", "ends_on"))
    start = max(ends + timedelta(days=1), today)
    years = max(round((ends - begins).days / 365), 1)
    kept = {name: fields[name] for name in KEPT_ON_RENEWAL if fields.get(name) not in (None, "", [])}
    return {**kept, **term(start, years), "signed_on": today.isoformat()}


def term(start: date, years: int = 1) -> dict[str, str]:
    """First and last day of a term of so many years."""
    # 29 February has no day in most other years.
    following = start.replace(year=start.year + years, day=min(start.day, 28) if start.month == 2 else start.day)
    return {"starts_on": start.isoformat(), "ends_on": (following - timedelta(days=1)).isoformat()}


def supplement_sections() -> list[Section]:
    """严重精神障碍患者个人信息补充表, all of it in the order of the paper (national-forms 4.3)."""
    return [
        Section(SUPPLEMENT, lines("guardian_name guardian_relation", "guardian_address", "guardian_phone",
                                  "village_contact"), title=_tr("监护人和联系人")),
        Section(SUPPLEMENT, lines("household_type", "employment"), title=_tr("本人")),
        Section(SUPPLEMENT, lines("consent", "consent_signed_by consent_signed_on"), title=_tr("知情同意")),
        Section(SUPPLEMENT, lines("onset_date", "past_symptoms past_symptoms_other", "past_lock", "past_outpatient",
                                  "first_drug_date", "past_admissions"), title=_tr("既往")),
        Section(SUPPLEMENT, lines("diagnosis", "diagnosis_hospital diagnosed_on", "last_effect"),
                title=_tr("诊断和治疗")),
        Section(SUPPLEMENT, lines("dangerous_acts", "economy", "specialist_advice"),
                title=_tr("危险行为、经济状况、专科意见")),
        Section(SUPPLEMENT, lines("filled_on", "doctor_sign")),
    ]  # fmt: skip


def registration_section(already: tuple[str, ...]) -> Section | None:
    """Which programme, since when, and what it rests on; None when the person is in all of them."""
    options = tuple(option for option in PROGRAMME if option.code not in already)
    if not options:
        return None
    declared = replace(RECORD_TYPES[REGISTRATION].fields["programme"], options=options)
    asked = (Line(("programme",)), *lines("registered_on diagnosed_on", "source"))
    return Section(REGISTRATION, asked, title=_tr("登记新的病种"), fields={"programme": declared})
