"""An organisation of the county's directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.exchange.fhir.codes import KIND, ORGANISATION_CODE, ORGANISATION_TYPE
from clinic_app.exchange.fhir.values import Resource, coding, concept, fhir_id, reference, tidy
from clinic_app.records.organisation import ORGANISATION_KIND

_WORDS = {option.code: option.label for option in ORGANISATION_KIND}
_CARERS = ("county_hospital", "township_centre", "village_clinic")


def organisation(code: str, fields: Mapping[str, Any], *, active: bool = True) -> Resource:
    """The Organization of a code."""
    kind = str(fields.get("kind") or "")
    general = coding(
        ORGANISATION_TYPE, *(("prov", "Healthcare Provider") if kind in _CARERS else ("govt", "Government"))
    )
    own = [coding(KIND, kind, _WORDS.get(kind, ""))] if kind else []
    found: Resource = tidy({
        "resourceType": "Organization",
        "id": fhir_id(code),
        "identifier": [{"use": "official", "system": ORGANISATION_CODE, "value": code}],
        "active": active,
        "type": [concept(_WORDS.get(kind, kind), general, *own)],
        "name": fields.get("name") or code,
        "telecom": [{"system": "phone", "value": fields.get("phone"), "use": "work"}] if fields.get("phone") else [],
        "partOf": reference("Organization", fields.get("parent_code")),
    })  # fmt: skip
    return found
