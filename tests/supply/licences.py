"""docs/licences.md: which licence each package of a release is under; all of them free."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.supply.lock import LICENCES

FREE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-2.0-only", "GPL-3.0-only", "HPND", "LGPL-3.0-only",
    "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib",
})  # fmt: skip
"""SPDX names that the Open Source Initiative or the Free Software Foundation calls free."""
_ROW = re.compile(r"\| (?P<name>[a-z0-9-]+) \| (?P<licence>[^|]+?) \| (?P<remark>[^|]*)\|")


def licences() -> Mapping[str, str]:
    """The SPDX expression of each package in the table, by canonical name."""
    rows = (_ROW.fullmatch(line.strip()) for line in LICENCES.read_text(encoding="utf-8").splitlines())
    return {row["name"]: row["licence"] for row in rows if row and row["name"] != "package"}


def is_free(expression: str) -> bool:
    """Whether everything that applies is free: one of several to choose from, all of several together."""
    choices = [re.split(r" AND ", each.strip("() ")) for each in expression.split(" OR ")]
    return any(all(each.strip("() ") in FREE for each in choice) for choice in choices)
