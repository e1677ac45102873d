"""Photos, pictures and PDF as bytes: good ones of any size, and hostile ones."""

from __future__ import annotations

import random
import struct
import zlib

EXIF = b"\xff\xe1" + struct.pack(">H", 14) + b"Exif\0\0GPS..."[:12]


def photo(size: int = 3000, *, width: int = 800, height: int = 600, seed: int = 1, more: bytes = b"") -> bytes:
    """A JPEG of exactly `size` bytes; `more` are segments before its frame."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00"
    head = b"\xff\xd8" + more + frame + scan
    points = random.Random(seed).randbytes(size - len(head) - 2).replace(b"\xff", b"\xfe")
    return head + points + b"\xff\xd9"


def picture(width: int = 4, height: int = 3, *, more: bytes = b"") -> bytes:
    """A PNG; a claimed size costs nothing here."""
    lines = zlib.compress(b"\0" * (min(width, 100) * 3 + 1) * min(height, 100))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def document(pages: int = 1, *, count: int | None = None, more: bytes = b"") -> bytes:
    """A PDF of empty pages; `count` is what its page tree claims, `more` stands in the catalogue."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + more + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % (pages if count is None else count),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"] * pages,
    ]
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def packed_document(inside: bytes) -> bytes:
    """A PDF whose page tree stands in a packed object stream."""
    packed = zlib.compress(inside)
    return (
        b"%%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\ntrailer\n%%EOF\n"
    )


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
HOSTILE = {
    "a page named .pdf": HTML,
    "a page behind a PDF's name": b"%PDF-" + HTML,
    "a picture of 50,000 by 50,000": picture(50_000, 50_000),
    "a photo of 60,000 by 60,000": photo(width=60_000, height=60_000),
    "a line of points": picture(2, 9_000),
    "10,000 pages by the tree": document(1, count=10_000),
    "60 pages": document(60),
    "10,000 pages, packed": packed_document(b"<< /Type /Pages /Kids [3 0 R] /Count 10000 >>"),
    "a PDF that unpacks to gigabytes": packed_document(b"\0" * (20 << 20)),
    "a PDF with a program": document(more=b"/OpenAction << /S /JavaScript /JS (x) >>"),
    "a PDF with a file inside": document(more=b"/Names << /EmbeddedFiles 9 0 R >>"),
    "a PDF with a password": document(more=b"/Encrypt 9 0 R"),
    "half a PDF": document()[:-8],
    "half a photo": photo()[:-100],
    "a photo with something behind it": photo() + b"PK\x03\x04",
    "a photo that tells where": photo(more=EXIF),
    "a picture that tells": picture(more=chunk(b"tEXt", b"Comment\0hello")),
    "a picture with a flipped bit": picture()[:-14] + b"\x01" + picture()[-13:],
    "a program": b"MZ\x90\x00" + bytes(100),
    "a drawing with scripts": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "nothing": b"",
}
