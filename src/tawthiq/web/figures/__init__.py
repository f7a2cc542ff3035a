"""Figures: measure, rows, columns, period, rule; every number opens the list behind it."""
