"""Reading the county's CSV files: UTF-8 or GB18030, every wrong row told with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from clinic_app.county.problems import CountyProblem
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context, Field, Kind
from clinic_app.records.validation import check

LIST_SEPARATOR = re.compile(r"[;；]")
VILLAGE_CODE = re.compile(r"[0-9]{12}")
MOST_ERRORS = 50
LARGEST_FILE = 32 << 20
BASES = ("resident_population", "elderly_population", "hypertension_due", "diabetes_due", "tuberculosis_notified",
         "service_population", "hospital_discharges")  # fmt: skip


SHEET_TIME = re.compile(r"([0-9]{1,2})[:：]([0-9]{2})(?:[:：]00)?")
TIMES = ("starts", "ends")
YES = frozenset({"1", "是", "停用", "yes", "true"})
RETIRED = "retired"
"""The column by which the county takes a row out of force."""


@dataclass(frozen=True)
class Table:
    """One kind of file: columns, those that may be left out, lists, and columns whose field has another name.

    `key` are the fields that make up the record's id.
    """

    type: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ("code",)


TABLES = {
    "villages": Table("village", ("code", "name", "township", "ehr3", "groups"), ("township", "ehr3", "groups"),
                      ("groups",)),
    "organisations": Table("organisation", ("code", "name", "kind", "parent", "villages", "phone"),
                           ("parent", "villages", "phone"), ("villages",), {"parent": "parent_code"}),
    "departments": Table("department", ("code", "organisation", "name", "phone", RETIRED), ("phone", RETIRED),
                         key=("organisation", "code")),
    "staff": Table("staff", ("code", "name", "organisation", "role", "phone", "villages"), ("phone", "villages"),
                   ("villages",)),
    "bases": Table("yearly_base", ("year", "area", *BASES), BASES, key=("year", "area")),
    "slots": Table("care_slot", ("organisation", "department", "kind", "date", "starts", "ends", "minutes", "capacity",
                                 "item", "doctor", RETIRED), ("ends", "item", "doctor", RETIRED),
                   renamed={"date": "slot_date"},
                   key=("organisation", "department", "slot_date", "starts", "item", "doctor")),
    "beds": Table("bed_count", ("organisation", "department", "free", "counted_on", "phone", RETIRED),
                  ("phone", RETIRED), key=("organisation", "department")),
    "capabilities": Table("capability", ("organisation", "centre", "level", "phone", "area", "minutes", "note",
                                         RETIRED), ("area", "minutes", "note", RETIRED),
                          key=("organisation", "centre", "area")),
    "costs": Table("cost_rule", ("scheme", "valid_from", "level", "deductible", "rate", "source", RETIRED),
                   ("source", RETIRED), key=("scheme", "valid_from", "level")),
    "diseases": Table("disease_list", ("kind", "code", "name", RETIRED), (RETIRED,), key=("kind", "code")),
    "recognised": Table("recognised_item", ("code", "name", "valid_days", RETIRED), (RETIRED,)),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One good line. `fields` holds None for what the file leaves empty."""

    line: int
    id: str
    fields: dict[str, Any]
    retired: bool = False


def read_rows(table: Table, path: Path, today: date) -> list[Row]:
    """All rows of a file; raises CountyProblem naming every wrong line (the first 50) when any is wrong."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows: list[Row] = []
    errors: list[str] = []
    try:
        header = _header(table, next(reader, []), path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _read_row(table, header, reader.line_num, cells, today, rows, errors)
    except csv.Error as problem:
        errors.append(f"第{reader.line_num}行：表格格式不对（{problem}）")
    errors += _repeated(rows)
    if errors:
        raise refused(path, errors)
    return rows


def refused(path: Path, errors: Sequence[str]) -> CountyProblem:
    """The whole file is refused, with its wrong lines."""
    more = [f"……另有{len(errors) - MOST_ERRORS}处"] if len(errors) > MOST_ERRORS else []
    lines = "\n".join([*errors[:MOST_ERRORS], *more])
    return CountyProblem(f"{path.name} 有{len(errors)}处不对，整个文件没有载入，改好后再载入：\n{lines}")


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        raise CountyProblem(f"文件读不出来：{path}，什么也没有改动") from None
    if len(raw) > LARGEST_FILE:
        raise CountyProblem(f"文件超过{LARGEST_FILE >> 20}MB：{path.name}，什么也没有改动")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CountyProblem(f"{path.name} 不是 UTF-8 或 GB18030 编码的文本，什么也没有改动，另存为 CSV（UTF-8）再载入")


def _header(table: Table, cells: Sequence[str], path: Path) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in table.columns if name not in names and name not in table.optional]
    if missing:
        wanted = ",".join(table.columns)
        raise CountyProblem(f"{path.name} 的第一行缺少列 {','.join(missing)}，什么也没有改动；应有：{wanted}")
    return names


def _read_row(
    table: Table,
    header: Sequence[str],
    line: int,
    cells: Sequence[str],
    today: date,
    rows: list[Row],
    errors: list[str],
) -> None:
    given = [(name, cell) for name, cell in zip(header, cells, strict=False) if name in table.columns]
    values = {table.renamed.get(name, name): _value(table, name, cell) for name, cell in given}
    retired = str(values.pop(RETIRED, None) or "").lower() in YES
    found = [f"村代码应为12位数字，写的是“{code[:20]}”" for code in _bad_villages(table, values)]
    if len(cells) > len(header):
        found.append(f"有{len(cells)}格，比第一行多")
    checked = check(RECORD_TYPES[table.type], values, Context(today))
    found = [*(error.message for error in checked.errors), *found]
    if found:
        errors += [f"第{line}行：{message}" for message in found]
        return
    rows.append(Row(line, _record_id(table, checked.values), dict(checked.values), retired))


def _value(table: Table, name: str, cell: str) -> str | list[str] | None:
    """A cell as its field takes it: a list split, a choice by its words, a time as a spreadsheet writes it."""
    text = cell.strip()
    if name in TIMES and (time := SHEET_TIME.fullmatch(text)):
        return f"{time[1]:0>2}:{time[2]}"
    if name in table.lists:
        return [part.strip() for part in LIST_SEPARATOR.split(text) if part.strip()] or None
    declared = RECORD_TYPES[table.type].fields.get(table.renamed.get(name, name))
    return _code(declared, text) if declared is not None and declared.kind is Kind.CODE else text or None


def _code(declared: Field, text: str) -> str | None:
    return next((option.code for option in declared.options if option.label == text), text) or None


def _record_id(table: Table, values: Mapping[str, Any]) -> str:
    return ":".join(str(values.get(name) or "") for name in table.key)


def _bad_villages(table: Table, values: Mapping[str, Any]) -> list[str]:
    codes = [values["code"]] if table.type == "village" and values.get("code") else values.get("villages") or []
    return [code for code in codes if not VILLAGE_CODE.fullmatch(code)]


def _repeated(rows: Sequence[Row]) -> list[str]:
    seen: dict[str, int] = {}
    errors = []
    for row in rows:
        if row.id in seen:
            errors.append(f"第{row.line}行：代码“{row.id}”和第{seen[row.id]}行重复")
        seen.setdefault(row.id, row.line)
    return errors
