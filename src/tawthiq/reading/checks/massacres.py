"""The massacre rule (five civilians or more at one time), the accounts against the notes, civilians against persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tawthiq.reading.checks.reported import checked, exact, finding
from tawthiq.reading.counted import Count
from tawthiq.reading.findings import Finding, Outcome, gathered
from tawthiq.reading.layout import Document, blocks_of
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.parted import Distribution, Sentence
from tawthiq.reading.prose import Prose, Span

FEWEST = 5
"""Civilians killed in one incident that make a massacre, as the field's reports define it."""

_ONE_MASSACRE = re.compile(
    r"(?:\ba|\bthe|\bthis|\bone|\bin a|horrific|another)[ ](?:\w+[ ])?massacre\b|(?<!\w)[وبل]?(?:ال)?مجزره(?!\w)|\b(?:un|le|ce)[ ](?:\w+[ ])?massacre\b|\b(?:ein|das|einem|dieses|diesem)[ ](?:\w+[ ])?massakers?\b"
)
_NOT_A_MASSACRE = re.compile(
    r"not (?:a |amount|count|class|consider)|fewer than five|less than five|لا يعد|لا تعد|لم تصنف|pas un massacre|kein massaker|définit|definition|defined as"
)


def check_massacres(
    document: Document, read: Sequence[Sentence], found: Sequence[Distribution], language: str
) -> Outcome:
    """Check every single massacre told, and that so many massacres can have so few victims."""
    prose = document.prose
    outcomes = [o for s in read if document.blocks[s.block].kind != "heading" for o in _told(prose, s)]
    return gathered([*outcomes, *_many(prose, found)])


def _told(prose: Prose, sentence: Sentence) -> Iterator[Outcome]:
    text = prose.folded[sentence.span.start : sentence.span.end]
    if not _ONE_MASSACRE.search(text) or _NOT_A_MASSACRE.search(text):
        return
    heads = [c for c in sentence.counts if c.harm == "killed" or (c.category == "civilian" and not c.harm)]
    wholes = [c for c in heads if c.category in ("civilian", "person", "other")]
    others = [c for c in heads if c not in wholes and c.category in ("child", "woman", "man", "boy", "girl")]
    if len(wholes) != 1 or others:
        return
    value = exact(wholes[0])
    if value is None or wholes[0].of_them:
        return
    yield checked(
        prose, "massacre-rule", wholes[0].span, f"{value} ≥ {FEWEST}", _too_few(prose, wholes[0], value)
    )


def _too_few(prose: Prose, count: Count, value: int) -> Finding | None:
    if value >= FEWEST:
        return None
    return finding(
        prose, "massacre-rule", "fault", count.span, f"{value} killed in a massacre", f"at least {FEWEST}",
        f"A massacre is an incident with at least {FEWEST} civilians killed; here {value} are said.",
    )  # fmt: skip


def _many(prose: Prose, found: Sequence[Distribution]) -> Iterator[Outcome]:
    """Check by party that the dead of the massacres are at least five times the massacres."""
    massacres = [d for d in found if d.whole.category == "massacre" and d.axis == "party"]
    dead = [d for d in found if d.whole.harm == "killed" and d.axis == "party" and _of_massacres(prose, d)]
    for number in massacres[:1]:
        for killed in dead[:1]:
            by_party = {i.label.key: i.count for i in killed.items}
            for item in number.items:
                victims, many = exact(by_party.get(item.label.key)), exact(item.count)
                if victims is None or many is None:
                    continue
                fault = None
                if victims < many * FEWEST:
                    fault = finding(
                        prose, "massacre-rule", "fault", by_party[item.label.key].span, f"{victims} killed in {many} massacres",
                        f"at least {many * FEWEST}", f"{many} massacres of at least {FEWEST} civilians each have at least {many * FEWEST} victims; {victims} are said.",
                        item.count.span,
                    )  # fmt: skip
                yield checked(
                    prose, "massacre-rule", item.count.span, f"{victims} ≥ {FEWEST} × {many}", fault
                )


def _of_massacres(prose: Prose, d: Distribution) -> bool:
    around = prose.folded[max(d.whole.span.start - 200, 0) : d.whole.span.start]
    return re.search("massac?r|massaker|مجازر|مجزره", around.rsplit("\n", 1)[-1]) is not None


_CONTAINS = re.compile(
    r"\b(?:this |the )?(?:report|study|statement|bulletin)\b[^.\n]{0,80}?\b(?:contains?|includes?|features?|presents?|draws on|rel(?:ies|y) on|documents|outlines|provides|based on|contained)\b|"
    r"(?:ال)?(?:تقرير|دراسه)[^.\n]{0,60}?(?:يتضمن|تضمن|يحتوي|احتوي|يشتمل|اشتمل|يضم|ضم|استعرض|يستعرض|يورد)|"
    r"\brapport\b[^.\n]{0,60}?\b(?:contient|comprend|comporte|presente|inclut|repose|s'appuie)|"
    r"\bbericht\b[^.\n]{0,60}?\b(?:enthalt|umfasst|beinhaltet|stutzt|basiert)|(?:يتضمن|يحتوي|يستعرض|تضمن|احتوي)[ ](?:هذا )?(?:ال)?تقرير|\b(?:enthalt|umfasst)[ ](?:dieser|der)[ ]bericht"
)


def check_accounts(document: Document, read: Sequence[Sentence]) -> Outcome:
    """Check that the report has as many notes on interviews as accounts it says it contains."""
    notes = blocks_of(document, ["note"])
    for sentence in read:
        count = next((c for c in sentence.counts if c.category == "account" and exact(c)), None)
        if count is None or not _CONTAINS.search(document.prose.folded, sentence.span.start, count.span.end):
            continue
        value = exact(count)
        if not notes:
            return Outcome()
        fault = None
        if value != len(notes):
            fault = finding(
                document.prose, "accounts", "fault", count.span, f"{value} accounts", f"{len(notes)} notes",
                f"The report says it contains {value} accounts, but {len(notes)} notes name an interview.", notes[0].span,
            )  # fmt: skip
        return checked(
            document.prose, "accounts", count.span, f"{value} accounts = {len(notes)} notes", fault
        )
    return Outcome()


def check_units(document: Document, read: Sequence[Sentence], language: str) -> Outcome:
    """Warn where the same number of dead is called civilians in one place and persons in another."""
    prose = document.prose
    killed = [
        (s, c)
        for s in read
        for c in s.counts
        if c.harm == "killed" and (exact(c) or 0) >= 20 and not _quoted_speech(prose, s.span, language)
    ]
    civilians = {c.value: c for _, c in killed if c.category == "civilian"}
    seen: set[int] = set()
    outcomes = []
    for _, count in killed:
        if (
            count.category != "person"
            or count.value not in civilians
            or count.value in seen
            or _victims(prose, count.span)
        ):
            continue
        seen.add(count.value or 0)
        outcomes.append(checked(prose, "unit", count.span, f"{count.value} are one unit", finding(
            prose, "unit", "warning", count.span, f"{count.value} persons", f"{count.value} civilians",
            f"The same {count.value} dead are civilians in one place and persons in another.", civilians[count.value].span,
        )))  # fmt: skip
    return gathered(outcomes)


def _victims(prose: Prose, span: Span) -> bool:
    """Say whether the word is one that reports use of civilians too, such as 'victims'."""
    return (
        re.search(
            r"victim|death|martyr|bod|ضحي|ضحايا|شهيد|شهدا|وفا|opfer|tote|deces|mort",
            prose.folded[span.start : span.end],
        )
        is not None
    )


def _quoted_speech(prose: Prose, span: Span, language: str) -> bool:
    return word_table(language, "speech").has(prose.folded, span)
