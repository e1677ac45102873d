"""Back in without a password: the county holds the code, two people open it, and nothing that was saved is lost."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county import escrow as county_escrow
from clinic_app.county.database import CountyDatabase
from clinic_app.county.escrow import Holder
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol import escrow, package
from clinic_app.store.accounts import add_account
from clinic_app.store.backup import backup, restore
from clinic_app.store.database import Database, open_database
from clinic_app.store.device_secret import forget_device_secret
from clinic_app.store.errors import NoDeviceSecret, StoreError, WeakKeys, WrongPassword, WrongRecoveryCode
from clinic_app.store.header import HEADER_NAME, read_header
from clinic_app.store.recovery import is_kept, recover
from clinic_app.sync.session import sync_once
from tests.conftest import PASSWORD, USER
from tests.county.laptop import RESIDENT
from tests.store.people import resident_names
from tests.sync.conftest import Enrolled

NEW = "新口令-23456"
Holders = tuple[Holder, Holder]


@pytest.fixture
def holders(tmp_path: Path) -> Holders:
    return Holder("演示甲", tmp_path / "a.key", "甲的口令-123"), Holder("演示乙", tmp_path / "b.key", "乙的口令-456")


@pytest.fixture
def kept(county: CountyDatabase, laptop: Enrolled, holders: Holders, clock: FrozenClock) -> Database:
    """An enrolled laptop with one unsent save, whose code the county holds."""
    county_escrow.make_key(county, holders, "test")
    database = laptop("V1")
    assert sync_once(database).exit_code == 0
    save(database, [{"type": "resident", "fields": {**RESIDENT, "name": "䶮某甲"}}])
    return database


def read_out(county: CountyDatabase, database: Database, holders: Holders) -> str:
    with database.read() as connection:
        assert is_kept(connection) is True
    return county_escrow.open_code(county, "1", holders, "test")


@given(st.binary(min_size=16, max_size=16), st.booleans())
def test_a_code_is_heard_as_it_was_spoken(code: bytes, small: bool) -> None:
    said = escrow.spoken(code)
    assert escrow.heard(said.lower().replace("-", " ") if small else said) == code
    assert escrow.heard(said.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize("typed", ["", "A", "U" * 26, "Z" * 26, "0" * 25, "甲" * 26])
def test_what_is_no_code_is_said_in_words(typed: str) -> None:
    with pytest.raises(escrow.EscrowProblem, match="恢复码"):
        escrow.heard(typed)


def test_a_forgotten_password_is_replaced_and_the_used_code_ends(
    county: CountyDatabase, kept: Database, holders: Holders, clock: FrozenClock
) -> None:
    code = read_out(county, kept, holders)
    folder = kept.folder
    kept.close()
    with recover(folder, code, USER, NEW, clock) as back:
        assert resident_names(back) == ["䶮某甲"]
        with back.read() as connection:
            assert is_kept(connection) is False
        with pytest.raises(WrongPassword):
            open_database(folder, USER, PASSWORD, clock)
        assert sync_once(back).pending == 0
        with pytest.raises(WrongRecoveryCode):
            recover(folder, code, USER, NEW, clock)
        assert read_out(county, back, holders) != code
    with county.transaction() as connection:
        rows = connection.execute(
            "SELECT action, detail FROM audit WHERE action LIKE 'recovery%' ORDER BY seq"
        ).fetchall()
    assert [row[0] for row in rows].count("recovery_code_opened") == 2
    assert "演示甲、演示乙" in str(rows)


def test_a_backup_on_another_computer_opens_with_the_code_alone(
    county: CountyDatabase, kept: Database, holders: Holders, clock: FrozenClock, tmp_path: Path
) -> None:
    code = read_out(county, kept, holders)
    add_account(kept, "同事", "同事的口令-1")
    backup(kept, tmp_path / "saved.clinicbackup")
    kept.close()
    forget_device_secret(read_header(kept.folder).device_key)
    other = tmp_path / "another computer"
    restore(tmp_path / "saved.clinicbackup", other)
    with pytest.raises(NoDeviceSecret):
        open_database(other, USER, PASSWORD, clock)
    with recover(other, code, USER, NEW, clock) as back:
        assert resident_names(back) == ["䶮某甲"]
    open_database(other, USER, NEW, clock).close()
    assert [each.name for each in read_header(other).accounts] == [USER]


def test_with_the_device_secret_in_place_the_others_keep_their_passwords(
    county: CountyDatabase, kept: Database, holders: Holders, clock: FrozenClock
) -> None:
    code = read_out(county, kept, holders)
    add_account(kept, "同事", "同事的口令-1")
    folder = kept.folder
    kept.close()
    recover(folder, code, USER, NEW, clock).close()
    with open_database(folder, "同事", "同事的口令-1", clock) as back:
        assert (back.actor.name, resident_names(back)) == ("同事", ["䶮某甲"])


def test_nothing_changes_for_a_wrong_code_an_unknown_name_or_an_empty_password(
    county: CountyDatabase, kept: Database, holders: Holders, clock: FrozenClock
) -> None:
    code = read_out(county, kept, holders)
    kept.close()
    before = (kept.folder / HEADER_NAME).read_bytes()
    wrong = escrow.spoken(escrow.new_code())
    for asked, name, password, error in (
        (wrong, USER, NEW, WrongRecoveryCode), (code, "没有这个人", NEW, StoreError), (code, USER, "", StoreError),
    ):  # fmt: skip
        with pytest.raises(error):
            recover(kept.folder, asked, name, password, clock)
    assert (kept.folder / HEADER_NAME).read_bytes() == before
    open_database(kept.folder, USER, PASSWORD, clock).close()


def test_a_weaker_recovery_entry_is_refused(kept: Database) -> None:
    path = kept.folder / HEADER_NAME
    header = json.loads(path.read_text("utf-8"))
    header["recovery"]["derive"] = "none"
    path.write_text(json.dumps(header), "utf-8")
    with pytest.raises(WeakKeys):
        read_header(kept.folder)


def test_no_code_and_no_key_lies_anywhere_on_the_laptop(
    county: CountyDatabase, kept: Database, holders: Holders
) -> None:
    said = read_out(county, kept, holders)
    raw = escrow.heard(said)
    for path in kept.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [each for each in (raw, said.encode(), raw.hex().encode()) if each in content], path.name


def test_a_new_escrow_key_brings_a_new_code_and_the_old_pair_opens_it_no_more(
    county: CountyDatabase, kept: Database, holders: Holders, clock: FrozenClock, tmp_path: Path
) -> None:
    read_out(county, kept, holders)
    first, second = (Holder(each.name, tmp_path / f"new-{each.file.name}", each.passphrase) for each in holders)
    later = first, second
    clock.advance(timedelta(hours=2))
    county_escrow.make_key(county, later, "test")
    assert sync_once(kept).exit_code == 0
    assert len(county_escrow.open_code(county, "1", later, "test")) == 30
    with pytest.raises(CountyProblem, match="不是封给"):
        county_escrow.open_code(county, "1", holders, "test")


@pytest.mark.parametrize("spoil", ["one person", "wrong passphrase", "one file twice", "weak", "damaged"])
def test_the_escrow_opens_only_for_two_people_with_a_sound_pair(
    county: CountyDatabase, kept: Database, holders: Holders, tmp_path: Path, spoil: str
) -> None:
    first, second = holders
    if spoil == "one person":
        second = Holder(first.name, second.file, second.passphrase)
    elif spoil == "wrong passphrase":
        second = Holder(second.name, second.file, "不是这个口令")
    elif spoil == "one file twice":
        shutil.copyfile(first.file, tmp_path / "copy.key")
        second = Holder(second.name, tmp_path / "copy.key", first.passphrase)
    elif spoil == "weak":
        part = json.loads(first.file.read_text("utf-8"))
        first.file.write_text(json.dumps({**part, "memory_kib": 1024}), "utf-8")
    else:
        first.file.write_bytes(first.file.read_bytes()[:-20])
    with pytest.raises(CountyProblem):
        county_escrow.open_code(county, "1", (first, second), "test")


def test_without_an_escrow_key_there_is_no_code_and_sync_goes_on(laptop: Enrolled) -> None:
    database = laptop("V1")
    assert sync_once(database).exit_code == 0
    with database.read() as connection:
        assert is_kept(connection) is None
    with pytest.raises(WrongRecoveryCode, match="没有恢复码"):
        recover(database.folder, escrow.spoken(escrow.new_code()), USER, NEW, database.clock)


def test_a_sealed_code_is_bound_to_its_laptop() -> None:
    private, public = package.new_sealing_pair()
    sealed = escrow.seal(escrow.new_code(), 1, "device-a", base64.b64encode(public).decode())
    with pytest.raises(escrow.EscrowProblem):
        escrow.unseal(sealed, "device-b", private)
