"""Words for findings: how a figure is named and quoted, in one place, so that every finding reads alike."""

from __future__ import annotations

from tawthiq.reading.counted import Count
from tawthiq.reading.findings import Check, Finding, Outcome, Severity
from tawthiq.reading.prose import Prose, Span

NOUNS = {
    "civilian": "civilians", "person": "persons", "child": "children", "woman": "women", "man": "men", "boy": "boys",
    "girl": "girls", "unborn": "unborn", "other": "others", "massacre": "massacres", "attack": "attacks", "": "counted",
}  # fmt: skip


def noun(category: str) -> str:
    """Name a category in a sentence."""
    return NOUNS.get(category, category.replace("-", " "))


def quoted(prose: Prose, span: Span, around: int = 40) -> str:
    """Quote the words of a span with a little of what stands around them, on one line."""
    start = max(prose.plain.rfind("\n", 0, span.start) + 1, span.start - around)
    stop = prose.plain.find("\n", span.end)
    end = min(stop if stop >= 0 else len(prose.plain), span.end + around)
    return prose.text(Span(start, end))


def finding(
    prose: Prose,
    kind: str,
    severity: Severity,
    span: Span,
    said: str,
    expected: str,
    explanation: str,
    other: Span | None = None,
) -> Finding:
    """Make a finding with its lines and words filled in."""
    return Finding(
        kind, severity, span, prose.line(span.start), quoted(prose, span), said, expected, explanation,
        prose.line(other.start) if other else None, quoted(prose, other) if other else "",
    )  # fmt: skip


def checked(prose: Prose, kind: str, span: Span, what: str, found: Finding | None) -> Outcome:
    """Record a check with the finding it made, if any."""
    return Outcome((Check(kind, prose.line(span.start), what, found is None),), (found,) if found else ())


def exact(count: Count | None) -> int | None:
    """Give a count's number where it can be compared: said exactly, or as 'at least'."""
    return count.quantity.value if count is not None and count.quantity.exact else None
