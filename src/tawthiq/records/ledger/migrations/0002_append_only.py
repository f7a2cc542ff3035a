"""The head of an empty ledger, and triggers that make the ledger append-only."""

from django.db import migrations

from tawthiq.records.ledger.triggers import begin_ledger, create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(begin_ledger, migrations.RunPython.noop),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
