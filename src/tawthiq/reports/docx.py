"""Make the Word document of an edition through pandoc; Arabic paragraphs, tables and notes run from the right.

Pandoc writes the text; what it leaves to its reference document is set here: styles, page, page numbers, tables that
are mirrored, a table of contents that is filled before Word first updates it. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from tawthiq.reports.assemble import Assembled
from tawthiq.reports.language import dates
from tawthiq.reports.pandoc import run_pandoc
from tawthiq.reports.pdf import cover_facts, png_of
from tawthiq.reports.tree import Node, clean, document, headings, paragraph, plain_text, strong, text, walk

_STYLE: Final = re.compile(r"<w:style [^>]*w:styleId=\"(\w+)\"[^>]*>.*?</w:style>", re.DOTALL)
_SECTION: Final = re.compile(r"<w:sectPr>.*?</w:sectPr>|<w:sectPr\s*/>", re.DOTALL)
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_FOOTER_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_FOOTER_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_CHANGED: Final = frozenset({"Image", "Div", "Table"})
_BREAK: Final = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_FONTS: Final = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/>'


def docx_of(report: Assembled) -> bytes:
    """Write an edition as a Word document."""
    edition, front = report.edition, report.edition.source.front
    with TemporaryDirectory() as folder:
        tree = walk(list(report.blocks), _CHANGED, lambda node: _for_word(node, report, Path(folder)))
        tree = [*_cover(report), *tree]
        arguments = ["-f", "json", "-t", "docx", "-o", "-", f"--resource-path={folder}"]
        content = json.dumps(document(tree, _meta(report)), ensure_ascii=False).encode()
        moment = int(datetime(front.day.year, front.day.month, front.day.day, tzinfo=UTC).timestamp())
        written = run_pandoc(arguments, content, about=edition.source.file, epoch=moment)
    return _finished(written, edition.language)


def _meta(report: Assembled) -> dict[str, Any]:
    edition, front = report.edition, report.edition.source.front
    meta: dict[str, Any] = {
        "title": {"t": "MetaInlines", "c": text(report.title)},
        "author": {"t": "MetaList", "c": [{"t": "MetaInlines", "c": text(front.text("organisation"))}]},
        "date": {"t": "MetaInlines", "c": text(dates.day(front.day, edition.language))},
        "lang": {"t": "MetaString", "c": edition.language},
    }
    if report.subtitle:
        meta["subtitle"] = {"t": "MetaInlines", "c": text(report.subtitle)}
    if edition.language == "ar":
        meta["dir"] = {"t": "MetaString", "c": "rtl"}
    return meta


def _cover(report: Assembled) -> list[Node]:
    label = report.edition.source.front.text("label")
    made = [paragraph([strong(label)])] if label else []
    made += [paragraph([*text(f"{name}: "), *text(value)]) for name, value in cover_facts(report)]
    return made


def _for_word(node: Node, report: Assembled, folder: Path) -> Node | list[Node] | None:
    kind = node["t"]
    if kind == "Image":
        drawing = report.edition.drawings.get(node["c"][2][0])
        if drawing is None:
            return None
        suffix = "png" if drawing.kind == "svg" else drawing.kind
        content = (
            png_of(drawing.content, drawing.width, drawing.height)
            if drawing.kind == "svg"
            else drawing.content
        )
        (folder / f"{drawing.name}.{suffix}").write_bytes(content)
        width = f"{min(6.3, drawing.width / 680 * 6.3):.2f}in"
        return {
            "t": "Image",
            "c": [["", [], [["width", width]]], text(drawing.alt), [f"{drawing.name}.{suffix}", drawing.alt]],
        }
    if kind == "Div" and "contents" in node["c"][0][1]:
        return {"t": "RawBlock", "c": ["openxml", _BREAK + _contents(report) + _BREAK]}
    if kind == "Table":
        return _bold_totals(_with_widths(node))
    return None


def _with_widths(node: Node) -> Node:
    """State the widths of columns that have none: Word would make the column of names as narrow as a number."""
    specs = node["c"][2]
    if len(specs) > 1 and all("c" not in width for _, width in specs):
        first = max(0.24, 0.52 - 0.06 * len(specs))
        for at, spec in enumerate(specs):
            part = first if at == 0 else (1 - first) / (len(specs) - 1)
            spec[1] = {"t": "ColWidth", "c": part}
    return node


def _bold_totals(node: Node) -> Node:
    """Set rows that are totals or begin a group in bold: Word's table style knows only the first row."""
    bodies = node["c"][4]
    for body in bodies:
        for row in body[3]:
            if "total" in row[0][1]:
                for cell in row[1]:
                    for block in cell[4]:
                        block["c"] = [{"t": "Strong", "c": block["c"]}]
    return node


def _contents(report: Assembled) -> str:
    edition = report.edition
    bidi = "<w:bidi/>" if edition.language == "ar" else ""
    rtl = "<w:rPr><w:rtl/></w:rPr>" if edition.language == "ar" else ""
    entries = []
    for node in headings(report.blocks):
        if node["c"][0] <= edition.depth:
            level, (identifier, _, _), inlines = node["c"]
            said = escape(clean(plain_text(inlines)))
            entries.append(
                f'<w:p><w:pPr><w:pStyle w:val="TOC{min(level, 3)}"/>{bidi}</w:pPr>@BEGIN@'
                f"<w:hyperlink w:anchor={quoteattr(identifier)}><w:r>{rtl}<w:t>{said}</w:t></w:r></w:hyperlink>"
                "@END@</w:p>"
            )
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o '
        f'"1-{edition.depth}" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    filled = [
        entry.replace("@BEGIN@", begin if at == 0 else "").replace(
            "@END@", end if at == len(entries) - 1 else ""
        )
        for at, entry in enumerate(entries)
    ]
    said = escape(edition.phrase("contents"))
    title = f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/>{bidi}</w:pPr><w:r>{rtl}<w:t>{said}</w:t></w:r></w:p>'
    return title + "".join(filled)


def _finished(content: bytes, language: str) -> bytes:
    """Set styles, page and direction in the parts of the document, and write them with fixed times."""
    change: dict[str, Callable[[str], str]] = {
        "word/document.xml": lambda part: _body(part, language),
        "word/styles.xml": lambda part: _styles(part, language),
        "[Content_Types].xml": _content_types,
        "word/_rels/document.xml.rels": _relations,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in change:
                part = change[name](part.decode()).encode()
            new.writestr(zipfile.ZipInfo(name, _FIRST_DAY), part, zipfile.ZIP_DEFLATED)
        new.writestr(
            zipfile.ZipInfo("word/footer1.xml", _FIRST_DAY), _footer(language).encode(), zipfile.ZIP_DEFLATED
        )
    return made.getvalue()


def _body(part: str, language: str) -> str:
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter1"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1361" w:bottom="1361" w:left="1361" w:header="709" '
        'w:footer="709" w:gutter="0"/>'
        f"<w:titlePg/>{'<w:bidi/>' if language == 'ar' else ''}</w:sectPr>"
    )
    last = list(_SECTION.finditer(part))[-1]
    part = part[: last.start()] + section + part[last.end() :]
    if language != "ar":
        return part.replace('<w:jc w:val="right" />', '<w:jc w:val="end"/>')
    part = re.sub(r"(<w:tblStyle [^>]*/>)", r"\1<w:bidiVisual/>", part)
    part = part.replace('<w:jc w:val="left" />', '<w:jc w:val="end"/>').replace(
        '<w:jc w:val="right" />', '<w:jc w:val="start"/>'
    )
    return re.sub(
        r'(<w:pStyle w:val="(?:Title|Subtitle|Author|Date|Figure|CaptionedFigure)" />)(?!\s*<w:bidi)',
        r"\1<w:bidi/>",
        part,
    )


def _styles(part: str, language: str) -> str:
    ours = (
        resources.files("tawthiq.reports.templates").joinpath("word_styles.xml").read_text(encoding="utf-8")
    )
    replaced = {found[1]: found.group() for found in _STYLE.finditer(ours)}
    part = _STYLE.sub(lambda found: replaced.pop(found[1], found.group()), part)
    part = part.replace("</w:styles>", "".join(replaced.values()) + "</w:styles>")
    locale = "ar-SY" if language == "ar" else "en-GB"
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="21"/><w:szCs w:val="24"/>'
        f'<w:lang w:val="{locale}" w:eastAsia="en-GB" w:bidi="ar-SY"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    return re.sub(r"<w:docDefaults>.*?</w:docDefaults>", defaults, part, count=1, flags=re.DOTALL)


def _content_types(part: str) -> str:
    return part.replace(
        "</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{_FOOTER_TYPE}"/></Types>'
    )


def _relations(part: str) -> str:
    relation = f'<Relationship Id="rIdFooter1" Type="{_FOOTER_RELATION}" Target="footer1.xml"/>'
    return part.replace("</Relationships>", f"{relation}</Relationships>")


def _footer(language: str) -> str:
    bidi = "<w:bidi/>" if language == "ar" else ""
    field = '<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:ftr {_NAMESPACES}><w:p><w:pPr>'
        f'<w:pStyle w:val="Footer"/>{bidi}</w:pPr>'
        f'{field.format(name="PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{field.format(name="NUMPAGES")}'
        "</w:p></w:ftr>"
    )
