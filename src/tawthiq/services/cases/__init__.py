"""Recording what happened, to whom, by whom and who says so."""
