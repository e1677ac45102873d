"""What the county sends becomes what the screen shows, with this laptop's own work on top."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import decode
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.sync.apply import apply_page, store_outcomes
from tests.conftest import NOW, DatabaseFactory
from tests.sync.pages import change, file_of, last_line, page, shown


def everything(database: Database) -> list[tuple[Any, ...]]:
    return [(each.type, each.id, each.rev, each.void, each.fields) for each in exported_records(database)]


def test_rows_and_cursor_come_together(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(7, known, 1, file_of())))
    assert shown(database, known) == (file_of(), 1)
    with database.read() as connection:
        assert read_setting(connection, "cursor") == "cursor-7"


def test_a_page_that_breaks_half_way_leaves_rows_and_cursor_as_they_were(database: Database) -> None:
    good, bad = change(1, new_id(NOW), 1, file_of()), change(2, new_id(NOW), 1, file_of())
    bad.body = {"fields": "no fields"}  # type: ignore[dict-item]
    with pytest.raises(msgspec.ValidationError):
        apply_page(database, page(good, bad))
    assert everything(database) == []
    with database.read() as connection:
        assert read_setting(connection, "cursor") is None


def test_an_own_change_stays_on_screen_until_the_cursor_has_passed_it(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of(phone="1"))))
    mid = save(database, [{"type": "resident", "id": known, "fields": {"phone": "2"}}]).mid
    assert mid
    apply_page(database, page(change(2, known, 2, file_of(phone="1", work_unit="演示合作社"))))
    assert shown(database, known) == (file_of(phone="2", work_unit="演示合作社"), 2)
    with database.write() as connection:
        store_outcomes(connection, [wire.Outcome(mid, "applied", [3, 3])])
    apply_page(database, page(seq=2))
    assert shown(database, known)[0]["phone"] == "2"
    final = file_of(phone="2", work_unit="演示合作社")
    apply_page(database, page(change(3, known, 3, final, mid=mid, op="patch")))
    assert shown(database, known) == (final, 3)
    assert last_line(database).passed


def test_an_edit_made_while_the_first_is_on_its_way_stays_pending(database: Database) -> None:
    known = save(database, [{"type": "resident", "fields": file_of()}])
    second = save(database, [{"type": "resident", "id": known.ids[0], "fields": {"phone": "2"}}])
    assert known.mid
    with database.write() as connection:
        store_outcomes(connection, [wire.Outcome(known.mid, "applied", [1, 1])])
    apply_page(database, page(change(1, known.ids[0], 1, file_of(), mid=known.mid)))
    fields, rev = shown(database, known.ids[0])
    assert (fields["phone"], rev) == ("2", 1)
    line = last_line(database)
    assert (line.mid, line.state, line.passed) == (second.mid, "pending", False)


def test_a_patch_on_an_unconfirmed_record_names_the_own_mutation_as_its_base(database: Database) -> None:
    first = save(database, [{"type": "resident", "fields": file_of()}])
    save(database, [{"type": "resident", "id": first.ids[0], "fields": {"phone": "2"}}])
    mutation = decode(bytes(last_line(database).line))
    assert mutation.ops[0].base == first.mid
    assert mutation.deps == [first.mid]


def test_unknown_types_fields_and_shapes_from_a_newer_county_are_kept(database: Database) -> None:
    known, strange = new_id(NOW), new_id(NOW)
    fields = file_of(health_card="HC1", phone=["1", "2"], sex="7")
    apply_page(database, page(change(1, known, 1, fields), change(2, strange, 1, {"x": [1]}, type="vaccination")))
    assert shown(database, known)[0] == fields
    assert shown(database, strange, "vaccination")[0] == {"x": [1]}


def test_older_server_versions_are_kept_as_history(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of()), change(2, known, 2, file_of(phone="2"))))
    versions = [(each.rev, each.fields.get("phone")) for each in exported_records(database, "resident", history=True)]
    assert versions == [(1, None), (2, "2")]


residents = [new_id(NOW) for _ in range(3)]


@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(residents), st.text(max_size=3)), min_size=1, max_size=8), st.data())
def test_a_page_applied_twice_or_after_any_prefix_is_the_same_as_once(
    make_database: DatabaseFactory, edits: list[tuple[str, str]], data: st.DataObject
) -> None:
    revs: dict[str, int] = {}
    changes = []
    for seq, (record_id, phone) in enumerate(edits, 1):
        revs[record_id] = revs.get(record_id, 0) + 1
        changes.append(change(seq, record_id, revs[record_id], file_of(phone=phone or "-")))
    again = data.draw(st.integers(0, len(changes)))
    once, twice = make_database(new_id(NOW)), make_database(new_id(NOW))
    apply_page(once, page(*changes))
    apply_page(twice, page(*changes[:again]))
    apply_page(twice, page(*changes))
    apply_page(twice, page(*changes))
    assert everything(once) == everything(twice)
