"""What the window remembers, backup."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import Density, Look
from clinic_app.desktop.window import MainWindow
from clinic_app.settings import FILE, FOLLOW, WindowSettings, load_window_settings, save_window_settings
from clinic_app.store.backup import restore
from clinic_app.store.blobs import is_paused
from clinic_app.store.database import Database
from clinic_app.store.header import account_names
from clinic_app.store.printers import PrinterSettings, Profile, keep_printer_settings
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import id_of


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
        qtbot.waitUntil(partial(_is_called, title), timeout=10_000)
    assert load_window_settings(database.folder).language == "zh_CN"
    rest(qtbot, _window())


def _is_called(title: str) -> bool:
    return _open_page().title.text() == title


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


def test_every_section_explains_itself_and_the_list_leads_to_it(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    with managed.write() as connection:
        profile = Profile("针式", "continuous-93", right=1.5, down=-0.5)
        keep_printer_settings(connection, PrinterSettings((profile,), {"referral": "针式"}))
    window = open_window(managed)
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    for name, (title, card) in page.sections.items():
        assert any(each.property("role") == "muted" and len(each.text()) > 10 for each in card.findChildren(QLabel)), (
            name
        )
        assert page.links[name].text() == title
    said = " ".join(each.text() for each in page.printers.findChildren(QLabel))
    assert "针式 · 连续纸 241×93 · 向右 1.5 毫米、向下 -0.5 毫米 · 用于转诊单" in said
    assert "项要处理" in page.check.words.text()
    assert "待传" in page.line.words.text()
    page.links["backup"].click()
    assert page.area.verticalScrollBar().value() == page.backup.y()
    assert [name for name, link in page.links.items() if link.isChecked()] == ["backup"]
    page.line.buttons[True].click()
    rest(qtbot, window)
    with managed.read() as connection:
        assert is_paused(connection)
    assert page.line.buttons[True].isChecked()
    page.idle.buttons[5].click()
    rest(qtbot, window)
    assert window.desk.idle_minutes == 5
    go(qtbot, window, "settings", "line")
    assert page.links["line"].isChecked()
    window.resize(910, 512)
    rest(qtbot, window)
    assert not page.list.isVisible()


def test_after_another_type_size_a_half_filled_form_is_there_again(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    visit = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(visit, VisitPage)
    assert visit.form is not None
    visit.form.set_values({"visit": {"sbp": "151"}})
    visit.form.tell_changed(("visit", "sbp"))
    page = go(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    page.look.buttons["text_step", 200].click()
    rest(qtbot, window)
    assert not isValid(visit), "pages that are not seen were let go"
    assert window.page is page
    again = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(again, VisitPage)
    assert again.form is not None
    assert again.form.values()["visit"]["sbp"] == "151"
