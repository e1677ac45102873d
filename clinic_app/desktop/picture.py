"""Photos made small enough for a village's line, upright, and silent about where they were taken.

Needs no window: the command line uses it too.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from clinic_app.records import content
from clinic_app.records.content import BROKEN, TOO_LARGE, ContentRefused, examine, refuse_large, sniff

ENOUGH_BYTES = 300 << 10
MOST_READ = 40 << 20
SIDES = (1800, 1500, 1200, 1000, 800, 600)
QUALITIES = (82, 72, 60, 45)
MOST_SIDE, MOST_POINTS = 20_000, 120_000_000
"""Of a photo as a phone takes it. A PNG is unpacked whole before it gets smaller and may have no more than what is
kept."""


def prepared(raw: bytes) -> bytes:
    """What to attach of a chosen file: a PDF as it is, a photo or picture of at most some 300 KB.

    Raises ContentRefused, a sentence, for any other file and for one that cannot be opened.
    """
    if len(raw) > MOST_READ:
        raise ContentRefused(TOO_LARGE)
    kind = sniff(raw)
    made = raw if kind == content.PDF else _shrunk(raw, kind)
    examine(made)
    return made


def opened(raw: bytes) -> QImage:
    """A kept photo or picture, for the screen. Raises ContentRefused."""
    if examine(raw).media_type == content.PDF:
        raise ContentRefused(BROKEN)
    return _read(raw, sniff(raw), content.MOST_SIDE)


def _shrunk(raw: bytes, kind: str) -> bytes:
    image = _read(raw, kind, SIDES[0])
    if kind == content.PNG and len(made := _encoded(image, b"png", -1)) <= ENOUGH_BYTES:
        return made
    for side in SIDES:
        image = _fitted(image, side)
        for quality in QUALITIES:
            if len(made := _encoded(image, b"jpeg", quality)) <= ENOUGH_BYTES:
                return made
    return made


def _read(raw: bytes, kind: str, side: int) -> QImage:
    """Upright, on white, in the screen's colours, with nothing beside the points."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # The format is given: what the bytes are was decided by us and not by a plug-in.
    reader = QImageReader(buffer, QByteArray(b"jpeg" if kind == content.JPEG else b"png"))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise ContentRefused(BROKEN)
    whole = kind == content.PNG
    refuse_large(size.width(), size.height(), MOST_SIDE, content.MOST_POINTS if whole else MOST_POINTS)
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(_within(size, side))
    image = reader.read()
    if image.isNull():
        raise ContentRefused(BROKEN)
    if image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor("white"))
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return plain


def _fitted(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    size = _within(image.size(), side)
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _within(size: QSize, side: int) -> QSize:
    fitted = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.expandedTo(QSize(1, 1))


def _encoded(image: QImage, form: bytes, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(form))
    writer.setQuality(quality)
    if not writer.write(image):
        raise ContentRefused(BROKEN)
    return bytes(buffer.data().data())
