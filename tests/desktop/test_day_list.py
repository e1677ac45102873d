"""The day's list after a save: only the people whom it was about are worked out again, and nothing is missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from clinic_app.care.worklist import worklist
from clinic_app.desktop import day_list, due_counts
from clinic_app.desktop.changes import EVERYTHING, Changes, whom
from clinic_app.desktop.day_list import ChangedPeople
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.duties import attempt, fill, household, person, registration
from tests.desktop.people import id_of, visit


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str] | None]:
    """Of whom the list was worked out: None for everybody."""
    found: list[Sequence[str] | None] = []

    def listen(database: Database, on: Any, village: str | None = None, **more: Any) -> Any:
        found.append(more.get("residents"))
        return worklist(database, on, village, **more)

    # The number in the rail is counted of the same list.
    for module in (day_list, due_counts):
        monkeypatch.setattr(module, "worklist", listen)
    return found


def keep(qtbot: QtBot, window: MainWindow, records: Sequence[dict[str, Any]]) -> None:
    window.desk.save(window, records, lambda _: None, lambda error: pytest.fail(str(error)))
    rest(qtbot, window)


def test_a_save_works_out_its_own_people_and_the_list_is_that_of_everybody(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, asked: list[Sequence[str] | None]
) -> None:
    fill(managed)
    window = open_window(managed)
    page = go(qtbot, window, "work")
    assert isinstance(page, WorkPage)
    steps: list[list[dict[str, Any]]] = [
        visit("李某甲", "2026-11-22", sbp=150, dbp=96),
        [attempt("孙某庚", "2026-11-22")],
        [person("周某辛", "1950-01-01", "1", "door 2")],
        [registration("周某辛", "hypertension", "2026-11-01")],
        # Dead: nothing is due any more.
        [{"type": "visit", "fields": {"resident_id": id_of("钱某己"), "visit_date": "2026-11-22", "visit_mode": "2",
                                      "outcome": "6", "death_date": "2026-11-21", "death_cause": "1"}}],
    ]  # fmt: skip
    del asked[:]
    for number, records in enumerate(steps):
        if number == 2:
            # Also while another page is seen: the number in the rail stays right.
            go(qtbot, window, "residents")
        keep(qtbot, window, records)
        qtbot.waitUntil(lambda: len(asked) > number)  # noqa: B023
        rest(qtbot, window)
        assert page._items == worklist(managed, window.desk.today), number
    assert asked == [[id_of(name)] for name in ("李某甲", "孙某庚", "周某辛", "周某辛", "钱某己")]


def test_what_does_not_say_whom_it_is_about_works_out_everybody(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, asked: list[Sequence[str] | None]
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "work")
    assert isinstance(page, WorkPage)
    del asked[:]
    keep(qtbot, window, [household("door 12", "乙组", "12号", "赵某戊")])
    assert asked == [None]
    window.desk.changes.tell(Changes(EVERYTHING, from_sync=True))
    rest(qtbot, window)
    assert asked == [None, None]


def test_whom_records_are_about_is_said_by_each_of_them() -> None:
    sections = visit("李某甲", "2026-11-22", sbp=150, dbp=96)
    assert whom(sections) == {id_of("李某甲")}
    assert whom([*sections, attempt("孙某庚", "2026-11-22")]) == {id_of("李某甲"), id_of("孙某庚")}
    assert whom([*sections, household("door 12", "乙组", "12号", "赵某戊")]) is None


def test_what_changes_during_a_reading_is_read_by_the_next_one() -> None:
    people = ChangedPeople()
    assert people.take() is None
    people.read()
    people.note(frozenset("a"))
    assert people.take() == {"a"}
    # This reading is overtaken and never comes back.
    people.note(frozenset("b"))
    assert people.few
    assert people.take() == {"a", "b"}
    people.read()
    people.note(frozenset("c"))
    people.note(None)
    assert not people.few
    assert people.take() is None
