"""What a process wrote to its files and when it waited for the disk, as strace saw it; and what a power cut leaves.

A write counts as on the disk once its file was synced after it. What was not may be there, be missing, or be torn:
each is tried.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat"
CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
DESCRIPTOR = re.compile(r"^(\d+)<(.*?)>(?:, |$)")
PAGE = 4096


@dataclass(frozen=True)
class Event:
    """One call. `said` is what went to standard output; the others are about the file `name`."""

    kind: str
    name: str = ""
    start: int = 0
    data: bytes = b""
    said: str = ""


def available() -> str | None:
    """Why recording cannot be done here; None when it can."""
    if sys.platform != "linux":
        return "strace is for Linux"
    if shutil.which("strace") is None:
        return "strace is not installed"
    probe = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return None if probe.returncode == 0 else "strace may not trace here"


def record(command: Sequence[str], folder: Path, out: Path) -> list[Event]:
    """Run a command to its end and tell what it did to the files of `folder`, in order."""
    strace = ["strace", "-f", "-y", "-xx", "-s", "2000000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(out)]
    subprocess.run([*strace, *command], check=True, capture_output=True, timeout=180)
    return list(_events(out.read_text("ascii", "replace").splitlines(), folder))


def _events(lines: Sequence[str], folder: Path) -> Iterator[Event]:
    begun: dict[str, str] = {}
    for line in lines:
        if found := UNFINISHED.match(line):
            begun[found[1]] = found[2]
            continue
        if found := RESUMED.match(line):
            line = f"{found[1]} {begun.pop(found[1])}{found[3]}"
        if (called := CALL.match(line)) and not called[4].startswith("-"):
            event = _event(called[2], called[3], folder)
            if event is not None:
                yield event


def _event(call: str, words: str, folder: Path) -> Event | None:
    if call in ("unlink", "unlinkat"):
        path = Path(_bytes(re.findall(r'"(.*?)"', words)[-1]).decode())
        return Event("unlink", path.name) if path.parent == folder else None
    descriptor = DESCRIPTOR.match(words)
    if descriptor is None:
        return None
    number, path = descriptor[1], Path(_bytes(descriptor[2]).decode("utf-8", "replace"))
    rest = words[descriptor.end() :]
    if call == "write":
        text = _bytes(rest.split('"')[1]).decode("utf-8", "replace") if number == "1" else ""
        return Event("said", said=text) if number == "1" else None
    if path.parent != folder:
        return None
    if call == "pwrite64":
        data, numbers = rest.split('"')[1], rest.rsplit('"', 1)[1]
        return Event("write", path.name, int(numbers.split(",")[-1]), _bytes(data))
    if call == "ftruncate":
        return Event("cut", path.name, int(rest))
    return Event("sync", path.name)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


@dataclass
class Disk:
    """Files as they were before, and the calls since: what has reached the disk for sure and what may have."""

    files: dict[str, bytes]
    waiting: dict[str, list[Event]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def happen(self, event: Event) -> None:
        """One call more."""
        if event.kind == "said":
            self.said.append(event.said)
        elif event.kind == "sync":
            self.files[event.name] = replayed(self.files.get(event.name, b""), self.waiting.pop(event.name, []))
        elif event.kind == "unlink":
            # A directory is not synced: the file may be there after the cut or not; SQLite must stand both.
            self.waiting.setdefault(event.name, []).append(event)
        else:
            self.waiting.setdefault(event.name, []).append(event)

    def after_cut(self, fate: str, chance: random.Random) -> dict[str, bytes]:
        """The files after the power went: `fate` says what became of what was not synced."""
        left = dict(self.files)
        for name, events in self.waiting.items():
            kept = events
            if fate == "dropped":
                kept = []
            elif fate == "some":
                kept = [each for each in events if chance.random() < 0.5]
            elif fate == "torn":
                kept = events[: chance.randrange(len(events) + 1)]
                if kept and kept[-1].kind == "write" and len(kept[-1].data) > 1:
                    last = kept[-1]
                    part = last.data[: chance.randrange(1, len(last.data))]
                    kept = [*kept[:-1], Event("write", last.name, last.start, part)]
            content = replayed(left.get(name, b""), kept)
            if any(each.kind == "unlink" for each in kept):
                left.pop(name, None)
            elif kept or name in left:
                left[name] = content
        return left


def replayed(content: bytes, events: Sequence[Event]) -> bytes:
    """A file after these writes."""
    found = bytearray(content)
    for event in events:
        if event.kind == "cut":
            del found[event.start :]
            found.extend(bytes(event.start - len(found)))
        elif event.kind == "unlink":
            found.clear()
        else:
            found.extend(bytes(max(0, event.start + len(event.data) - len(found))))
            found[event.start : event.start + len(event.data)] = event.data
    return bytes(found)
