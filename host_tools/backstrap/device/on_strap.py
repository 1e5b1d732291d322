"""MicroPython that the host sends to the strap's REPL: tools, each defined where a connection
first needs it and then called, and programs that say what a board is and set its clock."""

_READ = """
from hashlib import sha256
from binascii import b2a_base64
def _read(path, take):
    b = memoryview(bytearray(768))
    with open(path, 'rb') as f:
        n = f.readinto(b)
        while n:
            take(b[:n])
            n = f.readinto(b)
"""

# name: (tools that it needs before it, its source)
TOOLS: dict[str, tuple[tuple[str, ...], str]] = {
    "_read": ((), _READ),
    "_survey": (
        ("_read",),
        """
import os
def _file(name, path):
    h = sha256()
    _read(path, h.update)
    print((name, b2a_base64(h.digest())[:-2]), end=',')
def _walk(path):
    print(repr(path), end=',')
    below = []
    for name in os.listdir(path):
        name = path + '/' + name
        if os.stat(name)[0] & 0x4000:
            below.append(name)
        else:
            _file(name[len(path) + 1:], name)
    for name in below:
        _walk(name)
def _survey(paths):
    for path in paths:
        try:
            folder = os.stat(path)[0] & 0x4000
        except OSError:
            continue
        if folder:
            _walk(path)
        else:
            _file(path, path)
    if hasattr(os, 'statvfs'):
        s = os.statvfs('/')
        print(s[0] * s[3])
""",
    ),
    "_names": (
        (),
        """
import os
def _names(path):
    try:
        print(os.listdir(path))
    except OSError:
        print([])
""",
    ),
    "_get": (
        ("_read",),
        """
def _get(path):
    h = sha256()
    def take(b):
        h.update(b)
        print(b2a_base64(b).decode(), end='')
    _read(path, take)
    print(h.digest())
""",
    ),
    "_take": (
        (),
        """
from hashlib import sha256
try:
    _f.close()
except NameError:
    pass
def _take(b, proof):
    global _f
    d = DeflateIO(BytesIO(b), 1, 12)
    h = sha256()
    b = d.readline()
    while b:
        h.update(b)
        n, more, path = b[:-1].decode().split(' ', 2)
        if path:
            _f = open(path, 'wb')
        for n in range(int(n), 0, -512):
            b = d.read(min(n, 512))
            h.update(b)
            _f.write(b)
        if more == '-':
            _f.close()
        b = d.readline()
    if h.digest() != proof:
        raise ValueError('not what was sent')
""",
    ),
    "_drop": (
        (),
        """
import os
def _drop(paths):
    try:
        _f.close()
    except (NameError, OSError):
        pass
    for path in paths:
        try:
            os.remove(path)
        except OSError:
            pass
""",
    ),
    "_folders": (
        (),
        """
import os
from errno import EEXIST
def _folders(paths):
    for path in paths:
        try:
            os.mkdir(path)
        except OSError as e:
            if e.errno != EEXIST:
                raise
""",
    ),
}

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


def program(tools: set[str], calls: str) -> str:
    """Source that defines tools, each behind those that it needs, and then calls them."""
    return "".join(source for name, (_, source) in TOOLS.items() if name in tools) + calls


def needed(tool: str) -> set[str]:
    """The tool and what it needs."""
    return {tool, *(name for other in TOOLS[tool][0] for name in needed(other))}


def commit(paths: list[str], removed: list[str]) -> str:
    """Source that renames each path.tmp to path, then removes files."""
    source = "import os\n"
    if paths:
        source += f"for p in {paths!r}:\n    os.rename(p+'.tmp',p)\n"
    if removed:
        source += f"for p in {removed!r}:\n    os.remove(p)\n"
    return source
