"""Answers already given to programs, so that a write sent twice is done once."""
