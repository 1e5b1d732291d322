"""What a strap and its world are at one moment, as one number. The same file runs on CPython and
on MicroPython."""

import binascii
import json
import os

NUMBERS = (int, str, bytes, bytearray, bool)


def thing(app, path):
    """What a dotted path of attributes leads to."""
    found = app
    for name in path.split("."):
        found = getattr(found, name)
    return found


def plain(value):
    """A value as JSON has it, the same on both interpreters."""
    if isinstance(value, (bytes, bytearray)):
        return list(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return [[key, plain(value[key])] for key in sorted(value)]
    return int(value) if isinstance(value, bool) else value


def moment(world, app, names):
    """names: {path of an object of the app: names of its attributes that count}."""
    values = [[plain(getattr(thing(app, path), name)) for name in names[path]]
              for path in sorted(names)]  # fmt: skip
    body = world.body.dump()
    values.append([world.now_ms, world.noise.x, world.sound.count, world.bus.us, world.bus.bytes])
    values.append([[key, plain(body[key])] for key in sorted(body)])
    text = json.dumps(values, separators=(",", ":")).encode()
    return binascii.crc32(bytes(world.frame()), binascii.crc32(text))


def files(root):
    """{path: its checksum} of all that the strap has kept; its log tells of versions."""
    found = {}
    for folder in ("", "sessions/", "routines/"):
        for name in os.listdir(root + folder):
            path = root + folder + name
            if name != "log.txt" and not os.stat(path)[0] & 0x4000:
                with open(path, "rb") as f:
                    data = f.read()
                if name.endswith(".json"):  # whose keys stand in any order
                    data = json.dumps(plain(json.loads(data)), separators=(",", ":")).encode()
                found[folder + name] = binascii.crc32(data)
    return found
