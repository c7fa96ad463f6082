"""The notice as PDF (fpdf2), with the characters it uses embedded from Noto Sans SC, so that every
printer and phone shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib.resources import as_file, files
from io import BytesIO

import segno
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos
from fpdf.fonts import FontFace

from api.notice import wording as words
from api.notice.schemas import Notice

FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
FAMILY = "noto"
MARGIN_MM, LINE_MM, TEXT_PT = 16.0, 5.6, 10.5
CODE_MM = 34.0
LABEL_MM = 24.0
INK, MAIN, FAINT, SOFT = (27, 40, 38), (11, 102, 96), (77, 93, 90), (238, 242, 240)
PAPER_WIDTHS = (30, 14, 8, 18, 40)


def pdf_of(notice: Notice, *, wording: Callable[[str], str]) -> bytes:
    """A4 pages; `wording` turns every text into the script asked for."""
    paper = _Paper(wording)
    paper.heading(words.TITLE, size=18)
    paper.section(words.HEADINGS["summary"], words.summary(notice))
    paper.bullets(words.HEADINGS["blocked"], notice.blocked)
    paper.section(
        words.HEADINGS["process"],
        (f"{number}. {words.process(item)}" for number, item in enumerate(notice.items, 1)),
    )
    paper.bullets(words.HEADINGS["bring"], notice.bring)
    if notice.items:
        paper.heading(words.HEADINGS["items"])
    for item in notice.items:
        paper.heading(words.title_of(item), size=11.5)
        paper.terms(words.terms(item))
        rows = [words.paper_cells(one) for one in item.papers]
        if rows:
            paper.table(words.PAPER_COLUMNS, rows, widths=PAPER_WIDTHS)
        else:
            paper.text(words.NO_PAPERS)
    paper.bullets(words.HEADINGS["departments"], notice.departments)
    paper.bullets(words.HEADINGS["facts"], notice.facts)
    paper.bullets(words.HEADINGS["assumptions"], notice.assumptions)
    paper.heading(words.HEADINGS["measures"])
    measures = [(title, str(alone), str(together)) for title, alone, together in notice.measures]
    paper.table(words.MEASURE_COLUMNS, measures, widths=(2, 1, 1))
    paper.text(notice.formula)
    lists = [words.list_line(notice, index) for index in range(len(notice.lists))]
    paper.bullets(words.HEADINGS["lists"], lists)
    paper.section(words.HEADINGS["ask"], (words.CONSULT,))
    paper.code(words.HEADINGS["again"], words.AGAIN, notice.link)
    paper.text(words.DISCLAIMER)
    return paper.finished()


class _Paper:
    """The page under the pen: headings, texts, tables, from top to bottom."""

    def __init__(self, wording: Callable[[str], str]) -> None:
        self._say = wording
        self._pdf = _Pages(footer=wording(words.TITLE))
        self._pdf.set_margin(MARGIN_MM)
        self._pdf.set_auto_page_break(True, margin=MARGIN_MM + 4)
        with as_file(files(FONT[0]) / FONT[1]) as path:
            self._pdf.add_font(FAMILY, "", path)
        self._pdf.set_title(wording(words.TITLE))
        self._pdf.set_lang("zh-CN")
        self._pdf.add_page()

    def heading(self, text: str, *, size: float = 13) -> None:
        if self._pdf.will_page_break(LINE_MM * 4):
            self._pdf.add_page()
        self._pdf.ln(2)
        self._pdf.set_text_color(*MAIN)
        self._write(text, size=size, height=size * 0.6)
        self._pdf.set_text_color(*INK)
        self._pdf.ln(0.5)

    def text(self, text: str) -> None:
        self._pdf.set_text_color(*INK)
        self._write(text, size=TEXT_PT, height=LINE_MM)

    def section(self, title: str, texts: Iterable[str]) -> None:
        found = list(texts)
        if found:
            self.heading(title)
        for text in found:
            self.text(text)

    def bullets(self, title: str, texts: Iterable[str]) -> None:
        self.section(title, (f"· {text}" for text in texts))

    def terms(self, rows: Iterable[tuple[str, str]]) -> None:
        """Label and text side by side."""
        for name, text in rows:
            if self._pdf.will_page_break(LINE_MM):
                self._pdf.add_page()
            self._pdf.set_font(FAMILY, size=TEXT_PT)
            self._pdf.set_text_color(*FAINT)
            self._pdf.cell(LABEL_MM, LINE_MM, self._say(name))
            self._pdf.set_text_color(*INK)
            self._write(text, size=TEXT_PT, height=LINE_MM)

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int]
    ) -> None:
        self._pdf.ln(1)
        self._pdf.set_font(FAMILY, size=9)
        head = FontFace(fill_color=SOFT, emphasis="")
        drawn = self._pdf.table(
            col_widths=tuple(widths),
            line_height=4.8,
            headings_style=head,
            text_align="LEFT",
            wrapmode=WrapMode.CHAR,
        )
        with drawn as table:
            for cells in (columns, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(self._say(cell))
        self._pdf.ln(1)

    def code(self, title: str, text: str, link: str) -> None:
        """The link beside its QR code."""
        if self._pdf.will_page_break(CODE_MM + 12):
            self._pdf.add_page()
        self.heading(title)
        picture = BytesIO()
        segno.make(link, error="m").save(picture, kind="png", scale=8, border=1)
        top = self._pdf.get_y()
        left = self._pdf.w - MARGIN_MM - CODE_MM
        self._pdf.image(picture, x=left, y=top, w=CODE_MM, alt_text=link)
        self._pdf.set_right_margin(MARGIN_MM + CODE_MM + 4)
        self.text(text)
        self._write(link, size=9, height=LINE_MM)
        self._pdf.set_right_margin(MARGIN_MM)
        self._pdf.set_y(max(self._pdf.get_y(), top + CODE_MM + 2))

    def finished(self) -> bytes:
        return bytes(self._pdf.output())

    def _write(self, text: str, *, size: float, height: float) -> None:
        self._pdf.set_font(FAMILY, size=size)
        self._pdf.multi_cell(
            0,
            height,
            self._say(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            wrapmode=WrapMode.CHAR,
        )


class _Pages(FPDF):
    """A4 with a page number below."""

    def __init__(self, *, footer: str) -> None:
        super().__init__(format="A4")
        self._footer = footer

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*FAINT)
        self.cell(0, 6, f"{self._footer}  {self.page_no()}/{{nb}}", align="C")
