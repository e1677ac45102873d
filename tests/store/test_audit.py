from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update

from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit as table

AT = "2026-11-22T02:30:00.000Z"


@pytest.fixture
def chain(database: Database) -> Database:
    """Entry 1 by the creation of the folder and nine more."""
    with database.write() as connection:
        for number in range(2, 11):
            audit.append(connection, "医生-1", "open", f"resident:{number}", at=AT, device="d", mid=None, detail="细节")
    return database


def broken(database: Database, known: audit.Head | None = None) -> audit.BrokenEntry | None:
    with database.read() as connection:
        return audit.verify(connection, known)


def test_a_new_folder_begins_its_chain_with_the_first_account(database: Database) -> None:
    with database.read() as connection:
        first = connection.execute(select(table)).one()
    assert (first.seq, first.prev, first.action) == (1, "sha-256/1", "account_create")
    assert broken(database) is None


def test_a_whole_chain_verifies(chain: Database) -> None:
    assert broken(chain) is None
    with chain.read() as connection:
        head = audit.head(connection)
    assert head is not None
    assert head.seq == 10
    assert broken(chain, head) is None


def test_an_entry_rolls_back_with_the_work_it_tells_of(chain: Database) -> None:
    def fails() -> None:
        with chain.write() as connection:
            audit.append(connection, "a", "open", "x", at=AT, device="d")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with chain.read() as connection:
        head = audit.head(connection)
    assert head is not None
    assert head.seq == 10


@pytest.mark.parametrize("column", ["actor", "device", "action", "target", "at", "mid", "detail"])
def test_an_edited_entry_is_named(chain: Database, column: str) -> None:
    with chain.write() as connection:
        connection.execute(update(table).where(table.c.seq == 5).values({column: "别的"}))
    found = broken(chain)
    assert found is not None
    assert found.seq == 5
    assert "第5条的内容被改过" in found.problem


def test_an_edited_entry_with_a_new_hash_is_found_by_the_next(chain: Database) -> None:
    with chain.write() as connection:
        row = {**connection.execute(select(table).where(table.c.seq == 5)).mappings().one(), "actor": "别人"}
        connection.execute(update(table).where(table.c.seq == 5).values(actor="别人", hash=audit.entry_hash(row)))
    found = broken(chain)
    assert found is not None
    assert found.seq == 6


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_a_deleted_entry_is_named(chain: Database, seq: int) -> None:
    with chain.write() as connection:
        connection.execute(delete(table).where(table.c.seq == seq))
    found = broken(chain)
    assert found is not None
    assert found.seq == seq
    assert f"第{seq}条不见了" in found.problem


def test_a_cut_in_the_middle_with_the_rest_moved_up_is_named(chain: Database) -> None:
    with chain.write() as connection:
        connection.execute(delete(table).where(table.c.seq.in_([5, 6])))
        for seq in range(7, 11):
            connection.execute(update(table).where(table.c.seq == seq).values(seq=seq - 2))
    found = broken(chain)
    assert found is not None
    assert found.seq == 5


def test_two_exchanged_entries_are_named(chain: Database) -> None:
    with chain.write() as connection:
        rows = connection.execute(select(table).where(table.c.seq.in_([4, 5])).order_by(table.c.seq)).mappings().all()
        connection.execute(delete(table).where(table.c.seq.in_([4, 5])))
        connection.execute(insert(table), [{**rows[0], "seq": 5}, {**rows[1], "seq": 4}])
    found = broken(chain)
    assert found is not None
    assert found.seq == 4


def test_a_forged_first_entry_is_named(chain: Database) -> None:
    with chain.write() as connection:
        connection.execute(update(table).where(table.c.seq == 1).values(prev="none"))
    found = broken(chain)
    assert found is not None
    assert found.seq == 1


def test_a_cut_end_is_found_by_the_head_that_somebody_else_holds(chain: Database) -> None:
    with chain.write() as connection:
        head = audit.head(connection)
        connection.execute(delete(table).where(table.c.seq > 8))
    assert broken(chain) is None
    found = broken(chain, head)
    assert found is not None
    assert found.seq == 9


def test_a_rewritten_chain_is_found_by_the_head_that_somebody_else_holds(chain: Database) -> None:
    with chain.write() as connection:
        head = audit.head(connection)
        connection.execute(delete(table).where(table.c.seq == 10))
        audit.append(connection, "别人", "open", "x", at=AT, device="d")
    assert broken(chain) is None
    found = broken(chain, head)
    assert found is not None
    assert found.seq == 10
