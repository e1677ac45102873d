from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from clinic_app.clock import FrozenClock
from clinic_app.store import engine
from clinic_app.store.database import Database, create_database, open_database
from clinic_app.store.device import next_serial, read_setting, write_setting
from clinic_app.store.engine import check_library
from clinic_app.store.errors import (
    AlreadyExists,
    DamagedDatabase,
    DatabaseBusy,
    DatabaseClosed,
    DiskFailure,
    DiskFull,
    NoDatabase,
    StoreError,
    UnsafeLibrary,
)
from clinic_app.store.header import account_names
from clinic_app.store.local_tables import setting
from tests.conftest import PASSWORD, USER, DatabaseFactory
from tests.store.people import CANARY, CANARY_NUMBER, add_residents, contents, entropy, resident_names

WORKER = """
import sys
from pathlib import Path
from clinic_app.clock import SystemClock
from clinic_app.store.database import open_database
from clinic_app.store.device import next_serial, write_setting
database = open_database(Path(sys.argv[1]), sys.argv[2], sys.argv[3], SystemClock())
"""
COUNTS = (
    WORKER
    + """
for _ in range(40):
    with database.write() as connection:
        next_serial(connection, "slip")
database.close()
"""
)
DIES = (
    WORKER
    + """
for number in range(20):
    with database.write() as connection:
        write_setting(connection, f"whole {number}", number)
with database.write() as connection:
    for number in range(2000):
        write_setting(connection, f"half {number}", "x" * 4000)
    print("half way", flush=True)
    sys.stdin.read()
"""
)


def start(script: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder), USER, PASSWORD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_new_folder_opens_again_with_the_same_name_and_password(make_database: DatabaseFactory) -> None:
    with make_database("new", "李𬎆医生", "p") as made:
        add_residents(made)
        folder, clock = made.folder, made.clock
    with open_database(folder, " 李𬎆医生 ", "p", clock) as again:
        assert again.actor.name == "李𬎆医生"
        assert again.actor == made.actor
        assert resident_names(again) == [f"{CANARY}0"]
    assert account_names(folder) == ["李𬎆医生"]


def test_a_folder_with_data_is_not_made_anew(database: Database, clock: FrozenClock) -> None:
    add_residents(database)
    with pytest.raises(AlreadyExists):
        create_database(database.folder, "别人", "x", clock)
    assert resident_names(database) == [f"{CANARY}0"]


def test_what_an_interrupted_creation_left_does_not_stand_in_the_way(tmp_path: Path, clock: FrozenClock) -> None:
    (tmp_path / "clinic.db.new").write_bytes(b"half a file")
    (tmp_path / "keys.json").write_bytes(b"{}")
    with create_database(tmp_path, "医生", "p", clock) as database:
        assert resident_names(database) == []


@pytest.mark.parametrize(("user", "password"), [("", "x"), ("  ", "x"), ("医生", "")])
def test_an_empty_name_or_password_makes_nothing(tmp_path: Path, clock: FrozenClock, user: str, password: str) -> None:
    with pytest.raises(StoreError, match="不能为空"):
        create_database(tmp_path / "new", user, password, clock)
    assert not (tmp_path / "new").exists()


def test_an_empty_folder_is_said_to_hold_no_data(tmp_path: Path, clock: FrozenClock) -> None:
    with pytest.raises(NoDatabase):
        open_database(tmp_path, USER, PASSWORD, clock)
    with pytest.raises(NoDatabase):
        account_names(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path, clock: FrozenClock) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(DiskFailure):
        create_database(tmp_path / "a file" / "clinic", "医生", "p", clock)


def test_nothing_in_the_folder_can_be_read_without_the_key(database: Database) -> None:
    add_residents(database, 3000)
    seen = contents(database.folder)
    assert {"clinic.db", "clinic.db-wal"} <= set(seen)
    database.checkpoint()
    seen["clinic.db after"] = database.path.read_bytes()
    for name, raw in seen.items():
        assert CANARY.encode() not in raw, name
        assert CANARY_NUMBER.encode() not in raw, name
        assert database.data_key.raw not in raw, name
        assert database.data_key.raw.hex().encode() not in raw, name
        assert PASSWORD.encode() not in raw, name
    assert entropy(seen["clinic.db after"]) >= 7.9
    assert entropy(seen["clinic.db-wal"]) >= 7.9
    plain = sqlite3.connect(database.path)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


def test_the_key_is_in_no_words_that_a_log_could_hold(database: Database) -> None:
    assert database.data_key.raw.hex() not in repr(database.data_key) + repr(vars(database))


def test_a_failed_statement_shows_no_values(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        connection.execute(insert(setting), [{"name": CANARY, "value": 1}, {"name": CANARY, "value": 2}])
    assert CANARY not in str(caught.value)


def test_the_writer_keeps_what_it_says_is_saved(database: Database) -> None:
    with database.write() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "temp_store")
        }
        log = connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
        "temp_store": 2,
    }
    assert log is not None
    assert log >= 4000, "checkpoints belong off the save path"


def test_an_exception_leaves_nothing_behind(database: Database) -> None:
    def half() -> None:
        with database.write() as connection:
            write_setting(connection, "half", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with database.write() as connection:
        write_setting(connection, "whole", 1)
    with database.read() as connection:
        assert read_setting(connection, "half") is None
        assert read_setting(connection, "whole") == 1


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DiskFailure), database.read() as connection:
        write_setting(connection, "x", 1)


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    with database.read() as connection:
        assert read_setting(connection, "x") is None
        with database.write() as writer:
            write_setting(writer, "x", 1)
        assert read_setting(connection, "x") is None
        with database.read() as nested:
            assert nested is connection
    with database.read() as connection:
        assert read_setting(connection, "x") == 1


def test_bad_sql_stays_a_programming_error(database: Database) -> None:
    with pytest.raises(OperationalError), database.read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test_a_write_inside_a_write_is_refused(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write(), database.write():
        raise AssertionError("unreachable")
    add_residents(database)


def test_threads_take_turns_at_writing(database: Database) -> None:
    def count() -> None:
        for _ in range(25):
            with database.write() as connection:
                next_serial(connection, "slip")
            with database.read() as connection:
                assert read_setting(connection, "slip") > 0

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert read_setting(connection, "slip") == 100


def test_two_programs_write_to_one_folder_and_lose_nothing(database: Database) -> None:
    others = [start(COUNTS, database.folder) for _ in range(2)]
    for _ in range(40):
        with database.write() as connection:
            next_serial(connection, "slip")
    assert [other.wait(120) for other in others] == [0, 0]
    for other in others:
        other.communicate()
    with database.read() as connection:
        assert read_setting(connection, "slip") == 120


def test_a_killed_program_leaves_its_commits_and_nothing_of_the_half(database: Database, clock: FrozenClock) -> None:
    database.close()
    other = start(DIES, database.folder)
    assert other.stdout is not None
    assert other.stdout.readline() == "half way\n"
    other.kill()
    other.communicate()
    with open_database(database.folder, USER, PASSWORD, clock) as again:
        assert again.unclean
        with again.read() as connection:
            names = set(connection.execute(select(setting.c.name)).scalars())
        assert names == {f"whole {number}" for number in range(20)}
    with open_database(database.folder, USER, PASSWORD, clock) as again:
        assert not again.unclean


def test_a_writer_that_does_not_let_go_is_said_in_words(
    database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    with open_database(database.folder, USER, PASSWORD, clock) as other:
        with database.write(), pytest.raises(DatabaseBusy, match="没有保存"), other.write():
            raise AssertionError("unreachable")
        with other.write() as connection:
            write_setting(connection, "x", 1)


def test_a_full_disk_is_said_in_words_and_the_earlier_saves_stay(database: Database) -> None:
    add_residents(database)
    with database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DiskFull, match="以前的数据都在"):
        add_residents(database, 1000)
    assert resident_names(database) == [f"{CANARY}0"]


def test_closing_ends_reads_and_writes_with_a_sentence(database: Database) -> None:
    add_residents(database)
    database.close()
    database.close()
    with pytest.raises(DatabaseClosed), database.read():
        raise AssertionError("unreachable")
    with pytest.raises(DatabaseClosed), database.write():
        raise AssertionError("unreachable")
    with pytest.raises(DatabaseClosed):
        _ = database.data_key
    assert not (database.folder / "clinic.db-wal").exists(), "the last connection folds the log into the file"


def test_closing_from_another_thread_waits_for_a_read_to_end(database: Database) -> None:
    add_residents(database)
    begun, closing = threading.Event(), threading.Event()
    found: list[str] = []

    def read() -> None:
        with database.read() as connection:
            read_setting(connection, "x")
            begun.set()
            closing.wait(10)
            found.append(str(connection.exec_driver_sql("SELECT name FROM resident").scalar()))

    thread = threading.Thread(target=read)
    thread.start()
    begun.wait(10)
    closer = threading.Thread(target=database.close)
    closer.start()
    closing.set()
    thread.join()
    closer.join()
    assert found == [f"{CANARY}0"]
    assert not (database.folder / "clinic.db-wal").exists()


def damage(path: Path, kind: str) -> None:
    raw = bytearray(path.read_bytes())
    if kind == "first page":
        raw[100] ^= 1
    elif kind == "cut inside a page":
        del raw[-1000:]
    elif kind == "cut at a page":
        del raw[len(raw) // 4096 // 2 * 4096 :]
    else:
        raw = bytearray()
    path.write_bytes(raw)


@pytest.mark.parametrize("kind", ["first page", "cut inside a page", "cut at a page", "empty"])
def test_a_damaged_file_is_refused_and_left_as_it_is(database: Database, clock: FrozenClock, kind: str) -> None:
    add_residents(database, 500)
    database.close()
    damage(database.path, kind)
    before = contents(database.folder)
    with pytest.raises(DamagedDatabase, match="损坏"):
        open_database(database.folder, USER, PASSWORD, clock)
    assert contents(database.folder) == before


def test_a_flipped_byte_further_inside_is_found_when_it_is_read(database: Database, clock: FrozenClock) -> None:
    add_residents(database, 2000)
    database.close()
    raw = bytearray(database.path.read_bytes())
    # The last pages are the residents'; what is read on opening lies before them.
    for page in range(len(raw) // 4096 * 3 // 4, len(raw) // 4096):
        raw[page * 4096 + 50] ^= 1
    database.path.write_bytes(raw)
    with open_database(database.folder, USER, PASSWORD, clock) as again, pytest.raises(DamagedDatabase):
        resident_names(again)
    assert database.path.read_bytes() == bytes(raw)


def test_a_copied_folder_opens_on_this_computer_only(
    database: Database, tmp_path: Path, clock: FrozenClock, secrets_home: Path
) -> None:
    add_residents(database)
    database.close()
    shutil.copytree(database.folder, tmp_path / "elsewhere")
    with open_database(tmp_path / "elsewhere", USER, PASSWORD, clock) as copy:
        assert resident_names(copy) == [f"{CANARY}0"]
    shutil.rmtree(secrets_home / "config")
    with pytest.raises(StoreError, match="设备密钥"):
        open_database(tmp_path / "elsewhere", USER, PASSWORD, clock)


@pytest.mark.parametrize(
    ("sqlite_version", "cipher_version"), [("3.51.2", "4.19.0"), ("3.40.1", "4.19.0"), ("3.53.4", ""), ("3", "4")]
)
def test_an_unsafe_library_is_refused(sqlite_version: str, cipher_version: str) -> None:
    with pytest.raises(UnsafeLibrary):
        check_library(sqlite_version, cipher_version)


@pytest.mark.parametrize("sqlite_version", ["3.51.3", "3.53.4", "4.0.0"])
def test_a_safe_library_is_taken(sqlite_version: str) -> None:
    check_library(sqlite_version, "4.19.0 community")
    check_library()
