"""The locks of a release, `.ci/locks/*.txt`: requirement files of pip, one version and its hashes for each package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / ".ci" / "locks"
LICENCES = ROOT / "docs" / "licences.md"
NAMES: Mapping[str, str] = {
    "laptop": "clinic laptops and desks: Windows, Linux x86-64 (glibc 2.34), Linux arm64 (glibc 2.39)",
    "laptop-older-linux": "laptops and desks on older Kylin and UOS, Qt 6.7: x86-64 glibc 2.28, arm64 glibc 2.31",
    "county": "the county's server: Linux x86-64 and arm64, Windows",
}
OURS = "clinic-app"
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """One package: its version, where it is installed (a marker of PEP 508, empty for everywhere), the SHA-256 of
    every file that may be installed, and the packages that brought it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]


class LockProblem(Exception):
    """A line of a lock that is neither a pinned package, a hash nor a remark."""


def lock_path(name: str) -> Path:
    """The file of a lock."""
    return LOCKS / f"{name}.txt"


def read_lock(name: str) -> tuple[Locked, ...]:
    """The packages of a lock, sorted by name. Raises LockProblem."""
    found: list[Locked] = []
    for block in re.split(r"\n(?=[^\s#])", _without_head(lock_path(name).read_text(encoding="utf-8"))):
        first, *rest = block.strip().splitlines()
        pinned = _PIN.fullmatch(first.strip())
        if pinned is None:
            raise LockProblem(f"{name}: {first}")
        remarks = [line.strip().removeprefix("#").strip() for line in rest if line.strip().startswith("#")]
        hashes = [_HASH.search(line) for line in rest if not line.strip().startswith("#")]
        if not hashes or None in hashes:
            raise LockProblem(f"{name}: {first}: hashes")
        found.append(
            Locked(
                canonical(pinned["name"]), pinned["version"], (pinned["marker"] or "").strip(),
                tuple(sorted(each[1] for each in hashes if each)), _brought_by(remarks),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.name))


def canonical(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _without_head(text: str) -> str:
    lines = text.splitlines()
    while lines and lines[0].startswith("#"):
        del lines[0]
    return "\n".join(lines)


def _brought_by(remarks: list[str]) -> tuple[str, ...]:
    """`via x`, or `via` with a line for each."""
    names = [each.removeprefix("via").strip() for each in remarks if not each.startswith("-c ")]
    return tuple(sorted({canonical(each.split()[0].partition("[")[0]) for each in names if each and each[0] != "-"}))
