"""What the read interface can do, and how it answers: CapabilityStatement, search results, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clinic_app import __version__
from clinic_app.exchange.fhir.values import FHIR_VERSION, MEDIA_TYPE, Resource, tidy

PATIENT = ("patient", "subject")
SEARCH: Mapping[str, Mapping[str, str]] = {
    "Composition": {"patient": "reference", "subject": "reference"},
    "Condition": {"patient": "reference", "subject": "reference"},
    "Encounter": {"patient": "reference", "subject": "reference"},
    "Observation": {"patient": "reference", "subject": "reference", "code": "token"},
    "Organization": {},
    "Patient": {"identifier": "token"},
    "ServiceRequest": {"patient": "reference", "subject": "reference", "identifier": "token", "status": "token"},
    "Task": {"patient": "reference", "focus": "reference", "status": "token"},
}
"""The resources that can be read, with their own search parameters; `_id` and `_count` are everybody's."""
KINDS = tuple(SEARCH)
DOCUMENT_OPERATION = "http://hl7.org/fhir/OperationDefinition/Composition-document"
SECURITY = "A read token of the county (clinic-app county fhir-token add) as `Authorization: Bearer TOKEN`."
BY_POST = "Only by POST [type]/_search: in an address logs and proxies would keep it, and a GET with it is refused."


def capability_statement(date: str) -> Resource:
    """What this server answers; `date` is when it is asked."""
    found: Resource = tidy({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": date,
        "kind": "instance",
        "software": {"name": "clinic_app", "version": __version__},
        "implementation": {"description": "County server of clinic_app: referrals and what belongs to them, read only"},
        "fhirVersion": FHIR_VERSION,
        "format": [MEDIA_TYPE],
        "rest": [{
            "mode": "server",
            "security": {"description": SECURITY},
            "resource": [_resource(kind, own) for kind, own in SEARCH.items()],
        }],
    })  # fmt: skip
    return found


def _resource(kind: str, own: Mapping[str, str]) -> Resource:
    found: Resource = {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchParam": [{"name": "_id", "type": "token"}, *(_parameter(*each) for each in own.items())],
    }
    if kind == "Composition":
        found["operation"] = [{"name": "document", "definition": DOCUMENT_OPERATION}]
    return found


def _parameter(name: str, of: str) -> Resource:
    found: Resource = {"name": name, "type": of}
    return {**found, "documentation": BY_POST} if name == "identifier" else found


def search_result(base: str, resources: Sequence[Resource], self_link: str, next_link: str) -> Resource:
    """The Bundle of a search; there is no total: what is further on has not been looked at."""
    links = [{"relation": "self", "url": self_link}, *([{"relation": "next", "url": next_link}] if next_link else [])]
    found: Resource = {"resourceType": "Bundle", "type": "searchset", "link": links}
    entries = [
        {"fullUrl": f"{base}/{each['resourceType']}/{each['id']}", "resource": each, "search": {"mode": "match"}}
        for each in resources
    ]
    return {**found, "entry": entries} if entries else found


def operation_outcome(code: str, words: str) -> Resource:
    """Why there is no other answer: an IssueType of FHIR and a sentence for people."""
    issue: dict[str, Any] = {"severity": "error", "code": code, "details": {"text": words}, "diagnostics": words}
    found: Resource = tidy({"resourceType": "OperationOutcome", "issue": [issue]})
    return found
