"""The program's own temporary folder: inside the data folder, closed to other people of the computer.

Libraries write what they work on into "the temporary folder": a spreadsheet's sheets, a document on its way to the
printer. In the system's one it could be read by others and stays after a crash. Here each running program has a room
of its own, which goes when it ends; the room of one that was killed goes when the next begins.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic_app.store.lock import file_lock

FOLDER = "private"
VARIABLES = ("TMPDIR", "TEMP", "TMP")
"""Where programs of POSIX and of Windows look for the temporary folder."""


@contextmanager
def private_temporary(data: Path) -> Iterator[Path]:
    """For the block everything temporary of this process lies in a private folder below `data`, which then goes.

    Where it cannot be made (a full disk) nothing temporary can be written in the block: better no spreadsheet than
    one that others can read.
    """
    root = data / FOLDER
    room = root / secrets.token_hex(8)
    lock = room.with_suffix(".lock")
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.chmod(root, 0o700)
            sweep(root)
            stack.callback(_remove, lock)
            stack.enter_context(file_lock(lock))
            # Only now: a room without a lock that is held is one that was left behind.
            room.mkdir(mode=0o700)
            stack.callback(shutil.rmtree, room, ignore_errors=True)
        with _temporary_is(room):
            yield room


def sweep(root: Path) -> None:
    """Remove the rooms of programs that have ended without doing it themselves."""
    for room in [each for each in root.iterdir() if each.is_dir() and not each.is_symlink()]:
        lock = room.with_suffix(".lock")
        with file_lock(lock) as free:
            if not free:
                continue
            shutil.rmtree(room, ignore_errors=True)
        _remove(lock)


def _remove(lock: Path) -> None:
    with contextlib.suppress(OSError):
        lock.unlink(missing_ok=True)


@contextmanager
def _temporary_is(room: Path) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in VARIABLES}
    chosen, tempfile.tempdir = tempfile.tempdir, str(room)
    os.environ.update(dict.fromkeys(VARIABLES, str(room)))
    try:
        yield
    finally:
        tempfile.tempdir = chosen
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
