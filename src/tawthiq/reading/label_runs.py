"""Lists written on one line: 'Homs: 7, Hama: 4 and Idlib: 2', 'Homs 7, Hama 4, Idlib 2', '7 schools, 4 mosques and 2 markets'."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from tawthiq.reading.counted import PEOPLE, WHOLES, Count
from tawthiq.reading.labels import Label, labels
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.parted import Distribution, Item
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.quantities import Quantity, quantities

FEWEST: Final = 3
"""How many labels and numbers in a row make a list; two are enough where each label has its colon."""
LONGEST: Final = 900
"""Characters of a line beyond which it is no list."""
_DIGITS = re.compile(r"\d+")
_AND = r"(?:und|et|and|sowie|so wie|ainsi que|as well as|و)"
_BREAK = rf"(?:[ ]?[,;،؛.][ ]?(?:{_AND}[ ]?)?|[ ][-–—][ ]|[ ]{_AND}[ ]|[ ])"
_NOUN = r"(?:[ ][a-z\u0600-\u06ff][\w'-]{1,20}){0,2}"
_LABEL_FIRST = re.compile(rf"(?P<noun>{_NOUN}?){_BREAK}(?P<label>[^\d:,;،؛()]{{2,45}}?)(?P<colon>[ ]?:)?[ ]?")
_LABEL_AFTER = re.compile(rf"(?P<label>[ ][^\d:,;،؛()]{{2,60}}?){_BREAK}")
_HEAD = re.compile(r"(?P<label>[^\d:,;،؛()]{2,45}?)(?P<colon>[ ]?:)?[ ]?")
_END = re.compile(rf"{_NOUN}(?:[ ][a-z]{{2,12}}[ ][a-z]{{2,12}})?[ ]?[.,;]?")
_LAST_LABEL = re.compile(r"[ ][^\d:;،؛()]{2,60}?[ ]?\.?")


def read_run(prose: Prose, span: Span, language: str, above: Distribution) -> list[Item]:
    """Read a line that is nothing but labels and numbers; give nothing where any piece of it is something else."""
    if span.end - span.start > LONGEST or len(_DIGITS.findall(prose.folded, span.start, span.end)) < 2:
        return []
    found = [q for q in quantities(prose.folded, span, language) if q.value is not None]
    exact = all(q.exact and q.upper is None for q in found)
    if len(found) < 2 or not exact or word_table(language, "include").has(prose.folded, span):
        return []
    return _labels_first(prose, span, found, language, above) or _labels_after(
        prose, span, found, language, above
    )


def _labels_first(
    prose: Prose, span: Span, found: Sequence[Quantity], language: str, above: Distribution
) -> list[Item]:
    """Read 'Homs: 7, Hama: 4 massacres, Idlib 2'."""
    head = _HEAD.fullmatch(prose.folded, span.start, found[0].span.start)
    between = [
        _LABEL_FIRST.fullmatch(prose.folded, a.span.end, b.span.start) for a, b in itertools.pairwise(found)
    ]
    if head is None or None in between or not _END.fullmatch(prose.folded, found[-1].span.end, span.end):
        return []
    pieces = [head, *(m for m in between if m is not None)]
    nouns = [Span(*m.span("noun")) for m in pieces[1:]] + [Span(found[-1].span.end, span.end)]
    if not all(_fits(prose, noun, language, above) for noun in nouns):
        return []
    if len(found) < FEWEST and not all(m.group("colon") for m in pieces):
        return []
    named = [Span(*m.span("label")) for m in pieces]
    return _items(prose, named, found, language, above, lambda readings: readings[0])


def _fits(prose: Prose, noun: Span, language: str, above: Distribution) -> bool:
    """Say whether the noun of a number, if any, counts what the total counts: not the women among them."""
    whole = above.whole.category
    people = {h.code for h in word_table(language, "people").hits(prose.folded, noun)}
    things = {h.code for h in word_table(language, "things").hits(prose.folded, noun)}
    return people <= ({whole, *WHOLES} if whole in WHOLES else {whole}) and (
        whole not in PEOPLE or not things
    )


def _labels_after(
    prose: Prose, span: Span, found: Sequence[Quantity], language: str, above: Distribution
) -> list[Item]:
    """Read '7 schools, 4 mosques and 2 markets', where things are counted."""
    if len(found) < FEWEST or found[0].span.start > span.start or above.whole.category in PEOPLE:
        return []
    between = [
        _LABEL_AFTER.fullmatch(prose.folded, a.span.end, b.span.start) for a, b in itertools.pairwise(found)
    ]
    last = _LAST_LABEL.fullmatch(prose.folded, found[-1].span.end, span.end)
    if last is None or None in between:
        return []
    named = [Span(*m.span("label")) for m in between if m is not None] + [Span(*last.span())]
    return _items(prose, named, found, language, above, lambda readings: Label("category", readings[-1].key))


def _items(
    prose: Prose,
    named: Sequence[Span],
    found: Sequence[Quantity],
    language: str,
    above: Distribution,
    chosen: Callable[[list[Label]], Label],
) -> list[Item]:
    """Make the items of a run; each label stands once."""
    whole = above.whole
    known = [chosen(labels(prose, span, language)) for span in named]
    if len({prose.folded[s.start : s.end].strip() for s in named}) < len(named):
        return []
    return [
        Item(label, Count(whole.category, q, q.span, whole.harm))
        for label, q in zip(known, found, strict=True)
    ]
