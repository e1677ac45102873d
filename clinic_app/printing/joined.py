"""Several PDFs as one, page after page."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence

import pypdfium2

pdfium = threading.Lock()
"""PDFium is not safe in two threads at once: whoever calls it holds this."""


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One document of all pages in their order; a single one stays as it is, byte for byte."""
    if len(pdfs) == 1:
        return pdfs[0]
    with pdfium:
        whole = pypdfium2.PdfDocument.new()
        try:
            for pdf in pdfs:
                part = pypdfium2.PdfDocument(pdf)
                try:
                    whole.import_pages(part)
                finally:
                    part.close()
            target = io.BytesIO()
            whole.save(target)
        finally:
            whole.close()
    return target.getvalue()
