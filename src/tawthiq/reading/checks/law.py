"""Law citations exist and mean what the sentence says: Rome Statute articles, ICRC customary rules, Council resolutions.

A citation is blamed only where the sentence names another subject that some provision covers, or where none exists.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from tawthiq.reading.checks.reported import checked, finding
from tawthiq.reading.findings import Finding, Outcome, gathered
from tawthiq.reading.layout import Document
from tawthiq.reading.prose import Prose, Span, fold_pattern, sentences

_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii",
          "xix", "xx", "xxi", "xxii", "xxiii", "xxiv", "xxv", "xxvi", "xxvii", "xxviii", "xxix", "xxx")  # fmt: skip
_LETTERS = {
    "ا": "a",
    "ب": "b",
    "ج": "c",
    "د": "d",
    "ه": "e",
    "و": "f",
    "ز": "g",
    "ح": "h",
    "ط": "i",
    "ي": "j",
    "ك": "k",
}
_PART = r"[ ]?[-(][ ]?(?P<{0}>{1})[ ]?\)?"
_ROME = re.compile(
    r"(?<![\d.])(?P<article>[78])"
    + _PART.format("number", r"\d{1,2}")
    + _PART.format("letter", "[a-k]|[ابجدهوزحطيك]")
    + "(?:"
    + _PART.format("point", r"\d{1,3}|[ivx]{1,6}")
    + r")?(?![\w])"
)
_RULE = re.compile(
    r"(?<!\w)(?:ال)?(?:rules?|قاعده|قواعد|regles?|regeln?)[ ](?:no\.? |رقم )?(?P<number>\d{1,3})(?!\d)"
)
_CITES = re.compile(r"[78][ ]?[-(]|(?:rule|قاعد|قواعد|regle|regel)")
_CUSTOMARY = re.compile(
    r"custom|icrc|red cross|عرفي|الصليب|coutum|cicr|gewohnheits|ikrk|international humanitarian"
)
_RESOLUTION = re.compile(
    r"(?<!\w)(?:ال)?(?:resolutions?|قرار|قرارات|قراري)[ ](?:no\.? |number |رقم |n° |nr\. |مجلس الامن )?(?:رقم )?(?P<number>2\d{3})"
    r"(?:[ ]?[(/,][ ]?(?P<year>20[12]\d)[ ]?\)?|[ ](?:adopted |issued |passed |الصادر )?(?:of|from|in|on|لعام|لسنه|عام|في|بتاريخ|de|du|vom|von|aus)[ ](?:\d{1,2}\.?[ ]\w+,?[ ]|\w+[ ]\d{1,2},?[ ])?(?P<year2>20[12]\d))?(?!\d)"
)


@cache
def law() -> Mapping[str, Any]:
    """Read the table of provisions and topics."""
    return tomllib.loads((files("tawthiq.reading") / "words" / "law.toml").read_text(encoding="utf-8"))


@cache
def _topic_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    topics: Mapping[str, list[str]] = law()["topics"]
    return tuple(
        (topic, re.compile("|".join(rf"(?<![a-z]){re.escape(fold_pattern(w))}" for w in words)))
        for topic, words in topics.items()
    )


def topics_in(text: str) -> frozenset[str]:
    """Find the subjects a folded sentence names."""
    return frozenset(topic for topic, pattern in _topic_patterns() if pattern.search(text))


def check_law(document: Document) -> Outcome:
    """Check every citation of the document."""
    prose = document.prose
    found: list[Outcome] = []
    for block in document.blocks:
        for span in sentences(prose, block.span):
            found += _sentence(prose, span, block.span)
    return gathered(found)


def _sentence(prose: Prose, span: Span, block: Span) -> Iterator[Outcome]:
    cited = _ROME.finditer(prose.folded, span.start, span.end)
    named = (
        topics_in(prose.folded[span.start : span.end])
        if _CITES.search(prose.folded, span.start, span.end)
        else frozenset()
    )
    for match in cited:
        yield _rome(prose, match, named)
    if _CUSTOMARY.search(prose.folded, span.start, span.end):
        for match in _RULE.finditer(prose.folded, span.start, span.end):
            yield _rule(prose, match, named)
    for match in _RESOLUTION.finditer(prose.folded, span.start, span.end):
        yield from _resolution(prose, match)


def _code(match: re.Match[str]) -> str:
    letter = match.group("letter")
    letter = _LETTERS.get(letter, letter)
    point = match.group("point")
    if point and point.isdigit():
        point = _ROMAN[int(point)] if 0 < int(point) < len(_ROMAN) else point
    return f"{match.group('article')}({match.group('number')})({letter})" + (f"({point})" if point else "")


def _rome(prose: Prose, match: re.Match[str], sentence: frozenset[str]) -> Outcome:
    code = _code(match)
    span = Span(match.start(), match.end())
    known: Mapping[str, list[str]] = law()["rome"]
    if not match.group("point") and any(k.startswith(code + "(") for k in known):
        return Outcome()
    fault: Finding | None = None
    right = _meant(code, sentence)
    if code not in known:
        fault = finding(
            prose, "citation", "fault", span, prose.text(span), right or "a provision of the Statute",
            f"The Rome Statute has no article {code}." + (f" {right} is about what the sentence names." if right else ""),
        )  # fmt: skip
    elif right is not None and not set(known[code]) & sentence:
        fault = finding(
            prose, "citation", "fault", span, prose.text(span), right,
            f"Article {code} is about {_about(known[code])}; the sentence is about {_about(sorted(_specific(sentence)))}: {right}.",
        )  # fmt: skip
    return checked(prose, "citation", span, f"Rome Statute {code}", fault)


def _about(topics: Sequence[str]) -> str:
    return " and ".join(t.replace("-", " ") for t in topics[:2])


_BROAD = frozenset(
    {
        "civilians",
        "objects",
        "property",
        "prohibited-weapons",
        "murder",
        "humanitarian",
        "children",
        "inhumane",
        "wounded",
    }
)
"""Subjects that almost every sentence of a report names; they excuse a citation only if it is about them."""


def _specific(topics: frozenset[str]) -> frozenset[str]:
    return (topics - _BROAD) or topics


def _meant(code: str, topics: frozenset[str]) -> str | None:
    """Find the provision of the same paragraph that is about a subject named, the narrowest subject first."""
    known: Mapping[str, list[str]] = law()["rome"]
    family = (
        code[: code.index(")", code.index(")") + 1) + 1]
        if code.count("(") > 2
        else code[: code.index(")") + 1]
    )
    for start, subjects in (
        (family, topics - _BROAD),
        (family, topics),
        ("8", topics - _BROAD),
        ("7", topics - _BROAD),
    ):
        for other, about in known.items():
            if other.startswith(start) and set(about) & subjects:
                return other
    return None


def _rule(prose: Prose, match: re.Match[str], sentence: frozenset[str]) -> Outcome:
    number, span = match.group("number"), Span(match.start(), match.end())
    about: list[str] = law()["rules"].get(number, [])
    fault = None
    if not 1 <= int(number) <= law()["last"]["rule"]:
        fault = finding(
            prose,
            "citation",
            "fault",
            span,
            prose.text(span),
            "rules 1 to 161",
            f"There is no customary rule {number}.",
        )
    elif about and _specific(sentence) - _BROAD and not set(about) & (sentence | _neighbours(sentence)):
        fault = finding(
            prose, "citation", "fault", span, prose.text(span), f"a rule about {_about(sorted(_specific(sentence)))}",
            f"Customary rule {number} is about {_about(about)}; the sentence is about {_about(sorted(_specific(sentence)))}.",
        )  # fmt: skip
    return checked(prose, "citation", span, f"customary rule {number}", fault)


def _neighbours(topics: frozenset[str]) -> frozenset[str]:
    """Give the subjects that sentences on conduct of attacks name together."""
    conduct = frozenset(
        {"civilians", "objects", "indiscriminate", "disproportionate", "precaution", "warning"}
    )
    return conduct if topics & conduct else frozenset()


def _resolution(prose: Prose, match: re.Match[str]) -> Iterator[Outcome]:
    number, year = match.group("number"), match.group("year") or match.group("year2")
    date = law()["resolutions"].get(number)
    if date is None or year is None:
        return
    span = Span(match.start(), match.end())
    fault = None
    if not date.startswith(year):
        fault = finding(
            prose,
            "citation",
            "fault",
            span,
            prose.text(span),
            f"{number} ({date[:4]})",
            f"Resolution {number} was adopted on {date}, not in {year}.",
        )
    yield checked(prose, "citation", span, f"resolution {number} of {date}", fault)
