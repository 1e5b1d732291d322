"""Nights of a routine, run ahead of time with a simulated person, through the strap's own plan.

The person is chance, the same for the same seed, and no claim about anybody: a point throbs after
a time that shrinks each time it is held, a hold is stopped early now and then, a night is skipped.
What the plan says is followed; nothing is held that should wait.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from strapcore import progress as kept
from strapcore.plan import Plan
from strapcore.record import ENDED
from strapcore.routine import HOLD, KIT_FIELDS, Routine, Step, known_step
from strapcore.session import DID, FELT, STOPPED_EARLY, TARGET

Lock = tuple[int | str, ...]  # a reason of plan.py, and what its words are said with

_FIRST_NIGHT = 20000
_DAY = 1440  # minutes
_BED = 22 * 60  # the minute of the day, within half an hour
_LEAST_MS = 60_000  # no throb, and no giving up, before
_REPEAT_S = 4  # one of an exercise


class Deed(NamedTuple):
    """What was done with one step; hold_ms is time on the ball, or of the exercise."""

    step: Step
    hold_ms: int
    ended: str
    let_go: bool


class Night(NamedTuple):
    """One night, counted from 1. locks: why a step that was not done had to wait, by its id; from
    the night's beginning, or else from its end."""

    number: int
    deeds: list[Deed]
    locks: dict[str, Lock]


class Person:
    """What somebody does, by chance. rate: how much sooner a point throbs each time, percent."""

    def __init__(self, seed: int, rate: float) -> None:
        self._chance = Random(seed)
        self._rate = rate / 100
        self._first: dict[str, float] = {}  # when it throbs at first, in targets

    def skips(self) -> bool:
        """Does nothing tonight."""
        return self._chance.random() < 0.08

    def bed_minute(self) -> int:
        """When the night begins, minute of the day."""
        return _BED + int(60 * self._chance.random()) - 30

    def wants(self, budget: int) -> int:
        """How many points tonight, at least one."""
        return 1 + int(self._chance.random() * budget) if budget else 0

    def holds(self, step: Step, times: int, target_s: int) -> tuple[int, int]:
        """(how long, ms; why it ended) of a hold that was done so often before."""
        first = self._first.setdefault(step.id, 0.7 + self._chance.random())
        varies = 0.9 + 0.2 * self._chance.random()
        throb_ms = int(1000 * step.target_s * first * varies * (1 - self._rate) ** times)
        end_ms = min(max(_LEAST_MS, throb_ms), 1000 * target_s)
        if self._chance.random() < 0.07:
            early_ms = _LEAST_MS + int(self._chance.random() * (end_ms - _LEAST_MS))
            return early_ms, STOPPED_EARLY
        return end_ms, FELT if throb_ms < 1000 * target_s else TARGET

    def dose_s(self, hold_ms: int) -> int:
        """How much of it was above 67 mmHg."""
        return int(self._chance.random() * hold_ms / 2000)


def load(data: bytes) -> tuple[Routine, list[Step]]:
    """The routine in a strap's file that has passed every check."""
    head, *rows = (json.loads(line) for line in data.splitlines())
    head["kits"] = [dict(zip(KIT_FIELDS, kit, strict=True)) for kit in head["kits"]]
    return Routine(head), [known_step(row) for row in rows]


def nights(data: bytes, count: int, person: Person) -> Iterator[Night]:
    """So many nights of the routine in a strap's file, for a person who begins with it."""
    routine, steps = load(data)
    progress = kept.fresh()
    for number in range(1, count + 1):
        yield _Evening(routine, steps, progress, number).passes(person)


class _Evening:
    def __init__(
        self, routine: Routine, steps: list[Step], progress: dict[str, Any], number: int
    ) -> None:
        self._routine = routine
        self._steps = steps
        self._progress = progress
        self._number = number
        self._night = _FIRST_NIGHT + number
        self._minute = 0
        self._deeds: list[Deed] = []

    def passes(self, person: Person) -> Night:
        self._minute = _DAY * self._night + person.bed_minute()
        plan = self._plan()
        before = self._locks(plan)
        if not person.skips():
            wanted = person.wants(plan.budget())
            while self._goes_on(plan, person, wanted):
                plan = self._plan()
        locks = self._locks(plan) | before
        for deed in self._deeds:
            locks.pop(deed.step.id, None)
        return Night(self._number, self._deeds, locks)

    def _plan(self) -> Plan:
        plan = Plan(self._progress, self._routine, self._night, self._minute, True)
        for step in self._steps:
            plan.add(step)
        return plan

    def _locks(self, plan: Plan) -> dict[str, Lock]:
        locks = {step.id: plan.lock(i) for i, step in enumerate(self._steps)}
        return {name: lock for name, lock in locks.items() if lock}

    def _goes_on(self, plan: Plan, person: Person, wanted: int) -> bool:
        """Do what the plan says; False when nothing is due, or it is enough for tonight."""
        index = plan.next()
        step = self._steps[index]
        if plan.lock(index):
            return False
        if step.kind != HOLD:
            self._book(step, 1000 * (step.seconds or _REPEAT_S * step.repeats), DID, 0)
            return True
        if plan.tonight() >= wanted:
            return False
        times = kept.entry(self._progress, self._routine.id, step.id)[kept.TIMES]
        hold_ms, ended = person.holds(step, times, plan.target(step)[0])
        self._book(step, hold_ms, ended, person.dose_s(hold_ms))
        return ended != STOPPED_EARLY

    def _book(self, step: Step, hold_ms: int, ended: int, dose_s: int) -> None:
        before = kept.entry(self._progress, self._routine.id, step.id)[kept.LET_GO]
        self._minute += hold_ms // 60_000 + self._routine.rest_s // 60
        done = (self._night, self._minute, ended, hold_ms // 1000, dose_s)
        kept.book(self._progress, self._routine, step, *done)
        after = kept.entry(self._progress, self._routine.id, step.id)[kept.LET_GO]
        self._deeds.append(Deed(step, hold_ms, ENDED[ended], after > before))
