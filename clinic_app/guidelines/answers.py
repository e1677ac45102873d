"""A section's answers by record key, read without surprises: what is not of the expected kind was not answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_DIGITS = 9
"""Longer numbers are answers to none of the questions."""


class Answers:
    """Typed reading of a section's values. Codes may stand as text or number; a newer peer's codes pass through."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def code(self, key: str) -> str:
        """One printed code, empty when not answered."""
        return _code(self._values.get(key))

    def codes(self, key: str) -> tuple[str, ...]:
        """Several printed codes, each once, in the order given."""
        return tuple(dict.fromkeys(filter(None, map(_code, _list(self._values.get(key))))))

    def row_codes(self, key: str, part: str) -> tuple[str, ...]:
        """The codes of one part of a repeated group: the acts of `[{"act": "5", "times": 1}]`."""
        rows = [each for each in _list(self._values.get(key)) if isinstance(each, Mapping)]
        return tuple(dict.fromkeys(filter(None, (_code(each.get(part)) for each in rows))))

    def whole(self, key: str) -> int | None:
        """A whole number from 0 on, given as number or text."""
        code = _code(self._values.get(key))
        plain = code.isascii() and code.isdecimal() and len(code) <= MOST_DIGITS
        return int(code) if plain else None

    def truth(self, key: str) -> bool | None:
        """Yes or no; None was not asked."""
        value = self._values.get(key)
        return value if isinstance(value, bool) else None


def _code(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**MOST_DIGITS
    return str(value) if number else ""


def _list(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()
