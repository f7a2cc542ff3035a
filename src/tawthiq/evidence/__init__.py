"""Evidence: what a file is, what it says of itself, what it resembles, and how a page is captured."""
