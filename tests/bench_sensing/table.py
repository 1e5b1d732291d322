"""The rows of build/bench-sensing.json, printed as they come."""

import numpy as np

OURS = "backstrap"
CHOSEN = "chosen"  # parameters were chosen with this signal in sight
CHECKED = "checked"  # never looked at while they were chosen


class Table:
    """Rows as the JSON file has them; `quiet` prints nothing."""

    def __init__(self, quiet: bool = False):
        self.rows: list[dict] = []
        self._quiet = quiet

    def add(
        self,
        what: str,
        recording: str,
        error=None,
        accepted=None,
        far_off=None,
        *,
        peer: str = OURS,
        goal: str | None = None,
        met=None,
        role: str | None = None,
    ) -> None:
        """error: mean, in the unit of `what`; accepted, far_off: percent."""
        row = {
            "what": what,
            "recording": recording,
            "peer": peer,
            "mean_error": None if error is None else round(float(error), 3),
            "accepted": None if accepted is None else round(float(accepted), 1),
            "far_off": None if far_off is None else round(float(far_off), 2),
            "goal": goal,
            "met": None if goal is None else bool(met),
            "role": role,
        }
        self.rows.append(row)
        if not self._quiet:
            print(line(row), flush=True)


HEAD = (
    f"{'what':38} {'recording':22} {'by':9} {'error':>8} {'accept %':>8} {'far %':>6}"
    f"  {'goal':26} {'':7} role"
)


def line(row: dict) -> str:
    """One row for the terminal."""
    met = {None: "", True: "met", False: "NOT MET"}[row["met"]]
    error, accepted, far = (
        "" if row[key] is None else row[key] for key in ("mean_error", "accepted", "far_off")
    )
    return (
        f"{row['what']:38} {row['recording']:22} {row['peer']:9} {error:>8} {accepted:>8} {far:>6}"
        f"  {row['goal'] or '':26} {met:7} {row['role'] or ''}"
    ).rstrip()


def figures(errors, accepted, far_from: float):
    """Mean error of what was accepted, percent accepted, percent of these far off."""
    errors, accepted = np.array(errors), np.array(accepted, bool)
    if not accepted.any():
        return None, 0.0, 0.0
    good = errors[accepted]
    return good.mean(), 100 * accepted.mean(), 100 * (good > far_from).mean()
