"""One visit, every form: the programmes' sections, the yearly examination, contracts, tours, attempts to reach people.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-24
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


class _Table(NamedTuple):
    """A record's own columns by what they hold."""

    name: str
    texts: str = ""
    integers: str = ""
    truths: str = ""
    documents: str = ""
    indexes: str = ""


TABLES = (
    _Table(
        "mental_supplement",
        texts=(
            "resident_id guardian_name guardian_relation guardian_address guardian_phone village_contact "
            "household_type employment consent consent_signed_by consent_signed_on onset_date past_lock "
            "past_outpatient first_drug_date diagnosis diagnosis_hospital diagnosed_on last_effect "
            "economy specialist_advice filled_on doctor_sign past_symptoms_other"
        ),
        integers="past_admissions",
        documents="past_symptoms dangerous_acts",
        indexes="resident_id",
    ),
    _Table(
        "contract",
        texts=(
            "resident_id agreement_no organisation team doctor team_phone signed_on starts_on ends_on "
            "renews fee signed_by terminated_on termination_reason"
        ),
        truths="signature_checked",
        documents="categories packages",
        indexes="ends_on resident_id",
    ),
    _Table(
        "contract_service",
        texts="contract_id item given_on visit_id note",
        indexes="contract_id visit_id",
    ),
    _Table(
        "tour",
        texts="village_code tour_date kind state place staff note",
        integers="attendance served",
        indexes="tour_date village_code",
    ),
    _Table(
        "elderly_assessment",
        texts=(
            "eating grooming dressing toileting mobility self_care_grade visit_id other_signs "
            "proposed_referral rule_version decision_reason referral_reason referral_org_dept "
            "next_visit_date"
        ),
        integers="self_care_score",
        truths="referral_declined",
        documents="reasons original_codes",
        indexes="next_visit_date visit_id",
    ),
    _Table(
        "mental_followup",
        texts=(
            "risk_level insight sleep diet sf_selfcare sf_housework sf_work sf_learning sf_social lock "
            "admission discharged_on lab adherence adr effect referral classification "
            "proposed_classification symptoms_other lab_other adr_other rehabilitation_other visit_id "
            "other_signs proposed_referral rule_version decision_reason referral_reason referral_org_dept "
            "next_visit_date"
        ),
        truths="severe_adr severe_illness referral_declined",
        documents=(
            "symptoms dangerous_acts psychiatric_medicines medicine_advice rehabilitation reasons original_codes"
        ),
        indexes="next_visit_date visit_id",
    ),
    _Table(
        "tuberculosis_first_visit",
        texts=(
            "patient_type sputum resistance regimen usage supervisor single_room ventilation pickup_place "
            "pickup_time edu_card edu_method edu_course edu_irregular edu_adr edu_sputum edu_travel "
            "edu_habits edu_contacts symptoms_other visit_id other_signs proposed_referral rule_version "
            "decision_reason referral_reason referral_org_dept next_visit_date"
        ),
        truths="referral_declined",
        documents="symptoms dosage_form reasons original_codes",
        indexes="next_visit_date visit_id",
    ),
    _Table(
        "tuberculosis_followup",
        texts=(
            "supervisor regimen usage adr complication referral_dept result_2w handling stop_date "
            "stop_reason dose_rate evaluator_sign symptoms_other adr_other complication_other visit_id "
            "other_signs proposed_referral rule_version decision_reason referral_reason referral_org_dept "
            "next_visit_date"
        ),
        integers="treatment_month missed_doses visits_due visits_done doses_due doses_done",
        truths="intensive referral_declined",
        documents="symptoms dosage_form reasons original_codes",
        indexes="next_visit_date visit_id",
    ),
    _Table(
        "copd_followup",
        texts=(
            "form_version classification proposed_classification visit_id other_signs proposed_referral "
            "rule_version decision_reason referral_reason referral_org_dept next_visit_date"
        ),
        truths="referral_declined",
        documents="reasons original_codes",
        indexes="next_visit_date visit_id",
    ),
    _Table(
        "health_examination",
        texts=(
            "elderly_health elderly_self_care elderly_cognition elderly_emotion exercise_state "
            "exercise_years exercise_kind smoking_state drinking_state drinking_stopped drunk_last_year "
            "hazard hazard_job hazard_years dust dust_protection radiation radiation_protection physical "
            "physical_protection chemical chemical_protection other_hazard other_hazard_protection lips "
            "pharynx vision_left vision_right corrected_left corrected_right hearing movement fundus skin "
            "sclera lymph_nodes barrel_chest breath_sounds rales heart_rhythm heart_murmur "
            "abdomen_tenderness abdomen_mass hepatomegaly splenomegaly shifting_dullness leg_oedema "
            "pedal_pulse rectal vulva vagina cervix uterus adnexa other_physical haemoglobin white_cells "
            "platelets blood_other urine_protein urine_sugar urine_ketone urine_blood urine_other fbg ecg "
            "urine_microalbumin stool_blood hba1c hbsag alt ast albumin total_bilirubin direct_bilirubin "
            "creatinine urea potassium sodium total_cholesterol triglycerides ldl hdl chest_xray "
            "abdominal_ultrasound other_ultrasound cervical_smear exam_other problem_nerve problem_other "
            "evaluation weight_goal vaccine_advised symptoms_other drinks_other dust_protection_other "
            "radiation_protection_other physical_protection_other chemical_protection_other "
            "other_hazard_protection_other teeth_other fundus_other skin_other sclera_other "
            "lymph_nodes_other breath_sounds_other rales_other heart_murmur_other "
            "abdomen_tenderness_other abdomen_mass_other hepatomegaly_other splenomegaly_other "
            "shifting_dullness_other rectal_other breast_other vulva_other vagina_other cervix_other "
            "uterus_other adnexa_other ecg_other chest_xray_other abdominal_ultrasound_other "
            "other_ultrasound_other cervical_smear_other problem_cerebral_other problem_kidney_other "
            "problem_heart_other problem_vascular_other problem_eye_other problem_nerve_other "
            "problem_other_other risk_control_other visit_id other_signs proposed_referral rule_version "
            "decision_reason referral_reason referral_org_dept next_visit_date"
        ),
        integers=(
            "pulse_rate sbp_left dbp_left sbp_right dbp_right cognition_score emotion_score "
            "smoking_from_age smoking_until_age drinking_until_age drinking_from_age"
        ),
        truths="referral_declined",
        documents=(
            "symptoms diet drinks teeth breast problem_cerebral problem_kidney problem_heart "
            "problem_vascular problem_eye hospital_stays home_beds year_medicines vaccinations "
            "abnormal_findings guidance risk_control reasons original_codes"
        ),
        indexes="next_visit_date visit_id",
    ),
    _Table(
        "encounter",
        texts="resident_id encounter_date subjective objective assessment plan doctor_sign",
        indexes="encounter_date resident_id",
    ),
    _Table(
        "consultation",
        texts="resident_id consult_date reason opinion responsible_doctor",
        documents="consultants",
        indexes="consult_date resident_id",
    ),
    _Table(
        "contact_attempt",
        texts="resident_id attempted_on channel result next_try_on reason by",
        documents="purpose",
        indexes="attempted_on resident_id",
    ),
    _Table(
        "yearly_base",
        texts="area",
        integers=(
            "year resident_population elderly_population hypertension_due diabetes_due tuberculosis_notified "
            "service_population"
        ),
        indexes="area",
    ),
)


def upgrade() -> None:
    """Add tables and columns; nothing that a file holds is rewritten."""
    for table in TABLES:
        _create(table)
    for name in ("lost_reason", "death_cause", "death_somatic"):
        op.add_column("visit", sa.Column(name, sa.String()))
    op.add_column("visit", sa.Column("respiratory_rate", sa.Integer()))
    op.add_column("return", sa.Column("discharged_on", sa.String()))
    for name in ("visit", "resident", "hypertension_followup", "diabetes_followup"):
        op.add_column(name, sa.Column("original_codes", sa.JSON()))
    supplied = sa.text("medicines IS NOT NULL AND instr(medicines, 'days_supplied') > 0")
    op.create_index("ix_visit_supplied", "visit", ["resident_id", "visit_date"], sqlite_where=supplied)


def _create(table: _Table) -> None:
    op.create_table(
        table.name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        *_columns(table.texts, sa.String),
        *_columns(table.integers, sa.Integer),
        *_columns(table.truths, sa.Boolean),
        *_columns(table.documents, sa.JSON),
        *_columns("author authored_at change_reason", sa.String),
        *_columns("extra", sa.JSON),
        *_columns("digest", sa.Integer),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table.name}"),
    )
    for column in table.indexes.split():
        op.create_index(f"ix_{table.name}_{column}", table.name, [column])


def _columns(names: str, kind: Any) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind()) for name in names.split()]
