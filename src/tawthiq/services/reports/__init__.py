"""Reports that people write in the home: begun from a template, saved version by version, built in the background."""
