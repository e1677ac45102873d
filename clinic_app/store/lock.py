"""Locks between processes, held by the operating system: a killed process leaves them free."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _give_back(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def file_lock(path: Path) -> Iterator[bool]:
    """Hold `path` for the block; yields False, without waiting, when somebody else holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    held = False
    try:
        with contextlib.suppress(OSError):
            _take(descriptor)
            held = True
        yield held
    finally:
        if held:
            with contextlib.suppress(OSError):
                _give_back(descriptor)
        os.close(descriptor)


@contextmanager
def sync_lock(folder: Path) -> Iterator[bool]:
    """One sync at a time on a data folder; yields False when another is under way."""
    with file_lock(folder / "sync.lock") as held:
        yield held
