"""The pages of the daily work."""
