"""`make mutants`: care that is taken out of the code, a piece at a time; each time the test that
is there for it must fail. A mutant lives in a copy of the tree, never in the tree itself."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.reliability.mutants_of_input import OF_INPUT
from tests.reliability.mutants_of_parts import OF_PARTS

ROOT = Path(__file__).parents[2]
_BESIDE = (".venv", "node_modules", "typings")  # not in git; only read
_PATIENCE_S = 900


class Mutant(NamedTuple):
    """What is taken out of which file, what stands there instead, and the test that must fail."""

    what: str
    file: str
    text: str
    instead: str
    test: str


_HOLD_CUT = "tests/test_cuts.py -k ten_seconds"
_FILES_CUT = "tests/test_cuts.py -k files_arrive"
_WORN = "tests/test_worn.py"
_FAULTS = "tests/test_faults.py::test_the_release_cue_comes_through_whatever_still_works"
_RESET = "tests/test_faults.py::test_a_reset_in_a_hold_costs_no_time"
_FED = "tests/test_conventions.py::test_the_watchdog_is_made_and_fed_in_one_place"

MUTANTS = (
    Mutant("a file is removed before its successor takes its place", "firmware/store.py",
           '        os.rename(self.root + path + ".tmp", self.root + path)',
           '        try:\n            os.remove(self.root + path)\n        except OSError:\n'
           '            pass\n        os.rename(self.root + path + ".tmp", self.root + path)',
           _HOLD_CUT),
    Mutant("a file is written in place", "firmware/store.py",
           "        self.write_temp(path, data)\n        self.replace(path)",
           '        with open(self.root + path, "wb") as f:\n            f.write(data)',
           _HOLD_CUT),
    Mutant("rows are not flushed", "firmware/store.py",
           "            self._part.flush()\n", "", _HOLD_CUT),
    Mutant("an open record is not closed at boot", "firmware/keeping.py",
           '        _close(root, ".part")\n', "", _HOLD_CUT),
    Mutant("what a cut left behind stays", "firmware/keeping.py",
           "            os.remove(root + name)", "            pass", _HOLD_CUT),
    Mutant("an update overwrites the firmware that runs",
           "host_tools/backstrap/device/install.py",
           "slot = was.proven if was.proven and same else was.idle",
           "slot = was.proven or was.idle", _FILES_CUT),
    Mutant("an update's files take their places by remove and rename",
           "host_tools/backstrap/device/on_strap.py",
           "    os.rename(p+'.tmp',p)", "    os.remove(p) if p=='/slot' else 0\\n    "
           "os.rename(p+'.tmp',p)", _FILES_CUT),
    Mutant("half a file takes the place of the whole one", "firmware/book.py",
           "    if written:", "    if True:", _WORN),
    Mutant("a storage that fails at boot ends it", "firmware/keeping.py",
           "    except OSError:\n        pass\n\n\ndef _close",
           "    except KeyError:\n        pass\n\n\ndef _close", _WORN),
    Mutant("a read that fails once is not tried again", "firmware/shelf.py",
           "    for _ in range(2):", "    for _ in range(1):", _WORN),
    Mutant("records are numbered anew where they cannot be listed", "firmware/store.py",
           "        if self.newest < 0:\n            raise OSError\n", "", _WORN),
    Mutant("an error in a hold ends it", "firmware/app.py",
           "self.stumbles == _STUMBLES_MOST", "self.stumbles >= 0",
           "tests/test_faults.py::test_an_error_anywhere_in_a_step_loses_neither_the_cue_nor_the_"
           "record"),
    Mutant("a resumed hold has lost the time it was away", "firmware/resume.py",
           "hold.hold_ms = 1000 * (found.held_s + lay_s)",
           "hold.hold_ms = 1000 * found.held_s", _RESET),
    Mutant("no hold goes on after a reset", "firmware/keeping.py",
           "        goes_on = newest and load(_RESUME).interrupted(path + ending)",
           "        goes_on = False", _RESET),
    Mutant("a hold goes on after a loss of power", "firmware/resume.py",
           "    if machine.reset_cause() == machine.PWRON_RESET:\n        return False\n", "",
           "tests/test_faults.py -k plug"),
    Mutant("a sensor that dies ends the step", "firmware/ball.py",
           "        except OSError as e:\n            self._board.failed += 1",
           "        except KeyError as e:\n            self._board.failed += 1", _FAULTS),
    Mutant("the motor does not take over", "firmware/app.py",
           "            board.motor.value(beats)", "            pass", _FAULTS),
    Mutant("a display that dies ends the step", "firmware/app.py",
           "        except (OSError, MemoryError) as e:  # a hold goes on without its words",
           "        except KeyError as e:", _FAULTS),
    Mutant("nobody is told that storage fails", "firmware/explain.py",
           "    if app.recorder.failed:", "    if False:", _WORN),
    Mutant("the self-test finds no storage bad", "firmware/glance.py",
           "        why = FULL\n", "        why = PASSED\n", _WORN),
    Mutant("the self-test leaves its file behind", "firmware/proof.py",
           "                os.remove(store.root + name)", "                pass", _HOLD_CUT),
    Mutant("the watchdog is not fed", "firmware/loop.py",
           "            watchdog.feed()\n", "",
           "tests/test_main.py::test_ctrl_c_in_a_hold_saves_it_and_leaves_the_prompt"),
    Mutant("the watchdog is fed in a second place", "firmware/crash.py",
           "    show(app, error)\n", "    show(app, error)\n    machine.WDT().feed()\n", _FED),
    Mutant("the watchdog bites a host at the prompt", "firmware/loop.py",
           "        machine.WDT(timeout=_AT_REPL_MS)\n", "",
           "tests/test_main.py::test_ctrl_c_in_a_hold_saves_it_and_leaves_the_prompt"),
    Mutant("crashes are not counted: no safe mode", "firmware/main.py",
           "    elif failed and failed % 3 == 0:", "    elif False:",
           "tests/test_slots.py::test_where_both_slots_crash_the_strap_waits_at_the_prompt"),
    Mutant("a button that is down at boot is not seen", "firmware/wake.py",
           "held = board.pressed() and", "held = False and",
           "tests/test_evenings.py::test_a_button_that_is_down_at_boot_asks_for_the_prompt"),
    *map(Mutant._make, OF_INPUT),
    *map(Mutant._make, OF_PARTS),
)  # fmt: skip


def caught(mutant: Mutant, tree: Path) -> str:
    """What is wrong; "" where the test has failed, and has passed before."""
    path = tree / mutant.file
    whole = path.read_text("utf-8")
    if whole.count(mutant.text) != 1:
        return f"{mutant.file} has its text {whole.count(mutant.text)} times"
    path.write_text(whole.replace(mutant.text, mutant.instead), "utf-8")
    try:
        code = _tested(mutant.test, tree)
    finally:
        path.write_text(whole, "utf-8")
    return "" if code == 1 else f"{mutant.test} ended with {code}, not with a failure"


def _tested(test: str, tree: Path) -> int:
    """pytest's exit code: 0 passed, 1 failed, others: something else is wrong."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", *test.split()]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.run(
            command, cwd=tree, env=_env(tree), timeout=_PATIENCE_S, check=False, **quiet
        ).returncode
    except subprocess.TimeoutExpired:
        return 1  # a strap that hangs is a failure, too


def _env(tree: Path) -> dict[str, str]:
    """No bytecode: files change faster than its times tell."""
    paths = [str(tree), str(tree / "host_tools"), str(tree / "firmware")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def copied(folder: Path) -> Path:
    """The tree as git has it and as it is now, without what is ignored."""
    told = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in told.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for name in _BESIDE:
        (folder / name).symlink_to(ROOT / name)
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--only", default="", help="mutants whose words or file have this word")
    asked = parser.parse_args()
    mutants = [one for one in MUTANTS if asked.only in one.what + one.file + one.test]
    lived = 0
    with tempfile.TemporaryDirectory() as name:
        tree = copied(Path(name))
        for test in dict.fromkeys(one.test for one in mutants):
            if _tested(test, tree) != 0:
                print(f"{test} fails without any mutant")
                return 1
        for mutant in mutants:
            wrong = caught(mutant, tree)
            lived += bool(wrong)
            print(f"{'LIVES ' if wrong else 'caught'} {mutant.what} {wrong and '(' + wrong + ')'}",
                  flush=True)  # fmt: skip
    print(f"{len(mutants)} mutants, {len(mutants) - lived} caught")
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main())
