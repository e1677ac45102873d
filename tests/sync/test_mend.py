"""A file with damaged pages is mended from the newest good backup and from what it still gives itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clinic_app.care.attachment import attach
from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.store import audit, blobs
from clinic_app.store.backup import backup, backups_folder, daily_backup
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import load_draft, save_draft
from clinic_app.store.errors import DamagedDatabase, DatabaseBusy, StoreError, WrongPassword
from clinic_app.store.integrity import check
from clinic_app.store.lock import file_lock
from clinic_app.sync.mend import NOTHING_LEFT, mend
from tests.conftest import PASSWORD, USER
from tests.contents import photo
from tests.store.people import contents

PAGE = 4096
PERSON = {"sex": "2", "birth_date": "1958-03-07", "village_code": "990101100201"}


def person(database: Database, name: str) -> str:
    return save(database, [{"type": "resident", "fields": {**PERSON, "name": name}}]).ids[0]


def everything(database: Database) -> list[Any]:
    return [(each.type, each.id, each.void, each.fields) for each in exported_records(database, history=False)]


def pages_of(database: Database, table: str) -> list[int]:
    """The pages of a table's own tree: its root, and where that has children its leaves."""
    with database.read() as connection:
        named = f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"
        return [int(connection.exec_driver_sql(named).scalar_one())]


def spoil(folder: Path, *pages: int) -> None:
    with open(folder / "clinic.db", "r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE + 100)
            file.write(b"spoiled")


@pytest.fixture
def worked(database: Database) -> dict[str, Any]:
    """A day: two people, a backup, and after it another one, a changed phone, a photo and an open form."""
    first = person(database, "李某甲")
    person(database, "王某乙")
    daily_backup(database)
    third = person(database, "赵某丙")
    save(database, [{"type": "resident", "id": first, "fields": {"phone": "19900007777"}}])
    fields = {"resident_id": third, "visit_date": "2026-11-20", "visit_mode": "1"}
    visit = save(database, [{"type": "visit", "fields": fields}]).ids[0]
    picture = attach(database, "visit", visit, photo(700_000), "心电图").sha256
    save_draft(database, f"visit:{first}", {"notes": "没写完"})
    database.checkpoint()
    pages = {name: pages_of(database, name)[0] for name in ("resident", "outbox", "audit", "visit")}
    found = {"all": everything(database), "photo": picture, "draft": f"visit:{first}", "pages": pages}
    database.close()
    return found


@pytest.mark.parametrize("spoiled", [("resident",), ("visit", "resident"), ("audit",)])
def test_after_the_newest_backup_come_all_saves_the_photo_and_the_open_form(
    database: Database, worked: dict[str, Any], clock: FrozenClock, spoiled: tuple[str, ...]
) -> None:
    folder = database.folder
    spoil(folder, *(worked["pages"][name] for name in spoiled))
    before = (folder / "clinic.db").read_bytes()
    done = mend(folder, USER, PASSWORD, clock)
    assert done.backup == next(backups_folder(folder).glob("daily-*"))
    assert (done.saves, done.drafts, done.contents, done.unreadable, done.findings) == (4, 1, 1, 0, ())
    assert (done.kept / "clinic.db").read_bytes() == before
    with open_database(folder, USER, PASSWORD, clock) as mended:
        assert everything(mended) == worked["all"]
        draft = load_draft(mended, worked["draft"])
        assert draft is not None
        assert draft.body == {"notes": "没写完"}
        assert check(mended) == []
        with mended.read() as connection:
            assert blobs.is_sound(connection, worked["photo"])
            states = connection.exec_driver_sql("SELECT DISTINCT state FROM outbox").scalars().all()
            last = connection.exec_driver_sql("SELECT action, target FROM audit ORDER BY seq DESC LIMIT 1").one()
            assert audit.verify(connection) is None
        assert states == ["pending"]
        assert tuple(last) == ("repair", "saves:4 unreadable:0")
    assert [each.name for each in folder.iterdir() if each.name.startswith(".mending")] == []


def test_saves_that_cannot_be_read_are_counted_and_a_file_without_its_first_page_says_so(
    database: Database, worked: dict[str, Any], clock: FrozenClock, tmp_path: Path
) -> None:
    folder, again = database.folder, tmp_path / "again"
    shutil.copytree(folder, again)
    spoil(folder, worked["pages"]["outbox"])
    done = mend(folder, USER, PASSWORD, clock)
    # The way to the lines is gone; how many there were stands elsewhere.
    assert (done.saves, done.unreadable, done.drafts) == (0, 4, 1)
    spoil(again, 1)
    with pytest.raises(DamagedDatabase):
        open_database(again, USER, PASSWORD, clock)
    done = mend(again, USER, PASSWORD, clock)
    assert (done.saves, done.unreadable) == (0, None)
    with open_database(again, USER, PASSWORD, clock) as mended:
        assert len([each for each in everything(mended) if each[0] == "resident"]) == 2


def test_without_a_backup_the_rows_that_open_come_back_and_own_saves_make_the_others_anew(
    database: Database, worked: dict[str, Any], clock: FrozenClock
) -> None:
    folder = database.folder
    shutil.rmtree(backups_folder(folder))
    spoil(folder, worked["pages"]["resident"])
    done = mend(folder, USER, PASSWORD, clock)
    assert (done.backup, done.unreadable, done.findings) == (None, 0, ())
    with open_database(folder, USER, PASSWORD, clock) as mended:
        assert everything(mended) == worked["all"]
        with mended.read() as connection:
            assert blobs.is_sound(connection, worked["photo"])


def test_when_nothing_can_be_read_or_somebody_else_is_at_it_nothing_is_changed(
    database: Database, worked: dict[str, Any], clock: FrozenClock, tmp_path: Path
) -> None:
    folder = database.folder
    with pytest.raises(WrongPassword):
        mend(folder, USER, "falsch-1", clock)
    with file_lock(folder / "setup.lock"), pytest.raises(DatabaseBusy):
        mend(folder, USER, PASSWORD, clock)
    with pytest.raises(StoreError, match="找不到备份"):
        mend(folder, USER, PASSWORD, clock, tmp_path / "none.clinicbackup")
    shutil.rmtree(backups_folder(folder))
    spoil(folder, 1)
    before = contents(folder)
    with pytest.raises(DamagedDatabase, match=NOTHING_LEFT):
        mend(folder, USER, PASSWORD, clock)
    after = contents(folder)
    assert {name: raw for name, raw in after.items() if not name.startswith("backups/")} == before
    assert after["backups/as-found-2026-11-22-1/clinic.db"] == before["clinic.db"]


def test_a_named_backup_is_used_before_newer_ones_and_one_of_other_data_never(
    database: Database, clock: FrozenClock, make_database: Any, tmp_path: Path
) -> None:
    person(database, "李某甲")
    backup(database, tmp_path / "stick.clinicbackup")
    other = make_database("other", "另一人", "另一个-口令-1")
    person(other, "别家的人")
    backup(other, tmp_path / "other.clinicbackup")
    daily_backup(database)
    database.close()
    spoil(database.folder, 1)
    done = mend(database.folder, USER, PASSWORD, clock, tmp_path / "other.clinicbackup")
    assert done.backup == next(backups_folder(database.folder).glob("daily-*"))
    spoil(database.folder, 1)
    assert mend(database.folder, USER, PASSWORD, clock, tmp_path / "stick.clinicbackup").backup == (
        tmp_path / "stick.clinicbackup"
    )
    with open_database(database.folder, USER, PASSWORD, clock) as mended:
        assert [each[3]["name"] for each in everything(mended)] == ["李某甲"]
