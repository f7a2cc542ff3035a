"""Tables: rows and columns with a total add up, and children and women fit into the civilians of their row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tawthiq.reading.checks.reported import checked, finding
from tawthiq.reading.counted import WHOLES
from tawthiq.reading.figures import cell_value
from tawthiq.reading.findings import Outcome, gathered
from tawthiq.reading.labels import Label, labels
from tawthiq.reading.layout import Document, Table
from tawthiq.reading.lexicon import LANGUAGES, word_table
from tawthiq.reading.prose import Prose, Span


def check_tables(document: Document, language: str) -> Outcome:
    """Check every table of a document."""
    return gathered([o for t in document.tables for o in _table(document.prose, t, language)])


def _table(prose: Prose, table: Table, language: str) -> Iterator[Outcome]:
    head, body = table.rows[0], [r for r in table.rows[1:] if len(r) == len(table.rows[0])]
    if len(head) < 2 or len(body) < 2:
        return
    total_rows = [r for r in body if _says_total(prose, r[0])]
    plain = [r for r in body if r not in total_rows]
    if len(total_rows) == 1 and len(plain) >= 2:
        yield from _columns(prose, head, plain, total_rows[0])
    total_columns = [
        n for n, c in enumerate(head) if n and _says_total(prose, c) and not _names_people(prose, c, language)
    ]
    columns = [labels(prose, c, language)[0] for c in head]
    if len(total_columns) == 1 and _one_axis(columns, total_columns[0]):
        for row in body:
            yield from _made(
                prose, [row[n] for n in range(1, len(head)) if n != total_columns[0]], row[total_columns[0]]
            )
    for row in body:
        yield from _within(prose, columns, row)


def _says_total(prose: Prose, cell: Span) -> bool:
    """Say whether a cell says total in any language: a table alone rarely tells which one it is in."""
    return any(word_table(language, "total_labels").has(prose.folded, cell) for language in LANGUAGES)


def _names_people(prose: Prose, cell: Span, language: str) -> bool:
    return word_table(language, "people").has(prose.folded, cell)


def _one_axis(columns: Sequence[Label], total: int) -> bool:
    """Say whether the columns beside the total split it: parties or governorates, or men, women and children."""
    others = [c for n, c in enumerate(columns) if n and n != total]
    axes = {c.axis for c in others}
    if len(others) < 2:
        return False
    return axes in ({"party"}, {"governorate"}) or {c.key for c in others} == {"man", "woman", "child"}


def _columns(
    prose: Prose, head: Sequence[Span], rows: Sequence[Sequence[Span]], total: Sequence[Span]
) -> Iterator[Outcome]:
    for n in range(1, len(head)):
        yield from _made(prose, [r[n] for r in rows], total[n])


def _made(prose: Prose, cells: Sequence[Span], total: Span) -> Iterator[Outcome]:
    values = [cell_value(prose, c) for c in cells]
    said = cell_value(prose, total)
    if (
        said is None
        or None in values
        or "%" in prose.folded[total.start : total.end]
        or total.start == total.end
    ):
        return
    made = sum(v or 0 for v in values)
    fault = None
    if made != said:
        parts = " + ".join(str(v) for v in values)
        fault = finding(
            prose, "sum", "fault", total, str(said), str(made),
            f"The table's total is {said}, but its cells make {parts} = {made}.", next((c for c in cells if c.start < c.end), total),
        )  # fmt: skip
    yield checked(prose, "sum", total, f"table total {said} = sum of {len(values)} cells", fault)


def _within(prose: Prose, columns: Sequence[Label], row: Sequence[Span]) -> Iterator[Outcome]:
    by_key = {c.key: cell for c, cell in zip(columns[1:], row[1:], strict=True) if c.axis == "category"}
    whole_key = next((k for k in by_key if k in WHOLES - {"", "other"}), None)
    parts = {k: cell_value(prose, by_key[k]) for k in ("child", "woman") if k in by_key}
    whole = cell_value(prose, by_key[whole_key]) if whole_key else None
    if whole_key is None or whole is None or not parts or None in parts.values():
        return
    made = sum(v or 0 for v in parts.values())
    fault = None
    if made > whole:
        fault = finding(
            prose, "part-exceeds-whole", "fault", by_key[whole_key], f"{made} children and women of {whole}", f"at most {whole}",
            f"The row counts {made} children and women among {whole}.",
        )  # fmt: skip
    yield checked(prose, "part-exceeds-whole", by_key[whole_key], f"{made} ≤ {whole}", fault)
