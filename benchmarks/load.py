"""The server under many laptops: 32 at once with 50 saves each, and 3,000 on their five-minute cadence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import psutil  # type: ignore[import-untyped]

from benchmarks.county import County
from benchmarks.figure import Figure, percentile
from benchmarks.workbench import Workbench

CONCURRENT, EACH = 32, 50
LAPTOPS, CADENCE = 3_000, 300.0
SECONDS = 20
REQUESTS_TARGET, P99_TARGET, CORE_TARGET = 100.0, 1_000.0, 40.0
BARE = "GET /health as often, same connections"


def figures(bench: Workbench) -> list[Figure]:
    """P9 and P10: requests a second and their 99th percentile; the share of one core that the cadence costs."""
    county = bench.county
    bursts = [_child(county, "burst", CONCURRENT, EACH, bench.size.repeats and 4) for _ in range(bench.size.repeats)]
    cadence = [_cadence(county) for _ in range(max(1, min(3, bench.size.repeats)))]
    rates, tails, bare_rates, bare_tails = (
        tuple(each[name] for each in bursts) for name in ("rate", "p99", "bare_rate", "bare_p99")
    )
    name = f"{CONCURRENT} laptops at once, {EACH} saves a push"
    cores, idle = (tuple(each) for each in zip(*cadence, strict=True))
    return [
        Figure("load", f"{name}, requests", "requests/s", rates, BARE, bare_rates, REQUESTS_TARGET),
        Figure("load", f"{name}, p99", "ms", tails, BARE, bare_tails, P99_TARGET),
        Figure("load", f"{LAPTOPS:,} laptops every 5 min, one core", "%", cores, BARE, idle, CORE_TARGET),
    ]


def _child(county: County, mode: str, *numbers: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.load_child", mode, county.database_url, county.server]
    done = subprocess.run([*command, *map(str, numbers)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _cadence(county: County) -> tuple[float, float]:
    """Percent of a core that server and database spend while 10 laptops a second sync, and while as many ask health."""
    servers = _server_processes()
    shares = []
    for mode in ("cadence", "health"):
        before = _cpu(servers)
        said = _child(county, mode, LAPTOPS / CADENCE, SECONDS)
        shares.append((_cpu(servers) - before) / said["seconds"] * 100)
    return shares[0], shares[1]


def _server_processes() -> list[Any]:
    """The county server and PostgreSQL: this process's descendants that serve."""
    return list(psutil.Process().children(recursive=True))


def _cpu(processes: Sequence[Any]) -> float:
    total = 0.0
    for each in processes:
        try:
            times = each.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def tail(values: Sequence[float]) -> float:
    """The 99th percentile."""
    return percentile(values, 0.99)
