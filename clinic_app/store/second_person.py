"""Four eyes: what one person alone shall not do at a township or a hospital is confirmed by another person's password.

Only where two people have an account on the laptop; a person who works alone is told so, and the audit chain says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clinic_app.store.accounts import Account, list_accounts
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.errors import StoreError
from clinic_app.store.keys import tidy_name, unlock

DESKS = ("township_centre", "county_hospital", "bureau")
"""Kinds of organisation where two people exist; a village clinic's doctor works alone."""


class SecondPersonNeeded(StoreError):
    """Another person has to confirm this act."""

    sentence = "这一步要由另一个人确认，没有做；请本机的另一位用户输入自己的密码"


class SamePerson(StoreError):
    """The person at the keyboard cannot be the second one."""

    sentence = "要由另一个人确认，不能是正在操作的人自己，没有做"


class Eyes(StrEnum):
    """How an act came about, as the audit chain tells it."""

    TWO = "two"
    """A second person confirmed it."""
    ONE = "one"
    """There is nobody else on this laptop."""
    VILLAGE = "village"
    """A village clinic, or a laptop without a county: one person is enough."""


@dataclass(frozen=True)
class Confirmed:
    """Who looked at an act besides the person at the keyboard; `second` is empty where nobody had to."""

    eyes: Eyes
    second: str = ""

    @property
    def words(self) -> str:
        """For an audit entry's detail: ids only."""
        return f"{self.eyes}:{self.second}" if self.second else str(self.eyes)


def others(database: Database) -> list[Account]:
    """Accounts in force of this laptop that can be the second person."""
    return [each for each in list_accounts(database) if not each.disabled and each.id != database.actor.account]


def is_needed(database: Database) -> bool:
    """Whether a second person has to confirm: at a township or hospital, where there is one."""
    return _two_exist(database) and bool(others(database))


def confirm(database: Database, name: str, password: str) -> Account:
    """The other person, by name and password; wrong passwords count in the lock-out of the door.

    Raises SamePerson, WrongPassword, TooManyTries.
    """
    if tidy_name(name) == database.actor.name:
        raise SamePerson()
    account_id, _ = unlock(database.folder, name, password)
    found = next((each for each in others(database) if each.id == account_id), None)
    if found is None:
        raise SecondPersonNeeded("这个账户已停用，不能确认，没有做；请本机的另一位用户输入自己的密码")
    return found


def require(database: Database, second: Account | None) -> Confirmed:
    """What the act goes on with; raises SecondPersonNeeded where somebody has to confirm and nobody did.

    `second` comes from `confirm`, a moment ago.
    """
    if second is not None and any(each.id == second.id for each in others(database)):
        return Confirmed(Eyes.TWO, second.id)
    if is_needed(database):
        raise SecondPersonNeeded()
    return Confirmed(Eyes.ONE if _two_exist(database) else Eyes.VILLAGE)


def _two_exist(database: Database) -> bool:
    with database.read() as connection:
        device = load_device(connection)
    return device is not None and device.kind in DESKS
