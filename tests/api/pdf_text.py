"""What a reader's own program (PDFium) finds in a PDF."""

from __future__ import annotations

import re

from pypdfium2 import PdfDocument

EMBEDDED_SUBSET = re.compile(rb"/BaseFont /[A-Z]{6}\+NotoSansSC")


def pdf_text(pdf: bytes) -> str:
    """All that it says, without blanks: lines break elsewhere on paper."""
    document = PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return "".join("".join(pages).split())


def pdf_pages(pdf: bytes) -> int:
    """How many sheets it takes."""
    return len(PdfDocument(pdf))
