"""Routine files: from the author's YAML to the rows that the strap keeps."""
