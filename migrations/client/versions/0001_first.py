"""The first tables: what a clinic writes down, and what only this laptop knows.

Revision ID: 0001
Revises:
Create Date: 2026-11-22
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String()) for name in names]


def _integers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer()) for name in names]


def _truths(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Boolean()) for name in names]


def _documents(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.JSON()) for name in names]


def _record(table: str, *columns: sa.Column[Any]) -> None:
    """A record table. No foreign keys: a record may arrive before its parent, and a hospital has no residents."""
    op.create_table(
        table,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        *columns,
        *_texts("author", "authored_at", "change_reason"),
        *_documents("extra"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def upgrade() -> None:
    """Make every table."""
    _people_and_places()
    _care()
    _sync_tables()
    _laptop_tables()


def _people_and_places() -> None:
    _record(
        "organisation",
        *_texts("code", "name", "kind", "parent_code"),
        *_documents("villages"),
        *_texts("phone"),
    )
    _record(
        "village",
        *_texts("code", "name", "township", "ehr3"),
        *_documents("groups"),
    )
    _record(
        "department",
        *_texts("code", "organisation", "name", "phone"),
    )
    _index("department", "organisation")
    _record(
        "staff",
        *_texts("code", "name", "organisation", "role", "phone"),
        *_documents("villages"),
    )
    _index("staff", "organisation")
    _record(
        "household",
        *_texts("village_code", "group_name", "house_no", "head_name", "phone"),
    )
    _index("household", "village_code")
    _record(
        "resident",
        *_texts(
            "name",
            "sex",
            "birth_date",
            "id_type",
            "id_no",
            "village_code",
            "household_id",
            "relation_to_head",
            "current_address",
            "registered_address",
            "phone",
            "record_no",
            "filing_org",
            "filing_person",
            "responsible_doctor",
            "filing_date",
            "work_unit",
            "contact_name",
            "contact_phone",
            "residence_type",
            "ethnicity",
            "abo",
            "rh",
            "education",
            "occupation",
            "marital",
        ),
        *_documents(
            "payment",
            "drug_allergy",
            "exposure",
            "past_disease",
            "surgery",
            "trauma",
            "transfusion",
            "family_father",
            "family_mother",
            "family_siblings",
            "family_children",
        ),
        *_texts("genetic"),
        *_documents("disability"),
        *_texts(
            "kitchen_vent",
            "fuel",
            "water",
            "toilet",
            "livestock",
            "ethnicity_other",
            "payment_other",
            "drug_allergy_other",
            "past_disease_other",
            "family_father_other",
            "family_mother_other",
            "family_siblings_other",
            "family_children_other",
            "genetic_other",
            "disability_other",
        ),
    )
    _index("resident", "household_id")
    _index("resident", "id_no")
    _index("resident", "name")
    _index("resident", "village_code")
    _record(
        "allergy",
        *_texts("resident_id", "code", "text", "noted_on"),
    )
    _index("allergy", "resident_id")
    _record(
        "diagnosis",
        *_texts("resident_id", "code", "text", "diagnosed_on", "noted_on"),
    )
    _index("diagnosis", "resident_id")
    _record(
        "chronic_registration",
        *_texts("resident_id", "programme", "registered_on", "diagnosed_on", "source"),
    )
    _index("chronic_registration", "programme")
    _index("chronic_registration", "resident_id")


def _care() -> None:
    _record(
        "visit",
        *_texts("resident_id", "visit_date", "visit_mode", "outcome", "outcome_reason", "death_date"),
        *_integers("sbp", "dbp", "heart_rate"),
        *_texts("weight", "height", "bmi", "waist", "temperature"),
        *_integers("smoking"),
        *_texts("drinking"),
        *_integers("exercise_freq", "exercise_min"),
        *_texts("psych", "compliance"),
        *_documents("medicines", "provenance", "not_measured"),
        *_texts("doctor_sign", "typist", "note", "weight_target", "bmi_target"),
        *_integers("smoking_target"),
        *_texts("drinking_target"),
        *_integers("exercise_freq_target", "exercise_min_target"),
    )
    _index("visit", "resident_id", "visit_date")
    _index("visit", "visit_date")
    _record(
        "hypertension_followup",
        *_documents("symptoms"),
        *_texts(
            "salt",
            "aux_exam",
            "symptoms_other",
            "salt_target",
            "adr_other",
            "visit_id",
            "other_signs",
            "adherence",
            "adr",
        ),
        *_truths("new_complication"),
        *_documents("danger_signs"),
        *_texts("classification", "proposed_classification"),
        *_truths("meets_assessment_target", "meets_clinical_target"),
        *_texts("proposed_referral"),
        *_documents("reasons"),
        *_texts("rule_version"),
        *_truths("referral_declined"),
        *_texts("decision_reason", "referral_reason", "referral_org_dept", "next_visit_date"),
    )
    _index("hypertension_followup", "next_visit_date")
    _index("hypertension_followup", "visit_id")
    _record(
        "diabetes_followup",
        *_documents("symptoms"),
        *_texts("dorsalis_pedis", "dorsalis_pedis_side"),
        *_integers("staple_food"),
        *_texts("fbg", "hba1c", "hba1c_date", "other_exam", "hypoglycemia"),
        *_documents("insulin"),
        *_texts("symptoms_other"),
        *_integers("staple_food_target"),
        *_texts("adr_other", "visit_id", "other_signs", "adherence", "adr"),
        *_truths("new_complication"),
        *_documents("danger_signs"),
        *_texts("classification", "proposed_classification"),
        *_truths("meets_assessment_target", "meets_clinical_target"),
        *_texts("proposed_referral"),
        *_documents("reasons"),
        *_texts("rule_version"),
        *_truths("referral_declined"),
        *_texts("decision_reason", "referral_reason", "referral_org_dept", "next_visit_date"),
    )
    _index("diabetes_followup", "next_visit_date")
    _index("diabetes_followup", "visit_id")
    _record(
        "referral",
        *_texts(
            "resident_id",
            "slip_no",
            "direction",
            "urgency",
            "referral_date",
            "to_org",
            "to_dept",
            "to_doctor",
            "initial_impression",
            "present_illness",
            "past_history",
            "treatment_course",
            "from_org",
            "from_doctor_sign",
            "from_phone",
            "patient_name",
            "sex",
        ),
        *_integers("age"),
        *_texts(
            "birth_date",
            "id_no",
            "record_no",
            "home_address",
            "patient_phone",
            "village_code",
            "allergy_text",
            "visit_id",
            "proposed_referral",
        ),
        *_documents("pack"),
    )
    _index("referral", "from_org")
    _index("referral", "resident_id")
    _index("referral", "slip_no")
    _index("referral", "to_org")
    _index("referral", "urgency")
    _index("referral", "visit_id")
    _record(
        "referral_event",
        *_texts(
            "referral_id",
            "event",
            "happened_at",
            "organisation",
            "staff",
            "dept",
            "doctor",
            "slot",
            "to_org",
            "to_dept",
            "reason",
            "note",
        ),
    )
    _index("referral_event", "referral_id")
    _record(
        "return",
        *_texts(
            "referral_id",
            "return_date",
            "to_org",
            "to_doctor",
            "medical_record_no",
            "inpatient_no",
            "diagnosis",
            "exam_results",
            "treatment_course",
            "next_plan",
            "rehab_advice",
            "treatment_and_advice",
            "from_org",
            "from_doctor_sign",
            "from_phone",
        ),
    )
    _index("return", "referral_id")


def _sync_tables() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("mid", sa.String(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, server_default="pending"),
        sa.Column("outcome", sa.JSON()),
        sa.Column("last_seq", sa.Integer()),
        sa.Column("passed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("clinical", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("mid", name="uq_outbox_mid"),
        sqlite_autoincrement=True,
    )
    _index("outbox", "state")
    op.create_index("ix_outbox_seq", "outbox", ["seq"], sqlite_where=sa.text("passed IS 0"))
    op.create_table(
        "outbox_row",
        sa.Column("mid", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("mid", "type", "id", name="pk_outbox_row"),
    )
    _index("outbox_row", "type", "id")
    op.create_table(
        "shadow",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("type", "id", name="pk_shadow"),
    )
    op.create_table(
        "history",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", "rev", name="pk_history"),
    )


def _laptop_tables() -> None:
    op.create_table(
        "event_order",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("seq", sa.Integer(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("mid", sa.String()),
        sa.Column("detail", sa.String()),
    )
    _index("audit", "mid")
    op.create_table("setting", sa.Column("name", sa.String(), primary_key=True), sa.Column("value", sa.JSON()))
    op.create_table(
        "account",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        *_texts("staff", "role"),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("name", name="uq_account_name"),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
    )
    op.create_table(
        "resident_search",
        sa.Column("resident_id", sa.String(), primary_key=True),
        sa.Column("haystack", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        *_texts("village_code"),
    )
    _index("resident_search", "sort_name", "resident_id")
    _index("resident_search", "village_code", "sort_name", "resident_id")
