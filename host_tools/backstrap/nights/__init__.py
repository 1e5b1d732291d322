"""Nights that have not been yet: a routine run ahead of time, and its calendar."""
