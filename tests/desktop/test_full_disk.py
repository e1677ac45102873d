"""A disk that is full while a form is open: what was typed is saved with the room that is kept for it, and said."""

from __future__ import annotations

import shutil
from pathlib import Path

from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.pages.contract import ContractPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.ballast import ballast_file, lay_ballast
from clinic_app.store.database import Database
from tests.conftest import DatabaseFactory
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import household, id_of, resident
from tests.faults.test_disk import NEEDS_MOUNTS, disk

PERSON = id_of("李某甲")


def fill_up(place: Path, name: str) -> Path:
    filler = place / name
    with open(filler, "wb") as file:
        file.write(bytes(shutil.disk_usage(place).free))
    assert shutil.disk_usage(place).free == 0
    return filler


def signed(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.exec_driver_sql("SELECT team FROM contract ORDER BY id").scalars())


def contract_page(qtbot: QtBot, window: MainWindow, team: str) -> ContractPage:
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert page.form is not None
    page.form.set_values({"contract": {**page.form.values()["contract"], "signed_by": "1", "team": team}})
    return page


@NEEDS_MOUNTS
def test_the_open_form_is_saved_on_a_full_disk_and_when_nothing_is_left_it_stays_on_the_screen(
    qtbot: QtBot, make_database: DatabaseFactory, open_window: OpenWindow, tmp_path: Path
) -> None:
    with disk(tmp_path / "disk", 60_000) as place:
        database = make_database("disk/clinic")
        save(database, [household(), resident("李某甲", "1957-03-02", "1")])
        database.checkpoint()
        lay_ballast(database.folder)
        window = open_window(database)
        page = contract_page(qtbot, window, "演示一队")
        fill_up(place, "filler")
        page.save()
        rest(qtbot, window)
        assert signed(database) == ["演示一队"]
        assert not ballast_file(database.folder).exists()

        page = contract_page(qtbot, window, "演示二队")
        database.checkpoint()
        more = fill_up(place, "more")
        page.save()
        rest(qtbot, window)
        assert signed(database) == ["演示一队"]
        assert page.form is not None
        assert window.page is page
        assert page.form.values()["contract"]["team"] == "演示二队"
        assert "磁盘已满" in window.message_bar.text()
        more.unlink()
        page.save()
        rest(qtbot, window)
        assert signed(database) == ["演示二队"]
        window.close()
        database.close()
