"""Tokens: legible in every look, scaled by the person's step."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_app.desktop import style_sheet
from clinic_app.desktop.fonts import families
from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import COLOURS, TEXT_STEPS, Look, contrast, lengths, type_sizes

AA = 4.5


@pytest.mark.parametrize("look", list(Look))
def test_every_text_colour_is_legible_on_page_and_panel(look: Look) -> None:
    colours = COLOURS[look]
    for ground in (colours.surface, colours.card, colours.soft):
        for name in ("text", "muted", "accent", "good", "watch", "danger"):
            assert contrast(getattr(colours, name), ground) >= AA, (name, ground)
    assert contrast(colours.on_accent, colours.accent) >= AA


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("step", TEXT_STEPS)
def test_rows_and_buttons_are_never_lower_than_thirty_six(step: int) -> None:
    found = lengths(step)
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
