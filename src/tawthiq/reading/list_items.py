"""Lines of a list: each a label with its count, put into the open list it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.counted import PEOPLE, WHOLES, Count
from tawthiq.reading.labels import Label, labels
from tawthiq.reading.layout import Block, Document
from tawthiq.reading.nesting import statements
from tawthiq.reading.not_counts import skipped
from tawthiq.reading.parted import NO_WHOLE, Distribution, Item
from tawthiq.reading.prose import Prose, Span, sentences

_LABELLED = re.compile(r"(?P<label>[^:\n]{1,110}?)(?:[ ]?:[ \n]{0,3}|[ ]-[ ])(?P<rest>.+)", re.DOTALL)


def read_item(document: Document, block: Block, language: str, opened: Sequence[Distribution]) -> Item | None:
    """Read a block as an item of a list: 'Label: 12 …', '12 … in Label', 'In Label, 12 …'."""
    prose = document.prose
    if block.kind in ("row", "note", "heading", "title") and not (
        block.kind == "heading" and ":" in prose.folded[block.span.start : block.span.end]
    ):
        return None
    match = _LABELLED.fullmatch(prose.folded, block.span.start, block.span.end)
    if (match is not None and not re.search(r"\d", match.group("label")[:-1])) or (
        match and _SITE_NUMBER.match(match.group("label"))
    ):
        assert match is not None
        rest = Span(match.start("rest"), block.span.end)
        count = _item_count(prose, rest, language, opened[-1], anywhere=True)
        if count is not None:
            return Item(
                _label(prose, Span(match.start("label"), match.end("label")), language, opened), count
            )
    count = _item_count(prose, block.span, language, opened[-1], anywhere=block.kind == "item")
    if count is None:
        return None
    found = _label(
        prose, Span(count.span.end, min(_sentence_end(prose, block.span), block.span.end)), language, opened
    )
    if found.axis == "other":
        found = _label(prose, Span(block.span.start, count.span.start), language, opened)
    if found.axis in ("other", "month") and block.kind != "item":
        return None
    return Item(found, count)


_SITE_NUMBER = re.compile(r"(?:site|location|attack)[ ]\d")


def _sentence_end(prose: Prose, span: Span) -> int:
    return next((s.end for s in sentences(prose, span)), span.end)


def _item_count(
    prose: Prose, within: Span, language: str, above: Distribution, *, anywhere: bool
) -> Count | None:
    whole = above.whole
    people = any(c.category in WHOLES for c in (whole, *above.others))
    for sentence in list(sentences(prose, within))[:3]:
        for count in statements(prose, sentence, language, skipped(prose, sentence, language)):
            if count.value is None or count.category in NO_WHOLE:
                continue
            near = count.span.start - within.start <= 25
            fits = count.category in ("", whole.category) or (count.category in WHOLES and people)
            if (near or anywhere) and (fits and (count.category or near)):
                return replace(
                    count, category=count.category or whole.category, harm=count.harm or whole.harm
                )
            if near and count.category not in PEOPLE and whole.category not in PEOPLE:
                return count
        if not anywhere:
            return None
    return None


def _label(prose: Prose, span: Span, language: str, opened: Sequence[Distribution]) -> Label:
    """Choose the reading of a label that fits a list now open, else the surest."""
    readings = labels(prose, span, language)
    wanted = [d.axis for d in reversed(opened) if d.axis]
    for axis in wanted:
        for reading in readings:
            if reading.axis == axis and axis != "other":
                return reading
    return readings[0]


def place_item(opened: list[Distribution], item: Item, block: Block) -> Distribution:
    """Put an item into the open list it belongs to; deeper lists are closed."""
    shape = (block.kind, block.bullet, block.indent)
    for depth in range(len(opened) - 1, -1, -1):
        candidate = opened[depth]
        fits = candidate.axis == item.label.axis or (not candidate.items and depth == len(opened) - 1)
        if fits and not (candidate.items and item.label.axis == "other" and candidate.shape != shape):
            return _added(opened, depth, item, shape)
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth].shape == shape:
            return _added(opened, depth, item, shape)
    return _added(opened, len(opened) - 1, item, shape)


def _added(opened: list[Distribution], depth: int, item: Item, shape: tuple[str, str, int]) -> Distribution:
    del opened[depth + 1 :]
    into = opened[depth]
    into.items.append(item)
    into.axis = into.axis or item.label.axis
    into.shape = into.shape or shape
    return into
