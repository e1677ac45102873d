"""What the rules say: dated rule files and pure functions over them. No screen, no database, no clock."""

from __future__ import annotations

from clinic_app.guidelines.assessment import assess
from clinic_app.guidelines.body import (
    BODY_WEIGHT_WORDS,
    BodyWeight,
    age_on,
    alcohol_liang,
    bmi,
    bmi_category,
    central_obesity,
)
from clinic_app.guidelines.control import ControlBook, consecutive_uncontrolled
from clinic_app.guidelines.due import (
    DueState,
    LastVisit,
    days_overdue,
    due_state,
    face_to_face_count,
    face_to_face_missing,
    next_due,
    referral_followup_due,
)
from clinic_app.guidelines.finding import Finding, PreviousVerdict, Verdict
from clinic_app.guidelines.rule_book import DangerSign, GeneralBook, Rule, RuleBook, RuleBooks, UnknownProgramme
from clinic_app.guidelines.rule_files import RuleFileError, default_rule_books, load_rule_books
from clinic_app.guidelines.target import target_for

__all__ = [
    "BODY_WEIGHT_WORDS",
    "BodyWeight",
    "ControlBook",
    "DangerSign",
    "DueState",
    "Finding",
    "GeneralBook",
    "LastVisit",
    "PreviousVerdict",
    "Rule",
    "RuleBook",
    "RuleBooks",
    "RuleFileError",
    "UnknownProgramme",
    "Verdict",
    "age_on",
    "alcohol_liang",
    "assess",
    "bmi",
    "bmi_category",
    "central_obesity",
    "consecutive_uncontrolled",
    "days_overdue",
    "default_rule_books",
    "due_state",
    "face_to_face_count",
    "face_to_face_missing",
    "load_rule_books",
    "next_due",
    "referral_followup_due",
    "target_for",
]
