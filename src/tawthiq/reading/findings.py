"""Findings of a proofreading: what is said, what was expected, where, in one sentence; and the checks that were done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from tawthiq.reading.prose import Span

Severity = Literal["fault", "warning"]

KINDS: Final[dict[str, str]] = {
    "sum": "the parts do not make the whole",
    "part-exceeds-whole": "a part is larger than its whole",
    "different-values": "the same figure has two values",
    "share": "a share does not follow from its figures",
    "rate": "a rate does not follow from its figures",
    "weekday": "the weekday does not fit the date",
    "impossible-date": "the date does not exist",
    "outside-period": "a date lies outside the stated period",
    "massacre-rule": "fewer than five civilians are called a massacre",
    "accounts": "the number of accounts is not the number of notes",
    "citation": "an article of law does not exist or means something else",
    "unit": "civilians here, persons there",
    "unborn": "the unborn are counted in two ways",
    "languages": "two language versions differ",
    "records": "the text differs from the records",
}
"""Every kind of finding, in the words shown to people."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful; `other_line` is the second place where there is one."""

    kind: str
    severity: Severity
    span: Span
    line: int
    text: str
    said: str
    expected: str
    explanation: str
    other_line: int | None = None
    other_text: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the finding as programs read it."""
        found: dict[str, Any] = {
            "kind": self.kind,
            "severity": self.severity,
            "line": self.line,
            "text": self.text,
            "said": self.said,
            "expected": self.expected,
            "explanation": self.explanation,
        }
        if self.other_line is not None:
            found["other"] = {"line": self.other_line, "text": self.other_text}
        return found


@dataclass(frozen=True, slots=True)
class Check:
    """One check done: what was compared, where, and whether it held."""

    kind: str
    line: int
    what: str
    held: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some checks did and found."""

    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.checks + other.checks, self.findings + other.findings)


def gathered(outcomes: Sequence[Outcome]) -> Outcome:
    """Put outcomes together, each finding once, in the order of the text."""
    checks = [c for o in outcomes for c in o.checks]
    seen: dict[tuple[str, int, str, str], Finding] = {}
    for finding in (f for o in outcomes for f in o.findings):
        seen.setdefault((finding.kind, finding.span.start, finding.said, finding.expected), finding)
    found = sorted(seen.values(), key=lambda f: (f.line, f.span.start))
    return Outcome(tuple(checks), tuple(found))
