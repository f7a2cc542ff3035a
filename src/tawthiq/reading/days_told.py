"""The day of what a whole bulletin tells: the one date that is none of publication; of several the one nearest to the harm."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from tawthiq.reading.clauses import Clause
from tawthiq.reading.datelines import is_publication
from tawthiq.reading.lexicon import word_table
from tawthiq.reading.moments import DAYS_AGO, Moment
from tawthiq.reading.prose import Prose, Span
from tawthiq.reading.turns import found_dead

Day = tuple[str, Span]
"""A day as ISO date, and the words that say it."""

_FAR = 400
"""How far a date in a sentence without harm or attack is taken to stand from them, in characters."""


def day_told(
    prose: Prose, clauses: Sequence[Clause], days: Mapping[int, Moment], dateline: dt.date | None, language: str
) -> Day | None:  # fmt: skip
    """Choose the day of what some sentences tell; None where no day is said, or where several are as near."""
    dated = list(_dated(prose, clauses, days, language))
    told = [d for d in dated if not d[3]]
    based = next((m.date for m, _, _, _ in dated if m.date is not None), None)
    base = next((m.date for m, _, _, published in dated if published), dateline or based)
    bare = _bare_weekday(prose, clauses, base, language)
    if bare is not None and (not told or {m.date for m, _, _, _ in told} == {based}):
        return bare
    if not told:
        return None
    if len({m.date for m, _, _, _ in told}) == 1:
        moment = told[0][0]
        return (moment.date.isoformat(), moment.span) if moment.date else None
    nearest = min(distance for _, distance, _, _ in told)
    best = [m for m, distance, _, _ in told if distance == nearest]
    if nearest >= _FAR or len({m.date for m in best}) > 1 or best[0].date is None:
        return None
    return best[0].date.isoformat(), best[0].span


def _dated(
    prose: Prose, clauses: Sequence[Clause], days: Mapping[int, Moment], language: str
) -> Iterator[tuple[Moment, int, Clause, bool]]:
    """Give each full date, how far it stands from a word of harm or attack, its clause, and whether it is one of publication."""
    for clause in clauses:
        signs = [
            h.span
            for t in ("harms", "attack")
            for h in word_table(language, t).hits(prose.folded, clause.span)
        ]
        wounded = [m for m in clause.moments if m.span.start in clause.wounded_on]
        for said in wounded or clause.moments:
            moment = days.get(said.span.start, said)
            if moment.date is None or found_dead(prose, clause, moment):
                continue
            gap = min(
                (max(s.start - moment.span.end, moment.span.start - s.end, 0) for s in signs), default=_FAR
            )
            yield moment, gap, clause, is_publication(prose, moment, clause.span)


_LAST = re.compile(r"\blast[ ]$|(?<!\w)ال?ماضي")


def _bare_weekday(prose: Prose, clauses: Sequence[Clause], base: dt.date | None, language: str) -> Day | None:
    """Read 'on Monday', 'last Tuesday', 'yesterday' from the day of publication, in a sentence that tells of harm or attack."""
    if base is None:
        return None
    for clause in clauses:
        if clause.attack is None and not clause.casualties:
            continue
        for moment in clause.moments:
            if moment.month is not None:
                continue
            if moment.relative in DAYS_AGO:
                return (base - dt.timedelta(days=DAYS_AGO[moment.relative])).isoformat(), moment.span
            if moment.weekday is not None:
                back = (base.isoweekday() - moment.weekday) % 7
                if back == 0 and _LAST.search(prose.folded, max(moment.span.start - 6, 0), moment.span.start):
                    back = 7
                return (base - dt.timedelta(days=back)).isoformat(), moment.span
    return None
