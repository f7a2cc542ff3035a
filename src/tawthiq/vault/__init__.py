"""The vault: every file kept once, encrypted, durable before acknowledged, found by what it contains."""
