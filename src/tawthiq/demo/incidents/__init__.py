"""The narrated attacks, one TOML file each, in the words of this project."""
