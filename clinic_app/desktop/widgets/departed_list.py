"""已迁出: who left this laptop's area, from where to where, why and when, until a person has taken note of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, Card, clear, label, row
from clinic_app.desktop.words import moment
from clinic_app.sync.departed import Departed

MOVED = "moved"


class DepartedList(Card):
    """Hidden while there is nobody."""

    seen = Signal(object)
    """The ids that a person has taken note of."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.people: list[Departed] = []
        self.noted = Button(self.tr("知道了"), "F7", clicked=self._note)
        self.body.addLayout(row(label(self.tr("已迁出"), "section"), None, self.noted))
        self.about = label(
            self.tr("这些人的档案由新的村管理，本机不再保存；还有没传完的保存时，先留在本机。"), "muted", wrap=True
        )
        self.body.addWidget(self.about)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme().lengths.wide)
        self.grid.setColumnStretch(1, 1)
        self.body.addLayout(self.grid)
        self.hide()

    def show_people(self, people: Sequence[Departed], villages: Mapping[str, str]) -> None:
        """Replace the list; `villages` are names by code."""
        self.people = list(people)
        clear(self.grid)
        for line, each in enumerate(people):
            where = self._where(each, villages)
            cells = (
                label(each.name or self.tr("一户家庭"), "strong"),
                label(where, wrap=True),
                label(moment(each.at, self.desk.today), "muted"),
                label(self.tr("已迁出待处理") if each.pending else "", "chip-watch" if each.pending else ""),
            )
            for place, cell in enumerate(cells):
                self.grid.addWidget(cell, line, place, Qt.AlignmentFlag.AlignTop)
                cell.setVisible(bool(cell.text()))
        self.setVisible(bool(people))

    def _where(self, each: Departed, villages: Mapping[str, str]) -> str:
        source = villages.get(each.from_village, each.from_village)
        target = villages.get(each.to_village, each.to_village)
        if each.why == MOVED:
            return self.tr("从 {source} 迁到 {target}").format(source=source, target=target or self.tr("别的村"))
        return self.tr("{source} 不再由这台电脑负责").format(source=source)

    def _note(self) -> None:
        self.seen.emit([each.resident_id for each in self.people])
