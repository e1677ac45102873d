"""What releases need: `python -m tests.supply lock | sbom FOLDER | holes | key PRIVATE PUBLIC | sign FOLDER`."""

from __future__ import annotations

import argparse
import getpass
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from clinic_app import __version__
from tests.supply.holes import tell
from tests.supply.lock import NAMES, ROOT, lock_path
from tests.supply.sbom import bill_text
from tests.supply.sign import make_key, sign

EXTRAS = {"county": ("--extra", "county")}
OLDER_QT = "pyside6-essentials==6.7.3\n"
"""The newest whose Linux wheels install on glibc 2.28 (x86-64) and 2.31 (arm64)."""
HEAD = """\
# Made by `python -m tests.supply lock`; not edited by hand (docs/release.md).
# For {words}.
# pip install --require-hashes --only-binary :all: -r {file}
"""


def main() -> int:
    """One of the jobs."""
    options = argparse.ArgumentParser(prog="python -m tests.supply", description=__doc__)
    jobs = options.add_subparsers(dest="job", required=True)
    jobs.add_parser(
        "lock", help="resolve pyproject.toml anew for every platform; needs uv and the index that it is configured with"
    )
    bills = jobs.add_parser("sbom", help="a bill of materials for each lock")
    bills.add_argument("folder", type=Path)
    jobs.add_parser("holes", help="ask pip-audit for known holes; skipped where no index answers")
    key = jobs.add_parser("key", help="the pair of keys of releases; asks for a passphrase")
    key.add_argument("private", type=Path)
    key.add_argument("public", type=Path)
    signing = jobs.add_parser("sign", help="list and sign what lies in a folder; asks for the passphrase")
    signing.add_argument("folder", type=Path)
    signing.add_argument("--key", type=Path, required=True)
    signing.add_argument("--days", type=int, default=180, help="until when this release is the newest word")
    chosen = options.parse_args()
    if chosen.job == "key":
        make_key(chosen.private, chosen.public, _new_passphrase())
        return 0
    if chosen.job == "sign":
        passphrase = getpass.getpass("passphrase: ")
        release = sign(chosen.folder, chosen.key, passphrase, __version__, date.today(), chosen.days)
        print(f"{release.version}: {len(release.files)} files, until {release.expires_on}")
        return 0
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


def _new_passphrase() -> str:
    chosen = getpass.getpass("passphrase: ")
    if not chosen or getpass.getpass("again: ") != chosen:
        sys.exit("no passphrase, or not the same twice: no key was made")
    return chosen


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
