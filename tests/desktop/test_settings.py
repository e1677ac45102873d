"""What the window remembers, backup."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import Density, Look
from clinic_app.desktop.window import MainWindow
from clinic_app.settings import FILE, FOLLOW, WindowSettings, load_window_settings, save_window_settings
from clinic_app.store.backup import restore
from clinic_app.store.database import Database, account_names
from tests.desktop.conftest import OpenWindow, go, rest


def test_settings_come_back(tmp_path: Path) -> None:
    wanted = WindowSettings(text_step=150, look="dark", last_account="甲医生")
    save_window_settings(tmp_path, wanted)
    assert load_window_settings(tmp_path) == wanted


@pytest.mark.parametrize("content", ["", "[]", "{", '{"text_step": "big", "look": 7, "unknown": 1}'])
def test_a_damaged_file_means_the_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert load_window_settings(tmp_path) == WindowSettings()


def test_type_size_and_look_take_effect_at_once_and_stay(
    qtbot: QtBot, database: Database, open_window: OpenWindow
) -> None:
    window = open_window(database)
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    page.look.buttons["text_step", 150].click()
    page.look.buttons["look", Look.DARK].click()
    assert (theme().step, theme().look) == (150, Look.DARK)
    stored = load_window_settings(database.folder)
    assert (stored.text_step, stored.look) == (150, "dark")
    page.look.buttons["density", Density.COMPACT].click()
    assert theme().lengths.button == 54
    page.look.buttons["look", FOLLOW].click()
    assert theme().look is Look.LIGHT, "a computer that says nothing is light"
    rest(qtbot, window)


def test_another_language_is_spoken_at_once_where_one_was(
    qtbot: QtBot, database: Database, open_window: OpenWindow
) -> None:
    go(qtbot, open_window(database), "settings")
    for language, title in (("en", "Settings"), ("zh_CN", "设置")):
        page = _open_page()
        assert isinstance(page, SettingsPage)
        page.look.buttons["language", language].click()
        qtbot.waitUntil(lambda title=title: _open_page().title.text() == title, timeout=10_000)
    assert load_window_settings(database.folder).language == "zh_CN"
    rest(qtbot, _window())


def _open_page() -> Page:
    return _window().page


def _window() -> MainWindow:
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_backup_of_the_window_can_be_restored(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    page.backup.backup_to(tmp_path / "copy.clinicbackup")
    qtbot.waitUntil(lambda: "备份好了" in page.backup.state.text(), timeout=10_000)
    restore(tmp_path / "copy.clinicbackup", tmp_path / "restored")
    assert account_names(tmp_path / "restored") == account_names(managed.folder)
    rest(qtbot, window)


def test_the_way_back_is_rehearsed_from_the_page_and_a_second_place_chosen(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(managed)
    rest(qtbot, window)
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    card = page.backup
    assert "没有第二处备份" in card.place_words.text()
    card.rehearse_button.click()
    qtbot.waitUntil(lambda: "逐条一致" in card.state.text(), timeout=10_000)
    card.use_place(managed.folder)
    qtbot.waitUntil(lambda: "没有改" in card.state.text(), timeout=10_000)
    (tmp_path / "U盘").mkdir()
    card.use_place(tmp_path / "U盘")
    qtbot.waitUntil(lambda: "上次备份" in card.place_words.text(), timeout=10_000)
    rest(qtbot, window)
    assert card.no_place_button.isVisible()
    card.no_place_button.click()
    qtbot.waitUntil(lambda: "没有第二处备份" in card.place_words.text(), timeout=10_000)
    assert not card.no_place_button.isVisible()
    rest(qtbot, window)
