"""Choices in worlds that nobody knows: what is lost by one that was not the best there, and how often it is the best.

Table-returning functions over the means of a study at its points (a sampled world each, the same for every arm).
"""

from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure

from .inference import NAN, wilson


def complete(runs: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Runs at points of which every arm went well with the same seed, so that arms are compared pair by pair.

    Arms of which no run went well are left out first. runs: of a folder, with columns sample, arm, replicate, status and
    `o.NAME` of each outcome; an outcome that is missing in one arm is missing in all, with that seed.
    """
    good = runs[(runs["sample"] > 0) & (runs["status"] == "ok")]
    cell, arms = ["sample", "replicate"], good["arm"].nunique()
    good = good[good.groupby(cell)["arm"].transform("nunique") == arms]
    there = good.groupby(cell)[[f"o.{name}" for name in names]].transform("count") == arms
    return good.assign(**{k: good[k].where(there[k]) for k in there})


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
    and what somebody regrets is what could have been chosen.
    """
    return by_as_much(lost(cells)[favourite(cells)], m)


def by_as_much(short: "pd.Series[Any]", m: Measure) -> "pd.Series[bool]":
    """Is it at least the smallest difference that matters? To a billionth, because differences of sums are rounded."""
    return short >= m.matters * (1.0 - 1e-9)


def crossed(runs: pd.DataFrame, m: Measure) -> "pd.Series[Any]":
    """Mean regret of every arm where the best of each world is told by other seeds than the loss; runs: of `complete`.

    Of many arms the best is the best by luck as well, and that luck counts as regret of all others. Here the even seeds
    tell which is the best and the odd ones what is lost, and the other way round: luck falls away, and what is left is
    never more than the regret. Missing with one seed.
    """
    cells = runs.pivot(index=["sample", "replicate"], columns="arm", values=f"o.{m.name}").dropna() * float(m.better)
    halves = [cells[cells.index.get_level_values("replicate") % 2 == k].groupby("sample").mean() for k in (0, 1)]
    both = halves[0].index.intersection(halves[1].index)
    if both.empty:
        return pd.Series(NAN, index=cells.columns)
    one, two = (half.loc[both] for half in halves)
    best = [told.eq(told.max(axis=1), axis=0) for told in (one, two)]  # a tie is shared
    gain = [of.where(b).mean(axis=1) for b, of in zip(best, (two, one), strict=True)]
    return 0.5 * ((-two).add(gain[0], axis=0).mean() + (-one).add(gain[1], axis=0).mean())


def regret(by_point: pd.DataFrame, outcomes: list[Measure], runs: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per outcome and arm: what is lost by choosing it, in the unit of the outcome, against the best in each world.

    Columns: outcome, arm, worlds; mean, often (in nine worlds of ten not more than this) and most regret; best, best_low,
    best_high: the share of worlds in which the arm is the best (a tie is shared), with its 95 % interval over worlds (Wilson);
    fails: the share in which it is worse than the first arm by at least the smallest difference that matters (missing when no run of
    the first arm went well); crossed: mean regret without luck (see there; missing without `runs`). Outcomes of which neither way is
    better are left out.
    """
    rows = []
    for m in (m for m in outcomes if m.better):
        cells = in_worlds(by_point, m)
        if cells.empty:
            continue
        short = lost(cells)
        ties = short.eq(0.0)
        best = ties.div(ties.sum(axis=1), axis=0)
        fails = by_as_much(cells.rsub(cells[0], axis=0), m) if 0 in cells else cells * NAN
        fair = crossed(runs, m) if runs is not None else pd.Series(NAN, index=cells.columns)
        for arm in cells:
            there = short[arm].to_numpy(float)
            rows.append({"outcome": m.name, "arm": int(arm), "worlds": len(there), "mean": float(there.mean()),
                         "often": float(np.quantile(there, 0.9)), "most": float(there.max()), "fails": float(fails[arm].mean()), "crossed": float(fair[arm])}
                        | _share(float(best[arm].sum()), len(there)))  # fmt: skip
    return pd.DataFrame(rows)


def _share(times: float, of: int) -> dict[str, float]:
    """A share with its Wilson interval; a shared tie counts for the nearest whole number of worlds there."""
    found = wilson(round(times), of)
    return {"best": times / of, "best_low": found.low, "best_high": found.high}
