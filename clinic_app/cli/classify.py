"""`clinic-app classify FILE.ndjson`: the rule check alone, one follow-up per line, without data folder or password."""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from clinic_app.guidelines import (
    ControlBook,
    Finding,
    PreviousVerdict,
    RuleBooks,
    RuleFileError,
    Verdict,
    assess,
    default_rule_books,
)

ALL_GOOD, SOME_BAD, NOT_DONE = 0, 1, 2
BYTE_ORDER_MARK = "\ufeff"
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_ECHO = 40


def classify_lines(lines: Iterable[bytes | str], books: RuleBooks | None = None) -> Iterator[dict[str, Any]]:
    """Judge each non-blank line; a bad line gives its errors and the others are still judged.

    Lines are JSON objects in UTF-8, with or without byte order mark. Blank lines count in `line` and give nothing.
    Yields `{"classification": …, "rule_version": …}` or `{"line": n, "ok": False, "errors": [{"field", "message"}]}`.
    """
    rules = books or default_rule_books()
    for number, line in enumerate(lines, 1):
        try:
            text = _text(line).removeprefix(BYTE_ORDER_MARK).strip()
            if not text:
                continue
            yield _answer(_judge(_parse(text), rules))
        except _Refused as refused:
            errors = [{"field": name, "message": message} for name, message in refused.errors]
            yield {"line": number, "ok": False, "errors": errors}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `classify` takes."""
    parser.description = (
        "逐行判断 NDJSON 中的高血压、糖尿病随访：分类、是否达标、转诊建议、下次随访日期和理由。"
        "全部判断出来返回 0，有坏行返回 1，文件读不到返回 2。"
    )
    parser.add_argument("file", metavar="FILE.ndjson", help="每行一个 JSON 对象，UTF-8；- 表示标准输入")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object per non-blank line; 0 all judged, 1 some line was bad, 2 nothing could be read."""
    # The output is for programs: UTF-8 whatever the code page of the console is.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        books = default_rule_books()
    except (OSError, RuleFileError) as problem:
        print(f"规则文件读不出来，一行也没有判断，重新安装程序后再试：{problem}", file=sys.stderr)
        return NOT_DONE
    if arguments.file == "-":
        return _print_verdicts(sys.stdin.buffer, books)
    try:
        lines = Path(arguments.file).read_bytes().split(b"\n")
    except OSError:
        print(f"读不到文件 {arguments.file}，一行也没有判断，核对文件名和权限后再试", file=sys.stderr)
        return NOT_DONE
    return _print_verdicts(lines, books)


def _print_verdicts(lines: Iterable[bytes], books: RuleBooks) -> int:
    code = ALL_GOOD
    for answer in classify_lines(lines, books):
        if not answer.get("ok", True):
            code = SOME_BAD
        print(json.dumps(answer, ensure_ascii=False))
    return code


class _Refused(Exception):
    """A line that cannot be judged, with every reason found: (field or None, message)."""

    def __init__(self, errors: Sequence[tuple[str | None, str]]) -> None:
        super().__init__(errors)
        self.errors = errors


def _text(line: bytes | str) -> str:
    if isinstance(line, str):
        return line
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _Refused([(None, "这一行不是 UTF-8 编码，另存为 UTF-8 后再试")]) from problem


def _parse(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_unique_names)
    except json.JSONDecodeError as problem:
        message = f"不是完整的 JSON，问题在第 {problem.pos + 1} 个字符附近"
        raise _Refused([(None, message)]) from problem
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise _Refused([(None, "数字太长或嵌套太深，读不了这一行")]) from problem
    if not isinstance(value, dict):
        raise _Refused([(None, "一行应是一个 JSON 对象")])
    return value


def _refuse_constant(name: str) -> None:
    raise _Refused([(None, f"{name} 不是数字，没有测就不写这一项")])


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused([(_echo(twice), f"{_echo(twice)} 在同一行写了两次，留下正确的一个")])
    return values


def _judge(values: dict[str, Any], books: RuleBooks) -> Verdict:
    line = _Line(values, books)
    programme = line.programme()
    day = line.day("visit_date", values.get("visit_date"))
    sbp, dbp = line.number("sbp"), line.number("dbp")
    if sbp is not None and dbp is not None and sbp <= dbp:
        line.refuse("sbp", "收缩压应高于舒张压，核对是否填反")
    fbg, age = line.number("fbg"), line.number("age")
    finding = Finding(
        programme=programme,
        visit_date=day or date.min,
        age=None if age is None else int(age),
        sbp=None if sbp is None else int(sbp),
        dbp=None if dbp is None else int(dbp),
        fbg=fbg,
        symptoms=line.codes("symptoms"),
        danger_signs=line.danger_signs(programme, day),
        adr=line.code("adr", values.get("adr"), ("1", "2")),
        new_complication=line.truth("new_complication"),
        previous=line.previous(),
    )
    if line.errors:
        raise _Refused(line.errors)
    return assess(books.in_force(programme, finding.visit_date), finding)


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "classification": verdict.classification,
        "meets_assessment_target": verdict.meets_assessment_target,
        "meets_clinical_target": verdict.meets_clinical_target,
        "referral": verdict.referral,
        "next_visit_date": verdict.next_visit_date.isoformat() if verdict.next_visit_date else None,
        "reasons": list(verdict.reasons),
        "rule_version": verdict.rule_version,
    }


class _Line:
    """One parsed line; every reader gives its value or notes why it cannot."""

    def __init__(self, values: dict[str, Any], books: RuleBooks) -> None:
        self._values = values
        self._books = books
        # What is possible does not depend on the visit's day: the latest edition says it.
        self._general = books.general[-1]
        self.errors: list[tuple[str | None, str]] = []

    def refuse(self, name: str, message: str) -> None:
        self.errors.append((name, message))

    def programme(self) -> str:
        value = self._values.get("programme")
        # A line carries measurements: only programmes that are judged by them can be asked for.
        known = dict.fromkeys(book.programme for book in self._books.books if isinstance(book, ControlBook))
        if isinstance(value, str) and value in known:
            return value
        self.refuse("programme", f"programme 应是 {' 或 '.join(known)}")
        return ""

    def day(self, name: str, value: object, where: str = "") -> date | None:
        """A date written YYYY-MM-DD that a follow-up can have had."""
        day = _iso_day(value)
        if day is None:
            self.refuse(name, f"{where}日期应写成 2026-03-05 这样，且是日历上有的一天")
        elif not self._general.first_day <= day <= self._general.last_day:
            first, last = self._general.first_day, self._general.last_day
            self.refuse(name, f"{where}日期 {day} 不在 {first} 到 {last} 之间")
            return None
        return day

    def number(self, name: str) -> Decimal | None:
        """A possible measurement, as number or text; absent or null means not measured."""
        value = self._values.get(name)
        if value is None:
            return None
        possible = self._general.possible[name]
        number = _decimal(value)
        if number is None:
            self.refuse(name, f"{possible.label}“{_echo(value)}”不是数字")
        elif not possible.low <= number <= possible.high:
            limits = f"{possible.low}-{possible.high} {possible.unit}"
            self.refuse(name, f"{possible.label} {_echo(value)} 不可能，应在 {limits} 之间")
        elif possible.whole and number != number.to_integral_value():
            self.refuse(name, f"{possible.label} {_echo(value)} 应是整数")
        else:
            return number
        return None

    def code(self, name: str, value: object, known: Sequence[str], where: str = "") -> str | None:
        """One printed code, as number or text; null means not asked."""
        if value is None:
            return None
        code = _code(value)
        if code in known:
            return code
        self.refuse(name, f"{where}“{_echo(value)}”不是 {'、'.join(known)} 之一")
        return None

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes or words, as numbers or texts."""
        values = self._values.get(name)
        if values is None:
            return ()
        codes = [_code(value) for value in values] if isinstance(values, list) else [None]
        if None in codes:
            self.refuse(name, f'{name} 应是代码的列表，如 ["1"]')
            return ()
        return tuple(code for code in codes if code)

    def danger_signs(self, programme: str, day: date | None) -> tuple[str, ...]:
        """Danger signs by code or by the rule file's words; "无" stands alone."""
        given = self.codes("danger_signs")
        if not given or not programme:
            return ()
        book = self._books.in_force(programme, day or date.max)
        codes = {text: book.danger_sign_code(text) for text in given}
        for text, code in codes.items():
            if code is None:
                self.refuse("danger_signs", f"规则中没有危急情况“{_echo(text)}”")
        known = tuple(dict.fromkeys(code for code in codes.values() if code))
        if book.no_danger_sign.code in known and len(known) > 1:
            self.refuse("danger_signs", "选了“无”就不能再选其他危急情况")
        return known

    def truth(self, name: str) -> bool:
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.refuse(name, f"{name} 应是 true 或 false")
        return False

    def previous(self) -> tuple[PreviousVerdict, ...]:
        """Earlier verdicts of the same programme, in any order; a null classification was not judged."""
        values = self._values.get("previous")
        if values is None:
            return ()
        if not isinstance(values, list):
            self.refuse("previous", "previous 应是以往随访的列表")
            return ()
        verdicts = [self._previous(value, f"第 {index} 次以往随访：") for index, value in enumerate(values, 1)]
        return tuple(verdict for verdict in verdicts if verdict)

    def _previous(self, value: object, where: str) -> PreviousVerdict | None:
        if not isinstance(value, dict) or "classification" not in value:
            self.refuse("previous", f"{where}要有 visit_date 和 classification")
            return None
        day = self.day("previous", value.get("visit_date"), where)
        code = self.code("previous", value["classification"], ("1", "2", "3", "4"), f"{where}分类")
        return PreviousVerdict(day, int(code) if code else None) if day else None


def _iso_day(value: object) -> date | None:
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def _decimal(value: object) -> Decimal | None:
    """A JSON number, or a text that is one (full-width digits too); anything else is None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if not isinstance(value, str):
        return None
    plain = unicodedata.normalize("NFKC", value).strip()
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def _code(value: object) -> str | None:
    """A code as text: 2, 2.0, "2" and "２" are the same; None when it cannot be a code."""
    if isinstance(value, str):
        return unicodedata.normalize("NFKC", value).strip() or None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if abs(number) < 1000 and number == number.to_integral_value():
        return str(int(number))
    return None


def _echo(value: object) -> str:
    """What was written, short and printable, for a message."""
    if isinstance(value, list | dict):
        return "列表" if isinstance(value, list) else "对象"
    text = json.dumps(value) if value is None or isinstance(value, bool) else str(value)
    shown = text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…"
    return shown.encode("utf-8", "replace").decode("utf-8")
