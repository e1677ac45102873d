"""What the bytes of an attachment are. Both ends ask here before they keep or show a byte; nothing is decoded.

Only what this program writes itself is taken: photos and pictures without anything said beside the points (a phone's
EXIF names the house where it was taken), and PDF without passwords, scripts and files inside. A picture's size and a
PDF's number of pages are read from the bytes, because a small file can ask for gigabytes of memory.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
MOST_BYTES = 8 << 20
MOST_SIDE = 10_000
MOST_SLENDER = 15
"""How many times as long as wide: a line of points fitted to a window's width has no end."""
MOST_POINTS = 25_000_000
MOST_PAGES = 50
MOST_UNPACKED = 16 << 20
MOST_PARTS = 5000
"""Of a picture's segments, or counts in a PDF: whoever has more wants to keep the reader busy."""
NEAR = 1000
"""Bytes around a word of a PDF in which its object is looked at."""

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
JPEG_TELLTALE = {0xE1, 0xED}
"""APP1 holds EXIF and XMP, APP13 what picture editors know."""
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
JPEG_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The next marker after packed points, in which an FF is followed by 00, a restart or another FF."""
PDF_START = re.compile(rb"%PDF-[12]\.\d")
PDF_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
PDF_COUNT = re.compile(rb"/Count\s+(\d{1,9})")
PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
PDF_LOCKED = re.compile(rb"/Encrypt\b")

UNKNOWN = "只能加照片（JPEG、PNG）和PDF，这个文件不是"
BROKEN = "这个文件不完整或已损坏，打不开"
TOO_LARGE = f"附件最大{MOST_BYTES >> 20}MB，这个文件太大"
TOO_WIDE = "这张图片的尺寸太大"
TELLS = "图片里带有拍摄地点等信息，要去掉后才能加"
TOO_LONG = f"PDF最多{MOST_PAGES}页，这个文件页数太多"
LOCKED = "这个PDF有密码，去掉密码后才能加"
ACTIVE = "这个PDF里带有程序或别的文件，不能加"


class ContentRefused(ValueError):
    """The bytes are nothing that an attachment may be; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Content:
    """What the bytes are. `width` and `height` are a picture's points, `pages` a PDF's."""

    media_type: str
    width: int = 0
    height: int = 0
    pages: int = 0


def examine(raw: bytes) -> Content:
    """What an attachment's bytes are, whatever a name or a record says of them. Raises ContentRefused."""
    if len(raw) > MOST_BYTES:
        raise ContentRefused(TOO_LARGE)
    kind = sniff(raw)
    found = {JPEG: _jpeg, PNG: _png, PDF: _pdf}[kind](raw)
    refuse_large(found.width, found.height, MOST_SIDE, MOST_POINTS)
    if found.pages > MOST_PAGES:
        raise ContentRefused(TOO_LONG)
    return found


def sniff(raw: bytes) -> str:
    """The media type by the first bytes. Raises ContentRefused for every other kind of file."""
    if raw.startswith(b"\xff\xd8\xff"):
        return JPEG
    if raw.startswith(PNG_START):
        return PNG
    if PDF_START.match(raw):
        return PDF
    raise ContentRefused(UNKNOWN)


def refuse_large(width: int, height: int, most_side: int, most_points: int) -> None:
    """Raises ContentRefused for a picture that would take too much memory."""
    slender = max(width, height) > MOST_SLENDER * min(width, height)
    if max(width, height) > most_side or width * height > most_points or slender:
        raise ContentRefused(TOO_WIDE)


def _jpeg(raw: bytes) -> Content:
    size = None
    for marker, segment in _jpeg_segments(raw):
        if marker in JPEG_TELLTALE:
            raise ContentRefused(TELLS)
        if marker in JPEG_FRAMES and size is None and len(segment) >= 5:
            size = struct.unpack(">HH", segment[1:5])
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            raise ContentRefused(BROKEN)
    if size is None or not all(size):
        raise ContentRefused(BROKEN)
    return Content(JPEG, width=size[1], height=size[0])


def _jpeg_segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Every marker with what belongs to it, to the end mark, which must be the end of the bytes."""
    place = 2
    for _ in range(MOST_PARTS):
        if raw[place : place + 1] != b"\xff" or place + 2 > len(raw):
            raise ContentRefused(BROKEN)
        marker = raw[place + 1]
        place += 2
        if marker == 0xD9:
            if place != len(raw):
                raise ContentRefused(BROKEN)
            return
        if marker in STANDALONE:
            continue
        length = int.from_bytes(raw[place : place + 2], "big")
        if length < 2 or place + length > len(raw):
            raise ContentRefused(BROKEN)
        yield marker, raw[place + 2 : place + length]
        place += length
        if marker == 0xDA:
            if (mark := JPEG_MARK.search(raw, place)) is None:
                raise ContentRefused(BROKEN)
            place = mark.start()
    raise ContentRefused(BROKEN)


def _png(raw: bytes) -> Content:
    size = None
    place = len(PNG_START)
    while True:
        if place + 12 > len(raw):
            raise ContentRefused(BROKEN)
        length, kind = struct.unpack(">I4s", raw[place : place + 8])
        end = place + 12 + length
        if end > len(raw) or zlib.crc32(raw[place + 4 : end - 4]) != int.from_bytes(raw[end - 4 : end], "big"):
            raise ContentRefused(BROKEN)
        if size is None:
            if kind != b"IHDR" or length != 13:
                raise ContentRefused(BROKEN)
            size = struct.unpack(">II", raw[place + 8 : place + 16])
        if kind not in PNG_CHUNKS:
            raise ContentRefused(TELLS)
        place = end
        if kind == b"IEND":
            break
    if place != len(raw) or not all(size):
        raise ContentRefused(BROKEN)
    return Content(PNG, width=size[0], height=size[1])


def _pdf(raw: bytes) -> Content:
    if b"%%EOF" not in raw[-1024:]:
        raise ContentRefused(BROKEN)
    words = raw + _packed_objects(raw)
    if PDF_LOCKED.search(words):
        raise ContentRefused(LOCKED)
    if PDF_ACTIVE.search(words):
        raise ContentRefused(ACTIVE)
    pages = max(len(PDF_PAGE.findall(words)), _claimed_pages(words))
    if not pages:
        raise ContentRefused(BROKEN)
    return Content(PDF, pages=pages)


def _claimed_pages(words: bytes) -> int:
    """What the page tree says of itself; the tree of bookmarks counts too, but names its first one."""
    claimed = 0
    for number, found in enumerate(PDF_COUNT.finditer(words)):
        if number > MOST_PARTS:
            raise ContentRefused(TOO_LONG)
        before = words[max(found.start() - NEAR, 0) : found.start()].rpartition(b"<<")[2]
        after = words[found.end() : found.end() + NEAR].partition(b">>")[0]
        if b"/First" not in before and b"/First" not in after:
            claimed = max(claimed, int(found[1]))
    return claimed


def _packed_objects(raw: bytes) -> bytes:
    """Newer PDF keep their objects packed; unpacked no further than a document of our size needs."""
    parts, size, place = [b""], 0, 0
    while (place := raw.find(b"/ObjStm", place)) >= 0:
        start = raw.find(b"stream", place, place + NEAR)
        end = raw.find(b"endstream", start + 6)
        if start < 0 or end < 0:
            raise ContentRefused(BROKEN)
        part = _unpacked(raw[start + 6 : end].lstrip(b"\r\n"), MOST_UNPACKED - size)
        size += len(part)
        parts.append(part)
        place = end
    return b"\n".join(parts)


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        part = zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        # Packed in no way that today's programs use: what is inside cannot be judged.
        raise ContentRefused(BROKEN) from None
    if len(part) > most:
        raise ContentRefused(TOO_LARGE)
    return part
