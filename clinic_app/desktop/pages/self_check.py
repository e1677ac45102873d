"""自检: what of this laptop needs a person, in words with what to do; recent work; the packet for whoever helps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.long_work import Ended, Kind
from clinic_app.desktop.long_work_words import check_ended
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import (
    Button,
    Card,
    IconLabel,
    clear,
    column,
    hairline,
    label,
    scrolled,
)  # fmt: skip
from clinic_app.desktop.widgets.finding_line import FindingLine
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.recent_work_card import RecentWorkCard
from clinic_app.desktop.widgets.support_dialog import SupportDialog
from clinic_app.self_check import Finding, State, self_check
from clinic_app.store.as_found import Checked, check_now
from clinic_app.support import Member, pack

URGENT = (State.DANGER, State.WATCH)


class SelfCheckPage(Page):
    """Looks each time it is opened; nothing is changed by looking."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("自检"))
        self.again = Button(self.tr("再查一遍"), "Ctrl+R", role="main", symbol="sync", clicked=self.refresh)
        self.whole = Button(self.tr("核对数据文件"), "F7", clicked=self.check_file)
        self.packet = Button(self.tr("打包日志"), "F9", symbol="file", clicked=self.open_packet)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.head.addWidget(self.again)
        self.found: Sequence[Finding] = ()
        self.dialog: SupportDialog | None = None
        self.headline, self.turns = IconLabel(), label("", "muted", wrap=True)
        self.lines: list[FindingLine] = []
        self.verdict = IconLabel()
        self.wrong, self._wrong_lines = self._card(self.tr("要处理的"))
        self.fine, self._fine_lines = self._card(self.tr("其他各项"))
        self.recent = RecentWorkCard(desk)
        content = QWidget()
        state = Card()
        strip = QWidget()
        flow = FlowLayout(strip)
        for button in (self.whole, self.packet):
            flow.addWidget(button)
        for widget in (self.headline, self.verdict, self.turns, strip):
            state.body.addWidget(widget)
        self.verdict.tell("")
        cards = (state, self.wrong, self.fine, self.recent)
        content.setLayout(column(*cards, None, spacing=theme().lengths.gap))
        self._area = scrolled(content, self.body)

    def arrive(self, place: Place) -> None:
        """At the top; the place's id may ask for the recent works or the packet."""
        self._area.verticalScrollBar().setValue(0)
        super().arrive(place)
        if place.of == "packet":
            self.open_packet()

    @Slot()
    def refresh(self) -> None:
        """Look at everything again."""
        database = self.desk.database
        self.headline.tell(self.tr("正在查…"), "note")
        self.recent.load()
        self.desk.work.read(
            self, lambda: self_check(database, QPrinterInfo.availablePrinterNames()), self._show, key="self_check"
        )

    def take_focus(self) -> None:
        """The look: the headline stays in sight."""
        self.again.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def check_file(self) -> None:
        """Every page of the file and every link of the audit chain, in the background."""
        database = self.desk.database
        title = self.tr("核对数据文件")
        self.desk.long_work.begin(
            self, Kind.CHECK, title, lambda watch: check_now(database, watch), check_ended, then=self._looked
        )

    @Slot()
    def open_packet(self) -> None:
        """What would go into the packet, before it is written."""
        desk = self.desk
        self.dialog = SupportDialog(desk.work, desk.folder, desk.clock, desk.database, self)
        self.dialog.chosen.connect(self._pack)
        self.dialog.load()
        self.dialog.open()

    @Slot(object, object)
    def _pack(self, members: list[Member], path: Path) -> None:
        done = Ended(self.tr("日志打包好了，把这个文件交给管理员：{name}").format(name=path.name))
        title = self.tr("打包日志")
        self.desk.long_work.begin(
            self, Kind.SUPPORT, title, lambda watch: pack(members, path, watch), lambda nothing: done
        )

    def _looked(self, found: Checked) -> None:
        told = [each.sentence for each in found.findings]
        if found.copy is not None:
            told.append(self.tr("已原样留底：{folder}。锁定后在登录处按“修复数据文件”").format(folder=found.copy))
        self.verdict.tell("\n".join(told), "danger" if found.copy is not None else "watch")
        self.refresh()

    def _card(self, title: str) -> tuple[Card, QVBoxLayout]:
        card, lines = Card(), QVBoxLayout()
        lines.setSpacing(theme().lengths.small)
        card.body.addWidget(label(title, "section"))
        card.body.addLayout(lines)
        card.hide()
        return card, lines

    def _show(self, found: Sequence[Finding]) -> None:
        self.found = found
        urgent = [each for each in found if each.state in URGENT]
        if urgent:
            state = urgent[0].state.value
            self.headline.tell(self.tr("有 {count} 项要处理，已保存的记录都在").format(count=len(urgent)), state)
        else:
            self.headline.tell(self.tr("各项都好"), "good")
        self._show_turns()
        self.lines = []
        rest = [each for each in found if each.state not in URGENT]
        for card, layout, findings in (
            (self.wrong, self._wrong_lines, urgent), (self.fine, self._fine_lines, rest)
        ):  # fmt: skip
            clear(layout)
            for place, each in enumerate(findings):
                if place and card is self.wrong:
                    layout.addWidget(hairline())
                line = FindingLine(each)
                line.chosen.connect(self._go)
                layout.addWidget(line)
                self.lines.append(line)
            card.setVisible(bool(findings))
        self.filled()
        if self.place.of == "recent":
            # When the lines above have their height.
            QTimer.singleShot(0, self, self._to_recent)

    @Slot()
    def _to_recent(self) -> None:
        self._area.verticalScrollBar().setValue(self.recent.y())

    def _show_turns(self) -> None:
        """How calmly the window has run since it was opened."""
        slow = self.desk.slow_turns
        if slow is None or slow.longest is None:
            self.turns.setText(self.tr("打开窗口以来没有停顿超过0.05秒"))
            return
        words = self.tr("打开窗口以来停顿超过0.05秒 {count} 次，最长 {seconds} 秒；哪一页停顿多久记在日志里")
        self.turns.setText(words.format(count=slow.count, seconds=f"{slow.longest.milliseconds / 1000:.2f}"))

    @Slot(str, str)
    def _go(self, page: str, of: str) -> None:
        """To another page, or to what this one does itself."""
        if page != self.place.page:
            self.desk.open(page, of)
        elif of == "check":
            self.check_file()
        else:
            self.open_packet()
