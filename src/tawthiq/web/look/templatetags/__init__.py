"""Filters of the pages for looking."""
