"""Write an edition as a piece of a page, for a preview: only nodes and attributes that stand here, all text escaped.

What is not listed loses its marks and is kept as text, so nothing of a source can act in the page that shows it.
Every figure is a link to its proof and carries its bounds; identifiers begin with `r-`, so that none is the page's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

from tawthiq.reports.assemble import Assembled
from tawthiq.reports.edition import Drawing
from tawthiq.reports.harmless import is_harmless
from tawthiq.reports.html import drawn
from tawthiq.reports.tree import Node, headings, plain_text

_MARKS: Final = {
    "Emph": "em", "Strong": "strong", "Superscript": "sup", "Subscript": "sub", "Strikeout": "s", "Underline": "u",
    "SmallCaps": "span",
}  # fmt: skip
_PROOF: Final = ("figure", "minimum", "maximum", "records", "cell")
_SAFE_CLASSES: Final = frozenset(
    {
        "account", "chart", "chart-data", "data-note", "denial", "digest", "drawing", "figure", "figures", "group",
        "incident", "law", "map", "notes", "number", "picture", "proof", "record", "reference", "section-number",
        "total", "victims",
    }
)  # fmt: skip


def fragment_of(report: Assembled) -> str:
    """Write an edition's text as HTML without a head: what stands in the body of the published page."""
    return _Writer(report).blocks(report.blocks)


class _Writer:
    """Writes nodes; footnotes are gathered and come last."""

    def __init__(self, report: Assembled) -> None:
        self.report = report
        self.drawings: Mapping[str, Drawing] = report.edition.drawings
        self.notes: list[str] = []
        self.make: Mapping[str, Callable[[Any], str]] = {
            "Header": self._heading, "Para": lambda c: f"<p>{self.inlines(c)}</p>\n", "Plain": self.inlines,
            "BulletList": lambda c: f"<ul>{self._items(c)}</ul>\n", "OrderedList": self._ordered,
            "BlockQuote": lambda c: f"<blockquote>{self._all(c)}</blockquote>\n", "Div": self._div,
            "CodeBlock": lambda c: f"<pre><code>{escape(c[1])}</code></pre>\n", "HorizontalRule": lambda c: "<hr>\n",
            "LineBlock": lambda c: "<p>" + "<br>".join(self.inlines(line) for line in c) + "</p>\n",
            "DefinitionList": self._definitions, "Figure": self._figure, "Table": self._table,
        }  # fmt: skip

    def blocks(self, nodes: Sequence[Node]) -> str:
        written = self._all(nodes)
        if not self.notes:
            return written
        items = "".join(f'<li id="r-note-{n}">{text}</li>' for n, text in enumerate(self.notes, 1))
        return f'{written}<ol class="notes">{items}</ol>\n'

    def _all(self, nodes: Sequence[Node]) -> str:
        return "".join(self.make[node["t"]](node.get("c")) for node in nodes if node["t"] in self.make)

    def inlines(self, nodes: Sequence[Node]) -> str:
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: Node) -> str:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            return escape(str(content))
        if kind in ("Space", "SoftBreak"):
            return " "
        if kind == "LineBreak":
            return "<br>"
        if kind in ("Code", "Math"):
            return f'<code dir="ltr">{escape(str(content[1]))}</code>'  # type: ignore[index]
        if kind in _MARKS:
            return f"<{_MARKS[kind]}>{self.inlines(content or [])}</{_MARKS[kind]}>"
        if kind == "Note":
            self.notes.append(self._all(content or []))
            number = len(self.notes)
            return f'<sup><a href="#r-note-{number}">{number}</a></sup>'
        if kind == "Image":
            return self._image(content)
        if kind in ("Span", "Link"):
            return self._attributed(kind, content)
        return escape(plain_text(node))

    def _attributed(self, kind: str, content: Any) -> str:
        attributes, inner = content[0], self.inlines(content[1])
        named = dict(attributes[2])
        if "figure" in attributes[1] and named.get("figure"):
            facts = "".join(
                f' data-{key}="{escape(named[key], quote=True)}"' for key in _PROOF if key in named
            )
            target = escape(f"#r-proof-{named['figure']}", quote=True)
            return f'<a class="figure" href="{target}"{facts}>{inner}</a>'
        if kind == "Link" and is_harmless(content[2][0]):
            target = content[2][0]
            target = f"#r-{target[1:]}" if target.startswith("#") else target
            return f'<a href="{escape(target, quote=True)}" rel="noopener noreferrer">{inner}</a>'
        written = _attributes(attributes)
        return f"<span{written}>{inner}</span>" if written else inner

    def _image(self, content: Any) -> str:
        drawing = self.drawings.get(content[2][0])
        return "" if drawing is None else drawn(drawing)

    def _heading(self, content: Any) -> str:
        level, attributes, inner = content
        tag = f"h{min(int(level) + 2, 6)}"  # the page around it has its own first and second headings
        return f"<{tag}{_attributes(attributes)}>{self.inlines(inner)}</{tag}>\n"

    def _items(self, items: Sequence[Sequence[Node]]) -> str:
        return "".join(f"<li>{self._all(item)}</li>" for item in items)

    def _ordered(self, content: Any) -> str:
        return f'<ol start="{int(content[0][0])}">{self._items(content[1])}</ol>\n'

    def _definitions(self, content: Any) -> str:
        said = "".join(
            f"<dt>{self.inlines(term)}</dt>" + "".join(f"<dd>{self._all(one)}</dd>" for one in meanings)
            for term, meanings in content
        )
        return f"<dl>{said}</dl>\n"

    def _div(self, content: Any) -> str:
        attributes, inner = content
        if "contents" in attributes[1]:
            return self._contents()
        if "chart-data" in attributes[1] and inner:
            title = escape(plain_text(inner[0]))
            return f'<details class="chart-data"><summary>{title}</summary>{self._all(inner[1:])}</details>\n'
        return f"<div{_attributes(attributes)}>{self._all(inner)}</div>\n"

    def _contents(self) -> str:
        depth = self.report.edition.depth
        items = [
            f'<li><a href="#r-{escape(node["c"][1][0], quote=True)}">{escape(plain_text(node["c"][2]))}</a></li>'
            for node in headings(self.report.blocks)
            if node["c"][0] <= depth
        ]
        return f'<ol class="contents">{"".join(items)}</ol>\n'

    def _figure(self, content: Any) -> str:
        attributes, (_, caption), inner = content
        said = self._all(caption)
        return (
            f"<figure{_attributes(attributes)}>{self._all(inner)}<figcaption>{said}</figcaption></figure>\n"
        )

    def _table(self, content: Any) -> str:
        attributes, (_, caption), _, head, bodies, foot = content
        said = f"<caption>{self._all(caption)}</caption>" if caption else ""
        top = "".join(self._row(row, headers=len(row[1])) for row in head[1])
        rows = "".join(self._row(row, headers=body[1]) for body in bodies for row in (*body[2], *body[3]))
        rows += "".join(self._row(row, headers=0) for row in foot[1])
        return (
            f'<div class="scroll" tabindex="0" role="group"><table{_attributes(attributes)}>{said}'
            f"<thead>{top}</thead><tbody>{rows}</tbody></table></div>\n"
        )

    def _row(self, row: Any, *, headers: int) -> str:
        cells = []
        for at, (attributes, _, down, across, inner) in enumerate(row[1]):
            scope = dict(attributes[2]).get("scope", "")
            tag = "th" if at < headers else "td"
            facts = f' scope="{scope}"' if tag == "th" and scope in ("row", "col") else ""
            facts += f' rowspan="{int(down)}"' if down > 1 else ""
            facts += f' colspan="{int(across)}"' if across > 1 else ""
            cells.append(f"<{tag}{_attributes(attributes)}{facts}>{self._all(inner)}</{tag}>")
        return f"<tr{_attributes(row[0])}>{''.join(cells)}</tr>"


def _attributes(attributes: Any) -> str:
    """Write those attributes that are known: identifier, our own classes, language and direction."""
    identifier, classes, pairs = attributes
    named = dict(pairs)
    written = f' id="r-{escape(identifier, quote=True)}"' if identifier else ""
    known = [name for name in classes if name in _SAFE_CLASSES]
    written += f' class="{" ".join(known)}"' if known else ""
    if named.get("dir") in ("rtl", "ltr"):
        written += f' dir="{named["dir"]}"'
    if named.get("lang") in ("en", "ar"):
        written += f' lang="{named["lang"]}"'
    return written
