"""What every page stands in: frame, style, language, sign-in."""
