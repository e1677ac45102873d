"""An answer to every declared field, each telling from the others, and which of them a page does not show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from clinic_app.printing.text import chinese_date
from clinic_app.printing.values import coded
from clinic_app.records.field import Field, Kind

from .reading import flat

NOT_ASKED = (Kind.REFERENCE, Kind.OBJECT, Kind.BOOLEAN, Kind.INSTANT)
FIRST_DAY = date(2019, 1, 2)
CHARACTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"


def asked(fields: Mapping[str, Field], form: str = "") -> dict[str, Field]:
    """The fields that a form asks; of one form where it is named."""
    return {
        name: each for name, each in fields.items() if each.kind not in NOT_ASKED and (not form or each.form == form)
    }


def answers_to(fields: Mapping[str, Field]) -> dict[str, Any]:
    """A value for each field: the last option, a marked word, a number or a day of its own."""
    return {name: _answer(each, place) for place, (name, each) in enumerate(fields.items())}


def _answer(field: Field, place: int) -> Any:
    if field.kind is Kind.CODE:
        return field.options[-1].code if field.options else "甲"
    if field.kind is Kind.CODES:
        return [field.options[-1].code] if field.options else []
    if field.kind is Kind.DATE:
        return (FIRST_DAY + timedelta(days=37 * place)).isoformat()
    if field.kind in (Kind.INTEGER, Kind.DECIMAL):
        low, high = float(field.minimum or 0), float(field.maximum or 999)
        number = low + (high - low) * (place * 61 % 97 + 1) / 99
        return int(number) if field.kind is Kind.INTEGER else f"{number:.{max(field.decimals, 1)}f}"
    if field.kind is Kind.ITEMS:
        row = {item.name: _answer(item, place * 7 + at) for at, item in enumerate(field.items)}
        return [row | {item.name: item.options[0].code for item in field.items if item.options}]
    return _mark(place)


def _mark(place: int) -> str:
    """Two characters and the place: no other field's answer holds it."""
    return f"{CHARACTERS[place % 20]}{CHARACTERS[place // 20 % 20]}字{place:03d}"


def missing(printed: str, fields: Mapping[str, Field], values: Mapping[str, Any]) -> list[str]:
    """Names whose answer, or one of whose options, `printed` (without spaces) does not hold."""
    return [name for name, each in fields.items() if not all(part in printed for part in _parts(each, values[name]))]


def _parts(field: Field, value: Any) -> Iterable[str]:
    """What must stand on the paper for an answer."""
    if field.kind in (Kind.CODE, Kind.CODES):
        yield from (flat(coded(option)) for option in field.options)
    elif field.kind is Kind.ITEMS:
        for item in field.items:
            if item.kind not in (Kind.CODE, Kind.DATE):
                yield flat(str(value[0][item.name]))
    elif field.kind is Kind.DATE:
        yield flat(chinese_date(date.fromisoformat(value)))
    else:
        yield flat(str(value))
