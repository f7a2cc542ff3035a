"""What is withheld enters no snapshot, whoever takes it: the views over the records are blanked before shaping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import duckdb
from django.db import models

from tawthiq.domain.secrecy import columns_withheld
from tawthiq.records.columns import Asked, Column
from tawthiq.records.record import Record
from tawthiq.records.states import kind_of, kinds

WITHHELD: Final = Asked(
    "accounts_withholding",
    tuple(Column(name, f'"{name}"', "text") for name in ("record_kind", "record_id", "field")),
    '"lifted_at" IS NULL',
)


Withheld = Mapping[str, Mapping[str, Sequence[str]]]
"""For each kind of record, for each of its columns: the ids of the records in which it is withheld."""


def withheld_in(rows: Iterable[tuple[str, str, str]]) -> Withheld:
    """Put what is withheld (kind, record id, name of what) in the order in which views need it."""
    hidden: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, record_id, field in rows:
        for column in columns_withheld(kind, [field]):
            hidden[kind][column].append(record_id)
    return hidden


def blank_withheld(engine: duckdb.DuckDBPyConnection, withheld: Withheld) -> None:
    """Replace each view over records of which something is withheld by one without it.

    Call when consent has been read: a link to a source that is withheld must still bind what the source consented to.
    """
    for kind in withheld:
        if kind in kinds() and _is_read(engine, kind):
            engine.execute(f"ALTER VIEW {kind} RENAME TO {kind}_with_withheld")
            view_without(engine, kind, f"{kind}_with_withheld", kinds()[kind], withheld)


def _is_read(engine: duckdb.DuckDBPyConnection, kind: str) -> bool:
    found = engine.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = ?", [kind]).fetchone()
    return found is not None and found[0] == 1


def view_without(
    engine: duckdb.DuckDBPyConnection, view: str, source: str, model: type[Record], withheld: Withheld
) -> None:
    """Make the view `view` over the view `source` of a kind of record, without what is withheld in it."""
    shown = {row[0] for row in engine.execute(f"DESCRIBE {source}").fetchall()}
    replaced = []
    for name, ids in withheld.get(kind_of(model), {}).items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        if field.column not in shown:
            continue
        listed = ", ".join(f"'{one}'" for one in ids if one.isalnum())
        replaced.append(
            f'CASE WHEN id IN ({listed}) THEN {_blank(field)} ELSE "{field.column}" END AS "{field.column}"'
        )
    blanked = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    engine.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT *{blanked} FROM {source}")


def _blank(field: models.Field[object, object]) -> str:
    if isinstance(field, models.BooleanField):
        return "false"
    if isinstance(field, models.JSONField):
        return "NULL"
    return "''" if isinstance(field, models.CharField | models.TextField) and not field.null else "NULL"
