"""Questions about a page of records, put into SQL once: building them anew costs more than answering them.

What may be seen is still said by `queries/visibility.py` alone: the question is built from `visible_to` for a stand-in
of an actor, and the stand-in's id, desk and the ids asked for are exchanged for the real ones each time. So
`visible_to` may ask an actor for nothing but id, desk, roles and activity, and may not know what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tawthiq.queries.visibility import reads_cases
from tawthiq.records.accounts.models import Account

_ACCOUNT, _DESK, _ID = "\u2016account", "\u2016desk", "\u2016id"
SIZES = (1, 50, 400)
"""How many ids are asked about at once; fewer are filled up with the last."""

Build = Callable[[Account, Sequence[str]], QuerySet[Any, Any]]


class Prepared:
    """A question that `build` asks as an actor about ids; rows come as the database gives them."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._sql: dict[tuple[str, int], tuple[str, tuple[Any, ...]]] = {}

    def rows(self, actor: Account, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows about these ids that the actor may see."""
        if not ids or not reads_cases(actor):
            return []
        found: list[tuple[Any, ...]] = []
        with connection.cursor() as cursor:
            for start in range(0, len(ids), SIZES[-1]):
                sql, values = self._asked(actor, ids[start : start + SIZES[-1]])
                cursor.execute(sql, values)
                found += cursor.fetchall()
        return found

    def _asked(self, actor: Account, ids: Sequence[str]) -> tuple[str, list[Any]]:
        size = next(size for size in SIZES if size >= len(ids))
        sql, values = self._prepared(size)
        real = {_ACCOUNT: actor.pk, _DESK: actor.desk}
        real |= {f"{_ID}{n}": ids[min(n, len(ids) - 1)] for n in range(size)}
        return sql, [real.get(value, value) if isinstance(value, str) else value for value in values]

    def _prepared(self, size: int) -> tuple[str, tuple[Any, ...]]:
        key = (connection.vendor, size)
        if key not in self._sql:
            actor = Account(id=_ACCOUNT, desk=_DESK, roles=["documenter"], is_active=True)
            self._sql[key] = self._build(actor, [f"{_ID}{n}" for n in range(size)]).query.sql_with_params()
        return self._sql[key]
