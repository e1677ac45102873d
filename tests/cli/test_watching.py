"""Long work on a terminal: numbers on one line, Ctrl+C stops it where nothing is half done."""

from __future__ import annotations

import signal
import sys

import pytest

from clinic_app.cli.session import CommandProblem
from clinic_app.cli.watching import watched
from clinic_app.progress import Point, Step, Unit


def test_numbers_stand_on_one_line_of_a_terminal_and_nowhere_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched() as watch:
        watch.tell(Step.SAVE, 1_200, 4_800)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with watched() as watch:
        watch.tell(Step.SAVE, 1_200, 4_800)
        watch.tell(Step.SAVE, 1_201, 4_800)
    assert capsys.readouterr().err == "\r\x1b[K保存 1,200 / 4,800 条\r\x1b[K"


def test_control_c_asks_the_work_to_stop_and_hands_the_signal_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    def interrupted() -> None:
        with watched() as watch:
            signal.raise_signal(signal.SIGINT)
            watch.check()

    with pytest.raises(CommandProblem, match="没有留下做了一半的东西"):
        interrupted()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (Point(), "等着开始"),
        (Point(Step.CHECK), "核对"),
        (Point(Step.SAVE, 7), "保存 7 条"),
        (Point(Step.SAVE, 0, 9), "保存 0 / 9 条"),
        (Point(Step.COPY, 1_250_000, 40_000_000, Unit.BYTES), "复制数据 1.2 / 40.0 MB"),
    ],
)
def test_a_point_in_words(point: Point, words: str) -> None:
    assert point.sentence == words
