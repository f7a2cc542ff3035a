"""Say which pairs are worth comparing: counted before they are made, no block above the cap, what is left out is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

CAPS = (400, 200, 100, 60, 40, 25, 15, 10, 6, 4)
BUDGET_PER_ROW = 25
BUDGET_LEAST = 4_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """One way to be worth comparing: columns that agree, and further ones that split blocks too large."""

    columns: tuple[str, ...]
    refine: tuple[str, ...] = ()


VICTIM_BLOCKS = (
    Block(("number",)),
    Block(("skeleton",), ("birth", "band", "date")),
    Block(("given", "last"), ("second_sound", "band")),
    Block(("given", "last"), ("band", "date")),
    Block(("ends",), ("band", "second_sound")),
    Block(("ends",), ("second_sound", "date")),
    Block(("given_sound", "second_sound"), ("band", "last_sound")),
    Block(("given_sound", "birth"), ("last_sound",)),
    Block(("last_sound", "birth"), ("second_sound",)),
    Block(("sound",), ("band", "date")),
    Block(("tail",), ("birth", "band")),
    Block(("given_sound", "date"), ("band", "last_sound")),
    Block(("words_sorted",), ("band",)),
    Block(("solid",), ("band",)),
)


@dataclass(frozen=True, slots=True)
class Blocked:
    """The comparisons each block will make, the cap chosen, and the rows whose block stayed too large."""

    cap: int
    comparisons: tuple[int, ...]
    rows_left_out: tuple[int, ...]


def add_blocks(con: duckdb.DuckDBPyConnection, table: str, blocks: Sequence[Block], *, within: bool) -> Blocked:
    """Add block_0 … block_n to the table; counts pairs within the whole or, for clean lists, between lists only."""
    rows = _number(con, f"SELECT count(*) FROM {table}")
    budget = max(BUDGET_LEAST, BUDGET_PER_ROW * rows) / len(blocks)
    names = [f"block_{n}" for n in range(len(blocks))]
    counts, left_out, caps = [], [], []
    for name, block in zip(names, blocks, strict=True):
        for cap in CAPS:
            _assign(con, table, name, block, cap)
            pairs = _number(con, f"SELECT coalesce(sum({_pairs(within)}), 0) FROM ({_sizes(table, name)})")
            if pairs <= budget:
                break
        counts.append(pairs)
        caps.append(cap)
        left_out.append(_number(con, f"SELECT count(*) FROM {table} LEFT JOIN keys_{name} USING (uid) WHERE {name} IS NULL AND {_stated(block)}"))
    joined = " ".join(f"LEFT JOIN keys_{n} USING (uid)" for n in names)
    con.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {table} {joined} ORDER BY uid")
    for name in names:
        con.execute(f"DROP TABLE keys_{name}")
    return Blocked(min(caps), tuple(counts), tuple(left_out))


def _pairs(within: bool) -> str:
    return "rows * (rows - 1) / 2" if within else "rows * rows / 2 - squares / 2"


def _sizes(table: str, name: str) -> str:
    return (
        f"SELECT {name}, sum(n) rows, sum(n * n) squares FROM (SELECT {name}, count(*) n FROM keys_{name} JOIN {table} USING (uid)"
        f" WHERE {name} IS NOT NULL GROUP BY {name}, list) GROUP BY {name}"
    )


def _stated(block: Block) -> str:
    return " AND ".join(f"{c} IS NOT NULL" for c in (*block.columns, "skeleton"))


def _assign(con: duckdb.DuckDBPyConnection, table: str, name: str, block: Block, cap: int) -> None:
    """Give each row its key: the block's columns, more of them while the block is above the cap, none if it stays so."""
    key = f"hash({', '.join(block.columns)})"
    needed = ", ".join(dict.fromkeys(("uid", *block.columns, *block.refine)))
    sql = f"SELECT {needed}, {key} k, count(*) OVER (PARTITION BY {key}) n FROM {table} WHERE {_stated(block)}"
    for column in block.refine:
        finer = f"CASE WHEN n <= {cap} THEN k WHEN {column} IS NOT NULL THEN hash(k, {column}) END"
        sql = f"SELECT * EXCLUDE (k, n), k, count(*) OVER (PARTITION BY k) n FROM (SELECT * REPLACE ({finer} AS k) FROM ({sql})) WHERE k IS NOT NULL"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE keys_{name} AS SELECT uid, CASE WHEN n <= {cap} THEN k END AS {name} FROM ({sql})"
    )


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
