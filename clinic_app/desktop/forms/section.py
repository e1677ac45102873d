"""What a form is made of, as plain values: sections of lines of declared fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from clinic_app.desktop.forms.editor import Editor
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field

Key = tuple[str, str]
"""Record type and field name."""


@dataclass(frozen=True)
class Line:
    """Fields that stand side by side. `label` replaces the first field's own; `joined` stands between them.

    Enter goes past a `passed` line (a routine visit does not need it); Tab and its own key reach it.
    """

    names: tuple[str, ...]
    label: str = ""
    joined: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    passed: bool = False


@dataclass(frozen=True)
class Told:
    """A line of words in a form: what is not asked here because it was answered elsewhere. Empty it is not seen.

    With a `key` the person can answer that field here after all. `before` names the field above which it stands.
    """

    name: str
    caption: str
    key: Key | None = None
    before: str = ""


@dataclass(frozen=True)
class Section:
    """One record type's part of a form.

    `fields` replaces declarations (options that the rules give), `editors` the widgets (lists from the directory).
    `shown_when` shows a field only while another one of the section has one of these values. `name` is what a page
    calls the section by to show or hide it; `mark` stands beside the title (非国家表).
    """

    type: str
    lines: tuple[Line, ...]
    title: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    editors: Mapping[str, Callable[[Field], Editor]] = field(default_factory=dict)
    shown_when: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    name: str = ""
    mark: str = ""

    def declared(self, name: str) -> Field:
        """The declaration in force for this form."""
        return self.fields.get(name) or RECORD_TYPES[self.type].fields[name]


def lines(*names: str, passed: bool = False) -> tuple[Line, ...]:
    """One field a line; `a b` puts two on one."""
    return tuple(Line(tuple(each.split()), passed=passed) for each in names)
