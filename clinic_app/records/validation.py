"""Validation of values against their declarations: the one piece of code behind forms, command line and server."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from clinic_app.clock import parse_instant
from clinic_app.records import identity_number
from clinic_app.records.field import Context, Field, FieldError, Kind, RecordType
from clinic_app.records.identifiers import is_id

EARLIEST = date(1850, 1, 1)
LARGEST = 10**12
_WRITTEN_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
_WRITTEN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BREAKS = {"\n", "\t"}
_JOINERS = {"\u200d", "\u200c"}
# They turn the order of what is read around: 李‹›甲乙 could stand in a list as another's name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Checked:
    """Clean values, what is wrong with the rest, and what was tidied on the way."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    notices: tuple[FieldError, ...] = ()


class Refused(ValueError):
    """A value that cannot be; the message is a Chinese sentence for the person who typed it."""


def clean_text(raw: str) -> str:
    """Trimmed text without control characters, signs that turn the direction of writing and lone surrogates.

    Every other code point stays.
    """

    if raw.isprintable():
        return raw.strip()

    def keeps(character: str) -> bool:
        if character in _BREAKS or character in _JOINERS:
            return True
        return character not in _TURNING and unicodedata.category(character) not in ("Cc", "Cs")

    return "".join(each for each in raw.replace("\r\n", "\n") if keeps(each)).strip()


def check(record_type: RecordType, values: Mapping[str, Any], context: Context) -> Checked:
    """A whole new record: every value, what is required, and the record's own rules.

    Unknown names are kept as they are (a newer peer may know them); absent means not asked; None or an
    empty text means cleared.
    """
    checked = check_values(record_type, values)
    missing = [
        FieldError(name, f"缺少{record_type.fields[name].label}")
        for name in record_type.required
        if checked.values.get(name) in (None, "", []) and not any(e.field == name for e in checked.errors)
    ]
    errors = [*checked.errors, *missing]
    if not errors:
        errors = run_rules(record_type, checked.values, context)
    return Checked(checked.values, tuple(errors), checked.notices)


def run_rules(record_type: RecordType, values: Mapping[str, Any], context: Context) -> list[FieldError]:
    """The record's own cross-field rules over clean values."""
    return [error for rule in record_type.rules for error in rule(values, context)]


def check_values(record_type: RecordType, values: Mapping[str, Any]) -> Checked:
    """Each value by itself, brought to its stored shape."""
    clean: dict[str, Any] = {}
    errors: list[FieldError] = []
    notices: list[FieldError] = []
    for name, raw in values.items():
        declared = record_type.fields.get(name)
        if declared is None:
            clean[name] = _tidy(raw)
            continue
        try:
            clean[name] = None if raw is None or raw == "" else check_value(declared, raw)
        except Refused as refusal:
            errors.append(FieldError(name, str(refusal)))
            continue
        if isinstance(raw, str) and isinstance(clean[name], str) and _had_controls(raw):
            notices.append(FieldError(name, f"{declared.label}里有看不见的控制字符，已去掉"))
    return Checked(clean, tuple(errors), tuple(notices))


def _tidy(raw: Any) -> Any:
    """A value that this program does not know: kept in its shape, its texts cleaned."""
    if isinstance(raw, str):
        return clean_text(raw)
    if isinstance(raw, list):
        return [_tidy(each) for each in raw]
    if isinstance(raw, Mapping):
        return {clean_text(str(name)): _tidy(value) for name, value in raw.items()}
    return raw


def _had_controls(raw: str) -> bool:
    if raw.isprintable():
        return False
    return any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\r\n\t" for each in raw)


def check_value(declared: Field, raw: Any) -> Any:
    """One value in its stored shape; raises Refused with a sentence."""
    value = _CHECKS[declared.kind](declared, raw)
    if value == "":
        return None
    return value


def _text(declared: Field, raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise Refused(f"{declared.label}应为文字")
    value = clean_text(str(raw))
    if declared.kind is Kind.TEXT:
        value = value.replace("\n", " ").replace("\t", " ")
    if declared.name == "id_no":
        value = _identity(value)
    if declared.max_length and len(value) > declared.max_length:
        raise Refused(f"{declared.label}超过{declared.max_length}个字")
    return value


def _identity(value: str) -> str:
    """A good resident number in its 18-digit form; other documents' numbers as typed. Rules judge later."""
    try:
        return identity_number.parse(value).number if value else value
    except ValueError:
        return identity_number.normalise(value)


def _plain_number(declared: Field, raw: Any) -> Decimal:
    if type(raw) is int and abs(raw) < LARGEST:
        # As stored and sent; whatever else people write is read below.
        return Decimal(raw)
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise Refused(f"{declared.label}应为数字")
    written = unicodedata.normalize("NFKC", str(raw)).strip().replace("。", ".")
    if not _WRITTEN_NUMBER.fullmatch(written):
        raise Refused(f"{declared.label}应为数字")
    try:
        return Decimal(written)
    except InvalidOperation:
        raise Refused(f"{declared.label}应为数字") from None


@cache
def _limit(written: str) -> Decimal:
    return Decimal(written)


def _ranged(declared: Field, raw: Any) -> Decimal:
    number = _plain_number(declared, raw)
    low, high = declared.minimum, declared.maximum
    if (low is not None and number < _limit(low)) or (high is not None and number > _limit(high)):
        raise Refused(f"{declared.label}应在{low}到{high}{declared.unit}之间，填的是{number}")
    return number


def _integer(declared: Field, raw: Any) -> int:
    number = _ranged(declared, raw)
    if number != number.to_integral_value():
        raise Refused(f"{declared.label}应为整数，填的是{number}")
    return int(number)


def _decimal(declared: Field, raw: Any) -> str:
    number = _ranged(declared, raw)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > declared.decimals:
        number = number.quantize(Decimal(1).scaleb(-declared.decimals))
    return f"{number.normalize():f}"


def _boolean(declared: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    known = {
        "1": True,
        "true": True,
        "是": True,
        "有": True,
        "0": False,
        "false": False,
        "否": False,
        "无": False,
    }
    try:
        return known[str(raw).strip().lower()]
    except KeyError:
        raise Refused(f"{declared.label}应为是或否") from None


def _known_code(declared: Field, raw: Any) -> str:
    if isinstance(raw, str) and raw in declared.codes:
        return raw
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        raise Refused(f"{declared.label}应为选项代码")
    if declared.open_codes:
        return clean_text(str(raw))
    written = unicodedata.normalize("NFKC", clean_text(str(raw)))
    if any(option.code == written for option in declared.options):
        return written
    by_label = next((option.code for option in declared.options if option.label == written), None)
    if by_label is None:
        choices = "、".join(f"{option.code} {option.label}" for option in declared.options[:14])
        raise Refused(f"{declared.label}没有“{written}”这个选项，可选：{choices}")
    return by_label


def _codes(declared: Field, raw: Any) -> list[str]:
    if isinstance(raw, str):
        raw = [part for part in re.split(r"[/,，、;；\s]+", raw) if part]
    elif isinstance(raw, int) and not isinstance(raw, bool):
        raw = [raw]
    if not isinstance(raw, (list, tuple)):
        raise Refused(f"{declared.label}应为选项代码的列表")
    found = list(dict.fromkeys(_known_code(declared, each) for each in raw))
    alone = [each for each in found if each in declared.exclusive]
    if alone and len(found) > 1:
        raise Refused(f"{declared.label}选了“{declared.label_of(alone[0])}”，不能再选别项")
    return found


def _date(declared: Field, raw: Any) -> str:
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    if isinstance(raw, str) and _WRITTEN_DATE.fullmatch(raw):
        # As stored and sent; whatever else people write is read below.
        with contextlib.suppress(ValueError):
            if date.fromisoformat(raw) >= EARLIEST:
                return raw
    written = unicodedata.normalize("NFKC", str(raw)).strip()
    matched = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", written) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", written
    )
    if not matched:
        raise Refused(f"{declared.label}应写成 2026-11-22 这样的日期")
    try:
        found = date(*(int(part) for part in matched.groups()))
    except ValueError:
        raise Refused(f"{declared.label}写的日期不存在：{written[:20]}") from None
    if found < EARLIEST:
        raise Refused(f"{declared.label}年份太早：{written[:20]}")
    return found.isoformat()


def _month(declared: Field, raw: Any) -> str:
    matched = re.fullmatch(r"(\d{4})[-./年](\d{1,2})月?", unicodedata.normalize("NFKC", str(raw)).strip())
    if not matched or not 1 <= int(matched[2]) <= 12:
        raise Refused(f"{declared.label}应写成 2026-11 这样的年月")
    return f"{matched[1]}-{int(matched[2]):02d}"


def _instant(declared: Field, raw: Any) -> str:
    try:
        parse_instant(str(raw))
    except ValueError:
        raise Refused(f"{declared.label}的时间格式不对") from None
    return str(raw)


def _reference(declared: Field, raw: Any) -> str:
    if not is_id(raw):
        raise Refused(f"{declared.label}应为记录编号")
    return str(raw)


def _items(declared: Field, raw: Any) -> list[dict[str, Any]]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(each, Mapping) for each in raw):
        raise Refused(f"{declared.label}应为列表，每行一项")
    return [_item(declared, row) for row in raw]


def _item(declared: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {str(name): value for name, value in row.items()}
    for part in declared.items:
        raw = kept.get(part.name)
        if raw in (None, ""):
            kept.pop(part.name, None)
            if part.required:
                raise Refused(f"{declared.label}缺少{part.label}")
            continue
        kept[part.name] = check_value(part, raw)
    return kept


def _object(declared: Field, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise Refused(f"{declared.label}应为名称和值的对照")
    return {str(name): value for name, value in raw.items()}


_CHECKS: Mapping[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.BOOLEAN: _boolean,
    Kind.CODE: _known_code,
    Kind.CODES: _codes,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.INSTANT: _instant,
    Kind.REFERENCE: _reference,
    Kind.ITEMS: _items,
    Kind.OBJECT: _object,
}


def sentences(record_type: RecordType, errors: Iterable[FieldError]) -> list[str]:
    """The errors as one line each, with the field's own label."""
    labels = {name: each.label for name, each in record_type.fields.items()}
    return [f"{labels.get(error.field, error.field)}：{error.message}" for error in errors]
