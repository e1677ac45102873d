"""Faces as reportlab embeds them in a PDF; which face draws what is `fonts.py`."""

from __future__ import annotations

import mmap
import threading
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_loading = threading.Lock()


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A TrueType face whose text can be copied out of the PDF again, above U+FFFF too."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=False)
        with open(file, "rb") as opened:
            # reportlab keeps the file's 10 MB in memory; what is asked of it lies in the file as well.
            self.face._ttf_data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        # Thirty thousand lists that reading in alone has needed.
        self.face.glyphToChar = {}
        whole = self.face.get_table
        self.face.get_table = lambda tag: Outlines(self.face) if tag == "glyf" else whole(tag)

    def addObjects(self, doc: Any) -> None:
        """Write the face's subsets, then replace reportlab's character maps (it writes five-digit code points)."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        written = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            font = written[name]
            doc.idToObject[font.ToUnicode.name].content = to_unicode_map(str(font.BaseFont), subset)


class Outlines:
    """The outlines of a face, read where reportlab asks: it would copy all of them, up to 18 MB, for each subset of a
    paper, and no other thread goes on meanwhile."""

    def __init__(self, face: Any) -> None:
        self._data: mmap.mmap = face._ttf_data
        self._from, self._length = face.get_table_pos("glyf")

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        return self._data[self._from + start : self._from + stop]


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The ToUnicode CMap of one subset: byte to UTF-16BE, in blocks of at most 100 (PDF 32000-1, 9.10.3)."""
    pairs = [
        f"<{index:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for index, code in enumerate(subset)
        if code
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def registered(name: str, file: Path) -> EmbeddedFont:
    """The face of a file under its name, read once. In any thread."""
    with _loading:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(EmbeddedFont(name, str(file)))
        font: EmbeddedFont = pdfmetrics.getFont(name)
        return font
