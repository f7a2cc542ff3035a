"""Lexicon: the words of one language, read from words/*.toml; a word stands in one table and nowhere else.

Words are written plainly; `{a|b}` in a word stands for either and `{a|}` for a or nothing. Arabic words match with
the particles written onto them (و ف ب ل ك ال لل).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

from tawthiq.reading.prose import Prose, Span, fold_pattern

LANGUAGES = ("en", "ar", "fr", "de")
CLITICS = r"(?:[وف]?(?:بال|كال|لل|ال|[بلك])?)"
"""The particles that Arabic writes onto the next word."""

_COMMON = {
    "en": r"\b(?:the|of|and|in|were|was|by|which|civilians|killed|including|on|at)\b",
    "fr": r"\b(?:le|la|les|des|du|et|dans|ont|par|civils|tues|une|dont|au|enfants|femmes|mois|gouvernorat|janvier|fevrier|juillet|aout)\b",
    "de": r"\b(?:der|die|das|und|von|wurden|durch|zivilisten|im|den|mindestens|davon|darunter|kinder|frauen|getotete|gesamt|monat|januar|februar|juli|oktober|dezember)\b",
}
_BRACES = re.compile(r"\{([^{}]*)\}")
_SPACES = re.compile(r"\s+")
REMEMBERED: Final = 1_024
"""Answers of tables kept: the same sentence is asked for the same words by several readers, one after the other."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a table found in a text: its code, where it stands."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """One table of one language, compiled: finds its words and says the code of each."""

    pattern: re.Pattern[str]
    codes: Mapping[str, str]

    def hits(self, folded: str, within: Span) -> Iterator[Hit]:
        """Find every word of the table within a piece of a folded text."""
        return iter(_hits(self, folded, within.start, within.end))

    def has(self, folded: str, within: Span) -> bool:
        """Say whether any word of the table stands within a piece of a folded text."""
        return _has(self, folded, within.start, within.end)


@lru_cache(maxsize=REMEMBERED)
def _hits(table: WordTable, folded: str, start: int, end: int) -> tuple[Hit, ...]:
    return tuple(
        Hit(table.codes[_SPACES.sub(" ", m.group("w"))], Span(m.start("w"), m.end("w")))
        for m in table.pattern.finditer(folded, start, end)
    )


@lru_cache(maxsize=REMEMBERED)
def _has(table: WordTable, folded: str, start: int, end: int) -> bool:
    return table.pattern.search(folded, start, end) is not None


@cache
def tables(language: str) -> Mapping[str, Any]:
    """Read the words of a language: en, ar, fr or de."""
    text = (files("tawthiq.reading") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def expanded(word: str) -> list[str]:
    """Write out the braces of a word and fold it the way texts are folded."""
    parts = _BRACES.split(word)
    choices = [part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]
    return [_SPACES.sub(" ", fold_pattern("".join(choice))).strip() for choice in product(*choices)]


@cache
def word_table(language: str, table: str) -> WordTable:
    """Compile one table of a language; a table that is missing finds nothing."""
    found: Any = tables(language).get(table, {})
    coded = found if isinstance(found, dict) else {table: found}
    codes = {
        folded: str(code) for code, words in coded.items() for word in words for folded in expanded(word)
    }
    return WordTable(_compile(tuple(codes), language), codes)


@cache
def pattern_of(language: str, table: str) -> str:
    """Give the alternation of a table's words as a pattern text, to be built into a larger one."""
    found: Any = tables(language).get(table, [])
    words = found if isinstance(found, list) else [w for ws in found.values() for w in ws]
    return _trie_pattern([folded for word in words for folded in expanded(word)]) if words else r"(?!)"


def _compile(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?P<w>(?!))")
    before = {"ar": rf"(?<!\w){CLITICS}", "fr": r"(?<!\w)"}.get(language, r"(?<![\w'])")
    return re.compile(rf"{before}(?P<w>{_trie_pattern(list(words))})(?!\w)")


def _trie_pattern(words: list[str]) -> str:
    """Make one pattern that walks the letters common to many words once; the longest word wins."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _node_pattern(root)


def _node_pattern(node: dict[str, Any]) -> str:
    branches = []
    for char, child in sorted(node.items(), reverse=True):
        if char:
            step = r"[ \n]{1,3}" if char == " " else re.escape(char)
            branches.append(step + _node_pattern(child))
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})" if branches else ""
    return f"(?:{body})?" if "" in node and branches else body


def language_of(prose: Prose) -> str:
    """Say in which of the four languages most of a text is written; English where nothing speaks for another."""
    sample = prose.folded[:20_000]
    arabic = sum("\u0600" <= c <= "\u06ff" for c in sample)
    if arabic * 2 > sum(c.isalpha() for c in sample):
        return "ar"
    scores = {code: len(re.findall(words, sample)) for code, words in _COMMON.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores["en"] else "en"
