"""One outline icon set, in the colours of the theme. Icons never stand without a word or an accessible name."""

from __future__ import annotations

from functools import cache

import qtawesome
from PySide6.QtGui import QIcon

from clinic_app.desktop.theme import theme

GLYPHS = {
    "work": "mdi6.calendar-check-outline",
    "residents": "mdi6.account-group-outline",
    "household": "mdi6.home-outline",
    "referral": "mdi6.swap-horizontal",
    "statistics": "mdi6.chart-bar",
    "sync": "mdi6.sync",
    "conflict": "mdi6.call-split",
    "duplicate": "mdi6.account-multiple-check-outline",
    "refused": "mdi6.email-alert-outline",
    "moved": "mdi6.account-arrow-right-outline",
    "differs": "mdi6.not-equal-variant",
    "settings": "mdi6.cog-outline",
    "search": "mdi6.magnify",
    "person": "mdi6.account-outline",
    "good": "mdi6.check-circle-outline",
    "watch": "mdi6.alert-outline",
    "danger": "mdi6.alert-octagon-outline",
    "offline": "mdi6.cloud-off-outline",
    "waiting": "mdi6.cloud-upload-outline",
    "phone": "mdi6.phone-outline",
    "bed": "mdi6.bed-outline",
    "save": "mdi6.content-save-outline",
    "print": "mdi6.printer-outline",
    "file": "mdi6.file-document-outline",
    "add": "mdi6.plus",
    "remove": "mdi6.close",
    "edit": "mdi6.pencil-outline",
    "back": "mdi6.arrow-left",
    "import": "mdi6.file-import-outline",
    "chosen": "mdi6.checkbox-marked-outline",
    "open": "mdi6.checkbox-blank-outline",
    "chosen_one": "mdi6.radiobox-marked",
    "open_one": "mdi6.radiobox-blank",
    "note": "mdi6.information-outline",
    "help": "mdi6.help-circle-outline",
}


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon of a thing, in a colour token; greyed when disabled."""
    colours = theme().colours
    return _drawn(GLYPHS[name], getattr(colours, colour), colours.muted)


@cache
def _drawn(glyph: str, colour: str, disabled: str) -> QIcon:
    found: QIcon = qtawesome.icon(glyph, color=colour, color_disabled=disabled)
    return found
