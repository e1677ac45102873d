"""What PDFium does: it reads PDFs and joins them. Read in with the first of them, and asked by one thread at a time."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_one_at_a_time = threading.Lock()
"""PDFium is not safe in two threads at once."""


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfDocument]:
    """A document, and PDFium with it, for one thread alone."""
    from pypdfium2 import PdfDocument

    with _one_at_a_time:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One document of all pages in their order; a single one stays as it is, byte for byte."""
    if len(pdfs) == 1:
        return pdfs[0]
    from pypdfium2 import PdfDocument

    target = io.BytesIO()
    with _one_at_a_time:
        whole = PdfDocument.new()
        try:
            for pdf in pdfs:
                part = PdfDocument(pdf)
                try:
                    whole.import_pages(part)
                finally:
                    part.close()
            whole.save(target)
        finally:
            whole.close()
    return target.getvalue()
