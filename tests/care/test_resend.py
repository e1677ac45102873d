"""A refused save is made again in its own place: nothing of it is lost, nothing that stands on it moves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from clinic_app.protocol.mutation import Mutation, decode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox, shadow
from clinic_app.store.projection import read_body
from clinic_app.store.search import search
from clinic_app.store.unit_of_work import InvalidRecord, NotReplaceable, Saved, Unit, unit_of_work
from tests.care.conflicts import FILE, answered, arrive
from tests.conftest import NOW

RESIDENT = RECORD_TYPES["resident"].sql_table


def line_of(database: Database, mid: str) -> Any:
    with database.read() as connection:
        return connection.execute(select(outbox).where(outbox.c.mid == mid)).one()


def mutation_of(database: Database, mid: str) -> Mutation:
    return decode(bytes(line_of(database, mid).line))


def shown(database: Database, record_id: str, kind: str = "resident") -> dict[str, Any] | None:
    with database.read() as connection:
        found = read_body(connection, kind, record_id)
    return dict(found[0].fields) if found and not found[0].void else None


def saved(unit: Unit) -> Saved:
    assert unit.saved
    return unit.saved


def created(database: Database, record_id: str, supersedes: str | None = None, **fields: Any) -> str:
    with unit_of_work(database, supersedes=supersedes) as unit:
        unit.create("resident", {**FILE, **fields}, record_id)
    return saved(unit).mid


def patched(database: Database, record_id: str, supersedes: str | None = None, **fields: Any) -> str:
    with unit_of_work(database, supersedes=supersedes) as unit:
        unit.patch("resident", record_id, fields, always=True)
    return saved(unit).mid


def from_county(database: Database, record_id: str, rev: int) -> None:
    arrive(database, "resident", record_id, rev, FILE)


def test_the_new_save_names_the_refused_one_and_the_old_line_stays_as_it_was_sent(database: Database) -> None:
    known = new_id(NOW)
    refused = created(database, known, phone="1")
    before = bytes(line_of(database, refused).line)
    answered(database, refused, code="invalid", record=0, field="phone", message="电话不对")
    fixed = created(database, known, supersedes=refused, phone="2")
    old = line_of(database, refused)
    assert (old.state, old.superseded_by, bytes(old.line)) == ("superseded", fixed, before)
    assert mutation_of(database, fixed).supersedes == refused
    assert shown(database, known) == {**FILE, "phone": "2"}


def test_what_was_saved_on_top_of_the_refused_save_stays_on_top_of_the_new_one(database: Database) -> None:
    known = new_id(NOW)
    refused = created(database, known, phone="1", work_unit="演示合作社")
    later = patched(database, known, phone="3")
    answered(database, refused)
    answered(database, later, "deferred", waiting_for=[refused])
    fixed = created(database, known, supersedes=refused, phone="2")
    assert shown(database, known) == {**FILE, "phone": "3"}
    assert mutation_of(database, later).deps == [refused]
    assert mutation_of(database, fixed).deps == []
    assert line_of(database, later).state == "deferred"
    newest = patched(database, known, contact_name="王某乙")
    assert mutation_of(database, newest).ops[0].base == later


def test_a_fix_of_a_patch_stands_on_what_the_patch_stood_on(database: Database) -> None:
    known = new_id(NOW)
    from_county(database, known, 4)
    refused = patched(database, known, phone="1")
    patched(database, known, work_unit="演示合作社")
    answered(database, refused)
    fixed = patched(database, known, supersedes=refused, phone="2")
    assert mutation_of(database, fixed).ops[0].base == 4
    assert mutation_of(database, fixed).deps == []
    found = shown(database, known)
    assert found
    assert (found["phone"], found["work_unit"]) == ("2", "演示合作社")


def test_a_fix_that_is_refused_too_is_replaced_in_the_same_place(database: Database) -> None:
    known = new_id(NOW)
    first = created(database, known, phone="1")
    later = patched(database, known, phone="9")
    answered(database, first)
    second = created(database, known, supersedes=first, phone="2")
    answered(database, second)
    third = created(database, known, supersedes=second, phone="3")
    assert mutation_of(database, third).deps == []
    assert mutation_of(database, third).supersedes == second
    assert [line_of(database, mid).superseded_by for mid in (first, second)] == [third, third]
    assert mutation_of(database, patched(database, known, work_unit="x")).ops[0].base == later
    assert (shown(database, known) or {})["phone"] == "9"


def test_a_record_that_the_new_save_leaves_out_is_gone_from_lists_and_search(database: Database) -> None:
    kept, dropped = new_id(NOW), new_id(NOW)
    with unit_of_work(database) as unit:
        unit.create("resident", FILE, kept)
        unit.create("resident", {**FILE, "name": "王某乙"}, dropped)
    refused = saved(unit).mid
    answered(database, refused)
    created(database, kept, supersedes=refused)
    assert shown(database, dropped) is None
    with database.read() as connection:
        assert [hit.title for hit in search(connection, "王某乙", limit=5)] == []


def test_nothing_changes_when_the_new_save_is_not_good_or_says_nothing(database: Database) -> None:
    known = new_id(NOW)
    refused = created(database, known, phone="1")
    answered(database, refused)
    with pytest.raises(InvalidRecord):
        created(database, known, supersedes=refused, sex="7")
    with pytest.raises(InvalidRecord), unit_of_work(database, supersedes=refused):
        pass
    assert line_of(database, refused).state == "quarantined"
    assert (shown(database, known) or {})["phone"] == "1"


@pytest.mark.parametrize("state", ["applied", "conflict", "pending", "superseded"])
def test_what_the_county_has_taken_or_not_yet_seen_is_not_replaced(database: Database, state: str) -> None:
    known = new_id(NOW)
    mid = created(database, known, phone="1")
    answered(database, mid, state, seqs=[1, 1])
    with pytest.raises(NotReplaceable):
        created(database, known, supersedes=mid, phone="2")
    assert line_of(database, mid).state == state


def test_a_mid_that_the_county_knows_with_other_bytes_is_not_named_again(database: Database) -> None:
    known = new_id(NOW)
    mid = created(database, known)
    answered(database, mid, "mid_reuse")
    fixed = created(database, known, supersedes=mid)
    assert mutation_of(database, fixed).supersedes is None
    assert line_of(database, mid).state == "superseded"


def test_withdrawals_say_which_version_they_withdraw(database: Database) -> None:
    known = new_id(NOW)
    from_county(database, known, 3)
    with unit_of_work(database) as unit:
        unit.void("resident", known, "建错")
    assert mutation_of(database, saved(unit).mid).ops[0].base == 3
    entry = new_id(NOW)
    with unit_of_work(database) as unit:
        unit.create("resident", FILE, other := new_id(NOW))
        unit.create("allergy", {"resident_id": other, "code": "2", "noted_on": "2026-11-22"}, entry)
    first = saved(unit).mid
    with unit_of_work(database) as unit:
        unit.void("allergy", entry, "没有过敏")
    operation = mutation_of(database, saved(unit).mid).ops[0]
    assert (operation.op, operation.base) == ("remove", first)


def test_the_kept_county_version_keeps_its_digest(database: Database) -> None:
    known = new_id(NOW)
    from_county(database, known, 3)
    with database.read() as connection:
        digest = connection.execute(select(RESIDENT.c.digest).where(RESIDENT.c.id == known)).scalar()
    patched(database, known, phone="2")
    with database.read() as connection:
        assert connection.execute(select(shadow.c.digest).where(shadow.c.id == known)).scalar() == digest
