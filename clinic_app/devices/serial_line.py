"""Meters on a serial port: what their lines mean is data (`resources/devices/*.toml`), a county may add its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from clinic_app.devices.reading import NotAReading, Reading, mmhg

LONGEST = 200
"""Characters of a line; a longer one is noise."""
GROUPS = frozenset({"sbp", "dbp", "heart_rate", "glucose"})


class LineFormatError(ValueError):
    """A file of line formats is broken; the text names the file."""


@dataclass(frozen=True)
class LineFormat:
    """How one kind of meter writes: its speed, its encoding and the lines it sends."""

    name: str
    label: str
    baud: int
    encoding: str
    patterns: tuple[re.Pattern[str], ...]

    def parse(self, line: str) -> Reading:
        """The measurement on a line. Raises NotAReading for every other line."""
        text = line.strip()
        if text and len(text) <= LONGEST:
            for pattern in self.patterns:
                found = pattern.fullmatch(text)
                if found:
                    return _reading(found.groupdict())
        raise NotAReading("no measurement on the line")


def line_formats(folders: Iterable[Path]) -> dict[str, LineFormat]:
    """The formats of all files by name; a later folder's file replaces an earlier one. Raises LineFormatError."""
    return {
        found.name: found
        for folder in folders
        for path in sorted(folder.glob("*.toml"))
        for found in [read_line_format(path)]
    }


def read_line_format(path: Path) -> LineFormat:
    """One file. Raises LineFormatError, and OSError when it cannot be read."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        patterns = tuple(re.compile(each["pattern"]) for each in read["lines"])
        found = LineFormat(str(read["name"]), str(read["label"]), int(read["baud"]), str(read["encoding"]), patterns)
        "".encode(found.encoding)
    except (TypeError, ValueError, LookupError, ArithmeticError, RecursionError, re.error) as why:
        raise LineFormatError(f"{path.name}: {why!r}") from why
    unknown = {group for pattern in patterns for group in pattern.groupindex} - GROUPS
    if unknown or not patterns:
        raise LineFormatError(f"{path.name}: groups {', '.join(sorted(unknown)) or 'are missing'}")
    return found


def _reading(groups: Mapping[str, str | None]) -> Reading:
    sbp, dbp = (mmhg(Decimal(groups[name] or 0), kilopascal=False) if groups.get(name) else None
                for name in ("sbp", "dbp"))  # fmt: skip
    if sbp is not None and dbp is not None and sbp <= dbp:
        raise NotAReading(f"{sbp}/{dbp}")
    rate, glucose = groups.get("heart_rate"), groups.get("glucose")
    return Reading(
        sbp=sbp, dbp=dbp,
        heart_rate=int(rate) if rate else None,
        glucose=Decimal(glucose) if glucose else None,
    )  # fmt: skip
