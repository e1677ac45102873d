"""A line of the slots' file that covers a session: 08:00 to 11:40 in steps of 20 minutes is eleven slots."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

TIME = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?:[:：]00)?")
ENDS = "ends"
HOUR = 60


def single_slots(cells: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The slots of one line: one, or as many as fit between `starts` and `ends`.

    Times may come as a spreadsheet writes them (8:00, 8:00:00). Raises ValueError with a sentence for what is no time,
    and for an end before the first slot is over.
    """
    values = {name: value for name, value in cells.items() if name != ENDS}
    starts = _minutes(values.get("starts"), "开始时间")
    if starts is None:
        return (values,)
    values["starts"] = _written(starts)
    ends, length = _minutes(cells.get(ENDS), "结束时间"), _length(values.get("minutes"))
    if ends is None or length is None:
        return (values,)
    first = range(starts, ends - length + 1, length)
    if not first:
        raise ValueError(f"结束时间{_written(ends)}前排不下一个{length}分钟的时段")
    return tuple({**values, "starts": _written(each)} for each in first)


def _minutes(text: object, label: str) -> int | None:
    if not text:
        return None
    found = TIME.fullmatch(str(text))
    if found is None:
        raise ValueError(f"{label}应写成 08:20，写的是“{str(text)[:20]}”")
    return int(found[1]) * HOUR + int(found[2])


def _length(text: object) -> int | None:
    """The minutes of a slot where they are a plain number; the record's own check refuses whatever else is there."""
    written = str(text or "")
    return int(written) if written.isdecimal() and len(written) < 5 and int(written) > 0 else None


def _written(minutes: int) -> str:
    return f"{minutes // HOUR:02d}:{minutes % HOUR:02d}"
