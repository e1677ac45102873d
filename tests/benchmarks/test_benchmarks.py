"""The benchmark entry prints every figure beside its baseline. How fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import BENCHMARKS
from benchmarks.figure import Figure, percentile, table
from benchmarks.local_save import count_syncs

REPOSITORY = Path(__file__).parents[2]
EVERY = {
    "unlock": ["password to open file", "password to a village's worklist"],
    "switch": ["lock to an empty screen", "lock to a door", "lock, password, first page filled"],
    "desktop": [
        "start to login",
        "login to usable",
        *(f"{each} opened {when}" for when in ("for the first time", "again") for each in ("a page", "slowest page")),
        "search, letter to painted answer, p50",
        "search, letter to painted answer, p95",
        "memory after login",
        "memory after a day with 3 people",
        "the same without libraries' files",
        "memory after all pages besides",
        "most memory at any moment",
        "longest block of the window",
        "most work in one turn",
    ],
    "save": ["one follow-up, p50", "one follow-up, p95", "fsyncs of one save, most of any"],
    "search": [
        f"{kind}, {share}"
        for kind in ("name", "pinyin initials", "end of identity number", "phone")
        for share in ("p50", "p95")
    ],
    "worklist": ["township of", "village of"],
    "resident": [
        *["all that the page reads"] * 2,
        *["page filled, without a display"] * 2,
        *["processor time of all threads for it"] * 2,
    ],
    "indicators": ["a year counted, file of", "all figures of one scope", "longest wait of another thread"],
    "slip": ["referral slip with stub", *["the same"] * 3, "patient's guide", "month's register"],
    "push": [
        "push one resident each",
        "bytes up, one resident each",
        "push one follow-up each (3 records)",
        "bytes up, one follow-up each (3 records)",
    ],
    "pull": ["first sync of", "applying pages alone", "bytes down", "memory grown in the first sync"],
    "delivery": [
        "save to visible, p50",
        "save to visible, p95",
        "sync with nothing new, both ways",
        "requests of it",
        "sync of one change, both ways",
    ],
}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *words]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """Everything, measured once on next to nothing."""
    done = run("--residents", "60", "--mutations", "6", "--saves", "2", "--repeats", "1", "--samples", "2", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_every_figure_of_a_benchmark_is_there(measured: dict[str, Any], benchmark: str) -> None:
    names = [each["name"] for each in measured["figures"] if each["benchmark"] == benchmark]
    assert len(names) == len(EVERY[benchmark])
    assert all(name.startswith(start) for name, start in zip(names, EVERY[benchmark], strict=True)), names


def test_each_figure_names_its_baseline_and_has_a_ratio_unless_it_was_not_measured(measured: dict[str, Any]) -> None:
    for each in measured["figures"]:
        assert each["baseline"], each
        # With so little data the baseline of a wait may be too short to be seen: nothing to divide by.
        assert (each["ratio"] is None) == (each["median"] is None or each["baseline_median"] == 0), each
    unmeasured = [each["name"] for each in measured["figures"] if each["median"] is None]
    assert {each for each in unmeasured if not each.startswith("memory")} <= {"fsyncs of one save, most of any"}


def test_the_machine_and_the_seed_are_named(measured: dict[str, Any]) -> None:
    assert {"processor", "memory", "system", "python", "sqlcipher", "packages", "data"} <= measured["machine"].keys()
    assert "60 residents, seed 1" in measured["machine"]["data"]


def test_one_benchmark_alone_prints_its_own_lines_only() -> None:
    done = run("slip", "--repeats", "1")
    lines = [line for line in done.stdout.splitlines() if line.startswith(tuple(EVERY))]
    assert [line.split()[0] for line in lines] == ["slip"] * len(EVERY["slip"]), done.stderr


def test_an_unknown_name_is_refused_before_anything_is_measured() -> None:
    done = run("speed")
    assert done.returncode == 2
    assert "no benchmark is called speed" in done.stderr


def test_only_flushes_between_the_marks_of_a_save_are_counted() -> None:
    trace = """1 fsync(3) = 0
1 write(4, "save-begins", 11) = 11
1 write(5, "x", 1) = 1
2 fdatasync(6) = 0
1 write(4, "save-ends", 9) = 9
1 fsync(3) = 0
1 write(4, "save-begins", 11) = 11
1 fsync(6) = 0
1 fsync(7) = 0
1 write(4, "save-ends", 9) = 9
"""
    assert count_syncs(trace) == [1, 2]


def test_a_target_is_met_by_more_of_a_rate_and_by_less_of_a_time() -> None:
    def verdict(unit: str, value: float) -> str:
        return Figure("b", "n", unit, (value,), "bare", (1.0,), 10).verdict

    assert [verdict("rows/s", 10), verdict("rows/s", 9.9), verdict("ms", 10), verdict("ms", 10.1)] == [
        "met", "missed", "met", "missed",
    ]  # fmt: skip


def test_the_median_of_the_runs_stands_beside_that_of_the_baseline() -> None:
    figure = Figure("save", "one", "ms", (9.0, 1.0, 2.0, 30.0, 3.0), "bare", (1.0, 2.0, 2.0))
    assert (figure.median, figure.baseline_median, figure.ratio) == (3.0, 2.0, 1.5)
    assert "3 ms" in table([figure])
    assert "not measured" in table([Figure("save", "fsyncs", "fsync", (), "needs Linux")])


@pytest.mark.parametrize(("share", "expected"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.0, 1)])
def test_percentiles_are_values_that_occurred(share: float, expected: int) -> None:
    assert percentile(range(20, 0, -1), share) == expected
