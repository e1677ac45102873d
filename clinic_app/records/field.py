"""Declarations: one per field, read by storage, forms, validation, sync, print, export and help.

Field values are plain JSON values everywhere: text and codes are strings, measured decimals are decimal
strings, counts are integers, local dates are `YYYY-MM-DD`, instants end in `Z`, lists and objects are themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import JSON, Boolean, Column, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

Values = Mapping[str, Any]


class Kind(StrEnum):
    """The shape of a value."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    MONTH = "month"
    INSTANT = "instant"
    REFERENCE = "reference"
    ITEMS = "items"
    OBJECT = "object"


class Merge(StrEnum):
    """How two laptops' work on one record comes together (docs/protocol.md)."""

    EVENT = "event"
    SAFETY = "safety"
    PROFILE = "profile"
    WORKFLOW = "workflow"
    REFERENCE = "reference"
    COUNTY = "county"
    """Written by the county itself (a conflict, a likely duplicate); a person decides about it."""


@dataclass(frozen=True)
class Option:
    """One printed choice: the national form's code and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class Field:
    """Everything the program knows of one field."""

    label: str
    kind: Kind
    name: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    exclusive: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    usual: tuple[str, str] | None = None
    decimals: int = 0
    max_length: int | None = None
    required: bool = False
    identity: bool = False
    group: str = ""
    form: str = ""
    reference: str = ""
    parent: bool = False
    open_codes: bool = False
    derived: bool = False
    help: str = ""
    items: tuple[Field, ...] = ()
    target: bool = False
    other: bool = False
    section: str = ""
    """The name under which neighbours stand on the form (肺功能)."""
    loose: bool = False
    """Declared by a form file: no column of its own, kept in `extra`."""

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the printed choices."""
        return frozenset(option.code for option in self.options)

    def label_of(self, code: object) -> str:
        """The words of a code; an unknown code is shown as it is."""
        return next((option.label for option in self.options if option.code == str(code)), str(code))


@dataclass(frozen=True)
class FieldError:
    """Why one value is refused, in words for the person who typed it."""

    field: str
    message: str


@dataclass(frozen=True)
class Context:
    """What a record's own rules may know besides its values."""

    today: date
    birth_date: date | None = None


Rule = Callable[[Values, Context], list[FieldError]]


@dataclass(frozen=True)
class RecordType:
    """One family of records: its name on the wire, its table, its merge class and its rules."""

    name: str
    label: str
    merge: Merge
    rules: tuple[Rule, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    table: Table | None = None
    loose: Mapping[str, Field] = field(default_factory=dict)
    """What a form file adds to the columns' declarations."""

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Names with a column of their own."""
        return tuple(name for name, each in self.fields.items() if not each.loose)

    @cached_property
    def parent(self) -> Field | None:
        """The reference that places this record under another (visit under resident), if any."""
        return next((each for each in self.fields.values() if each.parent), None)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names that a new record must carry."""
        return tuple(name for name, each in self.fields.items() if each.required)

    def group_of(self, name: str) -> tuple[str, ...]:
        """All names that change together with `name` (its atomic group), or just itself."""
        group = self.fields[name].group if name in self.fields else ""
        if not group:
            return (name,)
        return tuple(key for key, each in self.fields.items() if each.group == group)

    @property
    def sql_table(self) -> Table:
        """The table that holds this type on a laptop."""
        assert self.table is not None, self.name
        return self.table


RECORD_TYPES: dict[str, RecordType] = {}


class Record(DeclarativeBase):
    """Base of every record. Companion columns (`<key>_target`, `<key>_other`) follow their field."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    declaration: ClassVar[RecordType]

    id: MappedColumn[str] = mapped_column(String, primary_key=True, sort_order=-10)
    rev: MappedColumn[int] = mapped_column(Integer, nullable=False, default=0, sort_order=-9)
    void: MappedColumn[bool] = mapped_column(Boolean, nullable=False, default=False, sort_order=-8)
    author: MappedColumn[str | None] = mapped_column(String, sort_order=900)
    authored_at: MappedColumn[str | None] = mapped_column(String, sort_order=901)
    change_reason: MappedColumn[str | None] = mapped_column(String, sort_order=902)
    extra: MappedColumn[Any] = mapped_column(JSON(none_as_null=True), nullable=True, sort_order=903)
    digest: MappedColumn[int | None] = mapped_column(Integer, nullable=True, sort_order=904)

    def __init_subclass__(cls, **keywords: Any) -> None:
        _add_companions(cls)
        super().__init_subclass__(**keywords)
        table = cls.__table__
        assert isinstance(table, Table)
        fields = {column.name: _named(column) for column in table.columns if "field" in column.info}
        fields |= cls.declaration.loose
        cls.declaration = replace(cls.declaration, fields=fields, table=table)
        RECORD_TYPES[cls.declaration.name] = cls.declaration


def _named(column: Column[Any]) -> Field:
    declared: Field = column.info["field"]
    return replace(declared, name=column.name)


def _add_companions(cls: type[Record]) -> None:
    """A field with a target or an 'other' text brings the column that holds it."""
    attributes = [
        pair for base in cls.__mro__ if not hasattr(base, "metadata") or base is cls for pair in vars(base).items()
    ]
    for name, attribute in attributes:
        if not isinstance(attribute, MappedColumn):
            continue
        declared: Field | None = attribute.column.info.get("field")
        if declared is None:
            continue
        if declared.target:
            twin = replace(declared, label=declared.label + "·目标", target=False, other=False, required=False)
            setattr(cls, f"{name}_target", column(twin))
        if declared.other:
            label = declared.label + "·其他"
            setattr(cls, f"{name}_other", column(Field(label, Kind.TEXT, form=declared.form, max_length=200)))


def column(declared: Field, *, index: bool = False) -> MappedColumn[Any]:
    """The database column of a declared field."""
    stored: Any = String()
    if declared.kind in (Kind.CODES, Kind.ITEMS, Kind.OBJECT):
        stored = JSON(none_as_null=True)
    elif declared.kind is Kind.INTEGER:
        stored = Integer()
    elif declared.kind is Kind.BOOLEAN:
        stored = Boolean()
    return mapped_column(stored, nullable=True, index=index, info={"field": declared})


def text(label: str, *, long: bool = False, index: bool = False, **more: Any) -> MappedColumn[Any]:
    """Free text, one line or several."""
    kind = Kind.LONG_TEXT if long else Kind.TEXT
    more.setdefault("max_length", 2000 if long else 200)
    return column(Field(label, kind, **more), index=index)


def whole(label: str, low: int, high: int, *, unit: str = "", **more: Any) -> MappedColumn[Any]:
    """A whole number from `low` to `high`, both possible."""
    return column(Field(label, Kind.INTEGER, unit=unit, minimum=str(low), maximum=str(high), **more))


def decimal(label: str, low: str, high: str, *, unit: str = "", decimals: int = 1, **more: Any) -> MappedColumn[Any]:
    """A decimal number kept as a decimal string, from `low` to `high`, both possible."""
    return column(Field(label, Kind.DECIMAL, unit=unit, minimum=low, maximum=high, decimals=decimals, **more))


def code(label: str, options: Sequence[Option], *, index: bool = False, **more: Any) -> MappedColumn[Any]:
    """One printed code."""
    return column(Field(label, Kind.CODE, options=tuple(options), **more), index=index)


def codes(label: str, options: Sequence[Option], **more: Any) -> MappedColumn[Any]:
    """Several printed codes; `exclusive` ones stand alone (1 无)."""
    return column(Field(label, Kind.CODES, options=tuple(options), **more))


def day(label: str, *, index: bool = False, **more: Any) -> MappedColumn[Any]:
    """A local date."""
    return column(Field(label, Kind.DATE, **more), index=index)


def instant(label: str, **more: Any) -> MappedColumn[Any]:
    """A point in time, UTC."""
    return column(Field(label, Kind.INSTANT, **more))


def truth(label: str, **more: Any) -> MappedColumn[Any]:
    """Yes or no; absent means not asked."""
    return column(Field(label, Kind.BOOLEAN, **more))


def reference(record_type: str, label: str, **more: Any) -> MappedColumn[Any]:
    """The id of another record."""
    return column(Field(label, Kind.REFERENCE, reference=record_type, **more), index=True)


def rows(label: str, items: Sequence[Field], **more: Any) -> MappedColumn[Any]:
    """A list of small rows, each with the given fields."""
    return column(Field(label, Kind.ITEMS, items=tuple(items), **more))


def mapping(label: str, **more: Any) -> MappedColumn[Any]:
    """A small object of names and values."""
    return column(Field(label, Kind.OBJECT, **more))


def options(*labels: str, start: int = 1, **coded: str) -> tuple[Option, ...]:
    """Options numbered as printed, from `start`; keyword `c99='少数民族'` sets a code of its own."""
    numbered = [Option(str(number), label) for number, label in enumerate(labels, start)]
    return tuple(numbered + [Option(key.removeprefix("c"), label) for key, label in coded.items()])
