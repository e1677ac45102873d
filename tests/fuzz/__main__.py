"""`python -m tests.fuzz [--minutes N] [--seed S]`: a long run over every parser, counted; ends with 1 at a defect."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.parsers import parsers
from tests.fuzz.run import Defect, feed

ROUNDS = 200


def main() -> int:
    """Rounds of all parsers until the time is over; each seed once."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    end, seed = time.monotonic() + 60 * chosen.minutes, chosen.seed
    fed: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    defects: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        all_of_them = list(parsers(folder))
        while time.monotonic() < end:
            for parser in all_of_them:
                try:
                    refused[parser.name] += feed(parser, ROUNDS, seed, folder)
                except Defect as defect:
                    # The first of each parser and kind is enough to go on with.
                    defects.setdefault(":".join(str(defect).split(":")[:3])[:60], f"seed {seed}: {defect}")
                fed[parser.name] += ROUNDS
            seed += 1
    for parser_name, count in fed.items():
        print(f"{count:>9} fed {refused[parser_name]:>9} refused  {parser_name}")
    print(f"{fed.total():>9} in all, seeds {chosen.seed} to {seed - 1}, {len(defects)} kinds of defect")
    for words in defects.values():
        print(words, file=sys.stderr)
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
