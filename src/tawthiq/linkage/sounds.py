"""Compare words of Arabic and Latin script by their consonants and the vowels written between them.

A Latin word takes the class of the Arabic word it most plausibly writes ("Mohammed", "Mhammad" → محمد;
"Mahmoud" → محمود):
first the same consonants in order, then the cheapest reading of the vowels. Costs are tables below, in plain sight.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.domain.scripts import fold_arabic
from tawthiq.linkage.words import COMMON_NAMES

CONSONANTS_ARABIC = {
    "ب": "b", "پ": "b", "ت": "d", "ط": "d", "ث": "d", "ج": "g", "چ": "g", "غ": "g", "ح": "h", "ه": "h", "خ": "x",
    "د": "d", "ض": "d", "ذ": "d", "ز": "d", "ظ": "d", "ر": "r", "س": "s", "ص": "s", "ش": "c", "ف": "f", "ڤ": "f",
    "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
CONSONANTS_LATIN = {
    "sh": "c", "ch": "c", "kh": "x", "gh": "g", "th": "d", "dh": "d", "ph": "f", "ck": "k", "zh": "d", "dj": "g",
    "b": "b", "p": "b", "t": "d", "j": "g", "g": "g", "h": "h", "d": "d", "z": "d", "r": "r", "s": "s", "f": "f", "v": "f",
    "k": "k", "q": "k", "c": "k", "x": "x", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
# What it costs that a Latin unit writes a letter of its class; a pair not named costs CONSONANT_ELSE.
DENTAL_COSTS = {
    "ت": {"t": 0.0, "th": 0.4}, "ط": {"t": 0.0, "th": 0.6}, "ث": {"th": 0.0, "t": 0.2}, "د": {"d": 0.0, "dh": 0.4},
    "ض": {"d": 0.0, "dh": 0.2, "z": 0.5}, "ذ": {"dh": 0.0, "th": 0.0, "d": 0.1, "z": 0.2}, "ز": {"z": 0.0, "zh": 0.3},
    "ظ": {"z": 0.0, "dh": 0.2, "th": 0.3, "d": 0.3},
}  # fmt: skip
CONSONANT_ELSE = 2.0
CONSONANT_COSTS = {
    ("ق", "k"): 0.2, ("ك", "q"): 0.8, ("ح", "x"): 0.8, ("غ", "j"): 1.0, ("غ", "g"): 0.2, ("ج", "gh"): 0.8,
}  # fmt: skip
_LATIN_UNITS = re.compile("sh|ch|kh|gh|th|dh|ph|ck|zh|dj|[a-z]")
_LETTER_COSTS = {
    "ا": {"a": 0.0, "e": 0.3, "o": 0.6, "u": 0.7, "i": 0.7, "": 1.0},
    "و": {"u": 0.0, "o": 0.0, "w": 0.0, "a": 1.2, "e": 1.2, "i": 1.2, "": 1.2},
    "ي": {"i": 0.0, "y": 0.0, "e": 0.1, "a": 0.8, "u": 1.2, "o": 1.2, "": 1.2},
    "ع": {"a": 0.0, "e": 0.0, "i": 0.0, "o": 0.0, "u": 0.0, "": 0.2},
    "ه": {"a": 0.0, "e": 0.0, "h": 0.0, "i": 0.4, "": 0.4},
    "ح": {"h": 0.0, "a": 0.6, "e": 0.6, "": 0.6},
}
# Vowels written in Latin that no Arabic letter of the gap accounts for.
_UNEXPLAINED = (
    ("w", "و", 0.8),
    ("y", "ي", 0.6),
    ("ai", "ي", 0.5),
    ("ei", "ي", 0.5),
    ("ia", "ي", 0.5),
    ("ee", "ي", 0.7),
    ("u", "و", 0.4),
    ("o", "و", 0.4),
    ("i", "ي", 0.4),
    ("h", "هح", 0.3),
)
_LONG_VOWEL_COSTS = (
    ("ou", 0.8),
    ("oo", 0.8),
    ("ee", 0.8),
    ("aa", 0.5),
    ("w", 1.0),
    ("y", 0.8),
    ("ei", 0.6),
    ("ai", 0.6),
)
CLASS_LIMIT = 1.1  # a dearer reading is not the same word
KNOWN_COUNT = 5
ALSO_READ = 0.5
_COMMON_BONUS = 0.12  # for a word ten times as frequent


@lru_cache(maxsize=300_000)
def _spelt(word: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the consonant classes, the consonants as written and the vowels before, between and after them."""
    units = _LATIN_UNITS.findall(word) if word.isascii() else list(word)
    classes = CONSONANTS_LATIN if word.isascii() else CONSONANTS_ARABIC
    skeleton, written, gaps, gap = "", [], [], ""
    for index, unit in enumerate(units):
        code = classes.get(unit)
        if unit == "c" and index + 1 < len(units) and units[index + 1] in "eiy":
            code = "s"
        if code is None or (code == "h" and index == len(units) - 1):
            gap += unit
        elif skeleton and code == skeleton[-1] and not gap and word.isascii():
            continue
        else:
            skeleton += code
            written.append(unit)
            gaps.append(gap)
            gap = ""
    return skeleton, tuple(written), (*gaps, gap)


def consonants(word: str) -> str:
    """Return the word's consonant classes, with a mark for words that begin with و or ي; the coarse key of
    both scripts."""
    skeleton, _, gaps = _spelt(word)
    first = gaps[0][:1]
    return ("w" if first in ("و", "w") else "y" if first in ("ي", "y") else "") + skeleton or "a"


def reading_cost(arabic: str, latin: str) -> float:
    """Say how far a Latin word is from writing an Arabic word of the same consonants; 0 is a usual spelling."""
    skeleton, letters, gaps = _spelt(arabic)
    other, units, vowels = _spelt(latin)
    if skeleton != other:
        return 9.0
    cost = sum(_letter_cost(letter, unit) for letter, unit in zip(letters, units, strict=True))
    last = len(gaps) - 1
    return cost + sum(
        _gap_cost(a, v, place="first" if i == 0 else "last" if i == last else "inside")
        for i, (a, v) in enumerate(zip(gaps, vowels, strict=True))
    )


def _letter_cost(letter: str, unit: str) -> float:
    dental = DENTAL_COSTS.get(letter)
    return CONSONANT_COSTS.get((letter, unit), 0.0) if dental is None else dental.get(unit, CONSONANT_ELSE)


@lru_cache(maxsize=100_000)
def _gap_cost(arabic: str, latin: str, *, place: str) -> float:
    if place == "first" and arabic[:1] in ("ا", "ع"):
        rest = arabic[1:]
        return (0.0 if latin else 1.0) + (0.0 if not rest else _written(rest, latin))
    if not arabic:
        if not latin or (place == "first"):
            return 0.0 if not latin else 1.0
        long = next((cost for vowels, cost in _LONG_VOWEL_COSTS if vowels in latin), 0.0)
        return long if place == "inside" else 0.2 + long + (0.5 if latin in ("i", "u", "o") else 0.0)
    if place == "last" and arabic == "ي" and latin[-1:] == "a":
        return 0.1
    if place == "last" and arabic == "ه" and latin in ("o", "u"):
        return 0.5
    return _written(arabic, latin)


def _written(arabic: str, latin: str) -> float:
    cost = 0.0
    for letter in arabic:
        prices = _LETTER_COSTS.get(letter, {})
        cost += min((prices.get(c, 1.2) for c in latin), default=prices.get("", 0.5))
    surplus = (
        c for vowels, letters, c in _UNEXPLAINED if vowels in latin and not any(x in arabic for x in letters)
    )
    return cost + (max(surplus, default=0.0) if arabic != "ع" else 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word is taken for: the class it is compared by, and every Arabic word it may as well write."""

    word_class: str
    readings: tuple[str, ...]
    is_known: (
        bool  # a name met often or a common one: two different known names are two names, not one misspelt
    )


def read_words(counts: Mapping[str, int]) -> dict[str, Reading]:
    """Give each word of the lists its class: Arabic words are their own, Latin ones that of the word they write.

    Depends on which words occur and how often, not on their order.
    """
    lexicon: Counter[str] = Counter(common_names())
    for word, count in counts.items():
        if not word.isascii():
            lexicon[word] += count
    by_sound: dict[str, list[str]] = {}
    for word in sorted(lexicon):
        by_sound.setdefault(consonants(word), []).append(word)
    return {w: _read(w, count, by_sound, lexicon) for w, count in counts.items()}


def _read(word: str, count: int, by_sound: Mapping[str, list[str]], lexicon: Mapping[str, int]) -> Reading:
    if not word.isascii():
        return Reading(word, (word,), lexicon[word] >= KNOWN_COUNT or word in common_names())
    priced = _priced(word, by_sound, lexicon)
    if not priced and word.startswith(("al", "el")) and len(word) > 5:
        priced = _priced(word[2:], by_sound, lexicon)
    if not priced:
        plain = _plain_latin(word)
        return Reading(plain, (plain,), count >= KNOWN_COUNT)
    best = priced[0][1]
    also = tuple(c for _, c, cost in priced if cost <= ALSO_READ)
    return Reading(
        best, tuple(dict.fromkeys((best, *also))), lexicon[best] >= KNOWN_COUNT or best in common_names()
    )


def _priced(
    word: str, by_sound: Mapping[str, list[str]], lexicon: Mapping[str, int]
) -> list[tuple[float, str, float]]:
    return sorted(
        (cost - _COMMON_BONUS * len(str(lexicon[c])), c, cost)
        for c in by_sound.get(consonants(word), ())
        if (cost := reading_cost(c, word)) <= CLASS_LIMIT
    )


@lru_cache(maxsize=300_000)
def _plain_latin(word: str) -> str:
    word = re.sub(r"(.)\1+", r"\1", word.replace("ee", "i").replace("ou", "u").replace("oo", "u"))
    return word.translate(str.maketrans("eoyqw", "iuiku")) + ("" if len(word) > 1 else "_")


@lru_cache(maxsize=1)
def common_names() -> dict[str, int]:
    """Return the common Arabic names as words for comparison."""
    return {fold_arabic(name).replace("عبدال", "عبد"): 1 for name in COMMON_NAMES}
