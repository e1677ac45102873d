"""The photos and PDF of a visit, a person or a referral: how many, where each is, one key to add another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from clinic_app.care.attachment import Attached, attach
from clinic_app.care.entry import Refused
from clinic_app.desktop.changes import ATTACHED, Changes
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.hover import hover_words
from clinic_app.desktop.picture import MOST_READ, prepared
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, clear, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.preview import page_sizes
from clinic_app.desktop.words import short_day
from clinic_app.records import content
from clinic_app.records.content import BROKEN, ContentRefused
from clinic_app.store.blobs import LOCAL, MISSING, PRESENT, REFUSED
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.attachment import AttachmentRow, attachments_of, attachments_of_resident

SHOWN_TITLE = 12


@dataclass(frozen=True)
class Subject:
    """What new attachments are added to, and whose are shown: of all visits of a person, or just of the parent.

    `day` is the visit's.
    """

    parent_type: str
    parent_id: str
    resident_id: str = ""
    day: str = ""


@dataclass(frozen=True)
class _Chosen:
    subject: Subject
    raw: bytes
    title: str


class AttachmentStrip(QWidget):
    """Empty until `show_of`; opens an attachment on its own page. `brief`: one line, with the attachments in a menu."""

    def __init__(self, desk: Desk, *, brief: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.brief = brief
        self.subject: Subject | None = None
        self.rows: list[AttachmentRow] = []
        self.head = label("", "strong")
        if brief:
            self.head.hide()
        self.menu = QMenu(self)
        self.menu_button = Button("", role="link", symbol="file", clicked=self._drop_down)
        self.menu_button.setVisible(False)
        self.add_button = Button(self.tr("加附件"), "Alt+A", role="quiet", symbol="add", clicked=self.choose)
        self.add_button.setToolTip(self.tr("照片（JPEG、PNG）或PDF；照片会缩小，不带拍摄地点"))
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self._list = QWidget()
        self._flow = FlowLayout(self._list, spacing=theme().lengths.tiny)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().lengths.tiny)
        layout.addLayout(row(self.head, self.menu_button, self.add_button, None))
        layout.addWidget(self._list)
        layout.addWidget(self.problem)
        desk.changes.changed.connect(self._changed)

    def show_of(self, subject: Subject | None) -> None:
        """Read the attachments of a visit, a person or a referral; None hides the strip's content."""
        if subject != self.subject:
            self._say("")
        self.subject = subject
        if subject is None:
            self._show([])
            return

        def read(connection: Any) -> list[AttachmentRow]:
            if subject.resident_id:
                return attachments_of_resident(connection, subject.resident_id)
            return attachments_of(connection, subject.parent_type, subject.parent_id)

        self.desk.read(self, read, self._show, key="attachments")

    @Slot()
    def choose(self) -> None:
        """Ask for a file."""
        kinds = self.tr("照片和PDF (*.jpg *.jpeg *.png *.pdf)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选照片或PDF"), "", kinds)
        if name:
            self.add_file(Path(name))

    def add_file(self, path: Path) -> None:
        """Make a file ready off the GUI thread, then save it with its record."""
        if self.subject is None or not self.subject.parent_id:
            return
        subject = self.subject
        self._say("")
        self.add_button.setEnabled(False)
        self.desk.work.read(self, lambda: _ready(subject, path), self._attach, self._failed)

    def _attach(self, chosen: _Chosen) -> None:
        database, subject = self.desk.database, chosen.subject
        self.desk.work.write(
            self,
            lambda: attach(database, subject.parent_type, subject.parent_id, chosen.raw, chosen.title),
            self._attached,
            self._failed,
        )

    def _attached(self, attached: Attached) -> None:
        self.add_button.setEnabled(True)
        day = short_day(self.subject.day, self.desk.today) if self.subject and self.subject.day else ""
        words = self.tr("附件已加到{day}的随访，保存在本机，联网后自动传出").format(day=day)
        self.desk.say(words if day else self.tr("附件已保存在本机，联网后自动传出"))
        self.desk.changes.tell(Changes(frozenset({attached.type}), self))
        self.desk.saved.emit()
        self.show_of(self.subject)

    def _failed(self, error: BaseException) -> None:
        self.add_button.setEnabled(True)
        if isinstance(error, OSError):
            self._say(self.tr("文件打不开，没有加上；换一个文件再试"))
        elif isinstance(error, (Refused, ContentRefused, StoreError)):
            self._say(self.tr("没有加上：{why}").format(why=error))
        else:
            self.desk.work.bug_found.emit(error)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _show(self, rows: Sequence[AttachmentRow]) -> None:
        self.rows = list(rows) if self.subject is not None else []
        clear(self._flow)
        self.menu.clear()
        self.setVisible(self.subject is not None)
        self.head.setText(self.tr("附件（{count}）").format(count=len(self.rows)))
        self.add_button.setVisible(self.subject is not None and bool(self.subject.parent_id))
        if self.brief:
            self._show_brief()
        else:
            for each in self.rows:
                self._flow.addWidget(self._item(each))
        self._list.setVisible(bool(self.rows) and not self.brief)

    def _show_brief(self) -> None:
        """The count, and what is not yet where it should be."""
        parts = [self.head.text()]
        for state in (MISSING, LOCAL, REFUSED):
            count = sum(each.state == state for each in self.rows)
            parts += [f"{self._state(state)} {count}"] if count else []
        self.menu_button.set_words("　".join(parts))
        self.menu_button.setVisible(bool(self.rows))
        self.head.setVisible(not self.rows)
        for each in self.rows:
            action = self.menu.addAction(self._words(each))
            action.setData(each.id)
            action.triggered.connect(self._open)

    @Slot()
    def _drop_down(self) -> None:
        """Under the button; the arrow keys go through it."""
        self.menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _words(self, each: AttachmentRow) -> str:
        kind = self.tr("PDF") if each.media_type == content.PDF else self.tr("照片")
        title = Path(each.title).stem or kind
        if len(title) > SHOWN_TITLE:
            title = f"{title[:SHOWN_TITLE]}…"
        day = short_day(each.day, self.desk.today) if each.day else ""
        return "　".join(part for part in (day, title, self._state(each.state)) if part)

    def _item(self, each: AttachmentRow) -> Button:
        button = Button(self._words(each), role="link", symbol="file", clicked=self._open)
        button.setProperty("attachment", each.id)
        button.setToolTip(hover_words(f"{each.title}　{_size(each.size)}".strip()))
        return button

    def _state(self, state: str) -> str:
        return {
            LOCAL: self.tr("待传"),
            PRESENT: self.tr("已传到县平台"),
            MISSING: self.tr("还没收到"),
            REFUSED: self.tr("县平台不收"),
        }.get(state, "")

    @Slot()
    def _open(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.desk.open("attachment", str(sender.data()))
        elif sender is not None:
            self.desk.open("attachment", str(sender.property("attachment")))

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if self.subject is not None and changes.initiator is not self and changes.touches(ATTACHED):
            self.show_of(self.subject)


def _ready(subject: Subject, path: Path) -> _Chosen:
    """In a worker thread: the file's bytes as they are kept."""
    with open(path, "rb") as stream:
        raw = prepared(stream.read(MOST_READ + 1))
    if raw.startswith(b"%PDF"):
        try:
            page_sizes(raw)
        except RuntimeError:
            # PDFium's own error: what it cannot open today nobody will be able to look at later.
            raise ContentRefused(BROKEN) from None
    return _Chosen(subject, raw, path.name)


def _size(size: int) -> str:
    return f"{max(size // 1024, 1)} KB"
