"""Elementary effects (Morris 1991, Campolongo et al. 2007): what one factor does when it alone moves, from place to place.

Calculated here and not in SALib, which divides every effect by the step of the grid: a choice between two words always makes its
whole step, whatever the grid, and would count half as much again as a number with the same effect.
"""

import numpy as np
import pandas as pd

from .inference import interval, mean_of
from .points import Factor, on_levels

TINY = 1e-9  # rounding in a coordinate that stays


def effects(factors: tuple[Factor, ...], groups: list[str], cube: np.ndarray, y: np.ndarray, levels: int) -> pd.DataFrame:  # fmt: skip
    """One row per factor, or per group of factors that move together: factor, mu_star, mu_star_conf, mu, sigma.

    cube [n, k], y [n]: trajectories of one point more than there are groups, in each step of which one group moves. An effect is that of
    the whole range, as if it were straight: of a number the difference over the share of its range that it moved, of a choice
    the difference between two words. Of factors that move together only the size can be told, over the step of the grid.
    """
    names = list(dict.fromkeys(groups))
    x, told = cube.reshape(-1, len(names) + 1, len(factors)), y.reshape(-1, len(names) + 1)
    found: dict[str, list[float]] = {name: [] for name in names}
    for path, outcome in zip(x, told, strict=True):
        for before, after, change in zip(path[:-1], path[1:], np.diff(outcome), strict=True):
            moved = np.flatnonzero(np.abs(after - before) > TINY)
            together = len(moved) > 1 or groups.count(groups[moved[0]]) > 1
            step = abs(after - before)[moved[0]] if together else moved_by(factors[moved[0]], before[moved[0]], after[moved[0]], levels)  # fmt: skip
            found[groups[moved[0]]].append(float(change / step))
    alone = {name: groups.count(name) == 1 for name in names}
    return pd.DataFrame([_row(name, np.array(of), alone=alone[name]) for name, of in found.items()])


def moved_by(factor: Factor, before: float, after: float, levels: int) -> float:
    """Which share of its range a factor moved between two coordinates of the grid, with its direction; of words always all."""
    if not factor.steps:
        return after - before
    a, b = (factor.step(float(on_levels(np.array(u), levels))) for u in (before, after))
    return (b - a) / (factor.steps - 1) if factor.is_ordered else float(np.sign(b - a))


def _row(name: str, of: np.ndarray, *, alone: bool) -> dict[str, float | str]:
    size = interval(np.abs(of))
    return {"factor": name, "mu_star": size.mean, "mu_star_conf": size.high - size.mean,
            "mu": mean_of(of) if alone else np.nan, "sigma": float(np.std(of, ddof=1)) if alone else np.nan}  # fmt: skip
