"""Numbers in words and digits, with their bounds, ranges and vagueness; every one keeps its place in the text.

A vague number ("dozens") has no value: it is never turned into a figure. "More than 40" is at least 41.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tawthiq.domain.counts import CountRange
from tawthiq.reading.lexicon import pattern_of, word_table
from tawthiq.reading.prose import Span, fold_pattern

LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as said: its value (None where vague), its bound (least, more, about, most or none), its upper end."""

    value: int | None
    span: Span
    bound: str = ""
    upper: int | None = None

    @property
    def exact(self) -> bool:
        """Say whether the number can be compared with another: not vague, not rounded, not a range."""
        return self.value is not None and self.bound in ("", "least") and self.upper is None

    @property
    def minimum(self) -> int | None:
        """Give the number that is certain, as published floors are read; None where the text is vague."""
        if self.value is None or self.bound == "most":
            return None
        return self.value + 1 if self.bound == "more" else self.value

    def counts(self) -> CountRange | None:
        """Give the number as a range of people: open above unless an upper end was said."""
        least = self.minimum
        if least is None:
            return None
        return CountRange(
            least, self.upper if self.upper is not None else (least if not self.bound else None)
        )


_DIGITS = r"(?<![\w.])(?<![a-z]-)(?<!\d[/:,])(?:{clitic})?(?P<digits>\d{{1,3}}(?:[{thousands}]\d{{3}})+(?!\d)|\d{{1,9}})(?![\d:]|/\d|-\d+[-/]|-[a-z]{{3}}|[.,]\d|[a-z]{{1,3}}\d)"
_THOUSANDS = {"en": ",", "ar": ",.", "fr": r" .,", "de": r".', "}
_RANGE_TO = {
    "en": r"-|to|and",
    "ar": r"-|الي|و|حتي",
    "fr": r"-|a|et",
    "de": r"-|bis|und",
}
_BETWEEN = {"en": r"between", "ar": r"بين|من", "fr": r"entre|de", "de": r"zwischen|von"}


@cache
def _number_pattern(language: str) -> re.Pattern[str]:
    clitic = "[وبلف]{1,2}" if language == "ar" else ""
    digits = _DIGITS.format(clitic=clitic, thousands=_THOUSANDS[language])
    if language == "ar":
        word = pattern_of("ar", "numbers")
        words = rf"(?<!\w)[وبلف]?(?P<words>(?:ال)?{word}(?!\w)(?:[ \n]{{1,2}}و?(?:ال)?{word}(?!\w))*)"
    elif language == "de":
        words = rf"(?<!\w)(?P<words>(?:{_GERMAN_PARTS})+)(?!\w)"
    else:
        word = pattern_of(language, "numbers")
        words = rf"(?<![\w'])(?<!\bno )(?P<words>{word}(?!\w)(?:(?:[ \n]{{1,2}}|-)(?:(?:and|et)[ -])?{word}(?!\w))*)"
    return re.compile(f"{digits}|{words}")


_GERMAN_PARTS = "eins|einen|einem|einer|eine|ein|zwei|drei|vier|funf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwolf|zwanzig|zig|dreisig|dreissig|hundert|tausend|und"


@cache
def _german_words() -> dict[str, int]:
    """Build the German numerals from 1 to 999; thousands are read around `tausend`."""
    ones = [
        "",
        "ein",
        "zwei",
        "drei",
        "vier",
        "funf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwolf",
    ]
    ones += ["dreizehn", "vierzehn", "funfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]
    tens = {
        2: "zwanzig",
        3: "dreisig",
        4: "vierzig",
        5: "funfzig",
        6: "sechzig",
        7: "siebzig",
        8: "achtzig",
        9: "neunzig",
    }
    small = {word: n for n, word in enumerate(ones) if word}
    for ten, word in tens.items():
        small[word] = ten * 10
        small |= {f"{ones[one]}und{word}": ten * 10 + one for one in range(1, 10)}
    every = dict(small)
    for hundred in range(1, 10):
        for head in {f"{ones[hundred]}hundert", "hundert" if hundred == 1 else f"{ones[hundred]}hundert"}:
            every[head] = hundred * 100
            every |= {
                f"{head}{joint}{w}": hundred * 100 + n for w, n in small.items() for joint in ("", "und")
            }
    every |= {"eins": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1}
    return every | {w.replace("dreisig", "dreissig"): n for w, n in every.items() if "dreisig" in w}


def _german(word: str) -> int | None:
    head, tausend, tail = word.partition("tausend")
    if not tausend:
        return _german_words().get(word)
    thousands = 1 if not head else _german_words().get(head)
    rest = (
        0
        if not tail
        else _german_words().get(tail.removeprefix("und") if tail not in _german_words() else tail)
    )
    return None if thousands is None or rest is None else thousands * 1000 + rest


def _may_follow(before: int, value: int, joined: bool, language: str) -> bool:
    """Say whether a number word goes on the number begun: 'thirty five' does, 'three six' does not."""
    if value in (1000, 1_000_000) or (value == 100 and before < 100):
        return before < value and not (joined and language == "ar")
    if before >= 100:
        return value < before or before % 1000 == 0
    if language == "ar":
        return (before < 10 and value == 10 and not joined) or (before < 10 and 20 <= value < 100 and joined)
    if language == "fr":
        return (
            (before in (60, 80) and value < 20)
            or (before == 10 and 7 <= value <= 9)
            or (20 <= before < 70 and value < 10)
        )
    return 20 <= before < 100 and value < 10 and not joined


def _spoken(words: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Give (value, start, end) for each number in a run of number words."""
    table = word_table(language, "numbers")
    joint = r"(?<!\w)(?P<joint>و)?(?:ال)?" if language == "ar" else r"(?P<joint>(?:and|et)[ -])?"
    tokens = re.finditer(joint + rf"(?P<token>{pattern_of(language, 'numbers')})(?!\w)", words)
    begun: list[int] = []
    start = end = 0
    for match in tokens:
        value = int(table.codes[re.sub(r"\s+", " ", match.group("token"))])
        if begun and _may_follow(begun[-1], value, match.group("joint") is not None, language):
            begun.append(value)
        else:
            if begun:
                yield _summed(begun), start, end
            begun, start = [value], match.start("token")
        end = match.end()
    if begun:
        yield _summed(begun), start, end


def _summed(values: Sequence[int]) -> int:
    whole = current = 0
    for value in values:
        if value == 100:
            current = max(current, 1) * 100
        elif value in (1000, 1_000_000):
            whole += max(current, 1) * value
            current = 0
        else:
            current += value
    return whole + current


def _plain_numbers(folded: str, within: Span, language: str) -> Iterator[Quantity]:
    for match in _number_pattern(language).finditer(folded, within.start, within.end):
        if match.group("digits"):
            value = int(re.sub(r"\D", "", match.group("digits")))
            if value <= LARGEST:
                yield Quantity(value, Span(match.start("digits"), match.end("digits")))
        elif language == "de":
            german = _german(match.group("words"))
            if german is not None:
                yield Quantity(german, Span(match.start("words"), match.end("words")))
        else:
            at = match.start("words")
            for spoken, start, end in _spoken(match.group("words"), language):
                yield Quantity(spoken, Span(at + start, at + end))


@cache
def _scale_after(language: str) -> re.Pattern[str]:
    words = {"en": "(?P<k>thousand)|(?P<m>million)", "ar": "(?P<k>الف|الاف|الفا)|(?P<m>مليون|ملايين)"}
    words |= {"fr": "(?P<k>mille)|(?P<m>millions?)", "de": "(?P<k>tausend)|(?P<m>millionen|million)"}
    return re.compile(rf"[ \n](?:{words[language]})(?!\w)")


@cache
def _bound_before(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:و)?(?P<w>{pattern_of(language, 'bounds')})[ \n]{{1,2}}(?:the |a |an |some |total of )?$"
    )


@cache
def _bound_after(language: str) -> re.Pattern[str]:
    words = {
        "en": "at least|or more",
        "ar": "علي الاقل|علي اقل تقدير|تقريبا",
        "fr": "au moins",
        "de": "mindestens",
    }
    return re.compile(rf"[ \n]+(?:\w+[ \n]+){{0,2}}(?:{words[language]})(?!\w)")


def quantities(folded: str, within: Span, language: str, not_in: Sequence[Span] = ()) -> list[Quantity]:
    """Find the numbers of a piece of text, outside the spans given (dates, times), in the order of the text."""
    taken = bytearray(within.end - within.start)
    for span in not_in:
        piece = slice(max(span.start - within.start, 0), max(span.end - within.start, 0))
        taken[piece] = b"\x01" * len(taken[piece])
    numbers = _plain_numbers(folded, within, language)
    found = [q for q in numbers if not any(taken[q.span.start - within.start : q.span.end - within.start])]
    found = [_scaled(folded, q, language) for q in found]
    found = [q for n, q in enumerate(found) if not (n and found[n - 1].span.touches(q.span))]
    found = _with_rest(folded, found, language)
    vague = [
        Quantity(int(h.code), h.span, "about") if h.code.isdigit() else Quantity(None, h.span, "about")
        for h in word_table(language, "vague").hits(folded, within)
        if not any(h.span.touches(q.span) or h.span.end + 1 == q.span.start for q in found)
    ]
    found = [q for q in found if not any(0 <= v.span.start - q.span.end <= 2 for v in vague)]
    ranged = _joined_ranges(folded, found, language)
    return sorted([_bounded(folded, q, language) for q in ranged] + vague, key=lambda q: q.span.start)


def _scaled(folded: str, quantity: Quantity, language: str) -> Quantity:
    after = _scale_after(language).match(folded, quantity.span.end)
    if after is None or quantity.value is None:
        return quantity
    if not folded[quantity.span.start].isdigit() and (language != "de" or quantity.value >= 1000):
        return quantity
    factor = 1000 if after.group("k") else 1_000_000
    return Quantity(quantity.value * factor, Span(quantity.span.start, after.end()), "about")


_REST_JOINT = {"ar": "[ ]و[ ]?"}
_ENDS_SCALED = re.compile(r"(?:mille|tausend|thousand|الف|الاف|الفا|الفين|الفان)$")


def _with_rest(folded: str, found: list[Quantity], language: str) -> list[Quantity]:
    """Join thousands in words with the digits after them: '10 mille 204', '3 Tausend 120', '34 ألفا و473' are one number."""
    joined: list[Quantity] = []
    for quantity in found:
        before = joined[-1] if joined else None
        if before is not None and _is_rest(folded, before, quantity, language):
            span = Span(before.span.start, quantity.span.end)
            joined[-1] = Quantity((before.value or 0) + (quantity.value or 0), span)
        else:
            joined.append(quantity)
    return joined


def _is_rest(folded: str, thousands: Quantity, rest: Quantity, language: str) -> bool:
    return (
        rest.value is not None
        and rest.value < 1000 <= (thousands.value or 0)
        and (thousands.value or 0) % 1000 == 0
        and folded[rest.span.start].isdigit()
        and _ENDS_SCALED.search(folded, thousands.span.start, thousands.span.end) is not None
        and re.fullmatch(_REST_JOINT.get(language, " "), folded[thousands.span.end : rest.span.start])
        is not None
    )


def _joined_ranges(folded: str, found: list[Quantity], language: str) -> list[Quantity]:
    """Join '7-10', '7 to 10' and 'between 7 and 10' to one quantity with an upper end."""
    joined: list[Quantity] = []
    for quantity in found:
        before = joined[-1] if joined else None
        if before is not None and _is_range(folded, before, quantity, language):
            joined[-1] = replace(
                before, upper=quantity.value, span=Span(before.span.start, quantity.span.end)
            )
        else:
            joined.append(quantity)
    return joined


_UP_TO = re.compile(
    r"(?:and|to|or)[ ](?:up[ ]to|as[ ]many(?:[ ]as)?|possibly|perhaps)(?:[ ]as[ ]many[ ]as)?|و?(?:ما )?(?:قد )?(?:يصل|تصل) الي|وحتي"
)


def _is_range(folded: str, low: Quantity, high: Quantity, language: str) -> bool:
    if low.value is None or high.value is None or low.upper is not None or not low.value < high.value:
        return False
    between = folded[low.span.end : high.span.start].strip()
    if _UP_TO.fullmatch(between):
        return True
    if len(between) > 4 or not re.fullmatch(_RANGE_TO[language], between):
        return False
    if between in ("and", "و", "et", "und"):
        return (
            re.search(
                rf"(?<!\w)(?:{_BETWEEN[language]})[ \n]$",
                folded[max(low.span.start - 10, 0) : low.span.start],
            )
            is not None
        )
    return True


def _bounded(folded: str, quantity: Quantity, language: str) -> Quantity:
    start = max(quantity.span.start - 40, 0)
    before = _bound_before(language).search(folded[start : quantity.span.start])
    if before is not None:
        code = word_table(language, "bounds").codes.get(re.sub(r"\s+", " ", before.group("w")), "")
        return replace(quantity, bound=code or quantity.bound)
    after = _bound_after(language).match(folded, quantity.span.end)
    return replace(quantity, bound="least") if after is not None and not quantity.bound else quantity


_DECIMAL = re.compile(r"(?<![\w.,/-])(\d{1,3})(?:[.,](\d{1,2}))?[ \n]{0,2}$")


def percentage_before(folded: str, position: int, language: str) -> tuple[float, int, int] | None:
    """Read the number that ends at a position as a share: (value, digits after the point, where it starts)."""
    match = _DECIMAL.search(folded, max(position - 12, 0), position)
    if match is not None:
        digits = match.group(2) or ""
        return float(f"{match.group(1)}.{digits or 0}"), len(digits), match.start(1)
    spoken = [
        q for q in quantities(folded, Span(max(position - 40, 0), position), language) if q.value is not None
    ]
    if spoken and not folded[spoken[-1].span.end : position].strip():
        return float(spoken[-1].value or 0), 0, spoken[-1].span.start
    return None


def number_word(text: str, language: str) -> int | None:
    """Read a whole text as one number, or None."""
    folded = fold_pattern(text)
    found = quantities(folded, Span(0, len(folded)), language)
    return found[0].value if len(found) == 1 else None
