"""MicroPython that the host sends to the strap's REPL. Defined once a connection, then called."""

import binascii
import zlib

_CHUNK = 4096  # what one call carries: the strap needs about three times as much heap

TOOLS = """
import os, sys
from binascii import a2b_base64, b2a_base64
from deflate import DeflateIO, RAW
from errno import EEXIST, ENOENT
from hashlib import sha256
from io import BytesIO

def _read(path, take):
    b = bytearray(1024)
    m = memoryview(b)
    h = sha256()
    with open(path, 'rb') as f:
        n = f.readinto(b)
        while n:
            h.update(m[:n])
            take(m[:n])
            n = f.readinto(b)
    return h.digest()

def _walk(path):
    try:
        mode = os.stat(path)[0]
    except OSError as e:
        if e.errno != ENOENT:
            raise
        return
    if not mode & 0x4000:
        print((path, _read(path, len)), end=',')
        return
    print((path, None), end=',')
    for name in os.listdir(path):
        _walk(path + '/' + name)

def _survey(paths):
    for path in paths:
        _walk(path)
    try:
        s = os.statvfs('/')
        print(('', s[0] * s[3]), end='')
    except AttributeError:
        pass

def _names(folder):
    try:
        print(os.listdir(folder))
    except OSError as e:
        if e.errno != ENOENT:
            raise
        print([])

def _get(path):
    print(_read(path, lambda b: print(b2a_base64(b).decode(), end='')))

def _open(path):
    global _f, _h
    _f = open(path, 'wb')
    _h = sha256()

def _raw(b):
    _h.update(b)
    _f.write(b)

def _b64(b):
    _raw(a2b_base64(b))

def _zip(b):
    _raw(DeflateIO(BytesIO(a2b_base64(b)), RAW, 10).read())

def _close():
    _f.close()
    print(_h.digest())

def _commit(paths, removed):
    for path in paths:
        os.rename(path + '.tmp', path)
    for path in removed:
        os.remove(path)

def _folders(paths):
    for path in paths:
        try:
            os.mkdir(path)
        except OSError as e:
            if e.errno != EEXIST:
                raise
"""

# Prints one dict. A MicroPython without `machine` still says what it is.
IDENTITY = """
import os, sys
_d = {'platform': sys.platform, 'machine': sys.implementation._machine, 'uid': ''}
_d['micropython'] = '.'.join([str(n) for n in sys.implementation.version[:3]])
_d['mpy'] = getattr(sys.implementation, '_mpy', 0) & 255
_d['installed'] = 'board.json' in os.listdir('/')
_d['safe_mode'] = globals().get('slot', '') is None
try:
    import machine
    _d['uid'] = ''.join(['%02x' % n for n in machine.unique_id()])
except (ImportError, AttributeError):
    pass
print(_d)
"""

# year, month, day, weekday, hour, minute, second, subsecond
CLOCK = """
try:
    import machine
    machine.RTC().datetime(%r)
except (ImportError, AttributeError):
    pass
"""


def calls_to_write(path: str, data: bytes) -> list[str]:
    """The calls of TOOLS that write data to path; the last one prints the sha256."""
    pieces = [data[i : i + _CHUNK] for i in range(0, len(data), _CHUNK)] or [b""]
    calls = [_smallest(piece) for piece in pieces]
    calls[0] = f"_open({path!r})\n" + calls[0]
    calls[-1] += "\n_close()"
    return calls


def _smallest(piece: bytes) -> str:
    """The shortest call that hands piece over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -10)  # a window of 1 KiB: all the strap keeps
    packed = packer.compress(piece) + packer.flush()
    zipped, plain = (binascii.b2a_base64(part, newline=False) for part in (packed, piece))
    return min(f"_raw({piece!r})", f"_b64({plain!r})", f"_zip({zipped!r})", key=len)
