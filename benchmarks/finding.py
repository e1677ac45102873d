"""Finding people: the search box over the township, and the township's worklist."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, RowMapping, select, text

from benchmarks.dataset import AREA, ELDER_BORN, TODAY
from benchmarks.figure import Figure, milliseconds, percentile
from benchmarks.workbench import SEED, Workbench
from clinic_app.care.worklist import worklist
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.pinyin import spell
from clinic_app.store.search import search

TARGET_P95 = 100.0
SCAN = text("SELECT count(*) FROM resident_search WHERE instr(haystack, :word)")
PEOPLE = text(
    "SELECT r.id, r.name, r.birth_date, count(v.id), max(v.visit_date), max(v.sbp) FROM resident r"
    " LEFT JOIN visit v ON v.resident_id = r.id WHERE NOT r.void AND (r.village_code = :village OR :village IS NULL)"
    f" AND (r.birth_date <= '{ELDER_BORN}' OR r.id IN (SELECT resident_id FROM chronic_registration)) GROUP BY r.id"
)
RESIDENT = RECORD_TYPES["resident"].sql_table


def search_figures(bench: Workbench) -> list[Figure]:
    """p50 and p95 of what people type, each beside a bare scan for the same words."""
    with bench.township() as database:
        people = _some_people(database, bench.size.samples)
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


def words_typed(connection: Connection) -> list[str]:
    """What somebody types letter by letter: names, initials, the end of a number and a door of a few people."""
    query = select(RESIDENT).where(RESIDENT.c.phone.is_not(None)).order_by(RESIDENT.c.id).limit(200)
    people = random.Random(SEED).choices(connection.execute(query).mappings().all(), k=4)
    kinds = [_KINDS[each] for each in ("name", "pinyin initials", "end of identity number", "phone")]
    return [word_of(each) for word_of, each in zip(kinds, people, strict=True)]


def _some_people(database: Database, most: int) -> Sequence[RowMapping]:
    with database.read() as connection:
        query = select(RESIDENT).where(RESIDENT.c.phone.is_not(None)).order_by(RESIDENT.c.id)
        rows = connection.execute(query).mappings().all()
    return random.Random(SEED).choices(rows, k=most)


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
    """Everybody with something due in the whole township and in one village of it: follow-ups, yearly services, first
    visits, refills, contracts. The baseline reads the same people and their visits of a year without asking anything.
    """
    with bench.township() as database:
        found = []
        for place, village in (("township", None), ("village", f"{AREA}001001")):

            def bare(village: str | None = village) -> int:
                with database.read() as connection:
                    return len(connection.execute(PEOPLE, {"village": village}).fetchall())

            people, due = bare(), len(worklist(database, TODAY, village))
            rounds = [
                (milliseconds(partial(worklist, database, TODAY, village)), milliseconds(bare))
                for _ in range(bench.size.repeats)
            ]
            runs, joined = (tuple(each) for each in zip(*rounds, strict=True))
            name = f"{place} of {people:,} people managed or of 65 and more, {due:,} with something due"
            found.append(Figure("worklist", name, "ms", runs, "bare join, same people and their visits", joined))
    return found
