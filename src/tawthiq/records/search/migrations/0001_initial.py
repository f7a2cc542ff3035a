"""The words by which records are found, and the full-text index over them."""

from django.db import migrations, models

from tawthiq.records.search.index import create_index, drop_index


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("record_kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=26)),
                ("words", models.TextField()),
            ],
        ),
        migrations.RunPython(create_index, drop_index),
    ]
