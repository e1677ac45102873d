"""The county server's log: one JSON object a line, with ids, counts and places, never what people wrote.

With a folder, a file for each day (UTC+8) lies there, for the server's account alone; they are kept at least six months
(docs/security.md). Several servers may write into one folder: each line goes out whole.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from clinic_app.clock import LOCAL_ZONE, instant_text
from clinic_app.county.problems import CountyProblem
from clinic_app.diagnostics import LEVEL, ScrubbingFormatter, described, scrub

PREFIX, SUFFIX = "county-", ".log"


@dataclass(frozen=True)
class LogFile:
    """The log of one day."""

    day: date
    path: Path
    bytes: int


class StructuredFormatter(ScrubbingFormatter):
    """`{"at", "level", "logger", "event", …ids}`: scrubbed first, then JSON in ASCII, in which no control character, no
    bidirectional mark and no end of line can stand."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, str | int | float] = {
            "at": instant_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": scrub(record.name),
            "event": scrub(self._words(record)),
        }
        for name, value in getattr(record, "ids", {}).items():
            told[name] = value if isinstance(value, int | float) else scrub(str(value))
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = scrub(described(record.exc_info[1]))
        return json.dumps(told)


class DailyFile(logging.Handler):
    """Appends to the file of the record's day. A log that cannot be written stops nobody: stderr says so once."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._day: date | None = None
        self._file: int | None = None
        self._failed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            day = datetime.fromtimestamp(record.created, LOCAL_ZONE).date()
            if self._file is None or day != self._day:
                self._turn(day)
            assert self._file is not None
            os.write(self._file, self.format(record).encode("ascii") + b"\n")
        except OSError as problem:
            if not self._failed and sys.stderr is not None:
                self._failed = True
                print(f"the log cannot be written: {type(problem).__name__}", file=sys.stderr)

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        super().close()

    def _turn(self, day: date) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        path = self._folder / f"{PREFIX}{day.isoformat()}{SUFFIX}"
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._day = day


def start_log(folder: Path | None) -> None:
    """From now on this process logs for a server: into `folder`, requests and all, else to stderr as CLINIC_APP_LOG
    says (errors, where it says nothing). Raises CountyProblem for a folder that cannot be written."""
    root = logging.getLogger()
    for handler in root.handlers:
        handler.setFormatter(StructuredFormatter())
    if folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32":
            folder.chmod(0o700)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError:
        raise CountyProblem(f"日志文件夹写不进去：{folder}，没有启动，检查权限和磁盘空间") from None
    for handler in root.handlers:
        handler.setLevel(logging.ERROR)
    into = DailyFile(folder)
    into.setFormatter(StructuredFormatter())
    root.addHandler(into)
    asked = logging.getLevelNamesMapping().get(os.environ.get(LEVEL, "").upper(), logging.INFO)
    root.setLevel(min(asked, logging.INFO))


def log_files(folder: Path) -> list[LogFile]:
    """The logs in a folder, the oldest first; whatever else lies there is left alone."""
    found = []
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        try:
            day = date.fromisoformat(path.name[len(PREFIX) : -len(SUFFIX)])
            found.append(LogFile(day, path, path.stat().st_size))
        except (ValueError, OSError):
            continue
    return sorted(found, key=lambda each: each.day)
