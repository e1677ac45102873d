"""The header row of another system's sheet, in whose column order a list goes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from clinic_app.exchange.sheet_kinds import plain
from clinic_app.exchange.sheet_table import headers, read_table

LONGEST_NAME = 40


class Template(msgspec.Struct, frozen=True):
    """A name to choose it by, and the column names from the left."""

    name: str
    head: tuple[str, ...]


class NoHeader(ValueError):
    """A file that was to be a template has no row of column names; the message is a Chinese sentence."""


def template_of(path: Path, name: str = "") -> Template:
    """The template that a sheet of the other system is: its header row. Raises NoHeader."""
    table = read_table(path)
    if not table.readable:
        raise NoHeader(table.sheet.problem or "这个文件里没有一行列名，没有加模板，选一份带表头的表格")
    return Template((name or path.stem)[:LONGEST_NAME], tuple(headers(table)))


def places_of(template: Sequence[str], head: Sequence[str]) -> list[int | None]:
    """Where each column of a template stands in a list; None for what the list does not have."""
    known = {plain(name): place for place, name in reversed(list(enumerate(head)))}
    return [known.get(plain(name)) for name in template]
