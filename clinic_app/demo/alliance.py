"""What the practice county publishes for choosing where to send a patient; dates are made to fit the demo's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from clinic_app.county.database import CountyDatabase
from clinic_app.county.reference import load_reference
from clinic_app.paths import resources_folder

KINDS = ("beds", "slots", "capabilities", "costs", "diseases", "recognised")
SAMPLE_DAY = "2026-11-23"
"""The day that the shipped files speak of."""
DAYS_AHEAD = 7
SUNDAY = 6


def publish(database: CountyDatabase, folder: Path, today: date, actor: str) -> None:
    """Load the six tables: beds as of today, slots for every working day of the week ahead; the files as loaded are
    left in `folder`."""
    ahead = [today + timedelta(days=offset) for offset in range(DAYS_AHEAD)]
    working = [day for day in ahead if day.weekday() != SUNDAY]
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        text = (resources_folder() / "demo" / path.name).read_text(encoding="utf-8")
        path.write_text("".join(dated(text, working if kind == "slots" else [today])), encoding="utf-8")
        load_reference(database, kind, path, actor)


def dated(text: str, days: Sequence[date]) -> Iterator[str]:
    """The lines of a file, those of the sample day once for each of `days`."""
    for line in text.splitlines(keepends=True):
        if f",{SAMPLE_DAY}," in line:
            yield from (line.replace(f",{SAMPLE_DAY},", f",{day.isoformat()},") for day in days)
        else:
            yield line
