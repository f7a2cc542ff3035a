"""What a snapshot may quote and publish: the rule of consent asked once for every statement and item."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import Any, Final

import duckdb
import pyarrow as pa

from tawthiq.domain.consents import Answers, Standing, standing_of

QUOTABLE: Final = pa.schema([("id", pa.string()), ("may", pa.bool_()), ("standing", pa.string())])
PUBLISHABLE: Final = pa.schema([("id", pa.string()), ("may", pa.bool_())])

_CONSENTS: Final = """
SELECT id, source_id, given_on, uses, expires_on, withdrawn_on, withdrawn_uses, guardian, assent FROM consent
ORDER BY given_on, code
"""


def register_consents(engine: duckdb.DuckDBPyConnection, *, on: date) -> None:
    """Make the tables `quotable` and `publishable` from what sources consent to on a day."""
    by_source: dict[str, list[tuple[str, Answers]]] = defaultdict(list)
    for row in engine.sql(_CONSENTS).fetchall():
        by_source[row[1]].append((row[0], _answers(row)))
    quotable = [
        (statement, _standing(by_source[source], consent, on=on))
        for statement, source, consent in engine.sql(
            "SELECT id, source_id, consent_id FROM statement"
        ).fetchall()
    ]
    engine.register("quotable", _rows(QUOTABLE, [(id_, s == "given", s) for id_, s in quotable]))
    items = engine.sql("SELECT id, source_id FROM item WHERE may_publish").fetchall()
    engine.register(
        "publishable",
        _rows(PUBLISHABLE, [(item, _may_publish(by_source, source, on=on)) for item, source in items]),
    )


def _standing(given: list[tuple[str, Answers]], named: str | None, *, on: date) -> Standing:
    """A statement given under a named consent stands under it and under what the source answered after it."""
    ids = [consent for consent, _ in given]
    start = ids.index(named) if named in ids else 0
    return standing_of([answers for _, answers in given[start:]], "publish-quote", on=on)


def _may_publish(by_source: dict[str, list[tuple[str, Answers]]], source: str | None, *, on: date) -> bool:
    if source is None:
        return True
    answers = [one for _, one in by_source[source]]
    return standing_of(answers, "publish-image", on=on) == "given"


def _answers(row: tuple[Any, ...]) -> Answers:
    _, _, given_on, uses, expires_on, withdrawn_on, withdrawn_uses, guardian, assent = row
    return Answers(
        given_on=given_on, uses=json.loads(uses), expires_on=expires_on, withdrawn_on=withdrawn_on,
        withdrawn_uses=tuple(json.loads(withdrawn_uses)), guardian=guardian, assent=assent,
    )  # fmt: skip


def _rows(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema)
