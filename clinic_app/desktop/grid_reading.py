"""What the quick entry reads: the people of a day sheet, one village of several at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.care.day_sheet import printed_numbers, printed_villages
from clinic_app.care.worklist import WorkItem, day_sheet_order, worklist
from clinic_app.desktop.work_words import due_words
from clinic_app.store.database import Database
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.queries.quick_entry import QuickPerson, quick_people
from clinic_app.store.queries.reference import Village


@dataclass(frozen=True)
class Opened:
    """The people in order, what is due for them, the numbers that stand on paper, and what was typed before.

    `village` is the one whose people these are; empty for all of them.
    """

    people: Sequence[QuickPerson]
    due: Mapping[str, str]
    numbers: Mapping[str, int]
    draft: Draft | None
    places: Sequence[Village]
    village: str


def draft_key(day: str, village: str) -> str:
    """One draft for each day and village."""
    return f"grid:{day} {village}".rstrip()


def read_sheet(database: Database, day: str, places: Sequence[Village], village: str | None) -> Opened:
    """The day sheet of a village, of all of them where it is empty; None: nobody has chosen yet."""
    on = date.fromisoformat(day)
    village, items = _begin_with(database, on, places) if village is None else (village, _items(database, on, village))
    due = {each.resident_id: due_words(each.reasons) for each in items}
    numbers = printed_numbers(database, on, village or None)
    draft = load_draft(database, draft_key(day, village))
    # Who is on the printed sheet, or was on it when its keying began, is keyed back also when seen since.
    begun = (draft.body.get("order") if draft else None) or numbers
    with database.shown() as connection:
        people = quick_people(connection, list(dict.fromkeys([*begun, *due])), day)
    return Opened(people, due, numbers, draft, places, village)


def read_whoever_comes(database: Database, day: str) -> Opened:
    """Nobody yet, but those who were typed and not saved."""
    draft = load_draft(database, draft_key(day, ""))
    begun = (draft.body.get("order") if draft else None) or []
    with database.shown() as connection:
        people = quick_people(connection, begun, day)
    return Opened(people, {}, {}, draft, (), "")


def _begin_with(database: Database, on: date, places: Sequence[Village]) -> tuple[str, list[WorkItem]]:
    """The first village with somebody on its sheet, those whose sheet was printed before others."""
    if len(places) > 1:
        printed = printed_villages(database, on)
        for each in sorted(places, key=lambda place: place.code not in printed):
            items = _items(database, on, each.code)
            if items or each.code in printed:
                return each.code, items
    return "", _items(database, on, "")


def _items(database: Database, on: date, village: str) -> list[WorkItem]:
    return day_sheet_order(worklist(database, on, village or None))
