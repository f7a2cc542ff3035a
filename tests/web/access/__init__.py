"""Who may do what, asked of the real rules, queries, services and addresses; kept as two golden files."""
