"""Worlds of fixed seeds, each with everything that can go wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.walk import walked
from tests.faults.world import Beginning

SHORT = 60


@pytest.mark.parametrize("seed", range(6))
def test_no_save_is_lost(beginning: Beginning, tmp_path: Path, seed: int) -> None:
    walked(beginning, tmp_path, seed, SHORT)


def test_two_runs_of_one_seed_are_one_story(beginning: Beginning, tmp_path: Path) -> None:
    first, second = (walked(beginning, tmp_path, 7, 30).trace for _ in range(2))
    assert first.lines == second.lines
    assert first.digest == second.digest
