"""The English window: complete, true to its placeholders, and gone again with its translator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.app import install_translators
from clinic_app.desktop.day_words import long_day
from clinic_app.desktop.declared_words import record_strings
from clinic_app.desktop.pages.tours import ToursPage
from clinic_app.desktop.translation import CONTEXT, record_title, record_word
from clinic_app.desktop.words import short_day
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import CLASSIFICATION, PROGRAMME
from clinic_app.store.database import Database
from tests.conftest import NOW
from tests.desktop.conftest import OpenWindow, go
from tests.desktop.translations import ENGLISH, sentences, translations

CHINESE = re.compile("[\u4e00-\u9fff]")
SAID_BY_OTHERS = {"今天", "待分配"}
"""What a person types and what the paper prints: quoted in English sentences."""

NOT_NEEDED = {"{month}", "{start}"}
"""English names the month (`{name}`), and says of a window only when it ends."""


@pytest.fixture
def english(qapp: QApplication) -> Iterator[list[QTranslator]]:
    """English words until the end of the test."""
    translators = install_translators("en")
    yield translators
    for each in translators:
        qapp.removeTranslator(each)


def test_every_sentence_of_the_window_has_its_english_and_no_other_is_kept() -> None:
    written = translations()
    assert sentences() == set(written)
    assert [each for each, words in written.items() if not words] == []


def test_placeholders_survive_translation_and_no_chinese_is_left() -> None:
    holes = re.compile(r"\{\w+\}")
    for (_, source), words in translations().items():
        wanted = set(holes.findall(source)) - NOT_NEEDED
        assert wanted <= set(holes.findall(words)), source
        assert set(holes.findall(words)) <= set(holes.findall(source)) | {"{name}"}, source
        for quoted in SAID_BY_OTHERS:
            words = words.replace(quoted, "")
        assert not CHINESE.search(words), words


def test_every_label_option_and_danger_sign_is_among_the_records() -> None:
    known = {source for context, source in translations() if context == CONTEXT}
    for declaration in RECORD_TYPES.values():
        for declared in declaration.fields.values():
            words = [declared.label, *(option.label for option in declared.options)]
            assert {each for each in words if CHINESE.search(each)} <= known
    assert {option.label for option in (*PROGRAMME, *CLASSIFICATION)} <= known
    assert "剧烈头痛或头晕" in known
    assert set(record_strings()) == known


def test_the_compiled_file_says_what_the_text_says() -> None:
    compiled = QTranslator()
    assert compiled.load(str(ENGLISH.with_suffix(".qm")))
    said = {each: compiled.translate(*each) for each in translations()}
    assert said == translations()


def test_english_brings_both_files_and_chinese_brings_the_words_of_qt(qapp: QApplication) -> None:
    english, chinese = install_translators("en"), install_translators("zh_CN")
    files = [[Path(each.filePath()).name for each in found] for found in (english, chinese)]
    for each in (*english, *chinese):
        qapp.removeTranslator(each)
    assert files == [["qtbase_en.qm", "clinic_app_en.qm"], ["qtbase_zh_CN.qm"]]


def test_the_window_speaks_english_and_chinese_again_when_the_translator_is_gone(
    managed: Database, open_window: OpenWindow, qtbot: QtBot, qapp: QApplication, english: list[QTranslator]
) -> None:
    window = open_window(managed)
    assert go(qtbot, window, "work").title.text() == "Today"
    assert record_word("收缩压") == "Systolic"
    assert record_word("演示村") == "演示村"
    assert record_title("生效日期") == "Starts on"
    assert record_title("mMRC分级")[:1] == "m"
    assert short_day("2026-08-03", NOW.date()) == "3 Aug"
    assert long_day("2025-11-23") == "23 Nov 2025 Sunday"
    for each in english:
        qapp.removeTranslator(each)
    assert QCoreApplication.translate("WorkPage", "今日工作") == "今日工作"
    assert record_word("收缩压") == "收缩压"
    assert short_day("2026-08-03", NOW.date()) == "8月3日"


@pytest.mark.usefixtures("english")
def test_the_month_of_the_tours_is_named_in_english(managed: Database, open_window: OpenWindow, qtbot: QtBot) -> None:
    page = go(qtbot, open_window(managed), "tours", "2026-03")
    assert isinstance(page, ToursPage)
    assert page.name.text() == "Mar 2026"


def test_words_that_go_into_a_slip_stay_chinese(english: list[QTranslator]) -> None:
    assert QCoreApplication.translate("referral", "近期读数：{readings}") == "近期读数：{readings}"
