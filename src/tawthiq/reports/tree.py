"""Nodes of Pandoc's document tree: data enters a report here as text, and text is never read as markup.

A report's own Markdown is parsed by pandoc; everything that comes from data is put into the parsed tree as `Str`
nodes. The writers escape text for HTML, Word and Typst, so no name or narrative can act as markup in any of them.
Characters that turn the direction of text or cannot be printed are taken out at this one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from tawthiq.domain.scripts import is_arabic, strip_invisible

Node: TypeAlias = dict[str, Any]
"""A node of the tree: {"t": kind, "c": content}; see pandoc's Text.Pandoc.Definition."""

API_VERSION: Final = [1, 23, 1]
SPACE: Final[Node] = {"t": "Space"}
LINE_BREAK: Final[Node] = {"t": "LineBreak"}
_LEAVES: Final = frozenset({"Str", "Space", "SoftBreak", "LineBreak", "HorizontalRule"})
_BREAKS: Final = re.compile(r"(\s+)")


def clean(text: str) -> str:
    """Take out what cannot be printed: bidirectional controls, zero-width and control characters."""
    if text.isprintable():  # no control, no format character: nothing to take out
        return text
    shown = strip_invisible(text)
    return "".join(c for c in shown if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))


def attributes(
    identifier: str = "", classes: Sequence[str] = (), pairs: Iterable[tuple[str, str]] = ()
) -> list[Any]:
    """Make the attributes of a node."""
    return [identifier, list(classes), [[key, value] for key, value in pairs]]


def text(content: str) -> list[Node]:
    """Make inline nodes of a text: words and spaces, nothing else, whatever the text holds."""
    parts = _BREAKS.split(clean(content))
    return [SPACE if part.isspace() else {"t": "Str", "c": part} for part in parts if part]


def strong(content: str) -> Node:
    """Make bold text."""
    return {"t": "Strong", "c": text(content)}


def emphasis(content: str) -> Node:
    """Make emphasised text."""
    return {"t": "Emph", "c": text(content)}


def paragraph(inlines: Sequence[Node]) -> Node:
    """Make a paragraph."""
    return {"t": "Para", "c": list(inlines)}


def plain(inlines: Sequence[Node]) -> Node:
    """Make a block of text without a paragraph's distance, as in a cell."""
    return {"t": "Plain", "c": list(inlines)}


def heading(level: int, identifier: str, inlines: Sequence[Node], classes: Sequence[str] = ()) -> Node:
    """Make a heading."""
    return {"t": "Header", "c": [level, attributes(identifier, classes), list(inlines)]}


def div(blocks: Sequence[Node], *, identifier: str = "", classes: Sequence[str] = (),
        pairs: Iterable[tuple[str, str]] = ()) -> Node:  # fmt: skip
    """Make a division with attributes."""
    return {"t": "Div", "c": [attributes(identifier, classes, pairs), list(blocks)]}


def span(inlines: Sequence[Node], *, identifier: str = "", classes: Sequence[str] = (),
         pairs: Iterable[tuple[str, str]] = ()) -> Node:  # fmt: skip
    """Make a stretch of text with attributes."""
    return {"t": "Span", "c": [attributes(identifier, classes, pairs), list(inlines)]}


def link(inlines: Sequence[Node], target: str, *, identifier: str = "", classes: Sequence[str] = (),
         pairs: Iterable[tuple[str, str]] = ()) -> Node:  # fmt: skip
    """Make a link; a target that begins with # lies in the document."""
    return {"t": "Link", "c": [attributes(identifier, classes, pairs), list(inlines), [target, ""]]}


def image(name: str, alt: str, classes: Sequence[str]) -> Node:
    """Make a drawing's place in the tree; `name` says which drawing, `alt` is its text alternative."""
    return {"t": "Image", "c": [attributes("", classes, [("drawing", name)]), text(alt), [name, ""]]}


def note(blocks: Sequence[Node]) -> Node:
    """Make a footnote."""
    return {"t": "Note", "c": list(blocks)}


def bullets(items: Sequence[Sequence[Node]]) -> Node:
    """Make a list of points."""
    return {"t": "BulletList", "c": [list(item) for item in items]}


def figure(identifier: str, caption: Sequence[Node], blocks: Sequence[Node], classes: Sequence[str]) -> Node:
    """Make a figure with its caption below."""
    return {"t": "Figure", "c": [attributes(identifier, classes), [None, [plain(caption)]], list(blocks)]}


def own_direction(content: str, language: str) -> list[Node]:
    """Make inline nodes of a text whose script may run against the document's, marked with its own direction."""
    arabic = is_arabic(content)
    if arabic == (language == "ar"):
        return text(content)
    return [
        span(text(content), pairs=[("dir", "rtl" if arabic else "ltr"), ("lang", "ar" if arabic else "en")])
    ]


def walk(node: Any, kinds: frozenset[str], change: Callable[[Node], Node | list[Node] | None]) -> Any:
    """Rebuild a tree bottom up: `change` gives the replacement of a node of `kinds`, several, or None to keep it."""
    if isinstance(node, list):
        changed: list[Any] = []
        for item in node:
            kind = type(item)
            if kind is dict:
                if item.get("t") in _LEAVES and item["t"] not in kinds:
                    changed.append(item)
                    continue
                new = walk(item, kinds, change)
                if type(new) is list:
                    changed.extend(new)
                else:
                    changed.append(new)
            else:
                changed.append(walk(item, kinds, change) if kind is list else item)
        return changed
    if not isinstance(node, dict):
        return node
    content = node.get("c")
    rebuilt = {**node, "c": walk(content, kinds, change)} if isinstance(content, (list, dict)) else node
    replacement = change(rebuilt) if rebuilt.get("t") in kinds else None
    return rebuilt if replacement is None else replacement


def headings(blocks: Sequence[Node]) -> Iterator[Node]:
    """Go through the headings of a document, in reading order."""
    for node in blocks:
        if node["t"] == "Header":
            yield node
        elif node["t"] == "Div":
            yield from headings(node["c"][1])


def plain_text(tree: Any) -> str:
    """Give the text of a tree without its marks; footnotes are left out."""
    if isinstance(tree, list):
        return "".join(plain_text(item) for item in tree)
    if not isinstance(tree, dict):
        return ""
    kind = tree.get("t")
    if kind == "Str":
        return str(tree["c"])
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Code", "Math"):
        return str(tree["c"][1])
    return "" if kind == "Note" else plain_text(tree.get("c"))


def document(blocks: Sequence[Node], meta: dict[str, Any]) -> dict[str, Any]:
    """Make a whole document."""
    return {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": list(blocks)}
