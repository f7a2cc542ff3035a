"""The SQL that makes the ledger append-only in the database itself, for SQLite and PostgreSQL."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("ledger_entry", "ledger_change")

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: {table} cannot be changed or deleted.'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION tawthiq_ledger_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'The ledger is append-only: % cannot be changed or deleted.', TG_TABLE_NAME; END
$$ LANGUAGE plpgsql
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION tawthiq_ledger_append_only()
"""


def create_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Forbid UPDATE and DELETE (and TRUNCATE, where there is one) on the ledger's tables."""
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(_POSTGRESQL_FUNCTION, params=None)
    template = _POSTGRESQL if postgresql else _SQLITE
    verbs = ("UPDATE", "DELETE", "TRUNCATE") if postgresql else ("UPDATE", "DELETE")
    for table in TABLES:
        for verb in verbs:
            editor.execute(template.format(table=table, verb=verb), params=None)


def drop_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away: used when migrating backwards."""
    postgresql = editor.connection.vendor == "postgresql"
    verbs = ("UPDATE", "DELETE", "TRUNCATE") if postgresql else ("UPDATE", "DELETE")
    for table in TABLES:
        for verb in verbs:
            on = f" ON {table}" if postgresql else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def begin_ledger(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the head of an empty ledger."""
    heads = apps.get_model("ledger", "Head").objects.using(editor.connection.alias)
    heads.create(id=1, sequence=0, digest="0" * 64)
