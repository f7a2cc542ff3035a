"""Words by which text is found however it was spelt: folded words of both scripts, and for names how they sound.

A name's word is found by its own letters, within the Latin script by its consonants and where vowels stand
(Mohammad, Muhammad, Mohamed), across the scripts by consonants and long vowels (محمد, Mohammad; محمود, Mahmoud).
Signs that people leave out, the article, and the ways to write عبد ال- and أبو make no difference.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from tawthiq.domain.scripts import fold

LONGEST_WORD = 40
MOST_VARIANTS = 8
SHORTEST_PREFIX = 3
"""A last word of so many letters also finds longer words that begin with it."""

_PLAIN = re.compile(
    "[0-9a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3]+"
)
_ARABIC = re.compile("[\u0620-\u06d3]")
_PREFIXED = re.compile("^(?:و|ف|ب|ك)?(?:ال|لل)(?=.{3,})")
_ABD = re.compile(r"^abd(?:[aeiou]l|[aeiou](?=([rsnztd])\1))?(?=.{3,})")
_ARTICLES = frozenset(
    {"al", "el", "ul", "il", "as", "ash", "ar", "an", "az", "ad", "at", "es", "er", "en", "ez", "ed"}
)
_ABD_WORDS = frozenset({"abd", "abdul", "abdel", "abdal", "abdu", "abdur", "abdus", "عبد"})
_ABU_WORDS = {"abu": "abu", "abo": "abu", "abou": "abu", "ابو": "ابو", "ابي": "ابو", "ابا": "ابو"}

_ARABIC_SOUND = {
    "ب": "b", "ت": "t", "ط": "t", "ث": "d", "ج": "g", "غ": "g", "ح": "h", "ه": "h", "خ": "x", "د": "d", "ذ": "d",
    "ض": "d", "ظ": "d", "ز": "d", "ر": "r", "س": "s", "ص": "s", "ش": "c", "ف": "f", "ق": "k", "ك": "k", "ل": "l",
    "م": "m", "ن": "n", "و": "w", "ي": "y", "پ": "b", "چ": "g", "ڤ": "f", "گ": "k",
}  # fmt: skip
_LATIN_SOUND = {
    "sch": "c", "sh": "c", "ch": "c", "kh": "x", "gh": "g", "th": "d", "dh": "d", "dj": "g", "ph": "f", "ck": "k",
    "ou": "w", "oo": "w", "ow": "w", "aw": "w", "au": "w", "ee": "y", "ei": "y", "ai": "y", "ay": "y", "ey": "y",
    "ie": "y", "iy": "y", "aa": "", "b": "b", "c": "k", "d": "d", "f": "f", "g": "g", "h": "h", "j": "g", "k": "k",
    "l": "l", "m": "m", "n": "n", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t", "v": "f", "w": "w", "x": "ks",
    "y": "y", "z": "d", "a": "", "o": "?w", "u": "?w", "e": "?y", "i": "?y",
}  # fmt: skip
_LATIN_UNITS = re.compile("|".join(sorted(_LATIN_SOUND, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_FINAL_H = re.compile("(?<=[aeiou])h$")
_VOWELS = re.compile("[aeiouwy]+")


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in order, the Arabic article and what is joined to it away."""
    return [word for chunk in text.split() for word in _folded(chunk)]


@lru_cache(maxsize=100_000)
def _folded(chunk: str) -> tuple[str, ...]:
    return tuple(_storable(_PREFIXED.sub("", word)) for word in fold(chunk).replace("_", " ").split())


def _storable(word: str) -> str:
    """Return a word that both databases take as one: letters beyond the usual scripts by their numbers."""
    short = word[:LONGEST_WORD]
    return short if _PLAIN.fullmatch(short) else "u" + short.encode().hex()[: 2 * LONGEST_WORD]


def name_words(text: str) -> list[str]:
    """Return the words of a name: articles away, عبد and أبو joined to what follows."""
    joined: list[str] = []
    pending = ""
    for word in words_of(text):
        if word in _ARTICLES:
            continue
        if word in _ABD_WORDS or word in _ABU_WORDS:
            pending += _ABU_WORDS.get(word, "عبد" if _ARABIC.search(word) else "abd")
            continue
        joined.append(_compound(pending + word))
        pending = ""
    return [*joined, pending] if pending else joined


def _compound(word: str) -> str:
    if word.startswith(("عبدال", "ابوال")) and len(word) > 6:
        return word[:3] + word[5:]
    return _ABD.sub("abd", word)


@lru_cache(maxsize=100_000)
def sounds_stored(word: str) -> tuple[str, ...]:
    """Return how a name's word sounds, as stored beside it."""
    if _ARABIC.search(word):
        return tuple(f"a_{key}" for key in _arabic_keys(word))
    return (f"v_{_pattern(word)}", *(f"l_{key}" for key in _latin_keys(word))) if word.isalpha() else ()


@lru_cache(maxsize=10_000)
def sounds_asked(word: str) -> tuple[str, ...]:
    """Return the stored sounds that a word asks for: of the other script, and of Latin spellings of its own."""
    if not word.isalpha() or len(word) < SHORTEST_PREFIX:
        return ()
    if _ARABIC.search(word):
        return tuple(f"l_{key}" for key in _arabic_keys(word))
    return (f"v_{_pattern(word)}", *(f"a_{key}" for key in _latin_keys(word)))


def _arabic_keys(word: str) -> tuple[str, ...]:
    """Return the consonants and long vowels of an Arabic word; a final ya may stand for a, a ta marbuta for t."""
    marbuta = word.endswith("ه") and len(word) > 2
    key = _DOUBLED.sub(
        r"\1", "".join(_ARABIC_SOUND.get(letter, "") for letter in word[: -1 if marbuta else None])
    )
    other = key + "t" if marbuta else key.removesuffix("y")
    return tuple(dict.fromkeys(k for k in (key, other) if k))


def _latin_keys(word: str) -> tuple[str, ...]:
    """Return the consonants and long vowels that a Latin word may write; a single vowel may be long or short."""
    units = [_LATIN_SOUND[unit] for unit in _LATIN_UNITS.findall(_FINAL_H.sub("", word))]
    choices = [("", unit[1:]) if unit.startswith("?") else (unit,) for unit in units]
    made = ("".join(parts) for parts in itertools.islice(itertools.product(*choices), 4 * MOST_VARIANTS))
    keys = dict.fromkeys(_DOUBLED.sub(r"\1", key) for key in made)
    return tuple(itertools.islice((key for key in keys if key), MOST_VARIANTS))


def _pattern(word: str) -> str:
    """Return a Latin word's consonants with a mark where vowels stand."""
    plain = _DOUBLED.sub(r"\1", _FINAL_H.sub("", word))
    marked = re.sub("kh", "x", re.sub("sh|ch", "c", plain.replace("q", "k").replace("dj", "j")))
    return _VOWELS.sub("0", marked)


def stored_words(texts: Iterable[str], names: Iterable[str] = ()) -> str:
    """Return every word by which texts and names are found, once, in order of the alphabet, apart by spaces."""
    found = {word for text in texts for word in (*words_of(text), *name_words(text))}
    for name in names:
        found.update(words_of(name))
        for word in name_words(name):
            found.add(word)
            found.update(sounds_stored(word))
    return " ".join(sorted(found))


def asked_words(text: str, *, at_most: int = 8) -> tuple[tuple[str, ...], ...]:
    """Return for each word typed what finds it: any of these; a last `*` means words that begin so."""
    words = name_words(text)[:at_most]
    return tuple(
        (f"{word}*" if len(word) >= SHORTEST_PREFIX else word, *sounds_asked(word)) for word in words
    )
