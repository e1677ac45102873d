"""Synchronising by itself: a save of another program goes out, and what others saved comes, without waiting for the
next full five minutes."""

from __future__ import annotations

import pytest

from clinic_app.care.save import save
from clinic_app.store.database import Database
from clinic_app.sync import watch
from clinic_app.sync.session import sync_once
from tests.county.laptop import RESIDENT
from tests.sync.conftest import Enrolled
from tests.sync.pages import is_here


def person(database: Database) -> str:
    return save(database, [{"type": "resident", "fields": dict(RESIDENT)}]).ids[0]


def test_a_save_and_news_are_reasons_to_sync_at_once(laptop: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "DEBOUNCE", 0.0)
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.05)
    database, other = laptop("V1"), laptop("V1", "second")
    sync_once(other)
    waits: list[bool] = []
    wait = watch._wait

    def act_then_wait(database: Database, seconds: float, *, listens: bool) -> None:
        waits.append(listens)
        if len(waits) == 1:
            made.append(person(other))
            sync_once(other)
        wait(database, seconds, listens=listens)

    made: list[str] = []
    monkeypatch.setattr(watch, "_wait", act_then_wait)
    reports = watch.syncs(database)
    assert next(reports).exit_code == 0
    # What the other laptop saved is news on the line.
    assert next(reports).received > 0
    assert is_here(database, made[0])
    assert waits == [True]


def test_a_save_of_another_program_goes_out(laptop: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "DEBOUNCE", 0.0)
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.05)
    database = laptop("V1")
    counted = watch._waiting
    saved: list[str] = []

    def look(database: Database) -> int:
        found = counted(database)
        if not saved:
            saved.append(person(database))
        return found

    monkeypatch.setattr(watch, "_waiting", look)
    reports = watch.syncs(database)
    assert next(reports).sent == 0
    assert next(reports).sent == 1
