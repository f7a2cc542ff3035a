"""The table of people in DuckDB: what the comparisons read, derived from words and sounds; and how rare
each name is."""

from collections.abc import Sequence

import duckdb

from tawthiq.linkage.comparisons import Comparison
from tawthiq.linkage.prepare import Prepared

LEAST_CHANCE = 1e-12
FEW_ROWS = 1000  # on shorter lists that a name stands there twice says less of how common it is
DERIVED = {
    "words": "coalesce(len(string_split(skeleton, ' ')), 0)::TINYINT",
    "tail_words": "(words - 1)::TINYINT",
    "given": "split_part(skeleton, ' ', 1)",
    "given_sound": "split_part(sound, ' ', 1)",
    "last": "CASE WHEN words > 1 THEN split_part(skeleton, ' ', -1) END",
    "last_sound": "CASE WHEN words > 1 THEN split_part(sound, ' ', -1) END",
    "second_sound": "CASE WHEN words > 2 THEN split_part(sound, ' ', 2) END",
    "next_sound": "CASE WHEN words > 1 THEN split_part(sound, ' ', 2) END",
    "short": "words = 2",
    "third_or_only": "CASE WHEN short THEN last_sound WHEN words > 3 THEN split_part(sound, ' ', 3) END",
    "fourth_or_only": "CASE WHEN short THEN last_sound WHEN words > 4 THEN split_part(sound, ' ', 4) END",
    "ends": "given_sound || ' ' || last_sound",
    "tail": "CASE WHEN words > 1 THEN substr(sound, length(given_sound) + 2) END",
    "solid": "replace(replace(skeleton, ' ', ''), 'ال', '')",
    "words_sorted": "array_to_string(list_sort(string_split(skeleton, ' ')), ' ')",
    "chain": "'|' || replace(skeleton, ' ', '||') || '|'",
    "chain_pattern": "'|' || replace(skeleton, ' ', '|%|') || '|'",
    "tune": "'|' || replace(sound, ' ', '||') || '|'",
    "tune_pattern": "'|' || replace(sound, ' ', '|%|') || '|'",
}
NAME_RARITIES = ("skeleton", "sound", "ends")
ONE_BIRTHDAY = 5e-5  # of the births of a lifetime


def open_people(
    con: duckdb.DuckDBPyConnection, prepared: Prepared, comparisons: Sequence[Comparison]
) -> None:
    """Make the table people of the prepared rows, with the chance of coincidence of each value that a level weighs."""
    con.register("prepared", prepared.people)
    derived = ", ".join(f"{sql} AS {name}" for name, sql in DERIVED.items())
    used = dict.fromkeys(level.rarity for c in comparisons for level in c.levels if level.rarity)
    joined = " ".join(
        f"LEFT JOIN ({_rarity(column)}) AS of_{column} ON read.{column} = of_{column}.{column}"
        for column in used
    )
    chances = "".join(f", of_{column}.tf_{column}" for column in used)
    con.execute(
        f"CREATE TABLE people AS WITH read AS MATERIALIZED (SELECT *, {derived} FROM prepared)"
        f" SELECT read.*{chances} FROM read {joined}"
    )
    con.unregister("prepared")


def _rarity(column: str) -> str:
    """Write each value's chance of coincidence."""
    share = {"birth": _birth_share()}.get(column, f"count(*) / (SELECT count({column}) FROM read)")
    if column in NAME_RARITIES:
        share = _name_share(column)
    return f"SELECT {column}, {share} AS tf_{column} FROM read WHERE {column} IS NOT NULL GROUP BY {column}"


def _birth_share() -> str:
    """A day of birth is one of a lifetime's, more if more people than two lists' rows of one person share it here."""
    return f"{ONE_BIRTHDAY} + greatest(0, count(*) - 2) / (SELECT count(birth) FROM read)"


def _name_share(column: str) -> str:
    """A name's chance of coincidence is that of its words, or what its own frequency in these lists shows if more."""
    return (
        f"least(1.0, greatest(max({column}_chance), count(*) / ({FEW_ROWS} + (SELECT count({column}) FROM read)) ^ 1.5,"
        f" {LEAST_CHANCE}))"
    )
