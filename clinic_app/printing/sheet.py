"""The surface that slips and forms draw on: millimetres from the top left corner, black ink, embedded faces."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby

from clinic_app.printing import fonts
from clinic_app.printing.paper import POINT, Paper
from clinic_app.printing.text import BODY, Atom, Line, one_line, plain, words, wrap

HAIRLINE = 0.5
FRAME = 0.8
DASHES = (3.0, 2.0)
DOTS = (0.6, 1.6)
UNDERLINE_DROP = 1.3
"""How far below the baseline a value's line runs, millimetres; nearer under small letters."""


class Sheet:
    """Pages of one paper size, ended by `finish`."""

    def __init__(self, paper: Paper, title: str, *, practice: bool = False, reprint: bool = False) -> None:
        """`title` goes into the document's properties: no personal data in it."""
        # Read in with the first page, as the faces are.
        from reportlab.pdfgen.canvas import Canvas

        self.paper = paper
        self.practice = practice
        self.reprint = reprint
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(paper.width / POINT, paper.height / POINT),
            initialFontName=fonts.initial_font(),
            invariant=True,
            lang="zh-CN",
        )
        self._canvas.setTitle(one_line(title))
        self._canvas.setCreator("clinic_app")
        self.page = 1

    def next_page(self) -> None:
        """End this page and begin another."""
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """The PDF."""
        self._canvas.showPage()
        with fonts.writing:
            self._canvas.save()
        return self._buffer.getvalue()

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False, align: str = "left") -> float:
        """One line of text on baseline `y`; `x` is its left end, middle or right end. Returns its width."""
        shown = one_line(text)
        width = fonts.width(shown, size, bold=bold) * POINT
        start = x - {"left": 0.0, "middle": width / 2, "right": width}[align]
        self._draw(start, y, shown, size, bold=bold)
        return width

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIRLINE, dash: Sequence[float] = ()
    ) -> None:
        """A straight line of `weight` points."""
        self._canvas.setLineWidth(weight)
        self._canvas.setDash(list(dash))
        self._canvas.line(self._x(x1), self._y(y1), self._x(x2), self._y(y2))

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = FRAME) -> None:
        """An empty frame; (x, y) is its upper left corner."""
        self._canvas.setLineWidth(weight)
        self._canvas.setDash([])
        self._canvas.rect(self._x(x), self._y(y + height), width / POINT, height / POINT)

    def circle(self, x: float, y: float, diameter: float) -> None:
        """A dotted circle around (x, y): room that stays free."""
        self._canvas.setLineWidth(HAIRLINE)
        self._canvas.setDash(list(DOTS))
        self._canvas.circle(self._x(x), self._y(y), diameter / 2 / POINT)

    def atoms(self, x: float, y: float, line: Line, size: float) -> float:
        """A wrapped line from `x` on baseline `y`, its filled-in values underlined. Returns where it ends."""
        for (bold, filled), group in groupby(line.drawn, key=lambda atom: (atom.bold, atom.filled)):
            end = self._group(x, y, list(group), size, bold=bold)
            if filled:
                drop = min(UNDERLINE_DROP, size * 0.1 if size < BODY else UNDERLINE_DROP)
                self.line(x, y + drop, end, y + drop)
            x = end
        return x

    def lines(self, x: float, y: float, lines: Sequence[Line], size: float, pitch: float) -> float:
        """Wrapped lines under each other, the first on baseline `y`. Returns the baseline after the last."""
        for line in lines:
            self.atoms(x, y, line, size)
            y += pitch
        return y

    def paragraph(self, x: float, y: float, width: float, text: str, size: float, *, bold: bool = False) -> float:
        """Wrapped plain text; returns the baseline after the last line."""
        return self.lines(x, y, wrap(words(plain(text, bold=bold)), width, size), size, size * 0.55)

    def outline(self, x: float, y: float, text: str, size: float, *, turned: float = 0.0) -> None:
        """Large hollow letters around (x, y): seen at once, and everything stays legible under them."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(self._x(x), self._y(y))
        canvas.rotate(turned)
        canvas.setLineWidth(0.4)
        canvas.setDash([1.2, 1.2])
        writing = canvas.beginText(-fonts.width(text, size, bold=True) / 2, -size * 0.35)
        writing.setTextRenderMode(1)
        for run in fonts.runs(text, bold=True):
            writing.setFont(run.face, size)
            writing.textOut(run.text)
        canvas.drawText(writing)
        canvas.restoreState()

    def barcode(self, x: float, y: float, height: float, digits: str, *, module: float = 0.38) -> float:
        """Code 128 with its upper left corner at (x, y), `module` the width of a bar; returns its width."""
        from reportlab.graphics.barcode.code128 import Code128

        code = Code128(digits, barWidth=module / POINT, barHeight=height / POINT, humanReadable=False, quiet=False)
        code.drawOn(self._canvas, self._x(x), self._y(y + height))
        return float(code.width) * POINT

    def squares(self, x: float, y: float, rows: Sequence[Sequence[bool]], module: float) -> None:
        """Black squares of `module` millimetres, the upper left corner at (x, y); neighbours are one stroke."""
        path = self._canvas.beginPath()
        for number, row in enumerate(rows):
            start = 0
            for dark, group in groupby(row):
                length = len(list(group))
                if dark:
                    left, lower = self._x(x + start * module), self._y(y + (number + 1) * module)
                    path.rect(left, lower, length * module / POINT, module / POINT)
                start += length
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _group(self, x: float, y: float, atoms: list[Atom], size: float, *, bold: bool) -> float:
        """Atoms of one face family; room inside breaks the text into separately placed strings."""
        text, start = "", x
        for atom in atoms:
            if atom.before:
                self._draw(start, y, text, size, bold=bold)
                x += atom.before
                text, start = "", x
            text += atom.text
            x += atom.width(size) - atom.before
            if atom.after:
                self._draw(start, y, text, size, bold=bold)
                text, start = "", x
        self._draw(start, y, text, size, bold=bold)
        return x

    def _draw(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        if not text:
            return
        writing = self._canvas.beginText(self._x(x), self._y(y))
        for run in fonts.runs(text, bold=bold):
            writing.setFont(run.face, size)
            writing.textOut(run.text)
        self._canvas.drawText(writing)

    def _x(self, x: float) -> float:
        return (x + self.paper.offset_right) / POINT

    def _y(self, y: float) -> float:
        return (self.paper.height - y - self.paper.offset_down) / POINT
