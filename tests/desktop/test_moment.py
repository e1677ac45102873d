"""A time typed as people type it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.moment import MomentEditor, read_moment
from clinic_app.records.catalogue import RECORD_TYPES

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
"""10:30 in China."""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0830", "2026-11-22T00:30"), ("8:30", "2026-11-22T00:30"), ("8点30分", "2026-11-22T00:30"),
        ("830", "2026-11-22T00:30"), ("1030", "2026-11-22T02:30"), ("1031", "2026-11-21T02:31"),
        ("昨2300", "2026-11-21T15:00"), ("昨天 23:00", "2026-11-21T15:00"), ("-30", "2026-11-22T02:00"),
        ("-2小时", "2026-11-22T00:30"), (".", "2026-11-22T02:30"), ("11-20 08:30", "2026-11-20T00:30"),
        ("2026-11-20 08:30", "2026-11-20T00:30"), ("2026年11月20日8:30", "2026-11-20T00:30"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_written(text: str, meant: str) -> None:
    found = read_moment(text, NOW)
    assert found is not None
    assert found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == meant


@pytest.mark.parametrize("text", ["2460", "2400", "早上", "99", "2-30 08:30", ""])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_moment(text, NOW) is None


def test_the_line_keeps_the_day_that_was_meant_and_four_digits_are_enough(qtbot: QtBot) -> None:
    clock = [NOW]
    editor = MomentEditor(RECORD_TYPES["referral"].fields["onset_at"], lambda: clock[0])
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.done):
        QTest.keyClicks(editor.line, "0830")
    assert editor.line.text() == "08:30"
    clock[0] = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert editor.value() == "2026-11-22T00:30:00.000Z"
    editor.set_value("2026-11-21T15:00:00.000Z")
    assert (editor.line.text(), editor.value()) == ("2026-11-21 23:00", "2026-11-21T15:00:00.000Z")
    editor.set_value("早上")
    assert editor.value() == "早上"
    editor.take_now()
    assert editor.value() == "2026-11-23T00:00:00.000Z"
