"""Residents from the sheets of other programs: read and checked row by row (resident_saves.py makes saves of them)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from clinic_app.exchange import resident_columns as columns
from clinic_app.exchange.sheet import Sheet, SheetRow, excel_day, read_sheets
from clinic_app.records import identity_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.edition import ORIGINAL, Edition, Translated
from clinic_app.records.field import Context, FieldError
from clinic_app.records.resident import RESIDENT_CARD
from clinic_app.records.validation import check, check_values

HEADER_WITHIN = 10
PLACE = "place."
PROGRAMME = "programme."
HOUSEHOLD_FIELD = {"group": "group_name", "house_no": "house_no", "head": "head_name", "phone": "phone"}
RESIDENT, RH, NEGATIVE = "resident", "rh", "rh.negative"


@dataclass(frozen=True)
class RowError:
    """Why a row is not imported: its line in the file, the column as it is called there, one sentence."""

    line: int
    column: str
    message: str
    moved_in: tuple[str, str] | None = None
    """Number and name of somebody who has moved in and is not on file here: to be looked up and claimed."""

    def __str__(self) -> str:
        place = f"第{self.line}行" + (f"“{self.column}”" if self.column else "")
        return f"{place}：{self.message}"


@dataclass(frozen=True)
class Row:
    """One person of a file. `fields` are clean resident fields, `household` those of the family.

    `unknown` holds the cells of columns that the program does not know, by their header.
    """

    line: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    household: Mapping[str, Any] = field(default_factory=dict)
    household_no: str = ""
    programmes: tuple[str, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[RowError, ...] = ()
    notices: tuple[RowError, ...] = ()
    """Cells that were left out, with the reason; the row is imported all the same."""


@dataclass(frozen=True)
class ResidentsFile:
    """A file as read. `problem` is a sentence about the file as a whole, empty when all of it was read."""

    rows: tuple[Row, ...] = ()
    problem: str = ""
    encoding: str = ""
    known_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[RowError, ...]:
        """All row errors in the order of the file."""
        return tuple(error for row in self.rows for error in row.errors)

    @property
    def notices(self) -> tuple[RowError, ...]:
        """What was left out of rows that can be imported."""
        return tuple(notice for row in self.good for notice in row.notices)

    @property
    def good(self) -> tuple[Row, ...]:
        """The rows that can be imported."""
        return tuple(row for row in self.rows if not row.errors)


def read_residents(
    path: Path,
    today: date,
    *,
    villages: Mapping[str, str] | None = None,
    village: str = "",
    edition: Edition | None = None,
) -> ResidentsFile:
    """The people of an .xlsx or .csv file, each row checked; never raises for what is in the file.

    `villages` turns village names into codes; `village` is the code for rows that name none. `edition` says in whose
    codes the cells are; without it they are the third edition's.
    """
    sheets = read_sheets(path)
    chosen = next((sheet for sheet in sheets if _header(sheet) is not None), None)
    if chosen is None:
        first = next((sheet.problem for sheet in sheets if sheet.problem), "")
        return ResidentsFile(problem=first or "没有找到表头，没有导入，表格里要有一行写着“姓名”等列名")
    place = _header(chosen)
    assert place is not None
    names = {spot: cell for spot, cell in enumerate(chosen.rows[place].cells) if cell}
    return residents_of(chosen, place, names, _keys(names), today, villages=villages, village=village, edition=edition)


def residents_of(
    sheet: Sheet,
    header_at: int,
    names: Mapping[int, str],
    keys: Mapping[int, str],
    today: date,
    *,
    villages: Mapping[str, str] | None = None,
    village: str = "",
    edition: Edition | None = None,
) -> ResidentsFile:
    """The people of a sheet whose columns are known: `names` by place, `keys` (ours) by place; else as above."""
    reader = _Reader(names, keys, Context(today), dict(villages or {}), village, edition)
    return ResidentsFile(
        rows=tuple(reader.read(row) for row in sheet.rows[header_at + 1 :]),
        problem=sheet.problem,
        encoding=sheet.encoding,
        known_columns=tuple(names[spot] for spot in keys),
        unknown_columns=tuple(name for spot, name in names.items() if spot not in keys),
    )


def _header(sheet: Sheet) -> int | None:
    """The place of the header: the first of the top rows that names 姓名 and one thing more."""
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = {columns.key_of(cell) for cell in row.cells if cell} - {None}
        if "name" in found and len(found) > 1:
            return place
    return None


def _keys(names: Mapping[int, str]) -> dict[int, str]:
    """Our keys by column; a second column of one meaning counts as unknown, so that its cells are reported."""
    found: dict[int, str] = {}
    for spot, name in names.items():
        key = columns.key_of(name)
        if key is not None and key not in found.values():
            found[spot] = key
    return found


class _Refused(ValueError):
    """A cell that cannot be understood; carries its key and the sentence."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass
class _Reader:
    """Turns rows of one file into people."""

    names: Mapping[int, str]
    keys: Mapping[int, str]
    context: Context
    villages: Mapping[str, str]
    village: str
    edition: Edition | None

    def read(self, row: SheetRow) -> Row:
        """One row; what is wrong with it is in its errors."""
        cells = {key: row.cells[spot] for spot, key in self.keys.items() if spot < len(row.cells) and row.cells[spot]}
        unknown = {
            name: row.cells[spot]
            for spot, name in self.names.items()
            if spot not in self.keys and spot < len(row.cells) and row.cells[spot]
        }
        extra = [cell for spot, cell in enumerate(row.cells) if spot not in self.names and cell]
        if row.problem or extra:
            message = row.problem or "这一行的列数比表头多，核对是不是多了逗号"
            return Row(row.line, unknown=unknown, errors=(RowError(row.line, "", message),))
        blurred = {self.keys[spot] for spot in row.blurred if spot in self.keys}
        numeric = {self.keys[spot] for spot in row.numeric if spot in self.keys}
        return self._person(row.line, cells, blurred, numeric, unknown)

    def _person(
        self, line: int, cells: dict[str, str], blurred: set[str], numeric: set[str], unknown: dict[str, str]
    ) -> Row:
        written = self._in_third_edition(cells)
        cells = {key: _cell(value) for key, value in written.fields.items() if key != ORIGINAL}
        problems: list[FieldError] = list(written.errors)
        fields: dict[str, Any] = {ORIGINAL: written.fields[ORIGINAL]} if ORIGINAL in written.fields else {}
        for key, cell in cells.items():
            if key.startswith((PLACE, PROGRAMME)) or key == "village_code":
                continue
            try:
                fields |= _resident_value(key, cell, key in blurred, key in numeric)
            except _Refused as refusal:
                problems.append(FieldError(refusal.key, str(refusal)))
        try:
            fields["village_code"] = self._village_code(cells)
        except _Refused as refusal:
            problems.append(FieldError(refusal.key, str(refusal)))
        programmes = self._programmes(cells, fields, problems)
        _fill_from_number(fields)
        checked = check(RECORD_TYPES["resident"], fields, self.context)
        named = {problem.field for problem in problems}
        problems += [error for error in checked.errors if error.field not in named and not _follows(error, named)]
        household = {name: cells[PLACE + part] for part, name in HOUSEHOLD_FIELD.items() if cells.get(PLACE + part)}
        house = check_values(RECORD_TYPES["household"], household)
        problems += [FieldError(_place_key(error.field), error.message) for error in house.errors]
        errors = tuple(RowError(line, self._column(problem.field), problem.message) for problem in problems)
        return Row(
            line=line,
            fields={name: value for name, value in checked.values.items() if value is not None},
            household={name: value for name, value in house.values.items() if value is not None},
            household_no=cells.get("place.household", ""),
            programmes=programmes,
            unknown=unknown,
            errors=errors,
            notices=tuple(RowError(line, self._column(each.field), each.message) for each in written.notices),
        )

    def _in_third_edition(self, cells: Mapping[str, str]) -> Translated:
        """The cells in the codes that are stored. “RH阴性” is a question of older forms: its words tell by themselves,
        its codes only in the edition that they are said to be of."""
        asked, negative = dict(cells), cells.get(NEGATIVE)
        asked.pop(NEGATIVE, None)
        told = columns.rh_of_negative(negative) if negative else None
        explained = self.edition is not None and (RESIDENT, RH) in self.edition.items
        if negative and told is None and not explained:
            left = FieldError(NEGATIVE, "“RH阴性”列里的代码是旧版的，用 --edition 指明版本；没有导入这一项")
            read = self._translated(asked)
            kept = {**read.fields.get(ORIGINAL, {}), RH: negative}
            return Translated({**read.fields, ORIGINAL: kept}, (*read.notices, left), read.errors)
        if negative and told is None:
            asked.setdefault(RH, negative)
        read = self._translated(asked)
        if told is None:
            return read
        kept = {**read.fields.get(ORIGINAL, {}), RH: str(negative)}
        return Translated({**read.fields, RH: told, ORIGINAL: kept}, read.notices, read.errors)

    def _translated(self, cells: Mapping[str, str]) -> Translated:
        return self.edition.translate(RESIDENT, cells) if self.edition else Translated(dict(cells))

    def _village_code(self, cells: Mapping[str, str]) -> str:
        given = cells.get("village_code") or cells.get("place.village") or ""
        if not given:
            if not self.village:
                raise _Refused("village_code", "缺少村代码，表里加一列“村代码”，或导入时指定村")
            return self.village
        if given in self.villages.values() or given.isdigit():
            return given
        code = self.villages.get(given) or self.villages.get(given.removesuffix("村委会").removesuffix("村") + "村")
        if code is None and self.villages:
            raise _Refused("place.village", f"村名录里没有“{given[:20]}”，改成名录里的村名或12位村代码")
        if not (code or self.village):
            raise _Refused("place.village", "还没有村名录，填12位村代码")
        return code or self.village

    def _programmes(
        self, cells: Mapping[str, str], fields: dict[str, Any], problems: list[FieldError]
    ) -> tuple[str, ...]:
        found = []
        for programme, disease in (("hypertension", "2"), ("diabetes", "3")):
            answer = columns.yes(cells.get(PROGRAMME + programme, ""))
            if answer is None:
                problems.append(FieldError(PROGRAMME + programme, "应写“是”或“否”"))
            elif answer:
                found.append(programme)
                known = [code for code in fields.get("past_disease", []) if code != "1"]
                fields["past_disease"] = sorted({*known, disease}, key=int)
        return tuple(found)

    def _column(self, key: str) -> str:
        """The column's name in the file, or our name for what the file does not have."""
        spot = next((spot for spot, each in self.keys.items() if each == key), None)
        if spot is not None:
            return self.names[spot]
        declared = RECORD_TYPES["resident"].fields.get(key)
        return columns.LABEL.get(key) or (declared.label if declared else key)


def _cell(value: Any) -> str:
    """A translated value as the text of a cell again: several codes as the form prints them."""
    return "/".join(str(each) for each in value) if isinstance(value, (list, tuple)) else str(value)


def _place_key(name: str) -> str:
    return next((PLACE + part for part, field_name in HOUSEHOLD_FIELD.items() if field_name == name), name)


def _follows(error: FieldError, named: set[str]) -> bool:
    """Whether an error only says again that a cell with an error of its own is missing."""
    follows = {"village_code": "place.village", "birth_date": "id_no", "sex": "id_no"}
    return error.message.startswith("缺少") and follows.get(error.field) in named


def _resident_value(key: str, cell: str, blurred: bool, numeric: bool) -> dict[str, Any]:
    """The fields that one cell fills; raises _Refused."""
    if key == "id_no":
        return {"id_no": _identity(cell, blurred)}
    if key == "birth_date":
        return {"birth_date": excel_day(cell) if numeric else cell}
    if key == "filing_date":
        return {"filing_date": excel_day(cell) if numeric else cell}
    if key in ("phone", "contact_phone") and blurred:
        raise _Refused(key, "电话在表格里成了数字，后几位已丢失，把这一列设成文本后重填")
    if key == "sex":
        return {"sex": columns.sex(cell)}
    if key == "relation_to_head":
        return {"relation_to_head": columns.relation(cell)}
    if key == "ethnicity":
        if cell.isdecimal() and cell not in ("01", "1", "99"):
            raise _Refused(key, f"民族没有代码{cell}（01 汉族，99 少数民族），旧版或国标代码用 --edition 指明")
        return dict(columns.ethnicity(cell))
    if key in ("past_disease", "drug_allergy"):
        codes, other = (columns.diseases if key == "past_disease" else columns.allergies)(cell)
        return {key: codes, **({f"{key}_other": other} if other else {})}
    return {key: cell}


def _identity(cell: str, blurred: bool) -> str:
    try:
        return identity_number.parse(cell).number
    except ValueError:
        if blurred or columns.looks_cut(cell):
            message = "身份证号在表格里成了数字，后几位已丢失，把这一列设成文本后重填"
            raise _Refused("id_no", message) from None
        return cell


def _fill_from_number(fields: dict[str, Any]) -> None:
    """Birth date and sex from a good resident number, where the file does not say them."""
    if not fields.get("id_no") or fields.get("id_type") not in (None, "", RESIDENT_CARD, "居民身份证"):
        return
    try:
        said = identity_number.parse(fields["id_no"])
    except ValueError:
        return
    fields.setdefault("birth_date", said.birth_date.isoformat())
    fields.setdefault("sex", said.sex)
