"""A new laptop takes the records as they stand, people first, and goes on wherever it was broken off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.reference import load_reference
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import event_order, history, outbox, snapshot_position
from clinic_app.store.search import search
from clinic_app.store.unit_of_work import unit_of_work
from clinic_app.sync.apply import apply_page
from clinic_app.sync.digest import check_and_repair
from clinic_app.sync.errors import Unreachable
from clinic_app.sync.pull import pull
from clinic_app.sync.snapshot import Progress, Stopped, note_incomplete, resnapshot
from clinic_app.sync.transport import Transport
from tests.conftest import NOW, PASSWORD, USER
from tests.county.conftest import ORGANISATIONS
from tests.sync.conftest import Enrolled, line_of, synced
from tests.sync.pages import change, file_of, is_here, page

VILLAGE, OTHER_VILLAGE = "990101001001", "990101001002"
Seen = list[tuple[Any, ...]]


class CutLine:
    """A line that is cut at its `last` request."""

    def __init__(self, line: Transport, last: int) -> None:
        self.line = line
        self.left = last
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)

    def get(self, path: str, reply: type[Any]) -> Any:
        """As Transport.get, until the line is cut."""
        self.left -= 1
        if self.left < 0:
            raise Unreachable("cut")
        self.asked.append(path)
        return self.line.get(path, reply)


def everything(database: Database) -> Seen:
    return [(each.type, each.id, each.rev, each.void, each.fields) for each in exported_records(database)]


def old_id(now: datetime, number: int) -> str:
    """An id as it was made 600 days ago."""
    stamp = f"{int((now - timedelta(days=600)).timestamp() * 1000):012x}"
    return f"{stamp[:8]}-{stamp[8:]}-7000-8000-{number:012x}"


def fill(database: Database, clock: FrozenClock, people: int = 3) -> Sequence[str]:
    """Residents with a household, an old and a new visit each, and a referral of the first; sent to the county."""
    house = save(database, [{"type": "household", "fields": {"village_code": VILLAGE, "house_no": "12号"}}]).ids[0]
    residents = []
    for number in range(people):
        fields = file_of(name=f"李某{'甲乙丙丁戊己'[number]}", village_code=VILLAGE, household_id=house)
        residents += save(database, [{"type": "resident", "fields": fields}]).ids
    for number, resident in enumerate(residents):
        values = {"resident_id": resident, "visit_mode": "2"}
        save(database, [{"type": "visit", "fields": {**values, "visit_date": "2026-11-20"}}])
        with unit_of_work(database) as unit:
            unit.create("visit", {**values, "visit_date": "2025-03-01"}, old_id(clock.now(), number))
    slip = {"resident_id": residents[0], "direction": "up", "urgency": "routine", "to_org": "H1", "reason": "9"}
    save(database, [{"type": "referral", "fields": slip}])
    synced(database)
    with database.read() as connection:
        assert set(connection.scalars(select(outbox.c.state))) == {"applied"}
    return residents


@pytest.fixture
def filled(laptop: Enrolled, clock: FrozenClock) -> Database:
    """A village laptop whose records the county has."""
    database = laptop("V1")
    fill(database, clock)
    return database


def test_a_new_laptop_has_after_its_first_sync_what_the_first_one_has(filled: Database, laptop: Enrolled) -> None:
    second = laptop("V1", "second")
    synced(second)
    assert everything(second) == everything(filled)
    with second.read() as connection:
        assert connection.execute(select(snapshot_position)).all() == []
        assert [hit.title for hit in search(connection, "李某甲", types=["resident"])] == ["李某甲"]
        order = connection.execute(select(event_order.c.id, event_order.c.seq).order_by(event_order.c.seq)).all()
    with filled.read() as connection:
        assert (
            order == connection.execute(select(event_order.c.id, event_order.c.seq).order_by(event_order.c.seq)).all()
        )
    with line_of(second) as line:
        assert check_and_repair(second, line) == []


def test_a_first_sync_that_breaks_at_any_page_goes_on_there(filled: Database, laptop: Enrolled) -> None:
    """At each new start the program and the file are opened anew, as after a power cut."""
    second = laptop("V1", "second")
    asked: dict[str, int] = defaultdict(int)
    breaks = 0
    while True:
        with line_of(second) as line:
            cut = CutLine(line, 3)
            try:
                pull(second, cut)
            except Unreachable:
                breaks += 1
            else:
                break
            finally:
                for path in cut.asked:
                    asked[path.split("?")[0] + path.partition("until")[1]] += 1
        second.close()
        second = open_database(second.folder, USER, PASSWORD, second.clock)
    assert breaks > 5
    assert everything(second) == everything(filled)
    # One page each in this county: asked for at most once more where the line was cut before it was applied.
    assert max(asked.values()) <= 3
    second.close()


def test_people_can_be_found_before_their_visits_have_come(filled: Database, laptop: Enrolled) -> None:
    second = laptop("V1", "second")
    found: list[bool] = []

    def look(progress: Progress) -> None:
        if progress.stage == 3:
            with second.read() as connection:
                found.append(bool(search(connection, "李某乙")))
                assert connection.scalar(select(RECORD_TYPES["allergy"].sql_table.c.id).limit(1)) is None

    with line_of(second) as line:
        pull(second, line, look)
    assert found
    assert all(found)


def test_progress_counts_rows_of_each_part_and_bytes(filled: Database, laptop: Enrolled) -> None:
    second, told = laptop("V1", "second"), []  # type: Database, list[Progress]
    with line_of(second) as line:
        pull(second, line, told.append)
    people = [each for each in told if each.type == "resident"]
    assert [(each.stage, each.rows, each.total) for each in people] == [(2, 3, 3)]
    assert [each.stage for each in told] == sorted(each.stage for each in told)
    assert 0 < told[0].bytes < told[-1].bytes
    assert [(each.stage, each.rows) for each in told if each.type == "visit"] == [(3, 3), (4, 3)]


def test_a_person_may_stop_it_and_the_next_sync_goes_on(filled: Database, laptop: Enrolled) -> None:
    second = laptop("V1", "second")
    with line_of(second) as line:
        with pytest.raises(Stopped):
            pull(second, line, cancelled=lambda: True)
        pull(second, line)
    assert everything(second) == everything(filled)


def test_a_save_made_meanwhile_is_there_at_the_end(filled: Database, laptop: Enrolled) -> None:
    second, made = laptop("V1", "second"), []  # type: Database, list[str]

    def work(progress: Progress) -> None:
        if progress.type == "resident":
            with second.read() as connection:
                known = search(connection, "李某甲")[0].id
            made.append(known)
            save(second, [{"type": "resident", "id": known, "fields": {"phone": "19900001111"}}])
            save(second, [{"type": "resident", "fields": file_of(name="王某丁", village_code=VILLAGE)}])

    with line_of(second) as line:
        pull(second, line, work)
    synced(second)
    synced(filled)
    assert everything(second) == everything(filled)
    assert [each.fields.get("phone") for each in exported_records(second, "resident") if each.id == made[0]] == [
        "19900001111"
    ]


def test_what_happens_at_the_county_meanwhile_comes_by_the_log(filled: Database, laptop: Enrolled) -> None:
    second = laptop("V1", "second")

    def work(progress: Progress) -> None:
        if (progress.stage, progress.type) == (4, "visit"):
            save(filled, [{"type": "resident", "fields": file_of(name="赵某戊", village_code=VILLAGE)}])
            synced(filled)

    with line_of(second) as line:
        pull(second, line, work)
    assert everything(second) == everything(filled)


def test_a_hospital_gets_its_referrals_and_nobody_else(filled: Database, laptop: Enrolled) -> None:
    hospital = laptop("H1")
    synced(hospital)
    kinds = {each.type for each in exported_records(hospital)} - {"organisation", "village", "department", "staff"}
    assert kinds == {"referral", "referral_event"}
    with line_of(hospital) as line:
        pull(hospital, line)
        assert check_and_repair(hospital, line) == []


def test_taken_anew_from_a_restored_county_every_version_counts_and_what_it_lost_is_history(
    filled: Database, laptop: Enrolled
) -> None:
    lost = new_id(filled.clock.now())
    resident = RECORD_TYPES["resident"].sql_table
    with filled.read() as connection:
        known = connection.scalar(select(resident.c.id).where(resident.c.name == "李某甲"))
    # As if the county had forgotten a later version of one and all of another.
    far = 10**6
    newer = change(far, known, 9, file_of(name="李某甲", village_code=VILLAGE, phone="9"), op="patch")
    apply_page(filled, page(newer, change(far, lost, 1, file_of(name="孙某己", village_code=VILLAGE))))
    mine = save(filled, [{"type": "resident", "fields": file_of(name="周某庚", village_code=VILLAGE)}]).ids[0]
    with filled.write() as connection:
        write_setting(connection, "timeline", 1)
        write_setting(connection, "head", None)
    with line_of(filled) as line:
        resnapshot(filled, line)
    assert not is_here(filled, lost)
    assert is_here(filled, mine)
    with filled.read() as connection:
        kept = {(row.id, row.timeline, row.rev) for row in connection.execute(select(history))}
        assert (known, 0, 9) in kept
        assert (lost, 0, 1) in kept
        assert read_setting(connection, "cursor") != f"cursor-{far}"
    synced(filled)
    second = laptop("V1", "second")
    synced(second)
    assert everything(second) == everything(filled)


def test_villages_that_come_are_taken_whole_and_those_that_go_are_evicted(
    filled: Database, laptop: Enrolled, county: CountyDatabase, tmp_path: Any
) -> None:
    other = laptop("V2")
    save(other, [{"type": "resident", "fields": file_of(name="吴某辛", village_code=OTHER_VILLAGE)}])
    synced(other)
    swapped = ORGANISATIONS.replace("T1,990101001001,0000-1", "T1,990101001002,0000-1")
    swapped = swapped.replace("T1,990101001002,0000-2", "T1,990101001001,0000-2")
    path = tmp_path / "organisations.csv"
    path.write_text(swapped, encoding="utf-8")
    load_reference(county, "organisations", path, "test")
    before = everything(filled)
    for each in (filled, other):
        synced(each)
    names = [each.fields["name"] for each in exported_records(filled, "resident")]
    assert names == ["吴某辛"]
    assert sorted(each.fields["name"] for each in exported_records(other, "resident")) == ["李某丙", "李某乙", "李某甲"]
    for each in (filled, other):
        with line_of(each) as line:
            assert check_and_repair(each, line) == []
    visits = [each[1] for each in before if each[0] == "visit"]
    assert visits == [each.id for each in exported_records(other, "visit")]


def test_a_child_whose_parent_is_not_here_yet_is_told_until_it_has_come(database: Database) -> None:
    resident, visit = new_id(NOW), new_id(NOW)
    values = {"resident_id": new_id(NOW), "visit_date": "2026-11-20", "visit_mode": "2"}
    apply_page(database, page(change(1, resident, 1, file_of()), change(1, visit, 1, values, type="visit")))
    note_incomplete(database)
    with database.read() as connection:
        assert read_setting(connection, "incomplete") == {"visit": 1}
    apply_page(database, page(change(2, values["resident_id"], 1, file_of())))
    note_incomplete(database)
    with database.read() as connection:
        assert read_setting(connection, "incomplete") is None
