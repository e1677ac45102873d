"""Two judges of a FHIR resource: the R4 JSON schema of HL7 (cut to our resources) and the models of fhir.resources."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from fhir.resources.R4B import get_fhir_model_class

from clinic_app.exchange.fhir.values import encode

SCHEMA = Path(__file__).parent / "r4.schema.json"
"""HL7's fhir.schema.json of R4 (4.0.0, CC0) without what we never write and without its words; 4.0.1, which corrected
wording only, is added to the versions that it knows."""


@cache
def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


@cache
def _validator(kind: str) -> Any:
    # One definition at a time: an error of a oneOf over all says nothing.
    own = {name: each for name, each in _schema().items() if name != "oneOf"}
    return jsonschema_rs.validator_for({**own, "allOf": [{"$ref": f"#/definitions/{kind}"}]})


def checked(resource: Any) -> dict[str, Any]:
    """The resource as a reader of its JSON has it; AssertionError with the place where a judge objects."""
    raw = resource if isinstance(resource, bytes) else encode(resource)
    found: dict[str, Any] = json.loads(raw)
    kind = found["resourceType"]
    parts = [each["resource"] for each in found.get("entry", ())] if kind == "Bundle" else []
    for part in parts:
        checked(part)
    problems = [
        f"{kind}{list(each.instance_path)}: {each.message[:300]}" for each in _validator(kind).iter_errors(found)
    ]
    assert not problems, problems
    get_fhir_model_class(kind).model_validate_json(raw)
    return found
