"""Residents from the sheets of other programs: read, checked row by row, grouped into families, ready to be saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clinic_app.exchange import resident_columns as columns
from clinic_app.exchange.sheet import Sheet, SheetRow, excel_day, read_sheets
from clinic_app.records import identity_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context, FieldError
from clinic_app.records.identifiers import new_id
from clinic_app.records.resident import RESIDENT_CARD
from clinic_app.records.validation import check, check_values

HEADER_WITHIN = 10
MOST_RECORDS_IN_SAVE = 200
SOURCE = "表格导入"
PLACE = "place."
PROGRAMME = "programme."
HOUSEHOLD_FIELD = {"group": "group_name", "house_no": "house_no", "head": "head_name", "phone": "phone"}
HouseholdKey = tuple[str, ...]
Known = Callable[[Mapping[str, Any]], str | None]
KnownHousehold = Callable[[Mapping[str, Any]], str | None]


@dataclass(frozen=True)
class RowError:
    """Why a row is not imported: its line in the file, the column as it is called there, one sentence."""

    line: int
    column: str
    message: str

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
    def good(self) -> tuple[Row, ...]:
        """The rows that can be imported."""
        return tuple(row for row in self.rows if not row.errors)


@dataclass(frozen=True)
class ImportPlan:
    """What an import saves: one list of records for each user-level save, and the file lines behind each.

    `errors` are rows left out because the person is already there.
    """

    saves: tuple[list[dict[str, Any]], ...]
    lines: tuple[tuple[int, ...], ...]
    errors: tuple[RowError, ...]
    residents: int
    households: int


def read_residents(
    path: Path, today: date, *, villages: Mapping[str, str] | None = None, village: str = ""
) -> ResidentsFile:
    """The people of an .xlsx or .csv file, each row checked; never raises for what is in the file.

    `villages` turns village names into codes; `village` is the code for rows that name none.
    """
    sheets = read_sheets(path)
    chosen = next((sheet for sheet in sheets if _header(sheet) is not None), None)
    if chosen is None:
        first = next((sheet.problem for sheet in sheets if sheet.problem), "")
        return ResidentsFile(problem=first or "没有找到表头，没有导入，表格里要有一行写着“姓名”等列名")
    place = _header(chosen)
    assert place is not None
    header = chosen.rows[place]
    names = {spot: cell for spot, cell in enumerate(header.cells) if cell}
    keys = _keys(names)
    reader = _Reader(names, keys, Context(today), dict(villages or {}), village)
    return ResidentsFile(
        rows=tuple(reader.read(row) for row in chosen.rows[place + 1 :]),
        problem=chosen.problem,
        encoding=chosen.encoding,
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
        problems: list[FieldError] = []
        fields: dict[str, Any] = {}
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
        )

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


def to_saves(
    rows: Iterable[Row],
    now: datetime,
    today: date,
    *,
    known: Known | None = None,
    known_household: KnownHousehold | None = None,
) -> ImportPlan:
    """The saves for the good rows: one for each family, one for each person without a family, in file order.

    `known(fields)` says in words who of the store a person already is (None: nobody); such a row is left out, as is
    the second row of one person in the file. `known_household(fields)` gives the id of a family that is already there,
    which the people then join.
    """
    kept, errors = _without_doubles(rows, known)
    families: dict[HouseholdKey, list[Row]] = {}
    for row in kept:
        families.setdefault(_household_key(row), []).append(row)
    saves: list[list[dict[str, Any]]] = []
    lines: list[tuple[int, ...]] = []
    made = 0
    for key, members in families.items():
        records, household_id, new = _family(key, members, now, known_household)
        made += new
        for part, save in _split(records, members, household_id, now, today):
            saves.append(save)
            lines.append(part)
    return ImportPlan(tuple(saves), tuple(lines), tuple(errors), len(kept), made)


def _without_doubles(rows: Iterable[Row], known: Known | None) -> tuple[list[Row], list[RowError]]:
    kept: list[Row] = []
    errors: list[RowError] = []
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if row.errors:
            continue
        identity = _identity_key(row)
        already = known(row.fields) if known else None
        if identity in first:
            errors.append(RowError(row.line, "", f"与第{first[identity]}行是同一个人，没有再导入"))
        elif already:
            errors.append(RowError(row.line, "", f"已有这位居民（{already}），没有再导入"))
        else:
            kept.append(row)
        first.setdefault(identity, row.line)
    return kept, errors


def _identity_key(row: Row) -> tuple[Any, ...]:
    number = row.fields.get("id_no")
    if number:
        return (number,)
    return tuple(row.fields.get(name) for name in ("name", "birth_date", "sex", "village_code"))


def _household_key(row: Row) -> HouseholdKey:
    """What makes rows one family: village and family number, else village, group and door; alone without either."""
    village = str(row.fields.get("village_code"))
    if row.household_no:
        return (village, "户", row.household_no)
    if row.household.get("house_no"):
        return (village, "门", str(row.household.get("group_name") or ""), str(row.household["house_no"]))
    return (village, "行", str(row.line))


def _family(
    key: HouseholdKey, members: Sequence[Row], now: datetime, known_household: KnownHousehold | None
) -> tuple[list[dict[str, Any]], str | None, int]:
    """The household record, if one is to be made, the household's id, if there is one, and how many are new."""
    if key[1] == "行":
        return [], None, 0
    fields: dict[str, Any] = {"village_code": key[0]}
    for row in members:
        for name, value in row.household.items():
            fields.setdefault(name, value)
    head = next((row.fields["name"] for row in members if row.fields.get("relation_to_head") == "1"), None)
    if head:
        fields.setdefault("head_name", head)
    found = known_household(fields) if known_household else None
    if found:
        return [], found, 0
    household_id = new_id(now)
    return [{"type": "household", "id": household_id, "fields": fields}], household_id, 1


def _split(
    records: list[dict[str, Any]], members: Sequence[Row], household_id: str | None, now: datetime, today: date
) -> list[tuple[tuple[int, ...], list[dict[str, Any]]]]:
    """The records of a family in saves of a size that one save may have; nearly always one."""
    found: list[tuple[tuple[int, ...], list[dict[str, Any]]]] = []
    lines: tuple[int, ...] = ()
    for row in members:
        if len(records) >= MOST_RECORDS_IN_SAVE:
            found.append((lines, records))
            lines, records = (), []
        records = records + _person_records(row, household_id, now, today)
        lines = (*lines, row.line)
    return [*found, (lines, records)]


def _person_records(row: Row, household_id: str | None, now: datetime, today: date) -> list[dict[str, Any]]:
    resident_id = new_id(now)
    fields = {**row.fields, **({"household_id": household_id} if household_id else {})}
    records: list[dict[str, Any]] = [{"type": "resident", "id": resident_id, "fields": fields}]
    for programme in row.programmes:
        registration = {"resident_id": resident_id, "programme": programme, "registered_on": today.isoformat()}
        registration["source"] = SOURCE
        records.append({"type": "chronic_registration", "id": new_id(now), "fields": registration})
    return records
