"""There are two doors to the record tables, the unit of work and the applier. SQLite itself refuses any third.

The applier is what writes the county's versions and takes them off again: pages, snapshots, evictions and repairs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError

import clinic_app
from clinic_app.care.save import save
from clinic_app.protocol import wire
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store import engine
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError
from clinic_app.sync.apply import apply_page
from clinic_app.sync.evict import evict_villages
from clinic_app.sync.received import Change, Page
from tests.conftest import NOW, DatabaseFactory

DELETE, INSERT, UPDATE = 9, 18, 23
ALLOWED, DENIED = 0, 1
TABLES = {record_type.sql_table.name for record_type in RECORD_TYPES.values()}
UNIT_OF_WORK = {("store", "unit_of_work.py")}
APPLIER = {("sync", name) for name in ("apply.py", "snapshot.py", "evict.py", "digest.py")}
DOORS = UNIT_OF_WORK | APPLIER
REFUSED = (DatabaseError, StoreError)


def through_a_door() -> bool:
    frame = sys._getframe(2)
    while frame:
        path = Path(frame.f_code.co_filename)
        if (path.parent.name, path.name) in DOORS:
            return True
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


def judge(action: int, table: str | None, *_: object) -> int:
    if action in (INSERT, UPDATE, DELETE) and table in TABLES and not through_a_door():
        return DENIED
    return ALLOWED


@pytest.fixture
def guarded(make_database: DatabaseFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    plain = engine.connect

    def connect(*places: Any, **settings: Any) -> Any:
        connection = plain(*places, **settings)
        connection.set_authorizer(judge)
        return connection

    monkeypatch.setattr(engine, "connect", connect)
    return make_database("guarded")


def test_saves_and_pulled_pages_go_through(guarded: Database) -> None:
    known = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": "990101100201"}
    resident = save(guarded, [{"type": "resident", "fields": known}]).ids[0]
    save(guarded, [{"type": "resident", "id": resident, "fields": {"phone": "1"}}])
    save(guarded, [{"void": resident, "reason": "建错"}])
    body = msgspec.Raw(msgspec.json.encode({"fields": known}))
    change = Change(1, "m", "resident", new_id(NOW), 1, "create", body)
    apply_page(guarded, Page(wire.Head("e", 1, "h"), "c", [change]))
    with guarded.read() as connection:
        assert len(connection.execute(select(RECORD_TYPES["resident"].sql_table.c.id)).all()) == 2
    with guarded.write() as connection:
        evict_villages(connection, ["990101100201"], "2026-11-22T02:30:00.000Z")
    with guarded.read() as connection:
        assert len(connection.execute(select(RECORD_TYPES["resident"].sql_table.c.id)).all()) == 1


@pytest.mark.parametrize("statement", ["insert", "update", "delete"])
def test_any_other_write_is_refused(guarded: Database, statement: str) -> None:
    table = RECORD_TYPES["resident"].sql_table
    act = {
        "insert": insert(table).values(id=new_id(NOW), rev=0, void=False),
        "update": update(table).values(name="x"),
        "delete": delete(table),
    }[statement]
    with pytest.raises(REFUSED), guarded.write() as connection:
        connection.execute(act)


def test_what_people_see_is_read_through_the_roles_door() -> None:
    """`Database.read` sees everything; screens, papers, lists and exports go through `Database.shown`."""
    own_affairs = {
        # The laptop's own settings and identity, numbers of printed sheets, and what a correction starts from.
        "clinic_app/desktop/desk.py", "clinic_app/desktop/schedule.py", "clinic_app/desktop/pages/printers.py",
        "clinic_app/desktop/widgets/backup_card.py", "clinic_app/gathered/outgoing.py", "clinic_app/care/quarantine.py",
        "clinic_app/care/slip_carrier.py", "clinic_app/care/day_sheet.py",
            # Whether photos wait, which columns one chose, and whose laptop prints a list that was read elsewhere.
            "clinic_app/desktop/widgets/settings_cards.py", "clinic_app/desktop/lists/kept.py",
            "clinic_app/gathered/plain_list.py",
            # Lines in memory to search in, which are asked only for whoever sees everything (store/remembered.py).
            "clinic_app/desktop/widgets/search_box.py",
    }  # fmt: skip
    root = Path(clinic_app.__file__).parents[1]
    rooms = [root / "clinic_app" / name for name in ("desktop", "gathered", "care")]
    found = {
        path.relative_to(root).as_posix()
        for each in rooms
        for path in each.rglob("*.py")
        if "database.read()" in path.read_text(encoding="utf-8")
    }
    assert found <= own_affairs
    assert "database.read()" not in (root / "clinic_app" / "paper.py").read_text(encoding="utf-8")
