"""Unlocking: from the password to an open file, and to the first page of work."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from benchmarks.dataset import AREA, PASSWORD, TODAY
from benchmarks.figure import Figure, seconds
from benchmarks.workbench import USER, Workbench, township_clock
from clinic_app.care.worklist import worklist
from clinic_app.store.database import open_database
from clinic_app.store.header import KEY_BYTES, parameters, read_header

TARGET = 1.5
FIRST_VILLAGE = f"{AREA}001001"
BASELINE = "bare Argon2id, same parameters"


def bare_derivation(folder: Path) -> Callable[[], None]:
    """The derivation alone, with the parameters of a folder's first account."""
    chosen = parameters(read_header(folder).accounts[0].kdf)

    def bare() -> None:
        hash_secret_raw(
            unicodedata.normalize("NFC", PASSWORD).encode(),
            chosen.salt,
            time_cost=chosen.passes,
            memory_cost=chosen.memory_kib,
            parallelism=chosen.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )

    return bare


def figures(bench: Workbench) -> list[Figure]:
    """Seconds to open the township's file, alone and with the first worklist computed."""
    folder = bench.township_folder
    bare = bare_derivation(folder)

    def unlock() -> None:
        open_database(folder, USER, PASSWORD, township_clock()).close()

    def to_work() -> None:
        with open_database(folder, USER, PASSWORD, township_clock()) as database:
            worklist(database, TODAY, FIRST_VILLAGE)

    unlock()
    rounds = [(seconds(bare), seconds(unlock), seconds(to_work)) for _ in range(bench.size.repeats)]
    stretched, opened, working = (tuple(each) for each in zip(*rounds, strict=True))
    return [
        Figure("unlock", "password to open file", "s", opened, BASELINE, stretched, TARGET),
        Figure("unlock", "password to a village's worklist", "s", working, BASELINE, stretched, TARGET),
    ]
