"""What a person keeps for themselves at their desk; no record of any case."""
