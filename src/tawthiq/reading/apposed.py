"""A whole followed by who they were: 'two civilians, a man and a woman', where those who follow make the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.counted import PEOPLE, WHOLES, Count, count_end
from tawthiq.reading.prose import Prose

_OPENS = re.compile(
    r"(?:[ ](?:from|of)[ ](?:one|the same|a single)[ ]family|[ ]من عايله واحده)?(?:[ ]?[,:(]|[ ]-)[ ]?(?:(?:named|identified)(?:[ ]as)?[ ]|namely[ ]|هم[ ]|هما[ ])?"
)
_JOINS = re.compile(
    r"[ ]?,?[ ]?(?:and[ ]|along with[ ]|together with[ ])?(?:(?:his|her|their|the)[ ])?|,?[ ]و"
)


_HEADS = WHOLES - {"", "other"} | {"child", "woman", "man", "boy", "girl"}
_NAME = re.compile(
    r"^,?[ ](?:named[ ](?:as[ ])?)?[A-Z][\w'’-]+(?:[ ](?:al[ -]?|el[ -]|bin[ ])?[A-Z][\w'’-]+){0,4}(?:,?[ ]\(?(?:aged?[ ])?\d{1,2}\)?)?(?=[ ,]|$)"
)
"""The name of the one just counted: 'a 12-year-old girl, Name Name, …'."""


def with_apposed(prose: Prose, told: Sequence[Count]) -> list[Count]:
    """Make the people listed right after a whole its parts, where they make exactly that whole."""
    kept: list[Count] = []
    rest = list(told)
    while rest:
        head, *rest = rest
        number = _apposed(prose, head, rest)
        if number:
            parts = tuple(replace(p, harm=head.harm or p.harm) for p in rest[:number])
            head = replace(head, parts=parts, complete=True, harm=head.harm or parts[-1].harm)
            rest = rest[number:]
        kept.append(head)
    return kept


def _apposed(prose: Prose, head: Count, rest: Sequence[Count]) -> int:
    """Give how many of the counts that follow make the head; 0 where they do not."""
    if head.category not in _HEADS or head.parts or head.value is None or head.grown:
        return 0
    if head.value < 2 and head.category not in WHOLES:
        return 0
    made, last = 0, head
    for number, count in enumerate(rest, start=1):
        between = _NAME.sub("", prose.plain[count_end(last) : count.span.start], count=1).lower()
        joined = (_OPENS if number == 1 else _JOINS).fullmatch(between)
        fits = count.category in PEOPLE - {"civilian", "other"} and (
            not head.harm or count.harm in ("", head.harm)
        )
        if joined is None or not fits or count.value is None:
            return 0
        made, last = made + count.value, count
        if made == head.value:
            return 0 if _goes_on(prose, count, rest[number:]) else number
        if made > head.value:
            return 0
    return 0


def _goes_on(prose: Prose, last: Count, rest: Sequence[Count]) -> bool:
    """Say whether another person is joined to the list, so that the first was only one of them."""
    if not rest or rest[0].category not in PEOPLE:
        return False
    between = prose.folded[count_end(last) : rest[0].span.start]
    return len(between) < 40 and _JOINS.fullmatch(between) is not None
