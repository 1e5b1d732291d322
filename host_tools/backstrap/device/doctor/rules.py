"""What a rule is, and which of them fit."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from backstrap.device.doctor.evidence import Evidence

ERROR, WARNING, NOTE, GOOD = "error", "warning", "note", "good"


class Rule(NamedTuple):
    """Texts have words in braces: words.py knows them."""

    id: str
    level: str
    when: Callable[[Evidence], Any]
    seen: str
    means: str
    next: str


class Finding(NamedTuple):
    """What was seen at a port ("" is the computer), what it means, and what to do next."""

    id: str
    level: str
    port: str
    seen: str
    means: str
    next: str


def first(rules: Iterable[Rule], evidence: Evidence) -> list[Rule]:
    """The rule that fits, of rules that exclude each other."""
    return next(([rule] for rule in rules if rule.when(evidence)), [])


def every(rules: Iterable[Rule], evidence: Evidence) -> list[Rule]:
    """All that fit."""
    return [rule for rule in rules if rule.when(evidence)]
