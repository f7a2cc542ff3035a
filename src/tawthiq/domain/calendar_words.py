"""The words of dates in English and Arabic, folded once so that every spelling of a month or weekday is found."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from tawthiq.domain.scripts import ascii_digits, fold_arabic, fold_latin
from tawthiq.vocab import calendar_words

_WORDS_OF_A_DATE = 8
_NOT_WORD = re.compile(r"[^\w]+")


def fold_words(text: str) -> str:
    """Fold a text of either script or both to plain words for look-up."""
    return _NOT_WORD.sub(" ", fold_latin(fold_arabic(ascii_digits(text)))).strip()


def _numbered(groups: Iterable[Iterable[str]], first: int) -> Mapping[str, int]:
    return {fold_words(word): number for number, words in enumerate(groups, first) for word in words}


@cache
def months() -> Mapping[str, int]:
    """Return the number, 1 to 12, of each folded name of a month."""
    return _numbered(calendar_words()["months"], 1)


@cache
def weekdays() -> Mapping[str, int]:
    """Return the number of each folded name of a weekday, Monday 0 to Sunday 6, as Python counts them."""
    return _numbered(calendar_words()["weekdays"], 0)


@cache
def seasons() -> Mapping[str, int]:
    """Return the EDTF number, 21 to 24, of each folded name of a season."""
    return {
        fold_words(word): int(code) for code, words in calendar_words()["seasons"].items() for word in words
    }


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the folded words of a kind: approximate, uncertain, unknown, idle."""
    return frozenset(fold_words(word) for word in calendar_words()[kind])


@cache
def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the folded words as whole words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def weekday_in(text: str) -> int | None:
    """Return the one weekday that a text names; None when it names none or several.

    Shortened names (sat, سبت) are words of their own in longer texts, so only a text as short as a date may use them.
    """
    folded = fold_words(text)
    is_short = len(folded.split()) <= _WORDS_OF_A_DATE
    names = frozenset(
        name for name in weekdays() if is_short or name.startswith("ال") or name.endswith("day")
    )
    numbers = {weekdays()[name] for name in pattern_of(names).findall(folded)}
    return numbers.pop() if len(numbers) == 1 else None
