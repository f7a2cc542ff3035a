"""What waits for whom: leads, drafts, review, possible duplicates, consents; and the history of records."""
