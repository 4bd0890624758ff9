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


def lost(cells: pd.DataFrame) -> pd.DataFrame:
    """Regret in every world: how far each arm stays behind the best there; cells: of `in_worlds`."""
    return cells.rsub(cells.max(axis=1), axis=0)


def favourite(cells: pd.DataFrame) -> int:
    """The arm with the least mean regret over worlds; of equals the one that stands first in the study."""
    return int(lost(cells).mean().idxmin())


def failing(cells: pd.DataFrame, m: Measure) -> "pd.Series[bool]":
    """Worlds in which the favourite is worse than the best arm there by at least the smallest difference that matters.

    Against the best of the world, not against the first arm as `fails` of `regret` is: the favourite may be the first arm itself,
    and what somebody regrets is what could have been chosen. To a billionth, because differences of sums are rounded.
    """
    return lost(cells)[favourite(cells)] >= m.matters * (1.0 - 1e-9)


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
        short = lost(cells)
        ties = short.eq(0.0)
        best = ties.div(ties.sum(axis=1), axis=0)
        fails = cells.sub(cells[0], axis=0) <= -m.matters
        for arm in cells:
            there = short[arm].to_numpy(float)
            rows.append({"outcome": m.name, "arm": int(arm), "worlds": len(there), "mean": float(there.mean()),
                         "often": float(np.quantile(there, 0.9)), "most": float(there.max()), "fails": float(fails[arm].mean())}
                        | _share(float(best[arm].sum()), len(there)))  # fmt: skip
    return pd.DataFrame(rows)


def _share(times: float, of: int) -> dict[str, float]:
    """A share with its Wilson interval; a shared tie counts for the nearest whole number of worlds there."""
    ends = stats.binomtest(round(times), of).proportion_ci(CONFIDENCE, method="wilson")
    return {"best": times / of, "best_low": float(ends.low), "best_high": float(ends.high)}
