"""What every page is: a title with actions, a body, and the habit of reading again when something changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QVBoxLayout, QWidget

from clinic_app.desktop.changes import Changes
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import TitleLabel, UprightArea
from clinic_app.desktop.widgets.folding_row import FoldingRow
from clinic_app.desktop.widgets.kept_title import KeptTitle
from clinic_app.devices.reading import Reading

SETTLE = 80
"""Milliseconds in which a storm of changes becomes one reading."""
LEAST_ROWS = 11
"""Rows of a table for which a page is laid out at the least: with large type on a small screen it scrolls as a whole
instead of squeezing what is on it."""
SCROLLS_ITSELF = 0
"""Rows for a page whose content is one scrolling area: that is all that scrolls."""
BEGINNING = 2
"""Rows of what has the focus that are seen at the least, also where it is higher than the window."""
LARGE, MORE = 175, 1.4
"""With type as large as this (percent) two panes stand under each other: so many times as high."""


class _Sheet(QWidget):
    """What is on a page; tells when something on it wants another room."""

    asked = Signal()

    def event(self, event: QEvent) -> bool:
        """After the layout has followed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.asked.emit()
        return done


class Page(QWidget):
    """Made when it is first opened (desktop/made_pages.py). `watched`: types whose change makes it read again."""

    watched: frozenset[str] = frozenset()
    least_rows = LEAST_ROWS

    def __init__(self, desk: Desk, title: str = "") -> None:
        super().__init__(desk.shelf)
        self.desk = desk
        self.place = Place("")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lengths = theme().lengths
        self._sheet = _Sheet()
        self._sheet.asked.connect(self._lay_out)
        self._sheet.setProperty("role", "scrolled")
        self._low_area = UprightArea()
        self._low_area.resized.connect(self._lay_out)
        self._low_area.setFrameShape(UprightArea.Shape.NoFrame)
        self._low_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._low_area.setWidget(self._sheet)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._low_area, 1)
        self.body = QVBoxLayout(self._sheet)
        self.body.setContentsMargins(lengths.wide, lengths.gap, lengths.wide, lengths.gap)
        self.body.setSpacing(lengths.gap)
        self.title = TitleLabel(title, "page-title")
        self.head = FoldingRow(lengths.gap)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        self.kept_title = KeptTitle(self._low_area, self.title)
        self._stale = False
        self._fresh = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self.refresh)
        self._put = 0
        """Where this page scrolled itself to."""
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)
        self._sight.timeout.connect(self._follow)
        desk.changes.changed.connect(self._changed)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]

    def keep_foot(self, foot: QWidget) -> None:
        """Buttons under the page that are always seen, also where it scrolls."""
        self._whole.addWidget(foot)

    @Slot()
    def _lay_out(self) -> None:
        """As wide as it is seen, and never laid out lower than a page can be read."""
        seen = self._low_area.maximumViewportSize()
        rows = self.least_rows * (MORE if theme().step >= LARGE else 1)
        least = round(rows * theme().lengths.row)
        if seen.height() < least:
            seen.setWidth(seen.width() - self._low_area.verticalScrollBar().sizeHint().width())
            # Where it scrolls anyway, a long title makes it higher and squeezes nothing.
            least = max(least, self._needed(seen.width()))
        self._sheet.resize(seen.width(), max(seen.height(), least))
        if self._low_area.verticalScrollBar().value() == self._put:
            # Nobody has scrolled since: what comes later, or goes, does not leave the place of work elsewhere.
            self._sight.start()

    def _needed(self, width: int) -> int:
        """The height in which nothing on the page is squeezed."""
        return self.body.minimumHeightForWidth(width) if self.body.hasHeightForWidth() else 0

    def showEvent(self, event: QShowEvent) -> None:
        """A page is opened at its head."""
        super().showEvent(event)
        if not event.spontaneous():
            self._put = 0
            self._low_area.verticalScrollBar().setValue(0)
            self._sight.start()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """What has the focus is seen, also where the page scrolls; what is pressed with the mouse is seen already."""
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or pressed or not self._sheet.isAncestorOf(now):
            return
        if isinstance(now, QAbstractItemView) and now.selectionModel() is not None:
            now.selectionModel().currentChanged.connect(self._row_changed, Qt.ConnectionType.UniqueConnection)
        # When everything has its place: what is just made stands at the top of the page.
        self._sight.start()

    @Slot()
    def _row_changed(self) -> None:
        """The arrow keys go down in a table that is partly under the window's edge."""
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._sight.start()

    @Slot()
    def _follow(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self._sheet.isAncestorOf(now):
            last = self._sheet.focusWidget()
            if last is not None and not last.isVisibleTo(self._sheet):
                # What was scrolled to is gone, as where a list has become empty.
                self._low_area.verticalScrollBar().setValue(0)
            return
        place = _place_of_work(now)
        half = place.height() // 2
        middle = now.mapTo(self._sheet, QPoint(0, place.top() + half)).y()
        margin = half + theme().lengths.gap
        if middle + margin <= self._low_area.viewport().height():
            # Nothing is left out of sight: the title is seen too.
            self._low_area.verticalScrollBar().setValue(0)
        else:
            self._low_area.ensureVisible(0, middle, 0, margin + self.kept_title.room)
        self._put = self._low_area.verticalScrollBar().value()

    def arrive(self, place: Place) -> None:
        """The page is opened."""
        self.place = place
        self._stale = False
        self._fresh = True
        self.refresh()

    def return_to(self) -> None:
        """The page is seen again after a page that was opened from it."""
        if self._stale:
            self._stale = False
            self.refresh()
        self.take_focus()

    def depart(self) -> None:
        """Another page takes its place."""

    @Slot()
    def refresh(self) -> None:
        """Read again what the page shows."""

    @property
    def is_waiting(self) -> bool:
        """Whether what the page was opened for is still being read."""
        return self._fresh

    @property
    def is_held(self) -> bool:
        """Whether it has something that is nowhere else yet: the page then stays, however long it is not seen."""
        return False

    def filled(self) -> None:
        """What was read is shown; the first time after arriving the focus goes to it."""
        if self._fresh:
            self._fresh = False
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus where work begins."""

    def answered(self) -> bool:
        """F1 on this page: whether it had help at the field with the focus."""
        return False

    def take_reading(self, reading: Reading) -> bool:
        """A meter measured something: whether this page has a place for it."""
        return False

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if not changes.touches(self.watched):
            return
        if self.isVisible():
            self._settle.start()
        else:
            self._stale = True


def _place_of_work(widget: QWidget) -> QRect:
    """Where the eye is in what has the focus: the current row of a table, else its beginning."""
    beginning = QRect(0, 0, widget.width(), min(widget.height(), BEGINNING * theme().lengths.row))
    if not isinstance(widget, QAbstractItemView) or not widget.currentIndex().isValid():
        return beginning
    seen = widget.viewport()
    row = widget.visualRect(widget.currentIndex()).intersected(QRect(QPoint(), QSize(widget.width(), seen.height())))
    return row.translated(0, seen.y()) if row.isValid() else beginning
