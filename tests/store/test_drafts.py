from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.clock import FrozenClock
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import discard_draft, list_drafts, load_draft, save_draft
from clinic_app.store.errors import DatabaseClosed
from tests.conftest import PASSWORD, USER

TYPES = """
import os, sys
from pathlib import Path
from clinic_app.clock import SystemClock
from clinic_app.store.database import open_database
from clinic_app.store.drafts import save_draft
database = open_database(Path(sys.argv[1]), sys.argv[2], sys.argv[3], SystemClock())
save_draft(database, "visit:1", {"sbp": "15"})
save_draft(database, "visit:1", {"sbp": "152", "note": "头晕 𬎆"})
os._exit(9)
"""


def test_what_was_typed_comes_back_after_a_crash(database: Database, clock: FrozenClock) -> None:
    database.close()
    died = subprocess.run([sys.executable, "-c", TYPES, str(database.folder), USER, PASSWORD], check=False)
    assert died.returncode == 9
    with open_database(database.folder, USER, PASSWORD, clock) as again:
        draft = load_draft(again, "visit:1")
    assert draft is not None
    assert draft.body == {"sbp": "152", "note": "头晕 𬎆"}


def test_the_latest_draft_stands_first(database: Database, clock: FrozenClock) -> None:
    save_draft(database, "visit:1", {"sbp": "1"})
    clock.advance(timedelta(seconds=5))
    save_draft(database, "visit:2", {})
    clock.advance(timedelta(seconds=5))
    save_draft(database, "visit:1", {"sbp": "15"})
    assert [(draft.key, draft.body, draft.saved_at) for draft in list_drafts(database)] == [
        ("visit:1", {"sbp": "15"}, "2026-11-22T02:30:10.000Z"),
        ("visit:2", {}, "2026-11-22T02:30:05.000Z"),
    ]


def test_a_discarded_draft_is_gone_and_may_be_discarded_again(database: Database) -> None:
    save_draft(database, "visit:1", {"sbp": "1"})
    discard_draft(database, "visit:1")
    discard_draft(database, "visit:1")
    assert load_draft(database, "visit:1") is None
    assert list_drafts(database) == []


def test_a_closed_database_keeps_no_draft_and_says_so(database: Database) -> None:
    database.close()
    with pytest.raises(DatabaseClosed):
        save_draft(database, "visit:1", {})


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(body=st.dictionaries(st.text("键值ab", max_size=4), plain, max_size=5))
def test_any_form_comes_back_as_it_was(database: Database, body: dict[str, object]) -> None:
    save_draft(database, "form", body)
    draft = load_draft(database, "form")
    assert draft is not None
    assert draft.body == body
