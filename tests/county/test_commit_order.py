"""Order on the server: a bare sequence loses rows to a polling reader, the counter row loses none."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from clinic_app.county import change_log
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import CountyDatabase
from clinic_app.records.identifiers import new_id

WRITERS, SAVES = 8, 40
Write = Callable[[psycopg.Connection, random.Random], None]


def hold_open(chance: random.Random) -> None:
    """A transaction that stays open for up to 10 ms, as merges do: the fault that is injected."""
    time.sleep(chance.random() * 0.01)


def by_counter(county: CountyDatabase) -> Write:
    def write(connection: psycopg.Connection, chance: random.Random) -> None:
        hold_open(chance)
        mid = new_id(county.clock.now())
        change = PlannedChange("outcome", mid, 1, "outcome", b"{}", ("all",))
        change_log.append(connection, county.county, [CommitGroup(mid, [change, change])])
        hold_open(chance)

    return write


def by_sequence(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute("INSERT INTO bare DEFAULT VALUES")
    hold_open(chance)


@contextmanager
def writing(url: str, write: Write) -> Iterator[list[threading.Thread]]:
    def work(seed: int) -> None:
        chance = random.Random(seed)
        with psycopg.connect(url) as connection:
            for _ in range(SAVES):
                write(connection, chance)
                connection.commit()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(WRITERS)]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.join()


def polled(url: str, query: str, write: Write) -> list[int]:
    """What a reader gets that asks again and again for everything beyond the last number it saw."""
    seen: list[int] = []
    with psycopg.connect(url, autocommit=True) as reader, writing(url, write) as threads:
        while True:
            alive = any(thread.is_alive() for thread in threads)
            rows = reader.execute(query.encode(), (seen[-1] if seen else 0,)).fetchall()
            seen += [row[0] for row in rows]
            if not alive and not rows:
                return seen


def test_a_reader_behind_the_counter_row_misses_nothing(county: CountyDatabase, fresh_url: str) -> None:
    with psycopg.connect(fresh_url) as connection:
        before = change_log.read_head(connection, county.county).seq
    seen = polled(fresh_url, "SELECT seq FROM change WHERE seq > %s ORDER BY seq", by_counter(county))
    with psycopg.connect(fresh_url) as connection:
        head = change_log.read_head(connection, county.county).seq
        assert change_log.first_broken(connection, county.county) is None
    assert head - before == WRITERS * SAVES * 2
    assert seen == list(range(1, head + 1))


def test_control_the_same_reader_behind_a_bare_sequence_loses_rows(fresh_url: str) -> None:
    with psycopg.connect(fresh_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)")
    seen = polled(fresh_url, "SELECT seq FROM bare WHERE seq > %s ORDER BY seq", by_sequence)
    with psycopg.connect(fresh_url) as connection:
        (committed,) = connection.execute("SELECT count(*) FROM bare").fetchone() or (0,)
    assert committed == WRITERS * SAVES
    assert len(seen) < committed


@pytest.mark.parametrize("statement", [
    "UPDATE record SET body = 'x' WHERE type = 'organisation' AND id = 'V1'",
    "UPDATE record SET rev = rev + 1 WHERE type = 'organisation' AND id = 'V1'",
    "INSERT INTO record VALUES ('990101', 'resident', 'r', 1, false, NULL, 'x', '{}')",
    "DELETE FROM record",
    "DELETE FROM applied",
    "UPDATE change SET body = 'x'",
    "DELETE FROM change",
    "TRUNCATE change CASCADE",
    "INSERT INTO change SELECT county, seq + 1000, mid, type, id, rev, op, body, h, group_last FROM change",
    "UPDATE audit SET detail = 'x'",
    "DELETE FROM audit",
])  # fmt: skip
def test_raw_sql_cannot_slip_past_the_log(county: CountyDatabase, fresh_url: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        in_transaction(fresh_url, statement)


def in_transaction(url: str, statement: str) -> None:
    with closing(psycopg.connect(url)) as connection:
        connection.execute(statement.encode())
        connection.commit()


def test_a_changed_log_row_breaks_the_chain(county: CountyDatabase, fresh_url: str) -> None:
    with psycopg.connect(fresh_url) as connection:
        connection.execute("ALTER TABLE change DISABLE TRIGGER change_is_kept")
        connection.execute("UPDATE change SET body = body || 'x' WHERE seq = 3")
        assert change_log.first_broken(connection, county.county) == 3
