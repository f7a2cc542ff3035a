"""A report's file as text: .txt, .md, .docx, .html and .pdf; a file that is not what it claims, or unpacks too far, is refused.

Tables become lines of cells between bars, so that every kind of file is read the same way afterwards.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tawthiq.domain.errors import InvalidFile

MOST_BYTES: Final = 64 * 1024 * 1024
"""A larger file, or a larger text inside a packed one, is refused."""
MOST_PAGES: Final = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(content: bytes, name: str) -> str:
    """Read a report's text from its bytes; the name's ending says the kind. Raises InvalidFile."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else "txt"
    reader = _READERS.get(ending)
    if reader is None:
        raise InvalidFile(
            f"{name}: a .{ending} file cannot be read. Give {', '.join('.' + e for e in sorted(_READERS))}."
        )
    if len(content) > MOST_BYTES:
        raise InvalidFile(f"{name}: {len(content)} bytes; at most {MOST_BYTES} are read. Split the file.")
    return reader(content, name)


def _plain(content: bytes, name: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if content.count(0) > len(content) // 50:
            raise InvalidFile(
                f"{name}: this is not text. Save it as UTF-8 text, .docx, .html or .pdf."
            ) from None
        arabic = sum(0xC0 <= b <= 0xED for b in content) * 4 > len(content)
        return content.decode("cp1256" if arabic else "cp1252", errors="replace")


def _docx(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {i.filename: i for i in archive.infolist()}
            parts = [_member(archive, members, p, name) for p in ("word/document.xml", "word/footnotes.xml")]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise InvalidFile(
            f"{name}: this is not a Word file ({type(error).__name__}). Save it as .docx again."
        ) from error
    if parts[0] is None:
        raise InvalidFile(f"{name}: no word/document.xml inside. Save it as .docx again.")
    lines: list[str] = []
    for part in parts:
        if part is not None:
            lines += _word_lines(_parsed(part, name))
    return "\n\n".join(lines)


def _member(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], path: str, name: str
) -> bytes | None:
    info = members.get(path)
    if info is None:
        return None
    with archive.open(info) as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InvalidFile(f"{name}: {path} unpacks to more than {MOST_BYTES} bytes. It is not read.")
    return data


def _parsed(part: bytes, name: str) -> Element:
    try:
        root: Element = fromstring(part)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise InvalidFile(
            f"{name}: its XML cannot be read ({type(error).__name__}). Save it as .docx again."
        ) from error
    return root


def _word_lines(root: Element) -> list[str]:
    lines: list[str] = []
    holder = root.find(f"{_W}body")
    if holder is None:
        notes = (f for f in root if f.get(f"{_W}type") is None)
        return [f"[{f.get(f'{_W}id')}] " + " ".join(_paragraph(p) for p in f.iter(f"{_W}p")) for f in notes]
    for child in holder:
        if child.tag == f"{_W}tbl":
            lines.append("\n".join(_row_line(r) for r in child.iter(f"{_W}tr")))
        elif child.tag == f"{_W}p":
            text = _paragraph(child)
            style = child.find(f"{_W}pPr/{_W}pStyle")
            heading = style is not None and (style.get(f"{_W}val") or "").lower().startswith(
                ("heading", "title")
            )
            numbered = child.find(f"{_W}pPr/{_W}numPr") is not None
            lines.append(("# " if heading and text else "- " if numbered and text else "") + text)
        else:
            lines += [_paragraph(p) for p in child.iter(f"{_W}p")]
    return [line for line in lines if line.strip()]


def _row_line(row: Element) -> str:
    return _bars([" ".join(_paragraph(p) for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")])


def _bars(cells: list[str]) -> str:
    return "| " + " | ".join(re.sub(r"[\s|]+", " ", c).strip() for c in cells) + " |"


def _paragraph(paragraph: Element) -> str:
    pieces: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            pieces.append(" ")
        elif node.tag == f"{_W}footnoteReference":
            pieces.append("".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in (node.get(f"{_W}id") or "") if d.isdigit()))
    return "".join(pieces)


class _Page(HTMLParser):
    """Collects a page's words line by line; scripts and styles are left out, tables become bars."""

    _BLOCKS = frozenset(
        [
            "p",
            "div",
            "section",
            "article",
            "li",
            "ul",
            "ol",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "br",
            "tr",
            "table",
            "blockquote",
            "figcaption",
            "header",
            "footer",
            "title",
            "dd",
            "dt",
            "caption",
            "aside",
        ]
    )
    _DROPPED = frozenset(["script", "style", "template", "noscript"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.dropped = 0
        self.cells: list[str] | None = None
        self.in_note = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._DROPPED:
            self.dropped += 1
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append("")
        elif tag == "sup":
            self.in_note = True
        elif tag in self._BLOCKS and self.cells is None:
            self.pieces.append(
                "\n\n" + ("- " if tag == "li" else "# " if re.fullmatch("h[1-6]", tag) else "")
            )

    def handle_endtag(self, tag: str) -> None:
        if tag in self._DROPPED:
            self.dropped = max(self.dropped - 1, 0)
        elif tag == "tr" and self.cells is not None:
            self.pieces.append("\n" + _bars(self.cells))
            self.cells = None
        elif tag == "sup":
            self.in_note = False
        elif tag in self._BLOCKS and self.cells is None:
            self.pieces.append("\n\n" if tag != "br" else "\n")

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        words = re.sub(r"\s+", " ", data)
        if self.in_note:
            words = "".join(
                "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(c)] if c.isdecimal() else "" if c in "[]() " else c for c in words
            )
        if self.cells:
            self.cells[-1] += words
        elif self.cells is None:
            self.pieces.append(words)


def _html(content: bytes, name: str) -> str:
    page = _Page()
    page.feed(_plain(content, name))
    page.close()
    text = "".join(page.pieces)
    return re.sub(r"[ ]*\n[ ]*", "\n", re.sub(r"\n{3,}", "\n\n", re.sub(r"\n[ \n]*\n", "\n\n", text))).strip()


def _pdf(content: bytes, name: str) -> str:
    try:
        reader = PdfReader(io.BytesIO(content))
        if len(reader.pages) > MOST_PAGES:
            raise InvalidFile(
                f"{name}: {len(reader.pages)} pages; at most {MOST_PAGES} are read. Split the file."
            )
        pages = list(_page_texts(reader))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, IndexError) as error:
        raise InvalidFile(
            f"{name}: this PDF cannot be read ({type(error).__name__}). Export it again."
        ) from error
    if not any(p.strip() for p in pages):
        raise InvalidFile(
            f"{name}: no text in this PDF, only pictures. Give a PDF with text or recognise it first."
        )
    return "\n".join(pages)


def _page_texts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        yield page.extract_text() or ""


_READERS: Final[Mapping[str, Callable[[bytes, str], str]]] = {
    "txt": _plain,
    "md": _plain,
    "markdown": _plain,
    "docx": _docx,
    "html": _html,
    "htm": _html,
    "pdf": _pdf,
}
