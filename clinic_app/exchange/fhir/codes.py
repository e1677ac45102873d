"""Code systems and codes of the mapping. Ours that no standard has are under `urn:clinic-app:`."""

from __future__ import annotations

from clinic_app.exchange.fhir.values import Resource, coding
from clinic_app.records.permission import SENSITIVE

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
CONDITION_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION_STATUS = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ORGANISATION_TYPE = "http://terminology.hl7.org/CodeSystem/organization-type"
IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203"
IDENTITY_CARD = "urn:oid:2.16.156.10011.1.3"
"""居民身份证号 in the national shared documents."""
OURS = "urn:clinic-app:"
RECORD_NO, SLIP_NO, ORGANISATION_CODE = f"{OURS}record-no", f"{OURS}slip-no", f"{OURS}organisation"
VILLAGE, IDENTITY_TYPE, DOCUMENT = f"{OURS}village", f"{OURS}identity-type", f"{OURS}document"
DIRECTION, REQUEST, STATE = f"{OURS}referral-direction", f"{OURS}referral-request", f"{OURS}referral-state"
PATH, EVENT, CENTRE = f"{OURS}referral-path", f"{OURS}referral-event", f"{OURS}emergency"
PAST_DISEASE, KIND, DISEASE = f"{OURS}past-disease", f"{OURS}organisation-kind", f"{OURS}disease-group"

GENDER = {"1": "male", "2": "female", "0": "unknown", "9": "unknown"}
PRIORITY = {"routine": "routine", "urgent": "urgent", "emergency": "stat"}
VISIT_CLASS = {"1": ("AMB", "ambulatory"), "2": ("HH", "home health"), "3": ("VR", "virtual")}
ICD_OF_PAST_DISEASE = {"2": ("I10", "原发性高血压"), "3": ("E14", "糖尿病"), "5": ("J44", "慢性阻塞性肺疾病")}
"""Only where the form's words say no less than the code; the others stay in words."""
RESTRICTED = SENSITIVE["diagnosis"][1]
"""严重精神障碍, 结核病, 肝炎, 其他法定传染病: the law asks for more care with them."""


def loinc(code: str, display: str) -> Resource:
    """A LOINC coding."""
    return coding(LOINC, code, display)


REFERRAL_NOTE = loinc("57133-1", "Referral note")
CONSULT_NOTE = loinc("11488-4", "Consult note")
DISCHARGE_SUMMARY = loinc("18842-5", "Discharge summary")
