"""Bodies in and out of their tables, unchanged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinic_app.protocol.body import Body
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.projection import read_body, write_body
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
