"""Practice data: fictitious people in a folder of their own, which says so in every paper and reaches no county.

What they are stands inside the encrypted file, so that a copy, a backup or a renamed folder is still what it was.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Connection

from clinic_app.clock import Clock
from clinic_app.paths import PRACTICE_CLINIC, PRACTICE_SUFFIX
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.device_secret import forget_device_secret
from clinic_app.store.errors import StoreError
from clinic_app.store.header import account_names, read_header

SETTING = "practice"
APART = "apart"
UNFINISHED = "clinic.new"
PERSON = "练习医生"
PASSWORD = "practice-only"
"""No secret: what it opens are invented people, and it opens nothing else."""
NOT_PRACTICE = "这个文件夹里不是练习数据，没有删除，也没有改动；核对文件夹后再试"


def mark_practice(connection: Connection, *, apart: bool) -> None:
    """Say of a database that its people are fictitious; `apart`: it belongs to no county, not even an invented one."""
    write_setting(connection, SETTING, APART if apart else True)


def is_practice(connection: Connection) -> bool:
    """Whether paper and exports must say 练习."""
    return bool(read_setting(connection, SETTING, False))


def is_apart(connection: Connection) -> bool:
    """Whether nothing of this database may ever reach a county."""
    return bool(read_setting(connection, SETTING, False) == APART)


def open_practice(folder: Path, clock: Clock) -> Database:
    """The practice data of a folder, opened for whoever practises. Raises StoreError for any other data."""
    names = account_names(folder)
    database = open_database(folder, PERSON if PERSON in names else names[0], PASSWORD, clock)
    with database.read() as connection:
        apart = is_apart(connection)
    if not apart:
        database.close()
        raise StoreError(NOT_PRACTICE)
    return database


def clear_practice(folder: Path, clock: Clock) -> None:
    """Remove practice data, so that they can begin anew.

    Raises StoreError, and removes nothing, where the folder does not prove to be practice data: its place says so, and
    its encrypted file.
    """
    if folder.name != PRACTICE_CLINIC or not folder.parent.name.endswith(PRACTICE_SUFFIX):
        raise StoreError(NOT_PRACTICE)
    open_practice(folder, clock).close()
    forget_device_secret(read_header(folder).device_key)
    shutil.rmtree(folder)


def discard_unfinished(folder: Path) -> Path:
    """Where practice data are built before they get their place, with what a broken-off try left there removed."""
    unfinished = folder.with_name(UNFINISHED)
    if unfinished.exists():
        shutil.rmtree(unfinished)
    return unfinished
