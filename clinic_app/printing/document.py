"""Several forms in one PDF, each beginning on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet


class Form(Protocol):
    """What can be drawn: it begins on the sheet's present page and takes as many more as it needs."""

    @property
    def title(self) -> str:
        """The form's name, no personal data in it."""
        ...

    def draw(self, sheet: Sheet) -> None:
        """Draw it."""
        ...


def forms_pdf(
    forms: Sequence[Form], title: str = "", *, paper: Paper = A4, practice: bool = False, reprint: bool = False
) -> bytes:
    """The PDF of the forms in their order; `title` defaults to the first form's."""
    sheet = Sheet(paper, title or forms[0].title, practice=practice, reprint=reprint)
    for place, form in enumerate(forms):
        if place:
            sheet.next_page()
        form.draw(sheet)
    return sheet.finish()
