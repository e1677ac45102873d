"""Asking for one person who is on file elsewhere, over the program's own line."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from clinic_app.care.claim import claim
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county.lookup import MOST_A_DAY
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit
from clinic_app.store.looked_up import SETTING, recall
from clinic_app.sync.errors import Busy, NotEnrolled, SyncProblem
from clinic_app.sync.lookup import Unasked, look_up
from tests.county.laptop import OTHER_VILLAGE, VILLAGE
from tests.sync.conftest import Enrolled, synced
from tests.sync.pages import is_here

NUMBER, NAME = "11010519491231002X", "王𬎆"
PERSON = {"id_no": NUMBER, "name": NAME, "sex": "2", "birth_date": "1949-12-31", "village_code": VILLAGE}


def setting(database: Database) -> str:
    with database.read() as connection:
        row = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (SETTING,)).first()
    return str(row[0]) if row else ""


def test_a_person_is_found_claimed_and_here_after_the_sync(laptop: Enrolled, clock: FrozenClock) -> None:
    old, new = laptop("V1"), laptop("V2")
    (person,) = save(old, [{"type": "resident", "fields": PERSON}]).ids
    synced(old)
    found = look_up(new, "110105 19491231 002x", NAME)
    assert found is not None
    assert (found.resident_id, found.name, found.sex, found.birth_date) == (person, NAME, "2", "1949-12-31")
    assert (found.village_code, found.organisation_name) == (VILLAGE, "演示村卫生室")
    claim(new, person, OTHER_VILLAGE, "已搬来本村")
    assert not is_here(new, person)
    for database in (new, old):
        synced(database)
    assert is_here(new, person)
    assert not is_here(old, person)
    with new.read() as connection:
        assert recall(connection, person, clock.now()) == found
        noted = connection.execute(select(audit.c.target).where(audit.c.action == "lookup")).scalars().all()
    assert noted == [f"resident:{person}"]
    assert NUMBER not in setting(new)


def test_who_is_nowhere_is_nobody(laptop: Enrolled) -> None:
    database = laptop("V1")
    assert look_up(database, NUMBER, NAME) is None
    assert setting(database) == ""


@pytest.mark.parametrize(("number", "name"), [("", NAME), (NUMBER, " "), ("110105194912310021", NAME), ("1", NAME)])
def test_what_cannot_be_a_number_is_not_asked(laptop: Enrolled, number: str, name: str) -> None:
    with pytest.raises(Unasked, match="没有查找"):
        look_up(laptop("V1"), number, name)


def test_without_a_line_it_is_said_and_nothing_is_saved(laptop: Enrolled, clock: FrozenClock) -> None:
    database = laptop("V1")
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE setting SET value = json_set(value, '$.server', 'http://127.0.0.1:9') WHERE name = 'device'"
        )
    with pytest.raises(SyncProblem, match="没有联系上县平台，查不到别村的居民；什么也没有保存"):
        look_up(database, NUMBER, NAME)


def test_before_enrolment_there_is_nobody_to_ask(database: Database) -> None:
    with pytest.raises(NotEnrolled):
        look_up(database, NUMBER, NAME)


def test_the_countys_own_words_are_said_when_it_was_asked_too_often(laptop: Enrolled) -> None:
    database = laptop("V1")
    for _ in range(MOST_A_DAY):
        look_up(database, NUMBER, NAME)
    with pytest.raises(Busy, match="明天再查"):
        look_up(database, NUMBER, NAME)
