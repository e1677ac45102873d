"""What the county sends becomes what the screen shows, with this laptop's own work on top."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.protocol import wire
from clinic_app.protocol.digest import row_digest
from clinic_app.protocol.mutation import decode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import outbox, shadow
from clinic_app.store.search import search
from clinic_app.sync.apply import adopt_known_types, apply_page, apply_versions, bring_back, note_head, store_outcomes
from tests.conftest import NOW, DatabaseFactory
from tests.sync.pages import answer, change, file_of, is_here, last_line, page, shown


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


def test_a_quarantined_save_stays_on_the_screen(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of(phone="1"))))
    mid = save(database, [{"type": "resident", "id": known, "fields": {"phone": "2"}}]).mid
    answer(database, mid, "quarantined")
    apply_page(database, page(change(2, known, 2, file_of(phone="1", work_unit="演示合作社"), op="patch")))
    assert shown(database, known) == (file_of(phone="2", work_unit="演示合作社"), 2)


def test_a_declined_change_gives_the_screen_back_to_the_county(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of(phone="1"))))
    mid = save(database, [{"type": "resident", "id": known, "fields": {"phone": "2"}}]).mid
    assert mid
    declined = wire.Outcome(mid, "declined", message="号码属于另一个人")
    apply_page(database, page(seq=2, outcomes=[declined]))
    assert shown(database, known) == (file_of(phone="1"), 1)
    with database.read() as connection:
        assert connection.execute(select(shadow)).all() == []


def test_a_declined_record_leaves_the_screen_and_what_was_saved_of_it_stays_in_the_outbox(database: Database) -> None:
    saved = save(database, [{"type": "resident", "fields": file_of()}])
    answer(database, saved.mid, "declined")
    assert not is_here(database, saved.ids[0])
    with database.read() as connection:
        assert search(connection, "李某甲") == []
    assert last_line(database).state == "declined"


def test_a_save_that_another_replaced_stays_so_unless_the_county_applied_it_after_all(database: Database) -> None:
    mid = save(database, [{"type": "resident", "fields": file_of()}]).mid
    with database.write() as connection:
        connection.execute(update(outbox).values(state="superseded", superseded_by="later"))
    answer(database, mid, "quarantined")
    assert last_line(database).state == "superseded"
    answer(database, mid, "applied", 3, 3)
    assert last_line(database).state == "applied"


def test_a_save_that_opened_a_conflict_counts_as_applied_and_the_conflict_is_a_record(database: Database) -> None:
    known, clash = new_id(NOW), new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of(phone="1"))))
    mid = save(database, [{"type": "resident", "id": known, "fields": {"phone": "3"}}]).mid
    answer(database, mid, "conflict", 3, 4)
    values = {"subject_type": "resident", "subject_id": known, "group": "phone", "state": "open", "shown": mid}
    opened = change(4, clash, 1, values, type="conflict", op="conflict")
    apply_page(database, page(change(3, known, 3, file_of(phone="3"), op="patch"), opened))
    assert last_line(database).passed
    assert shown(database, known) == (file_of(phone="3"), 3)
    assert shown(database, clash, "conflict")[0] == values


def digest_of(database: Database, record_id: str) -> int | None:
    table = RECORD_TYPES["resident"].sql_table
    with database.read() as connection:
        return connection.scalar(select(table.c.digest).where(table.c.id == record_id))


def test_the_digest_is_of_the_bytes_that_came_and_own_changes_leave_it_as_it_is(database: Database) -> None:
    known = new_id(NOW)
    came = page(change(1, known, 1, file_of(future="x")))
    apply_page(database, came)
    digest = row_digest(known, 1, bytes(came.changes[0].body))
    assert digest_of(database, known) == digest
    mid = save(database, [{"type": "resident", "id": known, "fields": {"phone": "2"}}]).mid
    assert digest_of(database, known) == digest
    answer(database, mid, "declined")
    assert digest_of(database, known) == digest
    fresh = save(database, [{"type": "resident", "fields": file_of()}]).ids[0]
    assert digest_of(database, fresh) is None


def test_under_own_work_the_digest_is_that_of_the_countys_newest_version(database: Database) -> None:
    saved = save(database, [{"type": "resident", "fields": file_of()}])
    save(database, [{"type": "resident", "id": saved.ids[0], "fields": {"phone": "2"}}])
    answer(database, saved.mid, "applied", 1, 1)
    for rev in (1, 2):
        came = page(change(rev, saved.ids[0], rev, file_of(work_unit=str(rev))))
        apply_page(database, came)
        assert digest_of(database, saved.ids[0]) == row_digest(saved.ids[0], rev, bytes(came.changes[0].body))
    assert shown(database, saved.ids[0]) == (file_of(work_unit="2", phone="2"), 2)


def test_records_of_a_type_that_the_program_learns_come_into_their_table(database: Database) -> None:
    known = new_id(NOW)
    with database.write() as connection:
        connection.execute(insert(shadow).values(type="visit", id=known, rev=1, body=b'{"fields":{"visit_mode":"2"}}'))
    adopt_known_types(database)
    assert shown(database, known, "visit") == ({"visit_mode": "2"}, 1)
    with database.read() as connection:
        assert connection.execute(select(shadow)).all() == []


def test_the_same_revision_with_other_bytes_is_taken(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of(phone="1"))))
    apply_page(database, page(change(2, known, 1, file_of(phone="2"))))
    assert shown(database, known) == (file_of(phone="2"), 1)


def test_of_several_versions_in_one_page_the_last_is_shown_and_the_others_are_history(database: Database) -> None:
    known = new_id(NOW)
    versions = [change(number, known, number, file_of(phone=str(number))) for number in range(1, 5)]
    apply_page(database, page(*versions))
    phones = [each.fields.get("phone") for each in exported_records(database, "resident", history=True)]
    assert phones == ["1", "2", "3", "4"]


def test_own_saves_that_a_restored_county_lost_lie_over_its_versions_again(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 1, file_of(phone="1"))))
    mid = save(database, [{"type": "resident", "id": known, "fields": {"phone": "2"}}]).mid
    assert mid
    answer(database, mid, "applied", 2, 2)
    apply_page(database, page(change(2, known, 2, file_of(phone="2"), op="patch")))
    with database.write() as connection:
        bring_back(connection, [mid])
    line = last_line(database)
    assert (line.state, line.passed, line.last_seq) == ("pending", False, None)
    assert shown(database, known) == (file_of(phone="2"), 2)
    apply_page(database, page(change(3, known, 3, file_of(phone="1", work_unit="演示合作社"), op="patch")))
    assert shown(database, known) == (file_of(phone="2", work_unit="演示合作社"), 3)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=300))
def test_of_the_places_seen_few_are_kept_and_one_near_every_age(database: Database, steps: list[int]) -> None:
    places, seq = [], 0
    with database.write() as connection:
        write_setting(connection, "head", None)
        write_setting(connection, "heads", [])
        for step in steps:
            seq += step
            places.append(seq)
            note_head(connection, wire.Head("e", seq, "h"))
        kept = [each["seq"] for each in read_setting(connection, "heads")]
    assert kept[0] == seq
    assert kept == sorted(kept, reverse=True)
    assert len(kept) <= 32
    assert kept[-1] == places[0]


def test_a_lower_place_of_the_same_log_is_not_noted_and_one_of_another_log_is(database: Database) -> None:
    with database.write() as connection:
        for head in (wire.Head("e", 5, "a"), wire.Head("e", 9, "b"), wire.Head("e", 7, "c"), wire.Head("f", 6, "d")):
            note_head(connection, head)
        assert read_setting(connection, "head") == {"epoch": "f", "seq": 6, "h": "d"}
        assert [each["seq"] for each in read_setting(connection, "heads")] == [6, 5]


def test_an_export_leaves_out_what_the_county_found_and_keeps_the_order_of_timelines(database: Database) -> None:
    known, clash = new_id(NOW), new_id(NOW)
    values = {"subject_type": "resident", "subject_id": known, "group": "phone", "state": "open"}
    apply_page(database, page(change(7, known, 7, file_of(phone="7")), change(7, clash, 1, values, type="conflict")))
    with database.write() as connection:
        write_setting(connection, "timeline", 1)
        changes = page(change(1, known, 2, file_of(phone="2"))).changes
        apply_versions(connection, changes, force=True)
    apply_page(database, page(change(8, known, 3, file_of(phone="3"))))
    exported = list(exported_records(database, history=True))
    assert [(each.rev, each.fields["phone"]) for each in exported] == [(7, "7"), (2, "2"), (3, "3")]
    assert [each.id for each in exported_records(database, "conflict")] == [clash]


def test_a_page_that_brings_nothing_newer_of_an_overlaid_row_is_taken(database: Database) -> None:
    known = new_id(NOW)
    apply_page(database, page(change(1, known, 2, file_of(phone="1"))))
    save(database, [{"type": "resident", "id": known, "fields": {"phone": "2"}}])
    apply_page(database, page(change(2, known, 2, file_of(phone="1")), change(3, known, 1, file_of())))
    assert shown(database, known)[0]["phone"] == "2"
