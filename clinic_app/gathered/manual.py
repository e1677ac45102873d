"""The manuals of one page, as this laptop prints them."""

from __future__ import annotations

from clinic_app import __version__
from clinic_app.gathered import NothingToPrint
from clinic_app.manual import blocks, markdown, sheet, sheets
from clinic_app.printing.manual import manual_pdf
from clinic_app.printing.paper import Paper

MANUAL = "manual"
FOOT = "clinic_app {version}　F1"


def manual_page(key: str, language: str, paper: Paper, practice: bool) -> bytes:
    """The PDF of a manual by its key. Raises NothingToPrint."""
    try:
        found = sheet(key)
    except KeyError:
        known = "、".join(each.key for each in sheets())
        raise NothingToPrint(f"没有叫“{key}”的一页纸说明；有：{known}") from None
    text = blocks(markdown(found, language))
    return manual_pdf(text, FOOT.format(version=__version__), paper=paper, practice=practice)
