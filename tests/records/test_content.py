"""What an attachment may be is read from its bytes, never from a name, and nothing is decoded for it."""

from __future__ import annotations

import pytest

from clinic_app.records import content
from clinic_app.records.content import Content, ContentRefused, examine
from tests.contents import HOSTILE, chunk, document, packed_document, photo, picture


def test_photos_pictures_and_pdf_are_told_by_their_bytes() -> None:
    assert examine(photo(width=640, height=480)) == Content(content.JPEG, 640, 480)
    assert examine(picture(30, 20, more=chunk(b"pHYs", bytes(9)))) == Content(content.PNG, 30, 20)
    assert examine(document(3)) == Content(content.PDF, pages=3)
    assert examine(packed_document(b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>")).pages == 2


def test_bookmarks_are_no_pages() -> None:
    assert examine(document(2, more=b"/Outlines << /Type /Outlines /First 9 0 R /Count 400 >>")).pages == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_everything_else_is_refused_in_words(name: str) -> None:
    with pytest.raises(ContentRefused, match=r"[\u4e00-\u9fff]"):
        examine(HOSTILE[name])


def test_what_is_larger_than_an_attachment_may_be_is_not_looked_at() -> None:
    with pytest.raises(ContentRefused, match="8MB"):
        examine(b"\xff\xd8\xff" + bytes(content.MOST_BYTES))


@pytest.mark.parametrize(
    "busy",
    [
        b"%PDF-1.4\n" + b"/Type/ObjStm " * 600_000 + b"%%EOF",
        b"%PDF-1.4\n" + b"/Count 3 " * 900_000 + b"%%EOF",
        b"\xff\xd8\xff\xda\x00\x02" + b"\xff" * 8_000_000,
        b"\xff\xd8" + b"\xff\xda\x00\x02\x00" * 1_600_000,
    ],
)
def test_bytes_made_to_keep_the_reader_busy_are_refused(busy: bytes) -> None:
    with pytest.raises(ContentRefused):
        examine(busy)
