"""Wrong passwords in a row: the wait, and what does not shorten it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clinic_app import paths
from clinic_app.store.database import Database
from clinic_app.store.device_secret import find_device_secret
from clinic_app.store.errors import TooManyTries, WrongPassword
from clinic_app.store.header import DeviceKey, read_header
from clinic_app.store.keys import unlock
from clinic_app.store.lockout import FREE_TRIES, NAME, Lockout, wait_after
from tests.conftest import PASSWORD, USER

DEVICE = DeviceKey("0" * 32, "file")
SECRET = bytes(32)


class Computer:
    """Its uptime and its clock, in seconds."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.uptime, self.clock = folder, 1000.0, 1_700_000_000.0

    def door(self, secret: bytes = SECRET) -> Lockout:
        return Lockout(self.folder, DEVICE, secret, lambda: self.uptime, lambda: self.clock)

    def wrong(self, times: int) -> None:
        for _ in range(times):
            self.door().failed()

    def passes(self, seconds: float) -> None:
        self.uptime += seconds
        self.clock += seconds


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (11, 900), (5000, 900)]
)
def test_the_wait_begins_at_the_fifth_and_doubles_to_a_quarter_of_an_hour(count: int, seconds: float) -> None:
    assert wait_after(count) == seconds


def test_the_wait_ends_by_itself_and_success_ends_the_count(computer: Computer) -> None:
    computer.wrong(FREE_TRIES)
    assert computer.door().seconds_left() == 30
    computer.passes(29)
    with pytest.raises(TooManyTries, match="等1秒"):
        computer.door().require_free()
    computer.passes(1)
    computer.door().require_free()
    computer.wrong(1)
    assert computer.door().seconds_left() == 60
    computer.door().succeeded()
    computer.wrong(FREE_TRIES - 1)
    assert computer.door().seconds_left() == 0


@pytest.mark.parametrize("hours", [-5, 5])
def test_setting_the_clock_does_not_shorten_the_wait(computer: Computer, hours: int) -> None:
    computer.wrong(FREE_TRIES)
    computer.clock += hours * 3600
    assert computer.door().seconds_left() == 30


@pytest.mark.parametrize("hours", [-5, 5])
def test_neither_does_starting_again_with_another_clock(computer: Computer, hours: int) -> None:
    computer.wrong(FREE_TRIES)
    computer.uptime = 10.0
    computer.clock += hours * 3600
    assert computer.door().seconds_left() >= 20


@pytest.mark.parametrize("spoil", ["delete", "edit", "empty"])
@pytest.mark.parametrize("which", [0, 1])
def test_one_place_deleted_or_edited_changes_nothing(computer: Computer, spoil: str, which: int) -> None:
    computer.wrong(FREE_TRIES + 1)
    place = (computer.folder / NAME, paths.secrets_folder() / f"{DEVICE.id}.{NAME}")[which]
    kept = json.loads(place.read_text("utf-8"))
    kept["note"]["count"] = 0
    if spoil == "delete":
        place.unlink()
    else:
        place.write_text(json.dumps(kept) if spoil == "edit" else "", "utf-8")
    assert computer.door().seconds_left() == 60


def test_another_computers_count_is_not_believed(computer: Computer) -> None:
    computer.wrong(FREE_TRIES)
    assert computer.door(secret=b"\1" * 32).seconds_left() == 0


def test_the_right_password_waits_too_and_an_unknown_name_counts(database: Database) -> None:
    folder = database.folder
    for number in range(FREE_TRIES):
        with pytest.raises(WrongPassword):
            unlock(folder, USER if number % 2 else "没有这个人", "不对")
    with pytest.raises(TooManyTries, match="恢复码"):
        unlock(folder, USER, PASSWORD)
    Lockout(folder, *_of(folder)).succeeded()
    assert unlock(folder, USER, PASSWORD)[1] == database.data_key


def _of(folder: Path) -> tuple[DeviceKey, bytes]:
    device = read_header(folder).device_key
    return device, find_device_secret(device)
