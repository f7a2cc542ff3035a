"""The shape of a report: its lines joined where they were only wrapped, its blocks in order, its tables with their cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.numbering import Numbered, numbered
from tawthiq.reading.prose import Prose, Span, read_prose

Kind = Literal["title", "heading", "paragraph", "item", "caption", "note", "row"]

_BULLET = re.compile(r"[ \t]*(?:[-*•◦▪●○·‣–—o][ \t]+|\d{1,2}[.)][ \t]+(?=\S{2}))")
_STARTS_NEW = re.compile(
    r"[ \t]*(?:[-*•◦▪●·‣–—#>|]|\d{1,3}[.)\]][ \t]|[¹²³⁴⁵⁶⁷⁸⁹⁰\[]|(?:[A-Za-z]|[ivxIVX]{2,4}|\d{1,2}|[أ-ي])ـ?[ ]?(?:[-–—]|/[ ]?/?)[ \t]|[A-Za-z][.)][ \t]|$)"
)
_ENDS = re.compile(r"[.!?:;؟؛»”\"|]\s*$")
_HEADING = re.compile(
    r"(?:[ivx]{1,5}[.:)]|(?:\d{1,2}[.)]){1,3}|first:|second:|third:|اولا|ثانيا|ثالثا|رابعا|خامسا)[ ]"
)
_CAPTION_DATE = re.compile(
    r"-[ \n]{0,2}(?:\w+ )?\d{0,2}\.?[ ]?[\w/]+[ ]?\d{0,2},?[ ]?/?[ ]?[\w]*[ ]?(?:19|20)\d\d[ .]*$"
)
_CAPTION = re.compile(
    r"(?:map|image|photo|picture|figure|chart|graph|destruction|damage|victims?|recovering|evacuating|a victim|civilian victims|child victims|"
    r"خريطه|صوره|صور|مخطط|رسم|carte|photo|graphique|figure|karte|foto|abbildung|bild|grafik|diagramm)\b"
)
_CHANNEL = re.compile(
    r"whatsapp|skype|phone|telegram|signal|messenger|e-?mail|in person|interview|facebook|viber|واتساب|واتس اب|سكايب|هاتف|ماسنجر|مقابله|"
    r"تلغرام|فيسبوك|telephone|entretien|courriel|telefon|gesprach|personlich|سيغنال"
)
_NOTE_START = re.compile(
    r"\W{0,4}(?:\^?\d{1,3}(?!\d)[\]).:]{0,2}[ ]{0,3}:?[ ]?)?\W{0,3}(?:via|by|through|over|interview|per|uber|par|mit|phone|telephone|telefonisch|عبر|مقابله|اتصال|تواصل|in person|conversation|entretien|gesprach|email|e-mail|skype|whatsapp)"
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
FULL = 0.72
"""A line of this share of a page's width, or more, may have been broken there."""
_SEPARATOR = re.compile(r"[\s|:+=-]+$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, caption, note or table row; `section` counts headings; `indent` in columns.

    Lines of one list have the same `level` (0 outside lists); `order` is their number, 0 where they have a bullet.
    """

    kind: Kind
    span: Span
    section: int
    indent: int = 0
    bullet: str = ""
    level: int = 0
    order: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in rows, as spans; the first row is taken for the head."""

    rows: tuple[tuple[Span, ...], ...]
    section: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report's text with its blocks and tables."""

    prose: Prose
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]


def unwrapped(text: str) -> str:
    """Join lines that a page's width broke, keeping every character's place (the line end becomes a space)."""
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    lines = text.split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return text
    width = lengths[int(len(lengths) * 0.95)]
    wrapped = 45 <= width <= 135 and lengths[-1] <= width * 1.4 and _is_broken(lines, width)
    joined = [lines[0]]
    for before, line in itertools.pairwise(lines):
        joint = " " if _continues(before, line, width if wrapped else 0) else "\n"
        joined.append(joint + line)
    return "".join(joined)


def _is_broken(lines: Sequence[str], width: int) -> bool:
    """Say whether most long lines with another below them break off within a sentence."""
    long = [a for a, b in itertools.pairwise(lines) if len(a.rstrip()) >= width * FULL and b.strip()]
    return sum(not _ENDS.search(a) for a in long) * 2 >= len(long)


def _continues(before: str, line: str, width: int) -> bool:
    if not before.strip() or not line.strip() or _STARTS_NEW.match(line) or before.lstrip()[:1] in "#|":
        return False
    if _ENDS.search(before) and not (
        width and len(before.rstrip()) >= width * 0.85 and before.rstrip()[-1] not in ":|"
    ):
        return False
    if _COLUMNS.search(before) or _COLUMNS.search(line):
        return False
    first = line.lstrip()[0]
    if width and len(before.rstrip()) >= width * FULL:
        return True
    return first.islower() and first.isascii() and len(before.rstrip()) >= 40


def read_document(text: str) -> Document:
    """Read a report's text into blocks and tables."""
    prose = read_prose(unwrapped(text), lines_of=text)
    blocks: list[Block] = []
    tables: list[Table] = []
    rows: list[tuple[Span, ...]] = []
    section = 0
    lines = _lines(prose)
    listed = numbered([prose.plain[line.start : line.end] for line in lines])
    for n, line in enumerate(lines):
        cells = _cells(prose, line)
        if cells is not None:
            if cells:
                rows.append(cells)
                blocks.append(Block("row", line, section))
            continue
        if rows:
            tables.append(Table(tuple(rows), section))
            rows = []
        kind = _kind(prose, line, bool(blocks))
        section += kind == "heading"
        blocks.append(_block(prose, line, kind, section, listed.get(n)))
    if rows:
        tables.append(Table(tuple(rows), section))
    return Document(prose, tuple(blocks), tuple(t for t in tables if len(t.rows) > 1))


def _lines(prose: Prose) -> list[Span]:
    found: list[Span] = []
    start = 0
    for line in prose.plain.split("\n"):
        if line.strip():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found


def _cells(prose: Prose, line: Span) -> tuple[Span, ...] | None:
    """Give the cells of a table row, an empty row for a ruling, None where the line is no row."""
    text = prose.plain[line.start : line.end]
    if text.count("|") >= 2 or (text.count("|") == 1 and re.match(r"\s*[^|]{1,60}\|\s*[\d٠-٩,. ]+$", text)):
        if _SEPARATOR.fullmatch(text):
            return ()
        return tuple(
            _trimmed(prose, s) for s in _split(text, line.start, r"\|", text.strip().startswith("|"))
        )
    gaps = len(re.findall(r"(?<=\S)(?:\t+| {3,})(?=\S)", text))
    if len(text) < 200 and (
        gaps >= 2 or (gaps == 1 and re.search(r"(?:\t| {3,})[\d٠-٩][\d٠-٩.,]*\s*$", text))
    ):
        return tuple(_trimmed(prose, s) for s in _split(text, line.start, r"\t+| {3,}", skip_first=False))
    return None


def _split(text: str, start: int, pattern: str, skip_first: bool) -> list[Span]:
    edges = [(m.start(), m.end()) for m in re.finditer(pattern, text)]
    begins = [0, *(end for _, end in edges)]
    ends = [*(begin for begin, _ in edges), len(text)]
    spans = [Span(start + a, start + b) for a, b in zip(begins, ends, strict=True)]
    spans = spans[1:] if skip_first else spans
    return spans[:-1] if spans and not text[spans[-1].start - start :].strip() else spans


def _trimmed(prose: Prose, span: Span) -> Span:
    text = prose.plain[span.start : span.end]
    lead = len(text) - len(text.lstrip())
    return Span(span.start + lead, max(span.start + len(text.rstrip()), span.start + lead))


def _kind(prose: Prose, line: Span, begun: bool) -> Kind:
    text = prose.plain[line.start : line.end]
    folded = prose.folded[line.start : line.end].strip()
    source_start = prose.source_span(Span(line.start, line.start + 1))[0]
    if prose.source[max(source_start - 8, 0) : source_start].rsplit("\n", 1)[-1].lstrip().startswith("#"):
        return "heading" if begun else "title"
    if len(folded) < 260 and _CHANNEL.search(folded) and _NOTE_START.match(folded):
        return "note"
    if _BULLET.match(text):
        return "item"
    if not begun and len(folded) < 300:
        return "title"
    if len(folded) < 400 and (_CAPTION_DATE.search(folded) or (_CAPTION.match(folded) and len(folded) < 300)):
        return "caption"
    if len(folded) < 200 and not re.search(r"[.;,]$", folded) and _is_heading(folded):
        return "heading"
    return "paragraph"


def _is_heading(folded: str) -> bool:
    return _HEADING.match(folded) is not None or (
        len(folded) < 90
        and not re.search(r"\d", folded)
        and not folded.endswith(":")
        and len(folded.split()) > 1
    )


def _block(prose: Prose, line: Span, kind: Kind, section: int, place: Numbered | None) -> Block:
    text = prose.plain[line.start : line.end]
    bullet = _BULLET.match(text)
    indent = len(text) - len(text.lstrip())
    level, order, start = (place.level, place.order, place.length) if place else (0, 0, indent)
    if bullet and kind == "item":
        mark = bullet.group().strip()[:1]
        return Block(
            kind, Span(line.start + max(bullet.end(), start), line.end), section, indent, mark, level, order
        )
    return Block(kind, Span(line.start + start, line.end), section, indent, "", level, order)


def blocks_of(document: Document, kinds: Sequence[Kind]) -> list[Block]:
    """Give the blocks of some kinds in order."""
    return [b for b in document.blocks if b.kind in kinds]
