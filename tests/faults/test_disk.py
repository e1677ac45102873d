"""Disks that are full, read-only, locked, damaged or tidied up by a helpful tool: nothing is half, and it is said."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.store import engine, integrity
from clinic_app.store.backup import backup
from clinic_app.store.ballast import SIZE, ballast_file, lay_ballast, with_ballast
from clinic_app.store.drafts import list_drafts, save_draft
from clinic_app.store.engine import connect
from clinic_app.store.errors import DamagedDatabase, DatabaseBusy, DiskFailure, DiskFull, StoreError
from clinic_app.store.header import DATABASE_NAME
from clinic_app.store.lock import sync_lock
from clinic_app.sync.session import sync_once
from tests.conftest import NOW
from tests.faults.laptop import SimulatedLaptop
from tests.faults.line import carried_by
from tests.faults.world import Beginning, lived

PERSON = {"name": "王𬎆", "sex": "1", "birth_date": "1960-01-02", "village_code": "990101001001"}
NEEDS_MOUNTS = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="a small disk needs mount and root on Linux",
)


@contextmanager
def disk(place: Path, kibibytes: int) -> Iterator[Path]:
    """A disk of its own, in memory."""
    place.mkdir()
    options = f"size={kibibytes}k,mode=0700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def on_disk(beginning: Beginning, place: Path, name: str = "v1") -> SimulatedLaptop:
    """A laptop whose data lie there."""
    shutil.copytree(beginning.folder / name, place / name)
    return SimulatedLaptop(name, place / name, beginning.key, FrozenClock(NOW), beginning.folder / f"home-{name}")


def person(number: int) -> list[dict[str, Any]]:
    return [{"type": "resident", "fields": {**PERSON, "phone": str(number), "work_unit": "演示合作社" * 30}}]


def phones(laptop: SimulatedLaptop) -> list[str]:
    return sorted(row["phone"] for (kind, _), row in laptop.rows().items() if kind == "resident")


def saved_until_full(laptop: SimulatedLaptop, done: list[str]) -> None:
    for number in range(500):
        save(laptop.database, person(number))
        done.append(str(number))


def fill(folder: Path, leave: int) -> Path:
    """A file that leaves so many bytes."""
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free
    ballast.write_bytes(bytes(max(0, free - leave)))
    return ballast


@NEEDS_MOUNTS
def test_f15_a_full_disk_refuses_a_save_whole_and_takes_it_when_there_is_room(
    beginning: Beginning, tmp_path: Path
) -> None:
    with disk(tmp_path / "disk", 6000) as place:
        laptop = on_disk(beginning, place)
        ballast = fill(place, 100_000)
        done: list[str] = []
        with pytest.raises(DiskFull, match="以前的数据都在"):
            saved_until_full(laptop, done)
        assert done, "the disk was full from the start"
        assert phones(laptop) == sorted(done)
        with pytest.raises(StoreError):
            backup(laptop.database, place / "backup.clinicbackup")
        assert not (place / "backup.clinicbackup").exists()
        laptop.restart()
        assert phones(laptop) == sorted(done)
        ballast.unlink()
        save(laptop.database, person(9999))
        assert phones(laptop) == sorted([*done, "9999"])
        laptop.database.checkpoint()
        assert integrity.check(laptop.database) == []
        laptop.close()


@NEEDS_MOUNTS
def test_f15_on_a_full_disk_the_open_form_is_still_kept_and_saved_with_the_ballast(
    beginning: Beginning, tmp_path: Path
) -> None:
    with disk(tmp_path / "disk", 60_000) as place:
        laptop = on_disk(beginning, place)
        lay_ballast(laptop.folder)
        assert ballast_file(laptop.folder).stat().st_size == SIZE
        filler, done = fill(place, 100_000), list[str]()
        with pytest.raises(DiskFull):
            saved_until_full(laptop, done)
        with pytest.raises(StoreError):
            backup(laptop.database, place / "backup.clinicbackup")
        assert ballast_file(laptop.folder).exists(), "a backup does not take the room that is kept for forms"
        save_draft(laptop.database, "visit:1", {"note": "写到一半" * 2000})
        assert not ballast_file(laptop.folder).exists()
        save(laptop.database, person(9999))
        with pytest.raises(DiskFull, match="快满了"):
            lay_ballast(laptop.folder)
        laptop.restart()
        assert phones(laptop) == sorted([*done, "9999"])
        assert [each.key for each in list_drafts(laptop.database)] == ["visit:1"]
        with pytest.raises(DiskFull):
            with_ballast(laptop.folder, lambda: saved_until_full(laptop, done))
        filler.unlink()
        lay_ballast(laptop.folder)
        laptop.database.checkpoint()
        assert integrity.check(laptop.database) == []
        laptop.close()


@NEEDS_MOUNTS
def test_f15_a_disk_that_fills_up_during_a_sync_leaves_rows_and_cursor_as_they_were(
    beginning: Beginning, tmp_path: Path
) -> None:
    with disk(tmp_path / "disk", 8000) as place, lived(beginning, tmp_path, 1) as world:
        for number in range(40):
            with world.laptops["w1"].running():
                world.saved("w1", person(number))
        world.sync("w1")
        ordinary = world.laptops["v1"]
        ordinary.close()
        shutil.copytree(ordinary.folder, place / "v1")
        ordinary.folder = place / "v1"
        ordinary.restart()
        ballast = fill(place, 20_000)
        before = ordinary.setting("cursor")
        with ordinary.running(), carried_by(world.line), pytest.raises((DiskFull, DiskFailure)):
            sync_once(ordinary.database)
        assert ordinary.setting("cursor") == before
        assert phones(ordinary) == []
        ballast.unlink()
        world.quiesce()
        assert len(phones(ordinary)) == 40


@NEEDS_MOUNTS
def test_f18_a_folder_that_cannot_be_written_is_said_and_keeps_what_is_in_it(
    beginning: Beginning, tmp_path: Path
) -> None:
    with disk(tmp_path / "disk", 6000) as place:
        laptop = on_disk(beginning, place)
        save(laptop.database, person(1))
        laptop.close()
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        with pytest.raises(StoreError):
            laptop.restart()
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)
        laptop.restart()
        assert phones(laptop) == ["1"]
        laptop.close()


def test_f16_a_file_held_by_another_program_is_said_and_nothing_is_half(beginning: Beginning, tmp_path: Path) -> None:
    laptop = on_disk(beginning, tmp_path)
    save(laptop.database, person(1))
    other = connect(laptop.folder / DATABASE_NAME, laptop.key, writes=True)
    other.execute("BEGIN IMMEDIATE")
    with mock.patch.object(engine, "BUSY_MILLISECONDS", 100):
        laptop.restart()
        with pytest.raises(DatabaseBusy, match="这次没有保存"):
            save(laptop.database, person(2))
    assert phones(laptop) == ["1"]
    other.execute("ROLLBACK")
    other.close()
    save(laptop.database, person(2))
    assert phones(laptop) == ["1", "2"]
    laptop.close()


def test_f9_a_second_sync_of_the_same_folder_says_so_and_touches_nothing(beginning: Beginning, tmp_path: Path) -> None:
    laptop = on_disk(beginning, tmp_path)
    save(laptop.database, person(1))
    before = laptop.table("outbox")
    with sync_lock(laptop.folder) as held:
        assert held
        report = sync_once(laptop.database)
    assert report.problem is not None
    assert "正在同步" in report.problem
    assert laptop.table("outbox") == before
    laptop.close()


@pytest.mark.parametrize("place", [0.001, 0.02, 0.3, 0.5, 0.7, 0.999])
def test_f19_a_flipped_byte_is_found_wherever_it_is(beginning: Beginning, tmp_path: Path, place: float) -> None:
    laptop = on_disk(beginning, tmp_path)
    save(laptop.database, person(1))
    laptop.database.checkpoint()
    laptop.close()
    path = laptop.folder / DATABASE_NAME
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(bytes(content))
    try:
        laptop.restart()
        findings = integrity.check(laptop.database)
        laptop.close()
    except (DamagedDatabase, StoreError):
        return
    assert findings, "a changed byte went unseen"


def test_f17_without_its_log_the_file_is_whole_and_what_the_county_has_comes_back(
    beginning: Beginning, tmp_path: Path
) -> None:
    """A cleaner tool deletes clinic.db-wal after a power cut: what had been sent is at the county."""
    with lived(beginning, tmp_path, 1) as world:
        laptop = world.laptops["v1"]
        laptop.database.checkpoint()
        entry = world.register("v1", 1)
        assert entry is not None
        world.sync("v1")
        laptop.cut_power_in(0)
        world.edit("v1", 0, 0, 7)
        (laptop.folder / (DATABASE_NAME + "-wal")).unlink(missing_ok=True)
        for each in world.ledger.of("v1"):
            each.disk_lost = True
            each.gone = each.mid not in world.county.books().judged
        laptop.restart()
        assert integrity.check(laptop.database) == []
        world.quiesce()
        assert len(phones(laptop)) == 1


def test_a_plain_program_cannot_read_the_file(beginning: Beginning, tmp_path: Path) -> None:
    laptop = on_disk(beginning, tmp_path)
    laptop.close()
    with sqlite3.connect(laptop.folder / DATABASE_NAME) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
    plain.close()
