"""The table of people in DuckDB: what the comparisons read, derived from words and sounds; and how rare
each name is."""

import duckdb

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
RARITIES = (*NAME_RARITIES, "birth")
ONE_BIRTHDAY = 5e-5  # of the births of a lifetime


def open_people(con: duckdb.DuckDBPyConnection, prepared: Prepared) -> None:
    """Make the table people of the prepared rows, and a table of chances of coincidence for each kind of name."""
    con.register("prepared", prepared.people)
    derived = ", ".join(f"{sql} AS {name}" for name, sql in DERIVED.items())
    con.execute(f"CREATE TABLE people AS SELECT *, {derived} FROM prepared ORDER BY uid")
    con.unregister("prepared")
    for column in NAME_RARITIES:
        con.execute(_rarity(column))
    con.execute(
        f"CREATE TABLE {rarity_table('birth')} AS SELECT birth, {ONE_BIRTHDAY} + greatest(0, count(*) - 2)"
        " / (SELECT count(birth) FROM people) AS tf_birth FROM people WHERE birth IS NOT NULL GROUP BY birth"
    )


def rarity_table(column: str) -> str:
    """Return the name of the table of chances for a column."""
    return f"rarity_{column}"


def _rarity(column: str) -> str:
    """A name's chance of coincidence is that of its words, or what its own frequency in these lists shows if more."""
    return f"""
        CREATE TABLE {rarity_table(column)} AS
        SELECT {column}, least(1.0, greatest(
            max({column}_chance), count(*) / ({FEW_ROWS} + (SELECT count({column}) FROM people)) ^ 1.5, {LEAST_CHANCE})) AS tf_{column}
        FROM people WHERE {column} IS NOT NULL GROUP BY {column}
    """
