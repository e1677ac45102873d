from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from clinic_app.clock import FrozenClock
from clinic_app.store import audit
from clinic_app.store.accounts import add_account, change_password, list_accounts
from clinic_app.store.database import Database, account_names, open_database
from clinic_app.store.errors import AlreadyExists, DiskFailure, StoreError, WrongPassword
from clinic_app.store.header import HEADER_NAME
from clinic_app.store.local_tables import account
from tests.conftest import PASSWORD, USER
from tests.store.people import CANARY, add_residents, resident_names


def test_a_second_account_opens_the_same_records_by_its_own_password(database: Database, clock: FrozenClock) -> None:
    add_residents(database)
    clock.advance(timedelta(minutes=1))
    added = add_account(database, " 王𬎆 ", "另一个口令", role="village_doctor", staff="V01")
    with open_database(database.folder, "王𬎆", "另一个口令", clock) as other:
        assert other.actor == added
        assert (other.actor.role, other.actor.staff) == ("village_doctor", "V01")
        assert resident_names(other) == [f"{CANARY}0"]
    assert account_names(database.folder) == [USER, "王𬎆"]
    assert [(each.name, each.role, each.disabled) for each in list_accounts(database)] == [
        (USER, None, False),
        ("王𬎆", "village_doctor", False),
    ]
    with pytest.raises(WrongPassword):
        open_database(database.folder, "王𬎆", PASSWORD, clock)


def test_adding_an_account_is_an_audited_act(database: Database) -> None:
    added = add_account(database, "王", "口令")
    with database.read() as connection:
        assert audit.verify(connection) is None
        last = connection.exec_driver_sql("SELECT actor, action, target FROM audit ORDER BY seq DESC").first()
    assert last is not None
    assert tuple(last) == (database.actor.account, "account_create", added.account)


@pytest.mark.parametrize(("name", "password"), [("", "x"), (" ", "x"), ("王", "")])
def test_an_empty_name_or_password_adds_nothing(database: Database, name: str, password: str) -> None:
    with pytest.raises(StoreError, match="不能为空"):
        add_account(database, name, password)
    assert [each.name for each in list_accounts(database)] == account_names(database.folder) == [USER]


def test_a_name_is_taken_once(database: Database, clock: FrozenClock) -> None:
    with pytest.raises(AlreadyExists, match=USER):
        add_account(database, USER, "x")
    open_database(database.folder, USER, PASSWORD, clock).close()


def test_a_key_file_that_cannot_be_written_leaves_no_account(database: Database) -> None:
    blocked = database.folder / (HEADER_NAME + ".new")
    blocked.mkdir()
    with pytest.raises(DiskFailure):
        add_account(database, "王", "口令")
    blocked.rmdir()
    assert [each.name for each in list_accounts(database)] == [USER]
    add_account(database, "王", "口令")


def test_a_changed_password_replaces_the_old_one(database: Database, clock: FrozenClock) -> None:
    add_residents(database)
    before = database.path.read_bytes()[:4096]
    change_password(database, USER, PASSWORD, "新口令")
    with pytest.raises(WrongPassword):
        open_database(database.folder, USER, PASSWORD, clock)
    with open_database(database.folder, USER, "新口令", clock) as again:
        assert resident_names(again) == [f"{CANARY}0"]
        assert again.data_key == database.data_key
    assert database.path.read_bytes()[:16] == before[:16], "the file keeps its salt: nothing was encrypted anew"


def test_the_old_password_is_needed_for_a_new_one(database: Database, clock: FrozenClock) -> None:
    with pytest.raises(WrongPassword):
        change_password(database, USER, "不对", "新口令")
    with pytest.raises(StoreError, match="不能为空"):
        change_password(database, USER, PASSWORD, "")
    open_database(database.folder, USER, PASSWORD, clock).close()


def test_changing_one_password_leaves_the_others(database: Database, clock: FrozenClock) -> None:
    add_account(database, "王", "口令")
    change_password(database, USER, PASSWORD, "新口令")
    with open_database(database.folder, "王", "口令", clock) as opened:
        assert opened.actor.name == "王"


def test_a_disabled_account_opens_nothing(database: Database, clock: FrozenClock) -> None:
    added = add_account(database, "王", "口令")
    with database.write() as connection:
        connection.execute(update(account).where(account.c.id == added.account).values(disabled=True))
    with pytest.raises(WrongPassword):
        open_database(database.folder, "王", "口令", clock)
