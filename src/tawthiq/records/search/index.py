"""The full-text index beside the words, in the database's own way: FTS5 on SQLite, a GIN index on PostgreSQL.

Triggers keep FTS5 at one with its table inside the same transaction; PostgreSQL keeps its index by itself. Both hold
the very same words and know no grammar, so both find the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VECTOR = "array_to_tsvector(string_to_array(words, ' '))"

_SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_text', content_rowid='key', detail=none,
       columnsize=0, prefix='3 4', tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    """CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
       INSERT INTO search_words(rowid, words) VALUES (new.key, new.words); END""",
    """CREATE TRIGGER search_text_gone AFTER DELETE ON search_text BEGIN
       INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.key, old.words); END""",
    """CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN
       INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.key, old.words);
       INSERT INTO search_words(rowid, words) VALUES (new.key, new.words); END""",
)
_POSTGRESQL = (f"CREATE INDEX search_text_words ON search_text USING gin ({VECTOR})",)


def create_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index over words that are there already, and what keeps it."""
    for sql in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(sql, params=None)


def drop_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away: used when migrating backwards."""
    if editor.connection.vendor == "sqlite":
        for name in ("added", "gone", "changed"):
            editor.execute(f"DROP TRIGGER IF EXISTS search_text_{name}")
        editor.execute("DROP TABLE IF EXISTS search_words")
    else:
        editor.execute("DROP INDEX IF EXISTS search_text_words")


def keys_with(words: Sequence[str]) -> str:
    """Return the keys, apart by commas, of the records that hold any of the words; `*` ends a beginning of words."""
    if connection.vendor == "sqlite":
        sql = "SELECT group_concat(rowid) FROM search_words WHERE search_words MATCH %s"
        asked = " OR ".join(f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"' for word in words)
    else:
        sql = f"SELECT string_agg(key::text, ',') FROM search_text WHERE {VECTOR} @@ %s::tsquery"
        asked = " | ".join(f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked])
        return cursor.fetchone()[0] or ""


def holds(text: str, words: Sequence[str]) -> bool:
    """Say whether the folded words of a record hold any of the words, as the index would find it."""
    held = text.split(" ")
    return any(
        any(one.startswith(word[:-1]) for one in held) if word.endswith("*") else word in held
        for word in words
    )


def optimise() -> None:
    """Bring the index into its quickest form, after it was made anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
        else:
            cursor.execute("ANALYZE search_text")
