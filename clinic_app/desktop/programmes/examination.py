"""健康体检表, block by block; what the common block or another section asks is not asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.section import Line, Section, lines
from clinic_app.desktop.programmes.asked import EXAMINATION, Asked, Known, Make, Slot, measured
from clinic_app.guidelines.body import MALE
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind

NOT_MEASURED = frozenset({
    "cognition_score", "emotion_score", "exercise_years", "smoking_from_age", "smoking_until_age",
    "drinking_until_age", "drinking_from_age", "hazard_years", "weight_goal",
})  # fmt: skip
"""Numbers that are asked, not measured."""
WOMEN = ("breast", "vulva", "vagina", "cervix", "uterus", "adnexa", "cervical_smear")
DRINKERS = ("drinking_state", frozenset("234"))
SMOKERS = ("smoking_state", frozenset("23"))
EXPOSED = ("hazard", frozenset("2"))
HAZARDS = ("dust", "radiation", "physical", "chemical", "other_hazard")
SHOWN_WHEN = {
    "cognition_score": ("elderly_cognition", frozenset("2")),
    "emotion_score": ("elderly_emotion", frozenset("2")),
    "exercise_years": ("exercise_state", frozenset("123")),
    "exercise_kind": ("exercise_state", frozenset("123")),
    "smoking_from_age": SMOKERS,
    "smoking_until_age": ("smoking_state", frozenset("2")),
    **dict.fromkeys(("drinking_stopped", "drinking_from_age", "drunk_last_year", "drinks"), DRINKERS),
    "drinking_until_age": ("drinking_stopped", frozenset("2")),
    **dict.fromkeys(("hazard_job", "hazard_years", *HAZARDS), EXPOSED),
    **{f"{name}_protection": EXPOSED for name in HAZARDS},
    "abnormal_findings": ("evaluation", frozenset("2")),
    "weight_goal": ("risk_control", frozenset("5")),
    "vaccine_advised": ("risk_control", frozenset("6")),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("visit", text)


def examination(known: Known, today: date) -> list[Asked]:
    """The blocks of the form, each with its title."""
    left_out = _left_out(known)
    # Beside a follow-up, which has symptoms of its own, those of the examination stand with its blocks.
    alone = known.is_alone(EXAMINATION)
    symptoms = Section(EXAMINATION, lines("symptoms symptoms_other"), title="" if alone else _tr("体检：症状"))
    return [
        Asked(Slot.SYMPTOMS if alone else Slot.EXAMINATION, symptoms),
        Asked(Slot.VITALS, Section(EXAMINATION, lines("pulse_rate"), editors=_editors(["pulse_rate"]))),
        Asked(Slot.PRESSURE, _both_arms()),
        *(Asked(Slot.EXAMINATION, each) for title, names in _blocks() if (each := _block(title, names, left_out))),
    ]


def _left_out(known: Known) -> set[str]:
    """What another section of the visit answers, and what is asked of the other sex."""
    found: set[str] = set()
    if "elderly_assessment" in known.sections:
        found.add("elderly_self_care")
    if known.sex == MALE:
        found |= set(WOMEN)
    return found


def _both_arms() -> Section:
    asked = (
        Line(("sbp_left", "dbp_left"), label=_tr("左侧血压"), joined="/"),
        Line(("sbp_right", "dbp_right"), label=_tr("右侧血压"), joined="/"),
    )
    return Section(EXAMINATION, asked, editors=_editors(["sbp_left", "dbp_left", "sbp_right", "dbp_right"]))


def _block(title: str, specs: tuple[str, ...], left_out: set[str]) -> Section | None:
    asked = [Line(kept) for spec in specs if (kept := tuple(each for each in spec.split() if each not in left_out))]
    if not asked:
        return None
    names = [name for line in asked for name in line.names]
    companions = tuple(_with_companion(line) for line in asked)
    shown = {name: rule for name, rule in SHOWN_WHEN.items() if name in names and rule[0] in names}
    return Section(EXAMINATION, companions, title=title, editors=_editors(names), shown_when=shown)


def _with_companion(line: Line) -> Line:
    """The last field of a line brings the text of its 其他, 有 or 异常."""
    companion = f"{line.names[-1]}_other"
    return Line((*line.names, companion)) if companion in RECORD_TYPES[EXAMINATION].fields else line


def _editors(names: Iterable[str]) -> dict[str, Make]:
    fields = RECORD_TYPES[EXAMINATION].fields
    numbers = (Kind.INTEGER, Kind.DECIMAL)
    return {name: measured for name in names if fields[name].kind in numbers and name not in NOT_MEASURED}


def _blocks() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (
            _tr("体检：老年人评估"),
            ("elderly_health", "elderly_self_care", "elderly_cognition cognition_score",
             "elderly_emotion emotion_score"),
        ),
        (
            _tr("体检：生活方式"),
            ("exercise_state", "exercise_years exercise_kind", "diet", "smoking_state",
             "smoking_from_age smoking_until_age", "drinking_state", "drinking_stopped", "drinking_until_age",
             "drinking_from_age", "drunk_last_year", "drinks"),
        ),
        (
            _tr("体检：职业病危害因素"),
            ("hazard", "hazard_job hazard_years", "dust dust_protection", "radiation radiation_protection",
             "physical physical_protection", "chemical chemical_protection", "other_hazard other_hazard_protection"),
        ),
        (
            _tr("体检：脏器功能"),
            ("lips", "teeth", "pharynx", "vision_left vision_right", "corrected_left corrected_right", "hearing",
             "movement"),
        ),
        (
            _tr("体检：查体"),
            ("fundus", "skin", "sclera", "lymph_nodes", "barrel_chest", "breath_sounds", "rales", "heart_rhythm",
             "heart_murmur", "abdomen_tenderness", "abdomen_mass", "hepatomegaly", "splenomegaly",
             "shifting_dullness", "leg_oedema", "pedal_pulse", "rectal", "other_physical"),
        ),
        (_tr("体检：乳腺和妇科"), ("breast", "vulva", "vagina", "cervix", "uterus", "adnexa")),
        (_tr("体检：血常规和尿常规"), ("haemoglobin white_cells platelets", "blood_other", "urine_protein",
            "urine_sugar", "urine_ketone", "urine_blood", "urine_other")),
        (_tr("体检：血糖、心电图等"), ("fbg", "ecg", "urine_microalbumin", "stool_blood", "hba1c", "hbsag")),
        (_tr("体检：肝功能和肾功能"), ("alt ast", "albumin", "total_bilirubin direct_bilirubin", "creatinine urea",
            "potassium sodium")),
        (_tr("体检：血脂"), ("total_cholesterol triglycerides", "ldl hdl")),
        (_tr("体检：影像"), ("chest_xray", "abdominal_ultrasound", "other_ultrasound", "cervical_smear",
            "exam_other")),
        (
            _tr("体检：现存主要健康问题"),
            ("problem_cerebral", "problem_kidney", "problem_heart", "problem_vascular", "problem_eye",
             "problem_nerve", "problem_other"),
        ),
        (_tr("体检：最近一年的住院、用药和接种"), ("hospital_stays", "home_beds", "year_medicines", "vaccinations")),
        (_tr("体检：健康评价和指导"), ("evaluation", "abnormal_findings", "guidance", "risk_control", "weight_goal",
            "vaccine_advised")),
    ]  # fmt: skip
