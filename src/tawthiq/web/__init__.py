"""The pages people sit in front of: parse, ask one service or query, render; no tables and no rules."""
