"""Names out of files and off the strap: data, and never trusted to be good names."""

_MOST = 24  # letters; no id of a routine or a point is longer


def plain(text: str) -> str:
    """A name as it may be shown: short, and nothing that steers a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text[:_MOST])
