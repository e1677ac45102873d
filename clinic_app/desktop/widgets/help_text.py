"""A chapter of the manual as it is read: in the window's type and colours, with pictures as wide as there is room."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QPixmap, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from clinic_app.desktop.theme import theme
from clinic_app.manual import ENGLISH, Block, Kind, Run, blocks, help_folder

WIDEST_PICTURE = 900
"""Logical pixels at step 100."""
MARGIN = 16
WIDE = "#"
"""Between a picture's name and the width that it is shown at."""


class HelpText(QTextBrowser):
    """Reads Markdown of the manual; links go out as `followed`."""

    followed = Signal(str)
    """The key of a chapter."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "help")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(MARGIN)
        # A bar that comes and goes would change the width, and with it the pictures, and with them the bar.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._text = ""
        self._sought = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(60)
        self._again.timeout.connect(self._draw)
        self.anchorClicked.connect(self._followed)
        theme().changed.connect(self._draw)

    def sizeHint(self) -> QSize:
        """It takes what it is given."""
        return QSize(300, 200)

    def read(self, text: str) -> None:
        """Show a text from its beginning."""
        self._text = text
        self._draw()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again.start()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of the manual, scaled to the room there is; nothing else is ever loaded."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file, _, width = (name.toString() if isinstance(name, QUrl) else name).partition(WIDE)
        picture = _picture(file)
        # Qt's own scaling inside a text leaves out every third line of a letter.
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        return picture.scaledToWidth(round(int(width) * ratio), smooth) if width.isdigit() else picture

    def mark(self, sought: str) -> int:
        """Mark every place with the words; how many there are."""
        self._sought = sought
        found: list[QTextEdit.ExtraSelection] = []
        cursor = QTextCursor(self.document())
        while sought and not (cursor := self.document().find(sought, cursor)).isNull():
            each = QTextEdit.ExtraSelection()
            each.cursor = cursor
            each.format.setBackground(QColor(theme().colours.soft))
            each.format.setFontUnderline(True)
            found.append(each)
        self.setExtraSelections(found)
        return len(found)

    def go_on(self) -> bool:
        """To the next place with the marked words; False after the last."""
        return bool(self._sought) and self.find(self._sought)

    @Slot(QUrl)
    def _followed(self, target: QUrl) -> None:
        self.followed.emit(target.fragment() or target.toString())

    @Slot()
    def _draw(self) -> None:
        place = self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(_style())
        width = self.viewport().width() - 2 * MARGIN - 4
        self.setHtml(_html(blocks(self._text), min(width, WIDEST_PICTURE * theme().step // 100)))
        self.mark(self._sought)
        self.verticalScrollBar().setValue(place)


def _style() -> str:
    colours, sizes, gap = theme().colours, theme().sizes, theme().lengths.small
    return (
        f"p, li {{ color: {colours.text}; font-size: {sizes.body:g}pt; margin-top: {gap}px; margin-bottom: {gap}px; }}"
        f".title {{ font-size: {sizes.page:g}pt; font-weight: 600; margin-top: 0; }}"
        f".section {{ font-size: {sizes.section:g}pt; font-weight: 600; margin-top: {gap * 3}px; }}"
        f".caption {{ color: {colours.muted}; }}"
        f"a {{ color: {colours.accent}; }}"
    )


def _html(found: tuple[Block, ...], width: int) -> str:
    """Lists are written as paragraphs with their number: so a step is broken like any other text and keeps its
    number where a picture or a heading stands between."""
    return "".join(_paragraph(each, width) for each in found)


def _paragraph(block: Block, width: int) -> str:
    words = "".join(_run(run) for run in block.runs)
    if block.kind is Kind.TITLE:
        return f'<p class="title">{words}</p>'
    if block.kind is Kind.SECTION:
        return f'<p class="section">{words}</p>'
    if block.kind is Kind.PICTURE:
        return _illustration(block, max(width, 100), words)
    if block.kind is Kind.STEP:
        return _item(f"<b>{block.number}</b>", words)
    if block.kind is Kind.POINT:
        return _item("·", words)
    return f'<p style="line-height:140%">{words}</p>'


def _illustration(block: Block, width: int, caption: str) -> str:
    """With its height: Qt lays a picture out wrongly that has only a width."""
    size = _picture(block.file).size()
    if size.isEmpty():
        return f'<p class="caption">{caption}</p>'
    shown = min(width, size.width())
    height = shown * size.height() // size.width()
    image = f'<img src="{escape(block.file)}{WIDE}{shown}" width="{shown}" height="{height}">'
    return f'<p>{image}</p><p class="caption">{caption}</p>'


def _picture(file: str) -> QPixmap:
    """A picture of the manual by its name; nothing from anywhere else."""
    *_, folder, name = ("", *file.split("/"))
    within = help_folder() / "pictures"
    return QPixmap(str(within / ENGLISH / name if folder == ENGLISH else within / name))


def _item(mark: str, words: str) -> str:
    """The mark in a column of its own."""
    width = theme().lengths.page
    return (
        f'<table cellspacing="0" cellpadding="0" width="100%"><tr><td width="{width}"><p>{mark}</p></td>'
        f'<td><p style="line-height:140%">{words}</p></td></tr></table>'
    )


def _run(run: Run) -> str:
    words = escape(run.text)
    if run.target:
        return f'<a href="{escape(run.target)}">{words}</a>'
    return f"<b>{words}</b>" if run.strong else words
