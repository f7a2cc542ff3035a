"""Turn a document tree into the few kinds of nodes that report.typ sets; text stays text and never becomes markup.

The tree reaches Typst as a JSON file that the template reads as values. There is no Typst source made from data, hence
nothing in a name or a narrative that could act as code. See ADR 0041.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tawthiq.reports.tree import Node, plain_text

Inline = str | dict[str, Any]

_MARKS: Final = {
    "Emph": "em", "Strong": "strong", "Superscript": "sup", "Subscript": "sub", "Strikeout": "strike",
    "SmallCaps": "plain", "Underline": "em", "Cite": "plain",
}  # fmt: skip


def typst_blocks(blocks: Sequence[Node], targets: frozenset[str]) -> list[dict[str, Any]]:
    """Turn blocks; `targets` are the ids that links may lead to."""
    return [made for node in blocks for made in _block(node, targets)]


def _block(node: Node, targets: frozenset[str]) -> list[dict[str, Any]]:
    make = _BLOCKS.get(node["t"])
    return make(node.get("c"), targets) if make else []


def _header(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    level, (identifier, _, _), inlines = content
    return [{"b": "h", "level": level, "id": identifier, "x": _inlines(inlines, targets)}]


def _paragraph(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "p", "x": _inlines(content, targets)}]


def _plain(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "x", "x": _inlines(content, targets)}]


def _bullets(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "ul", "items": [typst_blocks(item, targets) for item in content]}]


def _numbered(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {"b": "ol", "start": content[0][0], "items": [typst_blocks(item, targets) for item in content[1]]}
    ]


def _quote(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "quote", "c": typst_blocks(content, targets)}]


def _div(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    (_, classes, _), inner = content
    if "contents" in classes:
        return [{"b": "toc"}]
    if "chart-data" in classes:  # the values stand in the chart's text alternative and in its labels
        return []
    return [{"b": "div", "class": classes[0] if classes else "", "c": typst_blocks(inner, targets)}]


def _code(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "code", "s": content[1]}]


def _rule(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "hr"}]


def _lines(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    return [{"b": "p", "x": [*_inlines(line, targets), {"i": "br"}]} for line in content]


def _definitions(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for term, explanations in content:
        made.append({"b": "p", "x": [{"i": "strong", "x": _inlines(term, targets)}]})
        made += [{"b": "quote", "c": typst_blocks(explanation, targets)} for explanation in explanations]
    return made


def _figure(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    (identifier, _, _), (_, caption), inner = content
    said = [inline for block in caption for inline in _inlines(block["c"], targets)]
    return [{"b": "fig", "id": identifier, "caption": said, "c": typst_blocks(inner, targets)}]


def _table(content: Any, targets: frozenset[str]) -> list[dict[str, Any]]:
    (identifier, classes, _), (_, caption), specs, head, bodies, foot = content
    said = [inline for block in caption for inline in _inlines(block["c"], targets)]
    rows = [row for body in bodies for row in (*body[2], *body[3])] + foot[1]
    ends = [spec[0]["t"] in ("AlignRight", "AlignLeft") and "figures" in classes for spec in specs]
    widths = [spec[1].get("c") for spec in specs]
    return [
        {
            "b": "table", "id": identifier, "class": classes[0] if classes else "", "caption": said,
            "widths": widths, "numbers": ends, "aligns": [spec[0]["t"] for spec in specs],
            "head": [_row(row, targets) for row in head[1]], "rows": [_row(row, targets) for row in rows],
        }
    ]  # fmt: skip


def _row(row: Any, targets: frozenset[str]) -> dict[str, Any]:
    (_, classes, _), cells = row
    return {
        "class": classes[0] if classes else "",
        "cells": [
            {"c": typst_blocks(cell[4], targets), "span": cell[3], "number": "number" in cell[0][1]}
            for cell in cells
        ],
    }


_BLOCKS: Final[Mapping[str, Callable[[Any, frozenset[str]], list[dict[str, Any]]]]] = {
    "Header": _header, "Para": _paragraph, "Plain": _plain, "BulletList": _bullets, "OrderedList": _numbered,
    "BlockQuote": _quote, "Div": _div, "CodeBlock": _code, "HorizontalRule": _rule, "LineBlock": _lines,
    "DefinitionList": _definitions, "Figure": _figure, "Table": _table,
}  # fmt: skip


def _inlines(inlines: Sequence[Node], targets: frozenset[str]) -> list[Inline]:
    """Turn inline nodes; text that stands together becomes one string."""
    made: list[Inline] = []
    for node in inlines:
        for part in _inline(node, targets):
            if isinstance(part, str) and made and isinstance(made[-1], str):
                made[-1] += part
            else:
                made.append(part)
    return made


def _inline(node: Node, targets: frozenset[str]) -> list[Inline]:
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return [str(content)]
    if kind in ("Space", "SoftBreak"):
        return [" "]
    if kind == "LineBreak":
        return [{"i": "br"}]
    if kind in ("Code", "Math"):
        return [{"i": "code", "s": content[1]}]  # type: ignore[index]
    if kind == "Note":
        return [{"i": "note", "c": typst_blocks(content or [], targets)}]
    if kind in _MARKS:
        inner = content[1] if kind == "Cite" else content  # type: ignore[index]
        return [{"i": _MARKS[kind], "x": _inlines(inner or [], targets)}]
    if kind == "Quoted":
        return [plain_text(node)]
    return _attributed(kind, content, targets)


def _attributed(kind: str, content: Any, targets: frozenset[str]) -> list[Inline]:
    if kind == "Image":
        return [{"i": "img", "name": content[2][0]}]
    if kind not in ("Span", "Link"):
        return []
    (identifier, classes, pairs), inlines = content[0], content[1]
    inner, named = _inlines(inlines, targets), dict(pairs)
    if kind == "Link":
        target = content[2][0]
        if target.startswith("#"):
            return [{"i": "ref", "to": target[1:], "x": inner}] if target[1:] in targets else inner
        return [{"i": "link", "to": target, "x": inner}]
    if "figure" in classes and f"proof-{named['figure']}" in targets:
        return [{"i": "figure", "to": f"proof-{named['figure']}", "x": inner}]
    if "dir" in named:
        return [{"i": "dir", "rtl": named["dir"] == "rtl", "x": inner}]
    if identifier:
        return [{"i": "anchor", "id": identifier, "x": inner}]
    return inner
