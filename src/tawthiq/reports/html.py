"""Make the HTML page of an edition: one file and its fonts beside it, no network, readable by machine and by ear."""

from __future__ import annotations

import base64
import json
import re
from html import escape
from importlib import resources
from string import Template
from typing import Final

from tawthiq.reports.assemble import Assembled
from tawthiq.reports.edition import Drawing
from tawthiq.reports.language import dates
from tawthiq.reports.pandoc import run_pandoc
from tawthiq.reports.pdf import cover_facts
from tawthiq.reports.tree import Node, clean, div, document, headings, link, plain_text, walk

FONT_FOLDER: Final = "fonts"
_TH_SCOPE: Final = re.compile(r"<t([hd])((?: [a-z-]+=\"[^\"]*\")*) data-scope=\"(col|row)\"")
_CHANGED: Final = frozenset({"Span", "Image", "Div"})
_MIME: Final = {"png": "image/png", "jpg": "image/jpeg"}


def html_of(report: Assembled) -> bytes:
    """Write an edition as an HTML page."""
    edition = report.edition
    tree = walk(list(report.blocks), _CHANGED, lambda node: _for_html(node, report))
    options = [
        "--sandbox",
        "-f",
        "json",
        "-t",
        "html5",
        "--wrap=none",
        "--section-divs",
        "--email-obfuscation=none",
    ]
    content = json.dumps(document(tree, {}), ensure_ascii=False).encode()
    body = run_pandoc(options, content, about=edition.source.file).decode()
    body = _TH_SCOPE.sub(r'<th\2 scope="\3"', body).replace(' data-dir="', ' dir="')
    body = _close_row_headers(body)
    return _page(report, body).encode()


def _close_row_headers(body: str) -> str:
    """Close header cells that were opened as data cells."""
    return re.sub(
        r"(<th(?: [^>]*)? scope=\"row\"[^>]*>(?:(?!</t[hd]>).)*)</td>", r"\1</th>", body, flags=re.DOTALL
    )


def _page(report: Assembled, body: str) -> str:
    edition, front = report.edition, report.edition.source.front
    folder = resources.files("tawthiq.reports.templates")
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in cover_facts(report))
    label = f'<p class="label">{escape(front.text("label"))}</p>' if front.text("label") else ""
    subtitle = f'<p class="subtitle">{escape(clean(report.subtitle))}</p>' if report.subtitle else ""
    return Template(folder.joinpath("report.html").read_text(encoding="utf-8")).substitute(
        lang=edition.language,
        dir="rtl" if edition.language == "ar" else "ltr",
        title=escape(clean(report.title)),
        organisation=escape(clean(front.text("organisation"))),
        description=escape(clean(front.text("description")), quote=True),
        subtitle=subtitle,
        label=label,
        day=escape(dates.day(front.day, edition.language)),
        date=front.day.isoformat(),
        facts=facts,
        style=folder.joinpath("report.css").read_text(encoding="utf-8"),
        body=body,
    )


def _for_html(node: Node, report: Assembled) -> Node | list[Node] | None:
    kind = node["t"]
    if kind == "Span" and "figure" in node["c"][0][1]:
        named = dict(node["c"][0][2])
        return link(node["c"][1], f"#proof-{named['figure']}", classes=["figure"], pairs=node["c"][0][2])
    if kind == "Image":
        drawing = report.edition.drawings.get(node["c"][2][0])
        return None if drawing is None else {"t": "RawInline", "c": ["html", drawn(drawing)]}
    if kind == "Div" and "contents" in node["c"][0][1]:
        return _contents(report)
    if kind == "Div" and "chart-data" in node["c"][0][1]:
        return _details(node)
    return None


def drawn(drawing: Drawing) -> str:
    """Write a drawing: SVG as it is, a picture as data."""
    if drawing.kind == "svg":
        return drawing.content.decode()
    data = base64.b64encode(drawing.content).decode()
    return (
        f'<img src="data:{_MIME[drawing.kind]};base64,{data}" alt="{escape(clean(drawing.alt), quote=True)}" '
        f'width="{drawing.width:.0f}" height="{drawing.height:.0f}">'
    )


def _details(node: Node) -> Node:
    title, *rest = node["c"][1]
    return div(
        [
            {"t": "RawBlock", "c": ["html", f"<details><summary>{escape(plain_text(title))}</summary>"]},
            *rest,
            {"t": "RawBlock", "c": ["html", "</details>"]},
        ],
        classes=["chart-data"],
    )


def _contents(report: Assembled) -> Node:
    edition = report.edition
    items: list[str] = []
    for node in headings(report.blocks):
        if node["c"][0] <= edition.depth:
            level, (identifier, _, _), inlines = node["c"]
            said = escape(clean(plain_text(inlines)))
            items.append(
                f'<li class="level-{level}"><a href="#{escape(identifier, quote=True)}">{said}</a></li>'
            )
    title = escape(edition.phrase("contents"))
    made = f'<nav class="contents" aria-labelledby="contents-title"><h1 id="contents-title">{title}</h1>'
    made += f"<ol>{''.join(items)}</ol></nav>"
    return {"t": "RawBlock", "c": ["html", made]}
