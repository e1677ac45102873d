"""`clinic-app demo --tour` completes the journey in real windows and leaves pictures and PDFs."""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest

from tests.journeys.command_line import finished


def test_the_tour_completes_and_leaves_what_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = finished("demo", "--tour", tmp_path / "tour", "--residents", "30")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    pictures = sorted((tmp_path / "tour").glob("*.png"))
    assert len(pictures) >= 15
    assert all(os.path.getsize(each) > 10_000 for each in pictures)
    for name in ("referral", "return", "day-sheet"):
        text = pypdfium2.PdfDocument(tmp_path / "tour" / f"{name}.pdf")[0].get_textpage().get_text_bounded()
        assert "练习" in text
