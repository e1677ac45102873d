"""What the program says about itself, in logs and notes of crashes: types, places and ids, never what people wrote.

A log or a note is sent to somebody who helps, so nothing of a patient may stand in it, whoever wrote the line: values
in messages of exceptions, what libraries say of their work, control characters that forge or hide lines.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

log = logging.getLogger(__name__)
LEVEL = "CLINIC_APP_LOG"
"""Names a level (debug, info, warning, error) for somebody who looks for a fault."""
OWN = "clinic_app"
HIDDEN = "*"
KEPT = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""Ids of records, saves and devices: random, and what one searches by."""
VALUES = re.compile(
    r"[^\x20-\x7e]+"  # names and notes are Chinese, what the program says of itself is ASCII; also CR, LF, ESC, bidi
    r"|(?<![0-9A-Za-z])\+?[0-9][0-9 ()-]{5,}[0-9][xX]?(?![0-9A-Za-z])"  # numbers of people and phones
    r"|[0-9]{7,}[xX]?"
    r"|[0-9a-fA-F]{32,}"  # keys
    r"|[A-Za-z0-9+/_=-]{40,}"  # tokens and signatures
    r"|(?:[0-9A-Z]{4,6}-){3,}[0-9A-Z]{1,6}"  # codes that are read out
)


def scrub(text: str) -> str:
    """A line for a log: ids stay, whatever may be a name, a number of a person or a key becomes `*`."""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [VALUES.sub(HIDDEN, text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*parts, VALUES.sub(HIDDEN, text[end:])])


def described(error: BaseException) -> str:
    """`ValueError form.py:12 save < page.py:3 click`, and what caused it; never the message."""
    told, seen = [], set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        places = traceback.extract_tb(link.__traceback__)
        words = " < ".join(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in reversed(places))
        told.append(f"{type(link).__name__} {words}".rstrip())
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return " from ".join(told)


class ScrubbingFormatter(logging.Formatter):
    """`LEVEL logger message`: our own words scrubbed; of a library's only the pattern, its values left out."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        words = [record.levelname, record.name, self._words(record)]
        if record.exc_info and record.exc_info[1] is not None:
            words.append(described(record.exc_info[1]))
        return scrub(" ".join(filter(None, words)))

    @staticmethod
    def _words(record: logging.LogRecord) -> str:
        if record.name.split(".")[0] == OWN:
            try:
                return record.getMessage()
            except (TypeError, ValueError):
                return f"{record.module}:{record.lineno}"
        # A text without values beside it may have been put together with them.
        return str(record.msg) if record.args and isinstance(record.msg, str) else f"{record.module}:{record.lineno}"


LOG_FILE, CRASH_FILE = "program.log", "crash.log"
LOG_BYTES, LOGS_KEPT = 256 << 10, 1
"""A log of this size, and so many older ones beside it."""


class _DatedFormatter(ScrubbingFormatter):
    """The same line with its time in front, which is of the program and not of a person."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        at = datetime.fromtimestamp(record.created, UTC)
        return f"{at:%Y-%m-%dT%H:%M:%SZ} {super().format(record)}"


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log that cannot be written is no reason to say or stop anything."""

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk, a folder that is gone."""


@contextmanager
def logging_to_file(folder: Path) -> Iterator[None]:
    """For the block, what the program says of itself goes into `program.log` of the data folder as well, scrubbed."""
    root = logging.getLogger()
    before, levels = root.level, [(each, each.level) for each in root.handlers]
    file = _LogFile(folder / LOG_FILE, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8", delay=True)
    file.setFormatter(_DatedFormatter())
    file.setLevel(logging.INFO)
    for handler, level in levels:
        # What listened before hears as much as before.
        handler.setLevel(max(level, before))
    root.addHandler(file)
    root.setLevel(min(before or logging.WARNING, logging.INFO))
    try:
        yield
    finally:
        root.removeHandler(file)
        file.close()
        root.setLevel(before)
        for handler, level in levels:
            handler.setLevel(level)


def log_to_stderr() -> None:
    """Log to stderr, scrubbed, unless something else set up logging already; errors only where nobody asked more."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(ScrubbingFormatter())
    root.addHandler(handler)
    root.setLevel(logging.getLevelNamesMapping().get(os.environ.get(LEVEL, "").upper(), logging.ERROR))


def say_crashes_without_values() -> None:
    """For a whole process: what nobody caught is said as a type and places, and no memory is dumped on the disk."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _refuse_dumps()


PR_SET_DUMPABLE = 4
"""From <sys/prctl.h>."""


def _refuse_dumps() -> None:
    """A system that hands dumps to a program of its own (systemd-coredump, apport) does not ask for the limit; and no
    other program of the same person may read this one's memory."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, (KeyboardInterrupt, SystemExit)):
        return
    # Without sys.stderr (a windowed program) there is nobody to tell.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"unexpected: {scrub(described(error) if error else kind.__name__)}", file=sys.stderr)


@contextmanager
def noting_crashes(folder: Path) -> Iterator[None]:
    """For the block, bugs go into a note beside the data as well; those of threads too."""
    before: tuple[Any, Any] = (sys.excepthook, threading.excepthook)
    sys.excepthook = lambda kind, error, trace: note_crash(folder, error)
    threading.excepthook = lambda told: note_crash(folder, told.exc_value) if told.exc_value else None
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before


def note_crash(folder: Path, error: BaseException) -> None:
    """Write a bug down in `crash.log` of the data folder: types and places in the program, never values."""
    if isinstance(error, KeyboardInterrupt):
        return
    words = scrub(described(error))
    log.error("unexpected: %s", words)
    path = folder / CRASH_FILE
    try:
        if path.exists() and path.stat().st_size > LOG_BYTES:
            os.replace(path, path.with_name(f"{CRASH_FILE}.1"))
        with path.open("a", encoding="utf-8") as file:
            file.write(words + "\n")
    except OSError:
        log.error("the crash note could not be written")
