"""Hold what the demo counts against the published numbers, row by row."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.analysis import CountingRule, Snapshot, Where, figures
from tawthiq.demo.facts import PublishedFigure


@dataclass(frozen=True, slots=True)
class Checked:
    """A published number beside the one counted here."""

    published: PublishedFigure
    counted: int

    @property
    def agrees(self) -> bool:
        """Say whether both are the same."""
        return self.published.value == self.counted


def count(snapshot: Snapshot, published: PublishedFigure, rule: CountingRule) -> int:
    """Count what a published number counts; a minimum, or whole percent for a share."""
    where = Where(
        party=published.party or None,
        governorate=published.governorate or None,
        place=published.place or None,
        incident_class=published.incident_class or None,
    )
    of = published.category or None
    table = figures(snapshot, measure=published.measure, of=of, where=where, rule=rule)
    return table.rows[0].minimum if table.rows else 0


def check_published(
    snapshot: Snapshot, published: tuple[PublishedFigure, ...], rule: CountingRule
) -> list[Checked]:
    """Count every published number again."""
    return [Checked(figure, count(snapshot, figure, rule)) for figure in published]
