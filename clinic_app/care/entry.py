"""One record as a form or a line of `records put` hands it over, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.records.validation import check_values


@dataclass(frozen=True)
class Entry:
    """A record to be saved. `index` is its place in the save, for telling errors."""

    index: int
    type: str
    id: str | None
    fields: Mapping[str, Any] = field(default_factory=dict)
    amends: bool = False
    reason: str | None = None
    void: bool = False
    notices: tuple[FieldError, ...] = ()
    """What was left out on the way in, in words."""


@dataclass(frozen=True)
class RecordError:
    """One problem: which record of the save, which field, and a sentence."""

    record: int
    field: str
    message: str


class Refused(ValueError):
    """The save was not made; nothing of it is stored. `errors` say why."""

    def __init__(self, errors: Sequence[RecordError]) -> None:
        super().__init__("；".join(error.message for error in errors))
        self.errors = tuple(errors)


class EntryProblem(ValueError):
    """A record is refused by an act of care; `errors` belong to that record."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("；".join(error.message for error in errors))
        self.errors = errors


def cleaned(type_name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Each value in its stored shape; raises EntryProblem with every value that cannot be."""
    checked = check_values(RECORD_TYPES[type_name], fields)
    if checked.errors:
        raise EntryProblem(*checked.errors)
    return checked.values
