"""Words that appear under the pointer: always as they are written.

Qt takes a tooltip that looks like HTML for HTML: a name such as `<img src="//host/share/x">` would make the computer
ask that host for the picture, and tell it who is logged in.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import Qt


def hover_words(text: str) -> str:
    """What to give as a tooltip so that `text` is shown letter by letter."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


def for_role(value: Any, role: int) -> Any:
    """A cell's text as a model answers with it: under the pointer it is a tooltip."""
    return hover_words(value) if role == Qt.ItemDataRole.ToolTipRole and isinstance(value, str) else value
