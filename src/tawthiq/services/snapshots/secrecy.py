"""What is withheld enters no snapshot, whoever takes it: the views over the records are blanked before shaping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import duckdb
from django.db import models

from tawthiq.domain.secrecy import columns_withheld
from tawthiq.records.columns import Asked, Column
from tawthiq.records.record import Record
from tawthiq.records.states import kinds

WITHHELD: Final = Asked(
    "accounts_withholding",
    tuple(Column(name, f'"{name}"', "text") for name in ("record_kind", "record_id", "field")),
    '"lifted_at" IS NULL',
)


def blank_withheld(engine: duckdb.DuckDBPyConnection, rows: Iterable[tuple[str, str, str]]) -> None:
    """Replace each view over records of which something is withheld by one without it.

    Call when consent has been read: a link to a source that is withheld must still bind what the source consented to.
    """
    hidden: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, record_id, field in rows:
        for column in columns_withheld(kind, [field]):
            hidden[kind][column].append(record_id)
    for kind, columns in hidden.items():
        if kind in kinds() and _is_read(engine, kind):
            _replace_view(engine, kind, kinds()[kind], columns)


def _is_read(engine: duckdb.DuckDBPyConnection, kind: str) -> bool:
    found = engine.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = ?", [kind]).fetchone()
    return found is not None and found[0] == 1


def _replace_view(
    engine: duckdb.DuckDBPyConnection, kind: str, model: type[Record], columns: dict[str, list[str]]
) -> None:
    shown = {row[0] for row in engine.execute(f"DESCRIBE {kind}").fetchall()}
    replaced = []
    for name, ids in columns.items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        if field.column not in shown:
            continue
        listed = ", ".join(f"'{one}'" for one in ids if one.isalnum())
        replaced.append(
            f'CASE WHEN id IN ({listed}) THEN {_blank(field)} ELSE "{field.column}" END AS "{field.column}"'
        )
    if replaced:
        engine.execute(f"ALTER VIEW {kind} RENAME TO {kind}_with_withheld")
        engine.execute(
            f"CREATE VIEW {kind} AS SELECT * REPLACE ({', '.join(replaced)}) FROM {kind}_with_withheld"
        )


def _blank(field: models.Field[object, object]) -> str:
    if isinstance(field, models.BooleanField):
        return "false"
    if isinstance(field, models.JSONField):
        return "NULL"
    return "''" if isinstance(field, models.CharField | models.TextField) and not field.null else "NULL"
