"""Tokens: legible in every look, scaled by the person's step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.desktop import style_sheet
from clinic_app.desktop import theme as theme_module
from clinic_app.desktop.fonts import families
from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import COLOURS, TEXT_STEPS, Density, Look, contrast, lengths, type_sizes
from clinic_app.desktop.widgets.basic import set_role
from clinic_app.settings import WindowSettings

AA = 4.5
PARTS = 3.0
"""What is no text: frames, rings, handles (WCAG 2.1, 1.4.11)."""


@pytest.mark.parametrize("look", list(Look))
def test_every_text_colour_is_legible_on_page_and_panel(look: Look) -> None:
    colours = COLOURS[look]
    enough = 7.0 if look is Look.HIGH_CONTRAST else AA
    for ground in (colours.surface, colours.card, colours.soft):
        for name in ("text", "muted", "accent", "good", "watch", "danger"):
            assert contrast(getattr(colours, name), ground) >= enough, (name, ground)
        for name in ("accent", "muted", "danger", "practice", "handle"):
            assert contrast(getattr(colours, name), ground) >= PARTS, (name, ground)
    assert contrast(colours.on_accent, colours.accent) >= enough
    assert contrast(colours.on_practice, colours.practice) >= enough


@pytest.mark.parametrize("look", list(Look))
def test_no_rule_of_the_sheet_writes_on_a_ground_on_which_it_cannot_be_read(look: Look) -> None:
    colours = vars(COLOURS[look])
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"\$\{\w+\}", "0", style_sheet.SHEET.template))
    pairs = 0
    for selector, body in rules:
        for kind in ("", "selection-"):
            ink = re.search(rf"(?<![\w-]){kind}color: \$(\w+)", body)
            ground = re.search(rf"(?<![\w-]){kind}background(?:-color)?: \$(\w+)", body)
            if ink and ground:
                pairs += 1
                assert contrast(colours[ink[1]], colours[ground[1]]) >= AA, selector.strip()
    assert pairs > 8


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("step", TEXT_STEPS)
def test_rows_and_buttons_are_never_lower_than_thirty_six(step: int, density: Density) -> None:
    found = lengths(step, density)
    assert min(found.row, found.compact_row, found.button) >= 36
    assert type_sizes(step).body >= 12


def test_no_type_size_is_in_pixels() -> None:
    sheet = style_sheet.build(COLOURS[Look.LIGHT], lengths(100), type_sizes(100), "x.svg")
    assert not re.search(r"font-size:\s*[\d.]+px", sheet)


def test_a_larger_step_makes_every_label_larger(qtbot: QtBot) -> None:
    label = QLabel("血压")
    qtbot.addWidget(label)
    label.show()
    before = label.fontMetrics().height()
    theme().apply(Look.LIGHT, 200)
    assert label.fontMetrics().height() >= before * 1.8
    assert QApplication.font().pointSizeF() == 24


def test_rare_characters_of_names_have_a_face(qtbot: QtBot) -> None:
    assert {"Clinic Rare Han A", "Clinic Rare Han B"} <= set(families())


def test_the_shipped_face_is_used_where_the_system_has_none(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "QT_QPA_FONTDIR": str(tmp_path),
    }
    told = subprocess.run(
        [sys.executable, "-c", NO_FONTS], env=surroundings, capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout.split() == ["Noto", "Sans", "SC", "True", "True"]


NO_FONTS = """
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication
application = QApplication([])
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import set_role
from clinic_app.settings import WindowSettings
theme().wear(WindowSettings())
face = QRawFont.fromFont(application.font())
print(QFontInfo(application.font()).family(), *(face.supportsCharacter(ord(each)) for each in "血随"))
"""


def test_the_window_follows_what_the_computer_is_set_to(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    computer = {"look": Look.DARK, "density": Density.COMPACT}
    monkeypatch.setattr(theme_module, "system_look", lambda: computer["look"])
    monkeypatch.setattr(theme_module, "system_density", lambda: computer["density"])
    theme().wear(WindowSettings(text_step=130))
    assert (theme().look, theme().density, theme().step) == (Look.DARK, Density.COMPACT, 125)
    computer["look"] = Look.HIGH_CONTRAST
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme().look is Look.HIGH_CONTRAST
    theme().wear(WindowSettings(look="light", density="comfortable"))
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert (theme().look, theme().density) == (Look.LIGHT, Density.COMFORTABLE)


def test_nothing_grows_when_it_gets_the_focus_or_is_refused(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    boxes = [QLineEdit(), QComboBox(), QPushButton("保存"), QPushButton("今日可办")]
    boxes[-1].setProperty("role", "filter")
    inside = QVBoxLayout(page)
    for box in boxes:
        inside.addWidget(box)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for box in boxes:
        if (focused := QApplication.focusWidget()) is not None:
            focused.clearFocus()
        before = box.sizeHint()
        box.setFocus()
        assert box.hasFocus()
        assert box.sizeHint() == before
    set_role(boxes[0], "error", "state")
    assert boxes[0].sizeHint().height() == lengths(100).compact_row
