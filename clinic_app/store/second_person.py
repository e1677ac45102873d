"""Four eyes: what one person alone shall not do at a township or a hospital is confirmed by another person's password.

Only where two people have an account on the laptop; a person who works alone is told so, and the audit chain says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clinic_app.store import audit
from clinic_app.store.accounts import Account, list_accounts, note_wrong_tries
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.errors import StoreError
from clinic_app.store.keys import enter, tidy_name

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


@dataclass(frozen=True)
class Standing:
    """Whether an act needs a second person now, and who of this laptop could be it."""

    eyes: Eyes
    others: tuple[Account, ...] = ()


def others(database: Database) -> list[Account]:
    """Accounts in force of this laptop that can be the second person."""
    return [each for each in list_accounts(database) if not each.disabled and each.id != database.actor.account]


def standing(database: Database) -> Standing:
    """What an act needs now: at a township or hospital a second person, where there is one."""
    if not _two_exist(database):
        return Standing(Eyes.VILLAGE)
    found = tuple(each for each in others(database) if each.opens)
    return Standing(Eyes.TWO if found else Eyes.ONE, found)


def confirm(database: Database, name: str, password: str) -> Account:
    """The other person, by name and password; wrong passwords count in the lock-out of the door and are an entry of the
    audit chain, at the latest when somebody gets in there.

    Raises SamePerson, WrongPassword, TooManyTries.
    """
    if tidy_name(name) == database.actor.name:
        raise SamePerson()
    entered = enter(database.folder, name, password)
    note_wrong_tries(database, entered.wrong_tries)
    found = next((each for each in others(database) if each.id == entered.account), None)
    if found is None:
        raise SecondPersonNeeded("这个账户已停用，不能确认，没有做；请本机的另一位用户输入自己的密码")
    return found


def require(database: Database, second: Account | None) -> Confirmed:
    """What the act goes on with; raises SecondPersonNeeded where somebody has to confirm and nobody did.

    `second` comes from `confirm`, a moment ago.
    """
    if second is not None and any(each.id == second.id for each in others(database)):
        return Confirmed(Eyes.TWO, second.id)
    needed = standing(database).eyes
    if needed is Eyes.TWO:
        raise SecondPersonNeeded()
    return Confirmed(needed)


def note_confirmed(database: Database, target: str, seen: Confirmed) -> None:
    """Who confirmed an act that has no such word in its own entry; a village clinic's needs none."""
    if seen.eyes is not Eyes.VILLAGE:
        audit.note(database, "second_person", target, detail=seen.words)


def _two_exist(database: Database) -> bool:
    with database.read() as connection:
        device = load_device(connection)
    return device is not None and device.kind in DESKS
