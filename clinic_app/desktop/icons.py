"""One outline icon set, in the colours of the theme. Icons never stand without a word or an accessible name.

The set is Material Design Icons (pictogrammers.com). `resources/fonts/Icons.ttf` holds the glyphs that are named here
and no other; docs/decisions/0046 says how one is added.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGlyphRun, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

from clinic_app.desktop.theme import theme
from clinic_app.paths import resources_folder

GLYPHS = {
    "work": 0xF0C44,  # calendar-check-outline
    "residents": 0xF0B58,  # account-group-outline
    "household": 0xF06A1,  # home-outline
    "referral": 0xF04E1,  # swap-horizontal
    "statistics": 0xF0128,  # chart-bar
    "sync": 0xF04E6,  # sync
    "conflict": 0xF00FB,  # call-split
    "duplicate": 0xF11FE,  # account-multiple-check-outline
    "refused": 0xF0D42,  # email-alert-outline
    "moved": 0xF0B54,  # account-arrow-right-outline
    "differs": 0xF098E,  # not-equal-variant
    "settings": 0xF08BB,  # cog-outline
    "search": 0xF0349,  # magnify
    "person": 0xF0013,  # account-outline
    "good": 0xF05E1,  # check-circle-outline
    "watch": 0xF002A,  # alert-outline
    "danger": 0xF0CE6,  # alert-octagon-outline
    "offline": 0xF0164,  # cloud-off-outline
    "waiting": 0xF0B7E,  # cloud-upload-outline
    "phone": 0xF0DF0,  # phone-outline
    "bed": 0xF0099,  # bed-outline
    "save": 0xF0818,  # content-save-outline
    "print": 0xF1786,  # printer-outline
    "file": 0xF09EE,  # file-document-outline
    "add": 0xF0415,  # plus
    "remove": 0xF0156,  # close
    "edit": 0xF0CB6,  # pencil-outline
    "back": 0xF004D,  # arrow-left
    "import": 0xF102F,  # file-import-outline
    "chosen": 0xF0135,  # checkbox-marked-outline
    "open": 0xF0131,  # checkbox-blank-outline
    "chosen_one": 0xF043E,  # radiobox-marked
    "open_one": 0xF043D,  # radiobox-blank
    "note": 0xF02FD,  # information-outline
    "help": 0xF0625,  # help-circle-outline
}
"""Code points, and the names of the set."""
FILLED = 0.875
"""How much of an icon's height the square of its glyph takes."""
LARGEST_RUN = 60
"""Pixels: Qt draws nothing of a run of glyphs from a raw font that is larger than its cache takes (64)."""


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon of a thing, in a colour token; greyed when disabled. Asked for in the GUI thread."""
    colours = theme().colours
    return _drawn(GLYPHS[name], getattr(colours, colour), colours.muted)


@cache
def _drawn(glyph: int, colour: str, disabled: str) -> QIcon:
    return QIcon(_Engine(chr(glyph), QColor(colour), QColor(disabled)))


class _Engine(QIconEngine):
    """Draws one glyph at whatever size and pixel ratio is asked for."""

    def __init__(self, glyph: str, colour: QColor, disabled: QColor) -> None:
        super().__init__()
        self._glyph = glyph
        self._colour = colour
        self._disabled = disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """The glyph in the middle of the rectangle."""
        edge = round(FILLED * rect.height())
        corner = QPointF(rect.x() + (rect.width() - edge) / 2, rect.y() + (rect.height() - edge) / 2)
        colour = self._disabled if mode == QIcon.Mode.Disabled else self._colour
        painter.save()
        if edge > LARGEST_RUN:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(_outline(self._glyph, edge).translated(corner), colour)
        else:
            painter.setPen(colour)
            painter.drawGlyphRun(corner, _run(self._glyph, edge))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The same as a picture of so many pixels."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return picture


@cache
def _run(glyph: str, edge: int) -> QGlyphRun:
    """The glyph as a square of `edge` pixels, its upper left corner at the origin."""
    face = _face(edge)
    run = QGlyphRun()
    run.setRawFont(face)
    run.setGlyphIndexes(face.glyphIndexesForString(glyph))
    run.setPositions([QPointF(0, face.ascent())])
    return run


@cache
def _outline(glyph: str, edge: int) -> QPainterPath:
    """The same as a path."""
    face = _face(edge)
    return face.pathForGlyph(face.glyphIndexesForString(glyph)[0]).translated(0, face.ascent())


@cache
def _face(edge: int) -> QRawFont:
    return QRawFont(str(resources_folder() / "fonts" / "Icons.ttf"), edge)
