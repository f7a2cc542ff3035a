"""Evidence as people look at it: covered until asked for, every full view recorded."""
