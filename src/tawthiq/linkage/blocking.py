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
    """One way to be worth comparing: columns that agree, and further ones that split blocks too large."""

    columns: tuple[str, ...]
    refine: tuple[str, ...] = ()


VICTIM_BLOCKS = (
    Block(("number",)),
    Block(("skeleton",), ("birth", "band", "date")),
    Block(("given", "last"), ("second_sound", "band", "date")),
    Block(("given", "last"), ("band", "date", "second_sound")),
    Block(("ends",), ("band", "second_sound", "date")),
    Block(("ends",), ("second_sound", "date")),
    Block(("given_sound", "second_sound"), ("band", "last_sound")),
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


def add_blocks(
    con: duckdb.DuckDBPyConnection, table: str, blocks: Sequence[Block], *, within: bool
) -> Blocked:
    """Add block_0 … block_n to the table; counts pairs within the whole or, for clean lists, between lists only."""
    rows = _number(con, f"SELECT count(*) FROM {table}")
    budget = max(BUDGET_LEAST, BUDGET_PER_ROW * rows) / len(blocks)
    columns = sorted({c for b in blocks for c in (*b.columns, *b.refine)})
    hashed = ", ".join(f"CASE WHEN {c} IS NOT NULL THEN hash({c}) END AS {c}" for c in columns)
    con.execute(
        f"CREATE TEMP TABLE hashed AS SELECT uid, list, {hashed} FROM {table} WHERE skeleton IS NOT"
        f" NULL OR {_textual(con, table)}"
    )
    counts, left_out, caps = [], [], []
    for number, block in enumerate(blocks):
        cap, pairs, out = _assign(con, number, block, budget, within=within)
        counts.append(pairs)
        left_out.append(out)
        caps.append(cap)
    joined = " ".join(f"LEFT JOIN keys_{n} USING (uid)" for n in range(len(blocks)))
    con.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {table} {joined}")
    for number in range(len(blocks)):
        con.execute(f"DROP TABLE keys_{number}")
    con.execute("DROP TABLE hashed")
    return Blocked(min(caps), tuple(counts), tuple(left_out))


def _textual(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Rows without a name take part only where weights are learnt from all columns alike."""
    columns = {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}
    return "true" if "given_text" in columns else "false"


def _assign(
    con: duckdb.DuckDBPyConnection, number: int, block: Block, budget: float, *, within: bool
) -> tuple[int, int, int]:
    """Give each row its key: the block's columns, more of them while the block is above the cap, none if it stays so.

    Returns the cap that keeps the pairs within the budget, the pairs, and the rows left out.
    """
    stated = " AND ".join(f"{c} IS NOT NULL" for c in block.columns)
    key = f"hash({', '.join(block.columns)})" if len(block.columns) > 1 else block.columns[0]
    refine = "".join(f", {c}" for c in block.refine)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE level_0 AS SELECT uid, list, {key} AS k{refine} FROM hashed WHERE {stated}"
    )
    lists = _number(con, "SELECT coalesce(max(list), 0) + 1 FROM hashed")
    squares = " + ".join(f"(count(*) FILTER (list = {n}))::DOUBLE ^ 2" for n in range(lists))
    pairs = "count(*)::DOUBLE * (count(*) - 1) / 2" if within else f"(count(*)::DOUBLE ^ 2 - ({squares})) / 2"
    _measure(con, 0, pairs)
    for cap in CAPS:
        if (
            _number(con, f"SELECT coalesce(sum(pairs), 0)::BIGINT FROM sizes_0 WHERE n <= {cap}") > budget
            and cap > CAPS[-1]
        ):
            continue
        made, left_out = _split(con, number, block, cap, pairs)
        if made <= budget:
            break
    return cap, made, left_out


def _measure(con: duckdb.DuckDBPyConnection, depth: int, pairs: str) -> None:
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE sizes_{depth} AS"
        f" SELECT k, count(*) AS n, {pairs} AS pairs FROM level_{depth} GROUP BY k HAVING n > 1"
    )


def _split(
    con: duckdb.DuckDBPyConnection, number: int, block: Block, cap: int, pairs: str
) -> tuple[int, int]:
    """Key the rows of blocks up to the cap; refine the others column by column. Returns the pairs made and
    rows left out."""
    name = f"block_{number}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE keys_{number} (uid INTEGER, {name} UBIGINT)")
    made, left_out = 0, 0
    for depth, column in enumerate((*block.refine, None)):
        if depth:
            _measure(con, depth, pairs)
        made += _number(con, f"SELECT coalesce(sum(pairs), 0)::BIGINT FROM sizes_{depth} WHERE n <= {cap}")
        con.execute(
            f"INSERT INTO keys_{number} SELECT uid, k FROM level_{depth} JOIN sizes_{depth} USING (k) WHERE n <= {cap}"
        )
        large = _number(con, f"SELECT coalesce(sum(n), 0)::BIGINT FROM sizes_{depth} WHERE n > {cap}")
        if column is None or not large:
            return made, left_out + large
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE level_{depth + 1} AS SELECT level_{depth}.* REPLACE (hash(k, {column}) AS k)"
            f" FROM level_{depth} JOIN sizes_{depth} USING (k) WHERE n > {cap} AND {column} IS NOT NULL"
        )
        left_out += large - _number(con, f"SELECT count(*) FROM level_{depth + 1}")
    return made, left_out


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
