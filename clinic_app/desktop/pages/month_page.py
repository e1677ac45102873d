"""A page that shows one month: its name in the head, PgUp and PgDown to turn."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Slot

from clinic_app.desktop.day_words import month_words
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.widgets.basic import Button, label


class MonthPage(Page):
    """Pages derive from it and read `month`, the first day of the one that is shown, in `refresh`."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self.month = desk.today.replace(day=1)
        self.name = label("", "section")
        self.head.insertWidget(1, self.name)
        for button in (
            Button(self.tr("上月"), "PgUp", clicked=self._earlier),
            Button(self.tr("下月"), "PgDown", clicked=self._later),
            *self.more_buttons(),
            Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit),
        ):
            self.head.addWidget(button)

    def more_buttons(self) -> tuple[Button, ...]:
        """What else stands in the head, before the way back."""
        return ()

    def arrive(self, place: Place) -> None:
        """This month, unless another one is asked for (`2026-12`)."""
        if place.of:
            self.month = date.fromisoformat(f"{place.of[:7]}-01")
        super().arrive(place)

    def name_month(self) -> None:
        """Say in the head which month is shown."""
        self.name.setText(month_words(self.month, with_year=True))

    @Slot()
    def _earlier(self) -> None:
        self._turn_to(self.month - timedelta(days=1))

    @Slot()
    def _later(self) -> None:
        self._turn_to(self.month + timedelta(days=31))

    def _turn_to(self, day: date) -> None:
        self.month = day.replace(day=1)
        self.refresh()
