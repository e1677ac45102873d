"""What the practice county publishes for choosing where to send a patient; dates are made to fit the demo's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from clinic_app.county.database import CountyDatabase
from clinic_app.county.reference import load_reference
from clinic_app.paths import resources_folder

KINDS = ("beds", "slots", "capabilities", "costs", "diseases", "recognised")
TODAY, DAY = "TODAY", "DAY"
DAYS_AHEAD = 7
SUNDAY = 6


def publish(database: CountyDatabase, folder: Path, today: date, actor: str) -> None:
    """Load the six tables; the files as loaded are left in `folder`."""
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        text = (resources_folder() / "demo" / path.name).read_text(encoding="utf-8")
        path.write_text("".join(dated(text, today)), encoding="utf-8")
        load_reference(database, kind, path, actor)


def dated(text: str, today: date) -> Iterator[str]:
    """The lines of a file with TODAY filled in, and a line with DAY once for every working day of the week ahead."""
    ahead = [today + timedelta(days=offset) for offset in range(DAYS_AHEAD)]
    working = [day for day in ahead if day.weekday() != SUNDAY]
    for line in text.splitlines(keepends=True):
        if f",{DAY}," in line:
            yield from (line.replace(f",{DAY},", f",{day.isoformat()},") for day in working)
        else:
            yield line.replace(f",{TODAY},", f",{today.isoformat()},")
