"""What the benchmarks share: sizes, a township in an encrypted file, a county with laptops; made when asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.dataset import PASSWORD, TODAY, build
from clinic_app.clock import FrozenClock
from clinic_app.store.database import Database, open_database
from clinic_app.store.device_secret import forget_device_secret
from clinic_app.store.header import read_header

if TYPE_CHECKING:
    from benchmarks.county import County

USER = "演示"
SEED = 1
YEARS = 5
# Other visits of five years for each resident: the file has the size of a real township's.
VISITS_EACH = 5


@dataclass(frozen=True)
class Size:
    """How much is measured: residents of the township, mutations of one push, how often each figure is repeated, and
    of how many people, words or deliveries a percentile is taken."""

    residents: int = 60_000
    mutations: int = 1_000
    saves: int = 100
    repeats: int = 5
    rows: int = 500_000
    samples: int = 20


class Workbench:
    """One run's files. A context manager: everything is taken away at the end, device secrets too."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="clinic-benchmark-")))

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def township_folder(self) -> Path:
        """The data folder of a township of `size.residents`, closed and settled."""
        folder = self._folder / "township"
        build(folder, self.size.residents, YEARS, self.size.residents * VISITS_EACH).close()
        self._stack.callback(forget_device_secret, read_header(folder).device_key)
        return folder

    @contextmanager
    def township(self) -> Iterator[Database]:
        """The township, open."""
        with open_database(self.township_folder, USER, PASSWORD, township_clock()) as database:
            yield database

    @cached_property
    def county(self) -> County:
        """A county server in a process of its own over an own PostgreSQL, and laptops to come."""
        # What measures the window alone has no server in its memory.
        from benchmarks.county import running_county

        return self._stack.enter_context(running_county(self._folder / "county"))


def township_clock() -> FrozenClock:
    """The day on which the township stands."""
    return FrozenClock(datetime(TODAY.year, TODAY.month, TODAY.day, 2, tzinfo=UTC))
