"""What an import did, or in a dry run would do, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tawthiq.intake.drafts import Fault, Reject

Action = Literal["create", "change", "unchanged", "refuse"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the file: what becomes of it, of which record, and why."""

    row: int
    action: Action
    record: str = ""
    """The human code of the record it changes, or its kind where it creates one."""
    why: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcomes:
    """Everything an import says: counts of all rows; outcomes and rejects up to what is asked to be kept."""

    counts: dict[Action, int] = field(
        default_factory=lambda: {"create": 0, "change": 0, "unchanged": 0, "refuse": 0}
    )
    rows: list[Outcome] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    written: bool = False

    def note(self, outcome: Outcome) -> None:
        """Count an outcome and keep it."""
        self.counts[outcome.action] += 1
        self.rows.append(outcome)

    def refuse(self, reject: Reject) -> None:
        """Keep a row that is not taken."""
        self.rejects.append(reject)
        self.note(Outcome(reject.row, "refuse", why=_reason(reject)))

    def as_plain(self) -> Mapping[str, object]:
        """Return everything as values that JSON can hold."""
        return {
            "written": self.written,
            "counts": dict(self.counts),
            "rows": [
                {
                    "row": o.row,
                    "action": o.action,
                    "record": o.record,
                    "why": o.why,
                    "warnings": list(o.warnings),
                }
                for o in sorted(self.rows, key=lambda outcome: outcome.row)
            ],
        }


def _reason(reject: Reject) -> str:
    return f"{reject.column}: {reject.reason}" if reject.column else reject.reason


def refused(row: int, cells: tuple[str, ...], column: str, reason: str) -> Reject:
    """Make the reject of a row that reads well but may not be taken."""
    return Reject(row, cells, (Fault(column, reason),))
