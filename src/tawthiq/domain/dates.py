"""Dates and times as the field states them: the public names, gathered from their modules."""

from tawthiq.domain.partial_date import PartialDate, Precision
from tawthiq.domain.reported_dates import Order, parse_reported
from tawthiq.domain.times import Notice, Occurred, TimeOfDay

__all__ = ["Notice", "Occurred", "Order", "PartialDate", "Precision", "TimeOfDay", "parse_reported"]
