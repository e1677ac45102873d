"""接诊记录表 (SOAP) and 会诊记录表, third edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Part
from clinic_app.printing.declared import Answers, row_table, words
from clinic_app.printing.form_head import FormHead
from clinic_app.records.encounter import CONSULTATION_FORM, ENCOUNTER_FORM, Consultation, Encounter

FREE = 40
"""Lines that one free text may fill before it goes on to a continuation page."""


def encounter_form(name: str, record_no8: str, values: Mapping[str, Any]) -> BlockForm:
    """One consultation at the clinic: the fields of an `encounter`."""
    answers = Answers(Encounter.declaration.fields, values)
    texts = (("subjective", 54.0), ("objective", 54.0), ("assessment", 44.0), ("plan", 62.0))
    lines = tuple((_free(answers, key, high),) for key, high in texts)
    closing = _closing(answers, "doctor_sign", "encounter_date")
    head = FormHead(ENCOUNTER_FORM, name, record_no8)
    return BlockForm(head, (Block("", (Item("", lines), closing)),), size=12.0)


def consultation_form(name: str, record_no8: str, values: Mapping[str, Any]) -> BlockForm:
    """One consultation with other doctors: the fields of a `consultation`."""
    answers = Answers(Consultation.declaration.fields, values)
    texts = tuple((_free(answers, key, 72.0),) for key in ("reason", "opinion"))
    field = answers.fields["consultants"]
    doctors = Item("", ((words(f"{field.label}：", bold=True),),))
    table = Item("", row_table(field, values.get("consultants"), (1.0, 1.0), 5))
    closing = _closing(answers, "responsible_doctor", "consult_date")
    head = FormHead(CONSULTATION_FORM, name, record_no8)
    return BlockForm(head, (Block("", (Item("", texts), doctors, table, closing)),), size=12.0)


def _free(answers: Answers, key: str, high: float) -> Part:
    return answers.text(key, high=high, most=FREE)


def _closing(answers: Answers, signed: str, dated: str) -> Item:
    return Item("", ((Part(answers.measure(signed, width=34.0)), Part(answers.day(dated))),))
