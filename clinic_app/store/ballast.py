"""Room that is kept on the disk for the moment when it is full: then the form that is open can still be saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from clinic_app.store.errors import DiskFull
from clinic_app.store.header import replace_file

SIZE = 8 << 20
"""Bytes: some hundred saves."""
SPARE = 4 * SIZE
"""Below this much free room none is laid out: it would itself fill the disk."""
NEARLY_FULL = "磁盘快满了，现在还能保存，尽快腾出空间；空间够了会自动留出备用空间"
Result = TypeVar("Result")


def ballast_file(folder: Path) -> Path:
    """The file of a data folder that stands for the room."""
    return folder / "ballast"


def lay_ballast(folder: Path) -> None:
    """Keep the room, if it is not kept yet. Raises DiskFull when the disk has not enough for it."""
    file = ballast_file(folder)
    if file.exists() and file.stat().st_size == SIZE:
        return
    try:
        if shutil.disk_usage(folder).free < SPARE + SIZE:
            raise DiskFull(NEARLY_FULL)
        # Noise: a file system that compresses would keep no room for zeros.
        replace_file(file, os.urandom(SIZE))
    except OSError:
        raise DiskFull(NEARLY_FULL) from None


def with_ballast(folder: Path, function: Callable[[], Result]) -> Result:
    """What `function` answers; if the disk is full, the room is given up and it is done once more.

    For what a person has typed only: a backup or a sync can wait. Raises DiskFull when that does not help either.
    """
    try:
        return function()
    except DiskFull:
        if not ballast_file(folder).exists():
            raise
        ballast_file(folder).unlink()
        return function()
