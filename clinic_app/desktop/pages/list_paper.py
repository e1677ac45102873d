"""Any list as the paper that prints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.widgets.preview import Preview, page_images
from clinic_app.gathered.plain_list import PlainList, list_paper, note_printed
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError

PREVIEW_SCALE = 1.6


class ListPaperPage(Page):
    """`listed` of the place is the list in words; nothing is read again."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.preview = Preview("", work=desk.work)
        self.preview.printed.connect(self._printed)
        self.body.addWidget(self.preview, 1)

    def arrive(self, place: Place) -> None:
        """Draw the paper."""
        self.preview.show_pdf(b"", [])
        super().arrive(place)

    @property
    def listed(self) -> PlainList | None:
        """What is on the paper."""
        found = self.place.more.get("listed")
        return found if isinstance(found, PlainList) else None

    def refresh(self) -> None:
        """In the reading lane."""
        listed = self.listed
        if listed is None:
            return
        self.title.setText(listed.title)
        self.preview.file_name = listed.title
        self.desk.work.read(self, partial(_draw, self.desk.database, listed), self._drawn, self._undrawn, key="paper")

    def take_focus(self) -> None:
        """The print button."""
        self.preview.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _drawn(self, answer: tuple[bytes, Sequence[QImage]]) -> None:
        self.preview.show_pdf(*answer)
        self.filled()

    def _undrawn(self, error: BaseException) -> None:
        if isinstance(error, StoreError):
            self.desk.back.emit()
            self.desk.say(str(error), "watch")
        else:
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _printed(self) -> None:
        database, listed = self.desk.database, self.listed
        if listed is not None:
            self.desk.work.write(self, lambda: note_printed(database, listed))


def _draw(database: Database, listed: PlainList) -> tuple[bytes, Sequence[QImage]]:
    pdf = list_paper(database, listed)
    return pdf, page_images(pdf, PREVIEW_SCALE)
