"""A remote consultation that came back as the return of a referral, on the paper of every consultation: 会诊记录表."""

from __future__ import annotations

from sqlalchemy import Connection

from clinic_app.printing.document import Form
from clinic_app.printing.encounter import consultation_form
from clinic_app.printing.values import short_number, words_of
from clinic_app.store.projection import read_body
from clinic_app.store.queries.referral import referral_with_events


def returned_consultation(connection: Connection, record_id: str) -> Form | None:
    """The form of an opinion by the id of its return or of the referral; None where there is none."""
    stored = read_body(connection, "return", record_id)
    found = referral_with_events(connection, str(stored[0].fields["referral_id"]) if stored else record_id)
    answer = stored[0].fields if stored else found.return_slip if found else None
    if found is None or answer is None or not answer.get("opinion"):
        return None
    asked = found.shown
    reasons = (asked.get("initial_impression"), asked.get("present_illness"))
    values = {
        "reason": "\n".join(words_of(each) for each in reasons if each),
        "opinion": answer["opinion"],
        "consultants": answer.get("consultants"),
        "responsible_doctor": asked.get("from_doctor_sign"),
        "consult_date": answer.get("return_date"),
    }
    return consultation_form(words_of(asked.get("patient_name")), short_number(asked.get("record_no")), values)
