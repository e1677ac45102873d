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

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, String, Table

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


@dataclass(frozen=True)
class Stored:
    """A field with a column of its own, as a record class or one of its bases declares it."""

    field: Field
    index: bool = False

    def column(self, name: str) -> Column[Any]:
        """The column of one table; a base that two records share gives each its own."""
        kind: Any = String()
        if self.field.kind in (Kind.CODES, Kind.ITEMS, Kind.OBJECT):
            kind = JSON(none_as_null=True)
        elif self.field.kind is Kind.INTEGER:
            kind = Integer()
        elif self.field.kind is Kind.BOOLEAN:
            kind = Boolean()
        declared = replace(self.field, name=name)
        return Column(name, kind, nullable=True, index=self.index or None, info={"field": declared})


class Record:
    """Base of every record: a class body that becomes a table (`__tablename__`, `__table_args__`).

    Companion columns (`<key>_target`, `<key>_other`) follow the columns of their class. Only the tables are used: an
    object mapper behind each of them would cost every start of the program a fifth of a second.
    """

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    declaration: ClassVar[RecordType]
    __tablename__: ClassVar[str]
    __table_args__: ClassVar[tuple[Index, ...]] = ()

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        columns = [stored.column(name) for name, stored in _declared(cls).items()]
        table = Table(cls.__tablename__, cls.metadata, *_head(), *columns, *_tail(), *cls.__table_args__)
        # A column's name is SQLAlchemy's own kind of text; a field's is plain.
        fields = {declared.name: declared for declared in (each.info["field"] for each in columns)}
        fields |= cls.declaration.loose
        cls.declaration = replace(cls.declaration, fields=fields, table=table)
        RECORD_TYPES[cls.declaration.name] = cls.declaration


def _head() -> tuple[Column[Any], ...]:
    return (
        Column("id", String, primary_key=True),
        Column("rev", Integer, nullable=False, default=0),
        Column("void", Boolean, nullable=False, default=False),
    )


def _tail() -> tuple[Column[Any], ...]:
    return (
        Column("author", String),
        Column("authored_at", String),
        Column("change_reason", String),
        Column("extra", JSON(none_as_null=True)),
        Column("digest", Integer),
    )


def _declared(cls: type[Record]) -> dict[str, Stored]:
    """The fields of a record class in the order of its table: its own, what those with a target or an 'other' text
    bring, and its bases'."""
    own = {name: each for name, each in vars(cls).items() if isinstance(each, Stored)}
    inherited: dict[str, Stored] = {}
    for base in cls.__mro__[1:]:
        inherited |= {name: each for name, each in vars(base).items() if isinstance(each, Stored)}
    companions: dict[str, Stored] = {}
    for name, each in (own | inherited).items():
        declared = each.field
        if declared.target:
            twin = replace(declared, label=declared.label + "·目标", target=False, other=False, required=False)
            companions[f"{name}_target"] = column(twin)
        if declared.other:
            label = declared.label + "·其他"
            companions[f"{name}_other"] = column(Field(label, Kind.TEXT, form=declared.form, max_length=200))
    return own | companions | inherited


def column(declared: Field, *, index: bool = False) -> Stored:
    """The database column of a declared field."""
    return Stored(declared, index)


def text(label: str, *, long: bool = False, index: bool = False, **more: Any) -> Stored:
    """Free text, one line or several."""
    kind = Kind.LONG_TEXT if long else Kind.TEXT
    more.setdefault("max_length", 2000 if long else 200)
    return column(Field(label, kind, **more), index=index)


def whole(label: str, low: int, high: int, *, unit: str = "", **more: Any) -> Stored:
    """A whole number from `low` to `high`, both possible."""
    return column(Field(label, Kind.INTEGER, unit=unit, minimum=str(low), maximum=str(high), **more))


def decimal(label: str, low: str, high: str, *, unit: str = "", decimals: int = 1, **more: Any) -> Stored:
    """A decimal number kept as a decimal string, from `low` to `high`, both possible."""
    return column(Field(label, Kind.DECIMAL, unit=unit, minimum=low, maximum=high, decimals=decimals, **more))


def code(label: str, options: Sequence[Option], *, index: bool = False, **more: Any) -> Stored:
    """One printed code."""
    return column(Field(label, Kind.CODE, options=tuple(options), **more), index=index)


def codes(label: str, options: Sequence[Option], **more: Any) -> Stored:
    """Several printed codes; `exclusive` ones stand alone (1 无)."""
    return column(Field(label, Kind.CODES, options=tuple(options), **more))


def day(label: str, *, index: bool = False, **more: Any) -> Stored:
    """A local date."""
    return column(Field(label, Kind.DATE, **more), index=index)


def instant(label: str, **more: Any) -> Stored:
    """A point in time, UTC."""
    return column(Field(label, Kind.INSTANT, **more))


def truth(label: str, **more: Any) -> Stored:
    """Yes or no; absent means not asked."""
    return column(Field(label, Kind.BOOLEAN, **more))


def reference(record_type: str, label: str, **more: Any) -> Stored:
    """The id of another record."""
    return column(Field(label, Kind.REFERENCE, reference=record_type, **more), index=True)


def rows(label: str, items: Sequence[Field], **more: Any) -> Stored:
    """A list of small rows, each with the given fields."""
    return column(Field(label, Kind.ITEMS, items=tuple(items), **more))


def mapping(label: str, **more: Any) -> Stored:
    """A small object of names and values."""
    return column(Field(label, Kind.OBJECT, **more))


def options(*labels: str, start: int = 1, **coded: str) -> tuple[Option, ...]:
    """Options numbered as printed, from `start`; keyword `c99='少数民族'` sets a code of its own."""
    numbered = [Option(str(number), label) for number, label in enumerate(labels, start)]
    return tuple(numbered + [Option(key.removeprefix("c"), label) for key, label in coded.items()])
