"""帮助: the manual by chapters with a search over all of them, and the manuals of one page to print."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.widgets.basic import Button, column, keep_width, shortcut
from clinic_app.desktop.widgets.help_text import HelpText
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.manual import Chapter, blocks, chapters, markdown, sheets, title

CHAPTER = Qt.ItemDataRole.UserRole
SHEET = "sheet-"
"""Before the key of a sheet where a place names it."""


class HelpPage(Page):
    """The place's id is a chapter, `sheet-…` a manual of one page; without one the manual begins at its beginning."""

    least_rows = SCROLLS_ITSELF

    guide_asked = Signal()
    """The steps of the first hour beside the page; practice data only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("帮助"))
        self._language = desk.settings.language
        self._all = [*chapters(), *sheets()]
        self.print = Button(self.tr("打印这一页纸"), "Ctrl+P", symbol="print", clicked=self._print)
        self.guide = Button(self.tr("第一小时"), clicked=self.guide_asked.emit)
        self.guide.setVisible(desk.practice)
        for each in (self.guide, self.print, Button(self.tr("返回"), "Esc", symbol="back", clicked=desk.back.emit)):
            self.head.addWidget(each)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText(self.tr("在帮助里找　Ctrl+F"))
        self.sought.setAccessibleName(self.tr("在帮助里找"))
        self.sought.textChanged.connect(self._seek)
        self.sought.returnPressed.connect(self._go_on)
        self.sought.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("章节"))
        self.list.setAccessibleDescription(self.tr("上下键换章节"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemActivated.connect(self._read)
        self.text = HelpText()
        self.text.setAccessibleName(self.tr("说明"))
        self.text.followed.connect(self.turn_to)
        left = QWidget()
        left.setLayout(column(self.sought, self.list))
        keep_width(left, 11)
        self.body.addWidget(TwoPanes(left, self.text, shares=(1, 3), narrow=700, when_narrow=WhenNarrow.BESIDE), 1)
        shortcut(self, "Ctrl+F", self._find, self.tr("在帮助里找"))
        self._fill("")

    def arrive(self, place: Place) -> None:
        """Open the chapter that was asked for."""
        super().arrive(place)
        self.sought.clear()
        self.turn_to(place.of or self._all[0].key)

    def take_focus(self) -> None:
        """The chapters."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chapter(self) -> Chapter | None:
        """What is read now."""
        item = self.list.currentItem()
        return item.data(CHAPTER) if item else None

    @Slot(str)
    def turn_to(self, key: str) -> None:
        """Open a chapter or a sheet by its key."""
        for row in range(self.list.count()):
            if _name(self.list.item(row).data(CHAPTER)) == key:
                self.list.setCurrentRow(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the search box choose among the chapters that were found."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    def _fill(self, sought: str) -> None:
        """The chapters that hold the words, with how often; all of them without words."""
        before = self.chapter
        self.list.blockSignals(True)
        self.list.clear()
        for each in self._all:
            count = _count(markdown(each, self._language), sought)
            if sought and not count:
                continue
            words = title(each, self._language)
            item = QListWidgetItem(f"{words}　{count}" if sought else words)
            item.setData(CHAPTER, each)
            self.list.addItem(item)
            if each == before:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    @Slot(str)
    def _seek(self, words: str) -> None:
        self._fill(words.strip())
        self._show()

    @Slot()
    def _chosen(self) -> None:
        self._show()

    def _show(self) -> None:
        chapter = self.chapter
        if chapter is None:
            self.text.read(self.tr("没有这几个字，换个说法再找"))
            self.print.setVisible(False)
            return
        self.text.read(markdown(chapter, self._language))
        self.text.mark(self.sought.text().strip())
        self.print.setVisible(chapter.sheet)

    @Slot()
    def _go_on(self) -> None:
        """To the next place with the words, then to the next chapter that has them."""
        if not self.sought.text().strip() or self.text.go_on() or not self.list.count():
            return
        self.list.setCurrentRow((self.list.currentRow() + 1) % self.list.count())
        self.text.go_on()

    @Slot()
    def _read(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _find(self) -> None:
        self.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sought.selectAll()

    @Slot()
    def _print(self) -> None:
        if self.chapter is not None and self.chapter.sheet:
            self.desk.open("paper", self.chapter.key, kind="manual")


def _name(chapter: Chapter) -> str:
    return f"{SHEET}{chapter.key}" if chapter.sheet else chapter.key


def _count(text: str, sought: str) -> int:
    return sum(each.words.lower().count(sought.lower()) for each in blocks(text)) if sought else 0
