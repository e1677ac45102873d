"""How a long work says how far it is, and hears that it shall stop. No layer's own: every room may use it.

A long work takes a `Watch`, tells it where it is after each chunk and asks it whether to go on. Who watches (the
window, a command on a terminal, nobody) reads the newest point whenever it likes: telling costs next to nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a long work is doing just now."""

    WAIT = "wait"
    READ = "read"
    """Reading a file that somebody chose."""
    CHECK = "check"
    SAVE = "save"
    """Records go into the store, a chunk in each commit."""
    UNDO = "undo"
    GATHER = "gather"
    """Reading from the store what will be written out."""
    WRITE = "write"
    """Writing a file that somebody wants."""
    COPY = "copy"
    """Copying the data file."""
    PACK = "pack"
    RESTORE = "restore"
    COMPARE = "compare"
    CARRY = "carry"
    """Bringing a copy to another disk."""
    RECEIVE = "receive"
    """Records come from the county."""


class Unit(StrEnum):
    """What is counted."""

    ROWS = "rows"
    PEOPLE = "people"
    BYTES = "bytes"
    PAGES = "pages"
    PARTS = "parts"


STEP_WORDS: Mapping[Step, str] = {
    Step.WAIT: "等着开始",
    Step.READ: "读文件",
    Step.CHECK: "核对",
    Step.SAVE: "保存",
    Step.UNDO: "撤销",
    Step.GATHER: "取数据",
    Step.WRITE: "写文件",
    Step.COPY: "复制数据",
    Step.PACK: "打包",
    Step.RESTORE: "试恢复",
    Step.COMPARE: "逐条比对",
    Step.CARRY: "写到第二处",
    Step.RECEIVE: "接收",
}
UNIT_WORDS: Mapping[Unit, str] = {
    Unit.ROWS: "条", Unit.PEOPLE: "人", Unit.BYTES: "MB", Unit.PAGES: "页", Unit.PARTS: "步",
}  # fmt: skip
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Point:
    """Where a long work is. `total` is 0 while nobody knows how much there is; `about` names what (a declared word)."""

    step: Step = Step.WAIT
    done: int = 0
    total: int = 0
    unit: Unit = Unit.ROWS
    about: str = ""

    @property
    def amounts(self) -> tuple[str, str]:
        """How much is done and how much there is, as they are written; empty while nothing was counted."""
        if not self.done and not self.total:
            return "", ""
        if self.unit is Unit.BYTES:
            return f"{self.done / MEGABYTE:.1f}", f"{self.total / MEGABYTE:.1f}" if self.total else ""
        return f"{self.done:,}", f"{self.total:,}" if self.total else ""

    @property
    def sentence(self) -> str:
        """In Chinese, for a terminal: 保存 1,200 / 4,800 条."""
        done, total = self.amounts
        amount = f"{done} / {total}" if total else done
        return " ".join(
            each for each in (STEP_WORDS[self.step], amount, UNIT_WORDS[self.unit] if amount else "") if each
        )


class Stopped(Exception):
    """Somebody asked to stop: raised by `Watch.check`, where leaving at once leaves nothing half done."""


class Watch:
    """Between a long work and who watches it; every method from any thread."""

    def __init__(
        self, told: Callable[[Point], object] | None = None, *, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """`told` is called in the work's own thread for each point; `cancelled` is asked beside `stop`."""
        self._told = told
        self._cancelled = cancelled
        self._stop = threading.Event()
        self._point = Point()
        self._step_began = time.monotonic()

    @property
    def point(self) -> Point:
        """The newest one."""
        return self._point

    @property
    def seconds(self) -> float:
        """How long the present step has taken."""
        return time.monotonic() - self._step_began

    @property
    def stopped(self) -> bool:
        """Whether the work shall end at the next place where nothing is half done."""
        return self._stop.is_set() or (self._cancelled is not None and self._cancelled())

    def tell(self, step: Step, done: int = 0, total: int = 0, unit: Unit = Unit.ROWS, about: str = "") -> None:
        """Say where the work is."""
        if step is not self._point.step:
            self._step_began = time.monotonic()
        self._point = Point(step, done, total, unit, about)
        if self._told is not None:
            self._told(self._point)

    def check(self) -> None:
        """Raises Stopped when somebody asked for it."""
        if self.stopped:
            raise Stopped

    def stop(self) -> None:
        """Ask the work to end."""
        self._stop.set()


def unwatched() -> Watch:
    """For callers whom nobody watches."""
    return Watch()
