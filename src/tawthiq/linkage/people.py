"""The table of people in DuckDB: what the comparisons read, derived from words and sounds; and how rare each name is."""

import duckdb

from tawthiq.linkage.prepare import Prepared

# How much oftener whole names of so many words coincide than independent words would: relatives share name chains.
FAMILY_FACTOR = "CASE WHEN count(*) <= 2 THEN 1 WHEN count(*) = 3 THEN 4 ELSE 16 END"
LEAST_CHANCE = 1e-12
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
RARITIES = ("skeleton", "sound", "ends")


def open_people(con: duckdb.DuckDBPyConnection, prepared: Prepared) -> None:
    """Make the table people of the prepared rows, and a table of chances of coincidence for each kind of name."""
    con.register("prepared", prepared.people)
    derived = ", ".join(f"{sql} AS {name}" for name, sql in DERIVED.items())
    con.execute(f"CREATE TABLE people AS SELECT *, {derived} FROM prepared ORDER BY uid")
    con.unregister("prepared")
    for column in RARITIES:
        con.execute(_rarity(column))


def rarity_table(column: str) -> str:
    """Return the name of the table of chances for a column."""
    return f"rarity_{column}"


def _rarity(column: str) -> str:
    """Estimate how often a name coincides by chance: its words' frequencies multiplied, more for chains of relatives.

    Rounded, so that the order in which threads add up does not show.
    """
    return f"""
        CREATE TABLE {rarity_table(column)} AS
        WITH whole AS (SELECT {column} AS name, count(*) AS n FROM people WHERE {column} IS NOT NULL GROUP BY ALL),
        word AS (SELECT name, n, unnest(string_split(name, ' ')) AS w, generate_subscripts(string_split(name, ' '), 1) AS pos
                 FROM whole),
        first AS (SELECT w, ln(sum(n) / (SELECT sum(n) FROM word WHERE pos = 1)) AS p FROM word WHERE pos = 1 GROUP BY w),
        later AS (SELECT w, ln(sum(n) / (SELECT sum(n) FROM word WHERE pos > 1)) AS p FROM word WHERE pos > 1 GROUP BY w),
        chance AS (
            SELECT name, any_value(n) AS n, exp(round(fsum(CASE WHEN pos = 1 THEN first.p ELSE later.p END), 9)) * {FAMILY_FACTOR} AS p
            FROM word LEFT JOIN first ON word.w = first.w LEFT JOIN later ON word.w = later.w GROUP BY name)
        SELECT name AS {column},
               least(1.0, greatest(p, n / (SELECT sum(n) FROM whole) ^ 1.5, {LEAST_CHANCE})) AS tf_{column}
        FROM chance
    """
