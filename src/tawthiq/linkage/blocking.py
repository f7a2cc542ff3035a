"""Say which pairs are worth comparing: counted before they are made, no block above the cap, what is left
out is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

CAPS = (400, 200, 100, 60, 40, 25, 15, 10, 6, 4)
BUDGET_PER_ROW = 6
BUDGET_LEAST = 3_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """One way to be worth comparing: columns that agree, further ones that split blocks too large, one that differs."""

    columns: tuple[str, ...]
    refine: tuple[str, ...] = ()
    across: str = ""  # a column of every row in which the two rows of a pair differ


VICTIM_BLOCKS = (
    Block(("number",)),
    Block(("skeleton",), ("birth", "band", "date")),
    Block(("given", "last"), ("second_sound", "band", "date")),
    Block(("given", "last"), ("band", "date", "second_sound")),
    Block(("ends",), ("band", "second_sound", "date")),
    Block(("ends",), ("second_sound", "date")),
    Block(("given_sound", "next_sound"), ("band", "last_sound")),
    Block(("given_sound", "third_or_only"), ("band",), across="short"),
    Block(("given_sound", "fourth_or_only"), ("band",), across="short"),
    Block(("given_sound", "birth"), ("last_sound",)),
    Block(("last_sound", "birth"), ("second_sound",)),
    Block(("sound",), ("band", "date")),
    Block(("tail",), ("birth", "band")),
    Block(("given_sound", "date"), ("band", "last_sound")),
    Block(("words_sorted",), ("band", "date")),
    Block(("solid",), ("band", "date")),
)


@dataclass(frozen=True, slots=True)
class Blocked:
    """The comparisons each block will make, the lowest cap needed, and the rows whose block stayed too large."""

    cap: int
    comparisons: tuple[int, ...]
    rows_left_out: tuple[int, ...]


def make_candidates(
    con: duckdb.DuckDBPyConnection, table: str, blocks: Sequence[Block], *, within: bool, everyone: bool
) -> Blocked:
    """Make the table candidates (l, r), each pair once: pairs within the whole or, for clean lists, between lists only.

    The pairs of each block are counted before any is made. `everyone` lets rows without a name take part.
    """
    rows = _number(con, f"SELECT count(*) FROM {table}")
    budget = max(BUDGET_LEAST, BUDGET_PER_ROW * rows) / max(1, len(blocks))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE keyed (block UTINYINT, k UBIGINT, uid INTEGER, list SMALLINT, side BOOLEAN)"
    )
    found = [
        _key_block(con, table, n, b, budget, within=within, everyone=everyone) for n, b in enumerate(blocks)
    ]
    other_list = "" if within else " AND a.list <> b.list"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS SELECT DISTINCT a.uid AS l, b.uid AS r FROM keyed a"
        f" JOIN keyed b ON a.k = b.k AND a.block = b.block AND a.uid < b.uid{other_list}"
        " AND (a.side IS NULL OR a.side <> b.side)"
    )
    return Blocked(
        min((f.cap for f in found), default=CAPS[0]),
        tuple(f.pairs for f in found),
        tuple(f.left_out for f in found),
    )


@dataclass(frozen=True, slots=True)
class _Keyed:
    cap: int
    pairs: int
    left_out: int


def _key_block(
    con: duckdb.DuckDBPyConnection,
    table: str,
    number: int,
    block: Block,
    budget: float,
    *,
    within: bool,
    everyone: bool,
) -> _Keyed:
    """Give each row its key: the block's columns, more of them while the block is above the cap, none if it stays so.

    The cap is the highest that keeps the pairs within the budget.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE depths AS {_depths(table, block, within=within, everyone=everyone)}"
    )
    sizes = con.execute(
        "SELECT depth, n, before, count(*) AS rows, sum(n - own) / 2 AS pairs FROM depths GROUP BY depth, n, before"
    ).fetchnumpy()
    for cap in CAPS:
        fits = (sizes["n"] <= cap) & (sizes["before"] > cap)
        pairs = int(sizes["pairs"][fits].sum())
        if pairs <= budget:
            break
    con.execute(
        f"INSERT INTO keyed SELECT $1, k, uid, list, {block.across or 'NULL'} FROM depths WHERE n > 1 AND n <= $2 AND before > $2",
        [number, cap],
    )
    large = sizes["rows"][(sizes["depth"] == 0) & (sizes["n"] > cap)].sum()
    return _Keyed(cap, pairs, int(large - sizes["rows"][fits & (sizes["depth"] > 0)].sum()))


def _depths(table: str, block: Block, *, within: bool, everyone: bool) -> str:
    """Write each row's key and the size of its group at every depth of refinement that a cap could call for.

    `before` is the size of the group one depth above; `own` how many of the group are no partners of the row: itself,
    all rows of its own list, all of its own side where a block goes across.
    """
    named = "" if everyone else " AND skeleton IS NOT NULL"
    stated = " AND ".join(f"{c} IS NOT NULL" for c in block.columns)
    refine = "".join(f", {c}" for c in (*block.refine, *_across(block)))
    parts = [
        f"WITH rows_0 AS (SELECT uid, list, hash({', '.join(block.columns)}) AS k{refine} FROM {table} WHERE {stated}{named}),"
        f" depth_0 AS ({_grouped('rows_0', str(2**31 - 1), block, within=within)})"
    ]
    for depth, column in enumerate(block.refine, 1):
        parts.append(
            f" rows_{depth} AS (SELECT * REPLACE (hash(k, {column}) AS k) FROM depth_{depth - 1}"
            f" WHERE n > {CAPS[-1]} AND {column} IS NOT NULL),"
            f" depth_{depth} AS ({_grouped(f'rows_{depth}', 'n', block, within=within)})"
        )
    side = "".join(f", {c}" for c in _across(block))
    each = " UNION ALL ".join(
        f"SELECT {d}::UTINYINT AS depth, uid, list, k, n, own, before{side} FROM depth_{d}"
        for d in range(len(parts))
    )
    return f"{','.join(parts)} {each}"


def _across(block: Block) -> tuple[str, ...]:
    return (block.across,) if block.across else ()


def _grouped(rows: str, before: str, block: Block, *, within: bool) -> str:
    """Write the rows with their group's size; rows without a partner are of no use at the first depth."""
    first = rows == "rows_0"
    carried, above = ("*", before) if first else ("* EXCLUDE (n, own, before)", f"each.{before}")
    alike: list[tuple[str, ...]] = [(column,) for column in _across(block)]
    if not within:
        alike += [("list",), *(("list", column) for column in _across(block))]
    counted = "".join(
        f" JOIN (SELECT k, {', '.join(columns)}, count(*) AS own FROM {rows} GROUP BY ALL) AS own_{n}"
        f" USING (k, {', '.join(columns)})"
        for n, columns in enumerate(alike)
    )
    # of its own list or of its own side: those of both are counted twice and taken off once
    signs = ("", " + ", " - ")
    own = "".join(f"{signs[n]}own_{n}.own" for n in range(len(alike))) or "1::BIGINT"
    kept = f"WHERE sized.n > {own}" if first else ""
    return (
        f"SELECT each.{carried}, sized.n, {own} AS own, {above}::INTEGER AS before FROM {rows} AS each"
        f" JOIN (SELECT k, count(*)::INTEGER AS n FROM {rows} GROUP BY k) AS sized USING (k){counted} {kept}"
    )


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
