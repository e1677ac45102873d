"""Known holes in what releases bring, asked of pip-audit; where no index answers it says that nothing was asked.

pip-audit ends well also when the index knows none of the packages: that is no clean bill, and is told apart here.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.supply.lock import LOCKS, NAMES, lock_path

WAIVED = LOCKS / "waived.tsv"
"""`advisory<TAB>reason`, a line for each hole that a release lives with."""
PATIENCE = 60.0


@dataclass(frozen=True)
class Asked:
    """What the index said of one lock; `why_not` says why nothing was asked."""

    checked: int
    holes: tuple[str, ...] = ()
    why_not: str = ""


def ask(name: str) -> Asked:
    """Ask about a lock."""
    if importlib.util.find_spec("pip_audit") is None:
        return Asked(0, why_not="pip-audit is not installed (pip install pip-audit)")
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", str(lock_path(name)),
        "--format", "json", "--progress-spinner", "off", "--timeout", "10",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Asked(0, why_not="the index did not answer in time")
    return read_answer(done.stdout)


def read_answer(text: str) -> Asked:
    """What pip-audit's JSON says; an answer that is none says why."""
    try:
        dependencies: list[Mapping[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Asked(0, why_not="the index did not answer")
    checked = [each for each in dependencies if "skip_reason" not in each]
    if not checked:
        return Asked(0, why_not="the index of this machine carries no advisories")
    return Asked(len(checked), tuple(_holes(checked)))


def waived() -> Mapping[str, str]:
    """Advisories that a release lives with, and why."""
    lines = WAIVED.read_text(encoding="utf-8").splitlines() if WAIVED.exists() else []
    pairs = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return {advisory: reason for advisory, reason in pairs}


def tell() -> int:
    """Ask about every lock and print what came of it; 1 for a hole that nobody waived, never for want of a network."""
    known, code = waived(), 0
    for name in NAMES:
        asked = ask(name)
        open_holes = [each for each in asked.holes if each.split()[0] not in known]
        if asked.why_not:
            print(f"known holes: not asked, {asked.why_not}")
            break
        print(f"known holes of {name}: {asked.checked} packages asked about, {len(open_holes)} open")
        for each in open_holes:
            print(f"  {each}", file=sys.stderr)
            code = 1
    return code


def _holes(checked: list[Mapping[str, Any]]) -> Iterator[str]:
    for each in checked:
        for hole in each.get("vulns", ()):
            fixed = ", ".join(hole.get("fix_versions", ())) or "nowhere yet"
            yield f"{hole['id']} {each['name']} {each['version']}, mended in {fixed}"
