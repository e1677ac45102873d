"""The highest numbers that this computer has given out, kept outside the data folder: a backup that was put back goes
on after them instead of giving the same numbers again."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from clinic_app import paths
from clinic_app.store.errors import StoreError
from clinic_app.store.header import read_header


def unused(folder: Path, series: str, number: int) -> int:
    """`number`, or the one after the highest that this computer has given out of `series`; remembered as given.

    Not flushed to the disk: a save has one flush, and this counts only when a backup was put back since.
    """
    try:
        path = paths.secrets_folder() / f"{read_header(folder).device_key.id}.serials"
        given = _given(path)
        chosen = max(number, given.get(series, 0) + 1)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(path.name + ".new")
        beside.write_bytes(msgspec.json.encode({**given, series: chosen}))
        os.replace(beside, path)
    except (OSError, StoreError):
        return number
    return chosen


def _given(path: Path) -> dict[str, int]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, int])
    except (OSError, msgspec.DecodeError):
        return {}
