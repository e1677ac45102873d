"""`python -m tests.faults --minutes N --seed S`: world after world until the time is over."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import psycopg

from clinic_app.county.embedded import embedded_database
from tests.faults.walk import rate_of, walk
from tests.faults.world import begin, lived

HIDDEN = {"step", "request", "watch"}


def main() -> int:
    """Run; 0 when every property held everywhere."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; each world has the next")
    parser.add_argument("--worlds", type=int, help="stop after so many worlds")
    parser.add_argument("--length", type=int, default=100, help="steps of each world")
    parser.add_argument("--keep-going", action="store_true", help="go on after a failure and list all failing seeds")
    asked = parser.parse_args()
    # A server that dies on purpose says so at each death.
    logging.getLogger("clinic_app.county").setLevel(logging.CRITICAL)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    ends = time.monotonic() + asked.minutes * 60
    counts: Counter[str] = Counter()
    failed: list[int] = []
    worlds, seed = 0, asked.seed
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        os.environ["XDG_CONFIG_HOME"] = str(room / "config")
        with embedded_database(room / "postgresql") as url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            (room / "beginning").mkdir()
            beginning = begin(url, room / "beginning")
            while time.monotonic() < ends and worlds != asked.worlds:
                with lived(beginning, room, seed, rate_of(seed)) as world:
                    try:
                        walk(world, asked.length)
                    except Exception:
                        failed.append(seed)
                        traceback.print_exc()
                        print(f"failing seed: {seed} (--seed {seed} --worlds 1 --length {asked.length})", flush=True)
                    counts += world.trace.counts
                    counts["mutations"] += len(world.ledger)
                    counts["conflicts"] += sum(key[0] == "conflict" for key in world.watch.books.records)
                    counts["sync rounds"] += world.rounds
                    counts["requests"] += world.line.requests
                worlds, seed = worlds + 1, seed + 1
                if failed and not asked.keep_going:
                    break
    print(f"{worlds} worlds from seed {asked.seed}, {asked.length} steps each; failing seeds: {failed or 'none'}")
    for kind in sorted(counts.keys() - HIDDEN):
        print(f"{counts[kind]:8}  {kind}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
