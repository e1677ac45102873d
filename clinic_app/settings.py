"""Typed settings. What the window needs before login is a small file beside the data; it holds no personal data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

FILE = "window.json"
FOLLOW = "follow"


@dataclass(frozen=True)
class WindowSettings:
    """How the window looks on this laptop. `text_step` is in percent; `look` is light, dark or high_contrast,
    `density` comfortable or compact: either may follow the computer's own choice."""

    text_step: int = 100
    look: str = FOLLOW
    density: str = FOLLOW
    language: str = "zh_CN"
    last_account: str = ""

    def with_(self, **changes: Any) -> WindowSettings:
        """The same settings with some changed."""
        return replace(self, **changes)


def load_window_settings(folder: Path) -> WindowSettings:
    """The settings of a data folder; defaults where the file is missing or damaged."""
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return WindowSettings()
    if not isinstance(stored, dict):
        return WindowSettings()
    known = {
        each.name: stored[each.name]
        for each in fields(WindowSettings)
        if type(stored.get(each.name)) is type(each.default)
    }
    return WindowSettings(**known)


def save_window_settings(folder: Path, settings: WindowSettings) -> None:
    """Write the settings in one step; a full disk leaves the old file as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{FILE}.new"
    try:
        unfinished.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished.replace(folder / FILE)
    except OSError:
        unfinished.unlink(missing_ok=True)
