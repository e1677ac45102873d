"""The one fixture that both ends must answer equally: records of two villages, and what must be counted from them."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

from clinic_app.guidelines.indicators import Figure

FIXTURE: dict[str, Any] = json.loads((Path(__file__).parent / "indicators.json").read_text(encoding="utf-8"))
VILLAGES = ("990101001001", "990101001002")
TOWNSHIP = "T1"
_PERIOD = re.compile(r"(\d{4})(?:Q(\d))?")
Numbers = dict[str, list[int | None]]


def id_of(name: str) -> str:
    """The id that `#name` stands for."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name.removeprefix("#")))


def records() -> list[dict[str, Any]]:
    """Every record with ids in place of names, in an order in which what is named comes first."""
    return [_resolved(each) for each in FIXTURE["records"]]


def expectations() -> list[tuple[int, int | None, dict[str, Numbers]]]:
    """Year, quarter, and the figures of each area."""
    found = []
    for name, areas in FIXTURE["expected"].items():
        match = _PERIOD.fullmatch(name)
        assert match
        found.append((int(match[1]), int(match[2]) if match[2] else None, areas))
    return found


def referral_expectations() -> dict[str, dict[str, Numbers]]:
    """What the tables of referrals of 2026 hold at the county: by dimension, then line."""
    found: dict[str, dict[str, Numbers]] = FIXTURE["referrals"]["2026"]
    return found


def numbers(figures: list[Figure] | tuple[Figure, ...]) -> Numbers:
    """Numerator and denominator by key."""
    return {each.key: [each.numerator, each.denominator] for each in figures}


def _resolved(value: Any) -> Any:
    if isinstance(value, str):
        return id_of(value) if value.startswith("#") else value
    if isinstance(value, list):
        return [_resolved(each) for each in value]
    return {name: _resolved(each) for name, each in value.items()} if isinstance(value, dict) else value
