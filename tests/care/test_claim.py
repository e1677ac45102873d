"""A resident of another village comes to live here: claimed after the county has named the person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic_app.care.claim import claim
from clinic_app.care.entry import EntryProblem
from clinic_app.care.quarantine import fix
from clinic_app.clock import FrozenClock, instant_text
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox
from clinic_app.store.looked_up import LookedUp, expire, recall, remember
from clinic_app.store.queries.quarantine import refused_saves
from clinic_app.store.queries.residents import ResidentFilter, resident_ids
from clinic_app.store.search import search
from clinic_app.sync.apply import apply_page
from tests.care.conflicts import answered, last_save
from tests.conftest import NOW
from tests.sync.pages import OTHER_VILLAGE, VILLAGE, applied, change, enlist, evict, file_of, page, shown

PERSON = new_id(NOW)


@pytest.fixture
def clinic(database: Database) -> Database:
    """The clinic of VILLAGE, which has just asked for a person of OTHER_VILLAGE."""
    enlist(database, VILLAGE)
    found = LookedUp(PERSON, "李某甲", "2", "1958-03-07", OTHER_VILLAGE, "演示二村卫生室", instant_text(NOW))
    with database.write() as connection:
        remember(connection, found)
    return database


def people(database: Database) -> list[str]:
    with database.read() as connection:
        return resident_ids(connection, ResidentFilter())


def saves(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(outbox)).scalar_one()


def test_a_claim_is_one_save_and_no_row_until_the_file_comes(clinic: Database) -> None:
    mid = claim(clinic, PERSON, VILLAGE, " 已搬来本村 ")
    (operation,) = last_save(clinic).ops
    assert (operation.op, operation.type, operation.id) == ("claim", "resident", PERSON)
    assert (operation.fields, operation.reason, operation.base) == ({"village_code": VILLAGE}, "已搬来本村", None)
    assert people(clinic) == []
    applied(clinic, mid, 5)
    assert people(clinic) == []
    apply_page(clinic, page(change(6, PERSON, 2, file_of(), op="claim")))
    assert people(clinic) == [PERSON]
    with clinic.read() as connection:
        assert [each.id for each in search(connection, "李某甲")] == [PERSON]


def test_the_file_may_come_before_the_answer(clinic: Database) -> None:
    mid = claim(clinic, PERSON, VILLAGE, "已搬来本村")
    apply_page(clinic, page(change(6, PERSON, 2, file_of(), op="claim")))
    assert shown(clinic, PERSON) == (file_of(), 2)
    applied(clinic, mid, 6)
    assert shown(clinic, PERSON) == (file_of(), 2)


def test_somebody_who_moved_on_meanwhile_does_not_stay(clinic: Database) -> None:
    mid = claim(clinic, PERSON, VILLAGE, "已搬来本村")
    apply_page(clinic, page(change(6, PERSON, 2, file_of(), op="claim")))
    applied(clinic, mid, 6)
    apply_page(clinic, page(evict(7, PERSON, 3, OTHER_VILLAGE)))
    assert people(clinic) == []


@pytest.mark.parametrize(("village", "reason", "words"), [
    (OTHER_VILLAGE, "搬来", "不是本单位负责的村"), (VILLAGE, "  ", "写明原因"), ("", "搬来", "不是本单位负责的村"),
])  # fmt: skip
def test_half_a_claim_saves_nothing(clinic: Database, village: str, reason: str, words: str) -> None:
    with pytest.raises(EntryProblem, match=words):
        claim(clinic, PERSON, village, reason)
    assert saves(clinic) == 0


def test_nobody_is_claimed_who_was_not_looked_up(clinic: Database) -> None:
    with pytest.raises(EntryProblem, match="先用证件号码和姓名查到"):
        claim(clinic, new_id(NOW), VILLAGE, "搬来")


def test_what_the_county_said_is_forgotten_after_seven_days(clinic: Database, clock: FrozenClock) -> None:
    clock.advance(timedelta(days=7))
    expire(clinic)
    with clinic.read() as connection:
        assert recall(connection, PERSON, clock.now()) is not None
    clock.advance(timedelta(seconds=1))
    with pytest.raises(EntryProblem, match="7天"):
        claim(clinic, PERSON, VILLAGE, "搬来")
    expire(clinic)
    with clinic.read() as connection:
        rows = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'looked_up'").all()
    assert [row[0] for row in rows] == ["[]"]


def test_a_claim_under_way_is_not_made_twice(clinic: Database) -> None:
    claim(clinic, PERSON, VILLAGE, "搬来")
    with pytest.raises(EntryProblem, match="已经保存"):
        claim(clinic, PERSON, VILLAGE, "搬来")
    assert saves(clinic) == 1


def test_who_lives_here_already_is_not_claimed(clinic: Database) -> None:
    apply_page(clinic, page(change(6, PERSON, 2, file_of())))
    with pytest.raises(EntryProblem, match="已经在这个村"):
        claim(clinic, PERSON, VILLAGE, "搬来")


def test_a_centre_that_has_the_file_claims_it_from_one_of_its_villages_to_the_other(clinic: Database) -> None:
    enlist(clinic, VILLAGE, OTHER_VILLAGE)
    apply_page(clinic, page(change(6, PERSON, 1, file_of(village_code=OTHER_VILLAGE))))
    claim(clinic, PERSON, VILLAGE, "搬来")
    assert shown(clinic, PERSON)[0]["village_code"] == VILLAGE


def test_a_refused_claim_is_listed_by_name_and_made_again(clinic: Database, clock: FrozenClock) -> None:
    mid = claim(clinic, PERSON, VILLAGE, "搬来")
    answered(clinic, mid, "quarantined", code="scope", message="先用证件号码和姓名查到这位居民")
    with clinic.read() as connection:
        (refused,) = refused_saves(connection, clock.now())
    assert (refused.person, refused.mid) == ("李某甲", mid)
    again = fix(clinic, mid)
    assert again.mid != mid
    assert last_save(clinic).ops[0].op == "claim"
    assert last_save(clinic).supersedes == mid
