"""The gazetteer that the demo ships; SOURCES.md says where each part comes from."""
