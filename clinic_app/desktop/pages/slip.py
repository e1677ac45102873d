"""持单到诊: a patient stands here with a slip; by its code, or by number and name, the county gives the referral."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from clinic_app.desktop.changes import REFERRALS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, column, keep_width, label, row, scrolled
from clinic_app.desktop.widgets.line import Line
from clinic_app.protocol.slip_pack import is_slip_pack
from clinic_app.sync.kept_scans import Scanned, kept_scans


class SlipPage(Page):
    """Two boxes: the slip, and the name where the slip's number was typed."""

    watched = REFERRALS

    asked = Signal(str, str)
    """The slip's code or number, and the patient's name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("持单到诊"))
        self.head.addWidget(Button(self.tr("返回"), symbol="back", clicked=self._leave))
        self._busy = False
        content = QWidget()
        content.setLayout(column(self._question(), None, spacing=12))
        scrolled(content, self.body)

    def arrive(self, place: Place) -> None:
        """An empty question each time; `number` is what was looked for in vain on this laptop."""
        self.name.clear()
        self.slip.setText(str(place.more.get("number") or ""))
        self._busy = False
        self.trouble.tell("")
        super().arrive(place)

    def refresh(self) -> None:
        """Read how many slips wait for a line."""
        self.desk.read(self, kept_scans, self._fill, key="kept")

    def take_focus(self) -> None:
        """The slip; the name where its number stands there already."""
        box = self.name if self.slip.text() else self.slip
        box.setFocus(Qt.FocusReason.TabFocusReason)

    def show_answer(self, found: Scanned | None) -> None:
        """What became of the question; None: the message bar says why there is no answer."""
        self._busy = False
        self.trouble.tell("" if found is None else found.words, "good" if found and found.here else "watch")
        if found is not None and found.kept:
            self.slip.clear()
        self.refresh()
        if self.isVisible():
            self.take_focus()

    def _question(self) -> Card:
        card = Card()
        words = self.tr(
            "用扫码枪扫转诊单上的二维码，开单的诊所还没有同步也能打开；没有二维码的，写单号和患者姓名，两样都要写全。"
        )
        more = self.tr("原来转往别的单位的，由县平台改到本单位，转出方看得到。按单号一天最多查20次，每次都有记录。")
        card.body.addWidget(label(words, wrap=True))
        card.body.addWidget(label(more, "muted", wrap=True))
        self.slip, self.name = Line(), Line()
        self.slip.setProperty("takes_codes", True)
        self.slip.done.connect(self._to_name)
        self.name.done.connect(self._ask)
        grid = QGridLayout()
        captions = (self.tr("二维码或单号"), self.tr("患者姓名"))
        for place, (caption, box) in enumerate(zip(captions, (self.slip, self.name), strict=True)):
            named = label(caption)
            named.setBuddy(box)
            box.setAccessibleName(caption)
            keep_width(box, 14)
            grid.addWidget(named, place, 0)
            grid.addWidget(box, place, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        self.button = Button(self.tr("查找"), "F6", role="main", symbol="search", clicked=self._ask)
        self.trouble = IconLabel()
        self.waiting = label("", "muted", wrap=True)
        card.body.addLayout(row(self.button, None))
        card.body.addWidget(self.trouble)
        card.body.addWidget(self.waiting)
        return card

    def _fill(self, waiting: Any) -> None:
        words = self.tr("没有网时扫过的 {count} 个二维码，联网后自动再问").format(count=waiting) if waiting else ""
        self.waiting.setText(words)
        self.waiting.setVisible(bool(words))
        self.filled()

    @Slot()
    def _leave(self) -> None:
        self.desk.back.emit()

    @Slot()
    def _to_name(self) -> None:
        """Enter behind the slip: a code says all, a number needs the name."""
        if is_slip_pack(self.slip.text()):
            self._ask()
        else:
            self.name.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _ask(self) -> None:
        slip, name = self.slip.text().strip(), self.name.text().strip()
        if self._busy:
            return
        if not slip or not (name or is_slip_pack(slip)):
            self.trouble.tell(self.tr("扫二维码，或写全转诊单号和患者姓名"), "watch")
            self.take_focus()
            return
        self._busy = True
        self.trouble.tell(self.tr("正在联系县平台…"), "note")
        self.asked.emit(slip, name)
