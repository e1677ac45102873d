"""One search for everything: name, pinyin, tail of a number, phone, door, slip. A scanner is a keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.theme import theme
from clinic_app.protocol.slip_number import is_slip_number
from clinic_app.protocol.slip_pack import is_slip_pack
from clinic_app.store.search import Hit, search

DEBOUNCE = 150
LIMIT = 12
LONGEST_SLIP = 15
"""Digits: fewer than this."""
PAGES = {"resident": "resident", "household": "households", "referral": "referrals"}


class SearchBox(QLineEdit):
    """Type, arrows choose, Enter opens, Esc empties it and leaves."""

    left = Signal()
    """Esc: the page takes the keys again."""
    slip_scanned = Signal(str)
    """The code on a slip: only the county opens it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setPlaceholderText(self.tr("姓名/拼音/身份证尾号/电话/门牌/单号　Ctrl+K"))
        self.setAccessibleName(self.tr("查找居民、家庭、转诊单"))
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)
        self._open_first = False
        self._panel: QFrame | None = None
        self._list = QListWidget(self)
        self._list.hide()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("查找结果"))
        self._list.itemClicked.connect(self._open)

    @property
    def hits(self) -> int:
        """How many answers are shown."""
        return self._list.count() if self._panel is not None and self._panel.isVisible() else 0

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Look something up as if it were typed here, and open the first answer."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)
        self._enter()

    def event(self, event: QEvent) -> bool:
        """Esc comes here before it means 返回 to the page behind."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Esc work on the answers."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self._hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The answers go when the search is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._hide()

    def _enter(self) -> None:
        if is_slip_pack(self.text()):
            text = self.text()
            self.clear()
            self._hide()
            self.slip_scanned.emit(text)
            return
        if self._timer.isActive() or not self._list.count():
            # A scanner ends with Enter before the answer is there.
            self._open_first = bool(self.text().strip())
            self._timer.stop()
            self._ask()
        elif self._list.currentItem() is not None:
            self._open(self._list.currentItem())

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._open_first = False
        if text.strip() and not is_slip_pack(text):
            self._timer.start()
        else:
            self._timer.stop()
            self._hide()

    @Slot()
    def _ask(self) -> None:
        text = self.text()
        if text.strip():
            self.desk.read(self, lambda connection: search(connection, text, LIMIT), self._answer, key="search")

    def _answer(self, hits: Sequence[Hit]) -> None:
        self._list.clear()
        for hit in hits:
            words = "　".join(part for part in (hit.title, hit.subtitle, hit.why) if part)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, (hit.type, hit.id))
            self._list.addItem(item)
        if not hits and self.desk.device is not None and _may_be_slip(self.text()):
            self._list.addItem(self._elsewhere(self.text().strip()))
            self._list.setCurrentRow(0)
        elif not hits:
            item = QListWidgetItem(self.tr("没有找到。可换拼音首字母、身份证后四位或门牌号再试"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        else:
            self._list.setCurrentRow(0)
        if self._open_first and self._list.currentItem() is not None:
            self._open(self._list.item(0))
        elif self.hasFocus():
            self._show()

    def _elsewhere(self, number: str) -> QListWidgetItem:
        """A slip that this laptop does not have: the county may."""
        item = QListWidgetItem(self.tr("本机没有这张转诊单，回车向县平台查"))
        item.setData(Qt.ItemDataRole.UserRole, ("slip", number))
        return item

    def _show(self) -> None:
        window = self.window()
        if self._panel is None:
            self._panel = QFrame(window)
            self._panel.setProperty("role", "card")
            layout = QVBoxLayout(self._panel)
            layout.setContentsMargins(1, 1, 1, 1)
            layout.addWidget(self._list)
            self._list.show()
        width = min(max(self.width(), 520), window.width() - 40)
        rows = min(self._list.count(), 8)
        height = rows * max(self._list.sizeHintForRow(0), theme().lengths.compact_row) + 8
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        self._panel.setGeometry(min(corner.x(), window.width() - width - 16), corner.y(), width, height)
        self._panel.show()
        self._panel.raise_()

    def _hide(self) -> None:
        if self._panel is not None:
            self._panel.hide()

    @Slot(object)
    def _open(self, item: QListWidgetItem | None) -> None:
        data: Any = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if not data:
            return
        kind, record_id = data
        self._open_first = False
        self._hide()
        self.clear()
        if kind == "slip":
            self.desk.open("slip", number=record_id)
        else:
            # Whoever looks for a referral by its number has the slip in hand.
            self.desk.go.emit(Place(PAGES[kind], record_id, {"slip": True} if kind == "referral" else {}))


def _may_be_slip(text: str) -> bool:
    """A whole slip number; a person's number is longer and may have a fitting check digit by chance."""
    return is_slip_number(text) and sum(each.isdigit() for each in text) < LONGEST_SLIP
