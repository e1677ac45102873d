"""Records as lines of JSON (NDJSON): what `records put` reads and `records export` writes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic_app.protocol.mutation import MAX_LINE

DEEPEST = 32
LARGEST = 2**63 - 1
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Problem:
    """Why a line is not a save: one sentence for the person, and the name it is about, if any."""

    message: str
    field: str = ""


class _Unreadable(ValueError):
    """Carries the sentence out of the JSON reader."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def export_line(type_name: str, record_id: str, rev: int, void: bool, fields: Mapping[str, Any]) -> bytes:
    """One record as canonical JSON without a line end: field names sorted, no blanks, UTF-8."""
    ordered = {name: fields[name] for name in sorted(fields)}
    record = {"type": type_name, "id": record_id, "rev": rev, "void": void, "fields": _sorted(ordered)}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate cannot be stored, but would be written as its JSON escape.
    return text.encode("utf-8", "backslashreplace")


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [_sorted(each) for each in value]
    return value


def parse_line(line: bytes) -> dict[str, Any] | Problem:
    """The JSON object of one line, or what is wrong with the line. Never raises."""
    if len(line) > MAX_LINE:
        return Problem("这一行超过1MB，没有保存，分成几次保存")
    try:
        text = line.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(f"这一行不是UTF-8文字（第{error.start + 1}个字节），没有保存，把文件另存为UTF-8")
    try:
        parsed = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_decimal
        )
        _check(parsed, 1)
    except _Unreadable as problem:
        return Problem(str(problem), problem.field)
    except RecursionError:
        return Problem(f"这一行嵌套超过{DEEPEST}层，没有保存")
    except json.JSONDecodeError as error:
        return Problem(f"这一行不是完整的JSON（第{error.pos + 1}个字附近），没有保存，核对引号、逗号和括号")
    if not isinstance(parsed, dict):
        return Problem("这一行应是一个JSON对象，以{开头，没有保存")
    return parsed


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _Unreadable(f"“{_shown(twice)}”在同一个对象里写了两次，没有保存，只留一个", _shown(twice))
    return found


def _constant(written: str) -> Any:
    raise _Unreadable(f"{written}不是可以保存的数，没有保存，没有测就不写这一项")


def _integer(written: str) -> int:
    # Counting characters first: converting a very long number takes minutes.
    if len(written) > 20 or abs(int(written)) > LARGEST:
        raise _Unreadable("有一个整数太大，没有保存，号码类的内容要写在引号里")
    return int(written)


def _decimal(written: str) -> float:
    number = float(written) if len(written) <= 40 else math.inf
    if not math.isfinite(number):
        raise _Unreadable("有一个小数太大或太长，没有保存，测量值最好写在引号里")
    return number


def _check(value: Any, depth: int) -> None:
    """Refuse what no store can hold: deep nesting, lone surrogates."""
    if depth > DEEPEST:
        raise _Unreadable(f"这一行嵌套超过{DEEPEST}层，没有保存")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            _check_text(name)
            _check(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check(each, depth + 1)


def _check_text(text: str) -> None:
    if not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text):
        raise _Unreadable("有半个字符（单独的代理码\\ud800一类），没有保存，改正后再存")


def _shown(name: str) -> str:
    """A name that is safe to print in a message."""
    return name[:40].encode("utf-8", "replace").decode("utf-8")
