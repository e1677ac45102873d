"""On the laptop: a file of another village is here for a link's sake, and goes when the link does."""

from __future__ import annotations

from clinic_app.care.save import save
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.sync.apply import apply_page, bring_back
from clinic_app.sync.departed import departed_people
from clinic_app.sync.evict import evict_villages, settle_departed
from tests.conftest import NOW
from tests.sync.pages import AT, OTHER_VILLAGE, VILLAGE, applied, change, enlist, evict, file_of, is_here, page

OWN, LENT, VISIT, LINK = (new_id(NOW) for _ in range(4))
SEEN = {"resident_id": LENT, "visit_date": "2026-11-20", "visit_mode": "2"}


def clinic(database: Database) -> Database:
    """The clinic of VILLAGE, with the file of OTHER_VILLAGE that is linked with one of its own."""
    enlist(database, VILLAGE)
    ends = {"resident_id": LENT, "canonical_id": OWN, "reason": "核实"}
    apply_page(database, page(
        change(1, OWN, 1, file_of()),
        change(2, LENT, 1, file_of(village_code=OTHER_VILLAGE), op="enter"),
        change(3, VISIT, 1, SEEN, op="enter", type="visit"),
        change(4, LINK, 1, ends, op="add", type="identity_link"),
    ))  # fmt: skip
    return database


def told(database: Database) -> list[tuple[str, bool]]:
    return [(each.resident_id, each.pending) for each in departed_people(database)]


def here(database: Database) -> list[bool]:
    return [is_here(database, LENT), is_here(database, VISIT, "visit"), is_here(database, LINK, "identity_link")]


def test_unlinked_the_file_goes_and_nobody_is_said_to_have_moved(database: Database) -> None:
    clinic(database)
    apply_page(database, page(evict(5, LENT, 1, OTHER_VILLAGE)))
    assert here(database) == [False, False, False]
    assert told(database) == []
    assert is_here(database, OWN)


def test_own_work_on_the_file_is_settled_first(database: Database) -> None:
    clinic(database)
    mid = save(database, [{"type": "visit", "fields": {**SEEN, "visit_date": "2026-11-21"}}]).mid
    apply_page(database, page(evict(5, LENT, 1, OTHER_VILLAGE)))
    assert here(database) == [True, True, True]
    assert told(database) == [(LENT, True)]
    applied(database, mid, 9)
    settle_departed(database)
    assert here(database) == [False, False, False]


def test_work_for_a_file_that_was_unlinked_is_sent_to_a_restored_county_and_shown_when_the_file_is_back(
    database: Database,
) -> None:
    clinic(database)
    mid = save(database, [{"type": "visit", "fields": {**SEEN, "visit_date": "2026-11-21"}}]).mid
    assert mid
    applied(database, mid, 5)
    apply_page(database, page(evict(6, LENT, 1, OTHER_VILLAGE)))
    with database.write() as connection:
        bring_back(connection, [mid])
        ((mine,),) = connection.exec_driver_sql("SELECT id FROM outbox_row WHERE mid = ? AND type = 'visit'", (mid,))
    assert not is_here(database, mine, "visit")
    apply_page(database, page(change(7, LENT, 2, file_of(village_code=OTHER_VILLAGE), op="enter")))
    assert is_here(database, mine, "visit")


def test_linked_again_the_file_is_back(database: Database) -> None:
    clinic(database)
    again = change(6, LENT, 1, file_of(village_code=OTHER_VILLAGE), op="enter")
    apply_page(database, page(evict(5, LENT, 1, OTHER_VILLAGE), again))
    assert is_here(database, LENT)


def test_a_village_that_goes_takes_what_was_here_for_its_sake(database: Database) -> None:
    clinic(database)
    enlist(database, "990101100203")
    with database.write() as connection:
        evict_villages(connection, [VILLAGE], AT)
    assert not is_here(database, OWN)
    assert here(database) == [False, False, False]


def test_a_village_that_goes_leaves_who_is_linked_with_somebody_that_stays(database: Database) -> None:
    clinic(database)
    with database.write() as connection:
        evict_villages(connection, [OTHER_VILLAGE], AT)
    assert here(database) == [True, True, True]
    assert is_here(database, OWN)


def test_a_likely_duplicate_that_others_look_at_now_goes_and_a_newer_version_of_it_stays(database: Database) -> None:
    clinic(database)
    kept, gone = new_id(NOW), new_id(NOW)
    people = [{"resident_id": OWN}, {"resident_id": LENT}]
    fields = {"people": people, "why": "证件号码相同", "state": "open"}
    let_go = {"type": "duplicate_candidate"}
    apply_page(database, page(
        change(5, gone, 1, fields, type="duplicate_candidate"),
        change(6, kept, 2, fields, type="duplicate_candidate"),
        evict(7, gone, 1, "", **let_go),
        evict(8, kept, 1, "", **let_go),
    ))  # fmt: skip
    here = [is_here(database, each, "duplicate_candidate") for each in (gone, kept)]
    assert here == [False, True]
