"""The figures that the page 统计 shows, as the paper that prints."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.indicator_words import area_words
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.widgets.preview import Preview, page_images
from clinic_app.printing.indicators import indicators_pdf
from clinic_app.store.practice import is_practice

PREVIEW_SCALE = 2.0


class IndicatorsPaperPage(Page):
    """`statistics` and `area` of the place say which figures; nothing is counted again."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("统计表"))
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.preview = Preview("", work=desk.work)
        self.preview.file_name = self.tr("统计表")
        self.body.addWidget(self.preview, 1)

    def arrive(self, place: Place) -> None:
        """Draw the paper."""
        self.preview.show_pdf(b"", [])
        super().arrive(place)

    def refresh(self) -> None:
        """In the reading pool."""
        found, area = self.place.more.get("statistics"), self.place.more.get("area")
        if found is None or area is None:
            return
        name = area_words(area)

        def draw(connection: Any) -> tuple[bytes, list[QImage]]:
            practice = is_practice(connection)
            pdf = indicators_pdf(found.counted, area.scope, name, practice=practice)
            return pdf, page_images(pdf, PREVIEW_SCALE)

        self.desk.read(self, draw, self._drawn, key="paper")

    def take_focus(self) -> None:
        """The print button."""
        self.preview.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _drawn(self, answer: tuple[bytes, list[QImage]]) -> None:
        self.preview.show_pdf(*answer)
        self.filled()
