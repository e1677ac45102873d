"""Who may do what with which record: the one table of roles that laptops and county read.

Roles, acts and families of records are of the table below (docs/permissions.md says it in words, and a test holds the
two together). What is not granted is refused, a type that stands in no family too. A record that a role does not see
whole (`withheld_fields`) it neither changes nor prints nor exports: `tests/records/test_permission.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from clinic_app.records.catalogue import RECORD_TYPES, reference_types
from clinic_app.records.staff import ROLE

VILLAGE_DOCTOR, TOWNSHIP_CLINICIAN, PUBLIC_HEALTH = "village_doctor", "township_clinician", "public_health"
REFERRAL_OFFICER, HOSPITAL_RECEIVER, ADMINISTRATOR = "referral_officer", "hospital_receiver", "administrator"
ROLES = tuple(option.code for option in ROLE)


class Act(StrEnum):
    """What a person does. The first six are done to a type of record, the others to the laptop or to everything."""

    READ = "read"
    SAVE = "save"
    VOID = "void"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    MERGE = "merge"
    FIGURES = "figures"
    ACCOUNTS = "accounts"
    BACKUP = "backup"
    AUDIT = "audit"


OF_RECORDS = (Act.READ, Act.SAVE, Act.VOID, Act.PRINT, Act.EXPORT, Act.IMPORT)

ACT_WORDS: Mapping[Act, str] = {
    Act.READ: "查看", Act.SAVE: "填写", Act.VOID: "作废", Act.PRINT: "打印", Act.EXPORT: "导出",
    Act.IMPORT: "导入名单", Act.MERGE: "合并重复档案", Act.FIGURES: "统计", Act.ACCOUNTS: "管理账户",
    Act.BACKUP: "备份", Act.AUDIT: "看审计记录",
}  # fmt: skip

FAMILIES: Mapping[str, tuple[str, ...]] = {
    # What the county publishes.
    "lists": reference_types(),
    # Who somebody is and where they live.
    "person": ("resident", "identity_link"),
    "household": ("household",),
    # Allergies, diseases, programmes.
    "safety": ("allergy", "diagnosis", "chronic_registration"),
    "follow_up": ("visit", "hypertension_followup", "diabetes_followup", "copd_followup", "elderly_assessment"),
    "examination": ("health_examination", "visit_attachment"),
    "mental": ("mental_followup",),
    # Guardian, consent, history, dangerous acts: of the people who treat, not of those who look over lists.
    "mental_file": ("mental_supplement",),
    "tuberculosis": ("tuberculosis_first_visit", "tuberculosis_followup"),
    "consulting": ("encounter", "consultation"),
    "service": ("contact_attempt", "contract", "contract_service", "tour"),
    "referral": ("referral", "return", "referral_attachment", "call_back"),
    # A visit closes a return, a death ends what is open: whoever writes visits draws steps along.
    "step": ("referral_event",),
    "ward": ("inpatient_cost",),
    "conflict": ("conflict",),
    "duplicate": ("duplicate_candidate",),
}

# A letter for each act on records: read, save, void, print, export; import makes new ones from a list.
LETTERS: Mapping[str, Act] = dict(zip("rsvpei", OF_RECORDS, strict=True))
GRANTS: Mapping[str, Mapping[str, str]] = {
    VILLAGE_DOCTOR: {
        "lists": "rpe", "person": "rsvpei", "household": "rsvpei", "safety": "rsvpei", "follow_up": "rsvpe",
        "examination": "rsvpe", "mental": "rsvpe", "mental_file": "rsvpe", "tuberculosis": "rsvpe",
        "consulting": "rsvpe", "service": "rsvpe", "referral": "rsvpe", "step": "rsvpe", "ward": "rpe",
        "conflict": "rse", "duplicate": "rse",
    },
    TOWNSHIP_CLINICIAN: {
        "lists": "rpe", "person": "rsvpei", "household": "rsvpei", "safety": "rsvpei", "follow_up": "rsvpe",
        "examination": "rsvpe", "mental": "rsvpe", "mental_file": "rsvpe", "tuberculosis": "rsvpe",
        "consulting": "rsvpe", "service": "rsvpe", "referral": "rsvpe", "step": "rsvpe", "ward": "rsvpe",
        "conflict": "rse", "duplicate": "rse",
    },
    # Looks over the township's lists and mends them; takes no doctor's visit out of force and refers nobody.
    PUBLIC_HEALTH: {
        "lists": "rpe", "person": "rsvpei", "household": "rsvpei", "safety": "rsvpei", "follow_up": "rspe",
        "examination": "rspe", "mental": "r", "tuberculosis": "r", "consulting": "rpe", "service": "rsvpe",
        "referral": "rpe", "step": "rspe", "ward": "rpe", "conflict": "rse", "duplicate": "rse",
    },
    # Sends patients on: who they are and what goes onto a slip, and nothing of mental disorders and tuberculosis.
    REFERRAL_OFFICER: {
        "lists": "rpe", "person": "r", "safety": "r", "follow_up": "r", "referral": "rsvpe", "step": "rsvpe",
        "ward": "rsvpe", "conflict": "rs",
    },
    # Has the referral with its frozen pack, never the resident's file.
    HOSPITAL_RECEIVER: {
        "lists": "rpe", "consulting": "rsvpe", "referral": "rsvpe", "step": "rsvpe", "ward": "rsvpe",
        "conflict": "rs",
    },
    # People, devices, settings, lists of residents that come in; nothing that a patient said goes out to them.
    ADMINISTRATOR: {"lists": "rpe", "person": "i", "household": "i", "safety": "i"},
}  # fmt: skip

GENERAL: Mapping[str, frozenset[Act]] = {
    VILLAGE_DOCTOR: frozenset({Act.MERGE, Act.FIGURES, Act.BACKUP}),
    TOWNSHIP_CLINICIAN: frozenset({Act.MERGE, Act.FIGURES, Act.BACKUP}),
    PUBLIC_HEALTH: frozenset({Act.MERGE, Act.FIGURES, Act.BACKUP}),
    REFERRAL_OFFICER: frozenset({Act.FIGURES, Act.BACKUP}),
    HOSPITAL_RECEIVER: frozenset({Act.FIGURES, Act.BACKUP}),
    ADMINISTRATOR: frozenset({Act.ACCOUNTS, Act.BACKUP, Act.AUDIT}),
}
ADMINISTERING = frozenset({Act.ACCOUNTS, Act.BACKUP, Act.AUDIT})
"""What the flag of an account adds to its role: a one-doctor clinic's doctor also looks after the laptop."""

_HISTORY = (
    "exposure", "past_disease", "past_disease_other", "surgery", "trauma", "transfusion", "family_father",
    "family_father_other", "family_mother", "family_mother_other", "family_siblings", "family_siblings_other",
    "family_children", "family_children_other", "genetic", "genetic_other", "disability", "disability_other",
    "original_codes",
)  # fmt: skip
_SPOKEN = ("decision_reason", "referral_reason", "reasons", "original_codes")
WITHHELD: Mapping[str, Mapping[str, frozenset[str]]] = {
    # Whether and when, how graded and treated; not what the patient did or said.
    PUBLIC_HEALTH: {
        "mental_followup": frozenset({
            "symptoms", "symptoms_other", "insight", "sleep", "diet", "sf_selfcare", "sf_housework", "sf_work",
            "sf_learning", "sf_social", "dangerous_acts", "lock", "other_signs", "rehabilitation_other", *_SPOKEN,
        }),
        "tuberculosis_first_visit": frozenset({
            "symptoms", "symptoms_other", "other_signs", "single_room", "ventilation", "pickup_place", "pickup_time",
            *_SPOKEN,
        }),
        "tuberculosis_followup": frozenset({
            "symptoms", "symptoms_other", "other_signs", "complication", "complication_other", *_SPOKEN,
        }),
    },
    REFERRAL_OFFICER: {
        "resident": frozenset(_HISTORY),
        "visit": frozenset({"psych", "note", "death_cause", "death_somatic", "original_codes"}),
    },
}  # fmt: skip

SENSITIVE: Mapping[str, tuple[str, frozenset[str]]] = {
    "chronic_registration": ("programme", frozenset({"mental", "tuberculosis"})),
    # 严重精神障碍, 结核病, 肝炎, 其他法定传染病 (HIV among them).
    "diagnosis": ("code", frozenset({"8", "9", "10", "11"})),
}
"""Rows that say by one value what only the families `mental` and `tuberculosis` say otherwise."""
SECTIONS_APART = (*FAMILIES["mental"], *FAMILIES["tuberculosis"])
"""A visit with one of these sections is itself of a sensitive programme: its medicines tell."""


def may(role: str, act: Act, record_type: str = "", *, administers: bool = False) -> bool:
    """Whether `role` may do `act`, to records of `record_type` where the act is done to records.

    Without a type an act on records is allowed where it is for any type. No role (a laptop that has not joined a
    county) is a village doctor; an unknown one may do nothing. `administers` is the flag of the account.
    """
    if not role:
        role, administers = VILLAGE_DOCTOR, True
    if act not in OF_RECORDS:
        return act in GENERAL.get(role, frozenset()) or (administers and act in ADMINISTERING)
    granted = _granted(role, act)
    return record_type in granted if record_type else bool(granted - set(FAMILIES["lists"]))


@cache
def withheld_types(role: str) -> frozenset[str]:
    """Types of which the role reads nothing."""
    return frozenset(name for name in RECORD_TYPES if not may(role, Act.READ, name))


def withheld_fields(role: str, record_type: str) -> frozenset[str]:
    """Fields that the role does not see of records that it reads."""
    return WITHHELD.get(role, {}).get(record_type, frozenset())


@dataclass(frozen=True)
class WithheldRows:
    """Records of a readable type that the role does not read: those whose `field` is one of `codes`, of visits those
    with one of these `sections`."""

    field: str = ""
    codes: frozenset[str] = frozenset()
    sections: tuple[str, ...] = ()


def withheld_rows(role: str, record_type: str, act: Act = Act.READ) -> WithheldRows | None:
    """Which rows the role does not read (print, let out) of a type that it does; None when there are none such."""
    if not any(may(role, act, name) for name in SECTIONS_APART):
        if record_type in SENSITIVE:
            return WithheldRows(*SENSITIVE[record_type])
        if record_type == "visit":
            return WithheldRows(sections=SECTIONS_APART)
    return None


@cache
def sees_everything(role: str) -> bool:
    """Whether nothing at all is kept from the role."""
    return not role or not (withheld_types(role) or WITHHELD.get(role))


def family_of(record_type: str) -> str:
    """The family that a type stands in; empty for none."""
    return next((name for name, types in FAMILIES.items() if record_type in types), "")


@cache
def _granted(role: str, act: Act) -> frozenset[str]:
    letters = GRANTS.get(role, {})
    return frozenset(
        name
        for family, types in FAMILIES.items()
        if act in {LETTERS[letter] for letter in letters.get(family, "")}
        for name in types
    )
