"""What the window offers a role, and what it says to somebody who comes by another way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_app.desktop.allowed import NEEDS, may_open
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.resident import ResidentPage
from clinic_app.desktop.pages.sync import SyncPage
from clinic_app.desktop.rooms import PAGES, rail_items
from clinic_app.records.permission import ROLES
from clinic_app.settings import WindowSettings
from clinic_app.store.database import Database
from tests.care.test_permission import person_with_everything, refused_entries
from tests.desktop.conftest import OpenWindow, rest

EVERYTHING = "work residents households referrals indicators quarantine conflicts duplicates sync settings help"
RAIL = {
    **dict.fromkeys(("village_doctor", "township_clinician", "public_health"), EVERYTHING),
    "referral_officer": "residents referrals call_backs referral_figures quarantine conflicts sync settings help",
    "hospital_receiver": "referrals call_backs referral_figures quarantine conflicts sync settings help",
    "administrator": "sync settings help",
}


def test_the_rail_shows_a_role_the_pages_that_it_opens(database: Database, qtbot: QtBot) -> None:
    assert set(NEEDS) <= set(PAGES) | {"audit"}
    for role in ROLES:
        database.actor = replace(database.actor, role=role)
        desk = Desk(database, WindowSettings())
        assert [each.page for each in rail_items(desk)] == RAIL[role].split(), role
        assert may_open(desk, "settings")
        desk.close(database=False)


def test_a_referral_officer_is_shown_nothing_of_a_mental_disorder(
    database: Database, open_window: OpenWindow, qtbot: QtBot
) -> None:
    made = person_with_everything(database)
    database.actor = replace(database.actor, role="referral_officer")
    window = open_window(database)
    window.open(Place("resident", made["resident"]))
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, ResidentPage)
    words = " ".join(each.text() for each in page.findChildren(QLabel))
    assert "高血压" in words
    assert "精神" not in words
    assert page.start.isHidden()
    assert not page.refer.isHidden()
    window.open(Place("visit", made["resident"]))
    rest(qtbot, window)
    assert window.page is page
    assert "“转诊专员”账户不能填写随访" in window.message_bar.text()
    assert refused_entries(database) == ["save:visit"]


@pytest.mark.parametrize("way", ["resident", "referrals", "work", "indicators"])
def test_an_administrator_opens_nobodys_page(
    database: Database, open_window: OpenWindow, qtbot: QtBot, way: str
) -> None:
    database.actor = replace(database.actor, role="administrator")
    window = open_window(database)
    assert window.top_bar.emergency.isHidden()
    window.open(Place(way, "nobody" if way == "resident" else ""))
    rest(qtbot, window)
    assert isinstance(window.page, SyncPage)
    assert "“管理员”账户不能" in window.message_bar.text()
