"""Wrong passwords one after another make the door wait, longer each time.

This protects the screen; the disk is protected by Argon2id and the device secret (docs/security.md). The count lies in
two places under a seal of the device secret, so that deleting or editing one of them changes nothing, and is measured
by the computer's uptime as well as by its clock, so that setting the clock does not shorten the wait.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from clinic_app.store.errors import TooManyTries
from clinic_app.store.header import DeviceKey
from clinic_app.store.sealed_note import SealedNote

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0
NAME = "tries.json"
_MARK = b"clinic-tries-1"
Now = Callable[[], float]


class Tries(msgspec.Struct):
    """How many wrong passwords there were in a row, and when the last one was: by the clock and by the uptime."""

    count: int
    clock: float
    uptime: float


class Lockout:
    """The door of one data folder on this computer. `uptime` and `clock` are seconds; tests set them."""

    def __init__(
        self, folder: Path, device: DeviceKey, secret: bytes, uptime: Now = time.monotonic, clock: Now | None = None
    ) -> None:
        key = hmac.digest(secret, _MARK, hashlib.sha256)
        self._note = SealedNote(folder, device.id, NAME, key, Tries)
        self._uptime = uptime
        self._clock = clock or (lambda: datetime.now(UTC).timestamp())

    def require_free(self) -> None:
        """Raises TooManyTries while the door waits."""
        left = self.seconds_left()
        if left > 0:
            raise TooManyTries(left)

    def seconds_left(self) -> float:
        """For how long nobody is let in; 0 when somebody may try."""
        tries = self._read()
        return max(0.0, wait_after(tries.count) - self._passed(tries))

    def failed(self) -> None:
        """One more wrong password."""
        self._note.write(Tries(self._read().count + 1, self._clock(), self._uptime()))

    def succeeded(self) -> int:
        """Somebody got in; the next count begins at nothing. Returns how many wrong passwords went before."""
        count = self._read().count
        if count:
            self._note.write(Tries(0, self._clock(), self._uptime()))
        return count

    def _passed(self, tries: Tries) -> float:
        """Seconds since the last wrong password, in doubt too few."""
        uptime = self._uptime()
        if uptime >= tries.uptime:
            # Perhaps after a start that lasted longer than the one before: then the clock says less.
            return uptime - tries.uptime
        return max(0.0, min(self._clock() - tries.clock, uptime))

    def _read(self) -> Tries:
        """The worse of what the two places say; nothing where neither says anything."""
        return max(self._note.read(), key=lambda each: (each.count, each.clock), default=Tries(0, 0.0, 0.0))


def wait_after(count: int) -> float:
    """Seconds that the door waits after so many wrong passwords in a row: nothing up to the fifth, then 30 s, doubled
    each time, a quarter of an hour at most."""
    if count < FREE_TRIES:
        return 0.0
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(count - FREE_TRIES, 10))
