"""Boots of the strap on MicroPython, one after the other, each from a flash with one bad file."""

import json
import re

from tests.reliability import on_micropython

_HEAP_MOST = 512  # bytes that bad files may leave behind
_GOOD_EVERY = 20

Case = tuple[str, bytes]  # name of a file, what is in it


def boots(flash: dict[str, bytes], cases: list[Case]) -> tuple[list[str], list[int]]:
    """What boots.py says of each case: what was wrong, "" where nothing was; and the heap in use
    then, without the names, which MicroPython keeps for good."""
    files = {"/flash/" + name: data for name, data in flash.items()}
    files["/cases.json"] = json.dumps([[name, data.hex()] for name, data in cases]).encode()
    told, _ = on_micropython.run("boots.py", files, rounds=len(cases))
    names = [int(re.findall(r"\d+", line)[3]) for line in told["names"]]
    heap = [told[f"heap{i}"] - names[i] for i in range(len(cases))]
    return [told[f"wrong{i}"] for i in range(len(cases))], heap


def booted(flash: dict[str, bytes], cases: list[Case]) -> list[str]:
    """What is wrong with boots from this flash where one file is another. Between them the strap
    starts from good ones: its heap must be as it was."""
    good = ("name", flash["name"])
    played, weighed = [good, good], [1]
    for i, case in enumerate(cases, 1):
        played.append(case)
        if i % _GOOD_EVERY == 0 or i == len(cases):
            played += [good, good]
            weighed.append(len(played) - 1)
    wrong, heap = boots(flash, played)
    found = {
        text.splitlines()[-1]: f"{name}: {text}: {data[:120]!r}"
        for (name, data), text in zip(played, wrong, strict=True)
        if text
    }
    used = [heap[i] for i in weighed]
    if max(used) - used[0] > _HEAP_MOST:
        found["heap"] = f"the heap grows: {used}"
    return list(found.values())
