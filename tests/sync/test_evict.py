"""Who leaves the scope leaves the laptop, with everything; but never before own work about them is settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store import printed
from clinic_app.store.database import Database
from clinic_app.store.drafts import save_draft
from clinic_app.store.local_tables import (
    blob,
    blob_chunk,
    draft,
    history,
    outbox,
    printed_paper,
    resident_search,
    shadow,
)
from clinic_app.store.search import search
from clinic_app.sync.apply import apply_page
from clinic_app.sync.departed import Departed, departed_count, departed_people, mark_seen
from clinic_app.sync.digest import check_and_repair
from clinic_app.sync.evict import evict_villages, settle_departed
from clinic_app.sync.pull import pull
from tests.conftest import NOW
from tests.sync.conftest import Enrolled, line_of, synced
from tests.sync.pages import (
    AT,
    ORGANISATION,
    OTHER_VILLAGE,
    VILLAGE,
    answer,
    applied,
    change,
    enlist,
    evict,
    file_of,
    is_here,
    page,
    shown,
)

HASH = "ab" * 32


@pytest.fixture(autouse=True)
def enlisted(database: Database) -> None:
    enlist(database, VILLAGE)


def everything_of(resident: str, seq: int = 1) -> dict[str, Any]:
    """A resident with what can hang on one, as changes: the resident, a visit, its section and photo, an allergy, a
    referral to the hospital with a step, a conflict."""
    ids = {name: new_id(NOW) for name in ("visit", "section", "photo", "allergy", "referral", "step", "conflict")}
    fields = {
        "visit": ("visit", {"resident_id": resident, "visit_date": "2026-11-20", "visit_mode": "2"}),
        "section": ("hypertension_followup", {"visit_id": ids["visit"], "sbp": 150}),
        "photo": ("visit_attachment", {"visit_id": ids["visit"], "sha256": HASH, "size": 3}),
        "allergy": ("allergy", {"resident_id": resident, "code": "2"}),
        "referral": ("referral", {"resident_id": resident, "from_org": "V9", "to_org": "H1"}),
        "step": ("referral_event", {"referral_id": ids["referral"], "event": "issue"}),
        "conflict": ("conflict", {"subject_type": "resident", "subject_id": resident, "resident_id": resident}),
    }
    changes = [change(seq, resident, 1, file_of(phone="19900001234"))]
    for name, (kind, values) in fields.items():
        changes.append(change(seq, ids[name], 1, values, type=kind))
    return {"changes": changes, **{name: (kind, ids[name]) for name, (kind, _) in fields.items()}}


def rows(database: Database) -> int:
    """All rows of all record tables."""
    with database.read() as connection:
        tables = [each.sql_table for each in RECORD_TYPES.values()]
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_a_resident_that_moves_away_leaves_nothing_on_the_laptop_but_the_word_where_to(database: Database) -> None:
    resident = new_id(NOW)
    theirs = everything_of(resident)
    apply_page(database, page(*theirs["changes"]))
    apply_page(database, page(change(2, resident, 2, file_of(phone="19900005678"), op="patch")))
    save_draft(database, f"visit:{resident}", {"values": {}})
    with database.write() as connection:
        connection.execute(insert(blob).values(sha256=HASH, size=3, media_type="image/jpeg", state="present", at=AT))
        connection.execute(insert(blob_chunk).values(sha256=HASH, start=0, data=b"abc"))
        assert search(connection, "李某甲")
        printed.keep(connection, *theirs["referral"], at=AT, paper="a4", sha256=HASH, inputs={"values": {}})
    apply_page(database, page(evict(3, resident, 3, OTHER_VILLAGE)))
    assert rows(database) == 0
    with database.read() as connection:
        assert not search(connection, "李某甲")
        for table in (resident_search, shadow, history, blob, blob_chunk, draft, printed_paper):
            assert connection.execute(select(table)).all() == []
    told = Departed(resident, "李某甲", VILLAGE, OTHER_VILLAGE, "moved", AT, False)
    assert departed_people(database) == [told]


def test_the_name_of_who_left_goes_when_a_person_has_seen_it(database: Database) -> None:
    resident = new_id(NOW)
    apply_page(database, page(change(1, resident, 1, file_of()), evict(2, resident, 2, OTHER_VILLAGE)))
    assert departed_count(database) == 1
    mark_seen(database, [resident])
    assert (departed_count(database), departed_people(database)) == (0, [])


def test_neighbours_stay(database: Database) -> None:
    gone, stays = new_id(NOW), new_id(NOW)
    theirs = everything_of(stays)
    apply_page(database, page(*everything_of(gone)["changes"], *theirs["changes"], evict(2, gone, 2, OTHER_VILLAGE)))
    assert rows(database) == len(theirs["changes"])
    assert is_here(database, stays)


def test_a_visit_that_waits_to_be_sent_keeps_the_person_readable_until_it_is_settled(database: Database) -> None:
    resident = new_id(NOW)
    apply_page(database, page(*everything_of(resident)["changes"]))
    visit = {"type": "visit", "fields": {"resident_id": resident, "visit_date": "2026-11-21", "visit_mode": "1"}}
    mid = save(database, [visit]).mid
    before = rows(database)
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    assert rows(database) == before
    assert [each.pending for each in departed_people(database)] == [True]
    answer(database, mid, "quarantined")
    settle_departed(database)
    assert rows(database) == before
    applied(database, mid, 3)
    assert rows(database) == 0
    assert [each.pending for each in departed_people(database)] == [False]


@pytest.mark.parametrize("state", ["declined", "superseded"])
def test_work_that_is_refused_for_good_or_replaced_keeps_nobody(database: Database, state: str) -> None:
    resident = new_id(NOW)
    apply_page(database, page(change(1, resident, 1, file_of())))
    mid = save(database, [{"type": "resident", "id": resident, "fields": {"phone": "2"}}]).mid
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    if state == "declined":
        answer(database, mid, state)
    else:
        with database.write() as connection:
            connection.execute(update(outbox).values(state=state))
    settle_departed(database)
    assert not is_here(database, resident)


def test_a_photo_that_is_not_sent_yet_keeps_the_person(database: Database) -> None:
    resident = new_id(NOW)
    apply_page(database, page(*everything_of(resident)["changes"]))
    with database.write() as connection:
        connection.execute(insert(blob).values(sha256=HASH, size=3, media_type="image/jpeg", state="local", at=AT))
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    assert is_here(database, resident)
    with database.write() as connection:
        connection.execute(update(blob).values(state="present"))
    settle_departed(database)
    assert not is_here(database, resident)


def test_an_eviction_older_than_the_membership_that_is_known_is_ignored(database: Database) -> None:
    resident = new_id(NOW)
    back = change(4, resident, 3, file_of(phone="3"), op="enter")
    apply_page(database, page(back, evict(3, resident, 2, OTHER_VILLAGE)))
    assert shown(database, resident)[1] == 3
    assert departed_people(database) == []


def test_a_move_between_two_own_villages_evicts_nobody(database: Database) -> None:
    enlist(database, VILLAGE, OTHER_VILLAGE, kind="township_centre")
    resident = new_id(NOW)
    apply_page(database, page(change(1, resident, 1, file_of())))
    moved = change(2, resident, 2, file_of(village_code=OTHER_VILLAGE), op="patch")
    apply_page(database, page(moved, evict(3, resident, 2, OTHER_VILLAGE)))
    assert shown(database, resident) == (file_of(village_code=OTHER_VILLAGE), 2)


def test_who_comes_back_is_here_again_with_everything(database: Database) -> None:
    resident = new_id(NOW)
    before = everything_of(resident)
    apply_page(database, page(*before["changes"]))
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    entering = [change(3, resident, 3, file_of(), op="patch")]
    entering += [
        change(4, each.id, 1, each.body["fields"], type=each.type, op="enter") for each in before["changes"][1:]
    ]
    apply_page(database, page(*entering))
    assert rows(database) == len(before["changes"])
    assert departed_people(database) == []


def test_who_comes_back_while_own_work_waits_is_in_scope_again(database: Database) -> None:
    """With pending edits on both sides of a move nothing is lost on either."""
    resident = new_id(NOW)
    apply_page(database, page(change(1, resident, 1, file_of())))
    mid = save(database, [{"type": "resident", "id": resident, "fields": {"phone": "2"}}]).mid
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    apply_page(database, page(change(3, resident, 3, file_of(work_unit="演示合作社"), op="patch")))
    assert departed_people(database) == []
    assert shown(database, resident) == (file_of(work_unit="演示合作社", phone="2"), 3)
    final = file_of(work_unit="演示合作社", phone="2")
    answer(database, mid, "applied", 4, 4)
    apply_page(database, page(change(4, resident, 4, final, op="patch")))
    assert shown(database, resident) == (final, 4)


def test_an_own_move_takes_the_person_away_when_the_county_has_it(database: Database) -> None:
    resident = new_id(NOW)
    apply_page(database, page(change(1, resident, 1, file_of())))
    mid = save(database, [{"type": "resident", "id": resident, "fields": {"village_code": OTHER_VILLAGE}}]).mid
    answer(database, mid, "applied", 2, 3)
    apply_page(database, page(evict(3, resident, 2, OTHER_VILLAGE)))
    assert not is_here(database, resident)
    assert [each.name for each in departed_people(database)] == ["李某甲"]


def test_referrals_in_which_the_own_clinic_takes_part_stay(database: Database) -> None:
    resident, referral, step = new_id(NOW), new_id(NOW), new_id(NOW)
    values = {"resident_id": resident, "from_org": ORGANISATION, "to_org": "H1", "patient_name": "李某甲"}
    mine = [change(1, referral, 1, values, type="referral")]
    mine += [change(1, step, 1, {"referral_id": referral, "event": "issue"}, type="referral_event")]
    apply_page(database, page(*everything_of(resident)["changes"], *mine))
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    assert rows(database) == 2
    assert is_here(database, referral, "referral")
    assert is_here(database, step, "referral_event")


def test_villages_that_are_taken_away_go_with_their_households_and_people(database: Database) -> None:
    gone, stays, house = new_id(NOW), new_id(NOW), new_id(NOW)
    other = file_of(village_code=OTHER_VILLAGE)
    door = change(1, house, 1, {"village_code": VILLAGE, "house_no": "12号"}, type="household")
    apply_page(database, page(door, *everything_of(gone)["changes"], change(1, stays, 1, other)))
    with database.write() as connection:
        evict_villages(connection, [VILLAGE], AT)
    assert rows(database) == 1
    assert is_here(database, stays)
    assert [each.why for each in departed_people(database)] == ["scope"]


def test_a_household_with_own_work_stays_until_that_is_settled(database: Database) -> None:
    house = new_id(NOW)
    door = {"village_code": VILLAGE, "house_no": "12号"}
    apply_page(database, page(change(1, house, 1, door, type="household")))
    mid = save(database, [{"type": "household", "id": house, "fields": {"phone": "1"}}]).mid
    apply_page(database, page(evict(2, house, 2, OTHER_VILLAGE, type="household")))
    assert is_here(database, house, "household")
    applied(database, mid, 3)
    assert not is_here(database, house, "household")


def test_a_later_type_that_names_the_person_goes_too(database: Database) -> None:
    resident, dose = new_id(NOW), new_id(NOW)
    later = change(1, dose, 1, {"resident_id": resident, "vaccine": "x"}, type="vaccination")
    apply_page(database, page(change(1, resident, 1, file_of()), later))
    apply_page(database, page(evict(2, resident, 2, OTHER_VILLAGE)))
    assert not is_here(database, dose, "vaccination")


def test_an_eviction_applied_twice_is_the_same_as_once(database: Database, clock: FrozenClock) -> None:
    resident = new_id(NOW)
    apply_page(database, page(change(1, resident, 1, file_of())))
    leaving = page(evict(2, resident, 2, OTHER_VILLAGE))
    apply_page(database, leaving)
    told = departed_people(database)
    clock.advance(timedelta(days=1))
    apply_page(database, leaving)
    assert departed_people(database) == told


def test_a_move_with_pending_edits_on_both_sides_loses_nothing(laptop: Enrolled) -> None:
    """The county moves the person; the old village has a visit on its way, the new one edits at once."""
    old, new = laptop("V1"), laptop("V2")
    first, second = "990101001001", "990101001002"
    resident = save(old, [{"type": "resident", "fields": file_of(village_code=first)}]).ids[0]
    seen = {"type": "visit", "fields": {"resident_id": resident, "visit_date": "2026-11-20", "visit_mode": "2"}}
    save(old, [seen])
    synced(old)
    assert not is_here(new, resident)
    save(old, [{"type": "resident", "id": resident, "fields": {"village_code": second}}])
    synced(old)
    assert not is_here(old, resident)
    synced(new)
    assert shown(new, resident)[0]["village_code"] == second
    assert [each.fields["visit_date"] for each in exported_records(new, "visit")] == ["2026-11-20"]
    save(new, [{"type": "resident", "id": resident, "fields": {"phone": "2"}}])
    synced(new)
    assert shown(new, resident)[0]["phone"] == "2"
    assert [(each.name, each.to_village) for each in departed_people(old)] == [("李某甲", second)]
    for each in (old, new):
        with line_of(each) as line:
            assert check_and_repair(each, line) == []


def test_a_late_visit_of_the_old_village_reaches_the_new_one(laptop: Enrolled) -> None:
    old, new, centre = laptop("V1"), laptop("V2"), laptop("T1")
    first, second = "990101001001", "990101001002"
    resident = save(old, [{"type": "resident", "fields": file_of(village_code=first)}]).ids[0]
    for each in (old, centre):
        synced(each)
    save(old, [{"type": "visit", "fields": {"resident_id": resident, "visit_date": "2026-11-20", "visit_mode": "2"}}])
    save(centre, [{"type": "resident", "id": resident, "fields": {"village_code": second}}])
    synced(centre)
    with line_of(old) as line:
        pull(old, line)
    assert [each.pending for each in departed_people(old)] == [True]
    assert is_here(old, resident)
    synced(old)
    synced(old)
    assert [each.pending for each in departed_people(old)] == [False]
    assert not is_here(old, resident)
    assert list(exported_records(old, "visit")) == []
    synced(new)
    synced(centre)
    for each in (new, centre):
        assert [found.fields["visit_date"] for found in exported_records(each, "visit")] == ["2026-11-20"]
        with line_of(each) as line:
            assert check_and_repair(each, line) == []
