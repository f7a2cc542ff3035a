"""Prose: a text cleaned of markup and folded for matching, in which every character knows where it stood in the source.

`plain` keeps case and letters and is what people are shown; `folded` is what patterns match; both have the same
length, and `offsets[i]` is the place of character i in the source. Note marks (¹ ² …) are taken out and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST_SENTENCE = 3_000
"""A longer run without an end is cut at a space, so that no text, however hostile, costs more than its length."""

_SAME = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ؤ": "و",
    "ئ": "ي", "ک": "ك", "ڪ": "ك", "گ": "ك", "ß": "s", "ł": "l", "ø": "o", "œ": "o", "æ": "a", "ı": "i", "đ": "d",
    "،": ",", "؛": ";", "؟": "?", "٫": ".", "٬": ",", "٪": "%", "﴾": "(", "﴿": ")",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "ʾ": "'", "ʿ": "'", "`": "'", "´": "'", "′": "'", "‛": "'",
    "“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "‟": '"', "‹": '"', "›": '"',
    "–": "-", "—": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "‐": "-", "…": ".",
}  # fmt: skip
_NOTE_MARKS = {c: str(unicodedata.digit(c)) for c in "⁰¹²³⁴⁵⁶⁷⁸⁹"}
_SPACES = "\u00a0\u2007\u2009\u202f\u2002\u2003\u2005\u2006\u2008\u200a\u3000\t\v\f"
_MARKUP = re.compile(
    r"\]\((?:[^()\s]|\([^()\s]{0,80}\)){0,400}\)|[\[\]]|\*\*|__|\\(?=[()\[\]*_.#+-])|(?m:^[ \t]{0,3}#{1,6}[ \t])|(?m:^>[ \t]?)|#(?=[^\W\d_])"
    "|(?<=ـ)[.·](?=[ء-ي])|(?<=[ء-ي])[.·](?=ـ[ء-ي])|(?<=ـ)[.·](?=ـ)"
)
"""Signs that are no text; the last are dots put between letters against filters: 'قـ.ـصف'."""
_ARABIC_MARK = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06edـ]")
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|gen|col|lt|st|no|nos|vs|approx|al|art|arts|etc|e\.g|i\.e|u\.s|u\.n|z\.b|ca|bzw|nr|abs|m|mme|sgt|maj|prof|km|fig|incl|dept|gov|jan|feb|apr|jun|jul|aug|sept|oct|nov|dec)|\b[a-z])$"
)
_SENTENCE_END = re.compile(r'[.!?]+["\')\]]*(?=\s)|\n')
_MONTH_AHEAD = re.compile(
    r"\s(?:januar|janner|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a Prose: from `start` up to `end`, in characters of `plain`."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Say whether the other piece lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Say whether the two pieces share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Prose:
    """A cleaned text with its folded twin and the way back to the source."""

    source: str
    plain: str
    folded: str
    offsets: tuple[int, ...]
    note_marks: tuple[tuple[int, str], ...] = ()
    line_starts: tuple[int, ...] = field(default=())

    def text(self, span: Span) -> str:
        """Give the words at a span, on one line, as they read."""
        return re.sub(r"\s+", " ", self.plain[span.start : span.end]).strip()

    def source_span(self, span: Span) -> tuple[int, int]:
        """Give where a span stood in the source."""
        if span.start >= len(self.offsets):
            return len(self.source), len(self.source)
        last = self.offsets[max(span.end - 1, span.start)]
        return self.offsets[span.start], last + 1

    def line(self, position: int) -> int:
        """Give the source line, from 1, of a character of `plain`."""
        source = self.offsets[position] if position < len(self.offsets) else len(self.source)
        return bisect_right(self.line_starts, source)


def _folding(char: str) -> str:
    """Fold one character to one character, or to nothing where it is a mark."""
    if char in _SAME:
        return _SAME[char]
    if char == "ء":
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    lower = char.lower()[:1] if not char.isascii() else char.lower()
    if ord(char) > 0xBF and char.isalpha():
        base = unicodedata.normalize("NFD", lower)[0]
        return _SAME.get(base, base)
    return lower


def _pieces(char: str) -> tuple[str, str]:
    """Give how one source character reads and how it is matched; both empty where it is dropped."""
    if char in _SPACES:
        return " ", " "
    if char in ("\r", "\u2028", "\u2029", "\x85"):
        return "\n", "\n"
    if _INVISIBLE.match(char) or _ARABIC_MARK.match(char) or unicodedata.combining(char):
        return "", ""
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and char != "\n":
        return "", ""
    if "\ufb00" <= char <= "\ufeff" or "\uff00" <= char <= "\uffef":
        kept = [c for c in unicodedata.normalize("NFKC", char) if not _ARABIC_MARK.match(c) and c != " "]
        pairs = [(c, _folding(c) or c) for c in kept]
        return "".join(p for p, _ in pairs), "".join(f for _, f in pairs)
    folded = _folding(char)
    return (char, folded) if folded else ("", "")


_KNOWN: dict[str, tuple[str, str]] = {}


def fold_pattern(text: str) -> str:
    """Fold a word or a pattern of the tables the way texts are folded, so that the two meet."""
    return "".join(_pieces(c)[1] for c in text)


def read_prose(source: str, lines_of: str | None = None) -> Prose:
    """Clean and fold a text; never fails, whatever the characters. `lines_of` is the same text before unwrapping."""
    source = source.replace("\r\n", "\n ").replace("\r", "\n") if "\r" in source else source
    plain: list[str] = []
    folded: list[str] = []
    offsets: list[int] = []
    marks: list[tuple[int, str]] = []
    skipped = _markup_positions(source)
    shown_as, matched_as, odd = _alphabet(source)
    done = 0
    for position in sorted({*skipped, *(m.start() for m in odd.finditer(source))}):
        run = source[done:position]
        plain.append(run.translate(shown_as))
        folded.append(run.translate(matched_as))
        offsets.extend(range(done, position))
        done = position + 1
        char = source[position]
        if position in skipped:
            continue
        if char in _NOTE_MARKS:
            marks.append((len(offsets), _NOTE_MARKS[char]))
            continue
        for shown, matched in zip(*_KNOWN[char], strict=True):
            plain.append(shown)
            folded.append(matched)
            offsets.append(position)
    plain.append(source[done:].translate(shown_as))
    folded.append(source[done:].translate(matched_as))
    offsets.extend(range(done, len(source)))
    starts = (0, *(m.end() for m in re.finditer("\n", lines_of or source)))
    return Prose(source, "".join(plain), "".join(folded), tuple(offsets), tuple(marks), starts)


def _alphabet(source: str) -> tuple[dict[int, str], dict[int, str], re.Pattern[str]]:
    """Give how the characters of a text read and match, and the pattern of those that are not one for one."""
    odd: list[str] = []
    for char in set(source):
        if char not in _KNOWN:
            _KNOWN[char] = _pieces(char)
        if len(_KNOWN[char][0]) != 1 or char in _NOTE_MARKS:
            odd.append(char)
    plain = {ord(c): _KNOWN[c][0] for c in set(source) if c not in odd}
    folded = {ord(c): _KNOWN[c][1] for c in set(source) if c not in odd}
    return plain, folded, re.compile(f"[{re.escape(''.join(odd))}]" if odd else r"(?!)")


def _markup_positions(source: str) -> frozenset[int]:
    return frozenset(p for m in _MARKUP.finditer(source) for p in range(m.start(), m.end()))


@lru_cache(maxsize=4)
def _quotes(folded: str) -> tuple[int, ...]:
    return tuple(m.start() for m in re.finditer('"', folded))


def is_quoted(prose: Prose, begin: int, position: int) -> bool:
    """Say whether a position stands within quotation marks that opened after `begin`."""
    marks = _quotes(prose.folded)
    return (bisect_left(marks, position) - bisect_left(marks, begin)) % 2 == 1


def sentences(prose: Prose, within: Span | None = None) -> Iterator[Span]:
    """Give the sentences of a text, one after the other; ends of lines end sentences too."""
    whole = within or Span(0, len(prose.plain))
    start = whole.start
    for end in _SENTENCE_END.finditer(prose.folded, whole.start, whole.end):
        if not _ends_here(prose.folded, end) or _goes_on(prose, end):
            continue
        yield from _cut(prose, start, end.end())
        start = end.end()
    yield from _cut(prose, start, whole.end)


def _ends_here(folded: str, end: re.Match[str]) -> bool:
    if end.group() == "\n":
        return True
    before = folded[max(end.start() - 12, 0) : end.start()]
    if end.group() == ".":
        if _ABBREVIATION.search(before):
            return False
        if before[-1:].isdigit() and _MONTH_AHEAD.match(folded, end.end(), end.end() + 14):
            return False
    return True


_GOES_ON = re.compile(
    r"\.[ ](?:by|in|on|at|and|who|which|when|while|killing|causing|resulting|after|with)[ ]"
)


def _goes_on(prose: Prose, end: re.Match[str]) -> bool:
    """Say whether a full stop is a slip: the sentence goes on with a small preposition, '… on May 7, 2020. by X forces'."""
    return end.group() == "." and _GOES_ON.match(prose.plain, end.start()) is not None


def _cut(prose: Prose, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST_SENTENCE:
        space = prose.folded.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        stop = space if space > start else start + LONGEST_SENTENCE
        yield Span(start, stop)
        start = stop
    while start < end and prose.plain[start].isspace():
        start += 1
    while end > start and prose.plain[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
