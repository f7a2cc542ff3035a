"""Make the PDF of an edition through Typst: tagged, with its language stated; the same input gives the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from tawthiq.domain.errors import InvalidFile
from tawthiq.reports.assemble import Assembled
from tawthiq.reports.fonts import font_folders
from tawthiq.reports.language import dates
from tawthiq.reports.tree import headings
from tawthiq.reports.typst_tree import typst_blocks

try:
    import typst
except ModuleNotFoundError:  # the extra `reports` is not installed: said when a report is built
    typst = None  # type: ignore[assignment]


_compile: Any = (
    typst.compile if typst is not None else None
)  # the stubs leave out that input may be named files


@cache
def fonts() -> typst.Fonts:
    """Load the fonts once."""
    if typst is None:
        raise InvalidFile("PDF needs Typst. Install it with: pip install 'tawthiq[reports]'.")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=list(font_folders())
    )


def pdf_of(report: Assembled) -> bytes:
    """Set an edition as PDF."""
    template = resources.files("tawthiq.reports.templates").joinpath("report.typ").read_bytes()
    files = {
        "main.typ": template,
        "document.json": json.dumps(document_of(report), ensure_ascii=False).encode(),
    }
    for drawing in report.edition.drawings.values():
        files[f"{drawing.name}.{drawing.kind}"] = drawing.content
    day = report.edition.source.front.day
    moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    try:
        made = _compile(files, font_paths=fonts(), ignore_system_fonts=True, timestamp=moment)
    except typst.TypstError as error:
        raise InvalidFile(
            f"{report.edition.source.file}: Typst could not set the pages ({str(error)[:300]})."
        ) from error
    if not isinstance(made, bytes):
        raise InvalidFile(f"{report.edition.source.file}: Typst gave no PDF.")
    return made


def png_of(svg: bytes, width: float, height: float) -> bytes:
    """Paint an SVG drawing as PNG with the fonts of reports, for formats that cannot hold SVG."""
    page = (
        f"#set page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt)\n"
        f'#image("drawing.svg", width: {width:.2f}pt)'
    )
    made = _compile(
        {"main.typ": page.encode(), "drawing.svg": svg}, font_paths=fonts(), ignore_system_fonts=True, format="png",
        ppi=144,
    )  # fmt: skip
    return (
        made if isinstance(made, bytes) else b"".join(part for part in made or [] if isinstance(part, bytes))
    )


def document_of(report: Assembled) -> dict[str, Any]:
    """Give an edition as the values that report.typ sets."""
    edition, front = report.edition, report.edition.source.front
    targets = frozenset(_identifiers(report))
    return {
        "lang": edition.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "running": report.title,
        "organisation": front.text("organisation"),
        "label": front.text("label"),
        "day": dates.day(front.day, edition.language),
        "date": [front.day.year, front.day.month, front.day.day],
        "facts": cover_facts(report),
        "depth": edition.depth,
        "phrases": {
            "contents": edition.phrase("contents"),
            "page": edition.phrase("page", number="{number}", of="{of}"),
        },
        "drawings": {
            drawing.name: {
                "file": f"{drawing.name}.{drawing.kind}",
                "alt": drawing.alt,
                "width": drawing.width,
            }
            for drawing in edition.drawings.values()
        },
        "blocks": typst_blocks(report.blocks, targets),
    }


def cover_facts(report: Assembled) -> list[tuple[str, str]]:
    """Give what a cover states: period, area, rule, snapshot."""
    edition, front = report.edition, report.edition.source.front
    rule = edition.figures.rule
    title = rule.title_ar if edition.language == "ar" else rule.title_en
    known = [
        ("cover_period", dates.span(*front.period, edition.language) if front.period else ""),
        ("cover_zone", front.text("zone")),
        ("cover_rule", f"{title} ({rule.label})"),
        ("cover_snapshot", edition.figures.snapshot.id[:16]),
    ]
    return [(edition.phrase(name), value) for name, value in known if value]


def _identifiers(report: Assembled) -> list[str]:
    """Give the ids that links may lead to: headings, captioned blocks, and the proof of each figure."""
    found = [node["c"][1][0] for node in headings(report.blocks)]
    found += report.edition.captions
    file = report.edition.source.file
    asked = report.edition.figures
    found += [
        f"proof-{figure.number}"
        for question, figure in asked.asked.items()
        if any(place.file == file for place in asked.places[question])
    ]
    return [identifier for identifier in found if identifier]
