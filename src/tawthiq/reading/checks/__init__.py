"""The checks of a proofreading, each pure: sentences, lists and tables in, checks done and findings out."""
