"""The API under /api/v1: the same services and queries, for programs."""
