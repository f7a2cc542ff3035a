"""Columns in memory of what is filtered and counted, following the ledger; see docs/adr/0131.

A list, a map or a timeline asks which of all incidents fit; the answer must not depend on how many there are. So each
process keeps numbers (never texts) of the records in NumPy columns: desk, author and confidentiality of each record
beside what is filtered, so that what an actor may see is decided here by the same rule as in `queries/visibility.py`,
and again there for every record that is shown.
"""
