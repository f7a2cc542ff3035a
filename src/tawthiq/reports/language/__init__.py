"""How English and Arabic write numbers, counted nouns, dates and lists; tables and rules, no prose."""
