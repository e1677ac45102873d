"""Bodies in and out of their tables, unchanged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from clinic_app.protocol.body import Body, encode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.projection import Received, read_body, write_body, write_received
from tests.conftest import NOW

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8)
values = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=5,
)
names = st.sampled_from([*sorted(RECORD_TYPES["referral_event"].fields), "未来字段"])


@given(st.dictionaries(names, values, max_size=6), st.booleans(), st.none() | texts)
def test_any_body_comes_back_as_it_was_whatever_shape_a_newer_peer_gave_it(
    database: Database, fields: dict[str, object], void: bool, reason: str | None
) -> None:
    body = Body(fields=fields, author="a", authored_at="2026-11-22T02:30:00.000Z", void=void, reason=reason)
    record_id = new_id(NOW)
    with database.write() as connection:
        write_body(connection, "referral_event", record_id, body, 3)
        found = read_body(connection, "referral_event", record_id)
    assert found == (body, 3)


def test_the_reason_of_a_step_and_the_reason_of_its_voiding_are_two_things(database: Database) -> None:
    body = Body(fields={"event": "decline", "reason": "无床位"}, void=True, reason="点错")
    with database.write() as connection:
        write_body(connection, "referral_event", "e", body, 1)
        found = read_body(connection, "referral_event", "e")
    assert found
    assert (found[0].fields["reason"], found[0].reason) == ("无床位", "点错")


@given(st.sampled_from(sorted(RECORD_TYPES)), st.data(), st.booleans(), st.none() | texts)
def test_bytes_as_they_came_give_the_same_row_as_the_body_they_hold(
    database: Database, kind: str, data: st.DataObject, void: bool, reason: str | None
) -> None:
    named = st.sampled_from([*sorted(RECORD_TYPES[kind].fields), "未来字段"])
    fields = data.draw(st.dictionaries(named, values, max_size=6))
    body = Body(fields=fields, author="a", authored_at="2026-11-22T02:30:00.000Z", void=void, reason=reason)
    one, other = new_id(NOW), new_id(NOW)
    table = RECORD_TYPES[kind].sql_table
    with database.write() as connection:
        write_body(connection, kind, one, body, 3)
        write_received(connection, kind, [Received(other, encode(body), 3, None)])
        assert read_body(connection, kind, other) == read_body(connection, kind, one) == (body, 3)
        rows = connection.execute(select(table).where(table.c.id.in_([one, other]))).mappings().all()
        first, second = ({name: row[name] for name in row if name != "id"} for row in rows)
        assert first == second


def test_an_own_change_leaves_the_digest_of_the_countys_version(database: Database) -> None:
    table = RECORD_TYPES["referral_event"].sql_table
    with database.write() as connection:
        write_received(connection, "referral_event", [Received("e", b'{"fields":{"event":"issue"}}', 1, 77)])
        write_body(connection, "referral_event", "e", Body(fields={"event": "read"}), 1)
        assert connection.scalar(select(table.c.digest)) == 77
