"""The words by which a record is found: derived from the record, written with it, made anew at any time."""

from django.db import models


class Text(models.Model):
    """The folded words of one record; `key` is made of its id (`keys.key_of`), so that a hit leads to the record."""

    key = models.BigIntegerField(primary_key=True)
    record_kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=26)
    words = models.TextField()

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}"
