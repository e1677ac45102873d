"""Finding people: the search box over the township, and the township's worklist."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import RowMapping, select, text

from benchmarks.dataset import TODAY
from benchmarks.figure import Figure, milliseconds, percentile
from benchmarks.workbench import SEED, Workbench
from clinic_app.care.worklist import worklist
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.pinyin import spell
from clinic_app.store.search import search

QUERIES = 20
TARGET_P95 = 100.0
SCAN = text("SELECT count(*) FROM resident_search WHERE instr(haystack, :word)")
JOIN = text("SELECT * FROM chronic_registration m JOIN resident r ON r.id = m.resident_id WHERE NOT m.void")
RESIDENT = RECORD_TYPES["resident"].sql_table


def search_figures(bench: Workbench) -> list[Figure]:
    """p50 and p95 of what people type, each beside a bare scan for the same words."""
    with bench.township() as database:
        people = _some_people(database)
        found = []
        for kind, word_of in _KINDS.items():
            found += _search(database, bench.size.repeats, kind, [word_of(each) for each in people])
    return found


_KINDS: dict[str, Callable[[RowMapping], str]] = {
    "name": lambda row: str(row["name"]),
    "pinyin initials": lambda row: spell(str(row["name"])).initials[0],
    "end of identity number": lambda row: str(row["id_no"])[-6:],
    "phone": lambda row: str(row["phone"]),
}


def _some_people(database: Database) -> Sequence[RowMapping]:
    with database.read() as connection:
        query = select(RESIDENT).where(RESIDENT.c.phone.is_not(None)).order_by(RESIDENT.c.id)
        rows = connection.execute(query).mappings().all()
    return random.Random(SEED).choices(rows, k=QUERIES)


def _search(database: Database, repeats: int, kind: str, words: Sequence[str]) -> list[Figure]:
    def ask(word: str) -> None:
        with database.read() as connection:
            search(connection, word)

    def scan(word: str) -> None:
        with database.read() as connection:
            connection.execute(SCAN, {"word": word}).scalar_one()

    ask(words[0])
    rounds = [(_times(ask, words), _times(scan, words)) for _ in range(repeats)]
    found = []
    for label, share, target in (("p50", 0.5, None), ("p95", 0.95, TARGET_P95)):
        runs = tuple(percentile(asked, share) for asked, _ in rounds)
        bare = tuple(percentile(scanned, share) for _, scanned in rounds)
        found.append(Figure("search", f"{kind}, {label}", "ms", runs, "bare scan, same words", bare, target))
    return found


def _times(work: Callable[[str], Any], words: Sequence[str]) -> list[float]:
    return [milliseconds(partial(work, word)) for word in words]


def worklist_figures(bench: Workbench) -> list[Figure]:
    """Everybody who is due in the whole township, beside a bare join of registrations and residents."""
    with bench.township() as database:

        def bare() -> int:
            with database.read() as connection:
                return len(connection.execute(JOIN).fetchall())

        registrations, due = bare(), len(worklist(database, TODAY))
        rounds = [
            (milliseconds(lambda: worklist(database, TODAY)), milliseconds(bare)) for _ in range(bench.size.repeats)
        ]
    runs, joined = (tuple(each) for each in zip(*rounds, strict=True))
    name = f"township of {registrations:,} registrations, {due:,} people due"
    return [Figure("worklist", name, "ms", runs, "bare join, same rows", joined)]
