from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import update

from clinic_app.clock import FrozenClock
from clinic_app.store import audit
from clinic_app.store.accounts import (
    add_account,
    change_password,
    disable_account,
    enable_account,
    list_accounts,
    note_login,
    set_administration,
    set_password,
    set_role,
)
from clinic_app.store.database import Database, open_database
from clinic_app.store.device_secret import new_device_secret
from clinic_app.store.drafts import load_draft, save_draft
from clinic_app.store.errors import AlreadyExists, DiskFailure, NotAdministrator, StoreError, WrongPassword
from clinic_app.store.header import HEADER_NAME, account_names, read_header, write_header
from clinic_app.store.keys import wrap
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


def test_the_county_s_word_closes_an_account(database: Database, clock: FrozenClock) -> None:
    added = add_account(database, "王", "口令")
    with database.write() as connection:
        connection.execute(update(account).where(account.c.id == added.account).values(disabled=True))
    with pytest.raises(WrongPassword):
        open_database(database.folder, "王", "口令", clock)


def test_a_closed_account_opens_nothing_keeps_its_drafts_and_comes_back_with_its_password(
    database: Database, clock: FrozenClock
) -> None:
    added = add_account(database, "王", "口令")
    with open_database(database.folder, "王", "口令", clock) as hers:
        save_draft(hers, "visit:1", {"sbp": "15"})
    disable_account(database, added.account)
    assert account_names(database.folder) == [USER], "neither the door nor the key file knows the person now"
    with pytest.raises(WrongPassword):
        open_database(database.folder, "王", "口令", clock)
    with pytest.raises(StoreError, match="已停用"):
        set_password(database, added.account, "新口令")
    # The key file of before, put back by hand, opens nothing either.
    assert enable_account(database, added.account)
    before = (database.folder / HEADER_NAME).read_bytes()
    disable_account(database, added.account)
    (database.folder / HEADER_NAME).write_bytes(before)
    with pytest.raises(WrongPassword):
        open_database(database.folder, "王", "口令", clock)
    assert enable_account(database, added.account)
    with open_database(database.folder, "王", "口令", clock) as hers:
        assert load_draft(hers, "visit:1") is not None
    assert load_draft(database, "visit:1") is None, "a draft is its writer's alone"


def test_after_another_device_secret_a_person_comes_back_by_a_new_password(
    database: Database, clock: FrozenClock
) -> None:
    added = add_account(database, "王", "口令")
    disable_account(database, added.account)
    header = read_header(database.folder)
    device, secret = new_device_secret()
    mine = wrap(database.data_key, database.actor.account, USER, PASSWORD, device, secret)
    write_header(database.folder, msgspec.structs.replace(header, device_key=device, accounts=[mine]))
    assert not enable_account(database, added.account)
    assert [each.opens for each in list_accounts(database)] == [True, False]
    set_password(database, added.account, "新口令")
    open_database(database.folder, "王", "新口令", clock).close()


def test_only_who_looks_after_the_laptop_looks_after_accounts_and_a_try_is_written_down(
    database: Database, clock: FrozenClock
) -> None:
    first = database.actor.account
    added = add_account(database, "王", "口令", role="village_doctor")
    assert [each.administers for each in list_accounts(database)] == [True, False]
    with open_database(database.folder, "王", "口令", clock) as hers:
        tries: tuple[Callable[[], object], ...] = (
            lambda: add_account(hers, "李", "口令"),
            lambda: set_password(hers, first, "口令"),
            lambda: disable_account(hers, first),
            lambda: enable_account(hers, first),
            lambda: set_role(hers, added.account, "administrator"),
            lambda: set_administration(hers, added.account, True),
        )
        for each in tries:
            with pytest.raises(NotAdministrator):
                each()
        change_password(hers, "王", "口令", "自己的口令")
    with database.read() as connection:
        refused = connection.exec_driver_sql("SELECT actor, detail FROM audit WHERE action = 'refuse' ORDER BY seq")
        actions = ["account_create", "password_set", "account_disable", "account_enable", "account_role"]
        assert [tuple(row) for row in refused] == [(added.account, each) for each in [*actions, "account_role"]]
        assert audit.verify(connection) is None
    assert [each.name for each in list_accounts(database)] == [USER, "王"]


def test_somebody_always_looks_after_the_laptop(database: Database, clock: FrozenClock) -> None:
    mine = database.actor.account
    other = add_account(database, "王", "口令").account
    with pytest.raises(StoreError, match="没有人管理"):
        set_administration(database, mine, False)
    with pytest.raises(StoreError, match="不能停用自己"):
        disable_account(database, mine)
    set_administration(database, other, True)
    with open_database(database.folder, "王", "口令", clock) as hers:
        assert hers.actor.administers
        disable_account(hers, mine)
        with pytest.raises(StoreError, match="没有人管理"):
            set_administration(hers, other, False)
        with pytest.raises(StoreError, match="没有这种角色"):
            set_role(hers, mine, "emperor")
        set_role(hers, other, "administrator")
        set_administration(hers, other, False)
        assert [each.administers for each in list_accounts(hers)] == [True, True]
        with pytest.raises(StoreError, match="没有人管理"):
            set_role(hers, other, "public_health")
        enable_account(hers, mine)
    with database.read() as connection:
        assert audit.verify(connection) is None


def test_a_password_that_somebody_else_chose_is_known_as_such_until_the_person_changes_it(
    database: Database, clock: FrozenClock
) -> None:
    other = add_account(database, "王", "口令").account
    assert [each.password_by for each in list_accounts(database)] == [None, database.actor.account]
    with open_database(database.folder, "王", "口令", clock) as hers:
        change_password(hers, "王", "口令", "自己的口令")
        assert list_accounts(hers)[1].password_by is None
    set_password(database, other, "忘了以后的口令")
    assert list_accounts(database)[1].password_by == database.actor.account
    with pytest.raises(WrongPassword):
        open_database(database.folder, "王", "自己的口令", clock)
    open_database(database.folder, "王", "忘了以后的口令", clock).close()


def test_who_was_here_last_and_what_was_tried_before(database: Database, clock: FrozenClock) -> None:
    for _ in range(2):
        with pytest.raises(WrongPassword):
            open_database(database.folder, USER, "不对", clock)
    clock.advance(timedelta(hours=1))
    with open_database(database.folder, USER, PASSWORD, clock) as again:
        note_login(again)
        note_login(again)
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT action, target FROM audit ORDER BY seq DESC LIMIT 3").all()
    assert [tuple(row) for row in rows] == [
        ("login", database.actor.account),
        ("login", database.actor.account),
        ("login_failed", "tries:2"),
    ]
    assert list_accounts(database)[0].last_seen == "2026-11-22T03:30:00.000Z"
