"""FHIR values from ours: texts without what FHIR forbids, days, instants, numbers, references; and JSON at the end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

Resource = dict[str, Any]
FHIR_VERSION = "4.0.1"
MEDIA_TYPE = "application/fhir+json"
XHTML = "http://www.w3.org/1999/xhtml"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
# U+3000 and its kin are white space to the pattern of FHIR's string and not one of the four that it allows.
_SPACES = re.compile(r"[^\S \t\r\n]|[\u0085\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_encoder = msgspec.json.Encoder(decimal_format="number")


def text(value: object) -> str:
    """A string as FHIR takes it: other white space (U+3000) becomes a plain space, control characters go."""
    return _SPACES.sub(" ", _CONTROLS.sub("", str(value))).strip()


def day(value: object) -> str | None:
    """A date; None for what is none."""
    try:
        return date.fromisoformat(str(value)).isoformat() if value else None
    except ValueError:
        return None


def moment(value: object) -> str | None:
    """An instant with its zone; a time without one, or none at all, is None."""
    try:
        found = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    return str(value) if found is not None and found.tzinfo is not None and "T" in str(value) else None


def number(value: object) -> Decimal | None:
    """An exact number; None for what is none."""
    if value is None or isinstance(value, bool) or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def fhir_id(*parts: object) -> str:
    """An id of a resource. Ours fit as they are; other characters of a code are written as `.` and their hex."""
    joined = "-".join(str(part) for part in parts)
    if _ID.fullmatch(joined):
        return joined
    return "".join(each if _ID.fullmatch(each) and each != "." else f".{ord(each):x}" for each in joined)[:64]


def reference(kind: str, record_id: object, display: object = "") -> Resource | None:
    """A reference to a resource of this server; None without an id."""
    if not record_id:
        return None
    return {"reference": f"{kind}/{fhir_id(record_id)}", "display": display}


def concept(words: object = "", *codings: Mapping[str, Any]) -> Resource:
    """A CodeableConcept of codings and the words that people see."""
    return {"coding": list(codings), "text": words}


def coding(system: str, code: str, display: str = "") -> Resource:
    """One Coding."""
    return {"system": system, "code": code, "display": display}


def narrative(paragraphs: Iterable[tuple[str, object]], status: str = "generated") -> Resource:
    """The words of a section or resource as XHTML: a name and what it holds for each."""
    lines = [
        f"<p>{f'<b>{html.escape(text(name))}</b>：' if name else ''}{html.escape(text(value))}</p>"
        for name, value in paragraphs
        if value not in (None, "")
    ]
    return {"status": status, "div": f'<div xmlns="{XHTML}">{"".join(lines) or "<p>—</p>"}</div>'}


def tidy(value: Any) -> Any:
    """A resource without anything empty, its strings as FHIR takes them; FHIR has no null and no empty list."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        kept = {name: tidy(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [each for each in map(tidy, value) if each not in (None, "", [], {})]
    return value


def encode(resource: Mapping[str, Any]) -> bytes:
    """The JSON of a tidy resource; decimals keep their digits."""
    return _encoder.encode(resource)
