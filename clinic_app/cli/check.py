"""`check`: is everything whole."""

from __future__ import annotations

import argparse

from clinic_app.cli.session import opened, print_json
from clinic_app.cli.watching import watched
from clinic_app.store.integrity import Severity, check
from clinic_app.sync.session import EQUAL, REPAIRED, UNKNOWN, compare
from clinic_app.sync.status import sync_status

DIGEST = {
    EQUAL: "与县平台一致",
    REPAIRED: "与县平台有出入，已经补齐",
    UNKNOWN: "没有和县平台比对（没有网络或没有入网）",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `check` takes."""
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and say what was found; exit 1 when something is wrong."""
    with opened(arguments) as database:
        with watched() as watch:
            findings = check(database, watch)
        digest = compare(database)
        status = sync_status(database)
    wrong = [each for each in findings if each.severity is Severity.ERROR]
    if arguments.json:
        found = [{"severity": each.severity.value, "message": each.sentence} for each in findings]
        counts = {"pending": status.pending, "quarantined": status.quarantined}
        print_json({"ok": not wrong, "findings": found, **counts, "digest": digest})
        return 1 if wrong else 0
    for each in findings:
        print(each.sentence)
    print("有问题需要处理" if wrong else f"数据完好；待传 {status.pending}；{DIGEST[digest]}")
    return 1 if wrong else 0
