"""Which local extensions the slips print, in which order: data of a county, not of the program.

The shipped file is `resources/forms/referral-slip-local.toml`; a county's own of the same name in a data folder takes
its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from clinic_app.paths import resources_folder
from clinic_app.printing.slip_boxes import Box

FILE = "referral-slip-local.toml"
GROUPS = ("out", "back", "urgent")


class SlipTemplateError(ValueError):
    """A template file is missing something; the text names it."""


@dataclass(frozen=True)
class TemplateLine:
    """One extension: the name of the slip's value (none: for the pen), its label, and how it is printed."""

    name: str
    label: str
    always: bool = False
    together: bool = False


@dataclass(frozen=True)
class SlipTemplate:
    """The extensions of the slip out, of the return and of an emergency. `problem` says in words why a county's own
    file was not read."""

    version: str
    out: tuple[TemplateLine, ...]
    back: tuple[TemplateLine, ...]
    urgent: tuple[TemplateLine, ...]
    problem: str = ""


@cache
def shipped_template() -> SlipTemplate:
    """The file that ships with the program. Raises SlipTemplateError."""
    return read_template(resources_folder() / "forms" / FILE)


def slip_template(data_folder: Path | None = None) -> SlipTemplate:
    """The county's file in the data folder where there is one, else the shipped one. Never raises for a bad file."""
    own = data_folder / FILE if data_folder else None
    if own is None or not own.is_file():
        return shipped_template()
    try:
        return read_template(own)
    except (OSError, SlipTemplateError) as problem:
        return replace(shipped_template(), problem=f"{FILE}读不懂（{problem}），用自带的单据模板")


def read_template(path: Path) -> SlipTemplate:
    """One template file. Raises SlipTemplateError, and OSError when the file cannot be read."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        out, back, urgent = (tuple(map(_line, read.get(name, ()))) for name in GROUPS)
        return SlipTemplate(str(read["version"]), out, back, urgent)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as problem:
        raise SlipTemplateError(f"{problem}") from problem


def _line(each: Mapping[str, Any]) -> TemplateLine:
    return TemplateLine(
        name=str(each.get("name", "")),
        label=str(each["label"]),
        always=bool(each.get("always")),
        together=bool(each.get("together")),
    )


def local_boxes(lines: Sequence[TemplateLine], value_of: Callable[[str], str]) -> list[Box]:
    """The extensions that have something to say, or always stand there; neighbours that go together share a box.

    `value_of` answers for a name, empty for one that this slip does not have: another county's files know others.
    """
    found: list[Box] = []
    waiting: list[tuple[str, str]] = []
    for line in lines:
        text = value_of(line.name) if line.name else ""
        if not text and not line.always:
            continue
        if line.together:
            waiting.append((f"{line.label}：", text))
            continue
        found += _joined(waiting)
        waiting = []
        found.append(Box(f"{line.label}：", text))
    return [*found, *_joined(waiting)]


def _joined(parts: Sequence[tuple[str, str]]) -> list[Box]:
    return [Box(*parts[0], more=tuple(parts[1:]))] if parts else []
