"""Dates and times as the field states them: the public names, gathered from their modules."""

from tawthiq.domain.partial_date import PartialDate, Precision

__all__ = ["PartialDate", "Precision"]
