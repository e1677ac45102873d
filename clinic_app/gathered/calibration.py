"""The test page of a printer of this laptop's settings."""

from __future__ import annotations

from dataclasses import replace

from clinic_app.gathered.chosen_paper import PAPER_WORD, ChosenPaper, Wanted, chosen_paper
from clinic_app.printing.calibration import calibration_pdf
from clinic_app.printing.paper import PAPERS
from clinic_app.store.printers import PrinterSettings

TEST_PAGE = "test-page"
ANY = "-"
"""Asked for by no printer's name: a page without calibration."""


def calibration_page(settings: PrinterSettings, name: str, wanted: Wanted, practice: bool) -> tuple[ChosenPaper, bytes]:
    """The page of a printer by its name, on its own sheet unless another is asked for. Raises NothingToPrint."""
    asked = wanted if name == ANY else replace(wanted, profile=name)
    chosen = chosen_paper(settings, TEST_PAGE, asked, tuple(PAPERS))
    shown = name if name != ANY else "没有校正"
    return chosen, calibration_pdf(chosen.paper, shown, PAPER_WORD[chosen.name], practice=practice)
