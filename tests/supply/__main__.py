"""`python -m tests.supply lock | sbom FOLDER | holes`: makes the locks, writes the bills, asks for known holes."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tests.supply.holes import tell
from tests.supply.lock import NAMES, ROOT, lock_path
from tests.supply.sbom import bill_text

EXTRAS = {"county": ("--extra", "county")}
OLDER_QT = "pyside6-essentials==6.7.3\n"
"""The newest whose Linux wheels install on glibc 2.28 (x86-64) and 2.31 (arm64)."""
HEAD = """\
# Made by `python -m tests.supply lock`; not edited by hand (docs/release.md).
# For {words}.
# pip install --require-hashes --only-binary :all: -r {file}
"""


def main() -> int:
    """One of the three jobs."""
    options = argparse.ArgumentParser(prog="python -m tests.supply", description=__doc__)
    jobs = options.add_subparsers(dest="job", required=True)
    jobs.add_parser(
        "lock", help="resolve pyproject.toml anew for every platform; needs uv and the index that it is configured with"
    )
    bills = jobs.add_parser("sbom", help="a bill of materials for each lock")
    bills.add_argument("folder", type=Path)
    jobs.add_parser("holes", help="ask pip-audit for known holes; skipped where no index answers")
    chosen = options.parse_args()
    if chosen.job == "lock":
        return _lock()
    if chosen.job == "holes":
        return tell()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        path = chosen.folder / f"sbom-{name}.cdx.json"
        path.write_text(bill_text(name), encoding="utf-8")
        print(path)
    return 0


def _lock() -> int:
    tool = shutil.which("uv")
    if tool is None:
        print("uv is not here: pip install uv", file=sys.stderr)
        return 1
    for name, words in NAMES.items():
        command = [
            tool, "pip", "compile", "pyproject.toml", *EXTRAS.get(name, ()), "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-config", "--no-header", "--quiet",
        ]  # fmt: skip
        older = OLDER_QT if name == "laptop-older-linux" else ""
        done = subprocess.run(
            [*command, "--constraint", "-"] if older else command,
            cwd=ROOT, input=older, capture_output=True, text=True, check=True,
        )  # fmt: skip
        file = lock_path(name)
        head = HEAD.format(words=words, file=file.relative_to(ROOT))
        file.write_text(head + done.stdout, encoding="utf-8")
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
