"""A photo or PDF on the whole page, drawn by this program and by no other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage

from clinic_app.care.attachment import note_seen
from clinic_app.clock import instant_text
from clinic_app.desktop.changes import ATTACHED
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.picture import opened
from clinic_app.desktop.widgets.basic import Button, IconLabel
from clinic_app.desktop.widgets.preview import Preview, page_images, page_sizes
from clinic_app.records import content
from clinic_app.records.content import BROKEN, MOST_PAGES, MOST_SLENDER, TOO_LONG, TOO_WIDE, ContentRefused
from clinic_app.store import blobs
from clinic_app.store.database import Database
from clinic_app.store.queries.attachment import AttachmentRow, attachment

SCALE = 1.6
MOST_DRAWN = 40_000_000
"""Points of all pages together: a page may claim to be as large as a house."""
MOST_PRINTED = 6
WIDEST_PRINTED = 1200.0
"""In points, longer than an A3 sheet."""


@dataclass(frozen=True)
class _Shown:
    row: AttachmentRow | None
    pdf: bytes = b""
    images: tuple[QImage, ...] = ()
    printable: bool = False
    problem: str = ""


class AttachmentPage(Page):
    """The place's id is the attachment's."""

    least_rows = SCROLLS_ITSELF

    watched = ATTACHED

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.back_button = Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit)
        self.head.addWidget(self.back_button)
        self.words = IconLabel()
        self.preview = Preview("", work=desk.work)
        self.preview.printed.connect(self._taken_out)
        self.body.addWidget(self.words)
        self.body.addWidget(self.preview, 1)
        self._told = ""

    def arrive(self, place: Place) -> None:
        """Draw it."""
        self.title.setText(self.tr("附件"))
        self.words.tell("")
        self.preview.show_pdf(b"", [])
        self._told = ""
        super().arrive(place)

    @Slot()
    def refresh(self) -> None:
        """In the reading pool."""
        database, record_id = self.desk.database, self.place.of
        self.desk.work.read(self, lambda: _drawn(database, record_id), self._show, key="attachment")

    def take_focus(self) -> None:
        """The way back."""
        self.back_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, shown: _Shown) -> None:
        if shown.row is None:
            self.desk.back.emit()
            self.desk.say(self.tr("本机没有这个附件"), "watch")
            return
        self.title.setText(shown.row.title or self.tr("附件"))
        self.preview.file_name = self.tr("附件")
        self.preview.show_pdf(shown.pdf, shown.images)
        self.preview.setVisible(bool(shown.images))
        self.preview.file_button.setVisible(bool(shown.pdf))
        self.preview.print_button.setVisible(shown.printable)
        self.words.tell(self._words(shown), "watch" if shown.problem else "note")
        self._note(shown)
        self.filled()

    def _words(self, shown: _Shown) -> str:
        if shown.problem:
            return shown.problem
        if not shown.images:
            return self.tr("内容还没收到：对方传到县平台后，下次同步就到，到了这里会显示")
        return ""

    def _note(self, shown: _Shown) -> None:
        """Once for each time it is opened: seen in the audit, or wanted soon."""
        assert shown.row is not None
        database, row, now = self.desk.database, shown.row, instant_text(self.desk.clock.now())
        state = "seen" if shown.images else row.state
        if self._told == state:
            return
        self._told = state
        if shown.images:
            self.desk.work.write(self, lambda: note_seen(database, row.id))
        elif row.state == blobs.MISSING:
            self.desk.work.write(self, lambda: _ask(database, row.sha256, now), self._asked)

    def _asked(self, result: object) -> None:
        # Like after a save: a sync soon, if nothing holds it back.
        self.desk.saved.emit()

    @Slot()
    def _taken_out(self) -> None:
        """Printing and keeping a file are audited acts."""
        database, record_id = self.desk.database, self.place.of
        self.desk.work.write(self, lambda: note_seen(database, record_id, "export"))


def _ask(database: Database, sha256: str, now: str) -> None:
    with database.write() as connection:
        blobs.ask_now(connection, sha256, now)


def _drawn(database: Database, record_id: str) -> _Shown:
    with database.shown() as connection:
        row = attachment(connection, record_id)
        raw = blobs.read_content(connection, row.sha256) if row else None
    if row is None or raw is None:
        return _Shown(row)
    try:
        if content.examine(raw).media_type != content.PDF:
            return _Shown(row, images=(opened(raw),))
        sizes = page_sizes(raw)
        if len(sizes) > MOST_PAGES:
            return _Shown(row, problem=TOO_LONG)
        area = sum(width * height for width, height in sizes)
        scale = min(SCALE, math.sqrt(MOST_DRAWN / max(area, 1.0)))
        largest = max(max(size) for size in sizes)
        if any(max(size) > MOST_SLENDER * min(size) for size in sizes):
            return _Shown(row, problem=TOO_WIDE)
        printable = len(sizes) <= MOST_PRINTED and largest <= WIDEST_PRINTED
        return _Shown(row, raw, tuple(page_images(raw, scale, MOST_PAGES)), printable)
    except ContentRefused as refusal:
        return _Shown(row, problem=str(refusal))
    except RuntimeError:
        return _Shown(row, problem=BROKEN)
