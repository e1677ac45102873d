"""Shift+F1: the keys of this page and of every page, beside each other; on paper with one key more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.desktop.keys import KeyGroup, key_groups
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column, keep_lines, label, row, scrolled
from clinic_app.gathered.plain_list import PlainList
from clinic_app.manual import chapter_of, title

WIDE = 54
"""Chinese characters from which on there are two columns."""
MARGIN = 40


class KeySheet(QDialog):
    """Esc, Enter or Shift+F1 closes it."""

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget, print_asked: Callable[[], object]) -> None:
        super().__init__(parent)
        self.groups = list(groups)
        self.setWindowTitle(self.tr("按键一览"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._print_asked = print_asked
        size = parent.window().size()
        character = self.fontMetrics().horizontalAdvance("国")
        width = min(WIDE * character + 2 * MARGIN, size.width() - MARGIN)
        columns = 2 if width >= WIDE * character * 4 // 5 else 1
        close = Button(self.tr("关闭"), "Esc", clicked=self.accept)
        close.setDefault(True)
        again = Button(self.tr("打印"), "Ctrl+P", symbol="print", clicked=self._print)
        told = label(self.tr("这里列的都是现在能用的键；按钮上也写着它的键"), "muted", wrap=True)
        inside = _columns(self.groups, columns)
        keep_lines(inside)
        head = label(self.tr("按键一览"), "section")
        area = scrolled(inside)
        body = column(head, told, area, row(again, None, close))
        body.setContentsMargins(24, 16, 24, 16)
        self.setLayout(body)
        lines = max(_height(each) for each in _shares(self.groups, columns))
        height = (lines + 5) * (theme().lengths.row * 4 // 5)
        self.resize(width, min(height, size.height() - MARGIN))

    def _print(self) -> None:
        self.accept()
        self._print_asked()


def _height(groups: Sequence[KeyGroup]) -> int:
    return sum(len(each.lines) + 2 for each in groups)


def _shares(groups: Sequence[KeyGroup], columns: int) -> list[list[KeyGroup]]:
    """The page's own left, what holds everywhere right."""
    return [list(groups[:-1]) or list(groups), list(groups[-1:])] if columns == 2 and len(groups) > 1 else [[*groups]]


def _columns(groups: Sequence[KeyGroup], columns: int) -> QWidget:
    whole = QWidget()
    beside = QHBoxLayout(whole)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(theme().lengths.wide * 2)
    for share in _shares(groups, columns):
        under = QVBoxLayout()
        under.setSpacing(theme().lengths.small)
        for each in share:
            under.addWidget(label(each.title, "strong"))
            under.addLayout(_grid(each))
            under.addSpacing(theme().lengths.small)
        under.addStretch(1)
        beside.addLayout(under, 1)
    return whole


def _grid(group: KeyGroup) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(theme().lengths.gap)
    made.setVerticalSpacing(theme().lengths.tiny)
    made.setColumnStretch(1, 1)
    for place, line in enumerate(group.lines):
        key = label(line.key, "chip")
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.addWidget(key, place, 0, Qt.AlignmentFlag.AlignTop)
        made.addWidget(label(line.words, wrap=True), place, 1)
    return made


def show_keys(window: QWidget, page: Page) -> None:
    """The sheet of this page over the window."""
    groups = key_groups(window, page)
    KeySheet(groups, window, partial(_print, page, groups)).open()


def _print(page: Page, groups: Sequence[KeyGroup]) -> None:
    """On paper the page goes by its chapter of the manual: its title may name a person."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("KeySheet", text)

    about = title(chapter_of(page.place.page), page.desk.settings.language)
    lines = [(group.title, line.key, line.words) for group in groups for line in group.lines]
    head = (tr("在哪里"), tr("按键"), tr("做什么"))
    listed = PlainList("keys", tr("按键一览"), about, "", head, lines, personal=False)
    page.desk.open("list_paper", listed=listed)
