"""打印机: which printers stand here, with which sheet, by how much they feed askew, and which paper goes to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QWidget

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.paper_words import kind_words, sheet_words
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, column, keep_width, label, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.line import Line, WheelGuard
from clinic_app.store.database import Database
from clinic_app.store.printers import (
    MOST_OFFSET,
    PrinterSettings,
    Profile,
    keep_printer_settings,
    offset_of,
    printer_settings,
)


@dataclass(frozen=True)
class _Read:
    settings: PrinterSettings
    queues: Sequence[str]


LARGE = 150
"""Percent."""


class PrintersPage(Page):
    """A printer is saved by key; what is chosen below takes effect at once."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("打印机"))
        self._guard = WheelGuard(self)
        self.settings = PrinterSettings()
        self.shown = ""
        self.tabs: list[QPushButton] = []
        self.kinds: dict[str, QComboBox] = {}
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        content = QWidget()
        cards = (self._printer_card(), self._kinds_card(), self._slips_card())
        content.setLayout(column(*cards, None, spacing=theme().lengths.gap))
        scrolled(content, self.body)

    def arrive(self, place: Place) -> None:
        """The id names a printer to show first."""
        self.shown = place.of
        super().arrive(place)

    def return_to(self) -> None:
        """What was typed stands."""
        self.take_focus()

    def refresh(self) -> None:
        """Read the settings, and what printers the operating system knows."""
        self.desk.work.read(self, partial(_read, self.desk.database), self._show, key="printers")

    def take_focus(self) -> None:
        """The printer's name."""
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def _printer_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(self.tr("这台电脑的打印机"), "section"))
        strip = QWidget()
        self.strip = FlowLayout(strip)
        card.body.addWidget(strip)
        self.name, self.right, self.down = Line(), Line(), Line()
        self.sheet, self.parts, self.queue = QComboBox(), QComboBox(), QComboBox()
        for name, words in sheet_words().items():
            self.sheet.addItem(words, name)
        for count, words in ((0, self.tr("按纸张")), (2, self.tr("二联")), (3, self.tr("三联"))):
            self.parts.addItem(words, count)
        grid = QGridLayout()
        boxes = (
            (self.tr("名称"), self.name), (self.tr("系统打印机"), self.queue), (self.tr("纸张"), self.sheet),
            (self.tr("连续纸联数"), self.parts), (self.tr("向右校正（毫米）"), self.right),
            (self.tr("向下校正（毫米）"), self.down),
        )  # fmt: skip
        for place, (caption, box) in enumerate(boxes):
            self._add(grid, place, caption, box)
        card.body.addLayout(grid)
        self.save_button = Button(self.tr("保存"), "Ctrl+S", role="main", symbol="save", clicked=self.save)
        self.test_button = Button(self.tr("测试页"), "Ctrl+T", symbol="print", clicked=self._test)
        self.remove_button = Button(self.tr("去掉这台"), clicked=self._remove)
        card.body.addLayout(folding(self.save_button, self.test_button, self.remove_button, None))
        self.state = IconLabel()
        self.state.tell("")
        card.body.addWidget(self.state)
        return card

    def _add(self, grid: QGridLayout, place: int, caption: str, box: QWidget) -> None:
        """Two captions with their boxes on a line; with large type one."""
        named = label(caption)
        named.setBuddy(box)
        box.setAccessibleName(caption)
        if isinstance(box, QComboBox):
            box.installEventFilter(self._guard)
        keep_width(box, 8)
        pairs = 2 if theme().step < LARGE else 1
        line, pair = divmod(place, pairs)
        grid.addWidget(named, line, pair * 2)
        grid.addWidget(box, line, pair * 2 + 1)
        grid.setColumnStretch(pair * 2 + 1, 1)

    def _kinds_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(self.tr("哪种单据用哪台"), "section"))
        grid = QGridLayout()
        for place, (kind, words) in enumerate(kind_words().items()):
            box = QComboBox()
            box.setProperty("kind", kind)
            box.currentIndexChanged.connect(self._kind_chosen)
            self.kinds[kind] = box
            self._add(grid, place, words, box)
        card.body.addLayout(grid)
        return card

    def _slips_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(self.tr("转诊单据"), "section"))
        self.large = Button(self.tr("用大字"), role="option", clicked=self._slips_chosen)
        self.carrier = Button(self.tr("印二维码"), role="option", clicked=self._slips_chosen)
        for button in (self.large, self.carrier):
            button.setCheckable(True)
        card.body.addLayout(folding(self.large, self.carrier, None))
        about = self.tr(
            "二维码里是封好的转诊资料，只有县平台能打开：这台电脑没有联网，接诊台扫码也能收到。放不下时只印单号。"
        )
        card.body.addWidget(label(about, "muted", wrap=True))
        return card

    def _show(self, found: _Read) -> None:
        self.settings = found.settings
        self.queue.clear()
        self.queue.addItem(self.tr("打印时再选"), "")
        for each in found.queues:
            self.queue.addItem(each, each)
        if self.settings.profile(self.shown) is None:
            self.shown = next((each.name for each in self.settings.profiles), "")
        self._show_tabs()
        self._show_profile()
        self._show_choices()
        self.filled()

    def _show_tabs(self) -> None:
        clear(self.strip)
        self.tabs = []
        names = [each.name for each in self.settings.profiles]
        for name, words in (*((name, name) for name in names), ("", self.tr("新的打印机"))):
            button = Button(words, role="option", clicked=self._tab)
            button.setCheckable(True)
            button.setChecked(name == self.shown)
            button.setProperty("name", name)
            self.strip.addWidget(button)
            self.tabs.append(button)

    def _show_profile(self) -> None:
        profile = self.settings.profile(self.shown) or Profile("")
        self.name.setText(profile.name)
        self.right.setText(f"{profile.right:g}")
        self.down.setText(f"{profile.down:g}")
        self.sheet.setCurrentIndex(max(self.sheet.findData(profile.paper), 0))
        self.parts.setCurrentIndex(max(self.parts.findData(profile.parts), 0))
        if profile.printer and self.queue.findData(profile.printer) < 0:
            # It is switched off or on another computer; the choice stays.
            self.queue.addItem(profile.printer, profile.printer)
        self.queue.setCurrentIndex(max(self.queue.findData(profile.printer), 0))
        self.test_button.setEnabled(bool(profile.name))
        self.remove_button.setEnabled(bool(profile.name))

    def _show_choices(self) -> None:
        for kind, box in self.kinds.items():
            box.blockSignals(True)
            box.clear()
            box.addItem(self.tr("A4，不校正"), "")
            for profile in self.settings.profiles:
                box.addItem(profile.name, profile.name)
            box.setCurrentIndex(max(box.findData(self.settings.chosen.get(kind, "")), 0))
            box.blockSignals(False)
        self.large.setChecked(self.settings.large)
        self.carrier.setChecked(self.settings.carrier)

    @Slot()
    def _tab(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.shown = str(sender.property("name"))
            for each in self.tabs:
                each.setChecked(each.property("name") == self.shown)
            self.state.tell("")
            self._show_profile()
            self.take_focus()

    @Slot()
    def save(self) -> None:
        """Keep the printer that is shown."""
        name = self.name.text().strip()
        offsets = offset_of(self.right.text()), offset_of(self.down.text())
        if not name:
            self.state.tell(self.tr("给这台打印机起个名称，还没有保存"), "danger")
            return
        if name != self.shown and self.settings.profile(name) is not None:
            self.state.tell(self.tr("已经有一台叫{name}，换个名称，还没有保存").format(name=name), "danger")
            return
        right, down = offsets
        if right is None or down is None:
            words = self.tr("校正填毫米数，从-{most}到{most}，还没有保存")
            self.state.tell(words.format(most=f"{MOST_OFFSET:g}"), "danger")
            return
        made = Profile(
            name, self.sheet.currentData(), right, down, int(self.parts.currentData()), self.queue.currentData() or ""
        )
        self._keep(self._with(made), self.tr("已保存"))

    def _with(self, made: Profile) -> PrinterSettings:
        """The settings with a printer in the place of the one that is shown; its papers go on with it."""
        former, profiles = self.shown, list(self.settings.profiles)
        place = next((place for place, each in enumerate(profiles) if each.name == former), len(profiles))
        profiles[place : place + 1] = [made]
        chosen = {kind: made.name if name == former else name for kind, name in self.settings.chosen.items()}
        self.shown = made.name
        return msgspec.structs.replace(self.settings, profiles=tuple(profiles), chosen=chosen)

    @Slot()
    def _remove(self) -> None:
        left = tuple(each for each in self.settings.profiles if each.name != self.shown)
        self.shown = ""
        self._keep(msgspec.structs.replace(self.settings, profiles=left), self.tr("已去掉，用它的单据改用A4"))

    @Slot()
    def _test(self) -> None:
        if self.settings.profile(self.shown) is not None:
            self.desk.open("paper", self.shown, kind="test-page")

    @Slot()
    def _kind_chosen(self) -> None:
        chosen = {kind: str(box.currentData()) for kind, box in self.kinds.items() if box.currentData()}
        self._keep(msgspec.structs.replace(self.settings, chosen=chosen))

    @Slot()
    def _slips_chosen(self) -> None:
        large, carrier = self.large.isChecked(), self.carrier.isChecked()
        self._keep(msgspec.structs.replace(self.settings, large=large, carrier=carrier))

    def _keep(self, settings: PrinterSettings, words: str = "") -> None:
        self.settings = settings
        self.state.tell(words, "good")
        self.desk.work.write(self, partial(_write, self.desk.database, settings), self._kept)

    def _kept(self, nothing: Any) -> None:
        self._show_tabs()
        self._show_profile()
        self._show_choices()


def _read(database: Database) -> _Read:
    """In the reading pool: asking for printers may wait for a print server."""
    with database.read() as connection:
        settings = printer_settings(connection)
    return _Read(settings, QPrinterInfo.availablePrinterNames())


def _write(database: Database, settings: PrinterSettings) -> None:
    with database.write() as connection:
        keep_printer_settings(connection, settings)
