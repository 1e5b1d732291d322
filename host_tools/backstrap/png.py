"""Pictures of few colours as PNG (W3C PNG 3, 11.2)."""

import struct
import zlib
from collections.abc import Sequence


def png(dots: Sequence[bytes | bytearray], palette: bytes) -> bytes:
    """Rows of dots, each the number of one of at most 16 colours; the palette has three bytes,
    red, green and blue, for each colour."""
    width = len(dots[0])
    packed = bytearray()
    for row in dots:
        even = row + b"\0" * (width % 2)
        packed.append(0)  # no filter
        packed += bytes(a << 4 | b for a, b in zip(even[::2], even[1::2], strict=True))
    head = struct.pack(">IIBBBBB", width, len(dots), 4, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(bytes(packed), 9)),
        (b"IEND", b""),
    )
    image = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        image += struct.pack(">I", len(data)) + kind + data
        image += struct.pack(">I", zlib.crc32(kind + data))
    return image
