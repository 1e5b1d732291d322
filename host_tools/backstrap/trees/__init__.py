"""Text files -> data that knows the line and column of everything in it: YAML, JSON and TOML."""
