"""What the rows of a sheet of registrations, follow-ups, deaths or moves say, each cell judged; nobody is looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic_app.exchange import resident_columns
from clinic_app.exchange.residents_file import RowError
from clinic_app.exchange.sheet import SheetRow, excel_day
from clinic_app.exchange.sheet_kinds import DEATHS, KINDS, MEDICINES, MOVES, REGISTRATIONS, SECTIONS, SheetKind
from clinic_app.exchange.sheet_table import Cell, SheetTable
from clinic_app.records import identity_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.field import Context, Field, Kind
from clinic_app.records.validation import Refused, check_value, run_rules

DIED, MOVED = "6", "7"
MOVED_IN = "迁入"
NO_CAUSE = "死亡名单里没有写原因"
NO_DIRECTION = "迁出名单里没有写去向"
PERSON, MODE = "person.", "visit.visit_mode"
AS_WRITTEN = "表格导入，沿用原表的分类"
"""The doctor's reason for a grade that differs from the rules', where the sheet gives none."""
_PRESSURE = re.compile(r"\s*(\d{2,3})\s*[/／\\-]\s*(\d{2,3})\s*(?:mmHg)?\s*", re.IGNORECASE)
_PROGRAMMES: Mapping[str, str] = {
    **{option.label: option.code for option in PROGRAMME},
    "糖尿病": "diabetes", "老年": "elderly", "重性精神疾病": "mental", "精神障碍": "mental", "结核病": "tuberculosis",
    "慢性阻塞性肺疾病": "copd", "慢阻肺病": "copd", "高血压病": "hypertension", "原发性高血压": "hypertension",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a row says: whom it is of (`person`, resident fields), and the records that it means, without their ids;
    `moved_in`: that the person came to live here, which makes no record."""

    line: int
    person: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[tuple[str, dict[str, Any]], ...] = ()
    errors: tuple[RowError, ...] = ()
    moved_in: bool = False


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one table. `mode` is how people were met where the sheet does not say (a code, or empty)."""

    table: SheetTable
    kind: SheetKind
    context: Context
    mode: str = ""

    def read(self, row: SheetRow) -> Said:
        """One row; what is wrong with it is in its errors."""
        extra = [cell for place, cell in enumerate(row.cells) if place not in self.table.names and cell]
        if row.problem or extra:
            message = row.problem or "这一行的列数比表头多，核对是不是多了逗号"
            return Said(row.line, errors=(RowError(row.line, "", message),))
        return _Row(self, row.line, self.table.cells(row)).said()


@dataclass
class _Row:
    """One row while it is read."""

    reader: RowReader
    line: int
    cells: Mapping[str, Cell]
    errors: list[RowError] = field(default_factory=list)

    def said(self) -> Said:
        person = self._person()
        if self.reader.kind.name == MOVES and MOVED_IN in self._text("move.kind"):
            return Said(self.line, person, errors=tuple(self.errors), moved_in=True)
        build = {REGISTRATIONS: self._registrations, DEATHS: self._death, MOVES: self._move}
        records = build.get(self.reader.kind.name, self._visit)()
        return Said(self.line, person, tuple(records), tuple(self.errors))

    def _refuse(self, key: str, message: str) -> None:
        column = self.reader.kind.column(key)
        name = self.reader.table.name_of(key) or (column.words if column else "")
        self.errors.append(RowError(self.line, name, message))

    def _text(self, key: str) -> str:
        cell = self.cells.get(key)
        return cell.text if cell else ""

    def _person(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("name", "phone", "record_no", "place.village"):
            if text := self._text(PERSON + name):
                found[name] = text
        if number := self.cells.get(PERSON + "id_no"):
            found["id_no"] = self._identity(number)
        if self._text(PERSON + "birth_date"):
            found["birth_date"] = self._value(PERSON + "birth_date", RECORD_TYPES["resident"].fields["birth_date"])
        if not (found.get("id_no") or found.get("name")):
            self._refuse(PERSON + "name", "缺少姓名和身份证号，认不出是谁")
        return {name: value for name, value in found.items() if value}

    def _identity(self, cell: Cell) -> str:
        try:
            return identity_number.parse(cell.text).number
        except ValueError:
            if cell.blurred or resident_columns.looks_cut(cell.text):
                self._refuse(PERSON + "id_no", "身份证号在表格里成了数字，后几位已丢失，把这一列设成文本后重填")
                return ""
            return identity_number.normalise(cell.text)

    def _value(self, key: str, declared: Field) -> Any:
        """A cell in its stored shape; None with an error in the list when it cannot be read."""
        cell = self.cells.get(key)
        if cell is None:
            return None
        text = cell.text
        if declared.kind is Kind.DATE:
            text = excel_day(text) if cell.number else text.partition(" ")[0].partition("T")[0]
        if declared.kind is Kind.CODE:
            text = _code_of(declared, text)
        try:
            return check_value(declared, text)
        except Refused as refusal:
            self._refuse(key, str(refusal))
            return None

    def _fields(self, prefix: str, record: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        declared = RECORD_TYPES[record].fields
        for key in self.cells:
            name = key.removeprefix(f"{prefix}.")
            if key.startswith(f"{prefix}.") and name in declared and key != MODE:
                value = self._coded(key, name, declared)
                found |= {each: one for each, one in value.items() if one is not None}
        return found

    def _coded(self, key: str, name: str, declared: Mapping[str, Field]) -> dict[str, Any]:
        """A field's value; words that are no option of a list with 其他 become its words."""
        one, other = declared[name], f"{name}_other"
        if other in declared and one.kind is Kind.CODES and one.options:
            known = {option.label: option.code for option in one.options} | {
                each.code: each.code for each in one.options
            }
            parts = [part for part in re.split(r"[/,，、;；\s]+", self._text(key)) if part]
            words = [part for part in parts if part not in known]
            codes = list(dict.fromkeys(known[part] for part in parts if part in known))
            if words:
                codes = [each for each in codes if each not in one.exclusive]
                last = one.options[-1].code
                return {name: [*codes, *([last] if one.options[-1].label == "其他" else [])] or None,
                        other: "、".join(words)}  # fmt: skip
            return {name: codes}
        return {name: self._value(key, one)}

    def _mode(self) -> str | None:
        if MODE in self.cells:
            mode: str | None = self._value(MODE, RECORD_TYPES["visit"].fields["visit_mode"])
            return mode
        if not self.reader.mode:
            self._refuse(MODE, "缺少随访方式，表里加一列，或导入时选一种")
        return self.reader.mode or None

    def _judge(self, record: str, fields: Mapping[str, Any], keys: Mapping[str, str]) -> None:
        """The record's own rules, each error beside the column that it is about."""
        for error in run_rules(RECORD_TYPES[record], fields, self.reader.context):
            self._refuse(keys.get(error.field, f"visit.{error.field}"), error.message)

    def _registrations(self) -> list[tuple[str, dict[str, Any]]]:
        fields: dict[str, Any] = {}
        for name in ("registered_on", "source"):
            value = self._value(f"registration.{name}", RECORD_TYPES["chronic_registration"].fields[name])
            fields |= {name: value} if value else {}
        parts = [part for part in re.split(r"[/,，、;；+\s]+", self._text("registration.programme")) if part]
        codes = [_programme(part) for part in parts]
        if not parts:
            self._refuse("registration.programme", "缺少病种")
        for part, code in zip(parts, codes, strict=True):
            if code is None:
                words = "、".join(option.label for option in PROGRAMME)
                self._refuse("registration.programme", f"病种没有“{part[:20]}”，可写：{words}")
        if cell := self.cells.get("registration.diagnosed_on"):
            fields["diagnosed_on"] = _month(excel_day(cell.text) if cell.number else cell.text)
        found = [{**fields, "programme": code} for code in dict.fromkeys(codes) if code]
        for each in found[:1]:
            self._judge("chronic_registration", each, {"registered_on": "registration.registered_on"})
        return [("chronic_registration", each) for each in found]

    def _visit(self) -> list[tuple[str, dict[str, Any]]]:
        section = SECTIONS[self.reader.kind.name]
        visit = self._fields("visit", "visit") | self._pressure()
        visit["visit_mode"] = self._mode()
        if medicines := self._medicines():
            visit["medicines"] = medicines
        if not self._text("visit.visit_date"):
            self._refuse("visit.visit_date", "缺少随访日期")
        visit.setdefault("doctor_sign", None)
        own = self._fields("section", section)
        if own.get("classification"):
            own.setdefault("decision_reason", AS_WRITTEN)
        self._judge("visit", visit, {})
        self._judge(section, own, {"next_visit_date": "section.next_visit_date"})
        return [("visit", visit), (section, own)]

    def _pressure(self) -> dict[str, Any]:
        text = unicodedata.normalize("NFKC", self._text("visit.pressure"))
        if not text:
            return {}
        matched = _PRESSURE.fullmatch(text)
        if matched is None:
            self._refuse("visit.pressure", "血压应写成 152/96 这样")
            return {}
        found = {}
        for name, part in zip(("sbp", "dbp"), matched.groups(), strict=True):
            try:
                found[name] = check_value(RECORD_TYPES["visit"].fields[name], part)
            except Refused as refusal:
                self._refuse("visit.pressure", str(refusal))
        return found

    def _medicines(self) -> list[dict[str, Any]]:
        found = []
        for number in range(1, MEDICINES + 1):
            name, usage = self._text(f"medicine{number}.name"), self._text(f"medicine{number}.usage")
            if name and name not in ("无", "-", "/"):
                found.append({"name": name[:100], **({"usage": usage[:100]} if usage else {})})
            elif usage and not name:
                self._refuse(f"medicine{number}.name", "有用法没有药名")
        return found

    def _death(self) -> list[tuple[str, dict[str, Any]]]:
        declared = RECORD_TYPES["visit"].fields
        died = self._value("death.death_date", declared["death_date"])
        told = self._value("death.told_on", declared["visit_date"])
        if not self._text("death.death_date"):
            self._refuse("death.death_date", "缺少死亡日期")
        fields = {"visit_date": told or died, "visit_mode": self._mode(), "outcome": DIED, "death_date": died}
        fields |= _cause(self._text("death.cause")) | self._note()
        fields["doctor_sign"] = None
        if died:
            keys = {"visit_date": "death.told_on" if told else "death.death_date", "death_date": "death.death_date"}
            self._judge("visit", fields, keys)
        return [("visit", fields)]

    def _move(self) -> list[tuple[str, dict[str, Any]]]:
        moved = self._value("move.moved_on", RECORD_TYPES["visit"].fields["visit_date"])
        if not self._text("move.moved_on"):
            self._refuse("move.moved_on", "缺少迁出日期")
        fields: dict[str, Any] = {"visit_date": moved, "visit_mode": self._mode(), "outcome": MOVED}
        to = self._text("move.to")
        fields["outcome_reason"] = f"迁往{to.removeprefix('迁往')}"[:200] if to else NO_DIRECTION
        fields |= self._note()
        fields["doctor_sign"] = None
        if moved:
            self._judge("visit", fields, {"visit_date": "move.moved_on"})
        return [("visit", fields)]

    def _note(self) -> dict[str, Any]:
        note = self._text("visit.note")
        return {"note": note} if note else {}


def _code_of(declared: Field, text: str) -> str:
    """`2 家庭`, `2.家庭`, `家庭随访` as the option that is meant."""
    plain = unicodedata.normalize("NFKC", text).strip()
    by_label = {option.label: option.code for option in declared.options}
    if plain in by_label or any(option.code == plain for option in declared.options):
        return plain
    head = re.match(r"(\d{1,2})[.、:\s]*(\D.*)", plain)
    if head and by_label.get(head[2].strip()) == head[1]:
        return head[1]
    for label, code in by_label.items():
        if plain in (f"{label}随访", f"上{label}", f"入户{label}", f"{label}访视"):
            return code
    return {"入户": by_label.get("家庭", text), "上门": by_label.get("家庭", text)}.get(plain, text)


def _programme(words: str) -> str | None:
    plain = unicodedata.normalize("NFKC", words).strip().removesuffix("患者")
    if plain in _PROGRAMMES:
        return _PROGRAMMES[plain]
    return plain if plain in _PROGRAMMES.values() else None


def _month(text: str) -> str:
    """The month of a diagnosis, which a sheet may write as a day."""
    matched = re.match(r"(\d{4})[-./年]?(\d{1,2})?", unicodedata.normalize("NFKC", text))
    if not matched:
        return text[:10]
    return f"{matched[1]}-{int(matched[2]):02d}" if matched[2] and 1 <= int(matched[2]) <= 12 else matched[1]


def _cause(text: str) -> dict[str, Any]:
    """The form's class of a cause where the words are one, and the words themselves."""
    declared = RECORD_TYPES["visit"].fields
    if not text:
        return {"outcome_reason": NO_CAUSE}
    for name, above in (("death_cause", {}), ("death_somatic", {"death_cause": "1"})):
        try:
            return {**above, name: check_value(declared[name], _code_of(declared[name], text))} | {
                "outcome_reason": text
            }
        except Refused:
            continue
    return {"outcome_reason": text[:200]}


def reader_of(table: SheetTable, kind: str, context: Context, mode: str = "") -> RowReader:
    """Reads the rows of a table as a kind of sheet."""
    return RowReader(table, KINDS[kind], context, mode)
