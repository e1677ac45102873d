"""A sign beside the file that its write-ahead log holds something: a cleaner that deletes the log is found out.

Saves since the last checkpoint stand in the log alone. Without this sign a deleted log would look like a clean exit.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

SUFFIX = "-open"


class LogMarker:
    """The sign of one database file. Set before the first write, taken away before a clean close."""

    def __init__(self, path: Path) -> None:
        self._log = path.with_name(path.name + "-wal")
        self._sign = path.with_name(path.name + SUFFIX)

    def log_is_lost(self) -> bool:
        """Whether somebody wrote, nobody closed, and the log is gone. To be asked before the file is opened."""
        return self._sign.exists() and not self._log.exists()

    def set(self) -> None:
        """Say that the log is in use; another program that closed meanwhile may have taken the sign away."""
        if self._sign.exists():
            return
        # A sign that cannot be made (a full or read-only disk) must not keep a save from being tried.
        with contextlib.suppress(OSError):
            descriptor = os.open(self._sign, os.O_CREAT | os.O_WRONLY, 0o600)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def clear(self) -> None:
        """The file is about to be closed properly."""
        with contextlib.suppress(OSError):
            self._sign.unlink(missing_ok=True)
