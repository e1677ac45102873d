"""The power goes at any write: what was said to be saved is there, and the file is whole (F13, F14)."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from clinic_app.clock import FrozenClock
from clinic_app.county.server import running_server
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import integrity
from clinic_app.store.database import Actor, Database
from clinic_app.store.device import load_device, read_setting, save_device
from clinic_app.store.errors import StoreError
from clinic_app.store.keys import DataKey
from clinic_app.store.local_tables import outbox
from tests.conftest import NOW
from tests.faults.laptop import SimulatedLaptop
from tests.faults.recorded import Disk, Event, available, record
from tests.faults.world import Beginning, lived

SAVES = 6
MOST_CUTS = 70
FATES = ("dropped", "torn", "some")
REASON = available()
pytestmark = pytest.mark.skipif(REASON is not None, reason=str(REASON))


def recorded(
    laptop: SimulatedLaptop, monkeypatch: pytest.MonkeyPatch, out: Path, *work: str
) -> tuple[Disk, list[Event]]:
    """The laptop's files as they stand, and what a process does to them from here."""
    laptop.close()
    disk = Disk({path.name: path.read_bytes() for path in laptop.folder.iterdir() if path.is_file()})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(laptop.home))
    command = [sys.executable, "-m", "tests.faults.saving", str(laptop.folder), laptop.key.raw.hex(), *work]
    return disk, record(command, laptop.folder, out)


def cuts(disk: Disk, events: Sequence[Event], seed: int) -> Iterator[tuple[str, dict[str, bytes], list[str]]]:
    """Files after a power cut, at every sync and at other calls by chance, with what had been said by then."""
    chance = random.Random(seed)
    others = [place for place, event in enumerate(events) if event.kind == "write"]
    chosen = set(chance.sample(others, min(MOST_CUTS, len(others))))
    chosen |= {place for place, event in enumerate(events) if event.kind in ("sync", "said", "cut", "unlink")}
    for place, event in enumerate(events):
        disk.happen(event)
        if place in chosen:
            fate = FATES[place % len(FATES)]
            yield (
                f"{fate} after call {place} ({event.kind} {event.name})",
                disk.after_cut(fate, chance),
                list(disk.said),
            )


def opened(folder: Path, files: dict[str, bytes], key: DataKey) -> Database:
    """The program started on these files."""
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    database = Database(folder, key, FrozenClock(NOW))
    database.actor = Actor("00000000-0000-7000-8000-000000000000", "v1")
    return database


def lost_saves(disk: Disk, events: Sequence[Event], key: DataKey, room: Path, *, fold: bool = True) -> list[str]:
    """Cuts after which a save that was said to be saved is not there, or the file is not whole.

    `fold`: whether the log is folded into the file before the file's pages are looked at.
    """
    found = []
    for number, (cut, files, said) in enumerate(cuts(disk, events, 1)):
        promised = {words.split()[1] for each in said for words in each.splitlines() if words.startswith("saved ")}
        try:
            with opened(room / str(number), files, key) as database:
                with database.read() as connection:
                    there = set(connection.scalars(select(outbox.c.mid)))
                if fold:
                    database.checkpoint()
                problems = [each.sentence for each in integrity.check(database)]
        except StoreError as problem:
            there, problems = set(), [str(problem)]
        if not promised <= there or problems:
            found.append(f"{cut}: {len(promised - there)} lost, {problems}")
    return found


def test_f13_f14_no_power_cut_takes_back_a_save_that_was_said_to_be_saved(
    beginning: Beginning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lived(beginning, tmp_path, 1) as world:
        laptop = world.laptops["v1"]
        disk, events = recorded(laptop, monkeypatch, tmp_path / "calls", "FULL", "save", str(SAVES))
        said = [each.said for each in events if each.kind == "said"]
        assert "".join(said).count("saved ") == SAVES
        assert lost_saves(disk, events, laptop.key, tmp_path) == []


def test_a_page_torn_in_a_checkpoint_whose_log_has_it_whole_is_no_alarm(
    beginning: Beginning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lived(beginning, tmp_path, 1) as world:
        laptop = world.laptops["v1"]
        disk, events = recorded(laptop, monkeypatch, tmp_path / "calls", "FULL", "save", "2")
        assert lost_saves(disk, events, laptop.key, tmp_path, fold=False) == []


def test_control_a_file_that_does_not_wait_for_its_disk_loses_saves(
    beginning: Beginning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lived(beginning, tmp_path, 1) as world:
        laptop = world.laptops["v1"]
        disk, events = recorded(laptop, monkeypatch, tmp_path / "calls", "NORMAL", "save", str(SAVES))
        assert any("lost" in each and " 0 lost" not in each for each in lost_saves(disk, events, laptop.key, tmp_path))


def test_a_save_waits_for_the_disk_once(beginning: Beginning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with lived(beginning, tmp_path, 1) as world:
        _, events = recorded(world.laptops["v1"], monkeypatch, tmp_path / "calls", "FULL", "save", str(SAVES))
    kinds = [event.kind for event in events if event.kind in ("sync", "said")]
    waited = "".join("s" if kind == "sync" else "|" for kind in kinds).split("|")
    # Without the first, which begins a new log, and the one after the checkpoint.
    assert waited[1 : SAVES // 2] == ["s"] * (SAVES // 2 - 1)
    assert waited[SAVES // 2 + 2 : SAVES] == ["s"] * (SAVES // 2 - 2)


def test_f13_a_power_cut_during_a_sync_leaves_rows_and_cursor_of_one_moment(
    beginning: Beginning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lived(beginning, tmp_path, 1) as world:
        for number in range(9):
            world.register("w1", 1 + 3 * number)
        world.sync("w1")
        places = {each.id: each.seq for each in world.county.books().log if each.type == "resident"}
        laptop = world.laptops["v1"]
        with running_server(world.county.url, clock=world.clock) as url:
            with laptop.database.write() as connection:
                device = load_device(connection)
                assert device is not None
                save_device(connection, msgspec.structs.replace(device, server=url))
            disk, events = recorded(laptop, monkeypatch, tmp_path / "calls", "FULL", "sync")
        assert any("synced ok" in each.said for each in events)
        table = RECORD_TYPES["resident"].sql_table
        seen = set()
        for number, (cut, files, _) in enumerate(cuts(disk, events, 2)):
            with opened(tmp_path / str(number), files, laptop.key) as database, database.read() as connection:
                at: Any = read_setting(connection, "cursor_seq") or 0
                there = set(connection.scalars(select(table.c.id).where(table.c.rev > 0)))
            assert there == {each for each, seq in places.items() if seq <= at}, cut
            seen.add(len(there))
        assert {0, 9} < seen
