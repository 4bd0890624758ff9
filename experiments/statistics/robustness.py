"""Choices in worlds that nobody knows: what is lost by one that was not the best there, and how often it is the best.

Table-returning functions over the means of a study at its points (a sampled world each, the same for every arm).
"""

import numpy as np
import pandas as pd
from scipy import stats

from samenhang.model.declare import Measure

from .inference import CONFIDENCE


def in_worlds(by_point: pd.DataFrame, m: Measure) -> pd.DataFrame:
    """Worlds by arms: the outcome, turned so that more is better; worlds in which every arm has it.

    by_point: columns sample, arm and the outcomes by name.
    """
    cells = by_point.pivot(index="sample", columns="arm", values=m.name) * float(m.better)
    return cells.dropna()


def regret(by_point: pd.DataFrame, outcomes: list[Measure]) -> pd.DataFrame:
    """One row per outcome and arm: what is lost by choosing it, in the unit of the outcome, against the best in each world.

    Columns: outcome, arm, worlds; mean, often (in nine worlds of ten not more than this) and most regret; best, best_low,
    best_high: the share of worlds in which the arm is the best (a tie is shared), with its 95 % interval over worlds (Wilson);
    fails: the share in which it is worse than the first arm by at least the smallest difference that matters. Outcomes
    of which neither way is better are left out.
    """
    rows = []
    for m in (m for m in outcomes if m.better):
        cells = in_worlds(by_point, m)
        if cells.empty:
            continue
        lost = cells.rsub(cells.max(axis=1), axis=0)
        ties = lost.eq(0.0)
        best = ties.div(ties.sum(axis=1), axis=0)
        fails = cells.sub(cells[0], axis=0) <= -m.matters
        for arm in cells:
            there = lost[arm].to_numpy(float)
            rows.append({"outcome": m.name, "arm": int(arm), "worlds": len(there), "mean": float(there.mean()),
                         "often": float(np.quantile(there, 0.9)), "most": float(there.max()), "fails": float(fails[arm].mean())}
                        | _share(float(best[arm].sum()), len(there)))  # fmt: skip
    return pd.DataFrame(rows)


def _share(times: float, of: int) -> dict[str, float]:
    """A share with its Wilson interval; a shared tie counts for the nearest whole number of worlds there."""
    ends = stats.binomtest(round(times), of).proportion_ci(CONFIDENCE, method="wilson")
    return {"best": times / of, "best_low": float(ends.low), "best_high": float(ends.high)}
