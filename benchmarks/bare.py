"""Baselines of the exchange: the same bytes written by the drivers alone, with the same durability."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import psycopg
import requests

from benchmarks.figure import milliseconds, seconds
from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.engine import connect

PUSH_BATCH = 200
FOUR_STEPS = "four bare commits and a SELECT"
LAPTOP_TABLE = "CREATE TABLE bare (id TEXT PRIMARY KEY, village TEXT, name TEXT, number TEXT, body TEXT)"
INDEXES = tuple(f"CREATE INDEX bare_{name} ON bare ({name})" for name in ("village", "name", "number"))


def postgresql_rate(url: str, lines: Sequence[bytes]) -> float:
    """Rows/s of psycopg's executemany into a table with a primary key, 200 for each commit."""
    rows = [(f"{number:036d}", line) for number, line in enumerate(lines)]

    def work() -> None:
        for start in range(0, len(rows), PUSH_BATCH):
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO bare (id, line) VALUES (%s, %s)", rows[start : start + PUSH_BATCH])
            connection.commit()

    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE bare (id text PRIMARY KEY, line bytea)")
        connection.commit()
        elapsed = seconds(work)
        connection.execute("DROP TABLE bare")
    return len(rows) / elapsed


def sqlcipher_rate(database: Database, bodies: Sequence[bytes], page: int) -> float:
    """Rows/s of the driver's executemany into a table with three indexes, `page` for each commit, same file."""
    rows = [
        (f"{number:036d}", f"village {number % 20}", f"name {number * 7919 % 10007}", str(number), body.decode())
        for number, body in enumerate(bodies)
    ]
    driver = connect(database.path, database.data_key, writes=True)

    def work() -> None:
        for start in range(0, len(rows), page):
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", rows[start : start + page])
            driver.execute("COMMIT")

    try:
        for statement in (LAPTOP_TABLE, *INDEXES):
            driver.execute(statement)
        elapsed = seconds(work)
        driver.execute("DROP TABLE bare")
    finally:
        driver.close()
    return len(rows) / elapsed


def four_steps(sender: Database, receiver: Database, server: psycopg.Connection, count: int) -> list[float]:
    """Milliseconds from a commit at the sender over two at the server to one at the receiver that is read there:
    the least that any delivery does, without a network and without a program in between."""
    laptops = [connect(each.path, each.data_key, writes=True) for each in (sender, receiver)]
    server.execute("CREATE TABLE bare (id int PRIMARY KEY, line text)")
    server.commit()
    for driver in laptops:
        driver.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, line TEXT)")
    line = "x" * 800

    def deliver(number: int) -> None:
        laptops[0].execute("INSERT INTO bare VALUES (?, ?)", (number, line))
        server.execute("INSERT INTO bare VALUES (%s, %s)", (number, line))
        server.commit()
        server.execute("SELECT line FROM bare WHERE id = %s", (number,)).fetchone()
        server.commit()
        laptops[1].execute("INSERT INTO bare VALUES (?, ?)", (number, line))
        laptops[1].execute("SELECT line FROM bare WHERE number = ?", (number,)).fetchone()

    times = [milliseconds(partial(deliver, number)) for number in range(count)]
    for driver in laptops:
        driver.execute("DROP TABLE bare")
        driver.close()
    server.execute("DROP TABLE bare")
    server.commit()
    return times


def ask_health(url: str) -> None:
    """The smallest request that the server answers."""
    with requests.Session() as session:
        session.trust_env = False
        session.get(f"{url}{wire.PREFIX}/health", timeout=10).raise_for_status()
