"""A meter that somebody chose for this laptop, as it is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

BLUETOOTH, SERIAL = "bluetooth", "serial"
SETTING = "meters"
"""Under which the list is kept in the encrypted file."""


@dataclass(frozen=True)
class Meter:
    """`place` is a Bluetooth address or a serial port; `form` the profile's service or the name of a line format."""

    kind: str
    place: str
    name: str
    form: str


def meters_from(stored: Iterable[Mapping[str, Any]]) -> list[Meter]:
    """The remembered meters; entries of another shape are left out."""
    names = set(Meter.__dataclass_fields__)
    return [
        Meter(**{name: str(each[name]) for name in names})
        for each in stored
        if isinstance(each, Mapping) and names <= each.keys()
    ]


def as_stored(meters: Iterable[Meter]) -> list[dict[str, Any]]:
    """The list as it is remembered."""
    return [asdict(each) for each in meters]
