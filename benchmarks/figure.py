"""A measured figure beside its named baseline, and how a run of them is shown."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

NOT_MEASURED = "not measured"
FASTER_IS_MORE = ("mutations/s", "rows/s", "requests/s")


@dataclass(frozen=True)
class Figure:
    """One line of the table. `runs` and `baseline_runs` are one value for each repeat, in `unit`.

    A figure without runs was not measured here; `baseline` then says why. `target` is what the design asks for.
    """

    benchmark: str
    name: str
    unit: str
    runs: tuple[float, ...]
    baseline: str
    baseline_runs: tuple[float, ...] = ()
    target: float | None = None

    @property
    def median(self) -> float | None:
        """The median of the repeats."""
        return statistics.median(self.runs) if self.runs else None

    @property
    def baseline_median(self) -> float | None:
        """The same of the baseline."""
        return statistics.median(self.baseline_runs) if self.baseline_runs else None

    @property
    def ratio(self) -> float | None:
        """Figure ÷ baseline; None where one of them was not measured or the baseline is nothing."""
        if self.median is None or not self.baseline_median:
            return None
        return self.median / self.baseline_median

    @property
    def verdict(self) -> str:
        """`met` or `missed` beside the target, empty without one."""
        if self.target is None or self.median is None:
            return ""
        met = self.median >= self.target if self.unit in FASTER_IS_MORE else self.median <= self.target
        return "met" if met else "missed"

    def as_json(self) -> dict[str, Any]:
        """The object of `--json`."""
        names = ("benchmark", "name", "unit", "median", "runs", "baseline", "baseline_median", "baseline_runs")
        return {name: getattr(self, name) for name in (*names, "ratio", "target", "verdict")}


def seconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def milliseconds(work: Callable[[], Any]) -> float:
    """The same in milliseconds."""
    return seconds(work) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 … 1) of `values` do not exceed: nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned text, one line each under a head."""
    head = ("benchmark", "figure", "median", "slowest…fastest", "baseline", "its median", "ratio", "target", "")
    rows = [head, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    unit = f" {figure.unit}"
    if figure.median is None:
        return (figure.benchmark, figure.name, NOT_MEASURED, "", figure.baseline, "", "", "", "")
    spread = sorted(figure.runs, reverse=figure.unit not in FASTER_IS_MORE)
    return (
        figure.benchmark,
        figure.name,
        _number(figure.median) + unit,
        f"{_number(spread[0])}…{_number(spread[-1])}",
        figure.baseline,
        "" if figure.baseline_median is None else _number(figure.baseline_median) + unit,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        "" if figure.target is None else _number(figure.target) + unit,
        figure.verdict,
    )


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
