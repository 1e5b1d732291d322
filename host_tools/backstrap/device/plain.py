"""Text from a device, made safe for a terminal: what could steer one is shown, not sent."""


def plain(data: bytes | str, most: int = 2000) -> str:
    """The last `most` characters; line ends stay, other control characters become \\x1b, say."""
    text = data.decode("utf-8", "backslashreplace") if isinstance(data, bytes) else data
    text = text.replace("\r\n", "\n")[-most:]
    return "".join(c if c == "\n" or c.isprintable() else _shown(c) for c in text)


def one_line(data: bytes | str, most: int = 200) -> str:
    """As plain, with its lines joined."""
    return " | ".join(line.strip() for line in plain(data, most).splitlines() if line.strip())


def _shown(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else "?"
