"""The carrier: a QR code on the slip that holds a sealed record pack, where the paper has the room for it.

A QR of 20 mm and more is read from a laser print; needles of a 24-pin printer are too coarse for it, so continuous
paper bears the number alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.printing.paper import Paper

ROOM = 44.0
"""The side of the square that slips keep for it, millimetres."""
LEAST = 20.0
QUIET = 2.5
"""Millimetres of white that the layout leaves around it at least."""
GOOD_MODULE, SMALLEST_MODULE, USUAL_MODULE = 0.4, 0.34, 0.5
"""Sides of one black square: 0.34 mm is still 2.7 dots at 200 dots an inch, 0.5 mm is read from a poor photograph."""
MOST_MODULES = 177
DOES_NOT_FIT = "二维码放不下，只印单号"
NO_TEXT = "-"
"""In the place of the carrier text where a code is wanted and there is nothing to put into it."""
NOT_MADE = "印不了二维码，只印单号"
CAPTION = "转诊接收处扫码（内容加密）"


@dataclass(frozen=True)
class QrCode:
    """The black squares, row by row, and the side of one in millimetres."""

    rows: tuple[tuple[bool, ...], ...]
    module: float

    @property
    def side(self) -> float:
        """Millimetres."""
        return len(self.rows) * self.module


def carrier_fits(paper: Paper, carrier: str) -> bool:
    """Whether a slip on this paper can bear the carrier text as a QR code that a scanner reads."""
    return carrier_code(paper, carrier) is not None


def carrier_code(paper: Paper, carrier: str) -> QrCode | None:
    """The code of a carrier text for a paper: 15 % of it may be lost where there is room for that, else 7 %.

    None on paper of impact printers, and for a text that the room cannot hold.
    """
    if paper.continuous or carrier in ("", NO_TEXT):
        return None
    # Read in with the first code, as the faces are with the first page.
    from reportlab.graphics.barcode.qrencoder import QRErrorCorrectLevel

    for level, smallest in ((QRErrorCorrectLevel.M, GOOD_MODULE), (QRErrorCorrectLevel.L, SMALLEST_MODULE)):
        found = _encoded(carrier, level, int(ROOM / smallest))
        if found is not None:
            return found
    return None


def refusal(paper: Paper, carrier: str) -> str:
    """What the slip says where a code is wanted and cannot be drawn; empty where it is drawn or none is wanted."""
    if not carrier or carrier_code(paper, carrier) is not None:
        return ""
    return NOT_MADE if carrier == NO_TEXT else DOES_NOT_FIT


def _encoded(text: str, level: int, most: int) -> QrCode | None:
    """The code, unless it has more than `most` squares to a side."""
    from reportlab.graphics.barcode.qrencoder import QRCode

    code = QRCode(None, level)
    code.addData(text)
    code.version = code.calculate_version()
    # The encoder answers with its largest version also for what that cannot hold.
    if code.version * 4 + 17 > min(most, MOST_MODULES - 4):
        return None
    code.make()
    count = code.getModuleCount()
    module = max(min(USUAL_MODULE, ROOM / count), LEAST / count)
    rows = tuple(tuple(bool(code.isDark(row, column)) for column in range(count)) for row in range(count))
    return QrCode(rows, module)
